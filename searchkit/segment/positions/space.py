"""The position space: one number for each word of a segment, in reading order.

Lives here: the format in prose; where texts begin, from their lengths and in the file. Does not
live here: which word occurs where (`positions`, `forward`), how texts are numbered
(`searchkit.schema.numbering`).

Text t of statement d (of T texts each) begins at `field.start[d T + t]`; one position stays
free after each text, so that no phrase crosses from one to the next. The last value is the
end of all: N statements have N T + 1 values. A segment has fewer than 2^31 positions.
"""

from __future__ import annotations

import numpy as np

from searchkit.kernels.arrays import Lengths, Starts
from searchkit.model.errors import IndexTooLarge
from searchkit.segment.section import U4, Extent, Section
from searchkit.storage.container import Container, ContainerWriter

START = "field.start"
GAP = 1
"""Positions that stay free after each text."""
MAX_POSITIONS = 2**31
"""Positions of one segment: `uint32`, with some room for sums."""


def _of_each_text(container: Container, extent: Extent) -> int:
    return extent.texts * extent.statements + 1


def _begin_at_0(starts: Starts) -> bool:
    return int(starts[0]) == 0


def per_position(container: Container, extent: Extent) -> int:
    """One value for each position. What `START` holds must have been counted before."""
    return int(container.array(START)[-1])


SECTIONS = (Section(START, U4, _of_each_text, holds=_begin_at_0),)


def text_starts(lengths: Lengths) -> Starts:
    """Where each text begins, and the end of all.

    Args:
        lengths: words of all texts of a segment, in order.

    Raises:
        IndexTooLarge: more words than a segment can address.
    """
    starts = np.concatenate(([0], np.cumsum(lengths.astype(np.int64) + GAP)))
    span = int(starts[-1])
    if span >= MAX_POSITIONS:
        raise IndexTooLarge(f"{span:,} words do not fit one segment")
    return starts.astype(np.uint32)


def write_starts(writer: ContainerWriter, starts: Starts) -> None:
    """Add where each text begins, and the end of all."""
    writer.add(START, starts)


def read_starts(container: Container) -> Starts:
    """Where each text begins, and the end of all.

    Raises:
        CorruptIndex: they do not ascend.
    """
    starts = container.array(START)
    if not (starts[1:] > starts[:-1]).all():
        raise container.damaged(START)
    return starts
