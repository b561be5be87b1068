"""Numbering words beside its plain twin, on texts made up to be hard."""

from __future__ import annotations

from importlib import import_module

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchkit.kernels.plain import words as plain
from searchkit.schema.analysis import HIDDEN, normalise
from searchkit.schema.currencies import CODES
from searchkit.schema.numbers import BESIDE, SIGNS, SPACES
from tests.support.twins import outcome, same, twins


@pytest.fixture(params=twins("words")[1:], scope="module")
def compiled(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


# What numbers are made of and stand beside, and letters of all kinds.
PIECES = st.one_of(
    st.sampled_from("0123456789"),
    st.integers(0, 99_999).map(str),
    st.sampled_from([".", ",", "-", "\u2013", "/", "(", "%", ":", "_", "\n", " ", " ", *SPACES]),
    st.sampled_from([*SIGNS, *CODES, "NZ", "A$", "a", "p.m.", "km", "m", "K", "\u00e9"]),
    st.sampled_from([*BESIDE, "Million", "MILLIONS", "$merican", "fij\u00ed", "to", "and"]),
    st.sampled_from([*HIDDEN[:4], "\u0301", "\u0e31", "\u2fff", "\u3000", "\u4eca", "\ud800"]),
    st.text(max_size=4),
)
TEXTS = st.lists(PIECES, max_size=14).map("".join).map(normalise)


@given(st.lists(TEXTS, max_size=6))
@example(["fiv\u00e9 5 $merican", "usd 5", "USD,5", "5,us\u00e9", "5 us0"])
@example(["1\u2009000\u00a0000", "1\u00a0000\u00e9", "$\u00e95"])
def test_both_give_the_same(compiled: str, texts: list[str]) -> None:
    expected = outcome(plain, "number_words", texts)
    assert same(outcome(compiled, "number_words", texts), expected)


def test_each_character_is_the_same_to_both(compiled: str) -> None:
    """Each stands between letters in a text of its own, and beside digits."""
    known = import_module(compiled).KNOWN
    for pattern in ("a{}b", "{}5", "5{}000", "5 {}5"):
        texts = [normalise(pattern.format(chr(code))) for code in range(known + 300)]
        made, expected = (outcome(one, "number_words", texts) for one in (compiled, plain))
        assert same(made.lengths, expected.lengths), pattern
        assert same(made, expected), pattern


def test_what_it_is_sure_of_is_not_left_to_the_plain_twin(
    compiled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = import_module(compiled)
    monkeypatch.setattr(plain, "number_words", None)
    monkeypatch.setattr(module, "tokenised", None)
    texts = ["Wh\u0101nau \u201cand\u201d $5 million", "1,000\u00a0km, na\u00efve \u03b1\u03b2"]
    assert len(module.number_words(texts).tokens) == 8


LISTS = st.lists(
    st.tuples(st.binary(max_size=12), st.lists(st.integers(0, 14), max_size=5)), max_size=4
)


@given(LISTS, st.booleans(), st.sampled_from([np.uint32, np.uint64]))
def test_both_merge_lists_alike(
    compiled: str, lists: list[tuple[bytes, list[int]]], in_order: bool, dtype: type
) -> None:
    """Ends that are in no order, or outside, are nothing that either falls over."""
    given_ones = [
        (letters, np.array(sorted(ends) if in_order else ends, dtype)) for letters, ends in lists
    ]
    expected = outcome(plain, "merge_forms", given_ones)
    assert same(outcome(compiled, "merge_forms", given_ones), expected)
