"""What the numbers of a text count, and amounts as a query writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.profiles.nz import NZ
from searchkit.schema.amounts import amount_text, amounts, asked_amount
from searchkit.schema.analysis import tokenised
from searchkit.schema.currencies import CURRENCIES, LARGEST

NZD, USD, AUD = "NZD", "USD", "AUD"


def read(text: str) -> list[tuple[str, float, str, int]]:
    """(word, value, currency, width) of each amount."""
    words, numbers, spaced = tokenised(text)
    return [
        (words[one.word].decode(), one.value, one.currency, one.width)
        for one in amounts(spaced, numbers)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$5 million", [("5", 5e6, NZD, 2)]),
        ("$5m, $5 m, $5M", [("5", 5e6, NZD, 2)] * 3),
        ("$2.3bn $2.3 billion", [("2.3", 2.3e9, NZD, 2)] * 2),
        ("$300k", [("300", 3e5, NZD, 2)]),
        ("$1.5 trillion", [("1.5", 1.5e12, NZD, 2)]),
        ("$3.2-billion", [("3.2", 3.2e9, NZD, 2)]),
        ("$10,000 and $200 000", [("10,000", 1e4, NZD, 1), ("200 000", 2e5, NZD, 1)]),
        ("$1,234.50.", [("1,234.50", 1234.5, NZD, 1)]),
        ("$.5 million", [(".5", 5e5, NZD, 2)]),
        ("$100", [("100", 100.0, NZD, 1)]),
        ("$ 5,000", [("5,000", 5000.0, NZD, 1)]),
        ("$m5.500", [("5.500", 5.5e6, NZD, 1)]),
        ("$2 a day", [("2", 2.0, NZD, 1)]),
        ("$5a day", [("5", 5.0, NZD, 1)]),
        ("NZ$5m $NZ5m NZD5m", [("5", 5e6, NZD, 2)] * 3),
        ("NZD 500", [("500", 500.0, NZD, 1)]),
        ("US$5m $US5m USD5m US $5m", [("5", 5e6, USD, 2)] * 4),
        ("A$5 AU$5 $A5 AUD5 AUD 5", [("5", 5.0, AUD, 1)] * 5),
        ("A $5 million fund", [("5", 5e6, NZD, 2)]),
        ("C$5", [("5", 5.0, "CAD", 1)]),
        ("£5m €5m ¥5m ₹5m", [("5", 5e6, c, 2) for c in ("GBP", "EUR", "JPY", "INR")]),
        ("EUR 5 million", [("5", 5e6, "EUR", 2)]),
        ("5 million USD", [("5", 5e6, USD, 2)]),
        ("5 million US dollars", [("5", 5e6, USD, 2)]),
        ("five, 50 Australian dollars", [("50", 50.0, AUD, 1)]),
        ("5 million dollars", [("5", 5e6, NZD, 2)]),
        ("50 cents, 5 euros", [("50", 0.5, NZD, 1), ("5", 5.0, "EUR", 1)]),
        ("$5-10 million", [("5", 5e6, NZD, 1), ("10", 1e7, NZD, 2)]),
        ("$5 to $10 million", [("5", 5e6, NZD, 1), ("10", 1e7, NZD, 2)]),
        ("$5m–$10m", [("5", 5e6, NZD, 2), ("10", 1e7, NZD, 2)]),
        ("US$5 to 10 million", [("5", 5e6, USD, 1), ("10", 1e7, USD, 2)]),
        ("$500 and $10 million", [("500", 500.0, NZD, 1), ("10", 1e7, NZD, 2)]),
        ("$5 million and 6 million eels", [("5", 5e6, NZD, 2), ("6", 6e6, "", 2)]),
        ("$9 billion to 1.5 million", [("9", 9e9, NZD, 2), ("1.5", 1.5e6, "", 2)]),
        ("5 million eels", [("5", 5e6, "", 2)]),
        ("5-million", [("5", 5e6, "", 2)]),
        ("2.5 thousand, 5bn", [("2.5", 2500.0, "", 2), ("5", 5e9, "", 2)]),
        ("5 per cent, 5%, 100m, 5k, 5 m", []),
        ("in 2007, million-dollar homes", []),
        ("5. Million", []),
        ("2007, 021 638 920, 10:30am, covid19", []),
        ("9" * 40 + " million", []),
        ("$5 million ‒ x\u0304 ā", [("5", 5e6, NZD, 2)]),
        ("ka\u0304inga\u00ad $5\u200b million", [("5", 5e6, NZD, 2)]),
        ("“$5\u00a0million” – Oster’s", [("5", 5e6, NZD, 2)]),
    ],
)
def test_amounts(text: str, expected: list[tuple[str, float, str, int]]) -> None:
    assert read(text) == expected


def test_a_profile_has_its_own_dollar() -> None:
    _, numbers, spaced = tokenised("$5 and NZ$6")
    found = amounts(spaced, numbers, NZ.replaced(currency="AUD"))
    assert [(one.value, one.currency) for one in found] == [(5.0, "AUD"), (6.0, "NZD")]


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        *[("5m", 5e6, ""), ("5M", 5e6, ""), ("5 million", 5e6, ""), ("1,500", 1500.0, "")],
        *[("1 500.5", 1500.5, ""), (".5", 0.5, ""), ("2.3bn", 2.3e9, ""), ("5k", 5000.0, "")],
        *[("USD5m", 5e6, USD), ("usd 5m", 5e6, USD), ("A$5", 5.0, AUD), ("$5", 5.0, NZD)],
        *[("£5", 5.0, "GBP"), ("NZ$5", 5.0, NZD), ("€1t", 1e12, "EUR")],
    ],
)
def test_an_amount_that_is_asked_for(text: str, value: float, currency: str) -> None:
    assert asked_amount(text) == (value, currency)


@pytest.mark.parametrize("text", ["", "m", "5x", "1e5", "five", "5..6", "X$5", "-5", "5m5", "1,5"])
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(ValueError, match="is no"):
        asked_amount(text)


@given(st.floats(0, LARGEST) | st.integers(0, 10**13).map(float) | st.floats(0, 1))
def test_an_amount_written_out_is_read_again(value: float) -> None:
    if 0 < value < 1e-30:
        value = 0.0
    assert asked_amount(amount_text(value)) == (value, "")


def test_the_shortest_text() -> None:
    shown = {5e6: "5m", 1500.0: "1.5k", 999.0: "999", 2.5: "2.5", 1234567.0: "1234567", 0.0: "0"}
    assert {value: amount_text(value) for value in shown} == shown


def test_currencies_keep_their_numbers() -> None:
    """An index has these numbers: new currencies come last."""
    first = "NZD AUD USD GBP EUR CAD CHF CNY FJD HKD JPY SGD INR"
    assert CURRENCIES[:14] == ("", *first.split())
