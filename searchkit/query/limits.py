"""How much one query may ask for.

Lives here: the bounds that several modules share, and how deep a tree may be. Does not
live here: the bound on the work that matching does (`searchkit.matching.work`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")

MAX_LENGTH = 20_000
"""Characters of a query: a long pasted article. Parsing time grows with it."""
MAX_DEPTH = 50
"""Brackets within brackets: more than anybody writes, fewer than would overflow Python's stack."""
MAX_DISTANCE = 1_000
"""The largest distance, in words, of NEAR, ADJ and a phrase's slop."""
MAX_NEAR = 30
"""NEAR and ADJ operators in one chain or within one another."""
MAX_LEVELS = 100
"""Levels of a ready-made tree: more than the language can write."""


def is_too_deep(node: T, children: Callable[[T], Iterable[T]]) -> bool:
    """Whether a tree has more than `MAX_LEVELS` levels, found without recursion.

    Args:
        node: the root.
        children: gives the nodes directly below a node.
    """
    level = [node]
    for _ in range(MAX_LEVELS):
        # Each node once, however often it is shared.
        level = list({id(one): one for parent in level for one in children(parent)}.values())
        if not level:
            return False
    return True
