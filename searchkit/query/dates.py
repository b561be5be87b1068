"""Dates of the query language: whole years, months and days, and ranges of them.

Lives here: reading and writing them. Does not live here: the fields they stand
behind (`syntax`).
"""

from __future__ import annotations

import calendar
import datetime
import re

_UNIT = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")

FORMS = "2007, 2007-11, 2007-11-20, 2006..2008, ..1999 or unknown"

Range = tuple[datetime.date | None, datetime.date | None]


def parse_unit(text: str) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of a year, month or day.

    Raises:
        ValueError: it is none; the message says what is wrong.
    """
    match = _UNIT.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is no date")
    year, month, day = int(match[1]), match[2], match[3]
    if year == 0:
        raise ValueError("there is no year 0000")
    if month is None:
        return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    if not 1 <= int(month) <= 12:
        raise ValueError(f"there is no month {month}")
    last = calendar.monthrange(year, int(month))[1]
    if day is None:
        return datetime.date(year, int(month), 1), datetime.date(year, int(month), last)
    if not 1 <= int(day) <= last:
        raise ValueError(f"{calendar.month_name[int(month)]} {year} has no day {day}")
    one = datetime.date(year, int(month), int(day))
    return one, one


def parse_range(text: str) -> Range:
    """(first day, last day) of a unit or of a range `from..to`, both included; None
    where a side is open.

    Raises:
        ValueError: it is no such thing; the message says what is wrong.
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
    if first and last:
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            years = f"{first.year:04d}", f"{last.year:04d}"
            return years[0] if years[0] == years[1] else "..".join(years)
        if first == last:
            return first.isoformat()
        days = calendar.monthrange(first.year, first.month)[1]
        if first.day == 1 and last == first.replace(day=days):
            return first.isoformat()[:7]
    return f"{first.isoformat() if first else ''}..{last.isoformat() if last else ''}"
