"""Sums of money and large numbers: what a number of a text counts.

Lives here: reading the word or letter after a number that multiplies it, and the currency
around it; reading and writing such an amount in a query. Does not live here: what is kept of
an amount (`currencies`), where numbers are (`numbers`), which currency a mere `$` means
(`searchkit.profiles`).

A number is an amount if it has a currency or is multiplied; any other number is worth what
its digits say. Per cent is no currency.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from searchkit.profiles.nz import NZ
from searchkit.profiles.profile import Profile
from searchkit.schema.currencies import CODES, LARGEST, NUMBER_OF, Amount
from searchkit.schema.numbers import MONEY_WORDS, MULTIPLIERS, SIGNS, ungrouped

_SIGNS = {"£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR"}
_LETTERS = {
    letters: code
    for code, spellings in {
        "NZD": "NZ NZD",
        "AUD": "A AU AUD AUS",
        "USD": "US USD",
        "CAD": "C CA CAD",
        "FJD": "F FJ FJD",
        "SGD": "S SG SGD",
        "HKD": "HK HKD",
    }.items()
    for letters in spellings.split()
}
"""Whose dollar it is, by the letters before or after its sign."""
_WHOSE = {
    "new zealand": "NZD",
    "nz": "NZD",
    "australian": "AUD",
    "us": "USD",
    "american": "USD",
    "canadian": "CAD",
    "fijian": "FJD",
    "fiji": "FJD",
    "singapore": "SGD",
    "hong kong": "HKD",
}
"""Whose dollars they are, in words before that one."""
_SHORT = {"k": 3, "m": 6, "b": 9, "t": 12}
"""Letters after a sum of money, and the power of ten that they multiply it by."""
_AFTER = re.compile(
    rf"(?:[ -]?(?P<word>(?i:{'|'.join(MULTIPLIERS)}))| ?(?P<letter>[kKmMbBtT]))(?![^\W_])"
)
_CURRENCY_AFTER = re.compile(
    rf" (?:(?i:(?:(?P<whose>{'|'.join(_WHOSE)}) )?(?P<word>{'|'.join(MONEY_WORDS)}))"
    rf"|(?P<code>{'|'.join(CODES)}))(?![^\W_])"
)
_BEFORE = re.compile(
    # "A $5 million fund" has no Australian dollars.
    rf"(?:(?:(?P<front>[A-Z]{{0,3}})|\b(?P<apart>US|NZ) )\$|\$(?P<back>[A-Za-z]{{1,3}})"
    rf"|(?P<sign>[£€¥₹])|(?P<code>{'|'.join(CODES)})) ?\Z"
)
_REACH = 5
"""Characters before a number that may tell its currency."""
_JOINTS = frozenset(" -")


def _first_letters(*words: str) -> frozenset[str]:
    return frozenset(word[0].upper() for word in words) | {word[0].lower() for word in words}


_FIRSTS = _first_letters(*MULTIPLIERS, *_SHORT)
_MONEY_FIRSTS = _first_letters(*MONEY_WORDS, *_WHOSE, *CODES)
"""What the words after a number begin with."""
_BETWEEN = re.compile(r" ?[-–—] ?| to | and ")


class _Read(NamedTuple):
    """An amount while its neighbours are still to be looked at.

    Attributes:
        begin, end: of all of it in the text.
        digits: of its number.
        power: of ten that multiplies it.
        currency: a code, or empty.
        width: as in `Amount`.
    """

    begin: int
    end: int
    digits: str
    power: int
    currency: str
    width: int


def amounts(
    text: str,
    numbers: Sequence[tuple[int, int, int]],
    profile: Profile = NZ,
    words_before: int = 0,
) -> list[Amount]:
    """The amounts of a text, in order.

    Args:
        text: with common spaces.
        numbers: (number of its word, start, end) of its numbers.
        profile: whose dollar is meant where nothing else is said.
        words_before: what is added to the numbers of words.
    """
    found: list[_Read] = []
    words: list[int] = []
    for word, start, end in numbers:
        one = _read(text, start, end, profile)
        before = found[-1] if found else None
        if before is not None and _BETWEEN.fullmatch(text, before.end, one.begin):
            # "$5-10 million" is from five million dollars to ten.
            if not before.power and one.power and float(before.digits) < float(one.digits):
                found[-1] = before = before._replace(power=one.power)
            if (
                not one.currency
                and _ascend(before, one)
                and text[before.end : one.begin] != " and "
            ):
                one = one._replace(currency=before.currency)
        found.append(one)
        words.append(word)
    return [
        Amount(words_before + word, value, one.currency, one.width)
        for word, one in zip(words, found, strict=True)
        if (one.currency or one.power) and (value := _value(one.digits, one.power)) <= LARGEST
    ]


def _read(text: str, start: int, end: int, profile: Profile) -> _Read:
    begin, power, currency, width = start, 0, "", 1
    digits = ungrouped(text[start:end])
    # Patterns are tried only where the character beside a number leaves them a chance.
    before, further = text[start - 1 : start], text[start - 2 : start - 1]
    if before == "$" and further == " " and text[start - 4 : start - 2] not in ("US", "NZ"):
        begin, currency = start - 1, profile.currency
    elif before and (before != " " or _may_be_currency(further)):
        match = _BEFORE.search(text, max(0, start - _REACH), start)
        if match:
            currency, power = _currency_before(match, profile)
            begin = match.start()
    if (
        text[end + 1 : end + 2] if text[end : end + 1] in _JOINTS else text[end : end + 1]
    ) in _FIRSTS:
        match = _AFTER.match(text, end)
        if match and (match["word"] or currency):
            power += MULTIPLIERS[match["word"].lower()] if match["word"] else 0
            power += _SHORT[match["letter"].lower()] if match["letter"] else 0
            end, width = match.end(), 2
    if text[end : end + 1] == " " and text[end + 1 : end + 2] in _MONEY_FIRSTS:
        match = _CURRENCY_AFTER.match(text, end)
        if match:
            end = match.end()
            if match["word"] and match["word"].lower() == "cents":
                power -= 2
            currency = _currency_after(match, profile) or currency
    return _Read(begin, end, digits, power, currency, width)


def _ascend(one: _Read, other: _Read) -> bool:
    """Whether two amounts can be the ends of a range."""
    return _value(one.digits, one.power) <= _value(other.digits, other.power)


def _may_be_currency(c: str) -> bool:
    return c.isupper() or c in SIGNS


def _currency_before(match: re.Match[str], profile: Profile) -> tuple[str, int]:
    """The currency that stands before a number, and the power of ten of a letter there."""
    if match["sign"]:
        return _SIGNS[match["sign"]], 0
    if match["code"]:
        return match["code"], 0
    letters = match["front"] or match["apart"] or match["back"] or ""
    if match["back"] and letters in _SHORT:  # "$m5.5".
        return profile.currency, _SHORT[letters]
    return _LETTERS.get(letters, profile.currency), 0


def _currency_after(match: re.Match[str], profile: Profile) -> str:
    if match["code"]:
        return match["code"]
    if match["whose"]:
        return _WHOSE[match["whose"].lower()]
    return "EUR" if match["word"].lower().startswith("euro") else profile.currency


def _value(digits: str, power: int) -> float:
    """The number nearest to some digits times a power of ten."""
    return float(f"{digits}e{power}")


_ASKED = re.compile(
    rf"(?P<before>(?:[A-Z]{{0,3}}\$|[£€¥₹]|{'|'.join(CODES)})?)\s*"
    r"(?P<number>[0-9]{1,40}(?:[, \xa0][0-9]{3})*(?:\.[0-9]{1,40})?|\.[0-9]{1,40})\s*"
    rf"(?P<power>(?:{'|'.join(MULTIPLIERS)}|[kmbt])?)",
    re.IGNORECASE,
)


def asked_amount(text: str, profile: Profile = NZ) -> tuple[float, str]:
    """(value, code of its currency or empty) of an amount that a query writes: `5m`,
    `1,500`, `USD5bn`, `A$2.5 million`.

    Raises:
        ValueError: it is none; the message says so.
    """
    match = _ASKED.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{text!r} is no amount")
    power = match["power"].lower()
    digits = ungrouped(match["number"].replace("\xa0", ""))
    value = _value(digits, (MULTIPLIERS | _SHORT).get(power, 0))
    before = match["before"].upper()
    if not before:
        return value, ""
    if before in NUMBER_OF or before in _SIGNS:
        return value, _SIGNS.get(before, before)
    letters = before.removesuffix("$")
    if letters and letters not in _LETTERS:
        raise ValueError(f"{match['before']!r} is no currency")
    return value, _LETTERS.get(letters, profile.currency)


def amount_text(value: float) -> str:
    """The shortest text that `asked_amount` reads as a value."""
    for letter, power in (("t", 12), ("b", 9), ("m", 6), ("k", 3)):
        shown = f"{value / 10**power:.6g}"
        if value >= 10**power and "e" not in shown and _value(shown, power) == value:
            return shown + letter
    from decimal import Decimal  # Most queries write no amount.

    return f"{Decimal(repr(value)):f}".removesuffix(".0")
