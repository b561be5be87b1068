"""Sets as ascending arrays: membership by binary search.

Lives here: the few look-ups that everything above needs. Does not live here: what
the numbers stand for.
"""

from __future__ import annotations

import numpy as np

from searchkit.storage.container import Array


def contains(ascending: Array, wanted: Array) -> tuple[Array, Array]:
    """For each of `wanted`: (whether it is in `ascending`, its place there if so)."""
    if not ascending.size:
        return np.zeros(wanted.size, bool), np.zeros(wanted.size, np.intp)
    place = np.searchsorted(ascending, wanted)
    place[place == ascending.size] = 0
    return ascending[place] == wanted, place


def index_of(ascending: Array, wanted: int) -> int:
    """The place of `wanted` in `ascending`, or -1."""
    place = int(np.searchsorted(ascending, wanted))
    return place if place < ascending.size and ascending[place] == wanted else -1
