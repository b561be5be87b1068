"""Which leaves make a statement match, against the definition, statement by statement."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searchkit.matching.evaluate import Matcher
from searchkit.matching.supporting import supporting
from searchkit.query.tree import And, Leaf, Node, Not, Or
from tests.support.hypothesis_settings import examples
from tests.support.short_trees import T
from tests.support.three_indexes import Collection


def plainly(matcher: Matcher, node: Node, doc: int) -> set[Leaf] | None:
    """Of AND all, of OR those of the sides that match, of NOT none; None: no match."""
    match node:
        case And(children) | Or(children):
            parts = [plainly(matcher, child, doc) for child in children]
            held = [part for part in parts if part is not None]
            if isinstance(node, And) and len(held) < len(parts):
                return None
            return set().union(*held) if held else None
        case Not(part):
            return None if plainly(matcher, part, doc) is not None else set()
    if doc not in matcher.docs(node).tolist():
        return None
    return {node} if isinstance(node, Leaf) else set()


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
    found = supporting(matcher, T("nowhere"), np.zeros(0, np.intp))
    assert [where.size for where in found.values()] == [0]
