"""Many byte strings in two sections: all of them joined, and where each ends.

Lives here: writing and reading such a list, and binary search in a sorted one. Does not live
here: what the strings are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import overload

import numpy as np

from searchkit.storage.container import Array, Container, ContainerWriter

BYTES, ENDS = ".bytes", ".ends"
"""What the two sections of a list are called, after the name of the list."""
FEW = 150
"""Strings that are read one by one: to copy all of them first would take longer."""


def write_strings(writer: ContainerWriter, name: str, strings: Sequence[bytes]) -> None:
    """Add the two sections of a list: `NAME.bytes`, and `NAME.ends` (u4 or u8)."""
    lengths = np.fromiter(map(len, strings), np.int64, len(strings))
    write_joined(writer, name, [b"".join(strings)], np.cumsum(lengths))


def write_joined(
    writer: ContainerWriter, name: str, parts: Iterable[bytes | memoryview], ends: Array
) -> None:
    """The same from strings that are joined already."""
    writer.add(name + BYTES, parts, "|u1")
    wide = bool(ends.size) and int(ends[-1]) >= 2**32
    writer.add(name + ENDS, ends.astype(np.uint64 if wide else np.uint32))


def are_ends(ends: Array, total: int) -> bool:
    """Whether `ends` (unsigned) say where the parts of `total` things end: never
    descending, the last at the end of all.
    """
    last = int(ends[-1]) if ends.size else 0
    return last == total and (ends.size < 2 or bool((ends[1:] >= ends[:-1]).all()))


class Strings(Sequence[bytes]):
    """A list of strings, each read when it is asked for.

    Raises:
        CorruptIndex: the ends do not fit the bytes. This is checked here alone; after it
            nothing that is asked can leave the section.
    """

    def __init__(self, container: Container, name: str) -> None:
        self._bytes = container.view(name + BYTES)
        self._ends = ends = container.array(name + ENDS)
        # Of a view of memory, an item is a Python integer at once.
        self._places = ends.data
        if ends.dtype.kind != "u" or not are_ends(ends, len(self._bytes)):
            raise container.damaged(name + ENDS)

    def __len__(self) -> int:
        return self._ends.size

    @overload
    def __getitem__(self, number: int) -> bytes: ...
    @overload
    def __getitem__(self, number: slice) -> list[bytes]: ...
    def __getitem__(self, number: int | slice) -> bytes | list[bytes]:
        if isinstance(number, slice):
            return [self[i] for i in range(*number.indices(len(self)))]
        if number < 0:
            number += len(self)
        start = self._places[number - 1] if number else 0
        return bytes(self._bytes[start : self._places[number]])

    def __iter__(self) -> Iterator[bytes]:
        """All strings in order, several times faster than one by one."""
        data, start = self.joined(), 0
        for end in self._ends.tolist():
            yield data[start:end]
            start = end

    def bounds(self, numbers: Array) -> tuple[Array, Array]:
        """Where some of the strings begin and end in `joined` (int64)."""
        numbers = numbers.astype(np.intp, copy=False)  # Signed: there is none before 0.
        ends = self._ends[numbers].astype(np.int64)
        return np.where(numbers > 0, self._ends[numbers - 1], 0).astype(np.int64), ends

    def several(self, numbers: Array) -> list[bytes]:
        """Some of the strings, several times faster than one by one."""
        starts, ends = self.bounds(numbers)
        if numbers.size < FEW:
            view = self._bytes
            return [bytes(view[a:b]) for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]
        data = self.joined()
        return [data[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]

    def some(self, numbers: Array) -> tuple[Array, Array]:
        """Some of the strings, joined (uint8), and where each of them ends (int64)."""
        starts, ends = self.bounds(numbers)
        sizes = ends - starts
        stops = np.cumsum(sizes)
        places = np.arange(int(stops[-1]) if stops.size else 0)
        places += (starts - stops + sizes).repeat(sizes)
        return self.letters()[places], stops

    def letters(self) -> Array:
        """The bytes of `joined`, not copied (uint8)."""
        return np.frombuffer(self._bytes, np.uint8)

    def joined(self) -> bytes:
        """All strings, one after the other."""
        return bytes(self._bytes)

    def ends(self) -> Array:
        """Where each string ends in `joined`."""
        return self._ends

    def find(self, wanted: bytes, low: int = 0, high: int | None = None) -> int:
        """The number of `wanted` among the sorted strings [low, high), or -1."""
        place = self.insertion(wanted, low, high)
        end = len(self) if high is None else high
        return place if place < end and self[place] == wanted else -1

    def insertion(self, wanted: bytes, low: int = 0, high: int | None = None) -> int:
        """The first of the sorted strings [low, high) that is not below `wanted`."""
        return bisect_left(self, wanted, low, len(self) if high is None else high)
