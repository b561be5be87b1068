"""Positions and the texts they lie in: functions of arrays.

Lives here: from positions to texts, and back; positions counted by statement. Does not live
here: looking positions up (`single`, `spans`).

All texts of a segment stand one after the other in one space of positions. `starts` (uint32)
says where each begins, and at last where all of them end; their numbers are those of
`searchkit.schema.numbering`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from searchkit.schema.numbering import Numbering
from searchkit.storage.container import Array


class OutOfOrder(ValueError):
    """Positions do not ascend: only damage makes them so."""


class PostingList(NamedTuple):
    """In which statements something stands, and how often.

    Attributes:
        docs: statement numbers, ascending (intp).
        counts: for each text of the schema, how often in that text of each of `docs`.
    """

    docs: Array
    counts: tuple[Array, ...]

    def only(self, wanted: Array) -> PostingList:
        """Those in statements that `wanted`, a mask, names."""
        kept = wanted[self.docs]
        return PostingList(self.docs[kept], tuple([one[kept] for one in self.counts]))

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
        which: for each of them, the place of its text among those asked for (intp).
    """

    positions: Array
    which: Array


def texts_at(starts: Array, positions: Array) -> Array:
    """The number of the text of each position; `positions` ascending."""
    if positions.size < starts.size:
        # Of one type, or NumPy copies one of them to compare.
        return np.searchsorted(starts, positions.astype(np.uint32, copy=False), side="right") - 1
    return np.repeat(np.arange(starts.size - 1), counts_in_texts(starts, positions))


def text_ends(starts: Array, positions: Array) -> Array:
    """Where the text of each position ends (uint32); `positions` ascending."""
    if positions.size < starts.size:
        ends: Array = starts[texts_at(starts, positions) + 1]
        return ends
    return np.repeat(starts[1:], counts_in_texts(starts, positions))


def counts_in_texts(starts: Array, positions: Array) -> Array:
    """How many of `positions`, ascending, each text holds; for many of them.

    Raises:
        OutOfOrder: they do not ascend, or stand in no text.
    """
    places = np.searchsorted(positions, starts.astype(positions.dtype, copy=False))
    counts = np.diff(places)
    # A search in what does not ascend may find anything. What is made of it has as many
    # items as `positions`, or is not made.
    if places[0] or places[-1] != positions.size or (counts < 0).any():
        raise OutOfOrder
    return counts


def count_by_statement(starts: Array, numbering: Numbering, positions: Array) -> PostingList:
    """Positions, ascending, counted by statement and text."""
    places = range(numbering.texts)
    if not positions.size:
        return no_postings(numbering)
    if positions.size < starts.size:
        numbers = texts_at(starts, positions)
        docs = numbering.statement(numbers)
        first = np.flatnonzero(np.concatenate(([True], docs[1:] != docs[:-1])))
        rest = np.diff(np.append(first, docs.size))
        found, text = [], numbering.text(numbers)
        for place in places[:-1]:
            found.append(np.add.reduceat(text == place, first, dtype=np.int64))
            rest = rest - found[-1]
        return PostingList(docs[first], (*found, rest))
    counts = counts_in_texts(starts, positions)
    by_text = [numbering.every(counts, place) for place in places]
    docs = np.flatnonzero(sum(by_text[1:], by_text[0]))
    return PostingList(docs, tuple([one[docs] for one in by_text]))


def no_postings(numbering: Numbering) -> PostingList:
    """What stands nowhere."""
    nowhere = np.zeros(0, np.uint16)
    return PostingList(np.zeros(0, np.intp), (nowhere,) * numbering.texts)


def positions_within(starts: Array, positions: Array, numbers: Array) -> Within:
    """Those of `positions` that lie in some texts.

    Args:
        starts: of all texts.
        positions: ascending.
        numbers: of the texts, ascending.

    Raises:
        OutOfOrder: `positions` do not ascend, so that those of other texts were found.
    """
    # Of one type, or NumPy copies all positions to compare them.
    begins, ends = (starts[numbers + side].astype(positions.dtype) for side in (0, 1))
    low, high = np.searchsorted(positions, begins), np.searchsorted(positions, ends)
    counts = high - low
    # A search in what does not ascend may find anything. Texts have no position in common:
    # more than there are would be memory without bound.
    if counts.size and (counts.min() < 0 or int(counts.sum()) > positions.size):
        raise OutOfOrder
    which = np.repeat(np.arange(numbers.size), counts)
    before = np.cumsum(counts) - counts
    inside = positions[np.arange(which.size) - before[which] + low[which]]
    if ((inside < begins[which]) | (inside >= ends[which])).any():
        raise OutOfOrder
    return Within(inside.astype(np.int64), which)
