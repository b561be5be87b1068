"""Who governed when, as far as statements tell.

Lives here: terms of government, read off the front matter. Does not live here: what the
portfolio of a head of government is called (`searchkit.profiles`).

A statement of that portfolio with one minister is the head of government's, or that of
somebody who stands in; with several ministers nobody can tell whose portfolio it is, so it is
left out. In each month the one with most statements governs. Who has less than `STAND_IN`
days between two terms of somebody else stands in.
"""

from __future__ import annotations

import datetime
from collections import Counter
from typing import NamedTuple

import numpy as np

from searchkit.kernels import periods
from searchkit.model.trends import Government
from searchkit.query.names import KnownNames
from searchkit.schema.fields import Names
from searchkit.segment.reader import Segment

STAND_IN = 100
"""Days."""


class Governed(NamedTuple):
    """Terms of government, and what tells of them, for people; empty where nothing does."""

    terms: tuple[Government, ...] = ()
    told_by: str = ""


class _Stretch(NamedTuple):
    """Months in a row of one person: the days of the first and the last statement."""

    key: str
    first: int
    last: int


def governed(segments: list[Segment], known: dict[str, KnownNames], portfolio: str) -> Governed:
    """The terms of government.

    Args:
        segments: of the index.
        known: its names, by field.
        portfolio: of the head of government; empty: nobody knows.
    """
    person = _field(known, "person")
    label = _field(known, "label")
    if person is None or label is None:
        return Governed()
    keys = [key for key, shown in known[label.query].shown.items() if shown == portfolio]
    if not keys:
        return Governed()
    said = [one for segment in segments for one in _alone(segment, person, label, keys[0])]
    names = known[person.query].shown
    terms = tuple(
        Government(
            names[one.key],
            _day(one.first),
            _day(one.last),
            f'{label.query}:"{portfolio}" {person.query}:"{names[one.key]}"',
        )
        for one in _widened(_without_stand_ins(_stretches(said)), said)
    )
    return Governed(terms, f"the {label.query} {portfolio}" if terms else "")


def _field(known: dict[str, KnownNames], kind: str) -> Names | None:
    return next((one.field for one in known.values() if one.field.kind == kind), None)


def _alone(segment: Segment, person: Names, label: Names, key: str) -> list[tuple[int, str]]:
    """(day, key of the one person) of the dated statements of a label."""
    docs = segment.alive(segment.names[label.query].with_key(key))
    docs = docs[segment.dates[docs] > 0]
    column = segment.names[person.query]
    people = [column.keys_of(doc) for doc in docs.tolist()]
    days = segment.dates[docs].tolist()
    return [(day, one[0]) for day, one in zip(days, people, strict=True) if len(one) == 1]


def _stretches(said: list[tuple[int, str]]) -> list[_Stretch]:
    """Months in a row in which one person has most statements; of equals the first by key."""
    months: dict[int, list[tuple[int, str]]] = {}
    numbers = periods.periods_of(np.array([day for day, _ in said], np.int64), 1)
    for month, one in zip(numbers.tolist(), said, strict=True):
        months.setdefault(month, []).append(one)
    found: list[_Stretch] = []
    for _, rows in sorted(months.items()):
        counts = Counter(key for _, key in rows)
        key = min(counts, key=lambda one: (-counts[one], one))
        days = [day for day, one in rows if one == key]
        found.append(_Stretch(key, min(days), max(days)))
    return _joined(found)


def _joined(stretches: list[_Stretch]) -> list[_Stretch]:
    joined: list[_Stretch] = []
    for one in stretches:
        if joined and joined[-1].key == one.key:
            joined[-1] = joined[-1]._replace(last=one.last)
        else:
            joined.append(one)
    return joined


def _without_stand_ins(stretches: list[_Stretch]) -> list[_Stretch]:
    kept = [
        one
        for place, one in enumerate(stretches)
        if not (
            0 < place < len(stretches) - 1
            and stretches[place - 1].key == stretches[place + 1].key
            and (_day(one.last) - _day(one.first)).days < STAND_IN
        )
    ]
    return _joined(kept)


def _widened(terms: list[_Stretch], said: list[tuple[int, str]]) -> list[_Stretch]:
    """Terms with what each person says in months of others, up to the terms beside."""
    widened = []
    for place, one in enumerate(terms):
        after = terms[place - 1].last if place else 0
        before = terms[place + 1].first if place + 1 < len(terms) else 99_999_999
        days = [day for day, key in said if key == one.key and after < day < before]
        widened.append(one._replace(first=min(days), last=max(days)))
    return widened


def _day(number: int) -> datetime.date:
    return datetime.date(number // 10_000, number // 100 % 100, number % 100)
