"""What an answer tells of how its query was understood.

Lives here: notes, with what another reading of the query finds; the other ways to write its
words, with what each finds. Does not live here: where doubts arise (`searchkit.query`), which
ways there are (`writing`), finding anything (`searching`).
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from searchkit.model.answer import Note, Variant
from searchkit.model.errors import QuerySyntaxError, QueryTooBroad, UnknownName
from searchkit.query.doubts import MAX_COUNTED, Doubt
from searchkit.query.rendering import interpreted
from searchkit.query.request import Query
from searchkit.query.tree import Node
from searchkit.query.understanding import Understood
from searchkit.query.variants import Ways, rewritten


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


MAX_OFFERED = 5
"""Ways to write words of one query that are counted and offered."""
SHARE = 100
"""What finds less than one in this many of what the query finds is a slip."""


def offered(
    query: Query, meant: Understood, total: int, ways: Ways, count: Callable[[Query], int]
) -> tuple[Variant, ...]:
    """The other ways to write words of a query, of which each finds its share.

    Args:
        query: as it was asked.
        meant: as it was understood.
        total: how many statements match it.
        ways: gives the other ways to write some words.
        count: gives how many statements match another query.
    """
    if meant.text is None:
        return ()
    found: dict[Node, Variant] = {}
    for text, tree in islice(rewritten(meant.asked, ways), MAX_OFFERED):
        if tree not in found:
            other = query._replace(asked=tree, variants=False)
            found[tree] = Variant(text, interpreted(tree), count(other))
    return tuple(one for one in found.values() if one.count and one.count * SHARE >= total)


def _found_otherwise(query: Query, doubt: Doubt, count: Callable[[Query], int]) -> int | None:
    """How many statements the other reading finds; None where it is none, or too broad."""
    other = doubt.other
    if other is None:
        return None
    try:
        return count(other if isinstance(other, Query) else query._replace(asked=other))
    except (QuerySyntaxError, UnknownName, QueryTooBroad):
        return None
