"""Counting positions by statement, beside the plain twin."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.kernels.plain import texts as plain
from searchkit.schema.numbering import Numbering
from tests.support.hypothesis_settings import examples
from tests.support.twins import outcome, same, twins


@pytest.fixture(params=twins("texts")[1:], scope="module")
def compiled(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@st.composite
def given_positions(draw: st.DrawFn) -> list[Any]:
    """Where texts begin, how many each statement has, and positions, few or many."""
    each, statements = draw(st.integers(1, 3)), draw(st.integers(1, 5))
    sizes = draw(
        st.lists(st.integers(0, 6), min_size=each * statements, max_size=each * statements)
    )
    starts = np.cumsum([0, *[size + 1 for size in sizes]]).astype(np.uint32)
    starts.setflags(write=draw(st.booleans()))
    positions = sorted(draw(st.sets(st.integers(0, int(starts[-1]) - 1))))
    kind = draw(st.sampled_from([np.uint32, np.uint32, np.int64]))
    return [starts, Numbering(each), np.array(positions, kind)]


@given(given_positions())
@examples(300)
def test_both_give_the_same(compiled: str, arguments: list[Any]) -> None:
    expected = outcome(plain, "count_by_statement", *arguments)
    assert same(outcome(compiled, "count_by_statement", *arguments), expected)


@given(given_positions(), st.data())
@examples(100)
def test_damage_is_left_to_the_plain_twin(
    compiled: str, arguments: list[Any], data: st.DataObject
) -> None:
    starts, numbering, positions = arguments
    if positions.size < 2:
        return
    positions[data.draw(st.integers(0, positions.size - 1))] = starts[-1] + 1
    shuffled = positions[::-1].copy()
    for damaged in (positions, shuffled):
        expected = outcome(plain, "count_by_statement", starts, numbering, damaged)
        found = outcome(compiled, "count_by_statement", starts, numbering, damaged)
        assert same(found, expected)


def test_what_is_right_is_not_left_to_the_plain_twin(
    compiled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain, "count_by_statement", None)
    starts = np.array([0, 3, 10, 12, 20], np.uint32)
    positions = np.array([2, 3, 9, 15], np.uint32)
    found = import_module(compiled).count_by_statement(starts, Numbering(2), positions)
    assert found.docs.tolist() == [0, 1]
    assert [one.tolist() for one in found.counts] == [[1, 0], [2, 1]]
