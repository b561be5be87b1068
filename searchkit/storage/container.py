"""A file of named sections: written once from front to back, then only read.

Lives here: the container format, its writer and its memory-mapped reader. Does not live
here: which sections an index has (`searchkit.segment`).

Format (little-endian throughout; see docs/file-format.md):

    header, 64 bytes: magic (8), format version (u4), number of sections (u4),
        offset of the section table (u8), length of the file (u8),
        CRC-32 of the table (u4), zeros (24), CRC-32 of the 60 bytes before (u4)
    sections, each beginning at the next multiple of 64, zeros between
    section table, after the last section in the same way, 64 bytes a section: name
        (32, ASCII, padded with zeros), type (8, as NumPy writes it), offset (u8), length
        in bytes (u8), CRC-32 (u4), zeros (4)
"""

from __future__ import annotations

import mmap
import os
import struct
import zlib
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from searchkit.model.errors import CorruptIndex, IncompatibleIndex
from searchkit.storage.disk import SYSTEM, Disk
from searchkit.storage.files import open_regular
from searchkit.version import __version__

MAGIC = b"SKCONT\r\n"
FORMAT_VERSION = 3
ALIGNMENT = 64
MAX_NAME = 32
"""Characters of a section's name."""

_HEADER = struct.Struct("<8sIIQQI24x")
_CHECKSUM = struct.Struct("<I")
_ENTRY = struct.Struct("<32s8sQQI4x")
_TYPES = frozenset({"|u1", "<u2", "<u4", "<u8", "<i4", "<i8", "<f4", "<f8"})
REBUILD = "Build the index again with `searchkit index --rebuild PATH`"
"""What to do about a file of an index that can't be used."""

Array = np.ndarray[Any, Any]
Buffer = bytes | memoryview | Array


class ContainerWriter:
    """Writes a container to a new file; `close` makes it whole and syncs it.

    Until then the file has no valid header. Used as a context manager, an
    exception inside leaves it that way.

    Args:
        path: the file, which must not be there yet.
        disk: where it is written.
        durable: whether it must survive a loss of power once it is closed; files that
            serve one run only need not.
    """

    def __init__(self, path: Path, disk: Disk = SYSTEM, *, durable: bool = True) -> None:
        self._disk, self._durable = disk, durable
        self._file = disk.create(path)
        self._begun = False
        self._entries: list[tuple[str, str, int, int, int]] = []

    def add(self, name: str, data: Buffer | Iterable[Buffer], dtype: str | None = None) -> None:
        """Append a section.

        Args:
            name: at most 32 ASCII characters, each name once.
            data: an array, bytes, or an iterable of either (written one after
                the other, all of one type).
            dtype: the type of the section where `data` does not tell (bytes:
                `|u1`).
        """
        parts: Iterable[Buffer]
        if isinstance(data, (bytes, memoryview, np.ndarray)):
            parts = (data,)
        else:
            parts = data
        start = self._align()
        checksum = length = 0
        for part in parts:
            if isinstance(part, np.ndarray):
                little = part.astype(part.dtype.newbyteorder("<"), copy=False)
                dtype = dtype or little.dtype.str
                part = np.ascontiguousarray(little).data.cast("B") if little.size else b""
            checksum = zlib.crc32(part, checksum)
            length += len(part)
            self._file.write(part)
        dtype = dtype or "|u1"
        if dtype not in _TYPES or len(name.encode("ascii")) > MAX_NAME:
            raise ValueError(f"no section can be {name!r} of type {dtype!r}")
        self._entries.append((name, dtype, start, length, checksum))

    def _align(self) -> int:
        if not self._begun:  # Room for the header.
            self._begun = True
            self._file.write(b"\0" * ALIGNMENT)
        position = self._file.tell()
        start = _aligned(position)
        self._file.write(b"\0" * (start - position))
        return start

    def close(self) -> None:
        """Write table and header, sync, close."""
        offset = self._align()
        table = b"".join(
            _ENTRY.pack(name.encode("ascii"), dtype.encode("ascii"), start, length, checksum)
            for name, dtype, start, length, checksum in self._entries
        )
        self._file.write(table)
        header = _HEADER.pack(
            MAGIC,
            FORMAT_VERSION,
            len(self._entries),
            offset,
            offset + len(table),
            zlib.crc32(table),
        )
        self._file.seek(0)
        self._file.write(header + _CHECKSUM.pack(zlib.crc32(header)))
        if self._durable:
            self._disk.sync(self._file)
        self._file.close()

    def __enter__(self) -> ContainerWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self.close()
        finally:
            self._file.close()


class Container:
    """A container, memory-mapped. Its arrays are read-only views of the map.

    Opening verifies the header, the length and the section table, `verify` one section,
    `verify_all` every byte of the file.

    Attributes:
        path: of the file.
        size: its length in bytes.
        checksum: CRC-32 of the section table, which holds those of all sections:
            containers that differ anywhere differ in it.

    Raises:
        CorruptIndex: on opening or verifying, naming the file.
        IncompatibleIndex: the file is of another format version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with open_regular(path) as file:
                size = os.fstat(file.fileno()).st_size
                if size < ALIGNMENT:
                    raise self._corrupt(f"is {size} bytes long, shorter than its header")
                self._map = mmap.mmap(file.fileno(), size, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:  # ValueError: cut short just now.
            reason = getattr(error, "strerror", None) or error
            raise self._corrupt(f"can't be read: {reason}") from None
        self.size = size
        self.checksum = 0
        self._sections = self._read_table()

    def _corrupt(self, what: str) -> CorruptIndex:
        return CorruptIndex(what, where=str(self.path), remedy=REBUILD)

    def damaged(self, section: str, what: str = "") -> CorruptIndex:
        """The error for a section that can't be right."""
        return self._corrupt(f"is damaged in section {section!r}" + (f": {what}" if what else ""))

    def _read_table(self) -> dict[str, tuple[str, int, int, int]]:
        header = self._map[:ALIGNMENT]
        magic, version, count, offset, size, table_checksum = _HEADER.unpack(header[:60])
        if magic != MAGIC:
            raise self._corrupt("is no file of an index")
        if zlib.crc32(header[:60]) != _CHECKSUM.unpack(header[60:])[0]:
            raise self._corrupt("has a damaged header")
        if version != FORMAT_VERSION:
            raise other_format(version, self.path)
        if size != self.size or offset + count * _ENTRY.size != size:
            raise self._corrupt(f"is {self.size:,} bytes long, its header says {size:,}")
        table = self._map[offset:size]
        if zlib.crc32(table) != table_checksum:
            raise self._corrupt("has a damaged section table")
        self.checksum = table_checksum
        sections: dict[str, tuple[str, int, int, int]] = {}
        expected = ALIGNMENT
        for raw_name, raw_type, start, length, checksum in _ENTRY.iter_unpack(table):
            name = raw_name.rstrip(b"\0").decode("ascii", "replace")
            dtype = raw_type.rstrip(b"\0").decode("ascii", "replace")
            width = int(dtype[2:]) if dtype in _TYPES else 0
            if not width or start != expected or start + length > offset or length % width:
                raise self._corrupt(f"has an impossible section {name!r}")
            if name in sections:
                raise self._corrupt(f"has two sections {name!r}")
            sections[name] = (dtype, start, length, checksum)
            expected = _aligned(start + length)
        if offset != expected:
            raise self._corrupt("has a damaged section table")
        return sections

    def __contains__(self, name: str) -> bool:
        return name in self._sections

    def names(self) -> list[str]:
        """The sections, in the order of the file."""
        return list(self._sections)

    def nbytes(self, name: str) -> int:
        """The length of a section in bytes."""
        return self._section(name)[2]

    def dtype(self, name: str) -> str:
        """The type of a section, as NumPy writes it."""
        return self._section(name)[0]

    def length(self, name: str) -> int:
        """How many values a section holds."""
        dtype, _, length, _ = self._section(name)
        return length // int(dtype[2:])

    def _section(self, name: str) -> tuple[str, int, int, int]:
        try:
            return self._sections[name]
        except KeyError:
            raise self._corrupt(f"has no section {name!r}") from None

    def array(self, name: str) -> Array:
        """The section as a one-dimensional read-only array."""
        dtype, start, length, _ = self._section(name)
        kind = np.dtype(dtype)
        return np.frombuffer(self._map, dtype=kind, count=length // kind.itemsize, offset=start)

    def view(self, name: str) -> memoryview:
        """The section as bytes, not copied."""
        _, start, length, _ = self._section(name)
        return memoryview(self._map)[start : start + length]

    def verify(self, name: str) -> None:
        """Compare a section with its checksum."""
        if zlib.crc32(self.view(name)) != self._section(name)[3]:
            raise self.damaged(name)

    def verify_all(self) -> None:
        """Compare every section with its checksum, and the bytes between them with zeros.

        Header and table were verified on opening, so after this every byte is.
        """
        for name, (_, start, length, _) in self._sections.items():
            self.verify(name)
            end = start + length
            if any(self._map[end : _aligned(end)]):
                raise self._corrupt(f"is damaged after section {name!r}")


def _aligned(position: int) -> int:
    return position + -position % ALIGNMENT


def other_format(version: int, path: Path, writer: object = None) -> IncompatibleIndex:
    """The error for a sound file that another version of the format wrote.

    Args:
        version: of the format.
        path: the file.
        writer: the version of searchkit that wrote it, where that is known.
    """
    newer = version > FORMAT_VERSION
    by = f"searchkit {writer}" if writer else f"{'a newer' if newer else 'an older'} searchkit"
    return IncompatibleIndex(
        f"was written in format {version}, by {by}",
        where=str(path),
        expected=f"format {FORMAT_VERSION}, of searchkit {__version__}",
        remedy=f"Update searchkit to read it. {REBUILD}" if newer else REBUILD,
    )
