"""An indexing run from first to last: find, read, merge, publish.

Lives here: what one run does. Does not live here: the index before it (`previous`),
reading files (`searchkit.corpus`, shared by `pool`), making a
segment (`searchkit.segment`).

A run reads the folders it was given and keeps what the index holds from elsewhere.
Chunks are cut by number of statements alone, so the same files give the same bytes
whatever the number of processes.
"""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from searchkit.corpus.files import Found, Root, check_roots, find, known_root, parse_root
from searchkit.corpus.problems import Skipped, Warned
from searchkit.errors import (
    CorruptIndex,
    InvalidInput,
    SearchkitError,
)
from searchkit.indexing.given import prepared
from searchkit.indexing.pool import read_chunks
from searchkit.indexing.previous import Digests, Old, inside, others, previous
from searchkit.indexing.report import IndexReport
from searchkit.schema.analysis import versions
from searchkit.segment.builder import ChunkBuilder
from searchkit.segment.writer import write_segment
from searchkit.statement import Statement
from searchkit.storage.container import Container
from searchkit.storage.directory import sync_directory, writing
from searchkit.storage.manifest import (
    Manifest,
    SegmentEntry,
    publish,
    read_manifest,
    segment_file,
)
from searchkit.storage.strings import Strings

CHUNK_STATEMENTS = 1_500
SEGMENT_TOKENS = 40_000_000
"""A segment ends with the chunk that reaches this many words; merging it takes
about 40 bytes a word of memory."""

Progress = Callable[[int, int], None]


def build_files(
    paths: Sequence[str],
    directory: Path,
    *,
    processes: int | None = None,
    progress: Progress | None = None,
    sample: bool = False,
) -> IndexReport:
    """Bring the index in `directory` up to date with folders (or files) of statements.

    Args:
        paths: `PATH` or `NAME=PATH` each.
        directory: the index; made where there is none.
        processes: readers at once; None: one for each core.
        progress: called with (files done, files in all).
        sample: mark the index as a sample.

    Raises:
        InvalidInput: a path does not exist, no statement is found, or two folders
            have one name. The index stays as it was.
        IndexLocked: another process is writing to it.
    """
    began = time.perf_counter()
    asked = [parse_root(path) for path in paths]
    with writing(directory), _workspace(directory) as workspace:
        old = previous(directory)
        if old.manifest.sample and not sample:
            old = old.forgotten(sample=True)
        roots = [known_root(root, old.manifest.roots) for root in asked]
        check_roots(roots)
        skipped: list[Skipped] = []
        files = _find_all(roots, skipped)
        touched = [root.prefix for root in roots]
        try:
            kept = _write_chunks(others(old, touched), workspace / "kept")
        except CorruptIndex as error:
            old, kept = old.forgotten(unusable=str(error)), []
        jobs = _jobs(files, workspace)
        reports = read_chunks(
            jobs, processes or os.cpu_count() or 1, _counter(progress, len(files))
        )
        skipped += [s for report in reports for s in report.skipped]
        warnings = [w for report in reports for w in report.warnings]
        if not sum(report.count for report in reports):
            raise _nothing(paths, skipped)
        fresh = [output for _, output in jobs if output.exists()]
        before = {i: d for i, d in old.digests().items() if inside(i, touched)}
        now = _chunk_digests(fresh)
        known = old.manifest.roots | {root.name: str(root.base) for root in roots}
        manifest = Manifest(_next_generation(old), versions(), (), known, sample)
        _publish_chunks(directory, manifest, kept + fresh)
    return _report(before, now, skipped, warnings, began, old)


def _counter(progress: Progress | None, total: int) -> Callable[[int], None]:
    """Adds up what is done, and says so."""
    done = 0

    def say(count: int) -> None:
        nonlocal done
        done += count
        if progress:
            progress(done, total)

    return say


def build_statements(statements: Iterable[Statement], directory: Path) -> IndexReport:
    """Make `statements` the whole content of the index in `directory`.

    Raises:
        InvalidInput: there is none, or two have one id. The index stays as it was.
    """
    began = time.perf_counter()
    with writing(directory), _workspace(directory) as workspace:
        old = previous(directory)
        chunks = _write_chunks(map(prepared, statements), workspace / "given")
        if not chunks:
            raise InvalidInput("there is no statement to index")
        before, now = old.digests(), _chunk_digests(chunks)
        _publish_chunks(directory, Manifest(_next_generation(old), versions(), (), {}), chunks)
    return _report(before, now, [], [], began, old)


def _report(
    before: Digests,
    now: Digests,
    skipped: list[Skipped],
    warnings: list[Warned],
    began: float,
    old: Old,
) -> IndexReport:
    same = sum(before.get(statement_id) == digest for statement_id, digest in now.items())
    common = len(before.keys() & now.keys())
    return IndexReport(
        added=len(now) - common,
        updated=common - same,
        removed=len(before) - common,
        unchanged=same,
        skipped=tuple(skipped),
        warnings=tuple(warnings),
        seconds=time.perf_counter() - began,
        replaced_sample=old.was_sample,
        unusable=old.unusable,
    )


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


def _jobs(files: Sequence[Found], workspace: Path) -> list[tuple[Sequence[tuple[str, str]], Path]]:
    pairs = [(file.id, str(file.path)) for file in files]
    return [
        (pairs[start : start + CHUNK_STATEMENTS], workspace / f"read-{number:06d}")
        for number, start in enumerate(range(0, len(pairs), CHUNK_STATEMENTS))
    ]


# What goes in besides files


def _write_chunks(items: Iterable[tuple[Statement, str, bytes]], path: Path) -> list[Path]:
    chunks: list[Path] = []
    iterator = iter(items)
    while batch := list(itertools.islice(iterator, CHUNK_STATEMENTS)):
        builder = ChunkBuilder()
        for statement, text, digest in batch:
            builder.add(statement, text, digest)
        chunks.append(path.with_name(f"{path.name}-{len(chunks):06d}"))
        builder.write(chunks[-1])
    return chunks


# The index before and after


def _chunk_digests(chunks: Sequence[Path]) -> Digests:
    digests: Digests = {}
    for path in chunks:
        chunk = Container(path)
        values = chunk.array("digest")
        for statement_id, value in zip(Strings(chunk, "id"), values, strict=True):
            name = statement_id.decode()
            if name in digests:
                raise InvalidInput(
                    "two statements have this id",
                    where=name,
                    expected="a different id for each statement",
                )
            digests[name] = int(value)
    return digests


def _next_generation(old: Old) -> int:
    """One more than any generation whose files are still there."""
    left = old.directory.glob("segment-" + "[0-9]" * 8 + "-*.sk")
    return max([old.manifest.generation, *(int(path.name[8:16]) for path in left)]) + 1


def _publish_chunks(directory: Path, manifest: Manifest, chunks: Sequence[Path]) -> None:
    """Write the segments, publish the manifest, remove what it no longer names."""
    entries: list[SegmentEntry] = []
    try:
        for group in _grouped([Container(path) for path in chunks]):
            name = segment_file(manifest.generation, len(entries))
            entries.append(SegmentEntry(name, 0, 0))
            write_segment(directory / name, group)
            statements = sum(chunk.array("date").size for chunk in group)
            written = Container(directory / name)
            entries[-1] = SegmentEntry(name, written.size, statements, written.checksum)
        sync_directory(directory)
        publish(directory, manifest._replace(segments=tuple(entries)))
    except BaseException:
        # Syncing may fail when the manifest is in place already: then it needs them.
        if not _is_published(directory, manifest.generation):
            for entry in entries:
                (directory / entry.file).unlink(missing_ok=True)
        raise
    named = {entry.file for entry in entries}
    for path in directory.glob("segment-*.sk"):
        if path.name not in named:
            _remove(path)


def _is_published(directory: Path, generation: int) -> bool:
    try:
        return read_manifest(directory, versions()).generation == generation
    except SearchkitError:
        return False


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError:
        pass  # Windows keeps a file that a reader has mapped; a later run removes it.


def _grouped(chunks: Sequence[Container]) -> Iterator[list[Container]]:
    """The chunks of each segment."""
    group: list[Container] = []
    tokens = 0
    for chunk in chunks:
        group.append(chunk)
        tokens += chunk.array("token").size
        if tokens >= SEGMENT_TOKENS:
            yield group
            group, tokens = [], 0
    if group:
        yield group


@contextmanager
def _workspace(directory: Path) -> Iterator[Path]:
    """A folder for chunks, on the same disk as the index; removed afterwards."""
    for left_over in directory.glob("building-*"):
        shutil.rmtree(left_over, ignore_errors=True)
    try:
        path = Path(tempfile.mkdtemp(prefix="building-", dir=directory))
    except OSError as error:
        raise SearchkitError(f"can't write here: {error.strerror}", where=str(directory)) from None
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
