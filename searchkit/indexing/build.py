"""A run over folders of files, from first to last: find, compare, read, publish.

Lives here: what one run does. Does not live here: each step (`changes`, `reading`, `commit`),
the lock and the index before (`session`), statements from a caller (`statements`, `writer`).

A run reads what is new or changed in the folders it was given, removes what is gone from
them, and keeps what the index holds from elsewhere.
"""

from __future__ import annotations

import dataclasses
import logging
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, cast

from searchkit.corpus.dates import Order
from searchkit.corpus.files import (
    HTML,
    HTML_MISSING,
    KINDS,
    Root,
    StatementFile,
    can_read_html,
    check_roots,
    find,
    known_root,
    parse_root,
)
from searchkit.corpus.problems import Skipped
from searchkit.corpus.reader import READER_VERSION
from searchkit.indexing import chunks
from searchkit.indexing.changes import compare
from searchkit.indexing.commit import Commit
from searchkit.indexing.dictionary import write_dictionary
from searchkit.indexing.file_notes import DateOrder, asked_orders, decide, root_of
from searchkit.indexing.profiled import GivenProfile, chosen_schema, under
from searchkit.indexing.reading import FileReading, OnProgress
from searchkit.indexing.report import IndexReport
from searchkit.indexing.session import Session, open_session
from searchkit.indexing.worker import Job, ToRead
from searchkit.model.errors import CorruptIndex, InvalidInput
from searchkit.schema.fields import DEFAULT, Schema
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
    date_order: DateOrder | None


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
    date_order: DateOrder | None = None,
    profile: GivenProfile | None = None,
    quotations: bool | None = None,
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
        schema: the fields of its statements; None: those that the index has,
            or, of an index that is built anew, the usual ones.
        date_order: whether 5/6/2007 is 5 June ("day-first") or 6 May ("month-first") in the
            files of these folders, for this run and later ones; "files": their other dates
            tell (as they do where nothing was ever said). None: as before.
        profile: by which files are read, or the file that says it; None: the `searchkit.toml`
            beside them, or, where there is none, that of the index. An index that was read by
            another is read again as a whole.
        quotations: whether the index is to know who says what; what it has of other folders,
            too. None: as before; of a new index, yes.

    Raises:
        InvalidInput: a path does not exist, no statement is found, two folders have one
            name; the profile can't be read, or has changed for statements of other folders.
            The index stays as it was.
        IndexLocked: another process is writing to it.
        SearchkitError: it can't be written. The index stays as it was.
    """
    stopwatch = _Stopwatch()
    roots = [parse_root(path) for path in paths]
    options = _Options(paths, roots, processes, progress, sample, verify, date_order)
    by_profile = chosen_schema(profile, roots) if schema is None else None
    if rebuild and schema is None:
        schema = by_profile or DEFAULT
    with open_session(
        directory, wait=wait, verify=verify, disk=disk, schema=schema, quotations=quotations
    ) as session:
        if rebuild or (session.previous.manifest.sample and not sample):
            session = session.forgetting()
        session, changed = under(session, by_profile, roots)
        stopwatch.log("opened the index before")
        try:
            report = _update(session, options, stopwatch)
            return dataclasses.replace(report, profile_changed=changed)
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
    not_read: Counter[str] = Counter()
    files = _find_all(roots, skipped, not_read)
    stopwatch.log("found %d files", len(files))
    changes = compare(session.previous, files, roots, skipped, not_read, verify=options.verify)
    stopwatch.log("%d to read, %d gone", len(changes.to_read), len(changes.gone))
    reading = FileReading(session, changes, skipped, not_read)
    asked = asked_orders(manifest.date_orders, {root.name for root in roots}, options.date_order)
    known = manifest.roots | {root.name: str(root.base) for root in roots}
    by_profile = session.schema.profile.date_order
    orders = (dict.fromkeys(known, by_profile) if by_profile else {}) | asked
    with session.commit() as commit:
        told = cast(dict[str, Order], orders)
        dictionary = write_dictionary(session, changes.to_read, told)
        jobs = _jobs(changes.to_read, session, told, dictionary)
        waiting = reading.read(commit, jobs, options.processes, options.progress)
        if waiting or reading.notes:
            _read_ambiguous(
                session, options, reading, commit, waiting, orders, files, known, dictionary
            )
        ids = reading.finish(commit)
        stopwatch.log("read")
        if not (changes.unchanged or reading.seen or changes.gone):
            raise _nothing_found(options.paths, reading.skipped, not_read)
        commit.remove(changes.gone.values())
        recorded = session.previous.recorded(ids, known, reading.notes, asked)
        is_new = (
            session.schema,
            known,
            options.sample,
            READER_VERSION,
            session.quotations,
            *recorded,
        ) != (
            manifest.schema,
            manifest.roots,
            manifest.sample,
            manifest.reader,
            manifest.quotations,
            manifest.notes,
            manifest.date_orders,
        )
        if is_new or not commit.changes_nothing:
            commit.publish(known, options.sample, recorded)
            stopwatch.log("published")
    return reading.report(stopwatch.seconds)


def _read_ambiguous(
    session: Session,
    options: _Options,
    reading: FileReading,
    commit: Commit,
    waiting: Sequence[ToRead],
    asked: Mapping[str, str],
    files: Sequence[StatementFile],
    roots: Mapping[str, str],
    dictionary: Path | None,
) -> None:
    """Read the files whose date depends on what all others of their root tell: those that
    wait for it, and those that were read when something else was known.

    Args:
        files: those of this run.
        roots: of the index, name -> path: a file to be read again may be in a part of a root
            that is none of this run's.
    """
    reading.forget_changed()
    decided = decide(reading.notes, (file.id for file in waiting), asked)
    if not waiting and not decided.again:
        return
    paths = {file.id: file.name for file in files}
    again = set(decided.again)
    for name in sorted({root_of(one) for one in again - paths.keys()} & roots.keys()):
        base = Path(roots[name])
        if base.is_dir():
            for file in find(Root(name, base, base), []):
                paths.setdefault(file.id, file.name)
    # A file that is gone from a part that is not looked at stays until that is.
    again &= paths.keys() & session.previous.addresses.keys()
    reading.read_again(again, {file.id for file in files})
    to_read = sorted([*waiting, *(ToRead(one, paths[one]) for one in again)])
    jobs = _jobs(to_read, session, decided.orders, dictionary)
    reading.read(commit, jobs, options.processes, None)


def _find_all(
    roots: Sequence[Root], skipped: list[Skipped], not_read: Counter[str]
) -> list[StatementFile]:
    """The files of all roots, sorted by id; a file found twice counts once."""
    found = {file.id: file for root in roots for file in find(root, skipped, not_read)}
    return [found[statement_id] for statement_id in sorted(found)]


def _jobs(
    files: Sequence[ToRead],
    session: Session,
    orders: Mapping[str, Order],
    dictionary: Path | None,
) -> list[Job]:
    size = chunks.CHUNK_STATEMENTS
    return [
        Job(
            files[start : start + size],
            session.workspace.new_file(),
            orders,
            dictionary,
            session.quotations,
        )
        for start in range(0, len(files), size)
    ]


def _nothing_found(
    paths: Sequence[str], skipped: Sequence[Skipped], not_read: Mapping[str, int]
) -> InvalidInput:
    what = "there is no statement here"
    if skipped:
        first = skipped[0]
        what += f": {len(skipped)} files were skipped; the first, {first.path}, {first.reason}"
    remedy = "The index was not changed"
    if any(kind in HTML for kind in not_read) and not can_read_html():
        remedy += f"; {HTML_MISSING}"
    return InvalidInput(
        what, where=", ".join(paths), expected=f"a folder of {KINDS}", remedy=remedy
    )
