"""The inversion beside its plain twin, on arrays that fit and on others."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchkit.kernels.plain import inversion as plain
from searchkit.segment.positions.forward import codes_of
from searchkit.segment.positions.space import text_starts
from tests.support.twins import outcome, same, twins

NAMES = ("form_tokens", "lengths", "starts", "stem_of_form", "counts", "codes")
Arrays = list[np.ndarray[Any, Any]]


@pytest.fixture(params=twins("inversion")[1:], scope="module")
def compiled(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@st.composite
def fitting(draw: st.DrawFn) -> Arrays:
    """The arguments of an inversion, as a segment has them."""
    seed = draw(st.integers(0, 1 << 32))
    random = np.random.default_rng(seed)
    forms = draw(st.integers(1, 400))
    stems = random.integers(0, draw(st.integers(1, forms)), forms)
    stem_of_form = np.unique(np.sort(stems), return_inverse=True)[1].astype(np.uint32)
    longest = draw(st.sampled_from([0, 1, 3, 40, 300]))
    lengths = random.integers(0, longest + 1, 2 * draw(st.integers(0, 12))).astype(np.uint32)
    tokens = random.integers(0, forms, int(lengths.sum())).astype(np.uint32)
    counts = plain.stem_counts(tokens, stem_of_form)
    return [tokens, lengths, text_starts(lengths), stem_of_form, counts, codes_of(counts)]


@given(fitting())
def test_both_give_the_same(compiled: str, arrays: Arrays) -> None:
    expected = outcome(plain, "invert", *arrays)
    assert not isinstance(expected, type)
    assert same(outcome(compiled, "invert", *arrays), expected)


def u4(*values: int) -> np.ndarray[Any, Any]:
    return np.array(values, np.uint32)


SMALL = [u4(0, 1, 1), u4(1, 2), u4(0, 2, 5), u4(0, 0), np.array([3]), np.array([1], np.uint16)]


@given(fitting(), st.integers(0, 5), st.integers(0, 1 << 16), st.integers(0, 70_000))
@example(SMALL, 0, 0, 2)
@example(SMALL, 1, 1, 9)
@example(SMALL, 2, 2, 4)
@example(SMALL, 2, 0, 3)
@example(SMALL, 3, 0, 1)
@example(SMALL, 4, 0, 2)
def test_damage_comes_to_the_same(
    compiled: str, arrays: Arrays, which: int, place: int, value: int
) -> None:
    if not arrays[which].size:
        return
    damaged = [one.copy() for one in arrays]
    damaged[which][place % damaged[which].size] = value
    expected = outcome(plain, "invert", *damaged)
    assert same(outcome(compiled, "invert", *damaged), expected)


def test_what_it_is_sure_of_is_not_left_to_the_plain_twin(
    compiled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain, "invert", None)
    assert outcome(compiled, "invert", *SMALL).forward.tolist() == [1, 0, 1, 1, 0]


def test_arrays_of_other_types_and_layouts(compiled: str) -> None:
    wide = [np.repeat(one, 2)[::2].astype(np.int64) for one in SMALL]
    narrow = [SMALL[0], SMALL[1].astype(np.uint8), *SMALL[2:5], SMALL[5]]
    for arrays in (narrow, [*wide[:5], np.repeat(SMALL[5], 2)[::2]]):
        arrays[2] = SMALL[2]
        made = outcome(compiled, "invert", *arrays)
        assert same(made, outcome(plain, "invert", *SMALL)), made
