"""What is kept of a sum of money or a large number.

Lives here: the value, and which currencies there are. Does not live here: reading it
(`amounts`), how an index keeps it (`searchkit.segment.columns.amounts`).

An index is opened without ever reading an amount, so nothing here takes time to load.
"""

from __future__ import annotations

from typing import NamedTuple

CODES = ("NZD", "AUD", "USD", "GBP", "EUR", "CAD", "CHF", "CNY", "FJD", "HKD", "JPY", "SGD")
"""Codes of currencies that may stand right before a number."""
CURRENCIES = ("", *CODES, "INR")
"""By the number that an index has for each; the first is none. New ones come last."""
NUMBER_OF = {code: number for number, code in enumerate(CURRENCIES)}
LARGEST = 1e30
"""The largest amount that is one: more is a mistake of whoever typed it."""


class Amount(NamedTuple):
    """What a number of a text counts.

    Attributes:
        word: the number of its word in the text.
        value: with what multiplies it.
        currency: a code, or empty.
        width: how many words it covers: 2 with the word or letter that multiplies it.
    """

    word: int
    value: float
    currency: str
    width: int
