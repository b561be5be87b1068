"""
Our trees as trees of Whoosh's own.

Lives here: the translation, which only the judge needs. The way back is the package's
(`searchkit.query.language.foreign`).
"""

from __future__ import annotations

import datetime
from typing import Any

from whoosh import query
from whoosh.query import spans

from searchkit.query import tree
from searchkit.query.tree import Leaf, Node


def to_whoosh(node: Node) -> Any:
    """`node` as a `whoosh.query` tree on the fields that `foreign` understands."""
    match node:
        case Leaf():
            return _leaf(node)
        case tree.And(parts):
            return query.And(list(map(to_whoosh, parts)))
        case tree.Or(parts):
            return query.Or(list(map(to_whoosh, parts)))
        case tree.Not(part):
            return query.Not(to_whoosh(part))
        case tree.Named(field, key):
            return query.Term(field, key)
        case tree.Days(field, None, None):
            return query.Every(field)
        case tree.Days(field, first, last):
            return query.DateRange(field, _moment(first), _moment(last))
        case tree.Has(field):
            return query.Every(field or "text")
        case tree.Everything():
            return query.Every()
        case tree.Nothing():
            return query.NullQuery
    raise AssertionError(node)


def _moment(day: datetime.date | None) -> datetime.datetime | None:
    return day and datetime.datetime.combine(day, datetime.time())


def _leaf(leaf: Leaf) -> Any:
    title, boost = leaf.within, leaf.boost
    stemmed = title or "text"
    folded = f"{title}_folded" if title else "folded"
    exact = f"{title}_exact" if title else "exact"
    match leaf:
        case tree.Stem(term):
            return query.Term(stemmed, term, boost=boost)
        case tree.Exact(term):
            return query.Term(exact, term, boost=boost)
        case tree.Prefix(term):
            return query.Prefix(folded, term, boost=boost)
        case tree.Wildcard(term):
            return query.Wildcard(folded, term, boost=boost)
        case tree.Fuzzy(term, distance, equal):
            return query.FuzzyTerm(folded, term, boost, distance, equal)
        case tree.Phrase(stems):
            return query.Phrase(stemmed, list(stems), boost=boost)
        case tree.Choice(leaves):
            return query.Or(list(map(_leaf, leaves)))
        case tree.Near(operands) if leaf.quoted and leaf.slop > 1 and _are_plain(operands):
            words = [one.stem for one in operands if isinstance(one, tree.Stem)]
            return query.Phrase(stemmed, words, slop=leaf.slop, boost=boost)
        case tree.Near(operands) if leaf.quoted:
            parts = list(map(_leaf, operands))
            return query.Sequence(parts, slop=leaf.slop, ordered=leaf.ordered, boost=boost)
        case tree.Near(operands):
            found, *others = map(_leaf, operands)
            for other in others:
                found = spans.SpanNear(found, other, slop=leaf.slop, ordered=leaf.ordered)
            return found
    raise AssertionError(leaf)


def _are_plain(operands: tuple[Leaf, ...]) -> bool:
    """Whether they are stems of one field: what Whoosh's own phrases are made of."""
    texts = {one.within for one in operands}
    return len(texts) == 1 and all(isinstance(one, tree.Stem) for one in operands)
