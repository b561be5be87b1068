"""Sets as ascending arrays: functions of arrays.

Lives here: membership, what sets have in common, their union. Does not live here: what the
numbers stand for.
"""

from __future__ import annotations

from collections.abc import Sequence

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


def common(few: Array, many: Array, end: int) -> Array:
    """What is in both, ascending; all of it is below `end`."""
    if not few.size or not many.size:
        return few[:0]
    found: Array
    if few.size * 16 < many.size:
        found = few[contains(many, few.astype(many.dtype, copy=False))[0]]
    else:
        mask = np.zeros(end, bool)
        mask[many] = True
        found = few[mask[few]]
    return found


def union(parts: Sequence[Array]) -> Array:
    """What is in one of `parts`, each ascending, all of one type; ascending."""
    kept = [part for part in parts if part.size]
    if len(kept) <= 1:
        return kept[0] if kept else parts[0]
    # A stable sort takes the runs that are in order already as they are.
    both = np.sort(np.concatenate(kept), kind="stable")
    first = np.empty(both.size, bool)
    first[0] = True
    np.not_equal(both[1:], both[:-1], out=first[1:])
    found: Array = both[first]
    return found


def ascending(values: Array, end: int) -> Array:
    """Distinct `values` below `end`, sorted."""
    if values.size * 32 < end:
        return np.sort(values)
    # Of many, a mark for each possible value is faster than sorting.
    marks = np.zeros(end, bool)
    marks[values] = True
    return np.flatnonzero(marks).astype(values.dtype)


def either(parts: Sequence[Array], end: int) -> Array:
    """What is in one of `parts` (ascending, below `end`), ascending (intp)."""
    kept = [part for part in parts if part.size]
    if len(kept) <= 1:
        return kept[0] if kept else np.zeros(0, np.intp)
    marks = np.zeros(end, bool)
    for part in kept:
        marks[part] = True
    return np.flatnonzero(marks)


def without(few: Array, unwanted: Array, end: int) -> Array:
    """`few` less what is in `unwanted`; all of it is below `end`."""
    if not few.size or not unwanted.size:
        return few
    marks = np.zeros(end, bool)
    marks[unwanted] = True
    found: Array = few[~marks[few]]
    return found
