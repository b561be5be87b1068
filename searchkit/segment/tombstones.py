"""What has changed about the segments of a generation since they were written.

Lives here: the deleted statements of each segment, and the files that were touched
but hold what they held. Does not live here: leaving them out (`reader`), deciding what
is deleted (`searchkit.indexing`).

One file a generation, with the parts of all segments one after the other:
`dead`, `touched` (statement numbers, ascending), `touched.time` (when each was
modified), and `dead.ends`, `touched.ends`, where the part of each segment ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from searchkit.segment.layout import starts_from_ends
from searchkit.segment.structure import damaged
from searchkit.storage.container import Array, Container, ContainerWriter
from searchkit.storage.disk import SYSTEM, Disk


class Tombstones(NamedTuple):
    """What has changed about one segment.

    Attributes:
        dead: the deleted statements, ascending (uint32).
        touched: the statements whose files have another time of modification than the
            segment says, ascending (uint32).
        times: those times (uint64).
    """

    dead: Array
    touched: Array
    times: Array


_TYPES = {"dead": "<u4", "dead.ends": "<u4", "touched": "<u4", "touched.ends": "<u4"}
_TYPES |= {"touched.time": "<u8"}
NONE = Tombstones(np.zeros(0, np.uint32), np.zeros(0, np.uint32), np.zeros(0, np.uint64))


def write_tombstones(path: Path, parts: Sequence[Tombstones], disk: Disk = SYSTEM) -> None:
    """Write a new file that holds the parts of all segments."""
    with ContainerWriter(path, disk) as writer:
        for name in ("dead", "touched"):
            arrays = [getattr(part, name) for part in parts]
            writer.add(name, np.concatenate(arrays).astype(np.uint32))
            writer.add(f"{name}.ends", np.cumsum([a.size for a in arrays]).astype(np.uint32))
        writer.add("touched.time", np.concatenate([p.times for p in parts]).astype(np.uint64))


def read_tombstones(path: Path, sizes: Sequence[int]) -> tuple[Container, list[Tombstones]]:
    """The file and the parts of segments of `sizes` statements; verifies all of it.

    Raises:
        CorruptIndex: the file is damaged or belongs to other segments.
    """
    container = Container(path)
    container.verify_all()
    for name, kind in _TYPES.items():
        if container.dtype(name) != kind:
            raise damaged(container, name, f"its type is {container.dtype(name)}")
    dead = _parts(container, "dead", sizes)
    touched = _parts(container, "touched", sizes)
    times = container.array("touched.time")
    if times.size != container.array("touched").size:
        raise damaged(container, "touched.time")
    ends = np.cumsum([part.size for part in touched])[:-1]
    rows = zip(dead, touched, np.split(times, ends) if touched else [], strict=True)
    return container, [Tombstones(*row) for row in rows]


def _parts(container: Container, name: str, sizes: Sequence[int]) -> list[Array]:
    numbers, ends = container.array(name), container.array(f"{name}.ends")
    starts = starts_from_ends(ends)
    if ends.size != len(sizes) or (np.diff(starts) < 0).any() or starts[-1] != numbers.size:
        raise damaged(container, f"{name}.ends")
    parts = [numbers[starts[i] : starts[i + 1]] for i in range(len(sizes))]
    for part, size in zip(parts, sizes, strict=True):
        if part.size and (int(part[-1]) >= size or (part[1:] <= part[:-1]).any()):
            raise damaged(container, name)
    return parts
