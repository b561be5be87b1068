"""What was said, in order of time.

Lives here: from a query to what was said with its words, and to the changes of office between.
Does not live here: finding quotations (`searchkit.quotations`), who held an office (`offices`), the
value that comes of it (`searchkit.model.timelines`).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from searchkit.engines.local.hits import HitMaker
from searchkit.engines.local.offices import tenures_in
from searchkit.engines.local.ordering import Matches
from searchkit.engines.local.quoted import people_of
from searchkit.engines.local.searching import count, find
from searchkit.engines.local.snapshot import Snapshot
from searchkit.engines.local.telling import told
from searchkit.kernels import fragments
from searchkit.model import budget
from searchkit.model.address import Address
from searchkit.model.answer import Note
from searchkit.model.timelines import Timeline, TimelineRow
from searchkit.query.names import KnownNames
from searchkit.query.rendering import interpreted
from searchkit.query.request import Query
from searchkit.query.tree import Named, Node, positive_leaves
from searchkit.quotations.finding import narrators, quotations

READ = 1_000
"""Statements that are read at most, the oldest."""
SHOWN = 3
"""Statements of an office below which it is no change: one may be filed under a wrong name."""
TITLE = "title"


class _Place(NamedTuple):
    """A statement, after what rows are sorted by."""

    day: int
    id: str
    address: Address


def timeline(snapshot: Snapshot, query: Query) -> Timeline:
    """See `Archive.timeline`."""
    meant, matches = find(snapshot, query)
    notes = list(told(query, meant, matches.total, lambda other: count(snapshot, other)))
    places, undated = _places(snapshot, matches)
    if len(places) > READ:
        message = (
            f"only the first {READ:,} of {len(places):,} statements are read: narrow the query"
        )
        notes.append(Note("too-many", message))
    rows = list(_rows(snapshot, meant.tree, matches, places[:READ]))
    return Timeline(
        _with_offices(snapshot, rows),
        query=meant.shown,
        interpreted=interpreted(meant.tree),
        statements=matches.total,
        undated=undated,
        notes=tuple(notes),
    )


def _places(snapshot: Snapshot, matches: Matches) -> tuple[list[_Place], int]:
    """The dated statements by day and id, of equal texts the first; how many have no date."""
    found: list[_Place] = []
    undated = 0
    for number, (segment, docs) in enumerate(zip(snapshot.segments, matches.docs, strict=True)):
        days = segment.dates[docs]
        undated += int((days <= 0).sum())
        dated = np.asarray(docs)[days > 0].tolist()
        found += [
            _Place(day, segment.id(doc), Address(number, doc))
            for doc, day in zip(dated, days[days > 0].tolist(), strict=True)
        ]
    found.sort()
    seen: set[int] = set()
    kept = []
    for one in found:
        digest = int(snapshot.segments[one.address.segment].copy_digests[one.address.statement])
        if digest and digest in seen:
            continue
        seen.add(digest)
        kept.append(one)
    return kept, undated


def _rows(
    snapshot: Snapshot, tree: Node, matches: Matches, places: Iterable[_Place]
) -> Iterator[TimelineRow]:
    """What the people whom a query names said with its words, or else anybody."""
    leaves = list(dict.fromkeys(positive_leaves(tree)))
    maker = HitMaker(snapshot, matches.matchers, leaves, tree)
    known = snapshot.people
    wanted = _named(tree, known)
    has_words = bool(leaves)
    for place in places:
        budget.check()
        runs = [(one.start, one.end) for one in maker.matches(place.address) if one.field != TITLE]
        if has_words and not runs:
            continue
        for row in _said(snapshot, place, runs if has_words else None):
            keys = {known.main(known.field.how.key(one)) for one in row.speakers} if known else ()
            if not wanted or not wanted.isdisjoint(keys):
                yield row


def _named(tree: Node, known: KnownNames | None) -> frozenset[str]:
    """The people whom a query asks for, by key; empty: it names none."""
    found: set[str] = set()
    if known is not None:
        waiting = [tree]
        while waiting:
            node = waiting.pop()
            if isinstance(node, Named) and node.field == known.field.query:
                found.add(known.main(node.key))
            waiting += node.positive
    return frozenset(found)


def _said(
    snapshot: Snapshot, place: _Place, runs: Sequence[tuple[int, int]] | None
) -> Iterator[TimelineRow]:
    """What a statement says or quotes: all of its quotations, or what holds some runs of words."""
    record = snapshot.segments[place.address.segment].record(place.address.statement)
    text, people = record.text, people_of(snapshot.schema, record)
    date = datetime.date(place.day // 10_000, place.day // 100 % 100, place.day % 100)
    found = quotations(text, record.title, people)
    rows = [
        TimelineRow(
            date,
            place.id,
            record.title,
            one.text,
            one.start,
            one.end,
            one.speakers,
            one.certain,
            True,
        )
        for one in found
        if runs is None or any(one.start <= start and end <= one.end for start, end in runs)
    ]
    outside = [
        (start, end)
        for start, end in runs or ()
        if not any(one.start < end and start < one.end for one in found)
    ]
    speakers = narrators(text, record.title, people) if outside else ()
    if speakers:
        for begin, end in dict.fromkeys(_sentences(text, outside)):
            said = " ".join(text[begin:end].split())
            rows.append(
                TimelineRow(date, place.id, record.title, said, begin, end, speakers, True, False)
            )
    yield from sorted(rows, key=lambda one: one.start)


def _sentences(text: str, runs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The sentences around some runs of words; runs of one sentence give the same."""
    bounds = [0, *(one.end() for one in fragments.SENTENCE_END.finditer(text)), len(text)]
    places = np.array(bounds, np.int64)
    for start, end in runs:
        begin = bounds[int(np.searchsorted(places, start, "right")) - 1]
        stop = bounds[int(np.searchsorted(places, end, "left"))]
        yield begin, begin + len(text[begin:stop].rstrip())


class _Office(NamedTuple):
    name: str
    first: datetime.date
    last: datetime.date


def _with_offices(snapshot: Snapshot, rows: Sequence[TimelineRow]) -> list[TimelineRow]:
    """Rows with the offices of their first speakers, and how these change."""
    known = snapshot.people
    if known is None or snapshot.offices is None:
        return list(rows)
    held: dict[str, list[_Office]] = {}
    before: dict[str, tuple[str, ...]] = {}
    found = []
    for row in rows:
        key = known.main(known.field.how.key(row.speakers[0])) if row.speakers else ""
        if key not in known.shown:
            found.append(row)
            continue
        if key not in held:
            held[key] = _offices_of(snapshot, known, key)
        offices = tuple(
            dict.fromkeys(one.name for one in held[key] if one.first <= row.date <= one.last)
        )
        earlier = before.setdefault(key, offices)
        before[key] = offices
        began = tuple(one for one in offices if one not in earlier)
        ended = tuple(one for one in earlier if one not in offices)
        found.append(row._replace(offices=offices, began=began, ended=ended))
    return found


def _offices_of(snapshot: Snapshot, known: KnownNames, main: str) -> list[_Office]:
    """The offices that somebody held, by first day; none that is acting or associate."""
    budget.check()
    offices = snapshot.offices
    assert offices is not None
    keys: set[str] = set()
    for segment in snapshot.segments:
        column, labels = segment.names[known.field.query], segment.names[offices.field.query]
        for key in known.same.get(main, (main,)):
            docs = segment.alive(column.with_key(key))
            counts = labels.count(docs)
            keys |= {labels.keys[number] for number in counts.nonzero()[0].tolist()}
    return [
        _Office(one.office, one.first, one.last)
        for one in sorted(tenures_in(snapshot, keys, main), key=lambda one: one.first)
        if not one.beside and one.statements >= SHOWN
    ]
