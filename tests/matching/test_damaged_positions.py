"""Positions that do not ascend, as damage makes them.

What a binary search finds in them is left open by every library, and changes with its
version. So some of these tests let it say anything.
"""

import itertools
import tracemalloc

import numpy as np
import pytest

from searchkit.hits.occurrences import _FirstWords
from searchkit.matching.evaluate import Matcher
from searchkit.matching.joins import Following, from_followers
from searchkit.matching.texts import OutOfOrder, counts_in_texts, positions_within
from searchkit.model.errors import CorruptIndex
from searchkit.query.tree import Stem
from searchkit.segment.reader import Segment
from tests.support.damaged_index import build, segment_of

GRAIN = Stem("grain")


@pytest.fixture
def segment(tmp_path):
    return Segment(segment_of(build(tmp_path / "index")))


@pytest.fixture
def search_says(monkeypatch):
    """`search_says(first, second, ...)`: what `np.searchsorted` answers by turns."""

    def say(*answers):
        each = itertools.cycle(answers)
        monkeypatch.setattr(np, "searchsorted", lambda *_, **__: np.array(next(each)))

    return say


def in_fields(segment, positions, which):
    """Whether each of `positions` lies in the field that `which` names."""
    starts = segment.starts.astype(np.int64)
    return bool(((starts[which] <= positions) & (positions < starts[which + 1])).all())


def test_fields_share_no_position(segment):
    span = int(segment.starts[-1])
    found = np.arange(span, dtype=np.uint32)
    fields = np.arange(6)
    positions, which = positions_within(segment.starts, found, fields)
    assert positions.tolist() == found.tolist()
    assert np.bincount(which).tolist() == np.diff(segment.starts).tolist()
    assert counts_in_texts(segment.starts, found).tolist() == np.diff(segment.starts).tolist()


@pytest.mark.parametrize("seed", range(20))
def test_no_more_positions_than_there_are(segment, seed):
    """However wrong the order: each field could seem to hold nearly all of them."""
    span = int(segment.starts[-1])
    found = np.random.default_rng(seed).permutation(np.arange(span, dtype=np.uint32))
    try:
        positions, which = positions_within(segment.starts, found, np.arange(6))
    except OutOfOrder:
        return
    assert positions.size <= found.size
    assert in_fields(segment, positions, which)


@pytest.mark.parametrize("seed", range(50))
def test_whatever_a_search_says(segment, search_says, seed):
    span = int(segment.starts[-1])
    found = np.arange(span, dtype=np.uint32)
    edges = np.sort(np.random.default_rng(seed).integers(0, span + 1, 12))
    search_says(edges[0::2], edges[1::2])
    try:
        positions, which = positions_within(segment.starts, found, np.arange(6))
    except OutOfOrder:
        return
    assert in_fields(segment, positions, which)


def test_too_many_are_refused_before_they_take_memory(segment, search_says):
    found = np.arange(int(segment.starts[-1]), dtype=np.uint32)
    fields = np.zeros(100_000, np.intp)
    search_says([0] * fields.size, [found.size] * fields.size)  # Each seems to hold all.
    tracemalloc.start()
    try:
        with pytest.raises(OutOfOrder):
            positions_within(segment.starts, found, fields)
        assert tracemalloc.get_traced_memory()[1] < 8 * found.size * fields.size
    finally:
        tracemalloc.stop()


def test_fewer_than_none_are_refused(segment, search_says):
    found = np.arange(int(segment.starts[-1]), dtype=np.uint32)
    search_says([0, 9, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0])
    with pytest.raises(OutOfOrder):
        positions_within(segment.starts, found, np.arange(6))


@pytest.mark.parametrize(
    "places", [[0, 9, 4, 12, 20, 30, 45], [1, 9, 12, 20, 30, 40, 45], [0, 9, 12, 20, 30, 40, 44]]
)
def test_fields_hold_neither_fewer_than_none_nor_others_than_there_are(
    segment, search_says, places
):
    found = np.arange(45, dtype=np.uint32)
    assert segment.starts.size == len(places)
    search_says(places)
    with pytest.raises(OutOfOrder):
        counts_in_texts(segment.starts, found)


def test_spans_that_do_not_ascend_list_nothing_twice(segment):
    span = int(segment.starts[-1])
    lasts = np.arange(span - 1, dtype=np.uint32)
    firsts = np.array([1, span - 1] * 20, np.uint32)
    with pytest.raises(OutOfOrder):
        from_followers(segment.starts, lasts, Following(firsts, 1_000))
    assert from_followers(segment.starts, lasts, Following(firsts[:2], 1_000)).size <= lasts.size


def test_spans_in_what_does_not_ascend_list_nothing_twice(segment, search_says):
    lasts = np.arange(int(segment.starts[-1]), dtype=np.uint32)
    size = lasts.size
    # The fields of what comes after; then from where to where it reaches.
    search_says([1, 1, 1], [0, 0, 0], [size, 0, size])
    with pytest.raises(OutOfOrder):
        from_followers(segment.starts, lasts, Following(np.array([1, 2, 3], np.uint32), 1_000))


def test_what_is_highlighted_is_no_more_than_there_is(segment, search_says):
    places = _FirstWords(Matcher(segment), np.arange(3), np.arange(6))
    size = int(segment.positions(segment.dictionary.stem_number("grain")).size)
    assert sum(map(len, places.of(GRAIN))) == size
    search_says([0] * 6 + [size] * 6)
    with pytest.raises(CorruptIndex, match="'position'"):
        _FirstWords(Matcher(segment), np.arange(3), np.arange(6)).of(GRAIN)
