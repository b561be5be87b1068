"""An indexing run from first to last: find, compare, read, publish.

Lives here: what one run does. Does not live here: each step (`changes`, `reading`,
`commit`), the index before it (`previous`), statements given one by one (`writer`).

A run reads what is new or changed in the folders it was given, removes what is gone from
them and keeps what the index holds from elsewhere. Chunks are cut by number of statements
alone, so the same files give the same bytes whatever the number of processes.
"""

from __future__ import annotations

import itertools
import logging
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from searchkit.corpus.document import digest_number
from searchkit.corpus.files import Found, Root, check_roots, find, known_root, parse_root
from searchkit.corpus.given import document_of
from searchkit.corpus.problems import Skipped
from searchkit.indexing.changes import compare, hidden_parts
from searchkit.indexing.commit import Commit, workspace_in
from searchkit.indexing.pool import Job
from searchkit.indexing.previous import Old, previous
from searchkit.indexing.reading import Progress, Reading
from searchkit.indexing.report import IndexReport
from searchkit.indexing.worker import ToRead
from searchkit.model.errors import CorruptIndex, InvalidInput
from searchkit.model.statement import Statement
from searchkit.segment.chunks.builder import ChunkBuilder
from searchkit.storage.directory import writing
from searchkit.storage.disk import SYSTEM, Disk, written

CHUNK_STATEMENTS = 1_500
log = logging.getLogger(__name__)


class _Clock:
    """Says in the log what was done and how long it took."""

    def __init__(self) -> None:
        self._began = self._last = time.perf_counter()

    def log(self, message: str, *values: object) -> None:
        now = time.perf_counter()
        log.info(f"{message} (%.3f s)", *values, now - self._last)
        self._last = now

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._began


def build_files(
    paths: Sequence[str],
    directory: Path,
    *,
    processes: int | None = None,
    progress: Progress | None = None,
    sample: bool = False,
    verify: bool = False,
    rebuild: bool = False,
    wait: float = 0.0,
    disk: Disk = SYSTEM,
) -> IndexReport:
    """Bring the index in `directory` up to date with folders (or files) of statements.

    Args:
        paths: `PATH` or `NAME=PATH` each.
        directory: the index; made where there is none.
        processes: readers at once; None: one for each core.
        progress: called with (files done, files in all).
        sample: mark the index as a sample.
        verify: read every file, rely on no size and time; verify the index as well.
        rebuild: keep nothing of the index before.
        wait: seconds to wait for another writer.
        disk: where the index is written.

    Raises:
        InvalidInput: a path does not exist, no statement is found, or two folders
            have one name. The index stays as it was.
        IndexLocked: another process is writing to it.
        SearchkitError: it can't be written. The index stays as it was.
    """
    clock = _Clock()
    asked = [parse_root(path) for path in paths]
    with writing(directory, wait), workspace_in(directory) as workspace:
        old = previous(directory, verify=verify)
        if rebuild or (old.manifest.sample and not sample):
            old = old.forgotten()
        clock.log("opened the index before")
        update = _Update(paths, asked, workspace, processes, progress, sample, verify, disk, clock)
        try:
            return update.run(old)
        except CorruptIndex as error:
            # What is copied into a new segment is verified first. All is read anew.
            return update.run(old.forgotten(unusable=f"{error.where}: {error.what}"))


class _Update(NamedTuple):
    """The arguments of a run, and what it does once the index before is open."""

    paths: Sequence[str]
    asked: Sequence[Root]
    workspace: Path
    processes: int | None
    progress: Progress | None
    sample: bool
    verify: bool
    disk: Disk
    clock: _Clock

    def run(self, old: Old) -> IndexReport:
        """Bring `old` up to date.

        Raises:
            CorruptIndex: something in it is damaged.
        """
        clock = self.clock
        roots = [known_root(root, old.manifest.roots) for root in self.asked]
        check_roots(roots)
        skipped: list[Skipped] = []
        files = _find_all(roots, skipped)
        clock.log("found %d files", len(files))
        changes = compare(
            old,
            files,
            [root.prefix for root in roots],
            hidden_parts(skipped, [(str(root.path), root.prefix) for root in roots]),
            verify=self.verify,
        )
        clock.log("%d to read, %d gone", len(changes.to_read), len(changes.gone))
        reading = Reading(old, changes, skipped)
        workspace = Path(tempfile.mkdtemp(dir=self.workspace))
        with Commit(old, workspace, self.disk) as commit:
            jobs = _jobs(changes.to_read, workspace)
            reading.read(commit, jobs, self.processes, self.progress)
            clock.log("read")
            if not (changes.unchanged or reading.seen or changes.gone):
                raise _nothing(self.paths, skipped)
            commit.remove(changes.gone)
            known = old.manifest.roots | {root.name: str(root.base) for root in roots}
            is_new = (known, self.sample) != (old.manifest.roots, old.manifest.sample)
            if is_new or not commit.changes_nothing:
                commit.publish(known, self.sample)
                clock.log("published")
        return reading.report(clock.seconds)


def build_statements(
    statements: Iterable[Statement],
    directory: Path,
    *,
    wait: float = 0.0,
    disk: Disk = SYSTEM,
) -> IndexReport:
    """Make `statements` the whole content of the index in `directory`.

    Raises:
        InvalidInput: there is none, or two have one id. The index stays as it was.
        IndexLocked: another process is writing to it.
        SearchkitError: it can't be written. The index stays as it was.
    """
    clock = _Clock()
    with writing(directory, wait), workspace_in(directory) as workspace:
        old = previous(directory)
        before = {name: old.digest(place) for name, place in old.places.items()}
        now: dict[str, int] = {}
        with Commit(old, workspace, disk) as commit:
            for path, digests in _chunks(statements, now, workspace):
                commit.add_chunk(path)
                now |= digests
            if not now:
                raise InvalidInput("there is no statement to index")
            commit.remove(old.places.values())
            commit.publish({})
    common = before.keys() & now.keys()
    same = sum(before[name] == now[name] for name in common)
    return IndexReport(
        added=len(now) - len(common),
        updated=len(common) - same,
        removed=len(before) - len(common),
        unchanged=same,
        skipped=(),
        warnings=(),
        seconds=clock.seconds,
        replaced_sample=old.was_sample,
        unusable=old.unusable,
    )


def _chunks(
    statements: Iterable[Statement], before: dict[str, int], workspace: Path
) -> Iterator[tuple[Path, dict[str, int]]]:
    """(chunk file, digests of the statements in it) of all statements, none twice."""
    iterator = iter(statements)
    for number in itertools.count():
        builder = ChunkBuilder()
        digests: dict[str, int] = {}
        for given in itertools.islice(iterator, CHUNK_STATEMENTS):
            document = document_of(given)
            statement_id = document.statement.id
            if statement_id in before or statement_id in digests:
                raise InvalidInput(
                    "two statements have this id",
                    where=statement_id,
                    expected="a different id for each statement",
                )
            builder.add(document)
            digests[statement_id] = digest_number(document.digest)
        if not len(builder):
            return
        path = workspace / f"given-{number:06d}"
        with written(workspace):
            builder.write(path)
        yield path, digests


def _find_all(roots: Sequence[Root], skipped: list[Skipped]) -> list[Found]:
    """The files of all roots, sorted by id; a file found twice counts once."""
    found = {file.id: file for root in roots for file in find(root, skipped)}
    return [found[statement_id] for statement_id in sorted(found)]


def _nothing(paths: Sequence[str], skipped: Sequence[Skipped]) -> InvalidInput:
    what = "there is no statement here"
    if skipped:
        first = skipped[0]
        what += f": {len(skipped)} files were skipped; the first, {first.path}, {first.reason}"
    return InvalidInput(
        what,
        where=", ".join(paths),
        expected="a folder with .md or .txt files",
        remedy="The index was not changed",
    )


def _jobs(files: Sequence[ToRead], workspace: Path) -> list[Job]:
    return [
        Job(files[start : start + CHUNK_STATEMENTS], workspace / f"read-{number:06d}")
        for number, start in enumerate(range(0, len(files), CHUNK_STATEMENTS))
    ]
