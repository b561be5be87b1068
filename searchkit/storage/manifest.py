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
from searchkit.storage.container import FORMAT_VERSION, REBUILD, other_format
from searchkit.storage.directory import replace_file
from searchkit.storage.files import open_regular

MANIFEST = "manifest.json"
MAX_MANIFEST_BYTES = 16 * 1024 * 1024
_SEGMENT_NAME = re.compile(r"segment-[0-9]{8}-[0-9]{4}\.sk")


class SegmentEntry(NamedTuple):
    """A segment of the index: its file in the folder, length in bytes, statements.

    `checksum` is that of its container, which tells it from every other segment, of
    this index or another; None where it was written before that was recorded.
    """

    file: str
    size: int
    statements: int
    checksum: int | None = None


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
    replace_file(directory / MANIFEST, _sealed(FORMAT_VERSION, content.encode()))


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
        content: dict[str, Any] = json.loads(_unsealed(raw, path))
        manifest = Manifest(
            generation=int(content["generation"]),
            versions={str(k): str(v) for k, v in content["versions"].items()},
            segments=tuple(
                SegmentEntry(
                    str(s["file"]), int(s["size"]), int(s["statements"]), s.get("checksum")
                )
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


# The seal: one line that all formats share, around the content.

_SEAL = re.compile(rb'\{"searchkit": "index", "format": (\d{1,9}), "crc32": (\d{1,10}),\n')


def _sealed(version: int, content: bytes) -> bytes:
    """The file around `content`, which is JSON."""
    checksum = _checksum(version, content)
    head = f'{{"searchkit": "index", "format": {version}, "crc32": {checksum},\n "content": '
    return head.encode() + content + b"}\n"


def _checksum(version: int, content: bytes) -> int:
    """Begun with the version, so that no digit of it can change unnoticed either."""
    return zlib.crc32(content, version - 1)


def _unsealed(raw: bytes, path: Path) -> bytes:
    """The content of a manifest file, every byte of which is as it was written.

    Raises:
        CorruptIndex: one is not.
        IncompatibleIndex: it is whole, and of another format.
    """
    seal = _SEAL.match(raw)
    if seal is None:
        raise CorruptIndex("is no manifest, or is damaged", where=str(path), remedy=REBUILD)
    version = int(seal[1])
    content = raw[seal.end() + len(b' "content": ') : -len(b"}\n")]
    if not version or raw != _sealed(version, content):
        raise CorruptIndex("is damaged: its checksum does not fit", where=str(path), remedy=REBUILD)
    if version != FORMAT_VERSION:
        raise other_format(version, path)
    return content
