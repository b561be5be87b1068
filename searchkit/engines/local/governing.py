"""Who governed when, as far as statements tell.

Lives here: terms of government, read off who held the office of the head of government. Does not
live here: who held an office (`offices`), what that office is called (`searchkit.profiles`).

Only one person governs at a time. So a term ends where the next one begins, and those who are
acting or associate have none.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, NamedTuple

from searchkit.engines.local.offices import held
from searchkit.engines.local.tenures import Stretch
from searchkit.model.trends import Government

if TYPE_CHECKING:
    from searchkit.engines.local.snapshot import Snapshot


class Governed(NamedTuple):
    """Terms of government, and what tells of them, for people; empty where nothing does."""

    terms: tuple[Government, ...] = ()
    told_by: str = ""


class _Term(NamedTuple):
    """One person's: the days of the first and the last statement (`date.toordinal`)."""

    person: str
    first: int
    last: int


def governed(snapshot: Snapshot) -> Governed:
    """The terms of government, by their beginning."""
    people, offices = snapshot.people, snapshot.offices
    portfolio = snapshot.schema.profile.head_of_government
    if people is None or offices is None or not portfolio:
        return Governed()
    keys = [key for key, shown in offices.shown.items() if shown == portfolio]
    stretches = [one for office in held(snapshot, keys) for one in office.stretches]
    label, person = offices.field.query, people.field.query
    terms = tuple(
        Government(
            people.shown[one.person],
            datetime.date.fromordinal(one.first),
            datetime.date.fromordinal(one.last),
            f'{label}:"{portfolio}" {person}:"{people.shown[one.person]}"',
        )
        for one in _one_by_one(stretches)
    )
    return Governed(terms, f"the {label} {portfolio}" if terms else "")


def _one_by_one(stretches: list[Stretch]) -> list[_Term]:
    """Stretches of one office, by first day, so that no two overlap."""
    terms: list[_Term] = []
    for one in stretches:
        if one.beside:
            continue
        if terms and terms[-1].person == one.person:
            terms[-1] = terms[-1]._replace(last=max(terms[-1].last, one.last))
            continue
        first = one.first
        if terms and first <= terms[-1].last:
            if one.last <= terms[-1].last:
                continue  # It lies inside: the longer one governs.
            first = max(first, terms[-1].first + 1)
            terms[-1] = terms[-1]._replace(last=first - 1)
        terms.append(_Term(one.person, first, one.last))
    return terms
