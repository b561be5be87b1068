"""What is one number, what is none, and where a number ends and its unit begins."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.schema.analysis import (
    fold,
    normalise,
    token_bytes,
    token_spans,
    tokens,
    visible,
    with_common_spaces,
)
from searchkit.schema.numbers import SPACES, number_at, number_spans, ungrouped, value_of
from tests.support import plain_words
from tests.support.hypothesis_settings import examples

TABLE = [
    # Numbers with grouping and points.
    ("10,000", ["10,000"], ["10000"]),
    ("1,234,567.89", ["1,234,567.89"], ["1234567.89"]),
    ("10 000", ["10 000"], ["10000"]),
    ("10 000.50", ["10 000.50"], ["10000.5"]),
    ("1 234 567", ["1 234 567"], ["1234567"]),
    ("10\u00a0000", ["10 000"], ["10000"]),
    ("10\u2009000", ["10 000"], ["10000"]),
    ("10\u202f000", ["10 000"], ["10000"]),
    ("10\u2007000", ["10 000"], ["10000"]),
    ("10000", ["10000"], ["10000"]),
    ("2.50", ["2.50"], ["2.5"]),
    ("5.0", ["5.0"], ["5"]),
    ("0.0", ["0.0"], ["0"]),
    ("08.30", ["08.30"], ["8.3"]),
    ("Only .05 per cent", ["Only", ".05", "per", "cent"], ["only", "0.05", "per", "cent"]),
    ("$.5 million", [".5", "million"], ["0.5", "million"]),
    ("It ends here.5 more", ["It", "ends", "here", "5", "more"], None),
    ("way’.9", ["way", "9"], None),
    ("1,000.", ["1,000"], ["1000"]),
    ("(1,000), 2,000; 3,000!", ["1,000", "2,000", "3,000"], ["1000", "2000", "3000"]),
    ("50,000-60,000", ["50,000", "60,000"], ["50000", "60000"]),
    ("50 000–60 000", ["50 000", "60 000"], ["50000", "60000"]),
    ("1.5/2.5", ["1.5", "2.5"], None),
    ("-2.5", ["2.5"], None),
    # Signs separate and units are split off.
    ("$5 million", ["5", "million"], None),
    ("$22.5 million", ["22.5", "million"], None),
    ("2.5%", ["2.5"], None),
    ("5% 5 per cent", ["5", "5", "per", "cent"], None),
    ("$NZ10,000", ["NZ", "10,000"], ["nz", "10000"]),
    ("$NZ5", ["NZ", "5"], None),
    ("$US1.3 billion", ["US", "1.3", "billion"], None),
    ("$A325 ($NZ355)", ["A", "325", "NZ", "355"], None),
    ("$m5.500", ["m", "5.500"], ["m", "5.5"]),
    ("NZ$5 million", ["NZ", "5", "million"], None),
    ("$NZD36 USD5m", ["NZD", "36", "USD", "5", "m"], None),
    ("€1,5", ["1", "5"], None),
    ("10,000ha", ["10,000", "ha"], ["10000", "ha"]),
    ("100km", ["100", "km"], None),
    ("100km/h", ["100", "km", "h"], None),
    ("5m2 100m²", ["5", "m2", "100", "m²"], ["5", "m2", "100", "m2"]),
    ("$5m $5bn $5B $5each", ["5", "m", "5", "bn", "5", "B", "5", "each"], None),
    ("5million", ["5", "million"], None),
    ("50c", ["50", "c"], None),
    ("2.4GHz", ["2.4", "GHz"], None),
    ("1.5x", ["1.5", "x"], None),
    ("2,000th", ["2,000", "th"], ["2000", "th"]),
    ("to12,000", ["to", "12,000"], ["to", "12000"]),
    # Times.
    ("10:30am", ["10", "30", "am"], None),
    ("10.30am", ["10", "30", "am"], None),
    ("10.30 am, 9.05 P.M.", ["10", "30", "am", "9", "05", "P", "M"], None),
    ("7.30-9.30am", ["7", "30", "9", "30", "am"], None),
    ("7.30 to 9pm", ["7", "30", "to", "9", "pm"], None),
    ("9am 7p.m.", ["9", "am", "7", "p", "m"], None),
    ("10:30", ["10", "30"], None),
    ("10.30", ["10.30"], ["10.3"]),  # Nothing says that it is a time.
    ("1800 hours 18h", ["1800", "hours", "18", "h"], None),
    # Dates and years.
    ("2007-11-20", ["2007", "11", "20"], None),
    ("20/11/2007 1.5.07", ["20", "11", "2007", "1", "5", "07"], None),
    ("2007-08 2007/08 1990s", ["2007", "08", "2007", "08", "1990s"], None),
    ("in 2005, 2006 and 1984", ["in", "2005", "2006", "and", "1984"], None),
    # Versions, sections, addresses of computers.
    ("1.2.3", ["1", "2", "3"], None),
    ("v2.0 H1.2", ["v2", "0", "H1", "2"], None),
    ("192.168.0.1", ["192", "168", "0", "1"], None),
    ("s 9(2)(a)", ["s", "9", "2", "a"], None),
    ("section 5.10", ["section", "5.10"], ["section", "5.1"]),
    # Telephone numbers.
    ("021 638 920", ["021", "638", "920"], None),
    ("0800 123 456", ["0800", "123", "456"], None),
    ("0800-123 456", ["0800", "123", "456"], None),
    ("(025) 340 755", ["025", "340", "755"], None),
    ("025-340 755", ["025", "340", "755"], None),
    ("+64 21 123 456", ["64", "21", "123", "456"], None),
    ("04 817 8723", ["04", "817", "8723"], None),
    # Lists, and grouping of other kinds.
    ("1,2,3", ["1", "2", "3"], None),
    ("2,4,5-T", ["2", "4", "5", "T"], None),
    ("10,00", ["10", "00"], None),
    ("1,50", ["1", "50"], None),
    ("1.234,56", ["1", "234", "56"], None),
    ("12,34,567", ["12", "34", "567"], None),
    ("1,2345 10,0000", ["1", "2345", "10", "0000"], None),
    ("0,500 007,000", ["0", "500", "007", "000"], None),
    ("1,234.5.6", ["1", "234", "5", "6"], None),
    ("305 324 307 492 602", ["305", "324", "307", "492", "602"], None),
    ("5 28%, 72 100.0%", ["5", "28", "72", "100.0"], ["5", "28", "72", "100"]),
    ("10  000", ["10", "000"], None),
    ("10\n000", ["10", "000"], None),
    ("007", ["007"], None),
    # Words with digits.
    ("covid19 P2P A2 4WD 2B 5G 4x4", ["covid19", "P2P", "A2", "4WD", "2B", "5G", "4x4"], None),
    ("21st 2nd 3rd 10th", ["21st", "2nd", "3rd", "10th"], None),
    ("G20 COP26 H1N1", ["G20", "COP26", "H1N1"], None),
    ("kāinga2 Ā5 5ā", ["kāinga2", "Ā5", "5ā"], ["kainga2", "a5", "5a"]),
    ("2½ ½", ["2½", "½"], ["21⁄2", "1⁄2"]),
    ("１０，０００", ["１０", "０００"], ["10", "000"]),
    ("٣٬٠٠٠", ["٣", "٠٠٠"], None),
    ("snake_5 #1 No.5", ["snake", "5", "1", "No", "5"], None),
]


@pytest.mark.parametrize(("text", "written", "folded"), TABLE, ids=[row[0] for row in TABLE])
def test_the_table(text: str, written: list[str], folded: list[str] | None) -> None:
    assert tokens(normalise(text)) == written
    if folded is None:
        folded = [word.lower() for word in written]
    assert [fold(token) for token in written] == folded
    assert plain_words.words(text) == written


NUMBERLY = st.text(
    st.sampled_from("0123456789 ,.-–(/$%:amkNZ\u00a0\u2009\u200b\u00adé’") | st.characters(),
    max_size=24,
) | st.lists(
    st.sampled_from(
        [
            *("1", "10", "000", "234", "5678", "021", "0800", ",", ".", " ", "-", ":", "/", "+"),
            *("$", "%", "NZ", "A", "km", "am", "x", "th", "m2", "é", "to", " to ", ")", "\u00a0"),
        ]
    ),
    max_size=12,
).map("".join)


@examples(2_000)
@given(NUMBERLY)
def test_tokens_are_those_of_the_plain_rules(text: str) -> None:
    assert tokens(normalise(text)) == plain_words.words(text)


@examples(1_000)
@given(NUMBERLY)
def test_spans_and_bytes_are_those_of_the_tokens(text: str) -> None:
    text = normalise(text)
    found = tokens(text)
    assert [token.decode("utf-8", "surrogatepass") for token in token_bytes(text)] == found
    shown = [with_common_spaces(visible(text[start:end])) for start, end in token_spans(text)]
    assert list(map(normalise, shown)) == found


@examples(1_000)
@given(NUMBERLY)
def test_a_number_is_found_from_its_first_digit(text: str) -> None:
    for start, end in number_spans(text):
        assert number_at(text, start + (text[start] == ".")) == (start, end)


VALUES = st.decimals(0, 10**12, allow_nan=False, allow_infinity=False, places=3)


@st.composite
def written(draw: st.DrawFn, value: Decimal) -> str:
    """A value in one of the forms that a number may have."""
    whole, _, fraction = f"{value:.3f}".partition(".")
    fraction = fraction.rstrip("0")
    groups: list[str] = []
    rest = whole
    while rest:
        groups.insert(0, rest[-3:])
        rest = rest[:-3]
    signs = ["", ","] + ([" ", *SPACES] if len(groups) <= 4 else [])
    text = draw(st.sampled_from(signs)).join(groups)
    zeros = "0" * draw(st.integers(0, 2))
    return f"{text}.{fraction}{zeros}" if fraction or zeros else text


@examples(500)
@given(st.data(), VALUES)
def test_a_value_written_in_any_form_is_one_word(data: st.DataObject, value: Decimal) -> None:
    one, other = data.draw(written(value)), data.draw(written(value))
    around = data.draw(
        st.sampled_from(["{}", "spent {} on", "(${})", "{}, {{}}", "{} people", "NZ${}m"])
    )
    (found,) = [w for w in tokens(around.format(one)) if w[0].isdigit()]
    (again,) = [w for w in tokens(other) if w]
    assert fold(found) == fold(again)
    assert Decimal(fold(found)) == value
    assert fold(fold(found)) == fold(found)
    parts = [part for part in re.split("[^0-9]", one) if part]
    # It is found by itself and by none of its parts.
    assert all(fold(part) != fold(found) for part in parts if Decimal(part) != value)


@examples(500)
@given(VALUES, VALUES)
def test_other_values_are_other_words(one: Decimal, other: Decimal) -> None:
    same = one == other
    assert (value_of(f"{one:,.3f}") == value_of(f"{other:.3f}")) == same


def test_what_is_no_number_stays() -> None:
    for text in ["O'Connor", "1,2a", "a.b", "...", "1.2.3"]:
        assert value_of(text) == text
    assert ungrouped("1 234,567.50") == "1234567.50"
