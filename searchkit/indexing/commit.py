"""The next generation of an index: made of the one before and what has changed, published at
once.

Lives here: which files a generation has, in which order they are written, and what is
removed when. Does not live here: what has changed (`changes`, `writer`), what is in the
files (`searchkit.segment`).

Order: segments and tombstones, each synced; their folder, synced; the manifest, which makes
them the index. Only then are the files that no manifest names removed. Whatever stops the
run, the index is the one before or the one after, and left-overs go with the next run.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType

import numpy as np

from searchkit.corpus.reader import READER_VERSION
from searchkit.indexing import policy
from searchkit.indexing.file_notes import Recorded
from searchkit.indexing.policy import Size, to_merge
from searchkit.indexing.previous import PreviousIndex
from searchkit.indexing.workspace import Workspace
from searchkit.model.address import Address
from searchkit.model.errors import SearchkitError
from searchkit.schema.analysis import versions
from searchkit.schema.fields import Schema
from searchkit.segment.blame import blaming
from searchkit.segment.chunks.file import statements_of, words_of, write_chunk
from searchkit.segment.chunks.kept import live_chunk
from searchkit.segment.reader import Segment
from searchkit.segment.tombstones import NONE, Tombstones, write_tombstones
from searchkit.segment.writer import write_segment
from searchkit.storage.container import Container
from searchkit.storage.directory import NEW
from searchkit.storage.disk import SYSTEM, Disk, written
from searchkit.storage.manifest import (
    MANIFEST,
    FileEntry,
    Manifest,
    SegmentEntry,
    is_ours,
    publish,
    read_manifest,
    segment_file,
    tombstones_file,
)

_NOTHING = Recorded()
log = logging.getLogger(__name__)


class Commit:
    """One generation in the making. Chunks are added as they come, then `publish`.

    A context manager: an exception inside removes what was written, unless it is the index
    by then.

    Args:
        previous: the index before, read while the writer's lock is held.
        workspace: for the chunks that segments are merged by.
        disk: where everything is written.
        schema: the fields of its statements.
        quotations: whether it is to know who says what; segments that don't are written anew.
    """

    def __init__(
        self,
        previous: PreviousIndex,
        workspace: Workspace,
        disk: Disk,
        schema: Schema,
        quotations: bool = False,
    ) -> None:
        self._previous = previous
        self._directory = previous.directory
        self._workspace = workspace
        self._disk = disk
        self._schema = schema
        self._quotations = quotations
        self.generation = next_generation(previous.directory, previous.manifest)
        self._waiting: list[Container] = []
        self._written: list[SegmentEntry] = []
        self._made: list[str] = []
        self._dead: list[list[int]] = [[] for _ in previous.segments]
        self._touched: list[dict[int, int]] = [{} for _ in previous.segments]

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
        """Take a chunk of new statements; once there are enough, a segment is written.

        Raises:
            SearchkitError: it can't be written.
        """
        chunk = Container(path)
        if self._waiting:
            size = _size_of([*self._waiting, chunk])
            if size.words > policy.MAX_WORDS or size.statements > policy.MAX_STATEMENTS:
                with written(self._directory):
                    self._write(self._waiting)
                self._waiting = []
        self._waiting.append(chunk)

    def remove(self, addresses: Iterable[Address]) -> None:
        """Delete statements of the index before."""
        for address in addresses:
            self._dead[address.segment].append(address.statement)

    def touch(self, address: Address, time: int) -> None:
        """Take note of a file's new time of modification (as in `FileState.time`)."""
        self._touched[address.segment][address.statement] = time

    @property
    def changes_nothing(self) -> bool:
        """Whether publishing would make an index like the one before."""
        return not (self._waiting or self._written or any(self._dead) or any(self._touched))

    def publish(
        self, roots: dict[str, str], sample: bool = False, recorded: Recorded = _NOTHING
    ) -> Manifest:
        """Write the rest, and make all of it the index.

        Args:
            roots: where its statements come from: name -> resolved path.
            sample: whether it was built from the seeds.
            recorded: what is to be known of their files.

        Raises:
            SearchkitError: it can't be written; the index stays as it was.
        """
        with written(self._directory):
            manifest = self._write_files(roots, sample, recorded)
            self._disk.sync_directory(self._directory)
            publish(self._directory, manifest, self._disk)
        log.info("generation %d: %d segments", manifest.generation, len(manifest.segments))
        remove_strays(self._directory, manifest, self._disk)
        return manifest

    def _undo(self) -> None:
        # Syncing may have failed after the manifest was in place: it needs these files.
        if not _is_published(self._directory, self.generation):
            for name in [*self._made, MANIFEST + NEW]:
                _try_remove(self._directory / name, self._disk)

    def _write_files(self, roots: dict[str, str], sample: bool, recorded: Recorded) -> Manifest:
        """Write segments and tombstones; returns the manifest that names them."""
        kept = [self._changed(number) for number in range(len(self._previous.segments))]
        entries, parts = self._merged(kept)
        tombstones = None
        if any(part.dead.size or part.touched.size for part in parts):
            name = tombstones_file(self.generation)
            self._made.append(name)
            write_tombstones(self._directory / name, parts, self._disk)
            container = Container(self._directory / name)
            tombstones = FileEntry(name, container.size, container.checksum)
        return Manifest(
            self.generation,
            versions(),
            tuple(entries),
            roots,
            sample,
            tombstones,
            self._schema,
            reader=READER_VERSION if roots else 0,
            notes=recorded.notes,
            date_orders=recorded.date_orders,
            # A vector belongs to a content, so those that are there stay right.
            vectors=self._previous.manifest.vectors,
            related=self._previous.manifest.related,
            quotations=self._quotations,
        )

    def _changed(self, number: int) -> Segment:
        """A segment of the index before, with what has been deleted and touched since."""
        segment = self._previous.segments[number]
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
            sizes.append(_size_of(self._waiting))
        chosen = to_merge(sizes)
        if not chosen and self._waiting:
            chosen = [len(sizes) - 1]
        merged = [alive[i] for i in chosen if i < len(alive)]
        chunks = [self._rewritten(segment) for segment in merged]
        if chosen and len(alive) in chosen:
            chunks += self._waiting
        elif self._waiting:
            self._write(self._waiting)
        if chunks:
            log.info("merging %d segments", len(merged))
            self._write(chunks)
        left = [alive[i] for i in range(len(alive)) if i not in set(chosen)]
        stays = [one for one in left if one.spoken.known or not self._quotations]
        for segment in left:
            if segment not in stays:
                self._write([self._rewritten(segment)])
        entries = [_entry(segment) for segment in stays] + self._written
        nothing = [NONE] * len(self._written)
        return entries, [segment.tombstones for segment in stays] + nothing

    def _rewritten(self, segment: Segment) -> Container:
        """The live statements of a segment, as a chunk.

        Raises:
            CorruptIndex: the segment is damaged.
        """
        # Or damage would be copied, under a checksum that fits.
        segment.container.verify_all()
        path = self._workspace.new_file()
        with blaming([segment]):
            chunk = live_chunk(segment, self._quotations)
        write_chunk(path, chunk, self._disk)
        return Container(path)

    def _write(self, chunks: Sequence[Container]) -> None:
        name = segment_file(self.generation, len(self._written))
        self._made.append(name)
        write_segment(self._directory / name, chunks, self._disk, self._schema)
        container = Container(self._directory / name)
        statements = _size_of(chunks).statements
        self._written.append(SegmentEntry(name, container.size, container.checksum, statements))
        log.info("%s: %d statements, %d bytes", name, statements, container.size)


def _size_of(chunks: Sequence[Container]) -> Size:
    """How large some chunks are together."""
    return Size(sum(map(words_of, chunks)), sum(map(statements_of, chunks)))


def segment_size(segment: Segment) -> Size:
    """How large a segment is."""
    words = sum(segment.live_sum(lengths) for lengths in segment.lengths.values())
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


def next_generation(directory: Path, manifest: Manifest) -> int:
    """One more than any generation whose files are still there: no name is used twice."""
    left = directory.glob("*-[0-9]*.sk")
    numbers = [int(path.name.split("-")[1][:8]) for path in left if is_ours(path.name)]
    return max([manifest.generation, *numbers]) + 1


def _is_published(directory: Path, generation: int) -> bool:
    try:
        return read_manifest(directory, versions()).generation == generation
    except SearchkitError:
        return False


def remove_strays(directory: Path, manifest: Manifest, disk: Disk = SYSTEM) -> None:
    """Remove the files of writers that no manifest names."""
    for path in directory.iterdir():
        stray = is_ours(path.name) and path.name not in manifest.files
        if stray and not path.is_dir():
            _try_remove(path, disk)


def _try_remove(path: Path, disk: Disk) -> None:
    try:
        disk.remove(path)
    except OSError:
        pass  # Windows keeps a file that a reader has mapped; a later run removes it.
