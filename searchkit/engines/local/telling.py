"""What an answer tells of how its query was understood.

Lives here: notes, with what another reading of the query finds. Does not live here: where
doubts arise (`searchkit.query`), finding anything (`searching`).
"""

from __future__ import annotations

from collections.abc import Callable

from searchkit.model.answer import Note
from searchkit.model.errors import QuerySyntaxError, QueryTooBroad, UnknownName
from searchkit.query.doubts import MAX_COUNTED, Doubt
from searchkit.query.request import Query
from searchkit.query.understanding import Understood


def told(
    query: Query, meant: Understood, total: int, count: Callable[[Query], int]
) -> tuple[Note, ...]:
    """What the user is told of a query.

    Args:
        query: as it was asked.
        meant: as it was understood.
        total: how many statements match it.
        count: gives how many match another one.
    """
    notes = []
    for number, doubt in enumerate(meant.notes):
        found = _found_otherwise(query, doubt, count) if number < MAX_COUNTED else None
        if not doubt.minor or found not in (None, total):
            notes.append(doubt.note(found))
    return tuple(notes)


def _found_otherwise(query: Query, doubt: Doubt, count: Callable[[Query], int]) -> int | None:
    """How many statements the other reading finds; None where it is none, or too broad."""
    other = doubt.other
    if other is None:
        return None
    try:
        return count(other if isinstance(other, Query) else query._replace(asked=other))
    except (QuerySyntaxError, UnknownName, QueryTooBroad):
        return None
