"""Where the numbers of a text are, and what they are worth.

Lives here: which digits are one number with their points, commas and spaces, where a number
ends and its unit begins, and the form in which equal numbers are equal. Does not live here:
all other words (`analysis`). docs/query-language.md has the rules as a table, and
`tests/schema/test_numbers.py` tries each row.

Digits that are part of no number are ordinary characters of a word: `covid19`, `2007`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

SPACES = "\xa0\u2007\u2009\u202f"
"""Spaces within a number, besides the common one: no-break, figure, thin, narrow no-break."""
SIGNS = "$£€¥₹"
"""Signs of currencies."""
CODES = ("NZD", "AUD", "USD", "GBP", "EUR", "CAD", "CHF", "CNY", "FJD", "HKD", "JPY", "SGD")
"""Codes of currencies that may stand right before a number."""

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


def _pattern() -> re.Pattern[str]:
    """The pattern of numbers. It looks at digits first, for the sake of speed: what must
    stand before a number is looked for after its first digit.
    """
    units = "|".join(sorted(set(_UNITS), key=len, reverse=True))
    unit = rf"(?:(?:mm|cm|m|km)[23²³]|{units}|[ap](?=\.m\b))(?![^\W_])"
    whole = r"(?![0-9]|[.,][0-9])"
    # In front, with the first digit: no part of a word, but for the letters of a currency.
    sign, codes = f"[{SIGNS}]", "|".join(CODES)
    lettered = rf"(?<={sign}[A-Za-z].)|(?<={sign}[A-Za-z]{{2}}.)|(?<={sign}[A-Za-z]{{3}}.)"
    currency = rf"(?:{lettered}|(?<=(?:{codes}).))"
    free = rf"(?:(?<![^\W_].)|{currency})"
    clock = r"[ap]\.?m\b"
    until = r"(?:[ –-]{1,3}| (?:to|and|until) )[0-9]{1,2}(?:[.:][0-5][0-9])?"
    time = rf"[0-9]?\.[0-5][0-9](?:{until})? ?(?i:{clock})"
    telephone = r"(?<![0-9] .)(?<![0-9]\) .)(?<!\b0[1-9][0-9]-.)(?<!\b0[1-9]0[0-9]-.)(?<!\+.)"
    fraction = r"(?:\.[0-9]+)?"
    return re.compile(
        r"[0-9](?<![0-9].)(?:"
        # .5
        rf"(?<=\..)(?<![^\s({SIGNS}/–-]\..)[0-9]*{whole}()"
        # 10,000 and 10 000, with their fractions.
        rf"|(?<=[1-9])(?<![0-9][.,].)(?:[0-9]{{0,2}}(?:,[0-9]{{3}})+{fraction}{whole}"
        rf"|(?<![^\W_].){telephone}[0-9]{{0,2}}(?: [0-9]{{3}}){{1,3}}{fraction}{whole}"
        r"(?! ?[%0-9]))"
        # 2.5, unless it is a time.
        rf"|{free}(?<![0-9][.,].)(?!{time})[0-9]*\.[0-9]+{whole}"
        # 100km, $5each, $NZ5.
        rf"|{free}[0-9]*(?={unit})|(?<={sign}.)[0-9]*(?=[^\W\d_])|{currency}[0-9]*)"
    )


_NUMBER = _pattern()


def _classes() -> bytes:
    """For each byte of Latin-1 its class: a digit, what may join digits, a letter, another."""
    found = bytearray(b"-" * 256)
    for code in range(256):
        c = chr(code)
        if c in "0123456789":
            found[code] = ord("0")
        elif c in ".," or c in " \xa0":
            found[code] = ord("." if c == "." else ",")
        elif c.isalnum() or c == "?":  # A question mark stands for all beyond Latin-1.
            found[code] = ord("a")
    return bytes(found)


_CLASSES = _classes()
# Most digits stand alone. A number has a sign with a digit after it, or a letter beside it,
# or a point before it; which ones do is found fastest where all digits are one character.
_LIKELY = re.compile(rb"0(?<!00)(?:(?<=[.a]0)|(?=0*(?:[.,]0|a)))")
_DECIMAL = re.compile(r"([0-9]*)\.([0-9]+)")


def number_spans(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each number of `text` that a run of letters and digits is not.

    Args:
        text: in NFC, with common spaces for all `SPACES`.
    """
    end = 0
    for likely in _LIKELY.finditer(text.encode("latin-1", "replace").translate(_CLASSES)):
        first = likely.start()
        if first >= end and (number := number_at(text, first)):
            yield number
            end = number[1]


def number_at(text: str, start: int) -> tuple[int, int] | None:
    """The one of `number_spans` whose first digit stands at `start`, or None."""
    match = _NUMBER.match(text, start)
    return (start - 1 if match.lastindex else start, match.end()) if match else None


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
