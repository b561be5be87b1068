"""What has changed about the segments of a generation since they were written.

Lives here: the deleted statements of each segment, and the files that were touched but still
hold what they held: the format in prose, writing, reading and checking it. Does not live
here: leaving deleted statements out (`reader`), deciding what is deleted
(`searchkit.indexing`).

One container a generation has the parts of all segments, one after the other, in the order
of the manifest: `dead`, the deleted statements of each segment, ascending; `touched`, the
statements whose files have another time of modification than the segment says, ascending, and
`touched.time`, that time as in `file.time`. `dead.ends` and `touched.ends` say where the part
of each segment ends. All of it is verified when it is opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from searchkit.segment.arrays import starts_from_ends
from searchkit.segment.section import U4, U8, Extent, Section, as_many_as, check_sections
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


DEAD, TOUCHED, TIME, ENDS = "dead", "touched", "touched.time", ".ends"
SECTIONS = (
    Section(DEAD, U4),
    Section(DEAD + ENDS, U4, as_many_as(TOUCHED + ENDS), ends_in=DEAD),
    Section(TOUCHED, U4),
    Section(TOUCHED + ENDS, U4, ends_in=TOUCHED),
    Section(TIME, U8, as_many_as(TOUCHED)),
)
NONE = Tombstones(np.zeros(0, np.uint32), np.zeros(0, np.uint32), np.zeros(0, np.uint64))


def write_tombstones(path: Path, parts: Sequence[Tombstones], disk: Disk = SYSTEM) -> None:
    """Write a new file that holds the parts of all segments."""
    with ContainerWriter(path, disk) as writer:
        for name, arrays in (
            (DEAD, [part.dead for part in parts]),
            (TOUCHED, [part.touched for part in parts]),
        ):
            writer.add(name, np.concatenate(arrays).astype(np.uint32))
            writer.add(name + ENDS, np.cumsum([a.size for a in arrays]).astype(np.uint32))
        writer.add(TIME, np.concatenate([part.times for part in parts]).astype(np.uint64))


def read_tombstones(path: Path, sizes: Sequence[int]) -> tuple[Container, list[Tombstones]]:
    """The file and the parts of segments of `sizes` statements; verifies all of it.

    Raises:
        CorruptIndex: the file is damaged or belongs to other segments.
    """
    container = Container(path)
    container.verify_all()
    check_sections(container, SECTIONS, Extent(0, 0, 0))
    dead = _parts(container, DEAD, sizes)
    touched = _parts(container, TOUCHED, sizes)
    ends = np.cumsum([part.size for part in touched])[:-1]
    times = np.split(container.array(TIME), ends) if touched else []
    return container, [Tombstones(*row) for row in zip(dead, touched, times, strict=True)]


def _parts(container: Container, name: str, sizes: Sequence[int]) -> list[Array]:
    numbers, ends = container.array(name), container.array(name + ENDS)
    if ends.size != len(sizes):
        raise container.damaged(name + ENDS)
    starts = starts_from_ends(ends)
    parts = [numbers[starts[i] : starts[i + 1]] for i in range(len(sizes))]
    for part, size in zip(parts, sizes, strict=True):
        if part.size and (int(part[-1]) >= size or (part[1:] <= part[:-1]).any()):
            raise container.damaged(name)
    return parts
