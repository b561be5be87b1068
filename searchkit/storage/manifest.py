"""The manifest: the one file that says which files are the index.

Lives here: reading, checking and atomically publishing it. Does not live here:
opening the segments it names (`searchkit.archive`).
"""

from __future__ import annotations

import json
import re
import zlib
from pathlib import Path
from typing import Any, NamedTuple

from searchkit.errors import CorruptIndex, IncompatibleIndex, IndexNotFound
from searchkit.storage.container import FORMAT_VERSION
from searchkit.storage.directory import replace_file

MANIFEST = "manifest.json"
MAX_MANIFEST_BYTES = 16 * 1024 * 1024
_REBUILD = "Build the index again with `searchkit index PATH`"
_SEGMENT_NAME = re.compile(r"segment-[0-9]{8}-[0-9]{4}\.sk")


class SegmentEntry(NamedTuple):
    """A segment of the index: its file in the folder, length in bytes, statements."""

    file: str
    size: int
    statements: int


class Manifest(NamedTuple):
    """One generation of an index.

    Attributes:
        generation: 1 for the first, one more each time something is published.
        versions: of tokeniser, stemmer and Unicode (`schema.analysis.versions`).
        segments: in order.
        roots: where the statements came from: name -> resolved path.
        sample: whether this was built from the seeds, to try the search with.
    """

    generation: int
    versions: dict[str, str]
    segments: tuple[SegmentEntry, ...]
    roots: dict[str, str]
    sample: bool = False


def segment_file(generation: int, number: int) -> str:
    """The name of a segment's file; no generation uses a name again."""
    return f"segment-{generation:08d}-{number:04d}.sk"


def _content(manifest: Manifest) -> dict[str, object]:
    return manifest._asdict() | {"segments": [entry._asdict() for entry in manifest.segments]}


def publish(directory: Path, manifest: Manifest) -> None:
    """Make `manifest` the index in `directory`, at once and for good.

    Every file it names must be there and synced before.
    """
    content = json.dumps(_content(manifest), sort_keys=True)
    checksum = zlib.crc32(content.encode())
    text = (
        f'{{"searchkit": "index", "format": {FORMAT_VERSION}, "crc32": {checksum},\n'
        f' "content": {content}}}\n'
    )
    replace_file(directory / MANIFEST, text.encode())


def read_manifest(directory: Path, versions: dict[str, str]) -> Manifest:
    """The manifest of the index in `directory`.

    Args:
        versions: what this program would write; an index of others is refused.

    Raises:
        IndexNotFound: there is none.
        CorruptIndex: it is damaged.
        IncompatibleIndex: another format, tokeniser, stemmer or Unicode wrote it.
    """
    path = directory / MANIFEST
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_MANIFEST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise IndexNotFound(
            "there is no index here",
            where=str(directory),
            remedy=f"Build one with `searchkit index PATH --index {directory}`",
        ) from None
    except OSError as error:
        raise CorruptIndex(f"can't be read: {error.strerror}", where=str(path)) from None
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
            remedy=_REBUILD,
        )
    return manifest


def _parse(raw: bytes, path: Path) -> Manifest:
    def corrupt(what: str) -> CorruptIndex:
        return CorruptIndex(what, where=str(path), remedy=_REBUILD)

    if len(raw) > MAX_MANIFEST_BYTES:
        raise corrupt("is too large for a manifest")
    try:
        outer = json.loads(raw)
        if outer["searchkit"] != "index":
            raise corrupt("is no manifest")
        if outer["format"] != FORMAT_VERSION:
            raise IncompatibleIndex(
                f"was written in format {outer['format']!r}",
                where=str(path),
                expected=f"format {FORMAT_VERSION}",
                remedy=_REBUILD,
            )
        content: dict[str, Any] = outer["content"]
        canonical = json.dumps(content, sort_keys=True)
        if zlib.crc32(canonical.encode()) != outer["crc32"]:
            raise corrupt("is damaged: its checksum does not fit")
        manifest = Manifest(
            generation=int(content["generation"]),
            versions={str(k): str(v) for k, v in content["versions"].items()},
            segments=tuple(
                SegmentEntry(str(s["file"]), int(s["size"]), int(s["statements"]))
                for s in content["segments"]
            ),
            roots={str(k): str(v) for k, v in content["roots"].items()},
            sample=bool(content["sample"]),
        )
    except (ArithmeticError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise corrupt("is damaged") from None
    for entry in manifest.segments:
        if not _SEGMENT_NAME.fullmatch(entry.file):
            raise corrupt(f"names {entry.file!r}, which is no file of an index")
    return manifest
