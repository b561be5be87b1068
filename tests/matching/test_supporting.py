"""Which leaves make a statement match, against the definition, statement by statement."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from searchkit.matching.leaves import Leaf, leaf_of
from whoosh import query

from searchkit.matching.evaluate import Matcher
from searchkit.matching.supporting import supporting
from tests.support.hypothesis_settings import examples
from tests.support.three_indexes import Collection


def plainly(matcher: Matcher, node: Any, doc: int) -> set[Leaf] | None:
    """Of AND all, of OR those of the sides that match, of NOT none; None: no match."""
    leaf, kind = leaf_of(node), type(node)
    if leaf is None and kind is query.And:
        parts = [plainly(matcher, child, doc) for child in node.subqueries]
        return None if None in parts else set().union(*filter(None, parts))
    if leaf is None and kind is query.Or:
        parts = [plainly(matcher, child, doc) for child in node.subqueries]
        held = [part for part in parts if part is not None]
        return set().union(*held) if held else None
    if kind is query.AndNot:
        excluded = plainly(matcher, node.b, doc) is not None
        return None if excluded else plainly(matcher, node.a, doc)
    if kind is query.Not:
        return None if plainly(matcher, node.query, doc) is not None else set()
    if doc not in matcher.docs(node).tolist():
        return None
    return set() if leaf is None else {leaf}


@examples(200)
@given(data=st.data())
def test_of_all_matches_at_once(collection: Collection, data: st.DataObject) -> None:
    tree = data.draw(collection.trees)
    for segment in collection.snapshot.segments:
        matcher = Matcher(segment)
        docs = matcher.docs(tree)[:40]
        found = supporting(matcher, tree, docs)
        for place, doc in enumerate(docs.tolist()):
            leaves = {leaf for leaf, where in found.items() if where[place]}
            assert leaves == plainly(matcher, tree, doc)


def test_of_no_statement(collection: Collection) -> None:
    matcher = Matcher(collection.snapshot.segments[0])
    found = supporting(matcher, query.Term("text", "nowhere"), np.zeros(0, np.intp))
    assert [where.size for where in found.values()] == [0]
