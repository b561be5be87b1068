"""Positions and their texts: many and few, and those that damage has put out of order."""

from __future__ import annotations

import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.kernels.arrays import OutOfOrder
from searchkit.kernels.plain.texts import (
    added,
    count_by_statement,
    counts_in_texts,
    positions_within,
    text_ends,
    texts_at,
)
from tests.support.hypothesis_settings import examples
from tests.support.position_space import NUMBERING, SMALL, STARTS, some_positions

EVERYWHERE = np.arange(45, dtype=np.uint32)


@examples(100)
@given(some_positions())
def test_many_positions_and_few_are_counted_the_same(found: Any) -> None:
    texts = [int(np.searchsorted(STARTS, p, side="right")) - 1 for p in found.tolist()]
    assert texts_at(STARTS, found).tolist() == texts
    assert text_ends(STARTS, found).tolist() == [int(STARTS[text + 1]) for text in texts]
    counted = count_by_statement(STARTS, NUMBERING, found)
    rows = zip(counted.docs.tolist(), *counted.counts, strict=True)
    for doc, in_title, in_body in rows:
        assert (texts.count(2 * doc), texts.count(2 * doc + 1)) == (in_title, in_body)
    assert counted.docs.tolist() == sorted({text // 2 for text in texts})


@examples(50)
@given(some_positions(), st.integers(1, 3))
def test_postings_of_words_put_together_are_those_of_all_their_positions(
    found: Any, words: int
) -> None:
    parts = [count_by_statement(STARTS, NUMBERING, found[number::words]) for number in range(words)]
    both = added(parts, NUMBERING, STARTS.size // NUMBERING.texts)
    every = count_by_statement(STARTS, NUMBERING, found)
    for one, other in zip((both.docs, *both.counts), (every.docs, *every.counts), strict=True):
        assert one.tolist() == other.tolist()


@examples(100)
@given(some_positions(), st.sets(st.integers(0, STARTS.size - 2), min_size=1))
def test_positions_in_some_texts(found: Any, chosen: set[int]) -> None:
    numbers = np.array(sorted(chosen))
    kept, which = positions_within(STARTS, found, numbers)
    expected = [
        (position, place)
        for place, number in enumerate(numbers.tolist())
        for position in found.tolist()
        if STARTS[number] <= position < STARTS[number + 1]
    ]
    assert list(zip(kept.tolist(), which.tolist(), strict=True)) == expected


def in_texts(positions: Any, which: Any) -> bool:
    """Whether each of `positions` lies in the text that `which` names."""
    starts = SMALL.astype(np.int64)
    return bool(((starts[which] <= positions) & (positions < starts[which + 1])).all())


def test_texts_share_no_position() -> None:
    positions, which = positions_within(SMALL, EVERYWHERE, np.arange(6))
    assert positions.tolist() == EVERYWHERE.tolist()
    assert np.bincount(which).tolist() == np.diff(SMALL).tolist()
    assert counts_in_texts(SMALL, EVERYWHERE).tolist() == np.diff(SMALL).tolist()


@pytest.mark.parametrize("seed", range(20))
def test_no_more_positions_than_there_are(seed: int) -> None:
    """However wrong the order: each text could seem to hold nearly all of them."""
    found = np.random.default_rng(seed).permutation(EVERYWHERE)
    try:
        positions, which = positions_within(SMALL, found, np.arange(6))
    except OutOfOrder:
        return
    assert positions.size <= found.size
    assert in_texts(positions, which)


@pytest.mark.parametrize("seed", range(50))
def test_whatever_a_search_says(search_says: Any, seed: int) -> None:
    edges = np.sort(np.random.default_rng(seed).integers(0, EVERYWHERE.size + 1, 12))
    search_says(edges[0::2], edges[1::2])
    try:
        positions, which = positions_within(SMALL, EVERYWHERE, np.arange(6))
    except OutOfOrder:
        return
    assert in_texts(positions, which)


def test_too_many_are_refused_before_they_take_memory(search_says: Any) -> None:
    texts = np.zeros(100_000, np.intp)
    search_says([0] * texts.size, [EVERYWHERE.size] * texts.size)  # Each seems to hold all.
    tracemalloc.start()
    try:
        with pytest.raises(OutOfOrder):
            positions_within(SMALL, EVERYWHERE, texts)
        assert tracemalloc.get_traced_memory()[1] < 8 * EVERYWHERE.size * texts.size
    finally:
        tracemalloc.stop()


def test_fewer_than_none_are_refused(search_says: Any) -> None:
    search_says([0, 9, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0])
    with pytest.raises(OutOfOrder):
        positions_within(SMALL, EVERYWHERE, np.arange(6))


@pytest.mark.parametrize(
    "places", [[0, 9, 4, 12, 20, 30, 45], [1, 9, 12, 20, 30, 40, 45], [0, 9, 12, 20, 30, 40, 44]]
)
def test_texts_hold_neither_fewer_than_none_nor_others_than_there_are(
    search_says: Any, places: list[int]
) -> None:
    assert SMALL.size == len(places)
    search_says(places)
    with pytest.raises(OutOfOrder):
        counts_in_texts(SMALL, EVERYWHERE)
