"""Queries that lead from a number to the lines that it counts.

Lives here: the query that finds a word beside the occurrences of another query, or in its
statements. Does not live here: counting (`collocates`, `keywords`).
"""

from __future__ import annotations

from collections.abc import Sequence

from searchkit.query.rendering import interpreted
from searchkit.query.tree import And, Exact, Leaf, Near, Node, Or, Stem


def word_leaf(word: str, as_written: bool) -> Leaf:
    """A word that was counted: by its stem, or just these letters."""
    if as_written:
        return Exact(word)
    return Stem("", written=word)  # Only to be written out: what is written is what counts.


def beside(tree: Node, leaves: Sequence[Leaf], word: Leaf, left: int, right: int) -> str:
    """The query for a word at most `left` words before or `right` after an occurrence."""
    if len(leaves) == 1:
        return interpreted(_put(tree, leaves[0], _near(leaves[0], word, left, right)))
    return interpreted(_both(tree, Or(tuple(_near(one, word, left, right) for one in leaves))))


def together(tree: Node, word: Leaf) -> str:
    """The query for a word in the statements that a tree finds."""
    return interpreted(_both(tree, word))


def _near(leaf: Leaf, word: Leaf, left: int, right: int) -> Node:
    if left == right:
        return Near((leaf, word), slop=left, ordered=False)
    after = Near((leaf, word), slop=right, ordered=True) if right else None
    before = Near((word, leaf), slop=left, ordered=True) if left else None
    sides = tuple(side for side in (before, after) if side)
    return sides[0] if len(sides) == 1 else Or(sides)


def _put(tree: Node, old: Leaf, new: Node) -> Node:
    """`tree` with a leaf of it replaced."""
    if tree == old:
        return new
    if isinstance(tree, And):
        return And(tuple(new if part == old else part for part in tree.parts))
    return _both(tree, new)


def _both(tree: Node, other: Node) -> Node:
    parts = tree.parts if isinstance(tree, And) else (tree,)
    return And((*parts, other))
