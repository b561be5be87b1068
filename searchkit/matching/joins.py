"""Spans that stand near one another: functions of arrays.

Lives here: which spans are followed by others in the same text, found in three ways. Does
not live here: looking spans up and choosing a way (`spans`).

A span is its first and its last position. The distance of two is the first position of the
later one less the last of the earlier one: neighbours are at 1. The ways give the same
places; which is fastest depends on how many spans there are of each.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from searchkit.matching.sets import contains
from searchkit.matching.texts import OutOfOrder, counts_in_texts, text_ends, texts_at
from searchkit.storage.container import Array

MANY = 16
"""Spans of which there is one in so many positions are found by marks, a pass over all
positions: where one search takes as long as marking so many."""


class Following(NamedTuple):
    """What must follow a span: one of `firsts` (ascending), at most `slop` after its end, in
    its text.
    """

    firsts: Array
    slop: int


def by_search(starts: Array, lasts: Array, after: Following) -> Array:
    """The places of those of `lasts` (ascending) that are followed, each looked up."""
    place = np.searchsorted(after.firsts, lasts, side="right")
    there = np.flatnonzero(place < after.firsts.size)
    following = after.firsts[place[there]]
    near = np.flatnonzero(following - lasts[there] <= after.slop)
    there, following = there[near], following[near]
    return there[following < text_ends(starts, lasts[there])]


def from_followers(starts: Array, lasts: Array, after: Following) -> Array:
    """The same, found from what follows: all of `lasts` from `slop` before it.

    Raises:
        OutOfOrder: spans do not ascend.
    """
    begins = starts[texts_at(starts, after.firsts)]
    furthest = np.maximum(after.firsts.astype(np.int64) - after.slop, begins)
    low = np.searchsorted(lasts, furthest.astype(lasts.dtype))
    high = np.searchsorted(lasts, after.firsts)
    # What was reached before is not listed again.
    low[1:] = np.maximum(low[1:], high[:-1])
    counts = np.maximum(high - low, 0)
    # Where one of the two does not ascend, this may be more than there are: memory without
    # bound.
    if int(counts.sum()) > lasts.size:
        raise OutOfOrder
    before = np.cumsum(counts) - counts
    places: Array = np.arange(int(counts.sum())) + np.repeat(low - before, counts)
    return places


def by_marks(starts: Array, lasts: Array, after: Following) -> Array:
    """The same, by a mark for each position there is."""
    near = np.zeros(int(starts[-1]) + 1, bool)
    near[after.firsts] = True
    near = near[1:]  # Whether one of `after` is 1 later; then at most 2, 4, ... later.
    width = 1
    while width < min(after.slop, near.size):
        step = min(width, after.slop - width)
        near[:-step] |= near[step:]
        width += step
    # What is near may be in the next text, unless the last one in its own text is later, too.
    there = near[lasts] & (lasts < _last_in_text(starts, lasts, after.firsts))
    return np.flatnonzero(there)


def _last_in_text(starts: Array, lasts: Array, firsts: Array) -> Array:
    """For each of `lasts`, the last of `firsts` in its text, or 0."""
    ends = np.searchsorted(firsts, starts)[1:]
    last = np.where(ends > 0, firsts[ends - 1], 0)
    last[last < starts[:-1]] = 0
    return np.repeat(last, counts_in_texts(starts, lasts))


def standing(listed: Array, wanted: Array, end: int) -> Array:
    """For each of `wanted`, whether it is in `listed`, ascending and below `end`."""
    if wanted.size * MANY < end:
        return contains(listed, wanted)[0]
    marks = np.zeros(end + 1, bool)
    marks[listed] = True
    stands: Array = marks[np.minimum(wanted, end)]
    return stands
