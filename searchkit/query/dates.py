"""Dates of the query language: whole years, months and days, and ranges of them.

Lives here: reading and writing them. Does not live here: the fields they belong
to (`searchkit.query.language`).
"""

from __future__ import annotations

import datetime
import re

from searchkit.profiles.words import MONTHS

_UNIT = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")

FORMS = "2007, 2007-11, 2007-11-20, 2006..2008, ..1999 or unknown"

Range = tuple[datetime.date | None, datetime.date | None]


def _last_day(year: int, month: int) -> int:
    from calendar import monthrange  # Most queries name no date.

    return monthrange(year, month)[1]


def month_number(word: str) -> int:
    """The number of a month by its English name or the first three letters of it (and "Sept");
    0 where it is none.
    """
    written = word.lower()
    written = "sep" if written == "sept" else written
    names = (name.lower() for name in MONTHS)
    return next((i for i, name in enumerate(names, 1) if written in (name, name[:3])), 0)


def parse_unit(text: str) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of a year, month or day.

    Raises:
        ValueError: it is not a date; the message says what is wrong.
    """
    match = _UNIT.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not a date")
    year, month, day = int(match[1]), match[2], match[3]
    if year == 0:
        raise ValueError("there is no year 0000")
    if month is None:
        return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    if not 1 <= int(month) <= 12:
        raise ValueError(f"there is no month {month}")
    last = _last_day(year, int(month))
    if day is None:
        return datetime.date(year, int(month), 1), datetime.date(year, int(month), last)
    if not 1 <= int(day) <= last:
        raise ValueError(f"{MONTHS[int(month) - 1]} {year} has no day {day}")
    one = datetime.date(year, int(month), int(day))
    return one, one


def parse_range(text: str) -> Range:
    """(first day, last day) of a unit or of a range `from..to`, both included; None
    where a side is open.

    Raises:
        ValueError: it is neither; the message says what is wrong.
    """
    start, dots, end = text.partition("..")
    if not dots:
        return parse_unit(text)
    if not start and not end:
        raise ValueError("a range needs a date on one side at least")
    first = parse_unit(start)[0] if start else None
    last = parse_unit(end)[1] if end else None
    if first and last and first > last:
        raise ValueError(f"the range ends ({end}) before it begins ({start})")
    return first, last


def range_text(first: datetime.date | None, last: datetime.date | None) -> str:
    """The shortest text that `parse_range` reads as this range."""
    begin, end = _beginnings(first), _endings(last)
    shared = [unit for unit in begin if unit and unit in end]
    if shared:
        return shared[0]
    # The same kind of unit on both sides reads best.
    for one, other in zip(begin, end, strict=True):
        if one is not None and other is not None:
            return f"{one}..{other}"
    raise AssertionError("every day is a unit")


def _beginnings(day: datetime.date | None) -> list[str | None]:
    """The year, month and day that begin with `day`; empty for an open side."""
    if day is None:
        return ["", "", ""]
    year, month = f"{day.year:04d}", f"{day.year:04d}-{day.month:02d}"
    starts_year = (day.month, day.day) == (1, 1)
    return [year if starts_year else None, month if day.day == 1 else None, day.isoformat()]


def _endings(day: datetime.date | None) -> list[str | None]:
    """The year, month and day that end with `day`; empty for an open side."""
    if day is None:
        return ["", "", ""]
    year, month = f"{day.year:04d}", f"{day.year:04d}-{day.month:02d}"
    ends_month = day.day == _last_day(day.year, day.month)
    ends_year = (day.month, day.day) == (12, 31)
    return [year if ends_year else None, month if ends_month else None, day.isoformat()]
