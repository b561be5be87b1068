"""`searchkit.build`: an index of a folder, or of any statements, at an address.

Lives here: telling the two apart. Does not live here: the runs themselves
(`searchkit.indexing`), which address an engine serves (`opening`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import cast

from searchkit.engines.opening import folder_of, is_cluster
from searchkit.indexing.build import build_files
from searchkit.indexing.file_notes import DATE_ORDERS, DateOrder
from searchkit.indexing.profiled import GivenProfile, given_schema
from searchkit.indexing.reading import OnProgress
from searchkit.indexing.report import IndexReport
from searchkit.indexing.statements import build_statements
from searchkit.model.errors import InvalidArgument
from searchkit.model.statement import Statement

PathLike = str | os.PathLike[str]


def build(
    source: PathLike | Sequence[PathLike] | Iterable[Statement],
    index: PathLike = "index",
    *,
    processes: int | None = None,
    progress: OnProgress | None = None,
    date_order: DateOrder | None = None,
    profile: GivenProfile | None = None,
    quotations: bool | None = None,
) -> IndexReport:
    """Build or update the index at an address.

    Args:
        source: a folder (or file) of statements or a list of such: the index is brought up
            to date with them, as `searchkit index` does. Or statements: they become the
            whole content of the index.
        index: the address of the index: the path of a folder, or `opensearch://host:9200/name`
            (docs/cluster.md); made if it is missing.
        processes: how many read at once; None: one for each core. The index is the same,
            byte for byte, whatever their number.
        progress: called with (files done, files in all).
        date_order: whether 5/6/2007 is 5 June ("day-first") or 6 May ("month-first") in these
            folders, for this run and later ones; "files": their other dates tell (13/6/2007),
            as they do where nothing was ever said. None: as before.
        profile: which fields the statements have, and how they are read: a `Profile`, or the
            path of a file that holds one. None: of folders, the `searchkit.toml` beside the
            statements; where there is none, and for statements, the profile that the index
            has, or New Zealand's.
        quotations: whether the index is to know who says what, for `said:` in queries. That
            takes a third longer to build, and nearly twice as long without the compiled kernel.
            None: as before; of a new index, yes.

    Returns:
        what was done, and each file with which something was wrong.

    Raises:
        InvalidInput: a folder does not exist, no statement is found, two statements
            have one id or two folders one name; a profile can't be read, or has changed for
            statements of other folders. The index stays as it was.
        InvalidArgument: no index can be built at this kind of address, or none with `quotations`;
            `date_order` is none of these, or the fields of `profile` can't be those of an index.
        IndexLocked: another process is writing to it.
        ClusterError: the cluster does not answer, or does not hold what it was sent.
    """
    if date_order is not None and date_order not in DATE_ORDERS:
        raise InvalidArgument(
            f"date_order can't be {date_order!r:.40}", expected=", ".join(DATE_ORDERS)
        )
    paths: list[str] | None = None
    if isinstance(source, (str, os.PathLike)):
        paths = [os.fspath(source)]
    elif isinstance(source, (list, tuple)) and source and not isinstance(source[0], Statement):
        paths = [os.fspath(path) for path in cast(Sequence[PathLike], source)]
    if is_cluster(index):
        from searchkit.engines.opensearch.building import build_cluster

        return build_cluster(
            str(index),
            paths,
            () if paths is not None else cast(Iterable[Statement], source),
            processes=processes,
            progress=progress,
            date_order=date_order,
            profile=profile,
            quotations=quotations,
        )
    directory = folder_of(index)
    if paths is not None:
        return build_files(
            paths,
            directory,
            processes=processes,
            progress=progress,
            date_order=date_order,
            profile=profile,
            quotations=quotations,
        )
    schema = None if profile is None else given_schema(profile)
    return build_statements(
        cast(Iterable[Statement], source), directory, schema=schema, quotations=quotations
    )
