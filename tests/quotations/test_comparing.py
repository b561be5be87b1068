"""What counts as a difference between a quotation and its source."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.model.quote_checks import ATTRIBUTION, CASE, PUNCTUATION, SAME, WORDS, QuotePart
from searchkit.quotations.aligning import align
from searchkit.quotations.comparing import changed, compared, quoted_text


def parts(quote: str, source: str, pairs: list[tuple[int, int]] | None = None) -> list[QuotePart]:
    own, there = quoted_text(quote), quoted_text(source)
    size = len(own.folded)
    beside = pairs or [(number, number) for number in range(size)]
    return list(compared(own, there, 0, size, beside, lambda first, last: False))


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("We are glad", "We are glad"),
        ("We are glad.", "We are glad,"),
        ("“We are glad”", "We are glad"),
        ("It's the sailors' harbour", "It’s the sailors’ harbour"),
        ("We are glad. So are you", "We are glad.\n\n“So are you"),
        ('We are "very" glad', "We are “very” glad"),
        ("We are ''very'' glad", "We are “very” glad"),
        ("glad - and late", "glad – and late"),
        ("glad—and late", "glad – and late"),
        ("and so ... we went", "and so … we went"),
        ("We  are\u00a0glad", "We are glad"),
        ("Ma\u0304ori", "M\u0101ori"),
        ("e\u00adlection", "election"),
    ],
)
def test_typography_is_no_difference(quote: str, source: str) -> None:
    assert parts(quote, source) == []


@pytest.mark.parametrize(
    ("quote", "source", "kind", "given", "there"),
    [
        ("We were glad", "We are glad", WORDS, "were", "are"),
        ("We are Glad", "We are glad", CASE, "Glad", "glad"),
        ("Maori land", "Māori land", CASE, "Maori", "Māori"),
        ("glad and late", "glad, and late", PUNCTUATION, " ", ", "),
        ("glad? And late", "glad. And late", PUNCTUATION, "? ", ". "),
        ("the sailor's harbour", "the sailor’s, harbour", PUNCTUATION, " ", ", "),
        ("harbour opens", "harbours opens", WORDS, "harbour", "harbours"),
        ("$5 million", "$50 million", WORDS, "5", "50"),
    ],
)
def test_differences_are_told_apart(
    quote: str, source: str, kind: str, given: str, there: str
) -> None:
    different = [part for part in parts(quote, source) if part.kind != SAME]
    assert different == [QuotePart(kind, given, there)]
    assert changed(parts(quote, source))


def test_words_left_out_and_added_stand_in_their_places() -> None:
    found = parts("We are never glad today", "We are all very glad", [(0, 0), (1, 1), (3, 4)])
    assert found == [
        QuotePart(SAME, "We are ", "We are "),
        QuotePart(WORDS, "never", "all very"),
        QuotePart(SAME, " glad", " glad"),
        QuotePart(WORDS, " today", ""),
    ]


def test_who_speaks_between_parts_of_a_quotation_is_no_change() -> None:
    quote, there = quoted_text("We are glad"), quoted_text("“We,” says Ms Vell, “are glad”")
    pairs = [(0, 0), (1, 4), (2, 5)]
    found = compared(quote, there, 0, 3, pairs, lambda first, last: (first, last) == (1, 4))
    assert found[1] == QuotePart(ATTRIBUTION, " ", ",” says Ms Vell, “")
    assert not changed(found)


@given(st.text("ab .,“”", max_size=12), st.text("ab .,“”", max_size=12))
def test_parts_put_together_are_both_texts(quote: str, source: str) -> None:
    given_text, there = quoted_text(quote), quoted_text(source)
    numbers: dict[str, int] = {}
    sides = [
        np.array([numbers.setdefault(word, len(numbers)) for word in one.folded], np.int32)
        for one in (given_text, there)
    ]
    pairs = align(*sides).pairs
    size = len(given_text.folded)
    if not size or not pairs:
        return
    found = compared(given_text, there, 0, size, pairs, lambda first, last: False)
    if found:
        assert "".join(part.given for part in found) == given_text.written(0, size)
        inside = there.written(pairs[0][1], pairs[-1][1] + 1)
        assert "".join(part.source for part in found) == inside
    else:
        assert len(pairs) == size
