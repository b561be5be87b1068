"""From what statements say of one office to who held it when.

Lives here: stretches of one person, told apart and put together. Does not live here: what
statements say (`offices`), which of them are terms of government (`governing`).

A person's statements are one stretch unless they pause for more than `BREAK` days in which
somebody else shows for as long. A stretch inside another person's, with at most a quarter of
its statements, is acting or associate; several of one person inside the same are one. So is what
somebody says before their own time, or after it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from searchkit.storage.container import Array

BREAK = 100
"""Days. Summer holidays are shorter, and so is the time of most who stand in."""
FEW = 4
"""A tenure beside another one has at most one statement for each `FEW` of that one."""


class OfficeStatement(NamedTuple):
    """A statement of an office: its day (`date.toordinal`), its id, its people by key, and by
    key the name that it gives the office.
    """

    day: int
    id: str
    people: tuple[str, ...]
    office: str = ""


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
    pieces = sorted(_handed_over(sorted(pieces, key=_order)), key=_order)
    return _with_joint(sorted(_put_beside(pieces), key=_order), joint)


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


class _Largest:
    """Stretches, those with most statements first, and their ends as arrays."""

    def __init__(self, stretches: Iterable[Stretch]) -> None:
        self.stretches = sorted(stretches, key=lambda one: -len(one.alone))
        self.first = np.array([one.first for one in self.stretches], np.int64)
        self.last = np.array([one.last for one in self.stretches], np.int64)
        self.count = np.array([len(one.alone) for one in self.stretches], np.int64)


def _largest_of(wanted: Array) -> int | None:
    """The place of the first that `wanted` (bool) marks, if it marks any."""
    place = int(wanted.argmax())
    return place if wanted[place] else None


def _handed_over(pieces: list[Stretch]) -> list[Stretch]:
    """The stretches without what is at their ends in the time of the one before or after.

    A minister who follows another may have been an associate before, or have stood in.
    """
    largest = _Largest(pieces)
    first, last = largest.first, largest.last
    days = [np.array([told.day for told in one.alone], np.int64) for one in largest.stretches]
    found: list[Stretch] = []
    for place, one in enumerate(largest.stretches):
        # Nobody's stretch overlaps another one of their own: these are apart.
        before = _largest_of((first < one.first) & (one.first <= last) & (last < one.last))
        after = _largest_of((one.first < first) & (first <= one.last) & (one.last < last))
        begin, end = 0, len(one.alone)
        if before is not None:
            begin = _wrong_sides(days[before], days[place])[1]
        if after is not None:
            end -= _wrong_sides(days[place], days[after])[0]
        parts = (one.alone[:begin], one.alone[begin:end], one.alone[end:])
        found += [Stretch(one.person, part) for part in parts if part]
    return found


def _wrong_sides(before: Array, after: Array) -> tuple[int, int]:
    """How many statements of one who hands over come after that, and of the other before it.

    It is on the day that leaves fewest on the wrong side. 0 and 0 where these are not few,
    beside the other's in the same days or beside their own: then both hold the office.

    Args:
        before, after: the days of each, ascending; `after` begins and ends later.
    """
    old = before[np.searchsorted(before, after[0]) :]
    new = after[: np.searchsorted(after, before[-1], side="right")]
    days = np.append(new, before[-1] + 1)
    early = np.searchsorted(new, days)
    late = old.size - np.searchsorted(old, days)
    best = int((early + late).argmin())
    too_late, too_early = int(late[best]), int(early[best])
    few = (
        too_early * FEW <= min(old.size - too_late, after.size - too_early)
        and too_late * FEW <= min(new.size - too_early, before.size - too_late)
    )  # fmt: skip
    return (too_late, too_early) if few else (0, 0)


def _put_beside(pieces: list[Stretch]) -> list[Stretch]:
    """The stretches, those inside another put together by person and by that other."""
    # The largest that lies around, so it lies in none itself.
    largest = _Largest(pieces)
    kept: list[Stretch] = []
    inside: dict[tuple[str, int], list[Stretch]] = {}
    for one in pieces:
        host = _largest_of(
            (largest.first <= one.first)
            & (one.last <= largest.last)
            & (largest.count >= len(one.alone) * FEW)
        )
        if host is None:
            kept.append(one)
        else:
            inside.setdefault((one.person, host), []).append(one)
    for (person, host), several in inside.items():
        together = tuple(told for one in several for told in one.alone)
        kept.append(Stretch(person, together, beside=largest.stretches[host].person))
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
