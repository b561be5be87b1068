"""Letters rule out words that are too far away, and no others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from searchkit.segment.terms.letters import letters_of_each, within_reach
from tests.support.hypothesis_settings import examples

WORDS = st.text("abcde0123.ā", min_size=1, max_size=8)


@examples(200)
@given(WORDS, st.lists(WORDS, min_size=1, max_size=20), st.integers(1, 2))
def test_no_word_is_ruled_out_that_is_near(word: str, others: list[str], distance: int) -> None:
    letters = letters_of_each([other.encode() for other in others])
    kept = within_reach(letters, word.encode(), distance)
    for other, possible in zip(others, kept, strict=True):
        assert possible or OSA.distance(word, other) > distance


def test_numbers_are_near_no_word_of_more_letters_than_edits() -> None:
    letters = letters_of_each([b"1998", b"10000", b"sun", b"at"])
    assert within_reach(letters, b"sums", 2).tolist() == [False, False, True, False]
    assert within_reach(letters, b"a1", 1).tolist() == [True, True, False, True]
