"""Spans that stand near one another.

Lives here: which spans are followed by others in the same text, found in three ways. Does
not live here: looking spans up and choosing a way (`searchkit.matching.spans`).

A span is its first and its last position. The distance of two is the first position of the
later one less the last of the earlier one: neighbours are at 1. All ways find the same
places; which is fastest depends on how many spans there are of each.
"""

from __future__ import annotations

import numpy as np

from searchkit.kernels.arrays import Following, Integers, Mask, OutOfOrder, Places, Starts
from searchkit.kernels.plain.sets import contains
from searchkit.kernels.plain.texts import counts_in_texts, text_ends, texts_at

AT_ONCE = 1 << 18
"""Positions that are searched for at a time."""
MANY = 16
"""With one span or more to this many positions, marking all positions is faster than a search
for each span. To retune, time `by_marks` against `by_search` around it."""


def by_search(starts: Starts, lasts: Integers, after: Following) -> Places:
    """The places of those of `lasts` (ascending) that are followed: a search for each."""
    place = np.searchsorted(after.firsts, lasts, side="right")
    there = (place < after.firsts.size).nonzero()[0]
    following = after.firsts[place[there]]
    near = (following - lasts[there] <= after.slop).nonzero()[0]
    there, following = there[near], following[near]
    followed: Places = there[following < text_ends(starts, lasts[there])]
    return followed


def from_followers(starts: Starts, lasts: Integers, after: Following) -> Places:
    """The same, from the other side: for each span that follows, the `lasts` it follows.

    Raises:
        OutOfOrder: spans do not ascend.
    """
    begins = starts[texts_at(starts, after.firsts)]
    furthest = np.maximum(after.firsts.astype(np.int64) - after.slop, begins)
    low = np.searchsorted(lasts, furthest.astype(lasts.dtype))
    high = np.searchsorted(lasts, after.firsts)
    # What an earlier one has reached is not listed again.
    low[1:] = np.maximum(low[1:], high[:-1])
    counts = np.maximum(high - low, 0)
    # If one of the two does not ascend, this may be more than there are: memory without
    # bound.
    if int(counts.sum()) > lasts.size:
        raise OutOfOrder
    before = np.cumsum(counts) - counts
    places: Places = np.arange(int(counts.sum())) + (low - before).repeat(counts)
    return places


def by_marks(starts: Starts, lasts: Integers, after: Following) -> Places:
    """The same, by a mark for each position of the segment."""
    near = np.zeros(int(starts[-1]) + 1, bool)
    near[after.firsts] = True
    near = near[1:]  # Whether one of `after` is 1 further on; then at most 2, 4, ...
    width = 1
    while width < min(after.slop, near.size):
        step = min(width, after.slop - width)
        near[:-step] |= near[step:]
        width += step
    # What is near may be in the next text, unless one in this text comes later, too.
    there = near[lasts] & (lasts < _last_in_text(starts, lasts, after.firsts))
    return there.nonzero()[0]


def _last_in_text(starts: Starts, lasts: Integers, firsts: Integers) -> Integers:
    """For each of `lasts`, the last of `firsts` in its text, or 0."""
    after_text = np.searchsorted(firsts, starts)[1:]
    last = np.where(after_text > 0, firsts[after_text - 1], 0)
    last[last < starts[:-1]] = 0
    return last.repeat(counts_in_texts(starts, lasts))


def standing(listed: Integers, wanted: Integers, end: int) -> Mask:
    """For each of `wanted`, whether it is in `listed`, ascending and below `end`."""
    if wanted.size * MANY < end:
        # In parts: a search takes three times as much memory as what is searched for.
        found = np.empty(wanted.size, bool)
        for first in range(0, wanted.size, AT_ONCE):
            part = slice(first, first + AT_ONCE)
            found[part] = contains(listed, wanted[part])[0]
        return found
    marks = np.zeros(end + 1, bool)
    marks[listed] = True
    return marks[np.minimum(wanted, end)]
