"""Dates as people read them.

Lives here: dates written out. Does not live here: the names of the months
(`searchkit.profiles`), the dates of the query language (`searchkit.query.dates`).
"""

from __future__ import annotations

import datetime

from searchkit.profiles.words import MONTHS


def long_date(date: datetime.date) -> str:
    """A date written out: 20 November 2007."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def short_date(date: datetime.date) -> str:
    """A date with a short month: 20 Nov 2007."""
    return f"{date.day} {short_month(date)} {date.year}"


def seen_from(date: datetime.date | None, other: datetime.date | None) -> str:
    """When a day was, seen from another one; empty where one is unknown."""
    if date is None or other is None:
        return ""
    return "the same day" if date == other else "before" if date < other else "after"


def short_month(date: datetime.date) -> str:
    """The first three letters of a month."""
    return MONTHS[date.month - 1][:3]
