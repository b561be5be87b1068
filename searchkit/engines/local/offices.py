"""Who held which office when, as far as front matter tells.

Lives here: from an office or a day to tenures; what the statements of an office say. Does not
live here: how stretches are told apart (`tenures`), the value that comes of it
(`searchkit.model.offices`), terms of government (`governing`).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from searchkit.engines.local.snapshot import Snapshot
from searchkit.engines.local.tenures import OfficeStatement, Stretch, tenures_of
from searchkit.model import budget
from searchkit.model.arguments import GivenDay
from searchkit.model.errors import InvalidArgument
from searchkit.model.offices import EVIDENCE, OfficeTenure
from searchkit.query.names import KnownNames
from searchkit.query.understanding import given_day
from searchkit.schema.names import plain_name
from searchkit.segment.reader import Segment


def who(snapshot: Snapshot, office: str, on: GivenDay) -> tuple[OfficeTenure, ...]:
    """See `Archive.who`."""
    if not isinstance(office, str):
        raise InvalidArgument(f"office can't be {office!r:.60}", expected="a name")
    if not office.strip() and on is None:
        raise InvalidArgument("neither an office nor a day is given", expected="one of them")
    first, last = given_day(on, "on", 0), given_day(on, "on", 1)
    person, label = _fields(snapshot)
    keys = label.resolve(office, quoted=True) if office.strip() else list(label.shown)
    found: list[OfficeTenure] = []
    for key in sorted(keys, key=lambda key: (label.shown[key].casefold(), key)):
        budget.check()
        told = (
            one
            for segment in snapshot.segments
            for one in _told(segment, person.field.query, label.field.query, key)
        )
        tenures = (_tenure(one, label.shown[key], person) for one in tenures_of(told))
        found += [
            one
            for one in tenures
            if first is None or last is None or (one.first <= last and first <= one.last)
        ]
    return tuple(found)


def _fields(snapshot: Snapshot) -> tuple[KnownNames, KnownNames]:
    """The names of people and of offices: the first field of each kind."""
    found = [
        next((one for one in snapshot.known.values() if one.field.kind == kind), None)
        for kind in ("person", "label")
    ]
    person, label = found
    if person is None or label is None:
        lacks = "people" if person is None else "offices"
        raise InvalidArgument(
            f"the statements of this index have no field of {lacks}",
            expected="one of people and one of labels",
        )
    return person, label


def _told(segment: Segment, person: str, label: str, key: str) -> Iterator[OfficeStatement]:
    """The dated statements of an office that name anybody."""
    docs = segment.alive(segment.names[label].with_key(key))
    docs = docs[segment.dates[docs] > 0]
    people = segment.names[person]
    for doc, day in zip(docs.tolist(), segment.dates[docs].tolist(), strict=True):
        named = people.keys_of(doc)
        if named:
            date = datetime.date(day // 10_000, day // 100 % 100, day % 100)
            yield OfficeStatement(date.toordinal(), segment.id(doc), tuple(named))


def _tenure(one: Stretch, office: str, person: KnownNames) -> OfficeTenure:
    ids = [told.id for told in one.alone]
    half = EVIDENCE // 2
    profile = person.field.profile
    return OfficeTenure(
        office,
        plain_name(person.shown[one.person], profile),
        datetime.date.fromordinal(one.first),
        datetime.date.fromordinal(one.last),
        len(ids) + one.joint,
        tuple(ids if len(ids) <= EVIDENCE else ids[:half] + ids[-half:]),
        plain_name(person.shown[one.beside], profile) if one.beside else "",
    )
