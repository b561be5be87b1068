"""The arithmetic of postings and positions against loops."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.kernels.plain.decoding import (
    all_positions,
    both_frequencies,
    count_marked,
    frequencies,
    places_of_postings,
    positions_among,
    postings_in,
    some_positions,
)

POSTINGS = st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=4), max_size=8)
"""Of each posting, its positions within its statement."""


def arrays(postings):
    """(where statements begin, the statements of the postings, totals, positions)."""
    docs = np.arange(0, 2 * len(postings), 2).astype(np.uint16)
    begins = (np.arange(2 * len(postings) + 1) * 10).astype(np.uint32)
    totals = np.array([len(one) for one in postings], np.uint8)
    within = np.array([place for one in postings for place in one], np.uint16)
    return begins, docs, totals, within


@given(POSTINGS, st.data())
def test_positions(postings, data):
    begins, docs, totals, within = arrays(postings)
    expected = [20 * number + place for number, one in enumerate(postings) for place in one]
    found = all_positions(begins, docs, totals, within)
    assert (found.tolist(), found.dtype) == (expected, np.uint32)
    kept = [place for place in range(len(expected)) if data.draw(st.booleans())]
    some = some_positions(begins, docs, totals, within, np.array(kept, np.intp))
    assert some.tolist() == [expected[place] for place in kept]


@given(POSTINGS, st.data())
def test_places_of_some_postings(postings, data):
    totals = arrays(postings)[2]
    which = [number for number in range(len(postings)) if data.draw(st.booleans())]
    starts = np.cumsum([0, *totals])
    expected = [place for n in which for place in range(starts[n], starts[n + 1])]
    chosen = np.array(which, np.intp)
    counts, places = places_of_postings(totals, chosen, len(expected))
    assert counts.tolist() == [len(postings[number]) for number in which]
    assert places.tolist() == expected
    if expected:
        with pytest.raises(ValueError, match="not at most"):
            places_of_postings(totals, chosen, len(expected) - 1)


@given(POSTINGS, st.data(), st.booleans())
def test_positions_among_statements(postings, data, few):
    begins, docs, totals, within = arrays(postings)
    if few and not postings:
        return  # Nothing is looked for in no postings.
    wanted = sorted(data.draw(st.sets(st.integers(0, 2 * len(postings)))))
    found = positions_among(begins, docs, totals, within, np.array(wanted, np.intp), few)
    chosen = [(doc // 2, postings[doc // 2]) for doc in wanted if doc in docs.tolist()]
    assert found.tolist() == [20 * number + place for number, one in chosen for place in one]


def test_statements_beyond_the_type_of_the_postings_are_in_none():
    """The last statements may have no words: 256 is not the 0 of one byte."""
    docs, asked = np.array([0, 5], np.uint8), np.array([5, 256])
    assert postings_in(docs, asked, 300, few=True).tolist() == [1]


@given(st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)), st.booleans())
def test_which_postings_are_in_some_statements(listed, wanted, few):
    if few and not listed:
        return  # Nothing is looked for in no postings.
    there, asked = (np.array(sorted(one), np.uint8) for one in (listed, wanted))
    found = postings_in(there, asked, 31, few)
    assert there[found].tolist() == sorted(listed & wanted)


@given(st.lists(st.tuples(st.lists(st.booleans(), max_size=3), st.lists(st.booleans()))))
def test_marked_positions_are_counted_by_text(postings):
    marked = np.array([one for both in postings for text in both for one in text], bool)
    sizes = [np.array([len(both[text]) for both in postings], np.uint16) for text in (0, 1)]
    for text, found in enumerate(count_marked(marked, *sizes)):
        assert found.tolist() == [sum(both[text]) for both in postings]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 63))))
def test_a_byte_holds_two_frequencies(pairs):
    packed = np.array([title << 6 | body for title, body in pairs], np.uint8)
    in_title, in_body = frequencies(packed, 6)
    assert list(zip(in_title.tolist(), in_body.tolist(), strict=True)) == pairs
    assert both_frequencies(packed, 6).tolist() == [sum(pair) for pair in pairs]
