"""Positions that do not ascend, as damage makes them."""

import numpy as np
import pytest

from searchkit.matching.joins import Following, from_behind
from searchkit.matching.texts import OutOfOrder, positions_within
from searchkit.segment.reader import Segment
from tests.support.damaged_index import build, segment_of


@pytest.fixture
def segment(tmp_path):
    return Segment(segment_of(build(tmp_path / "index")))


def test_fields_share_no_position(segment):
    span = int(segment.starts[-1])
    found = np.arange(span, dtype=np.uint32)
    fields = np.arange(6)
    positions, which = positions_within(segment.starts, found, fields)
    assert positions.tolist() == found.tolist()
    assert np.bincount(which).tolist() == np.diff(segment.starts).tolist()


@pytest.mark.parametrize("seed", range(20))
def test_no_more_positions_than_there_are(segment, seed):
    """However wrong the order: each field could seem to hold nearly all of them."""
    span = int(segment.starts[-1])
    found = np.random.default_rng(seed).permutation(np.arange(span, dtype=np.uint32))
    try:
        positions, _ = positions_within(segment.starts, found, np.arange(6))
    except OutOfOrder:
        return
    assert positions.size <= found.size


def test_too_many_are_refused():
    # Bisection in what does not ascend depends on where the one before has ended.
    found = np.array([19, 2, 36, 6, 39, 20, 35, 36, 16, 32, 33], np.uint32)
    starts = np.array([2, 7, 12, 21, 31], np.uint32)
    fields = np.array([2, 3])
    both = (np.searchsorted(found, starts[fields + side]) for side in (0, 1))
    low, high = both
    assert (high - low).sum() > found.size
    with pytest.raises(OutOfOrder):
        positions_within(starts, found, fields)


def test_spans_that_do_not_ascend_list_nothing_twice(segment):
    span = int(segment.starts[-1])
    lasts = np.arange(span - 1, dtype=np.uint32)
    firsts = np.array([1, span - 1] * 20, np.uint32)
    with pytest.raises(OutOfOrder):
        from_behind(segment.starts, lasts, Following(firsts, 1_000))
    few = Following(firsts[:2], 1_000)
    assert from_behind(segment.starts, lasts, few).size <= lasts.size
