"""The segments that a manifest names, opened together with their tombstones.

Lives here: opening them and comparing them with the manifest. Does not live here: reading
the manifest (`searchkit.storage`), what is asked of segments (`reader`).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from searchkit.model.errors import CorruptIndex, IncompatibleIndex, InvalidArgument
from searchkit.segment.reader import Segment
from searchkit.segment.structure import supported
from searchkit.segment.tombstones import NONE, Tombstones, read_tombstones
from searchkit.storage.container import REBUILD, Container
from searchkit.storage.manifest import FileEntry, Manifest, SegmentEntry


def open_segments(
    directory: Path, manifest: Manifest, known: Iterable[Segment] = ()
) -> list[Segment]:
    """The segments of a generation, in the order of its manifest.

    Args:
        directory: of the index.
        manifest: which files it is.
        known: open segments of the same index; those still named are not opened again.

    Raises:
        CorruptIndex: a file is missing, damaged, or not the one the manifest names.
        IncompatibleIndex: its schema has fields that this program can't read.
    """
    try:
        schema = supported(manifest.schema)
    except InvalidArgument as error:
        raise IncompatibleIndex(
            error.what, where=str(directory), expected=error.expected, remedy=REBUILD
        ) from None
    opened = {segment.container.path.name: segment for segment in known}
    parts = _tombstones(directory, manifest)
    segments = []
    for entry, part in zip(manifest.segments, parts, strict=True):
        before = opened.get(entry.file)
        if before:
            segment = before.with_tombstones(part)
        else:
            segment = Segment(directory / entry.file, part, schema)
        _check(segment.container, entry)
        if len(segment) != entry.statements or part.dead.size != entry.deleted:
            raise _other(segment.container)
        segments.append(segment)
    return segments


def _tombstones(directory: Path, manifest: Manifest) -> list[Tombstones]:
    entry = manifest.tombstones
    if entry is None:
        return [NONE] * len(manifest.segments)
    sizes = [segment.statements for segment in manifest.segments]
    container, parts = read_tombstones(directory / entry.file, sizes)
    _check(container, entry)
    return parts


def _check(container: Container, entry: FileEntry | SegmentEntry) -> None:
    if (container.size, container.checksum) != (entry.size, entry.checksum):
        raise _other(container)


def _other(container: Container) -> CorruptIndex:
    return CorruptIndex(
        "is not the file that the manifest names",
        where=str(container.path),
        remedy=REBUILD,
    )
