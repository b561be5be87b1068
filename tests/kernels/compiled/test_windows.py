"""Counting the words in stretches beside its plain twin, right and damaged arguments alike."""

from __future__ import annotations

from importlib import import_module

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchkit.kernels.plain import windows as plain
from tests.support.twins import outcome, same, twins


@pytest.fixture(params=twins("windows")[1:], scope="module")
def compiled(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


NUMBERS = st.integers(-2, 12)


@given(
    st.lists(st.integers(0, 3), max_size=10),
    st.lists(st.tuples(NUMBERS, NUMBERS, st.integers(0, 2**32 - 1)), max_size=6),
    st.booleans(),
)
@example([5, 5, 5], [(0, 2, 4), (1, 3, 4)], True)
@example([5, 5, 5], [(0, 2, 4), (1, 3, 2)], False)
@example([5, 5, 5], [(2, 4, 4)], False)
@example([5, 5, 5], [(2, 1, 4), (0, 1, 4)], False)
@example([5, 5, 5], [(-1, 2, 4)], False)
def test_both_give_the_same(
    compiled: str, codes: list[int], rows: list[tuple[int, int, int]], ordered: bool
) -> None:
    if ordered:
        rows = sorted(rows, key=lambda row: row[2])
    starts, stops, docs = np.array(rows, np.int64).reshape(-1, 3).T
    arguments = (np.array(codes, np.uint16), starts, stops, docs.astype(np.uint32))
    for name, given_ in (("tally", arguments), ("count", arguments[:3])):
        assert same(outcome(compiled, name, *given_), outcome(plain, name, *given_))


def test_what_is_right_is_not_left_to_the_plain_twin(
    compiled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain, "tally", None)
    stretches = np.array([0, 2]), np.array([2, 3])
    found = import_module(compiled).tally(
        np.array([7, 7, 9], np.uint16), *stretches, np.array([1, 2], np.uint32)
    )
    assert [counts[[7, 9]].tolist() for counts in found] == [[2, 1], [1, 1]]
