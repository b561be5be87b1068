"""A query tree written out again, so that a user sees how it was understood.

Lives here: tree to text in the query language. Does not live here: the way there
(`parser`).
"""

from __future__ import annotations

from typing import Any

from whoosh import query
from whoosh.query import spans

from searchkit.query.dates import range_text
from searchkit.query.labels import label_of
from searchkit.query.language import whoosh_schema as names
from searchkit.query.syntax import date_days


def interpreted(node: Any) -> str:
    """`node` in the query language; words as the user wrote them where known."""
    if isinstance(node, query.And):
        parts = [child for child in node.subqueries if not _is_every(child)]
        return " ".join(_grouped(child, (query.Or,)) for child in parts)
    if isinstance(node, query.Or) and hasattr(node, "written"):
        return _leaf(node)
    if isinstance(node, query.Or):
        return " OR ".join(_grouped(child, (query.Or,), spaced=True) for child in node.subqueries)
    if isinstance(node, query.AndNot):
        return f"{_grouped(node.a, (query.Or,))} -{_operand(node.b)}"
    if isinstance(node, query.Not):
        if isinstance(node.query, query.Every) and node.query.fieldname == names.DATE:
            return "date:unknown"
        return f"-{_operand(node.query)}"
    if isinstance(node, query.DateRange):
        return f"date:{range_text(*date_days(node))}"
    if _is_every(node):
        return ""
    return _leaf(node)


def _leaf(node: Any) -> str:
    field, written = getattr(node, "fieldname", None), getattr(node, "written", None)
    if isinstance(node, query.Term) and field in (names.MINISTER, names.PORTFOLIO):
        return f'{field}:"{written or node.text}"'
    if not isinstance(node, _IN_TEXT):
        return str(node)
    boost = getattr(node, "boost", 1.0)
    return label_of(node) + (f"^{boost:g}" if boost != 1.0 else "")


_IN_TEXT = (
    query.Term,
    query.Phrase,
    query.Prefix,
    query.Wildcard,
    query.FuzzyTerm,
    query.Or,
    query.Sequence,
    spans.SpanNear,
)


def _is_every(node: Any) -> bool:
    return isinstance(node, query.Every) and node.fieldname is None


def _operand(node: Any) -> str:
    text = interpreted(node)
    compound = isinstance(node, (query.And, query.Or, query.AndNot, query.Not))
    return f"({text})" if compound and text != "date:unknown" else text


def _grouped(node: Any, kinds: tuple[type, ...], spaced: bool = False) -> str:
    """`node`, in brackets where it is one of `kinds` or, if `spaced`, of several parts."""
    text = interpreted(node)
    several = spaced and isinstance(node, (query.And, query.AndNot))
    return f"({text})" if isinstance(node, kinds) or several else text
