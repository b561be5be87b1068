"""
The words of a text as plainly as they can be found: character by character, each rule about
numbers a few lines, nothing shared with ours.

Lives here: what the table in docs/query-language.md says of numbers. Does not live here: what
a word is folded to.
"""

from __future__ import annotations

import re
import unicodedata

from searchkit.schema.numbers import CODES, SIGNS

UNSEEN = {"\u00ad", "\u034f", "\u061c", "\ufeff", *map(chr, range(0x180B, 0x1810))}
UNSEEN |= {*map(chr, range(0x200B, 0x2010)), *map(chr, range(0x202A, 0x202F))}
UNSEEN |= {*map(chr, range(0x2060, 0x2070))} - {"\u2065"}
UNSEEN |= {*map(chr, range(0xFE00, 0xFE10)), *map(chr, range(0xE0100, 0xE01F0))}

UNITS = {
    *("mm", "cm", "m", "km", "kms", "ft", "nm", "ha", "mg", "g", "kg", "t", "kt", "lb", "lbs"),
    *("oz", "ml", "mL", "l", "L", "cc", "ppm", "ppb", "dB", "dBA", "cal", "kcal", "tonne"),
    *("tonnes", "hectares", "metres", "kilometres", "W", "kW", "MW", "GW", "TW", "kWh", "MWh"),
    *("GWh", "TWh", "V", "kV", "MJ", "GJ", "TJ", "PJ", "kPa", "Hz", "kHz", "MHz", "GHz", "Kb"),
    *("KB", "kB", "MB", "GB", "TB", "kbps", "Kbps", "Mbps", "Gbps", "mph", "kph", "kmh", "h"),
    *("hr", "hrs", "hour", "hours", "min", "mins", "minutes", "sec", "secs", "yr", "yrs", "am"),
    *("pm", "AM", "PM", "noon", "c", "k", "K", "m", "M", "mn", "mil", "b", "bn", "tn"),
    *("thousand", "million", "billion", "trillion", "percent", "pc", "cents", "dollars", "mm2"),
    *("mm3", "cm2", "cm3", "m2", "m3", "km2", "km3", "mm²", "mm³", "cm²", "cm³", "m²", "m³"),
    *("km²", "km³"),
}
_TIME = re.compile(
    r"\d?\d\.[0-5]\d(([ –-]{1,3}| (to|and|until) )\d{1,2}([.:][0-5]\d)?)? ?[ap]\.?m\b",
    re.IGNORECASE | re.ASCII,
)


def words(text: str) -> list[str]:
    """The tokens of `text`: numbers, and runs of letters, digits and combining marks."""
    text = unicodedata.normalize("NFC", text)
    text = "".join(c for c in text if c not in UNSEEN)
    for space in "\u00a0\u2007\u2009\u202f":
        text = text.replace(space, " ")
    found, current = [], ""
    place = 0
    while place < len(text):
        end = _number_end(text, place)
        if end:
            found += [current, text[place:end]]
            current, place = "", end
        else:
            if unicodedata.category(text[place])[0] in "LNM":
                current += text[place]
            else:
                found.append(current)
                current = ""
            place += 1
    return [unicodedata.normalize("NFC", word) for word in [*found, current] if word]


def _is_digit(c: str) -> bool:
    return c != "" and c in "0123456789"


def _after_digits(text: str, place: int) -> int:
    while _is_digit(text[place : place + 1]):
        place += 1
    return place


def _goes_on(text: str, place: int) -> bool:
    """Whether more digits follow, perhaps after a point or a comma."""
    following = text[place : place + 1]
    return _is_digit(following) or (
        following in (".", ",") and _is_digit(text[place + 1 : place + 2])
    )


def _number_end(text: str, place: int) -> int:
    """Where the number ends that begins here; 0 where none does."""
    before = text[:place]
    if text[place] == ".":
        end = _after_digits(text, place + 1)
        last = before[-1:]
        stands_free = last == "" or last.isspace() or last in "(/–-" + SIGNS
        return end if stands_free and end > place + 1 and not _goes_on(text, end) else 0
    if not _is_digit(text[place]) or _is_digit(before[-1:]):
        return 0
    begins = not (before[-1:] in (".", ",") and _is_digit(before[-2:-1]))
    has_currency = before[-3:] in CODES or any(
        len(before) > n
        and before[-n - 1] in SIGNS
        and before[-n:].isascii()
        and before[-n:].isalpha()
        for n in (1, 2, 3)
    )
    is_free = has_currency or not before[-1:].isalnum()
    digits = _after_digits(text, place)
    if begins:
        end = _grouped(text, place, digits, ",", 99)
        if end and not _goes_on(text, end):
            return end
        end = _grouped(text, place, digits, " ", 3)
        if end and not before[-1:].isalnum() and not _is_telephone(before):
            rest = text[end:]
            more = rest[:1] == "%" or (rest[:1] == " " and rest[1:2] in [*"%0123456789"])
            if not _goes_on(text, end) and not more:
                return end
        if is_free and text[digits : digits + 1] == "." and not _TIME.match(text, place):
            end = _after_digits(text, digits + 1)
            if end > digits + 1 and not _goes_on(text, end):
                return end
    letters = digits
    while text[letters : letters + 1].isalnum():
        letters += 1
    unit = text[digits:letters]
    if is_free and (unit in UNITS or (unit in ("a", "p") and re.match(r"\.m\b", text[letters:]))):
        return digits
    if before[-1:] and before[-1] in SIGNS and unit[:1].isalpha():
        return digits
    return digits if has_currency else 0


def _grouped(text: str, place: int, end: int, sign: str, most: int) -> int:
    """Where digits in groups of three end, with their fraction; 0 where there are none."""
    if text[place] == "0" or end - place > 3:
        return 0
    groups = 0
    while groups < most and text[end : end + 1] == sign:
        group = text[end + 1 : end + 4]
        if len(group) < 3 or not all(map(_is_digit, group)):
            break
        end, groups = end + 4, groups + 1
    if groups and text[end : end + 1] == "." and _is_digit(text[end + 1 : end + 2]):
        end = _after_digits(text, end + 1)
    return end if groups else 0


def _is_telephone(before: str) -> bool:
    """Whether what stands before groups with spaces makes them part of a telephone number."""
    return re.search(r"(\d |\d\) |\b0[1-9]\d-|\b0[1-9]0\d-|\+)$", before, re.ASCII) is not None
