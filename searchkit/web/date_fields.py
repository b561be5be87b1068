"""Dates as readers write them into a field.

Lives here: "May 2013" and its like to the forms of the query language, and what is wrong with
a pair of dates. Does not live here: the forms themselves (`searchkit.query.dates`), dates of
statements (`searchkit.corpus.dates`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from searchkit.query.dates import month_number, parse_unit

FORMS = "2007, March 2007 or 21 March 2007"
_DAY, _MONTH, _YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<month>[a-z]{3,9})\.?", r"(\d{4})"
_WRITTEN = (
    re.compile(rf"(?:{_DAY}\s+(?:of\s+)?)?{_MONTH},?\s+{_YEAR}", re.IGNORECASE),
    re.compile(rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}", re.IGNORECASE),
    re.compile(rf"(?P<month>\d{{1,2}})[/.]{_YEAR}"),
)


def as_unit(text: str) -> str:
    """`text` as the query language writes it, where it is a year, a month or a day in words;
    anything else as it is. `5/6/2007` may be two days: it is not guessed.
    """
    plain = " ".join(text.split())
    for form in _WRITTEN:
        match = form.fullmatch(plain)
        month = _month(match["month"]) if match else 0
        if match and month:
            day = match.groupdict().get("day")
            written = f"{match[match.lastindex or 0]}-{month:02d}"
            return f"{written}-{int(day):02d}" if day else written
    return plain


def _month(text: str) -> int:
    """The number of a month; 0 where it is none."""
    if text.isdecimal():
        return int(text) if 1 <= int(text) <= 12 else 0
    return month_number(text)


class WrongDates(NamedTuple):
    """What is wrong with two fields of dates.

    Attributes:
        fields: field -> what is wrong with it, in a reader's words.
        swapped: the two the other way round would do.
    """

    fields: dict[str, str]
    swapped: bool = False


def wrong_dates(since: str, until: str) -> WrongDates | None:
    """What is wrong with the two fields of dates, or None."""
    wrong: dict[str, str] = {}
    units = {}
    for field, text in (("since", since), ("until", until)):
        if not text.strip():
            continue
        try:
            units[field] = parse_unit(as_unit(text))
        except ValueError as error:
            reason = str(error)
            why = "" if "is not a date" in reason else f": {reason}"
            shown = text if len(text) <= 40 else text[:40] + "…"
            wrong[field] = f"“{shown}” is not a date{why}. Write {FORMS}."
    if not wrong and len(units) == 2 and units["since"][0] > units["until"][1]:
        message = f"{until} is before {since}."
        return WrongDates({"since": message, "until": message}, swapped=True)
    return WrongDates(wrong) if wrong else None
