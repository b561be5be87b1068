"""A day, as people write it.

Lives here: the text of a date to a day, and what is not certain about it. A day is never
guessed: where day and month can be taken for one another, the order must be known. Does not
live here: who knows the order (`searchkit.indexing.file_notes`), dates of queries
(`searchkit.query.dates`).

What begins with a year needs no parser of natural dates. All else is read by dateutil, which
is asked twice about everything that it would guess: with both orders, and with two days from
which it would take what is missing. What it reads must be what the text says.
"""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from searchkit.profiles.nz import NZ
from searchkit.profiles.profile import Profile

Order = Literal["day-first", "month-first", "unknown"]
"""How `5/6/2007` is read; "unknown": not at all."""

DAY_FIRST, MONTH_FIRST, AMBIGUOUS = "d", "m", "?"
"""What a date tells of the order in which its site writes days and months: the one, the other,
or that it depends on it."""

MAX_DATE = 80
"""Characters. The parser's time grows faster than the text."""

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)(.*)", re.DOTALL)
_TIME = re.compile(
    r"[T ,]*(?:(?:at )?\d{1,2}(?::\d{1,2}(?::\d{1,2}(?:[.,]\d+)?)?)?)?"
    r" *(?:[ap]\.?m\.?)? *(?:Z|(?-i:[A-Z]{2,5})|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?)?"
    r" *(?:\([^()]*\))?",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"[T ]?\b(?:\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?|\d{1,2}(?:\.\d{2})?(?= *[ap]\.?m\b))"
    r" *(?:[ap]\.?m\b\.?)? *(?:Z\b|[+-]\d{2}:?\d{2}\b|(?-i:[A-Z]{2,5})\b(?:[+-]\d{1,2})?)?",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"\d+")
_NUMERIC = re.compile(r"\D*?(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+\d{4}\b")
_NO_DATE = re.compile(r"(?:0000-00-00|0001-01-01)(?!\d)")
# Days of the week as dateutil does not know them, by its own short name.
_SHORT_DAYS = {"Tue": ("Tues",), "Wed": ("Weds",), "Thu": ("Thur", "Thurs")}
_COMPLETIONS = (datetime.datetime(1904, 1, 1), datetime.datetime(1905, 2, 2))


class ReadDate(NamedTuple):
    """What a text says about a day.

    Attributes:
        day: None where it is unknown.
        order: `DAY_FIRST`, `MONTH_FIRST`, `AMBIGUOUS`, or "" where the text tells nothing.
        problem: why it is unknown, or what of the text was left out; empty if nothing is wrong.
    """

    day: datetime.date | None
    order: str = ""
    problem: str = ""


def read_date(text: str, order: Order = "unknown", profile: Profile = NZ) -> ReadDate:
    """The day that a text says.

    Args:
        text: as it was written.
        order: what is known of how its site writes days and months.
        profile: the names of months.
    """
    text = text.strip()
    if _NO_DATE.match(text):
        return ReadDate(None, "", f"{text[:10]} stands for no date; taken as unknown")
    if text[:4].isascii() and text[:4].isdigit():
        try:
            return ReadDate(datetime.datetime.fromisoformat(text).date())
        except ValueError:
            pass
        if match := _YEAR_FIRST.match(text):
            return _year_first(text, match)
    if len(text) > MAX_DATE or not text.isprintable():
        return _unknown(text)
    return _natural(text, order, profile)


def _unknown(text: str, order: str = "") -> ReadDate:
    return ReadDate(None, order, f"{text[:MAX_DATE]!r} is no date; taken as unknown")


def _year_first(text: str, match: re.Match[str]) -> ReadDate:
    year, _, month, day, tail = match.groups()
    try:
        read = datetime.date(int(year), int(month), int(day))
    except ValueError:
        return _unknown(text)
    if len(tail) <= MAX_DATE and _TIME.fullmatch(tail.strip()):
        return ReadDate(read)
    return ReadDate(read, "", f"{tail.strip()[:MAX_DATE]!r} after the day is no time; left out")


@lru_cache(maxsize=4096)  # Many statements are of one day, and some are read twice.
def _natural(text: str, order: Order, profile: Profile) -> ReadDate:
    """Any other date. It must be complete, the year in four digits."""
    rest = _CLOCK.sub(" ", text, count=1).strip()
    lengths = sorted(map(len, _NUMBERS.findall(rest)))
    if lengths not in ([1, 4], [2, 4], [1, 1, 4], [1, 2, 4], [2, 2, 4]):
        return _unknown(text)
    if rest[:4].isdigit():  # Nobody writes the day before the month after a year.
        return ReadDate(day) if (day := _parsed(rest, False, profile)) else _unknown(text)
    day_first, month_first = _parsed(rest, True, profile), _parsed(rest, False, profile)
    if day_first is None or month_first is None:
        return _unknown(text)
    if day_first == month_first:
        numeric = _NUMERIC.match(rest)
        if numeric is None or int(numeric[1]) == int(numeric[2]):
            return ReadDate(day_first)
        return ReadDate(day_first, DAY_FIRST if int(numeric[1]) == day_first.day else MONTH_FIRST)
    if order != "unknown":
        return ReadDate(day_first if order == "day-first" else month_first, AMBIGUOUS)
    return ReadDate(
        None,
        AMBIGUOUS,
        f"{text!r} is {day_first} or {month_first}; taken as unknown (--date-order tells which)",
    )


def _parsed(text: str, day_first: bool, profile: Profile) -> datetime.date | None:
    """What dateutil reads, if that is a whole date and takes each number of the text for what
    it can only be: it takes "20 and 21 Nov 2007" for the year 2020.
    """
    parse = _parser(profile)
    numbers = sorted(map(int, _NUMBERS.findall(text)))
    # Of three numbers none can come from elsewhere.
    completions = _COMPLETIONS[: 1 if len(numbers) == 3 else 2]
    try:
        found = {parse(text, default=default, dayfirst=day_first).date() for default in completions}
    except Exception:  # The parser lets several through, its own and others.
        return None
    if len(found) > 1:
        return None
    (day,) = found
    meant = ([day.day, day.year], sorted([day.day, day.month, day.year]))
    return day if numbers in meant else None


@lru_cache(maxsize=8)
def _parser(profile: Profile) -> Any:
    """The parser of dateutil, with the names of a country's months. Slow to import, rarely used."""
    from dateutil.parser import parser, parserinfo

    months = [tuple(dict.fromkeys((name[:3], name[:4], name))) for name in profile.months]
    days = [(*names, *_SHORT_DAYS.get(names[0], ())) for names in parserinfo.WEEKDAYS]
    names = {"MONTHS": months, "WEEKDAYS": days}
    return parser(type("Names", (parserinfo,), names)()).parse
