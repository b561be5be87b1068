"""The arithmetic of scores by hand. Whole answers: tests/ranking/test_scores.py."""

from __future__ import annotations

import numpy as np
import pytest

from searchkit.kernels.arrays import Placed, Within
from searchkit.kernels.plain.scores import (
    leaf_scores,
    occurrence_weights,
    proximity_sums,
    stands_early,
    title_shares,
)
from searchkit.schema.numbering import Numbering


def test_long_texts_weigh_less() -> None:
    found = occurrence_weights(np.array([0, 50, 100], np.uint8), 50.0, 0.4, 2.0)
    assert found.tolist() == pytest.approx([2 / 0.6, 2.0, 2 / 1.4])
    assert found.dtype == np.float32


def test_a_title_counts_twice() -> None:
    docs = np.array([0, 2])
    counts = (np.array([0, 1], np.uint8), np.array([3, 1], np.uint8))
    weights = tuple(np.array(w, np.float32) for w in ([9, 9, 2], [0.5, 9, 1]))
    found = leaf_scores(docs, counts, weights, 10.0, k1=1.5, title_bonus=0.3, title_k=4.0)
    assert found.tolist() == pytest.approx([10 * 0.5, 10 * (3 / 4.5 + 0.3 * 2 / 6)])


def test_a_statement_may_have_a_title_alone() -> None:
    counts, weights = (np.array([2], np.uint8),), (np.array([1], np.float32),)
    found = leaf_scores(np.array([0]), counts, weights, 1.0, k1=2.0, title_bonus=0.0, title_k=1.0)
    assert found.tolist() == pytest.approx([0.5])


def placed(positions: list[int], texts: list[int], width: int = 1) -> Placed:
    return Placed(Within(np.array(positions, np.int64), np.array(texts, np.intp)), width)


def test_near_words_of_one_text_count() -> None:
    """By text: 3 is 1 before 4 and 2 after 1; 20 and 22 are in two texts; 40 is out of reach."""
    first = placed([3, 20, 40], [1, 2, 5])
    second = placed([1, 4, 22, 60], [1, 1, 3, 5])
    found = proximity_sums(first, second, Numbering(2), size=3, reach=8)
    assert found.tolist() == [1 + 1 / 4, 0, 0]


def test_the_distance_is_from_the_end_of_a_phrase() -> None:
    found = proximity_sums(placed([3], [0], 2), placed([5], [0]), Numbering(1), 1, 8)
    assert found.tolist() == [1]
    found = proximity_sums(placed([5], [0], 2), placed([3], [0]), Numbering(1), 1, 8)
    assert found.tolist() == [1 / 4]


def test_nothing_is_near_what_is_not_there() -> None:
    assert proximity_sums(placed([], []), placed([5], [0]), Numbering(1), 2, 8).tolist() == [0, 0]


def test_what_stands_early_is_in_the_title_or_among_the_first_words() -> None:
    """Three statements of a title and a body; texts begin at 0, 2, 10, 30, 50, 54."""
    starts = np.array([0, 2, 10, 30, 50, 54])
    found = stands_early(placed([7, 29, 57], [1, 2, 5]), Numbering(2), starts, 3, words=4)
    assert found.tolist() == [False, True, True]
    found = stands_early(placed([5, 58], [1, 5]), Numbering(2), starts, 3, words=4)
    assert found.tolist() == [True, False, False]
    assert not stands_early(placed([], []), Numbering(2), starts, 3, words=4).any()


def test_how_much_of_a_title_is_said() -> None:
    """Titles of 4, 2 and no words; the first leaf weighs 3 of 4, the second is a phrase."""
    leaves = [placed([0, 9, 20, 40], [0, 1, 2, 5]), placed([1, 21], [0, 2], width=2)]
    found = title_shares(leaves, [3.0, 1.0], Numbering(2), np.array([4, 2, 0]))
    assert found.tolist() == [3 / 4, 1.0, 0.0]
