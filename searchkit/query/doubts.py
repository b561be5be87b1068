"""A reading that may not be the one that was meant.

Lives here: what is said about such a reading, and the query it may have been instead. Does
not live here: where doubts arise (`language`, `names`, `searchkit.cli.arguments`), counting
what the other query finds (`searchkit.engines`).
"""

from __future__ import annotations

from typing import NamedTuple

from searchkit.model.answer import Note
from searchkit.query.request import Query
from searchkit.query.tree import And, Node, Not, Or

MAX_COUNTED = 5
"""Doubts about one query whose other reading is counted: each takes as long as a count."""
MAX_SHOWN = 60
"""Characters of the other query that a note shows."""


class Doubt(NamedTuple):
    """What is said of a reading that may not be the one that was meant.

    Attributes:
        code: for programs.
        message: what was understood, without a full stop.
        other: what it may have meant: all of the query as text, as a tree, or with other
            filters; None where that can't be said.
        shown: what the other reading is called in front of its count; empty: its text.
        minor: it is told only where the other reading finds another number of statements.
    """

    code: str
    message: str
    other: str | Node | Query | None = None
    shown: str = ""
    minor: bool = False

    def note(self, count: int | None = None) -> Note:
        """What the user is told; `count`: what the other reading finds, if that is known."""
        if count is None:
            return Note(self.code, self.message)
        shown = self.shown or short(str(self.other))
        return Note(self.code, f"{self.message}; {shown}: {count:,}")


def short(text: str) -> str:
    """`text` on one line, and no longer than a note shows of it."""
    text = " ".join(text.split())
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"


def with_instead(node: Node, old: Node, new: Node) -> Node:
    """A tree with `new` in the place of `old`, which is one of its groups or their parts."""
    if node is old:
        return new
    match node:
        case And(parts) | Or(parts):
            return node.replaced(parts=tuple(with_instead(one, old, new) for one in parts))
        case Not(part):
            return node.replaced(part=with_instead(part, old, new))
    return node
