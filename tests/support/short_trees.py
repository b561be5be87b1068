"""
Query trees said shortly: `A(T("north"), N(T("korea")))`.

Lives here: makers of nodes, and trees as values that can be compared.
"""

from __future__ import annotations

import datetime
from typing import Any

from whoosh import query


def T(stem: str) -> Any:
    """A word anywhere."""
    return query.Term("text", stem)


def TT(stem: str) -> Any:
    """A word in the title."""
    return query.Term("title", stem)


def P(stems: str) -> Any:
    """A phrase anywhere."""
    return query.Phrase("text", stems.split())


def PT(stems: str) -> Any:
    """A phrase in the title."""
    return query.Phrase("title", stems.split())


def X(beginning: str) -> Any:
    """A prefix anywhere."""
    return query.Prefix("folded", beginning)


def XT(beginning: str) -> Any:
    """A prefix in the title."""
    return query.Prefix("title_folded", beginning)


def M(key: str) -> Any:
    """A minister."""
    return query.Term("minister", key)


def F(key: str) -> Any:
    """A portfolio."""
    return query.Term("portfolio", key)


def D(first: str | None, last: str | None) -> Any:
    """A range of days."""
    days = (day and datetime.datetime.fromisoformat(day) for day in (first, last))
    return query.DateRange("date", *days)


def A(*nodes: Any) -> Any:
    """All of them."""
    return query.And(list(nodes))


def O(*nodes: Any) -> Any:  # noqa: E743
    """Any of them."""
    return query.Or(list(nodes))


def N(node: Any) -> Any:
    """What does not match."""
    return query.Not(node)


def E(field: str | None = None) -> Any:
    """Everything, or everything that has a field."""
    return query.Every(field)


def flat(tree: Any) -> Any:
    """
    `tree` as nested tuples, in which AND within AND and OR within OR are one and a
    group of one is what it holds: all that brackets can say without meaning more.
    """
    if isinstance(tree, (query.And, query.Or)):
        kind = type(tree).__name__
        parts: list[Any] = []
        for child in map(flat, tree.subqueries):
            parts += child[1] if child[0] == kind else [child]
        parts = [part for part in parts if kind != "And" or part != ("Every", repr(E()))]
        return parts[0] if len(parts) == 1 else (kind, parts)
    if isinstance(tree, query.Not):
        return "Not", flat(tree.query)
    return type(tree).__name__, repr(tree)
