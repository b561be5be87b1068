"""How much one query may ask for.

Lives here: bounds that several modules of the language share, and how deep a tree is.
Does not live here: bounds on the work a query makes (`searchkit.matching`).
"""

from __future__ import annotations

from typing import Any

MAX_LENGTH = 20_000
"""Characters of a query."""
MAX_DEPTH = 50
"""Brackets within brackets; more than anybody writes, less than the stack holds."""
MAX_DISTANCE = 1_000
"""Words that NEAR, ADJ and a phrase's slop can reach over."""
MAX_NEAR = 30
"""Operators NEAR and ADJ in one chain or within one another."""
MAX_LEVELS = 100
"""Nodes within nodes of a ready-made tree; more than the language can write."""


def is_too_deep(tree: Any) -> bool:
    """Whether a tree has more than `MAX_LEVELS` levels, told without recursion."""
    level = [tree]
    for _ in range(MAX_LEVELS):
        # Each node once, however often it stands there.
        level = list({id(c): c for node in level for c in _children(node)}.values())
        if not level:
            return False
    return True


def _children(node: Any) -> list[Any]:
    # Near words do not tell their children.
    return list(node.children()) or [getattr(node, name) for name in "ab" if hasattr(node, name)]
