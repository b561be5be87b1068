"""A query tree in the cluster's own language.

Lives here: from our nodes to query DSL, node by node. Does not live here: words near one another
(`spans`), what a query means (`searchkit.query`), sending it (`searching`).

What is translated finds the same statements as an index in a folder. What can't be is refused with
the operator named; nothing is approximated.
"""

from __future__ import annotations

from typing import Any

from searchkit.engines.opensearch.entries import ANY, day_number
from searchkit.engines.opensearch.layout import FOLDED, FORM, STEM, field_of, term
from searchkit.engines.opensearch.spans import escaped, near_query, wildcard
from searchkit.model.errors import UnsupportedQuery
from searchkit.query.rendering import interpreted
from searchkit.query.tree import (
    AmountRange,
    And,
    Choice,
    Days,
    Everything,
    Exact,
    Fuzzy,
    Has,
    Leaf,
    Named,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Stem,
    Wildcard,
)
from searchkit.ranking.bm25f import DEFAULT
from searchkit.schema.currencies import NUMBER_OF
from searchkit.schema.fields import Schema, Text

Dsl = dict[str, Any]
EVERYTHING: Dsl = {"match_all": {}}
NOTHING: Dsl = {"match_none": {}}


def translated(node: Node, schema: Schema) -> Dsl:
    """The query that finds what a tree matches.

    Raises:
        UnsupportedQuery: it names a field that is not there, or words near one another that the
            cluster can't find as we mean them.
    """
    match node:
        case Choice(leaves):
            return any_of([translated(one, schema) for one in leaves])
        case Leaf():
            return any_of([_in_text(node, text) for text in texts_meant(node.within, schema)])
        case And(parts):
            return _all_of(parts, schema)
        case Or(parts):
            return any_of([translated(one, schema) for one in parts])
        case Not(part):
            return {"bool": {"filter": [EVERYTHING], "must_not": [translated(part, schema)]}}
        case Named(field, key):
            if field not in {one.query for one in schema.names}:
                raise UnsupportedQuery(f"no names are called {field!r}")
            return {"term": {f"names.{field}": key}}
        case Days():
            return _days(node, schema)
        case Has(field):
            return _having(field, schema)
        case Everything():
            return EVERYTHING
        case Nothing():
            return NOTHING
    raise _unknown(node)


def any_of(parts: list[Dsl]) -> Dsl:
    """What matches any of some queries; of none, nothing."""
    if not parts:
        return NOTHING
    if len(parts) == 1:
        return parts[0]
    return {"bool": {"should": parts, "minimum_should_match": 1}}


def _all_of(parts: tuple[Node, ...], schema: Schema) -> Dsl:
    must = [translated(one, schema) for one in parts if not one.is_filter]
    kept: list[Dsl] = []
    without: list[Dsl] = []
    for one in parts:
        if isinstance(one, Not):
            without.append(translated(one.part, schema))
        elif one.is_filter and not isinstance(one, Everything):
            kept.append(translated(one, schema))
    if not parts:
        return NOTHING
    if not must and not kept:
        kept = [EVERYTHING]
    return {"bool": {"must": must, "filter": kept, "must_not": without}}


def texts_meant(within: str | None, schema: Schema) -> list[Text]:
    """The texts that a word may stand in.

    Raises:
        UnsupportedQuery: there is no such text.
    """
    if within is None:
        return [text for text in schema.texts if text.searched]
    found = [text for text in schema.texts if text.query == within]
    if not found:
        raise UnsupportedQuery(f"no text is called {within!r}")
    return found


def _weight(text: Text) -> float:
    return DEFAULT.title_weight if text.name == "title" else text.weight


def _in_text(leaf: Leaf, text: Text) -> Dsl:
    boost = leaf.boost * _weight(text)
    name = text.name
    match leaf:
        case Stem(stem):
            return {"term": {field_of(name, STEM): {"value": term(stem), "boost": boost}}}
        case Exact(form):
            return {"term": {field_of(name, FORM): {"value": term(form), "boost": boost}}}
        case Prefix(beginning):
            pattern = escaped(term(beginning)) + "*"
            return _words(name, "wildcard", {"value": pattern}, boost)
        case Wildcard(pattern):
            return _words(name, "wildcard", {"value": wildcard(pattern)}, boost)
        case Fuzzy(word, distance, equal):
            asked = {
                "value": term(word),
                "fuzziness": distance,
                "prefix_length": equal,
                "transpositions": True,
            }
            return _words(name, "fuzzy", asked, boost)
        case Phrase(stems):
            if not stems:
                return NOTHING
            text_of_it = " ".join(map(term, stems))
            return {"match_phrase": {field_of(name, STEM): {"query": text_of_it, "boost": boost}}}
        case AmountRange():
            return _amount(leaf, name)
        case Near():
            return near_query(leaf.replaced(boost=boost), name)
    raise _unknown(leaf)


def _words(text: str, kind: str, asked: Dsl, boost: float) -> Dsl:
    """All words of a pattern; by default the cluster would take the first few."""
    rewritten = {"rewrite": "constant_score", "boost": boost}
    return {kind: {field_of(text, FOLDED): {**asked, **rewritten}}}


def _amount(leaf: AmountRange, text: str) -> Dsl:
    if leaf.currency is not None and leaf.currency not in NUMBER_OF:
        raise UnsupportedQuery(f"no currency is called {leaf.currency!r}")
    ends = {"gte": leaf.low, "lte": leaf.high}
    given = {name: value for name, value in ends.items() if value is not None}
    field = f"amounts.{text}_{leaf.currency or ANY}"
    return {"range": {field: given}} if given else {"exists": {"field": field}}


def _days(days: Days, schema: Schema) -> Dsl:
    if days.field not in {one.query for one in schema.days}:
        raise UnsupportedQuery(f"no days are called {days.field!r}")
    field = "day" if days.field == schema.day.query else f"days.{days.field}"
    if days.first is None and days.last is None:
        return {"exists": {"field": field}}
    ends: Dsl = {}
    if days.first is not None:
        ends["gte"] = day_number(days.first)
    if days.last is not None:
        ends["lte"] = day_number(days.last)
    return {"range": {field: ends}}


def _having(field: str | None, schema: Schema) -> Dsl:
    if field is not None and field in {one.query for one in schema.names}:
        return {"term": {"has": f"names:{field}"}}
    return {"terms": {"has": [f"text:{one.name}" for one in texts_meant(field, schema)]}}


def _unknown(node: Node) -> UnsupportedQuery:
    """The error about what an index in a folder finds, and this one can't."""
    return UnsupportedQuery(
        f"an index in a cluster can't look for this: {interpreted(node):.200}",
        remedy="Ask an index in a folder: searchkit index PATH, without an address",
    )
