"""Who said something first.

Lives here: from a query to the first and the last use of its words, and the first by each
name. Does not live here: counting and gathering occurrences (`tallying`, `occurring`), lines of
context (`lines`), the value that comes of it (`searchkit.model.first_uses`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from searchkit.engines.local.lines import LineMaker
from searchkit.engines.local.occurring import Found, gathered, words_of
from searchkit.engines.local.ordering import Matches
from searchkit.engines.local.searching import count, find
from searchkit.engines.local.snapshot import Snapshot
from searchkit.engines.local.tallying import tallied
from searchkit.engines.local.telling import told
from searchkit.model import budget
from searchkit.model.errors import InvalidArgument
from searchkit.model.first_uses import FIRST, LAST, FirstUse, FirstUses
from searchkit.model.words import Line
from searchkit.query.rendering import interpreted
from searchkit.query.request import Query
from searchkit.query.tree import Leaf, Node
from searchkit.schema.names import plain_name
from searchkit.segment.columns.names import NameColumn
from searchkit.storage.container import Array


class _Used(NamedTuple):
    """The statements of a segment in which words are used.

    Attributes:
        segment: its number.
        docs: those with a date, oldest first, of equal dates by id.
        undated: how many have no date.
    """

    segment: int
    docs: Array
    undated: int


class _Place(NamedTuple):
    """A statement, after what uses are sorted by."""

    day: int
    id: str
    segment: int
    statement: int


class _Use(NamedTuple):
    """Who, which kind of use, and where."""

    who: str
    kind: str
    place: _Place


def first_uses(snapshot: Snapshot, query: Query, width: int) -> FirstUses:
    """See `Archive.first`."""
    if not isinstance(width, int) or isinstance(width, bool) or width < 0:
        raise InvalidArgument(f"width can't be {width!r}", expected="0 or more")
    meant, matches = find(snapshot, query)
    leaves = words_of(meant, "that somebody could have said first")
    tallies = tallied(matches, meant.tree, leaves)
    used = [
        _used(snapshot, number, docs[times > 0])
        for number, (docs, times) in enumerate(zip(matches.docs, tallies, strict=True))
    ]
    uses = [*_of_all(snapshot, used)]
    for field in snapshot.schema.names:
        uses += _by_name(snapshot, used, field.query)
    found = _occurrences(matches, meant.tree, leaves, uses)
    budget.check()
    lines = LineMaker(snapshot, found, width).lines(range(len(uses)))
    days = snapshot.days
    undated = sum(one.undated for one in used)
    return FirstUses(
        _columns([_row(*one[:2], line) for one, line in zip(uses, lines, strict=True)]),
        query=meant.shown,
        interpreted=interpreted(meant.tree),
        statements=sum(int(one.docs.size) for one in used) + undated,
        undated=undated,
        begins=days[0] if days else None,
        ends=days[1] if days else None,
        notes=told(query, meant, matches.total, lambda other: count(snapshot, other)),
    )


def _used(snapshot: Snapshot, number: int, docs: Array) -> _Used:
    segment = snapshot.segments[number]
    dated = docs[segment.dates[docs] > 0]
    # Newest ranks order ids upwards within a day.
    order = np.lexsort((segment.newest_ranks[dated], segment.dates[dated]))
    return _Used(number, dated[order], int(docs.size - dated.size))


def _of_all(snapshot: Snapshot, used: list[_Used]) -> Iterator[_Use]:
    ends = [one for one in used if one.docs.size]
    if ends:
        yield _Use("", FIRST, min(_place(snapshot, one, 0) for one in ends))
        yield _Use("", LAST, max(_place(snapshot, one, -1) for one in ends))


def _by_name(snapshot: Snapshot, used: list[_Used], field: str) -> list[_Use]:
    """The first use by each name of a field, by date."""
    first: dict[str, _Place] = {}
    for one in used:
        column = snapshot.segments[one.segment].names[field]
        for key, at in _first_places(column, one.docs, len(snapshot.segments[one.segment])):
            place = _place(snapshot, one, at)
            first[key] = min(place, first.get(key, place))
    shown = snapshot.known[field].shown
    uses = [_Use(shown[key], field, place) for key, place in first.items()]
    return sorted(uses, key=lambda use: (use.place, use.who))


def _occurrences(
    matches: Matches, tree: Node, leaves: Sequence[Leaf], uses: Sequence[_Use]
) -> Found:
    """The occurrence of each use: the last of a statement for the last use, else the first."""
    wanted: list[set[int]] = [set() for _ in matches.docs]
    for use in uses:
        wanted[use.place.segment].add(use.place.statement)
    docs = [np.array(sorted(some), of.dtype) for some, of in zip(wanted, matches.docs, strict=True)]
    found = gathered(Matches(matches.matchers, docs), tree, leaves)
    places: dict[tuple[int, int], tuple[int, int]] = {}
    both = zip(found["segment"].tolist(), found["statement"].tolist(), strict=True)
    for at, where in enumerate(both):
        places[where] = places.get(where, (at, at))[0], at
    chosen = [places[use.place[2:]][use.kind == LAST] for use in uses]
    kept = np.array(chosen, np.intp)
    return {name: values[kept] for name, values in found.items()}


def _first_places(column: NameColumn, docs: Array, size: int) -> Iterator[tuple[str, int]]:
    """For each name that any of `docs` has, its key and the place of the first that has it."""
    place_of = np.full(size, docs.size)
    place_of[docs] = np.arange(docs.size)
    for key in column.keys:
        places = place_of[column.with_key(key)]
        place = int(places.min()) if places.size else docs.size
        if place < docs.size:
            yield key, place


def _place(snapshot: Snapshot, used: _Used, at: int) -> _Place:
    segment, doc = snapshot.segments[used.segment], int(used.docs[at])
    return _Place(int(segment.dates[doc]), segment.id(doc), used.segment, doc)


def _row(who: str, kind: str, line: Line) -> FirstUse:
    assert line.date is not None, "uses are dated"
    return FirstUse(
        who or "; ".join(map(plain_name, line.said_by)),
        kind,
        line.date,
        line.id,
        line.left + line.match + line.right,
        line.title,
        line.url,
        line.field,
        line.start,
        line.end,
        line.left,
        line.match,
        line.right,
    )


_TYPES: dict[str, Any] = {"date": "datetime64[D]", "start": np.int64, "end": np.int64}


def _columns(rows: list[FirstUse]) -> dict[str, Array]:
    columns = {}
    for place, name in enumerate(FirstUse._fields):
        values = np.empty(len(rows), object)
        values[:] = [row[place] for row in rows]
        columns[name] = values.astype(_TYPES.get(name, object))
    return columns
