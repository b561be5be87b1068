"""The manifest: the one file that says which files are the index.

Lives here: reading and checking it, and publishing it atomically. Does not live here: opening
the segments that it names (`searchkit.segment.opening`).
"""

from __future__ import annotations

import json
import re
import zlib
from pathlib import Path
from typing import Any, NamedTuple

from searchkit.model.errors import CorruptIndex, IncompatibleIndex, IndexNotFound
from searchkit.schema.fields import DEFAULT, Schema
from searchkit.storage.container import FORMAT_VERSION, REBUILD, other_format
from searchkit.storage.disk import SYSTEM, Disk
from searchkit.storage.files import open_regular
from searchkit.version import __version__

MANIFEST = "manifest.json"
MAX_MANIFEST_BYTES = 16 * 1024 * 1024
# Not compiled before they are needed: a search compares one name.
_SEGMENT_NAME = r"segment-[0-9]{8}-[0-9]{4}\.sk"
_TOMBSTONES_NAME = r"tombstones-[0-9]{8}\.sk"
_VECTORS_NAME = r"vectors-[0-9]{8}\.sk"
_RELATED_NAME = r"related-[0-9]{8}\.sk"
_OURS = "|".join(
    (
        *(_SEGMENT_NAME, _TOMBSTONES_NAME, _VECTORS_NAME, _RELATED_NAME),
        *(r"manifest\.json\.new", "building-[^/]*"),
    )
)


def is_ours(name: str) -> bool:
    """Whether a writer makes files or folders of this name; those that no manifest names are
    left over.
    """
    return re.fullmatch(_OURS, name) is not None


class FileEntry(NamedTuple):
    """A file of the index: its name in the folder, its length in bytes, and the
    checksum of its section table.
    """

    file: str
    size: int
    checksum: int


class SegmentEntry(NamedTuple):
    """A segment: as `FileEntry`, the statements in it, and how many of them are deleted."""

    file: str
    size: int
    checksum: int
    statements: int
    deleted: int = 0


class Manifest(NamedTuple):
    """One generation of an index.

    Attributes:
        generation: 1 for the first, one more each time something is published.
        versions: of tokeniser, stemmer and Unicode (`schema.analysis.versions`).
        segments: in order.
        roots: where the statements came from: name -> resolved path.
        sample: whether it was built from the seeds, for trying the search.
        tombstones: the file that names the deleted statements of all segments; None
            where there are none.
        schema: the fields of the statements.
        reader: the version of what read the files; 0 where no statement is of a file, and
            where an index is older than the versions.
        notes: what is noted of the files of a root (`indexing.file_notes`).
        date_orders: the order of days and months that was asked for, by root.
        vectors: the file of what statements mean (`searchkit.meaning`); None where nobody
            asked for one.
        related: likewise, the file of wordings that mean nearly the same.
        quotations: whether its segments know who says what, as was asked for.
    """

    generation: int
    versions: dict[str, str]
    segments: tuple[SegmentEntry, ...]
    roots: dict[str, str]
    sample: bool = False
    tombstones: FileEntry | None = None
    schema: Schema = DEFAULT
    reader: int = 0
    notes: dict[str, str] = {}  # noqa: RUF012 (a field of a tuple)
    date_orders: dict[str, str] = {}  # noqa: RUF012
    vectors: FileEntry | None = None
    related: FileEntry | None = None
    quotations: bool = False

    @property
    def _further(self) -> tuple[FileEntry | None, ...]:
        return self.tombstones, self.vectors, self.related

    @property
    def files(self) -> set[str]:
        """The names of all files of this generation."""
        further = {entry.file for entry in self._further if entry}
        return {entry.file for entry in self.segments} | further


def segment_file(generation: int, number: int) -> str:
    """The name of a segment's file; no generation uses a name again."""
    return f"segment-{generation:08d}-{number:04d}.sk"


def tombstones_file(generation: int) -> str:
    """The name of a generation's file of tombstones."""
    return f"tombstones-{generation:08d}.sk"


def vectors_file(generation: int) -> str:
    """The name of a generation's file of vectors."""
    return f"vectors-{generation:08d}.sk"


def related_file(generation: int) -> str:
    """The name of a generation's file of related wordings."""
    return f"related-{generation:08d}.sk"


def _content(manifest: Manifest) -> dict[str, object]:
    tombstones, vectors, related = manifest._further
    content = manifest._asdict() | {
        "segments": [entry._asdict() for entry in manifest.segments],
        "tombstones": tombstones._asdict() if tombstones else None,
        "schema": manifest.schema.to_json(),
        "vectors": vectors._asdict() if vectors else None,
        "related": related._asdict() if related else None,
    }
    if manifest.schema == DEFAULT:  # Nothing was said about it before there were others.
        del content["schema"]
    for name in ("reader", "notes", "date_orders", "vectors", "related", "quotations"):
        if not content[name]:
            del content[name]
    return content


def _rendered(version: object, writer: object, content: object, *, escaped: bool = True) -> str:
    """The text of a manifest, the same for the same values. The first format named no
    writer, and wrote letters beyond ASCII as they are to begin with.

    Args:
        version: of the format.
        writer: the version of searchkit that writes it.
        content: what it says.
        escaped: whether letters beyond ASCII are escaped; only in the first format are
            they ever not.
    """
    if version == 1:
        body = json.dumps(content, sort_keys=True, ensure_ascii=escaped)
        head = f'{{"searchkit": "index", "format": 1, "crc32": {zlib.crc32(body.encode())}'
        return f'{head},\n "content": {body}}}\n'
    head = json.dumps({"searchkit": "index", "format": version, "writer": writer})[:-1]
    body = json.dumps(content, sort_keys=True)
    return f'{head}, "crc32": {zlib.crc32((head + body).encode())},\n "content": {body}}}\n'


def publish(directory: Path, manifest: Manifest, disk: Disk = SYSTEM) -> None:
    """Make `manifest` the index in `directory`, at once and for good.

    Every file that it names must have been written and synced before.
    """
    from searchkit.storage.directory import replace_file  # A reader does without.

    text = _rendered(FORMAT_VERSION, __version__, _content(manifest))
    replace_file(directory / MANIFEST, text.encode(), disk)


def read_manifest(directory: Path, versions: dict[str, str]) -> Manifest:
    """The manifest of the index in `directory`.

    Args:
        versions: those that this program would write; an index of others is refused.

    Raises:
        IndexNotFound: there is none.
        CorruptIndex: it is damaged.
        IncompatibleIndex: another format, tokeniser, stemmer or Unicode wrote it, or its
            schema is of a later searchkit.
    """
    path = directory / MANIFEST
    try:
        with open_regular(path) as file:
            raw = file.read(MAX_MANIFEST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        # A first run that was cut short leaves the same: no index yet, not a lost one.
        segments = any(directory.glob("segment-*.sk"))
        raise IndexNotFound(
            "there is no index here" + (f": segments, but no {MANIFEST}" if segments else ""),
            where=str(directory),
            remedy=f"Build one with `searchkit index PATH --index {directory}`",
        ) from None
    except OSError as error:
        raise CorruptIndex(
            f"can't be read: {error.strerror}", where=str(path), remedy=REBUILD
        ) from None
    manifest = _parse(raw, path)
    if manifest.versions != versions:
        changed = [
            f"{name} {manifest.versions.get(name)!r}, here {now!r}"
            for name, now in versions.items()
            if manifest.versions.get(name) != now
        ]
        raise IncompatibleIndex(
            f"was built with other versions: {'; '.join(changed)}",
            where=str(directory),
            remedy=REBUILD,
        )
    return manifest


def _parse(raw: bytes, path: Path) -> Manifest:
    def corrupt(what: str) -> CorruptIndex:
        return CorruptIndex(what, where=str(path), remedy=REBUILD)

    if len(raw) > MAX_MANIFEST_BYTES:
        raise corrupt("is too large for a manifest")
    try:
        outer = json.loads(raw)
        if outer["searchkit"] != "index":
            raise corrupt("is no manifest")
        version, writer = int(outer["format"]), outer.get("writer")
        content: dict[str, Any] = outer["content"]
        # What this accepts is what was written, byte for byte.
        texts = (_rendered(version, writer, content, escaped=how) for how in (True, False))
        if not any(raw == text.encode() for text in texts):
            raise corrupt("is damaged: its checksum does not fit")
        if version != FORMAT_VERSION:
            raise other_format(version, path, writer)
        manifest = Manifest(
            generation=int(content["generation"]),
            versions=_texts(content["versions"]),
            segments=tuple(map(_segment_entry, content["segments"])),
            roots=_texts(content["roots"]),
            sample=bool(content["sample"]),
            tombstones=_file_entry(content["tombstones"]),
            schema=_schema(content.get("schema"), path),
            reader=int(content.get("reader", 0)),
            notes=_texts(content.get("notes", {})),
            date_orders=_texts(content.get("date_orders", {})),
            vectors=_file_entry(content.get("vectors")),
            related=_file_entry(content.get("related")),
            quotations=bool(content.get("quotations", False)),
        )
    except (ArithmeticError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise corrupt("is damaged") from None
    for entry in manifest.segments:
        if not re.fullmatch(_SEGMENT_NAME, entry.file):
            raise corrupt(f"names {entry.file!r}, which is no file of an index")
        if not 0 <= entry.deleted <= entry.statements:
            raise corrupt(f"says that {entry.deleted} of {entry.statements} are deleted")
    for entry_of, pattern in (
        (manifest.tombstones, _TOMBSTONES_NAME),
        (manifest.vectors, _VECTORS_NAME),
        (manifest.related, _RELATED_NAME),
    ):
        if entry_of and not re.fullmatch(pattern, entry_of.file):
            raise corrupt(f"names {entry_of.file!r}, which is no file of an index")
    return manifest


def _schema(recorded: Any, path: Path) -> Schema:
    if recorded is None:
        return DEFAULT
    try:
        return Schema.from_json(recorded)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise IncompatibleIndex(
            "has fields of kinds that this program does not know", where=str(path), remedy=REBUILD
        ) from None


def _texts(values: dict[Any, Any]) -> dict[str, str]:
    return {str(key): str(value) for key, value in values.items()}


def _segment_entry(values: dict[str, Any]) -> SegmentEntry:
    numbers = (int(values[name]) for name in SegmentEntry._fields[1:])
    return SegmentEntry(str(values["file"]), *numbers)


def _file_entry(values: dict[str, Any] | None) -> FileEntry | None:
    if values is None:
        return None
    return FileEntry(str(values["file"]), int(values["size"]), int(values["checksum"]))
