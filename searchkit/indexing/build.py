"""A run over folders of files, from first to last: find, compare, read, publish.

Lives here: what one run does. Does not live here: each step (`changes`, `reading`, `commit`),
the lock and the index before (`session`), statements from a caller (`statements`, `writer`).

A run reads what is new or changed in the folders it was given, removes what is gone from
them, and keeps what the index holds from elsewhere.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from searchkit.corpus.files import Root, StatementFile, check_roots, find, known_root, parse_root
from searchkit.corpus.problems import Skipped
from searchkit.indexing import chunks
from searchkit.indexing.changes import compare
from searchkit.indexing.reading import FileReading, OnProgress
from searchkit.indexing.report import IndexReport
from searchkit.indexing.session import Session, open_session
from searchkit.indexing.worker import Job, ToRead
from searchkit.indexing.workspace import Workspace
from searchkit.model.errors import CorruptIndex, InvalidInput
from searchkit.schema.fields import Schema
from searchkit.storage.disk import SYSTEM, Disk

log = logging.getLogger(__name__)


class _Stopwatch:
    """Logs each step of a run and how long it took."""

    def __init__(self) -> None:
        self._began = self._last = time.perf_counter()

    def log(self, message: str, *values: object) -> None:
        now = time.perf_counter()
        log.info(f"{message} (%.3f s)", *values, now - self._last)
        self._last = now

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._began


class _Options(NamedTuple):
    """What a run is asked to do: see the arguments of `build_files`."""

    paths: Sequence[str]
    roots: Sequence[Root]
    processes: int | None
    progress: OnProgress | None
    sample: bool
    verify: bool


def build_files(
    paths: Sequence[str],
    directory: Path,
    *,
    processes: int | None = None,
    progress: OnProgress | None = None,
    sample: bool = False,
    verify: bool = False,
    rebuild: bool = False,
    wait: float = 0.0,
    disk: Disk = SYSTEM,
    schema: Schema | None = None,
) -> IndexReport:
    """Bring the index in `directory` up to date with folders (or files) of statements.

    Args:
        paths: `PATH` or `NAME=PATH` each.
        directory: the index; made if it is missing.
        processes: how many read at once; None: one for each core. The index is the same,
            byte for byte, whatever their number.
        progress: called with (files done, files in all).
        sample: mark the index as a sample.
        verify: read every file, whatever its size and time; verify the index before as well.
        rebuild: keep nothing of the index before.
        wait: seconds to wait for another writer.
        disk: where the index is written.
        schema: the fields of its statements; None: those that the index has.

    Raises:
        InvalidInput: a path does not exist, no statement is found, or two folders
            have one name. The index stays as it was.
        IndexLocked: another process is writing to it.
        SearchkitError: it can't be written. The index stays as it was.
    """
    stopwatch = _Stopwatch()
    roots = [parse_root(path) for path in paths]
    options = _Options(paths, roots, processes, progress, sample, verify)
    with open_session(directory, wait=wait, verify=verify, disk=disk, schema=schema) as session:
        if rebuild or (session.previous.manifest.sample and not sample):
            session = session.forgetting()
        stopwatch.log("opened the index before")
        try:
            return _update(session, options, stopwatch)
        except CorruptIndex as error:
            # What goes into a new segment is verified first; so everything is read again.
            session = session.forgetting(unusable=f"{error.where}: {error.what}")
            return _update(session, options, stopwatch)


def _update(session: Session, options: _Options, stopwatch: _Stopwatch) -> IndexReport:
    """Bring the index before up to date.

    Raises:
        CorruptIndex: something in it is damaged.
    """
    manifest = session.previous.manifest
    roots = [known_root(root, manifest.roots) for root in options.roots]
    check_roots(roots)
    skipped: list[Skipped] = []
    files = _find_all(roots, skipped)
    stopwatch.log("found %d files", len(files))
    changes = compare(session.previous, files, roots, skipped, verify=options.verify)
    stopwatch.log("%d to read, %d gone", len(changes.to_read), len(changes.gone))
    reading = FileReading(session, changes, skipped)
    with session.commit() as commit:
        jobs = _jobs(changes.to_read, session.workspace)
        reading.read(commit, jobs, options.processes, options.progress)
        stopwatch.log("read")
        if not (changes.unchanged or reading.seen or changes.gone):
            raise _nothing_found(options.paths, reading.skipped)
        commit.remove(changes.gone)
        known = manifest.roots | {root.name: str(root.base) for root in roots}
        is_new = (known, options.sample) != (manifest.roots, manifest.sample)
        if is_new or not commit.changes_nothing:
            commit.publish(known, options.sample)
            stopwatch.log("published")
    return reading.report(stopwatch.seconds)


def _find_all(roots: Sequence[Root], skipped: list[Skipped]) -> list[StatementFile]:
    """The files of all roots, sorted by id; a file found twice counts once."""
    found = {file.id: file for root in roots for file in find(root, skipped)}
    return [found[statement_id] for statement_id in sorted(found)]


def _jobs(files: Sequence[ToRead], workspace: Workspace) -> list[Job]:
    size = chunks.CHUNK_STATEMENTS
    return [
        Job(files[start : start + size], workspace.new_file())
        for start in range(0, len(files), size)
    ]


def _nothing_found(paths: Sequence[str], skipped: Sequence[Skipped]) -> InvalidInput:
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
