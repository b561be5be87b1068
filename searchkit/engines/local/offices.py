"""Who held which office when, as far as front matter tells.

Lives here: from an office or a day to tenures; what the statements of an office say. Does not
live here: how stretches are told apart (`tenures`), which names are one office (`families`), the
value that comes of it (`searchkit.model.offices`), terms of government (`governing`).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from searchkit.engines.local.snapshot import Snapshot
from searchkit.engines.local.tenures import OfficeStatement, Stretch, tenures_of
from searchkit.model import budget
from searchkit.model.arguments import GivenDay
from searchkit.model.errors import InvalidArgument
from searchkit.model.offices import EVIDENCE, OfficeTenure
from searchkit.query.names import KnownNames
from searchkit.query.understanding import given_day
from searchkit.segment.reader import Segment


def who(snapshot: Snapshot, office: str, on: GivenDay) -> tuple[OfficeTenure, ...]:
    """See `Archive.who`."""
    if not isinstance(office, str):
        raise InvalidArgument(f"office can't be {office!r:.60}", expected="a name")
    if not office.strip() and on is None:
        raise InvalidArgument("neither an office nor a day is given", expected="one of them")
    first, last = given_day(on, "on", 0), given_day(on, "on", 1)
    people, offices = fields(snapshot)
    keys = offices.office(office, quoted=True) if office.strip() else list(offices.shown)
    found: list[OfficeTenure] = []
    for one in held(snapshot, keys):
        tenures = (_tenure(stretch, one, people, offices) for stretch in one.stretches)
        found += [
            tenure
            for tenure in tenures
            if first is None or last is None or (tenure.first <= last and first <= tenure.last)
        ]
    return tuple(found)


def tenures_in(snapshot: Snapshot, keys: Iterable[str], person: str) -> Iterator[OfficeTenure]:
    """The tenures of one person, by key, in the offices that go by some names."""
    people, offices = fields(snapshot)
    for one in held(snapshot, keys):
        for stretch in one.stretches:
            if stretch.person == person:
                yield _tenure(stretch, one, people, offices)


class Held(NamedTuple):
    """An office, and who held it.

    Attributes:
        name: what its latest statement calls it.
        stretches: of its holders, by first day, last day and person.
    """

    name: str
    stretches: list[Stretch]


def held(snapshot: Snapshot, keys: Iterable[str]) -> list[Held]:
    """The offices that go by some names, each under all its names, by name."""
    people, offices = fields(snapshot)
    found = []
    for family in sorted({offices.family(key) for key in keys}):
        budget.check()
        if family not in snapshot.held:
            told = statements_of(snapshot, people, offices, family)
            latest = max(told, key=lambda one: (one.day, one.id), default=None)
            name = offices.shown[latest.office if latest else family[0]]
            snapshot.held[family] = Held(name, tenures_of(told))
        found.append(snapshot.held[family])
    return sorted(found, key=lambda one: (one.name.casefold(), one.name))


def fields(snapshot: Snapshot) -> tuple[KnownNames, KnownNames]:
    """The names of people and of offices.

    Raises:
        InvalidArgument: the index has no such names.
    """
    people, offices = snapshot.people, snapshot.offices
    if people is None or offices is None:
        lacks = "people" if people is None else "offices"
        raise InvalidArgument(
            f"the statements of this index have no field of {lacks}",
            expected="one of people and one of labels",
        )
    return people, offices


def statements_of(
    snapshot: Snapshot, people: KnownNames, offices: KnownNames, family: Sequence[str]
) -> list[OfficeStatement]:
    """The dated statements of an office that name anybody, each once, people under their first
    name by the profile.
    """
    found: dict[str, OfficeStatement] = {}
    for key in family:
        for segment in snapshot.segments:
            for one in _told(segment, people, offices.field.query, key):
                found.setdefault(one.id, one)
    return list(found.values())


def _told(segment: Segment, people: KnownNames, label: str, key: str) -> Iterator[OfficeStatement]:
    docs = segment.alive(segment.names[label].with_key(key))
    docs = docs[segment.dates[docs] > 0]
    column = segment.names[people.field.query]
    for doc, day in zip(docs.tolist(), segment.dates[docs].tolist(), strict=True):
        named = tuple(dict.fromkeys(map(people.main, column.keys_of(doc))))
        if named:
            date = datetime.date(day // 10_000, day // 100 % 100, day % 100)
            yield OfficeStatement(date.toordinal(), segment.id(doc), named, key)


def _tenure(one: Stretch, of: Held, people: KnownNames, offices: KnownNames) -> OfficeTenure:
    ids = [told.id for told in one.alone]
    half = EVIDENCE // 2
    names = dict.fromkeys(offices.shown[told.office] for told in one.alone)
    return OfficeTenure(
        of.name,
        people.plain(one.person),
        datetime.date.fromordinal(one.first),
        datetime.date.fromordinal(one.last),
        len(ids) + one.joint,
        tuple(ids if len(ids) <= EVIDENCE else ids[:half] + ids[-half:]),
        people.plain(one.beside) if one.beside else "",
        tuple(names),
    )
