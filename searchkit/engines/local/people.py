"""Who somebody is, as far as front matter tells.

Lives here: from a name to people with their forms, offices, years and words; when one name is two
people's. Does not live here: which names are one person's (`searchkit.query.same_people`), tenures
(`offices`), typical words (`keywords`), the values that come of it (`searchkit.model.people`).

One name is two people's where its statements pause for longer than a career does, or for a long
time after which no office is one held before.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from searchkit.engines.local.keywords import WantedKeywords, keywords
from searchkit.engines.local.offices import tenures_in
from searchkit.engines.local.snapshot import Snapshot
from searchkit.model import budget
from searchkit.model.address import Address
from searchkit.model.errors import InvalidArgument
from searchkit.model.offices import OfficeTenure
from searchkit.model.people import WORDS, Person, PersonForm, PersonStatement
from searchkit.query.names import KnownNames
from searchkit.query.request import Query
from searchkit.query.same_people import slips
from searchkit.query.tree import And, Days, Named, Node, Or
from searchkit.schema.analysis import fold

LIFE = 25 * 365
"""Days of silence after which the same name is somebody else's."""
PAUSE = 12 * 365
"""Days of silence after which it is somebody else's in other offices. Who loses an election may be
back after three terms."""
MOST = 20
"""People that one name may mean before it means too many."""


class _Said(NamedTuple):
    """A statement of a person: its day (`date.toordinal`, 0: unknown), id, place, how it writes
    the name, and the keys of its offices.
    """

    day: int
    id: str
    address: Address
    forms: tuple[str, ...]
    offices: frozenset[str]


def people(snapshot: Snapshot, name: str) -> tuple[Person, ...]:
    """See `Archive.people`."""
    if not isinstance(name, str) or not name.strip():
        raise InvalidArgument(f"name can't be {name!r:.60}", expected="a name")
    known = snapshot.people
    if known is None:
        raise InvalidArgument(
            "the statements of this index have no field of people", expected="one of people"
        )
    mains = sorted({known.main(key) for key in known.resolve(name)}, key=known.shown.__getitem__)
    if len(mains) > MOST:
        raise InvalidArgument(
            f"{name!r:.60} is {len(mains)} people", expected=f"a name of {MOST} at most"
        )
    return tuple(one for main in mains for one in _with_name(snapshot, known, main))


def _with_name(snapshot: Snapshot, known: KnownNames, main: str) -> list[Person]:
    """The people who go by a name."""
    budget.check()
    keys = [key for key in known.same.get(main, (main,)) if key in known.shown]
    said = _statements(snapshot, known, keys)
    parts = [said] if main in _told(known) else _parted(said)
    perhaps = _perhaps(snapshot, known, main)
    return [
        _person(snapshot, known, main, keys, part, perhaps, whole=len(parts) == 1) for part in parts
    ]


def _told(known: KnownNames) -> set[str]:
    """The keys of whom the profile says to be one person."""
    key = known.field.how.key
    return {key(name) for names in known.field.profile.same_people for name in names}


def _statements(snapshot: Snapshot, known: KnownNames, keys: Sequence[str]) -> list[_Said]:
    """All statements that have a name, by day and id."""
    offices = snapshot.offices
    found: list[_Said] = []
    for number, segment in enumerate(snapshot.segments):
        column = segment.names[known.field.query]
        docs = np.unique(np.concatenate([column.with_key(key) for key in keys]))
        docs = segment.alive(docs.astype(np.int64))
        labels = segment.names[offices.field.query] if offices else None
        for doc, day in zip(docs.tolist(), segment.dates[docs].tolist(), strict=True):
            budget.check()
            # The column has names without titles.
            written = segment.record(doc).names[known.field.name]
            found.append(
                _Said(
                    _ordinal(day),
                    segment.id(doc),
                    Address(number, doc),
                    tuple(one for one in written if known.field.how.key(one) in keys),
                    frozenset(labels.keys_of(doc)) if labels else frozenset(),
                )
            )
    return sorted(found)


def _ordinal(day: int) -> int:
    if day <= 0:
        return 0
    return datetime.date(day // 10_000, day // 100 % 100, day % 100).toordinal()


def _parted(said: Sequence[_Said]) -> list[list[_Said]]:
    """The statements of each of the people who share a name, by their first day; those without a
    date are of whoever has most.
    """
    dated = [one for one in said if one.day]
    undated = [one for one in said if not one.day]
    if not dated:
        return [undated]
    cuts = [
        place
        for place, (one, following) in enumerate(pairwise(dated), 1)
        if _is_another(dated[:place], dated[place:], following.day - one.day)
    ]
    parts = [dated[a:b] for a, b in pairwise([0, *cuts, len(dated)])]
    largest = max(parts, key=len)
    largest[:0] = undated
    return parts


def _is_another(before: Sequence[_Said], after: Sequence[_Said], silence: int) -> bool:
    if silence <= PAUSE:
        return False
    held = frozenset().union(*(one.offices for one in before))
    return silence > LIFE or all(held.isdisjoint(one.offices) for one in after)


def _person(
    snapshot: Snapshot,
    known: KnownNames,
    main: str,
    keys: Sequence[str],
    said: Sequence[_Said],
    perhaps: tuple[PersonForm, ...],
    *,
    whole: bool,
) -> Person:
    """One person.

    Args:
        whole: whether nobody else goes by the name.
    """
    dated = [one for one in said if one.day]
    first = datetime.date.fromordinal(dated[0].day) if dated else None
    last = datetime.date.fromordinal(dated[-1].day) if dated else None
    tree: Node = Or(tuple(Named(known.field.query, key, known.shown[key]) for key in keys))
    if not whole:
        tree = And((tree, Days(snapshot.schema.day.query, first, last)))
    years = Counter(datetime.date.fromordinal(one.day).year for one in dated)
    return Person(
        known.plain(main),
        _forms(said),
        perhaps,
        _offices(snapshot, main, said, first, last),
        tuple(sorted(years.items())),
        _words(snapshot, tree, keys),
        len(said),
        _shown(snapshot, dated[0]) if dated else None,
        _shown(snapshot, dated[-1]) if dated else None,
    )


def _forms(said: Sequence[_Said]) -> tuple[PersonForm, ...]:
    """The names as written, the most frequent first."""
    of: dict[str, list[int]] = {}
    for one in said:
        for form in one.forms:
            of.setdefault(form, []).append(one.day)
    found = [PersonForm(form, len(days), *_ends(days)) for form, days in of.items()]
    return tuple(sorted(found, key=lambda one: (-one.statements, one.name)))


def _ends(days: Sequence[int]) -> tuple[datetime.date | None, datetime.date | None]:
    known = [day for day in days if day]
    if not known:
        return None, None
    return datetime.date.fromordinal(min(known)), datetime.date.fromordinal(max(known))


def _offices(
    snapshot: Snapshot,
    main: str,
    said: Sequence[_Said],
    first: datetime.date | None,
    last: datetime.date | None,
) -> tuple[OfficeTenure, ...]:
    if snapshot.offices is None or first is None or last is None:
        return ()
    keys = {key for one in said for key in one.offices}
    found = [
        one for one in tenures_in(snapshot, keys, main) if one.first <= last and first <= one.last
    ]
    return tuple(sorted(found, key=lambda one: (one.first, one.office.casefold(), one.last)))


def _words(snapshot: Snapshot, tree: Node, keys: Sequence[str]) -> tuple[str, ...]:
    """What some statements say more than the others, their names and titles left out."""
    try:
        table = keywords(snapshot, Query(tree), None, WantedKeywords())
    except InvalidArgument:
        return ()  # There are no others.
    own = {word for key in keys for word in key.split()} | snapshot.schema.profile.honorifics
    found: list[str] = []
    for row in table:
        if len(found) == WORDS or row.log_ratio <= 0:
            break
        if not own & {fold(part) for part in row.word.replace("’", "'").split("'")}:
            found.append(row.word)
    return tuple(found)


def _shown(snapshot: Snapshot, said: _Said) -> PersonStatement:
    record = snapshot.segments[said.address.segment].record(said.address.statement)
    return PersonStatement(said.id, datetime.date.fromordinal(said.day), record.title)


def _perhaps(snapshot: Snapshot, known: KnownNames, main: str) -> tuple[PersonForm, ...]:
    """The names that may be a slip for this one, or this one for them."""
    told = _told(known)
    if main in told:
        return ()
    counts: Counter[str] = Counter()
    for segment in snapshot.segments:
        column = segment.names[known.field.query]
        live = slice(None) if segment.live is None else segment.live
        counts.update(dict(zip(column.keys, column.count(live).tolist(), strict=True)))
    found = [key for key in slips(main, counts) if key not in told and known.main(key) != main]
    return tuple(form for key in found for form in _forms(_statements(snapshot, known, [key])))
