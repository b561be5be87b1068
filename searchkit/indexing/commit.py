"""From the index before and what has changed to the next generation, published at once.

Lives here: which files a generation consists of, in which order they are written, and
what is removed when. Does not live here: what has changed (`changes`, `writer`), what is
in the files (`searchkit.segment`).

Order: segments and tombstones, each synced; their folder, synced; the manifest, which
makes them the index; then what no manifest names is removed. Whatever stops the run, the
index is the one before or the one after, and what is left over goes with the next run.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import numpy as np

from searchkit.indexing import policy
from searchkit.indexing.policy import Size, to_merge
from searchkit.indexing.previous import Old, Place
from searchkit.model.errors import SearchkitError
from searchkit.schema.analysis import versions
from searchkit.segment.blame import blaming
from searchkit.segment.chunks.file import write_chunk
from searchkit.segment.chunks.kept import live_chunk
from searchkit.segment.reader import Segment
from searchkit.segment.tombstones import Tombstones, write_tombstones
from searchkit.segment.writer import write_segment
from searchkit.storage.container import Array, Container
from searchkit.storage.directory import NEW
from searchkit.storage.disk import SYSTEM, Disk, written
from searchkit.storage.manifest import (
    MANIFEST,
    OURS,
    FileEntry,
    Manifest,
    SegmentEntry,
    publish,
    read_manifest,
    segment_file,
    tombstones_file,
)

log = logging.getLogger(__name__)


class Commit:
    """One generation in the making. Chunks are added as they come, then `publish`.

    A context manager: an exception inside removes what was written, unless it is the
    index by then.

    Args:
        old: the index before, read while the writer's lock is held.
        workspace: a folder for chunks.
        disk: where all is written.
    """

    def __init__(self, old: Old, workspace: Path, disk: Disk = SYSTEM) -> None:
        self._old = old
        self._directory = old.directory
        self._workspace = workspace
        self._disk = disk
        self.generation = next_generation(old)
        self._waiting: list[Container] = []
        self._written: list[SegmentEntry] = []
        self._made: list[str] = []
        self._dead: list[list[int]] = [[] for _ in old.segments]
        self._touched: list[dict[int, int]] = [{} for _ in old.segments]

    def __enter__(self) -> Commit:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self._undo()

    def add_chunk(self, path: Path) -> None:
        """Take a chunk of new statements; a segment is written when enough are here.

        Raises:
            SearchkitError: it can't be written.
        """
        chunk = Container(path)
        if self._waiting:
            words, statements = _size([*self._waiting, chunk])
            if words > policy.MAX_WORDS or statements > policy.MAX_STATEMENTS:
                with written(self._directory):
                    self._write(self._waiting)
                self._waiting = []
        self._waiting.append(chunk)

    def remove(self, places: Iterable[Place]) -> None:
        """Delete statements of the index before."""
        for place in places:
            self._dead[place.segment].append(place.doc)

    def touch(self, place: Place, time: int) -> None:
        """Take note of a file's new time of modification (as `FileState.time`)."""
        self._touched[place.segment][place.doc] = time

    @property
    def changes_nothing(self) -> bool:
        """Whether publishing would make an index like the one before."""
        return not (self._waiting or self._written or any(self._dead) or any(self._touched))

    def publish(self, roots: dict[str, str], sample: bool = False) -> Manifest:
        """Write what is left, and make it the index.

        Raises:
            SearchkitError: it can't be written; the index stays as it was.
        """
        with written(self._directory):
            manifest = self._prepared(roots, sample)
            self._disk.sync_directory(self._directory)
            publish(self._directory, manifest, self._disk)
        log.info("generation %d: %d segments", manifest.generation, len(manifest.segments))
        remove_strays(self._directory, manifest, self._disk)
        return manifest

    def _undo(self) -> None:
        # Syncing may have failed when the manifest was in place already: it needs them.
        if not _is_published(self._directory, self.generation):
            for name in [*self._made, MANIFEST + NEW]:
                _try_remove(self._directory / name, self._disk)

    def _prepared(self, roots: dict[str, str], sample: bool) -> Manifest:
        """Write segments and tombstones; the manifest of all that is in them."""
        kept = [self._next(number) for number in range(len(self._old.segments))]
        entries, parts = self._merged(kept)
        tombstones = None
        if any(part.dead.size or part.touched.size for part in parts):
            name = tombstones_file(self.generation)
            self._made.append(name)
            write_tombstones(self._directory / name, parts, self._disk)
            container = Container(self._directory / name)
            tombstones = FileEntry(name, container.size, container.checksum)
        return Manifest(self.generation, versions(), tuple(entries), roots, sample, tombstones)

    def _next(self, number: int) -> Segment:
        """A segment of the index before, with what is deleted and touched by now."""
        segment = self._old.segments[number]
        before = segment.tombstones
        if not self._dead[number] and not self._touched[number]:
            return segment
        dead = np.union1d(before.dead, np.array(self._dead[number], np.uint32))
        times = dict(zip(before.touched.tolist(), before.times.tolist(), strict=True))
        times |= self._touched[number]
        for doc in dead.tolist():
            times.pop(doc, None)
        touched = sorted(times)
        return segment.with_tombstones(
            Tombstones(
                dead.astype(np.uint32),
                np.array(touched, np.uint32),
                np.array([times[doc] for doc in touched], np.uint64),
            )
        )

    def _merged(self, kept: Sequence[Segment]) -> tuple[list[SegmentEntry], list[Tombstones]]:
        """The segments of the new generation, after merging, with their tombstones."""
        alive = [segment for segment in kept if segment.live_count]
        sizes = [segment_size(segment) for segment in alive]
        if self._waiting:
            sizes.append(Size(*_size(self._waiting), new=True))
        chosen = to_merge(sizes)
        if not chosen and self._waiting:
            chosen = [len(sizes) - 1]
        merged = [alive[i] for i in chosen if i < len(alive)]
        chunks = [self._rewritten(number, segment) for number, segment in enumerate(merged)]
        if chosen and len(alive) in chosen:
            chunks += self._waiting
        elif self._waiting:
            self._write(self._waiting)
        if chunks:
            log.info("merging %d segments", len(merged))
            self._write(chunks)
        stays = [alive[i] for i in range(len(alive)) if i not in set(chosen)]
        entries = [_entry(segment) for segment in stays] + self._written
        nothing = [_NOTHING] * len(self._written)
        return entries, [segment.tombstones for segment in stays] + nothing

    def _rewritten(self, number: int, segment: Segment) -> Container:
        # Damage must not be copied and given a checksum that fits.
        segment.container.verify_all()
        path = self._workspace / f"merge-{number:04d}"
        # Damage must not get new checksums.
        segment.container.verify_all()
        with blaming([segment]):
            chunk = live_chunk(segment)
        write_chunk(path, chunk, self._disk)
        return Container(path)

    def _write(self, chunks: Sequence[Container]) -> None:
        name = segment_file(self.generation, len(self._written))
        self._made.append(name)
        write_segment(self._directory / name, chunks, self._disk)
        container = Container(self._directory / name)
        _, statements = _size(chunks)
        self._written.append(SegmentEntry(name, container.size, container.checksum, statements))
        log.info("%s: %d statements, %d bytes", name, statements, container.size)


_NO: Array = np.zeros(0, np.uint32)
_NOTHING = Tombstones(_NO, _NO, _NO)


def _size(chunks: Sequence[Container]) -> tuple[int, int]:
    """(words, statements) of some chunks."""
    words = sum(chunk.array("token").size for chunk in chunks)
    return words, sum(chunk.array("date").size for chunk in chunks)


def segment_size(segment: Segment) -> Size:
    """How large a segment is."""
    words = segment.live_sum(segment.title_lengths) + segment.live_sum(segment.body_lengths)
    deleted = 1 - words / segment.token_count if segment.token_count else 0.0
    return Size(words, segment.live_count, deleted)


def _entry(segment: Segment) -> SegmentEntry:
    container = segment.container
    return SegmentEntry(
        container.path.name,
        container.size,
        container.checksum,
        len(segment),
        int(segment.tombstones.dead.size),
    )


def next_generation(old: Old) -> int:
    """One more than any generation whose files are still there: no name is used twice."""
    left = old.directory.glob("*-[0-9]*.sk")
    numbers = [int(path.name.split("-")[1][:8]) for path in left if OURS.fullmatch(path.name)]
    return max([old.manifest.generation, *numbers]) + 1


def _is_published(directory: Path, generation: int) -> bool:
    try:
        return read_manifest(directory, versions()).generation == generation
    except SearchkitError:
        return False


def remove_strays(directory: Path, manifest: Manifest, disk: Disk = SYSTEM) -> None:
    """Remove the files of writers that no manifest names."""
    for path in directory.iterdir():
        stray = OURS.fullmatch(path.name) and path.name not in manifest.files
        if stray and not path.is_dir():
            _try_remove(path, disk)


def _try_remove(path: Path, disk: Disk) -> None:
    try:
        disk.remove(path)
    except OSError:
        pass  # Windows keeps a file that a reader has mapped; a later run removes it.


@contextmanager
def workspace_in(directory: Path) -> Iterator[Path]:
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
