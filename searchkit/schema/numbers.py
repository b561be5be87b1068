"""Where the numbers of a text are, and what they are worth.

Lives here: which digits are one number with their points, commas and spaces, where a number
ends and its unit begins, and the form in which equal numbers are equal. Does not live here:
all other words (`analysis`), what a number counts (`amounts`). docs/query-language.md has the
rules as a table, and `tests/schema/test_numbers.py` tries each row.

Digits that are part of no number are ordinary characters of a word: `covid19`, `2007`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from searchkit.schema.currencies import CODES

SPACES = "\xa0\u2007\u2009\u202f"
"""Spaces within a number, besides the common one: no-break, figure, thin, narrow no-break."""
SIGNS = "$£€¥₹"
"""Signs of currencies."""

_UNITS = (
    *("mm", "cm", "m", "km", "kms", "ft", "nm", "ha", "mg", "g", "kg", "t", "kt", "lb", "lbs"),
    *("oz", "ml", "mL", "l", "L", "cc", "ppm", "ppb", "dB", "dBA", "cal", "kcal", "tonne"),
    *("tonnes", "hectares", "metres", "kilometres", "W", "kW", "MW", "GW", "TW", "kWh", "MWh"),
    *("GWh", "TWh", "V", "kV", "MJ", "GJ", "TJ", "PJ", "kPa", "Hz", "kHz", "MHz", "GHz"),
    *("Kb", "KB", "kB", "MB", "GB", "TB", "kbps", "Kbps", "Mbps", "Gbps", "mph", "kph", "kmh"),
    *("h", "hr", "hrs", "hour", "hours", "min", "mins", "minutes", "sec", "secs", "yr", "yrs"),
    *("am", "pm", "AM", "PM", "noon", "c", "k", "K", "m", "M", "mn", "mil", "b", "bn", "tn"),
    *("thousand", "million", "billion", "trillion", "percent", "pc", "cents", "dollars"),
)
"""What is cut off where digits without point or grouping run into it; capitals matter."""


MULTIPLIERS = {
    "thousand": 3,
    "million": 6,
    "mil": 6,
    "mn": 6,
    "billion": 9,
    "bn": 9,
    "trillion": 12,
    "tn": 12,
}
"""Words after a number, and the power of ten that they multiply it by."""
MONEY_WORDS = ("dollars", "dollar", "cents", "euros", "euro")
"""Words after a number that make it a sum of money."""
NATIONS = ("us", "american", "australian", "canadian", "fiji", "fijian", "nz", "new", "singapore")
"""Words that may stand between a number and its dollars, or begin what does."""


BESIDE = (*MULTIPLIERS, *MONEY_WORDS, *NATIONS)
"""Words after a number that make it more than digits."""


def _pattern() -> re.Pattern[str]:
    """The pattern of numbers. It begins with a digit, for the sake of speed: what must stand
    before a number is looked for after its first digit. What a list has to tell (units, codes
    of currencies) is left to `number_at`: every search compiles this pattern.
    """
    sign = f"[{SIGNS}]"
    whole = r"(?![0-9]|[.,][0-9])"
    # In front, with the first digit: no part of a word, but for the letters of a currency.
    lettered = rf"(?<={sign}[A-Za-z].)|(?<={sign}[A-Za-z]{{2}}.)|(?<={sign}[A-Za-z]{{3}}.)"
    currency = rf"(?:{lettered}|(?<=[A-Z]{{3}}.))"
    free = rf"(?:(?<![^\W_].)|{currency})"
    until = r"(?:[ –-]{1,3}| (?:to|and|until) )[0-9]{1,2}(?:[.:][0-5][0-9])?"
    time = rf"[0-9]?\.[0-5][0-9](?:{until})? ?[apAP]\.?[mM]\b"
    telephone = r"(?<![0-9] .)(?<![0-9]\) .)(?<!\b0[1-9][0-9]-.)(?<!\b0[1-9]0[0-9]-.)(?<!\+.)"
    fraction = r"(?:\.[0-9]+)?"
    return re.compile(
        r"[0-9](?<![0-9].)(?:"
        # .5
        rf"(?P<point>(?<=\..)(?<![^\s({SIGNS}/–-]\..)[0-9]*{whole})"
        # 10,000 and 10 000, with their fractions.
        rf"|(?<=[1-9])(?<![0-9][.,].)(?:(?P<groups>[0-9]{{0,2}}(?:,[0-9]{{3}})+{fraction}{whole})"
        rf"|(?<![^\W_].){telephone}[0-9]{{0,2}}(?: [0-9]{{3}}){{1,3}}{fraction}{whole}"
        r"(?! ?[%0-9]))"
        # 2.5, unless it is a time.
        rf"|{free}(?<![0-9][.,].)(?!{time})[0-9]*\.[0-9]+{whole}"
        # $5each, $NZ5.
        rf"|(?<={sign}.)[0-9]*|{currency}[0-9]*"
        # NZD 5, 100km, 5 million.
        r"|(?P<code>(?<=[A-Z]{3} .)[0-9]*(?![^\W_]))"
        r"|(?<![^\W_].)[0-9]*(?:(?P<unit>(?=[^\W\d_]))|(?P<word>(?=[ -][A-Za-z]))))"
    )


@lru_cache(maxsize=1)
def _numbers() -> re.Pattern[str]:
    return _pattern()


_ALPHANUMERIC = re.compile(r"[^\W_]+")
LISTED_UNITS = frozenset(_UNITS) | {
    length + power for length in ("mm", "cm", "m", "km") for power in "23²³"
}
"""All that may run into a number without being a part of it."""
_LISTED_WORDS = frozenset(BESIDE)


def number_at(text: str, start: int) -> tuple[int, int] | None:
    """The one of `number_spans` whose first digit stands at `start`, or None."""
    match = _numbers().match(text, start)
    if match is None:
        return None
    kind, end = match.lastgroup, match.end()
    if kind == "point":
        return start - 1, end
    if kind == "unit" and not _is_unit(text, end):
        return None
    if kind == "word" and not _is_word(text, end + 1):
        return None
    if kind == "code" and text[start - 4 : start - 1] not in CODES and not _is_word(text, end + 1):
        return None
    if kind is None and text[start - 1 : start].isalpha() and not _is_currency(text[:start]):
        return None
    return start, end


def _is_unit(text: str, start: int) -> bool:
    letters = _ALPHANUMERIC.match(text, start)
    assert letters is not None  # The pattern has seen one.
    unit = letters[0]
    return unit in LISTED_UNITS or (
        unit in ("a", "p")
        and text[start + 1 : start + 3] == ".m"
        and not _ALPHANUMERIC.match(text, start + 3)
    )


def _is_word(text: str, start: int) -> bool:
    letters = _ALPHANUMERIC.match(text, start)
    return letters is not None and letters[0].lower() in _LISTED_WORDS


def _is_currency(before: str) -> bool:
    """Whether the letters that a text ends with are those of a currency."""
    letters = before[-1:]
    for count in (2, 3, 4):
        if before[-count : 1 - count] in SIGNS and before[-count : 1 - count]:
            return True
        letters = before[-count:]
        if not letters[:1].isalpha() or not letters.isascii():
            break
    return before[-3:] in CODES


def _classes() -> bytes:
    """For each byte of Latin-1 what it is to a number: `0` for a digit, a comma for what may
    join digits, a small letter, which also stands for the sign of a currency.
    """
    found = bytearray(b"-" * 256)
    for code in range(256):
        c = chr(code)
        if c in "0123456789":
            found[code] = ord("0")
        elif c in ".," or c in " \xa0":
            found[code] = ord("." if c == "." else ",")
        elif c.isascii() and c.isalpha():
            found[code] = ord(c.lower())
        elif c.isalnum() or c in SIGNS or c == "?":  # That stands for all beyond Latin-1.
            found[code] = ord("a")
    return bytes(found)


@lru_cache(maxsize=1)
def _likely() -> re.Pattern[bytes]:
    """Where a number may begin that is not a mere run of digits, in the classes of a text.

    Most digits stand alone. A number has a sign with a digit after it, or a letter or the
    sign of a currency beside it, or a point before it, or a word after it. Which ones do is
    found fastest where all digits are one character.
    """
    words = "|".join(BESIDE)
    codes = "|".join(CODES).lower()
    after = rf"0*(?:[.,]0|[a-z]|[,-](?:{words})(?![a-z0]))"
    return re.compile(rf"0(?<!00)(?:(?<=[.a-z]0)|(?={after})|(?<=(?:{codes}),0))".encode())


CLASSES = _classes()
_DECIMAL = re.compile(r"([0-9]*)\.([0-9]+)")


def number_spans(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each number of `text` that is more, or less, than a run of letters and
    digits, or counts money or millions.

    Args:
        text: in NFC, with common spaces for all `SPACES`.
    """
    yield from spans_among(text, likely_places(text))


def likely_places(text: str) -> Iterator[int]:
    """Where the first digit of a number may stand: of `number_spans`, none is left out."""
    if not any(map(text.__contains__, "0123456789")):
        return  # Nor is the pattern compiled for a query without one.
    for likely in _likely().finditer(text.encode("latin-1", "replace").translate(CLASSES)):
        yield likely.start()


def spans_among(text: str, places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The `number_spans` of a text of which the `likely_places` are known."""
    end = 0
    for first in places:
        if first >= end and (number := number_at(text, first)):
            yield number
            end = number[1]


def ungrouped(number: str) -> str:
    """The digits of a number, and its point."""
    return number.replace(",", "").replace(" ", "")


def value_of(number: str) -> str:
    """The form that all ways to write a number share: no grouping, no zeros that say nothing
    at the end of a fraction or, if there is one, in front; `number` itself if it is none.
    """
    digits = ungrouped(number)
    if digits.isdecimal():
        return digits
    found = _DECIMAL.fullmatch(digits)
    if found is None:
        return number
    whole, fraction = found[1].lstrip("0") or "0", found[2].rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole
