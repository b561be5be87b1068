"""From what statements say of one office to who held it when.

Lives here: stretches of one person, told apart and put together. Does not live here: what
statements say (`offices`), terms of government (`governing`).

A person's statements are one stretch unless they pause for more than `BREAK` days in which
somebody else shows for as long. A stretch inside another person's, with at most a quarter of
its statements, is acting or associate; several of one person inside the same are one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

BREAK = 100
"""Days. Summer holidays are shorter, and so is the time of most who stand in."""
FEW = 4
"""A tenure beside another one has at most one statement for each `FEW` of that one."""


class OfficeStatement(NamedTuple):
    """A statement of an office: its day (`date.toordinal`), its id, its people by key."""

    day: int
    id: str
    people: tuple[str, ...]


class Stretch(NamedTuple):
    """Statements of one person in one office.

    Attributes:
        person: by key.
        alone: those that name nobody else, oldest first, of one day by id.
        joint: how many others can only be this person's.
        beside: the key of the person whose long stretch this lies inside; empty: nobody.
    """

    person: str
    alone: tuple[OfficeStatement, ...]
    joint: int = 0
    beside: str = ""

    @property
    def first(self) -> int:
        """The day of its first statement."""
        return self.alone[0].day

    @property
    def last(self) -> int:
        """The day of its last statement."""
        return self.alone[-1].day


def tenures_of(said: Iterable[OfficeStatement]) -> list[Stretch]:
    """The stretches of an office, by first day, last day and person.

    Args:
        said: all dated statements of the office that name anybody. Who holds it is told by
            those of one person. One of several people counts for the only one of them who
            has a stretch around its day, or for nobody.
    """
    alone: dict[str, list[OfficeStatement]] = {}
    joint: list[OfficeStatement] = []
    for one in sorted(said):
        if len(one.people) == 1:
            alone.setdefault(one.people[0], []).append(one)
        else:
            joint.append(one)
    shown = _Shown(alone.values())
    pieces = [Stretch(person, part) for person, of in alone.items() for part in _parted(of, shown)]
    return _with_joint(sorted(_put_beside(sorted(pieces, key=_order)), key=_order), joint)


def _order(one: Stretch) -> tuple[int, int, str]:
    return one.first, one.last, one.person


class _Shown:
    """When anybody shows in the office for more than `BREAK` days.

    Args:
        by_person: the statements of each, oldest first.
    """

    def __init__(self, by_person: Iterable[Sequence[OfficeStatement]]) -> None:
        spans: list[tuple[int, int]] = []
        for of in by_person:
            days = [one.day for one in of]
            for day in days:
                place = bisect_right(days, day + BREAK)
                if place < len(days):
                    spans.append((day, days[place]))
        spans.sort()
        self._begins = [begin for begin, _ in spans]
        # The earliest end of those that begin with this one or later.
        self._ends = list(accumulate((end for _, end in reversed(spans)), min))[::-1]

    def between(self, after: int, before: int) -> bool:
        """Whether somebody does, from first to last between two days."""
        place = bisect_right(self._begins, after)
        return place < len(self._ends) and self._ends[place] < before


def _parted(of: Sequence[OfficeStatement], shown: _Shown) -> list[tuple[OfficeStatement, ...]]:
    """One person's statements, parted where somebody else holds the office meanwhile."""
    cuts = [
        place
        for place, (one, following) in enumerate(pairwise(of), 1)
        if following.day - one.day > BREAK and shown.between(one.day, following.day)
    ]
    return [tuple(of[a:b]) for a, b in pairwise([0, *cuts, len(of)])]


def _put_beside(pieces: list[Stretch]) -> list[Stretch]:
    """The stretches, those inside another put together by person and by that other."""
    # The one with most statements that lies around, so it lies in none itself.
    hosts = sorted(pieces, key=lambda one: -len(one.alone))
    first, last, count = (
        np.array(values, np.int64)
        for values in (
            [one.first for one in hosts],
            [one.last for one in hosts],
            [len(one.alone) for one in hosts],
        )
    )
    kept: list[Stretch] = []
    inside: dict[tuple[str, int], list[Stretch]] = {}
    for one in pieces:
        # Nobody's stretch lies in another one of their own: these are apart.
        around = (first <= one.first) & (one.last <= last) & (count >= len(one.alone) * FEW)
        host = int(around.argmax())
        if around[host]:
            inside.setdefault((one.person, host), []).append(one)
        else:
            kept.append(one)
    for (person, host), several in inside.items():
        together = tuple(told for one in several for told in one.alone)
        kept.append(Stretch(person, together, beside=hosts[host].person))
    return kept


def _with_joint(stretches: list[Stretch], joint: list[OfficeStatement]) -> list[Stretch]:
    counts = [0] * len(stretches)
    for told in joint:
        holding = [
            place
            for place, one in enumerate(stretches)
            if one.person in told.people and one.first <= told.day <= one.last
        ]
        if len({stretches[place].person for place in holding}) == 1:
            counts[holding[0]] += 1
    # A joint statement neither begins nor ends a stretch.
    return [one._replace(joint=count) for one, count in zip(stretches, counts, strict=True)]
