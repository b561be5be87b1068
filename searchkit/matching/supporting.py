"""Which leaves of a query tree make a statement match: what is worth showing of it.

Lives here: the question for the statements of a page, all at once. Does not live here:
which statements match (`evaluate`), which of their words took part (`witnesses`).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from whoosh import query

from searchkit.matching.evaluate import Matcher
from searchkit.matching.leaves import Leaf, leaf_of
from searchkit.matching.sets import contains
from searchkit.storage.container import Array


def supporting(matcher: Matcher, node: Any, docs: Array) -> dict[Leaf, Array]:
    """The leaves that make some statements match: of AND all, of OR those of the sides
    that match, of NOT none.

    Args:
        matcher: of the segment.
        node: a tree.
        docs: statements that match it.

    Returns:
        of each such leaf (docs) whether it does so for that statement.
    """
    return _supporting(matcher, node, docs, all_match=True)[1]


def _supporting(
    matcher: Matcher, node: Any, docs: Array, *, all_match: bool = False
) -> tuple[Array, dict[Leaf, Array]]:
    """(which of `docs` match, the same of leaves); `all_match`: that they all do is known,
    so that nothing needs to be looked up.
    """
    kind, leaf = type(node), leaf_of(node)
    if leaf is None and kind in (query.And, query.Or):
        return _combined(matcher, node, docs, all_match)
    if kind is query.AndNot:
        held, leaves = _supporting(matcher, node.a, docs, all_match=all_match)
        if not all_match:
            held = held & ~_supporting(matcher, node.b, docs)[0]
        return held, {one: where & held for one, where in leaves.items()}
    if all_match:
        held = np.ones(docs.size, bool)
    elif kind is query.Not:
        held = ~_supporting(matcher, node.query, docs)[0]
    else:
        held = contains(matcher.docs(node), docs)[0]
    return held, {} if leaf is None else {leaf: held}


def _combined(
    matcher: Matcher, node: Any, docs: Array, all_match: bool
) -> tuple[Array, dict[Leaf, Array]]:
    """The same of AND and OR."""
    is_and = type(node) is query.And
    held = np.full(docs.size, is_and)
    leaves: dict[Leaf, Array] = {}
    for child in node.subqueries:
        matching, below = _supporting(matcher, child, docs, all_match=all_match and is_and)
        held = held & matching if is_and else held | matching
        for one, where in below.items():
            leaves[one] = leaves[one] | where if one in leaves else where
    return held, {one: where & held for one, where in leaves.items()}
