"""
Query trees said shortly: `A(T("north"), N(T("korea")))`.

Lives here: makers of nodes, and trees as values that can be compared.
"""

from __future__ import annotations

import datetime
from typing import Any

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
    Or,
    Phrase,
    Prefix,
    Stem,
    Wildcard,
)


def T(stem: str) -> Stem:
    """A word anywhere."""
    return Stem(stem)


def TT(stem: str) -> Stem:
    """A word in the title."""
    return Stem(stem, within="title")


def P(stems: str) -> Phrase:
    """A phrase anywhere."""
    return Phrase(tuple(stems.split()))


def PT(stems: str) -> Phrase:
    """A phrase in the title."""
    return Phrase(tuple(stems.split()), within="title")


def X(beginning: str) -> Prefix:
    """A prefix anywhere."""
    return Prefix(beginning)


def XT(beginning: str) -> Prefix:
    """A prefix in the title."""
    return Prefix(beginning, within="title")


def W(pattern: str) -> Wildcard:
    """A pattern anywhere."""
    return Wildcard(pattern)


def Z(word: str, distance: int) -> Fuzzy:
    """A word with typing errors anywhere."""
    return Fuzzy(word, distance)


def XE(form: str) -> Exact:
    """Exactly these letters anywhere."""
    return Exact(form)


def C(*leaves: Leaf) -> Choice:
    """Any of some leaves, in one place."""
    return Choice(leaves)


def S(*operands: Leaf, slop: int = 1) -> Near:
    """A phrase of any leaves."""
    return Near(operands, slop, quoted=True)


def NEAR(*operands: Leaf, slop: int, ordered: bool = False) -> Near:
    """Leaves near each other."""
    return Near(operands, slop, ordered)


def M(key: str) -> Named:
    """A minister."""
    return Named("minister", key)


def F(key: str) -> Named:
    """A portfolio."""
    return Named("portfolio", key)


def D(first: str | None, last: str | None) -> Days:
    """A range of days."""
    days = (day and datetime.date.fromisoformat(day) for day in (first, last))
    return Days("date", *days)  # type: ignore[arg-type]


def A(*nodes: Node) -> And:
    """All of them."""
    return And(nodes)


def O(*nodes: Node) -> Or:  # noqa: E743
    """Any of them."""
    return Or(nodes)


def N(node: Node) -> Not:
    """What does not match."""
    return Not(node)


def E(field: str | None = None) -> Node:
    """Everything, or everything that has a field ("text": a word)."""
    if field is None:
        return Everything()
    if field == "date":
        return Days("date")
    return Has(None if field == "text" else field)


def boosts(tree: Node) -> list[tuple[Leaf, float]]:
    """What each leaf of a tree counts: equality does not tell."""
    own = [(tree, tree.boost)] if isinstance(tree, Leaf) else []
    return own + [one for child in tree.children for one in boosts(child)]


def same(one: Node, other: Node) -> bool:
    """Whether two trees are equal and count the same."""
    return one == other and boosts(one) == boosts(other)


def flat(tree: Node) -> Any:
    """
    `tree` as nested tuples, in which AND within AND and OR within OR are one and a
    group of one is what it holds: all that brackets can say without meaning more.
    """
    if isinstance(tree, (And, Or)):
        kind = type(tree).__name__
        parts: list[Any] = []
        for child in map(flat, tree.children):
            parts += child[1] if child[0] == kind else [child]
        parts = [part for part in parts if kind != "And" or part != ("Everything", E(), [])]
        return parts[0] if len(parts) == 1 else (kind, parts)
    if isinstance(tree, Not):
        return "Not", flat(tree.part)
    return type(tree).__name__, tree, boosts(tree)
