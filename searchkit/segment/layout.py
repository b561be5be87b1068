"""What the parts of a segment agree on.

Lives here: constants of the position space and small helpers for arrays. Does
not live here: the file itself (`searchkit.storage.container`).

Positions: every word of a segment has one number. Statement i's title begins at
`starts[2 i]`, its body at `starts[2 i + 1]`; behind each of them `GAP` positions
stay free, so that no phrase crosses from one to the other.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchkit.storage.container import Array

GAP = 1
MAX_POSITIONS = 2**31
"""Positions of one segment; `uint32` and some room for sums."""

NO_WORD, RARE = 0, 65535
"""Codes of the forward array: no word here; a stem too rare for a code of its own
(only the 65,534 most frequent have one)."""

NO_FORM = 2**32 - 1
"""No written form has this number."""

MIN_COPY_LENGTH = 50
"""Characters of body from which on equal texts count as copies."""


def narrow(values: Array) -> Array:
    """Non-negative `values` in the narrowest of `uint8`, `uint16`, `uint32`, `uint64`."""
    largest = int(values.max()) if values.size else 0
    for kind in (np.uint8, np.uint16, np.uint32):
        if largest <= np.iinfo(kind).max:
            return values.astype(kind)
    return values.astype(np.uint64)


def taken(values: Array, places: Sequence[slice]) -> Array:
    """What stands in some places of `values`, one after the other."""
    if len(places) == 1:
        return values[places[0]]
    return np.concatenate([values[:0], *(values[place] for place in places)])


def starts_from_ends(ends: Array) -> Array:
    """Offsets [0, ends...] as `int64`: item i is [offsets[i], offsets[i + 1])."""
    return np.concatenate(([0], ends.astype(np.int64)))
