"""The arrays of an index, by what their numbers mean.

Lives here: their types, the records made of several of them, the error for arrays that are
not in the order they promise, and the narrowest type for some values. Does not live here:
anything else done with them (`searchkit.kernels.plain`).

All arrays have one dimension. "Narrow" is an unsigned integer of one, two or four bytes,
whichever the file has: the narrowest that holds the values.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

Integers = np.ndarray[Any, np.dtype[np.integer[Any]]]
"""Integers of any type, whatever they mean."""
Narrow = np.ndarray[Any, np.dtype[np.unsignedinteger[Any]]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]
"""Whether something holds, for each item of another array."""
Places = np.ndarray[Any, np.dtype[np.intp]]
"""Indexes into another array."""

Docs = np.ndarray[Any, np.dtype[np.integer[Any]]]
"""Statements of a segment, by number; ascending where nothing else is said. Narrow in the
file."""
TextNumbers = np.ndarray[Any, np.dtype[np.integer[Any]]]
"""Texts of a segment, numbered as `searchkit.schema.numbering` says."""
Lengths = np.ndarray[Any, np.dtype[np.integer[Any]]]
"""How many words each text has. Narrow in the file."""
Frequencies = np.ndarray[Any, np.dtype[np.integer[Any]]]
"""How often a word occurs in one text of each of some statements. Narrow in the file."""
Packed = np.ndarray[Any, np.dtype[np.uint8]]
"""The frequencies of each posting in two texts: see `segment.postings.frequencies`."""
Totals = np.ndarray[Any, np.dtype[np.integer[Any]]]
"""How many positions each posting has."""

Positions = np.ndarray[Any, np.dtype[np.uint32]]
"""Places of words, counted from the beginning of the segment."""
Starts = np.ndarray[Any, np.dtype[np.uint32]]
"""The position at which each text begins, then the end of the last: N texts have N + 1."""
Ends = np.ndarray[Any, np.dtype[np.uint32]]
"""Where the share of each of some things ends in an array that holds all shares in order;
each begins where the one before ends."""
Stems = np.ndarray[Any, np.dtype[np.uint32]]
"""Stems of a segment, by number."""
Forms = np.ndarray[Any, np.dtype[np.uint32]]
"""Surface forms of a segment, by number."""
Codes = np.ndarray[Any, np.dtype[np.uint16]]
"""Stems in the forward array: see `segment.positions.forward`."""

Letters = np.ndarray[Any, np.dtype[np.uint8]]
"""Words in UTF-8, one after the other."""
Weights = np.ndarray[Any, np.dtype[np.float32]]
"""What one occurrence in a text weighs, by statement."""
Scores = np.ndarray[Any, np.dtype[np.float64]]


class OutOfOrder(ValueError):
    """Numbers that should ascend do not: only damage makes them so."""


class PostingList(NamedTuple):
    """In which statements something occurs, and how often.

    Attributes:
        docs: statement numbers, ascending (intp).
        counts: for each text of the schema, how often in that text of each of `docs`.
    """

    docs: Docs
    counts: tuple[Frequencies, ...]

    def only(self, wanted: Mask) -> PostingList:
        """Those in the statements that `wanted`, a mask of all, marks."""
        kept = wanted[self.docs]
        return PostingList(self.docs[kept], tuple([one[kept] for one in self.counts]))

    def in_texts(self, texts: Sequence[int]) -> PostingList:
        """Those in any of some texts."""
        counts = [
            one if text in texts else np.zeros_like(one) for text, one in enumerate(self.counts)
        ]
        kept = np.flatnonzero(np.any(counts, axis=0))
        return PostingList(self.docs[kept], tuple([one[kept] for one in counts]))

    def in_text(self, text: int) -> PostingList:
        """Those in one text."""
        kept = np.flatnonzero(self.counts[text])
        inside = self.counts[text][kept]
        outside = np.zeros_like(inside)
        counts = [inside if i == text else outside for i in range(len(self.counts))]
        return PostingList(self.docs[kept], tuple(counts))


class Within(NamedTuple):
    """Positions in some texts.

    Attributes:
        positions: ascending (int64).
        which: for each of them, the place of its text among those asked for.
    """

    positions: Integers
    which: Places


class Placed(NamedTuple):
    """Where a leaf of a query occurs in the texts of some statements.

    Attributes:
        within: its positions, and the place of the text of each.
        width: how many words an occurrence covers.
    """

    within: Within
    width: int


class Following(NamedTuple):
    """What must follow a span: one of `firsts` (ascending), at most `slop` after its end, in
    its text.
    """

    firsts: Positions
    slop: int


class Offsets(NamedTuple):
    """Where the tokens of a text begin and end, in code points, ascending."""

    starts: Sequence[int]
    ends: Sequence[int]


class JoinedOffsets(NamedTuple):
    """Where the tokens of several texts are, as if these were one.

    Attributes:
        starts, ends: of each token, in code points, ascending.
        begins: where each text begins.
        firsts: of each text, how many tokens there are before it.
    """

    starts: Places
    ends: Places
    begins: Places
    firsts: Places


def narrow(values: Integers) -> Narrow:
    """Non-negative `values` in the narrowest of `uint8`, `uint16`, `uint32`, `uint64`."""
    largest = int(values.max()) if values.size else 0
    for kind in (np.uint8, np.uint16, np.uint32):
        if largest <= np.iinfo(kind).max:
            return values.astype(kind)
    return values.astype(np.uint64)
