"""The algebra of ascending arrays is that of Python's sets."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searchkit.kernels.plain.sets import (
    ascending,
    common,
    contains,
    either,
    index_of,
    union,
    without,
)
from tests.support.hypothesis_settings import examples

_ascending = st.sets(st.integers(0, 60)).map(lambda values: np.array(sorted(values), np.int64))
_sets = st.sets(st.integers(0, 60))


@examples(150)
@given(_ascending, st.lists(st.integers(0, 70)))
def test_look_ups_in_sets(ascending: Any, wanted: list[int]) -> None:
    there, place = contains(ascending, np.array(wanted, np.int64))
    assert there.tolist() == [value in ascending.tolist() for value in wanted]
    for value, is_there, where in zip(wanted, there, place, strict=True):
        assert not is_there or ascending[where] == value
        assert index_of(ascending, value) == (int(where) if is_there else -1)


@examples(100)
@given(st.lists(_sets, max_size=4), _sets)
def test_sets_together_and_less_others(sets: list[set[int]], unwanted: set[int]) -> None:
    parts = [np.array(sorted(one), np.intp) for one in sets]
    together = either(parts, 61)
    assert together.tolist() == sorted(set().union(*sets))
    less = without(together, np.array(sorted(unwanted), np.intp), 61)
    assert less.tolist() == sorted(set().union(*sets) - unwanted)


@examples(100)
@given(
    st.lists(st.lists(st.integers(0, 300)).map(set), min_size=1, max_size=4),
    st.sampled_from([301, 100_000]),
)
def test_union_and_order(sets: list[set[int]], end: int) -> None:
    parts = [np.array(sorted(one), np.uint32) for one in sets]
    assert union(parts).tolist() == sorted(set().union(*sets))
    mixed = np.array([*reversed(union(parts).tolist())], np.uint32)
    assert ascending(mixed, end).tolist() == sorted(mixed.tolist())
    assert ascending(mixed, end).dtype == np.uint32


@examples(100)
@given(_sets, st.sets(st.integers(0, 2_000)), st.booleans())
def test_what_sets_have_in_common(few: set[int], many: set[int], dense: bool) -> None:
    """A few are looked up, more are marked."""
    other = set(range(0, 2_000, 2)) if dense else many
    here, there = np.array(sorted(few), np.intp), np.array(sorted(other), np.uint16)
    assert common(here, there, 2_001).tolist() == sorted(few & other)
