"""Building an index in a cluster: of folders of files, or of any statements.

Lives here: comparing what there is with what is published, and the report. Does not live here:
reading files (`searchkit.indexing`), sending statements (`writing`).

Files are read as those of an index in a folder are, into one that is thrown away afterwards; so
ids, dates, warnings and profiles are the same. What is sent is what differs from what is published,
by digest. Texts are in memory by chunks and batches; of what is published, the ids and digests are.
"""

from __future__ import annotations

import dataclasses
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from searchkit.corpus.files import names_of, parse_root
from searchkit.corpus.given import document_of
from searchkit.engines.local.archive import LocalArchive, open_archive
from searchkit.engines.opensearch.address import parse_address
from searchkit.engines.opensearch.connection import ClusterConnection
from searchkit.engines.opensearch.published import published, swept
from searchkit.engines.opensearch.rebuilding import rebuild
from searchkit.engines.opensearch.state import IndexHead, Lock, read_head
from searchkit.engines.opensearch.unsupported import refusal
from searchkit.engines.opensearch.writing import WritingRun
from searchkit.indexing.build import build_files
from searchkit.indexing.file_notes import DateOrder
from searchkit.indexing.profiled import GivenProfile, chosen_schema, given_schema
from searchkit.indexing.reading import OnProgress
from searchkit.indexing.report import IndexReport
from searchkit.model.errors import IncompatibleIndex, IndexNotFound, InvalidInput
from searchkit.model.statement import Statement
from searchkit.schema.fields import DEFAULT, Schema


def build_cluster(
    address: str,
    paths: Sequence[str] | None,
    statements: Iterable[Statement],
    *,
    processes: int | None = None,
    progress: OnProgress | None = None,
    date_order: DateOrder | None = None,
    profile: GivenProfile | None = None,
    quotations: bool | None = None,
    fresh: bool = False,
    wait: float = 0.0,
) -> IndexReport:
    """Bring the index at an address up to date; see `searchkit.build`.

    Args:
        address: of the index.
        paths: folders or files; None: `statements` become the whole content.
        statements: where there are no paths.
        processes, progress, date_order, profile: as `searchkit.build`.
        quotations: refused, if they are wanted.
        fresh: keep nothing of the index before (`searchkit index --rebuild`).
        wait: seconds to wait for another writer.

    Raises:
        NotServed: quotations are wanted.
    """
    if quotations:
        raise refusal("index of who says what (--quotations)")
    began = time.perf_counter()
    connection = ClusterConnection(parse_address(address))
    try:
        connection.check_version()
        with Lock(connection, wait) as lock:
            head, unusable = _before(connection)
            fresh = fresh or head is None
            resumed = 0
            if paths is None:
                schema = _schema(profile, head)
                return _whole(connection, lock, head, statements, schema, began)
            schema = _schema_of_files(paths, profile, None if fresh else head)
            with tempfile.TemporaryDirectory(prefix="searchkit-") as folder:
                report = build_files(
                    list(paths),
                    Path(folder) / "index",
                    processes=processes,
                    progress=progress,
                    date_order=date_order,
                    schema=schema,
                )
                with open_archive(Path(folder) / "index") as archive:
                    roots = {**archive.snapshot.manifest.roots}
                    if head is None or fresh:
                        resumed = rebuild(connection, lock, _all(archive), schema, roots)
                        before = 0 if head is None else head.statements
                        counts = (len(archive), 0, before, 0)
                    else:
                        counts = _update(connection, lock, head, archive, paths, roots)
        added, updated, removed, unchanged = counts
        return dataclasses.replace(
            report,
            added=added,
            updated=updated,
            removed=removed,
            unchanged=unchanged,
            seconds=time.perf_counter() - began,
            unusable=unusable,
            replaced_sample=bool(head and head.sample),
            unfinished=lock.took_over,
            resumed=resumed,
        )
    finally:
        connection.close()


def _before(connection: ClusterConnection) -> tuple[IndexHead | None, str | None]:
    """What is published, and why it can't be used, if it can't."""
    try:
        return read_head(connection), None
    except IndexNotFound:
        return None, None
    except IncompatibleIndex as error:
        return None, error.what


def _schema(profile: GivenProfile | None, head: IndexHead | None) -> Schema:
    if profile is not None:
        return given_schema(profile)
    return DEFAULT if head is None else head.schema


def _schema_of_files(
    paths: Sequence[str], profile: GivenProfile | None, head: IndexHead | None
) -> Schema:
    """By which profile files are read.

    Raises:
        InvalidInput: it is not the one of the statements that stay.
    """
    schema = chosen_schema(profile, [parse_root(path) for path in paths])
    if schema is None:
        return DEFAULT if head is None else head.schema
    if head is not None and schema != head.schema:
        raise InvalidInput(
            "the profile has changed",
            where=head.inside,
            remedy="Name all folders of the index and add --rebuild: the new index replaces it "
            "when it is whole",
        )
    return schema


def _all(archive: LocalArchive) -> Iterator[Statement]:
    for hit in archive.stream(sort="oldest"):
        yield archive.statement(hit.id)


def _whole(
    connection: ClusterConnection,
    lock: Lock,
    head: IndexHead | None,
    statements: Iterable[Statement],
    schema: Schema,
    began: float,
) -> IndexReport:
    """Make statements the whole content of the index."""
    before = {} if head is None else dict(published(connection, head))
    seen: set[str] = set()
    counts = Counter[str]()

    def checked() -> Iterator[Statement]:
        for statement in statements:
            document = document_of(statement, schema)
            id = document.statement.id
            if id in seen:
                raise InvalidInput(
                    "two statements have this id",
                    where=id,
                    expected="a different id for each statement",
                )
            seen.add(id)
            same = before.get(id) == document.digest.hex()
            counts["unchanged" if same else "updated" if id in before else "added"] += 1
            yield statement
        if not seen:
            raise InvalidInput("there is no statement to index")

    resumed = rebuild(connection, lock, checked(), schema, {})
    return IndexReport(
        added=counts["added"],
        updated=counts["updated"],
        unchanged=counts["unchanged"],
        removed=len(before.keys() - seen),
        skipped=(),
        warnings=(),
        seconds=time.perf_counter() - began,
        replaced_sample=bool(head and head.sample),
        unfinished=lock.took_over,
        resumed=resumed,
    )


def _update(
    connection: ClusterConnection,
    lock: Lock,
    head: IndexHead,
    archive: LocalArchive,
    paths: Sequence[str],
    roots: Mapping[str, str],
) -> tuple[int, int, int, int]:
    """Send what differs: how many are added, updated, removed, unchanged."""
    swept(connection, head, lock)
    before = dict(published(connection, head))
    run = WritingRun(connection, lock, head, head.inside, head.schema)
    changed: list[str] = []
    seen: set[str] = set()
    unchanged = 0
    for statement in _all(archive):
        seen.add(statement.id)
        if before.get(statement.id) == document_of(statement, head.schema).digest.hex():
            unchanged += 1
            continue
        if statement.id in before:
            changed.append(statement.id)
        run.add(statement)
    prefixes = tuple(parse_root(path).prefix for path in paths)
    gone = [id for id in before if id not in seen and id.startswith(prefixes)]
    run.remove([*changed, *gone])
    if run.added or run.removed or {**head.roots, **roots} != head.roots:
        run.publish({**head.roots, **roots})
    return run.added - len(changed), len(changed), len(gone), unchanged


def remove_from_cluster(address: str, paths: Sequence[str], *, wait: float = 0.0) -> int:
    """Remove the statements of files and folders, all of them or none; see `searchkit remove`.

    Returns:
        how many were removed.

    Raises:
        InvalidInput: a path means no statement of the index.
    """
    connection = ClusterConnection(parse_address(address))
    try:
        connection.check_version()
        with Lock(connection, wait) as lock:
            head = read_head(connection)
            swept(connection, head, lock)
            before = [id for id, _ in published(connection, head)]
            gone: set[str] = set()
            for path in paths:
                named = names_of(path, head.roots)
                inside = tuple(f"{name}/" for name in named)
                meant = {id for id in before if id in named or id.startswith(inside)} - gone
                if not meant:
                    raise InvalidInput(
                        "no statement of the index is there",
                        where=path,
                        expected="a file or folder that was indexed, or an id",
                        remedy="Nothing was removed. `search --files` prints ids",
                    )
                gone |= meant
            run = WritingRun(connection, lock, head, head.inside, head.schema)
            run.remove(sorted(gone))
            run.publish(head.roots)
        return len(gone)
    finally:
        connection.close()
