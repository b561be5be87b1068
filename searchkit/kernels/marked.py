"""What a page of texts has marked, and what is shown of it.

Lives here: the records that `passages` takes and gives. Does not live here: what they mean for a
text (`searchkit.kernels.plain.passages`), which leaves a query has (`searchkit.hits`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from searchkit.kernels.arrays import Integers, Mask, Positions

Occurrence = tuple[int, int, int]
"""Where something that matched stands: (number of its first word in the text, how many words,
number of the leaf of the query). A plain tuple, for a page has thousands."""
Run = tuple[int, int, int, int]
"""An occurrence, and which text it is in: (place of the text, first word, how many, leaf)."""
Marks = tuple[tuple[int, int], ...]
"""Offsets of what is highlighted: (start, end), ascending and disjoint."""
Fragment = tuple[str, Marks]
"""A piece of a text, and what is highlighted in it."""
Shown = tuple[Marks, tuple[Fragment, ...]]
"""Of a text: what is highlighted in all of it; pieces of it."""

HIGHLIGHTS, FRAGMENTS, FRAGMENTS_OF_MATCHES = range(3)
"""What may be wanted of a text: highlights of all of it; fragments, its opening where nothing
matches; fragments where something does."""


class Occurring(NamedTuple):
    """Where a leaf of a query occurs.

    Attributes:
        leaf: its number.
        positions: the first of each occurrence in the segment, ascending (uint32); perhaps
            more than those in the texts.
        width: how many words an occurrence covers.
        counting: (texts) whether it is to be shown there.
    """

    leaf: int
    positions: Positions
    width: int
    counting: Mask


class Marked(NamedTuple):
    """What matches in some texts of a segment.

    Attributes:
        starts, stops: (texts) the positions where each begins, and where it has ended (int64).
        leaves: those of which the first word tells everything.
        runs: occurrences of others, in any order.
    """

    starts: Integers
    stops: Integers
    leaves: Sequence[Occurring]
    runs: Sequence[Run]
