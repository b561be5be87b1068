"""Trees of Whoosh's own (`whoosh.query`), translated into ours.

Lives here: which of Whoosh's nodes are understood, on which fields, and what each becomes.
Does not live here: our language, which makes our nodes directly (`parser`).

A `whoosh.query` tree holds analysed terms. The fields it names, by what a word must equal:

- the stem: `text`, or `title` for the title alone;
- the folded word (prefixes, wildcards, typing errors): `folded`, `title_folded`;
- every letter: `exact`, `title_exact`;

and so for each text that a query can name; further each field of names, whose terms are
keys, and the day. Only nodes whose meaning is certain are translated; any other is refused
by name, wherever it stands.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from whoosh import query
from whoosh.query import Query as WhooshQuery
from whoosh.query import spans

from searchkit.model.errors import InvalidArgument, UnsupportedQuery
from searchkit.query.limits import MAX_LEVELS, is_too_deep
from searchkit.query.tree import (
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
from searchkit.schema.fields import DEFAULT, Schema

__all__ = ["WhooshQuery", "translated"]

ANY_TEXT = None


def translated(tree: object, schema: Schema = DEFAULT) -> Node:
    """A tree of Whoosh's as one of ours; boosts of groups become those of their leaves.

    Raises:
        InvalidArgument: it is no tree of Whoosh's.
        UnsupportedQuery: it holds a node that is not evaluated, or is too deep.
    """
    if not isinstance(tree, query.Query):
        raise InvalidArgument(
            f"a query can't be a {type(tree).__name__}",
            expected="text in the query language or a whoosh.query tree",
        )
    if is_too_deep(tree, _children):
        raise UnsupportedQuery(
            "a tree this deep is not evaluated", expected=f"at most {MAX_LEVELS} levels"
        )
    return _Translator(schema).node(tree, 1.0)


def _children(node: Any) -> list[Any]:
    # Near words do not tell their children.
    return list(node.children()) or [getattr(node, name) for name in "ab" if hasattr(node, name)]


class _Translator:
    """Translates by the fields of a schema."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        texts = [text.query for text in schema.texts if text.query is not None]
        # What each field means: the text that is searched, or None for any.
        self._stemmed: dict[str, str | None] = {"text": ANY_TEXT, **{t: t for t in texts}}
        self._folded = {"folded": ANY_TEXT, **{f"{t}_folded": t for t in texts}}
        self._exact = {"exact": ANY_TEXT, **{f"{t}_exact": t for t in texts}}
        self._names = {names.query for names in schema.names}
        self._days_of = {day.query for day in schema.days}

    def node(self, node: Any, boost: float) -> Node:
        """A node; `boost` is that of the groups around it."""
        leaf = self._leaf(node, boost)
        if leaf is not None:
            return leaf
        kind = type(node)
        below = boost * getattr(node, "boost", 1.0)
        if kind is query.And:
            return And(self._all(node.subqueries, below))
        if kind is query.Or and not node.minmatch:
            return Or(self._all(node.subqueries, below))
        if kind is query.Not:
            return Not(self.node(node.query, below))
        if kind is query.AndNot:
            return And((self.node(node.a, below), Not(self.node(node.b, below))))
        if kind is query.Term and node.fieldname in self._names:
            return Named(node.fieldname, str(node.text))
        if kind is query.DateRange and node.fieldname in self._days_of:
            return self._days(node)
        if kind is query.Every:
            return self._every(node)
        if node is query.NullQuery:
            return Nothing()
        raise _unsupported(node)

    def _all(self, nodes: Iterable[Any], boost: float) -> tuple[Node, ...]:
        return tuple(self.node(one, boost) for one in nodes)

    def _leaf(self, node: Any, boost: float = 1.0) -> Leaf | None:
        """A leaf, or None where a node is no leaf that is understood."""
        kind, field = type(node), getattr(node, "fieldname", None)
        boost *= getattr(node, "boost", 1.0)
        if field in self._stemmed:
            within = self._stemmed[field]
            if kind is query.Term:
                return Stem(str(node.text), within=within, boost=boost)
            if kind is query.Phrase:
                return _phrase(node, within, boost)
        elif field in self._folded:
            within = self._folded[field]
            if kind is query.Prefix:
                return Prefix(str(node.text), within=within, boost=boost)
            if kind is query.Wildcard:
                return Wildcard(str(node.text), within=within, boost=boost)
            if kind is query.FuzzyTerm:
                distance, equal = int(node.maxdist), int(node.prefixlength)
                return Fuzzy(str(node.text), distance, equal, within=within, boost=boost)
        elif field in self._exact and kind is query.Term:
            return Exact(str(node.text), within=self._exact[field], boost=boost)
        if kind is query.Sequence:
            return self._near(node, node.subqueries, boost)
        if kind is spans.SpanNear and node.mindist == 1:
            return self._near(node, (node.a, node.b), boost)
        return None

    def _near(self, node: Any, parts: Iterable[Any], boost: float) -> Leaf | None:
        """Near words, or None where an operand is nothing that stands in one place."""
        operands = [self._operand(part) for part in parts]
        known = tuple(one for one in operands if one is not None)
        if not known or len(known) < len(operands):
            return None
        quoted = type(node) is query.Sequence
        return Near(known, int(node.slop), bool(node.ordered), quoted, boost=boost)

    def _operand(self, node: Any) -> Leaf | None:
        if type(node) is not query.Or:
            return self._leaf(node)
        leaves = [self._operand(one) for one in node.subqueries]
        known = tuple(one for one in leaves if one is not None)
        if node.minmatch or not known or len(known) < len(leaves):
            return None
        return Choice(known)

    def _every(self, node: Any) -> Node:
        field = node.fieldname
        if field is None:
            return Everything()
        if field in self._days_of:
            return Days(field)
        if field in self._names:
            return Has(field)
        for fields in (self._stemmed, self._folded):
            if field in fields:
                return Has(fields[field])
        raise _unsupported(node)

    def _days(self, node: Any) -> Node:
        """A range of moments as whole days: a statement is dated at the first of its day."""
        first, last = node.startdate, node.enddate
        if not all(isinstance(one, (datetime.datetime, type(None))) for one in (first, last)):
            raise _unsupported(node)
        one_day = datetime.timedelta(days=1)
        try:
            if first is not None and (node.startexcl or first.time() != datetime.time()):
                first += one_day
            if last is not None and node.endexcl and last.time() == datetime.time():
                last -= one_day
        except OverflowError:  # After the last day there can be, or before the first.
            return Nothing()
        return Days(node.fieldname, first and first.date(), last and last.date())


def _phrase(node: Any, within: str | None, boost: float) -> Leaf:
    stems = tuple(map(str, node.words))
    if node.slop == 1 or len(stems) < 2:
        return Phrase(stems, within=within, boost=boost)
    words = tuple(Stem(stem, within=within) for stem in stems)
    return Near(words, int(node.slop), quoted=True, boost=boost)


def _unsupported(node: Any) -> UnsupportedQuery:
    field = getattr(node, "fieldname", None)
    where = f" on field {field!r}" if field else ""
    return UnsupportedQuery(
        f"a {type(node).__name__} node{where} is not evaluated",
        expected="And, Or, Not, AndNot, Every, Term, Phrase, Prefix, Wildcard, FuzzyTerm, "
        "Sequence, SpanNear or DateRange on the fields of searchkit.schema",
    )
