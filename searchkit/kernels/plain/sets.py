"""Sets as ascending arrays.

Lives here: membership, what sets have in common, their union. Does not live here: what the
numbers stand for.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchkit.kernels.arrays import Integers, Mask, Places

FEWER = 16
"""A set this many times smaller than another is looked up in it; otherwise one of the two is
marked. To retune, time `common` for sets of a thousand and of tens of thousands with half and
with twice this."""
SPARSE = 2
"""Fewer than one value in this many is sorted, which NumPy does with vector instructions; more
are marked. To retune, time `ascending` around it."""


def contains(ascending: Integers, wanted: Integers) -> tuple[Mask, Places]:
    """For each of `wanted`: (whether it is in `ascending`, its place there if so)."""
    if not ascending.size:
        return np.zeros(wanted.size, bool), np.zeros(wanted.size, np.intp)
    place = ascending.searchsorted(wanted)
    place[place == ascending.size] = 0
    return ascending[place] == wanted, place


def index_of(ascending: Integers, wanted: int) -> int:
    """The place of `wanted` in `ascending`, or -1."""
    place = int(ascending.searchsorted(wanted))
    return place if place < ascending.size and ascending[place] == wanted else -1


def common(few: Integers, many: Integers, end: int) -> Integers:
    """What is in both (all below `end`), ascending."""
    if not few.size or not many.size:
        return few[:0]
    if few.size * FEWER < many.size:
        return few[contains(many, few.astype(many.dtype, copy=False))[0]]
    marks = np.zeros(end, bool)
    marks[many] = True
    return few[marks[few]]


def union(parts: Sequence[Integers]) -> Integers:
    """What is in any of `parts` (each ascending, all of one type), ascending."""
    kept = [part for part in parts if part.size]
    if len(kept) <= 1:
        return kept[0] if kept else parts[0]
    # A stable sort keeps the runs that are in order.
    both = np.sort(np.concatenate(kept), kind="stable")
    first = np.empty(both.size, bool)
    first[0] = True
    np.not_equal(both[1:], both[:-1], out=first[1:])
    return both[first]


def ascending(values: Integers, end: int) -> Integers:
    """Distinct `values` below `end`, sorted; they may be moved where they are."""
    if values.size * SPARSE < end:
        values.sort()
        return values
    marks = np.zeros(end, bool)
    marks[values] = True
    return marks.nonzero()[0].astype(values.dtype)


def either(parts: Sequence[Integers], end: int) -> Integers:
    """What is in any of `parts` (ascending, below `end`), ascending (intp)."""
    kept = [part for part in parts if part.size]
    if len(kept) <= 1:
        return kept[0] if kept else np.zeros(0, np.intp)
    marks = np.zeros(end, bool)
    for part in kept:
        marks[part] = True
    return marks.nonzero()[0]


def without(few: Integers, unwanted: Integers, end: int) -> Integers:
    """What is in `few` and not in `unwanted` (all below `end`)."""
    if not few.size or not unwanted.size:
        return few
    marks = np.zeros(end, bool)
    marks[unwanted] = True
    return few[~marks[few]]
