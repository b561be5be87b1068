"""`searchkit.build`: from a folder or from any statements to an index at an address.

Lives here: telling the two apart. Does not live here: the run itself
(`searchkit.indexing`), which address an engine serves (`opening`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from typing import cast

from searchkit.engines.opening import folder_of
from searchkit.indexing.build import build_files, build_statements
from searchkit.indexing.report import IndexReport
from searchkit.model.statement import Statement

PathLike = str | os.PathLike[str]


def build(
    source: PathLike | Sequence[PathLike] | Iterable[Statement],
    index: PathLike = "index",
    *,
    processes: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> IndexReport:
    """Build or update the index in a folder.

    Args:
        source: a folder (or file) of statements or a list of them, which brings the
            index up to date with these folders, as `searchkit index` does; or
            statements, which become the whole content of the index.
        index: the address of the index, which is the path of a folder; made where there
            is none.
        processes: how many read at once; None: one for each core. The index is the
            same, byte for byte, whatever their number.
        progress: called with (files done, files in all).

    Returns:
        what was done, file by file where something was wrong.

    Raises:
        InvalidInput: a folder does not exist, no statement is found, two statements
            have one id or two folders one name. The index stays as it was.
        InvalidArgument: no index can be built at this kind of address.
        IndexLocked: another process is writing to it.
    """
    directory = folder_of(index)
    if isinstance(source, (str, os.PathLike)):
        return build_files([os.fspath(source)], directory, processes=processes, progress=progress)
    if isinstance(source, (list, tuple)) and source and not isinstance(source[0], Statement):
        paths = [os.fspath(path) for path in cast(Sequence[PathLike], source)]
        return build_files(paths, directory, processes=processes, progress=progress)
    return build_statements(cast(Iterable[Statement], source), directory)
