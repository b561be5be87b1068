"""Merging keeps segments few, large ones rarely rewritten."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.indexing.policy import MAX_STATEMENTS, MAX_WORDS, SMALL, Size, to_merge
from tests.support.hypothesis_settings import examples


def size(words, **others):
    return Size(words, max(1, words // 400), **others)


@pytest.mark.parametrize(
    ("words", "merged"),
    [
        ([], []),
        ([5], []),
        ([SMALL * 9], []),
        ([SMALL * 9, 10], []),
        ([10, 20], [0, 1]),
        ([SMALL * 9, 10, 20], [1, 2]),
        ([SMALL * 9, SMALL * 8], []),
        ([SMALL * 9, SMALL * 9], [0, 1]),
        ([SMALL * 9, SMALL * 5, SMALL * 4], [0, 1, 2]),
        ([SMALL * 20, SMALL * 5, SMALL * 5], [1, 2]),
        ([MAX_WORDS, SMALL, SMALL], [1, 2]),
        ([MAX_WORDS, MAX_WORDS], []),
        ([MAX_WORDS - 1, MAX_WORDS - 1, 5, 6], [2, 3]),
    ],
)
def test_choices(words, merged):
    assert to_merge([size(one) for one in words]) == merged


def test_a_segment_of_too_many_statements_is_not_made():
    assert to_merge([Size(SMALL * 9, MAX_STATEMENTS), Size(SMALL * 9, 1)]) == []


def test_a_segment_that_is_mostly_deleted_is_written_anew():
    assert to_merge([size(SMALL * 9, deleted=0.6)]) == [0]
    assert to_merge([size(SMALL * 9, deleted=0.4)]) == []
    assert to_merge([size(SMALL * 90), size(SMALL * 9, deleted=0.6), size(5), size(6)]) == [1, 2, 3]


@given(st.lists(st.integers(1, SMALL * 4), min_size=1, max_size=300))
@examples(100)
def test_segments_stay_few_and_are_rarely_rewritten(updates):
    """Each update adds a segment; words are only rewritten so often."""
    segments: list[int] = []
    rewritten = 0
    for words in updates:
        segments.append(words)
        chosen = to_merge([Size(one, 1) for one in segments])
        if chosen:
            merged = sum(segments[i] for i in chosen)
            rewritten += merged
            segments = [one for i, one in enumerate(segments) if i not in chosen] + [merged]
        total = sum(segments)
        assert len(segments) <= 2 + max(0, math.log2(total / SMALL)) + 1
    # Of small ones, each update rewrites at most `SMALL` words more.
    bound = total * (2 + max(0, math.log2(total / SMALL))) + SMALL * len(updates)
    assert rewritten <= bound
