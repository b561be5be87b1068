"""Passages are cut from the text to the letter, around what matches."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from searchkit.mcp.passages import LONGEST, MOST, passages_of

FILLER = "word " * 200


def spans(text, *words):
    found = []
    for word in words:
        at = text.find(word)
        while at >= 0:
            found.append((at, at + len(word)))
            at = text.find(word, at + 1)
    return sorted(found)


def test_a_passage_surrounds_its_match_without_halves_of_words():
    text = f"{FILLER}the harbour opened {FILLER}"
    (one,) = passages_of(text, spans(text, "harbour"))
    shown = text[one.start : one.end]
    assert "the harbour opened" in shown and 200 < len(shown) < 400
    assert shown.split()[0] == shown.split()[-1] == "word"
    assert [text[a:b] for a, b in one.matches] == ["harbour"]


def test_different_words_come_before_the_same_word_again():
    text = f"grain grain grain {FILLER} harbour and grain {FILLER} harbour"
    found = passages_of(text, spans(text, "grain", "harbour"))
    assert [[text[a:b] for a, b in one.matches] for one in found] == [
        ["grain"] * 3,
        ["harbour", "grain"],
    ]


def test_without_a_match_it_is_the_beginning():
    assert passages_of("A short text.", []) == ((0, 13, ()),)
    assert passages_of("", []) == passages_of(" \n", []) == ()


@given(st.text("ab \n", max_size=3000), st.lists(st.integers(0, 2999)), st.integers(1, 900))
def test_what_holds_of_all(text, starts, length):
    matches, end = [], 0
    for start in sorted(starts):
        if end <= start < len(text):
            end = min(len(text), start + length)
            matches.append((start, end))
    found = passages_of(text, matches)
    assert len(found) <= MOST
    assert bool(found) == bool(matches or text.strip())
    end = 0
    for one in found:
        assert end <= one.start <= one.end <= min(len(text), one.start + LONGEST)
        assert all(one.start <= a < b <= one.end for a, b in one.matches)
        assert one.matches or not matches
        end = one.end
