"""Which leaves of a tree make a statement match, and so are worth showing.

Lives here: the question for the statements of a page, all at once. Does not live here:
which statements match (`evaluate`), which of their words took part (`witnesses`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from searchkit.kernels import sets
from searchkit.matching.evaluate import Matcher
from searchkit.query.tree import And, Leaf, Node, Not, Or
from searchkit.storage.container import Array

Supporting = Mapping[Leaf, Array]
"""For each leaf, (docs) whether it makes the statement match."""


class _Held(NamedTuple):
    """What is true of a node in some statements.

    Attributes:
        matching: (docs) whether it matches.
        leaves: those of it that make it match, and where (docs).
    """

    matching: Array
    leaves: dict[Leaf, Array]


def supporting(matcher: Matcher, tree: Node, docs: Array) -> Supporting:
    """The leaves that make some statements match: all of an AND, of an OR those of the parts
    that match, none of a NOT.

    Args:
        matcher: of the segment.
        tree: a tree.
        docs: statements that match it.
    """
    return _held(matcher, tree, docs, all_match=True).leaves


def _held(matcher: Matcher, node: Node, docs: Array, all_match: bool = False) -> _Held:
    """`all_match`: all of `docs` are known to match, so nothing needs to be looked up."""
    match node:
        case And(parts):
            below = [_held(matcher, part, docs, all_match) for part in parts]
            matching = np.logical_and.reduce([part.matching for part in below])
        case Or(parts):
            below = [_held(matcher, part, docs) for part in parts]
            matching = np.logical_or.reduce([part.matching for part in below])
        case Not(part):
            below = []
            matching = ~_held(matcher, part, docs).matching
        case _:
            below = (
                []
                if isinstance(node, Leaf)
                else [_held(matcher, part, docs) for part in node.positive]
            )
            found = np.ones(docs.size, bool)
            matching = found if all_match else sets.contains(matcher.docs(node), docs)[0]
    if isinstance(node, Leaf):
        return _Held(matching, {node: matching})
    leaves: dict[Leaf, Array] = {}
    for one in below:
        for leaf, where in one.leaves.items():
            held = where & matching
            leaves[leaf] = leaves[leaf] | held if leaf in leaves else held
    return _Held(matching, leaves)
