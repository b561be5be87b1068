"""The column of days.

Lives here: the format in prose, writing and reading it, its checks. Does not live here: the
order of statements by day (`orders`).

A field of days has one section: for each statement, the number YYYYMMDD, or 0 where the day is
unknown. That of the statement's own day is called `date`, that of any other field D `day.D`.
"""

from __future__ import annotations

import datetime

import numpy as np

from searchkit.schema.fields import Day
from searchkit.segment.checks import need
from searchkit.segment.section import I4, Section, per_statement
from searchkit.storage.container import Array, Container

DATE = "date"
TYPE = np.int32
_DAYS = np.array([0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


def column_of(field: Day) -> str:
    """The name of its section: other structures have plain names, too."""
    return field.name if field.name == DATE else f"day.{field.name}"


def sections(field: Day) -> tuple[Section, ...]:
    """The sections of the column."""
    return (Section(column_of(field), I4, per_statement),)


def day_number(day: datetime.date | None) -> int:
    """A day as the number YYYYMMDD; 0 where it is unknown."""
    return day.year * 10_000 + day.month * 100 + day.day if day else 0


def day_of(number: int) -> datetime.date | None:
    """Undo `day_number`.

    Raises:
        ValueError: there is no such day.
    """
    if not number:
        return None
    return datetime.date(number // 10_000, number // 100 % 100, number % 100)


def years_of(days: Array) -> Array:
    """The year of each day, 0 where it is unknown (uint16)."""
    # What no day can be, in a damaged column, is no year either.
    years: Array = np.clip(days // 10_000, 0, 9_999).astype(np.uint16)
    return years


def check_days(container: Container, field: Day) -> None:
    """Verify that each day exists.

    Raises:
        CorruptIndex: naming the file, the section and what is wrong there.
    """
    days = container.array(column_of(field)).astype(np.int64)
    year, month, day = days // 10_000, days // 100 % 100, days % 100
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    fits = (year > 0) & (year < 10_000) & (month > 0) & (month < 13)
    last = _DAYS[np.where(fits, month, 0)] - ((month == 2) & ~leap)
    fits &= (day > 0) & (day <= last)
    need(container, column_of(field), (fits | (days == 0)).all(), "no day")
