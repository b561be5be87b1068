"""What else to try: other wordings of what a query asks, each with what it finds.

Lives here: which queries others are offered for, and counting those. Does not live here: which
wordings are near (`searchkit.meaning`), whether there are any (`snapshot`), other ways to write
the words themselves (`telling`).
"""

from __future__ import annotations

from collections.abc import Callable

from searchkit.engines.local.snapshot import Snapshot
from searchkit.meaning.related import LONGEST
from searchkit.model.answer import Variant
from searchkit.query.request import Query
from searchkit.query.tree import And, Choice, Node, Or, Phrase, Stem

OFFERED = 5
"""Wordings that are offered."""


def related(
    snapshot: Snapshot, query: Query, tree: Node, count: Callable[[Query], int]
) -> tuple[Variant, ...]:
    """Other wordings, the nearest first; only those that find something.

    Args:
        snapshot: the index.
        query: as it was asked.
        tree: as it was understood, without the filters beside it.
        count: gives how many statements match another query.
    """
    stems = plain_stems(tree, query.any_word)
    if stems is None or not 1 <= len(stems) <= LONGEST:
        return ()
    found: list[Variant] = []
    for one in snapshot.wordings.nearest(stems):
        alone = len(one.stems) == 1 and one.shown.islower()  # OR would be an operator.
        text = one.shown if alone else f'"{one.shown}"'
        number = count(query._replace(asked=text, any_word=False, variants=False))
        if number:
            found.append(Variant(one.shown, text, number))
        if len(found) == OFFERED:
            break
    return tuple(found)


def plain_stems(tree: Node, any_word: bool) -> list[str] | None:
    """The stems of a query that is made of words and phrases alone, in order; None of another."""
    match tree:
        case Stem(stem, within=None):
            return [stem]
        case Phrase(stems, within=None):
            return list(stems)
        case Choice((first, *_), within=None):
            return plain_stems(first, any_word)
        case And(parts):
            return _all_of(parts, any_word)
        case Or(parts) if any_word:
            return _all_of(parts, any_word)
    return None


def _all_of(parts: tuple[Node, ...], any_word: bool) -> list[str] | None:
    found: list[str] = []
    for part in parts:
        stems = plain_stems(part, any_word)
        if stems is None:
            return None
        found += stems
    return found
