"""Who said something first.

Lives here: from a query to the first and the last use of its words, and the first by each
name. Does not live here: gathering occurrences (`occurring`), lines of context (`lines`), the
value that comes of it (`searchkit.model.first_uses`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from searchkit.engines.local.lines import LineMaker
from searchkit.engines.local.occurring import Found, gathered
from searchkit.engines.local.searching import count, find
from searchkit.engines.local.snapshot import Snapshot
from searchkit.engines.local.telling import told
from searchkit.model.errors import InvalidArgument, NoWords
from searchkit.model.first_uses import FIRST, LAST, FirstUse, FirstUses
from searchkit.model.words import Line
from searchkit.query.rendering import interpreted
from searchkit.query.request import Query
from searchkit.query.tree import positive_leaves
from searchkit.schema.names import plain_name
from searchkit.segment.columns.names import NameColumn
from searchkit.storage.container import Array


class _Used(NamedTuple):
    """The statements of a segment in which words are used.

    Attributes:
        segment: its number.
        docs: those with a date, oldest first, of equal dates by id.
        first, last: the places of their first and last occurrence among all.
        undated: how many have no date.
    """

    segment: int
    docs: Array
    first: Array
    last: Array
    undated: int


class _Use(NamedTuple):
    """An occurrence, by what uses are sorted by, then its place among all."""

    day: int
    id: str
    at: int


def first_uses(snapshot: Snapshot, query: Query, width: int) -> FirstUses:
    """See `Archive.first`."""
    if not isinstance(width, int) or isinstance(width, bool) or width < 0:
        raise InvalidArgument(f"width can't be {width!r}", expected="0 or more")
    meant, matches = find(snapshot, query)
    leaves = list(dict.fromkeys(positive_leaves(meant.tree)))
    if not leaves:
        raise NoWords(
            "there is no word that somebody could have said first",
            where=meant.shown,
            expected="a word or a phrase, besides any filter",
        )
    found = gathered(matches, meant.tree, leaves)
    used = [_used(snapshot, number, found) for number in range(len(snapshot.segments))]
    rows = [*_of_all(snapshot, used)]
    for field in snapshot.schema.names:
        rows += _by_name(snapshot, used, field.query)
    places = [use.at for _, _, use in rows]
    chosen = {name: values[places] for name, values in found.items()}
    lines = LineMaker(snapshot, chosen, width).lines(range(len(rows)))
    days = snapshot.days
    undated = sum(one.undated for one in used)
    return FirstUses(
        _columns([_row(*row[:2], line) for row, line in zip(rows, lines, strict=True)]),
        query=meant.shown,
        interpreted=interpreted(meant.tree),
        statements=sum(int(one.docs.size) for one in used) + undated,
        undated=undated,
        begins=days[0] if days else None,
        ends=days[1] if days else None,
        notes=told(query, meant, matches.total, lambda other: count(snapshot, other)),
    )


def _used(snapshot: Snapshot, number: int, found: Found) -> _Used:
    segment = snapshot.segments[number]
    at = np.flatnonzero(found["segment"] == number)
    docs, first, times = np.unique(found["statement"][at], return_index=True, return_counts=True)
    days = segment.dates[docs]
    dated = np.flatnonzero(days > 0)
    # Newest ranks order ids upwards within a day.
    order = dated[np.lexsort((segment.newest_ranks[docs[dated]], days[dated]))]
    last = first + times - 1
    undated = int(docs.size - dated.size)
    return _Used(number, docs[order], at[first[order]], at[last[order]], undated)


def _of_all(snapshot: Snapshot, used: list[_Used]) -> Iterator[tuple[str, str, _Use]]:
    ends = [one for one in used if one.docs.size]
    if ends:
        yield "", FIRST, min(_use(snapshot, one, 0, one.first) for one in ends)
        yield "", LAST, max(_use(snapshot, one, -1, one.last) for one in ends)


def _by_name(snapshot: Snapshot, used: list[_Used], field: str) -> list[tuple[str, str, _Use]]:
    """The first use by each name of a field, by date."""
    first: dict[str, _Use] = {}
    for one in used:
        column = snapshot.segments[one.segment].names[field]
        for key, place in _first_places(column, one.docs, len(snapshot.segments[one.segment])):
            use = _use(snapshot, one, place, one.first)
            first[key] = min(use, first.get(key, use))
    shown = snapshot.known[field].shown
    rows = [(shown[key], field, use) for key, use in first.items()]
    return sorted(rows, key=lambda row: (row[2].day, row[2].id, row[0]))


def _first_places(column: NameColumn, docs: Array, size: int) -> Iterator[tuple[str, int]]:
    """For each name that any of `docs` has, its key and the place of the first that has it."""
    place_of = np.full(size, docs.size)
    place_of[docs] = np.arange(docs.size)
    for key in column.keys:
        places = place_of[column.with_key(key)]
        place = int(places.min()) if places.size else docs.size
        if place < docs.size:
            yield key, place


def _use(snapshot: Snapshot, used: _Used, place: int, occurrences: Array) -> _Use:
    segment, doc = snapshot.segments[used.segment], int(used.docs[place])
    return _Use(int(segment.dates[doc]), segment.id(doc), int(occurrences[place]))


def _row(who: str, kind: str, line: Line) -> FirstUse:
    assert line.date is not None, "uses are dated"
    return FirstUse(
        who or "; ".join(map(plain_name, line.ministers)),
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
