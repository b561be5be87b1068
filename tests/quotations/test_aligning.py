"""The best alignment, against one that tries every way."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.quotations.aligning import align
from tests.support.hypothesis_settings import examples

Pairs = tuple[tuple[int, int], ...]


def aligned(quote: str, source: str) -> tuple[Pairs, int]:
    """The alignment of the letters of two texts."""
    found = align(*(np.array([ord(c) for c in one], np.int32) for one in (quote, source)))
    return found.pairs, found.equal


def worth(quote: str, source: str, pairs: Pairs) -> float:
    """What an alignment is worth, by its definition."""
    total, before = 0.0, None
    for pair in pairs:
        total += 1.0 if quote[pair[0]] == source[pair[1]] else -0.6
        if before is not None:
            added, cut = pair[0] - before[0] - 1, pair[1] - before[1] - 1
            total -= (0.9 + 0.5 * (added - 1) if added else 0) + (0.8 + 0.12 * cut if cut else 0)
        before = pair
    return total


def best_worth(quote: str, source: str) -> float:
    """The most that any alignment is worth, by trying all last pairs and all before them."""

    @cache
    def ending(row: int, column: int) -> float:
        own = 1.0 if quote[row] == source[column] else -0.6
        before = [0.0]
        for i in range(row):
            for j in range(column):
                added, cut = row - i - 1, column - j - 1
                cost = (0.9 + 0.5 * (added - 1) if added else 0) + (0.8 + 0.12 * cut if cut else 0)
                before.append(ending(i, j) - cost)
        return own + max(before)

    ends = [ending(i, j) for i in range(len(quote)) for j in range(len(source))]
    return max([0.0, *ends])


@pytest.mark.parametrize(
    ("quote", "source", "beside", "equal"),
    [
        ("abc", "xxabcxx", ["a2", "b3", "c4"], 3),
        ("abXde", "abcde", ["a0", "b1", "X2", "d3", "e4"], 4),
        ("abcghi", "abcdefghi", ["a0", "b1", "c2", "g6", "h7", "i8"], 6),
        ("abXcd", "abcd", ["a0", "b1", "c2", "d3"], 4),
        ("abc", "xyz", [], 0),
        ("", "abc", [], 0),
        ("abc", "", [], 0),
    ],
)
def test_words_changed_left_out_and_added(
    quote: str, source: str, beside: list[str], equal: int
) -> None:
    pairs, same = aligned(quote, source)
    assert [f"{quote[i]}{j}" for i, j in pairs] == beside
    assert same == equal


@examples(60)
@given(st.text("abc", max_size=7), st.text("abcd", max_size=9))
def test_nothing_is_better(quote: str, source: str) -> None:
    pairs, equal = aligned(quote, source)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))
    assert equal == sum(quote[i] == source[j] for i, j in pairs)
    assert worth(quote, source, pairs) == pytest.approx(best_worth(quote, source), abs=1e-3)
