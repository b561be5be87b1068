"""Words near one another, as intervals of the cluster.

Lives here: phrases with choices, NEAR and ADJ, and which of them intervals can't say. Does not
live here: single words and everything else (`translating`).

Intervals keep only the smallest of those that begin or end together, and measure all gaps of
several words in one sum; we measure each gap by itself. For two operands whose width is fixed the
two agree: of two pairs one within the other, the inner one is no wider apart. For words in a row
they agree as well, however many. All else is refused by name.
"""

from __future__ import annotations

from itertools import product
from typing import Any

from searchkit.engines.opensearch.layout import FOLDED, FORM, STEM, field_of, term
from searchkit.model.errors import UnsupportedQuery
from searchkit.query.rendering import label
from searchkit.query.tree import (
    AmountRange,
    Choice,
    Exact,
    Fuzzy,
    Leaf,
    Near,
    Phrase,
    Prefix,
    Stem,
    Wildcard,
    Word,
)

Slot = tuple[Word, ...]
"""Words of which any one stands in a place."""
Row = tuple[Slot, ...]
"""Places one after the other: a span of fixed width."""
MAX_ROWS = 256
"""Rows that the choices of one operator may make together."""
EXPANSIONS = 1024
"""Words that a wildcard near others may mean: the cluster's limit for clauses."""


def near_query(leaf: Leaf, text: str) -> dict[str, Any]:
    """The query for near words in one text.

    Raises:
        UnsupportedQuery: intervals can't say it; the operator is named.
    """
    return {"intervals": {field_of(text, STEM): {**_near(leaf, text), "boost": leaf.boost}}}


def _near(leaf: Leaf, text: str) -> dict[str, Any]:
    rows = _rows(leaf)
    if rows is not None:
        return _any([_row(one, text) for one in rows])
    assert isinstance(leaf, Near)
    operands = [_rows(one) for one in leaf.operands]
    if len(operands) != 2 or None in operands:
        raise refused(
            leaf, "more than two operands, or operators within one another, at a distance"
        )
    first, second = (one or [] for one in operands)
    if len(first) * len(second) > MAX_ROWS:
        raise refused(leaf, "so many choices together")
    ways = []
    for one, other in product(first, second):
        pair = [_row(one, text), _row(other, text)]
        ways.append(_in_order(pair, leaf.slop - 1))
        if not leaf.ordered:
            ways.append(_in_order(pair[::-1], leaf.slop - 1))
    return _any(ways)


def refused(leaf: Leaf, what: str) -> UnsupportedQuery:
    """The error about near words that the cluster can't find as we mean them."""
    return UnsupportedQuery(
        f"an index in a cluster can't look for {what}: {label(leaf):.200}",
        expected="two words or phrases near one another, or words in a row",
        remedy="Join several such queries by AND, or ask an index in a folder",
    )


def _rows(leaf: Leaf) -> list[Row] | None:
    """The rows of which each span of `leaf` is one; None: its width is not fixed."""
    match leaf:
        case Word():
            return [((leaf,),)]
        case Phrase(stems):
            return [tuple((Stem(stem),) for stem in stems)]
        case AmountRange():
            raise refused(leaf, "an amount near other words")
        case Near(operands, slop=1, ordered=True):
            parts = [_rows(one) for one in operands]
            if None in parts:
                return None
            return [
                tuple(slot for row in rows for slot in row)
                for rows in _limited(leaf, [one or [] for one in parts])
            ]
        case Near():
            return None
        case Choice():
            pass
        case _:
            raise refused(leaf, "this near other words")
    choices = leaf.choices
    words = tuple(one for one in choices if isinstance(one, Word))
    found: list[Row] = [(words,)] if words else []
    for one in choices:
        if not isinstance(one, Word):
            rows = _rows(one)
            if rows is None:
                return None
            found += rows
    return found


def _limited(leaf: Leaf, parts: list[list[Row]]) -> list[tuple[Row, ...]]:
    count = 1
    for rows in parts:
        count *= len(rows)
    if count > MAX_ROWS:
        raise refused(leaf, "so many choices together")
    return list(product(*parts))


def _row(row: Row, text: str) -> dict[str, Any]:
    slots = [_any([_word(word, text) for word in slot]) for slot in row]
    return slots[0] if len(slots) == 1 else _in_order(slots, 0)


def _in_order(parts: list[dict[str, Any]], gaps: int) -> dict[str, Any]:
    # Which order is said in another way from version to version; this one all understand.
    return {"all_of": {"intervals": parts, "ordered": True, "max_gaps": gaps}}


def _any(parts: list[dict[str, Any]]) -> dict[str, Any]:
    return parts[0] if len(parts) == 1 else {"any_of": {"intervals": parts}}


def _word(word: Word, text: str) -> dict[str, Any]:
    match word:
        case Stem(stem):
            return {"match": {"query": term(stem), "use_field": field_of(text, STEM)}}
        case Exact(form):
            return {"match": {"query": term(form), "use_field": field_of(text, FORM)}}
        case Prefix(beginning):
            return _pattern(escaped(term(beginning)) + "*", text)
        case Wildcard(pattern):
            return _pattern(wildcard(pattern), text)
        case Fuzzy(wanted, distance, equal):
            return {
                "fuzzy": {
                    "term": term(wanted),
                    "fuzziness": distance,
                    "prefix_length": equal,
                    "transpositions": True,
                    "use_field": field_of(text, FOLDED),
                }
            }
    raise AssertionError(f"{type(word).__name__} is no known word")


def _pattern(pattern: str, text: str) -> dict[str, Any]:
    field = field_of(text, FOLDED)
    rule = {"pattern": pattern, "use_field": field, "max_expansions": EXPANSIONS}
    return {"wildcard": rule}


def escaped(letters: str) -> str:
    """Letters that mean themselves in a pattern of the cluster."""
    return "".join(f"\\{c}" if c in "\\*?" else c for c in letters)


def wildcard(pattern: str) -> str:
    """A pattern of ours as one of the cluster: both have `*` and `?`."""
    return term(pattern).replace("\\", "\\\\")
