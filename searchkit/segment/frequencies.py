"""How often each word stands in each statement: a byte a posting.

Lives here: packing the two frequencies of a posting, that in the title and that in the
body, and taking them apart again. Does not live here: which statements those are, where
the words stand (`occurrences`).

A byte holds the frequency in the title in its upper two bits, that in the body in its
lower six: on ministers' statements four postings in ten thousand do not fit. Those have
the byte `ELSEWHERE`, and their frequencies stand in a list of their own. Shifting and
masking bytes is so cheap that a look-up in a table of 256 entries takes ten times as long.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from searchkit.segment.layout import narrow, taken
from searchkit.segment.structure import damaged
from searchkit.storage.container import Array, Container

BODY_BITS = 6
MOST_IN_BODY = (1 << BODY_BITS) - 1
MOST_IN_TITLE = (1 << 8 - BODY_BITS) - 1
ELSEWHERE = 255
"""The byte of a posting whose frequencies stand in the list."""


def packed(in_title: Array, in_body: Array) -> dict[str, Array]:
    """The sections that hold the frequencies of all postings, in their order.

    Args:
        in_title: (postings) how often the word stands in the title.
        in_body: (postings) and in the body.
    """
    fits = (in_title <= MOST_IN_TITLE) & (in_body <= MOST_IN_BODY)
    joined = np.minimum(in_title, MOST_IN_TITLE).astype(np.uint8) << np.uint8(BODY_BITS)
    joined |= np.minimum(in_body, MOST_IN_BODY).astype(np.uint8)
    joined[~fits] = ELSEWHERE  # What would fit as that very byte is listed, too.
    listed = np.flatnonzero(joined == ELSEWHERE)
    return {
        "posting.frequency": joined,
        "posting.listed": listed.astype(np.uint32),
        "posting.listed_title": narrow(in_title[listed]),
        "posting.listed_body": narrow(in_body[listed]),
    }


class Frequencies:
    """The frequencies of all postings of an open segment."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._joined = container.array("posting.frequency")
        self._listed = container.array("posting.listed")
        self._in_title = container.array("posting.listed_title")
        self._in_body = container.array("posting.listed_body")

    def of(self, first: int, last: int) -> tuple[Array, Array]:
        """(in the title, in the body) of the postings [first, last), of narrow unsigned types.

        Raises:
            CorruptIndex: the list names a posting that is not among those.
        """
        joined = self._joined[first:last]
        in_title, in_body = joined >> BODY_BITS, joined & MOST_IN_BODY
        view = self._listed.data
        low = bisect_left(view, first)
        high = bisect_left(view, last, low)
        if low == high:
            return in_title, in_body
        places = self._listed[low:high].astype(np.int64) - first
        if places.min() < 0 or places.max() >= joined.size:
            raise damaged(self._container, "posting.listed")
        # The types of the lists hold what a byte holds as well.
        in_title = in_title.astype(self._in_title.dtype)
        in_body = in_body.astype(self._in_body.dtype)
        in_title[places] = self._in_title[low:high]
        in_body[places] = self._in_body[low:high]
        return in_title, in_body

    def totals(self, places: Sequence[slice]) -> Array:
        """How many positions each posting of some places has, in title and body together; of
        a narrow unsigned type.

        Raises:
            CorruptIndex: a posting is missing in the list.
        """
        joined = taken(self._joined, places)
        totals = (joined >> BODY_BITS) + (joined & MOST_IN_BODY)
        listed = np.flatnonzero(joined == ELSEWHERE)
        if not listed.size:
            return totals
        # Which postings those are: so far into which of the places.
        starts = np.array([place.start for place in places], np.int64)
        before = np.cumsum([0, *(place.stop - place.start for place in places[:-1])])
        which = np.searchsorted(before, listed, side="right") - 1
        numbers = (starts[which] + listed - before[which]).astype(np.uint32)
        rows = np.searchsorted(self._listed, numbers)
        rows[rows == self._listed.size] = 0
        if not self._listed.size or (self._listed[rows] != numbers).any():
            raise damaged(self._container, "posting.listed")
        totals = totals.astype(np.int64)
        totals[listed] = self._in_title[rows].astype(np.int64) + self._in_body[rows]
        return totals
