"""Positions and the texts they lie in.

Lives here: from positions to texts, and back; positions counted by statement. Does not live
here: looking positions up (`searchkit.matching`).

All texts of a segment stand one after the other in one space of positions. `starts` says
where each begins, and at last where all of them end; their numbers are those of
`searchkit.schema.numbering`. Few positions are looked up in `starts`; if there are more
positions than texts, the texts are looked up among the positions instead.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchkit.kernels.arrays import (
    Docs,
    Integers,
    OutOfOrder,
    Positions,
    PostingList,
    Starts,
    TextNumbers,
    Within,
)
from searchkit.kernels.plain.sets import either
from searchkit.schema.numbering import Numbering


def texts_at(starts: Starts, positions: Integers) -> TextNumbers:
    """The number of the text of each position; `positions` ascending."""
    if positions.size < starts.size:
        # Of one type, or NumPy copies one of them to compare.
        return np.searchsorted(starts, positions.astype(np.uint32, copy=False), side="right") - 1
    return np.arange(starts.size - 1).repeat(counts_in_texts(starts, positions))


def text_ends(starts: Starts, positions: Integers) -> Positions:
    """Where the text of each position ends; `positions` ascending."""
    if positions.size < starts.size:
        return starts[texts_at(starts, positions) + 1]
    return starts[1:].repeat(counts_in_texts(starts, positions))


def counts_in_texts(starts: Starts, positions: Integers) -> Integers:
    """How many of `positions`, ascending, each text holds; meant for many positions.

    Raises:
        OutOfOrder: they do not ascend, or lie in no text.
    """
    places = np.searchsorted(positions, starts.astype(positions.dtype, copy=False))
    counts = np.diff(places)
    # A search in what does not ascend may find anything. What is made of the counts must
    # have as many items as `positions`.
    if places[0] or places[-1] != positions.size or (counts < 0).any():
        raise OutOfOrder
    return counts


def count_by_statement(starts: Starts, numbering: Numbering, positions: Integers) -> PostingList:
    """Positions, ascending, counted by statement and text."""
    places = range(numbering.texts)
    if not positions.size:
        return no_postings(numbering)
    if positions.size < starts.size:
        numbers = texts_at(starts, positions)
        docs: Docs = numbering.statement(numbers)
        first = np.concatenate(([True], docs[1:] != docs[:-1])).nonzero()[0]
        rest = np.diff(np.append(first, docs.size))
        found, text = [], numbering.text(numbers)
        for place in places[:-1]:
            found.append(np.add.reduceat(text == place, first, dtype=np.int64))
            rest = rest - found[-1]
        return PostingList(docs[first], (*found, rest))
    counts = counts_in_texts(starts, positions)
    by_text = [numbering.every(counts, place) for place in places]
    docs = sum(by_text[1:], by_text[0]).nonzero()[0]
    return PostingList(docs, tuple([one[docs] for one in by_text]))


def added(parts: Sequence[PostingList], numbering: Numbering, end: int) -> PostingList:
    """The postings of words of which no two stand at one position, put together; as
    `count_by_statement` gives them for all positions.

    Args:
        parts: of each; statements below `end`.
    """
    docs = either([part.docs for part in parts], end)
    place = np.empty(end, np.intp)
    place[docs] = np.arange(docs.size)
    counts = tuple([np.zeros(docs.size, np.int64) for _ in range(numbering.texts)])
    for part in parts:
        where = place[part.docs]
        for total, more in zip(counts, part.counts, strict=True):
            total[where] += more
    return PostingList(docs, counts)


def no_postings(numbering: Numbering) -> PostingList:
    """The postings of what occurs nowhere."""
    nowhere = np.zeros(0, np.uint16)
    return PostingList(np.zeros(0, np.intp), (nowhere,) * numbering.texts)


def positions_within(starts: Starts, positions: Positions, numbers: TextNumbers) -> Within:
    """Those of `positions` that lie in some texts.

    Args:
        starts: of all texts.
        positions: ascending.
        numbers: of the texts, ascending.

    Raises:
        OutOfOrder: `positions` do not ascend, so that those of other texts were found.
    """
    return positions_between(positions, starts[numbers], starts[numbers + 1])


def positions_between(positions: Positions, starts: Integers, stops: Integers) -> Within:
    """Those of `positions` that lie in some texts.

    Args:
        positions: ascending.
        starts, stops: where each text begins and has ended, ascending.

    Raises:
        OutOfOrder: `positions` do not ascend, so that those of other texts were found.
    """
    # Of one type, or NumPy copies all positions to compare them.
    begins, ends = (bounds.astype(positions.dtype) for bounds in (starts, stops))
    low, high = np.searchsorted(positions, begins), np.searchsorted(positions, ends)
    counts = high - low
    # A search in what does not ascend may find anything. Texts share no position, so finding
    # more than there are would take memory without bound.
    if counts.size and (counts.min() < 0 or int(counts.sum()) > positions.size):
        raise OutOfOrder
    which = np.arange(starts.size).repeat(counts)
    before = np.cumsum(counts) - counts
    inside = positions[np.arange(which.size) - before[which] + low[which]]
    if ((inside < begins[which]) | (inside >= ends[which])).any():
        raise OutOfOrder
    return Within(inside.astype(np.int64), which)
