"""The three ways to near spans find what a plain look at each finds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.kernels.arrays import Following, OutOfOrder
from searchkit.kernels.plain.joins import by_marks, by_search, from_followers, standing
from searchkit.kernels.plain.texts import text_ends
from tests.support.hypothesis_settings import examples
from tests.support.position_space import SMALL, STARTS, some_positions

WAYS = [by_search, from_followers, by_marks]


@examples(150)
@given(some_positions(), some_positions(), st.sampled_from([1, 2, 3, 7, 20, 64, 1_000]))
def test_three_ways_to_the_same_places(lasts: Any, firsts: Any, slop: int) -> None:
    ends = {p: text_ends(STARTS, np.array([p]))[0] for p in lasts.tolist()[:500]}
    expected = [
        place
        for place, last in enumerate(lasts.tolist()[:500])
        if any(last < p <= last + slop and p < ends[last] for p in _near(firsts, last, slop))
    ]
    if firsts.size and lasts.size:
        searched = by_search(STARTS, lasts, Following(firsts, slop))
        for way in WAYS:
            found = way(STARTS, lasts, Following(firsts, slop))
            assert found[found < 500].tolist() == expected, way.__name__
            assert found.tolist() == searched.tolist()


def _near(firsts: Any, last: int, slop: int) -> list[int]:
    """Those of `firsts` that may be near enough, so that not all are looked at."""
    found: list[int] = firsts[np.searchsorted(firsts, last) :][: slop + 1].tolist()
    return found


@examples(100)
@given(st.sets(st.integers(0, 300)), st.lists(st.integers(0, 400)), st.sampled_from([301, 90_000]))
def test_what_stands_where(listed: set[int], wanted: list[int], end: int) -> None:
    """By marks or by search, and past the end, too."""
    there, asked = np.array(sorted(listed), np.uint32), np.array(wanted, np.uint32)
    assert standing(there, asked, end).tolist() == [one in listed for one in wanted]


def test_spans_that_do_not_ascend_list_nothing_twice() -> None:
    span = int(SMALL[-1])
    lasts = np.arange(span - 1, dtype=np.uint32)
    firsts = np.array([1, span - 1] * 20, np.uint32)
    with pytest.raises(OutOfOrder):
        from_followers(SMALL, lasts, Following(firsts, 1_000))
    assert from_followers(SMALL, lasts, Following(firsts[:2], 1_000)).size <= lasts.size


def test_spans_in_what_does_not_ascend_list_nothing_twice(search_says: Any) -> None:
    lasts = np.arange(int(SMALL[-1]), dtype=np.uint32)
    size = lasts.size
    # The texts of what comes after; then from where to where it reaches.
    search_says([1, 1, 1], [0, 0, 0], [size, 0, size])
    with pytest.raises(OutOfOrder):
        from_followers(SMALL, lasts, Following(np.array([1, 2, 3], np.uint32), 1_000))
