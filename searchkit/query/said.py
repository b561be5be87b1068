"""The nodes of a query that asks who says something: `said:`.

Lives here: the nodes, and the tree of a quotation's words without its speaker. Does not live
here: how it is written (`language.said`), what it finds (`searchkit.matching.spoken`).

The words of `said:(peters korea)` are leaves of their own, `SpokenLeaf`: so they are counted,
scored and shown only where Peters says them. `InQuotation` holds them together: one quotation
must have them.
"""

from __future__ import annotations

from collections.abc import Iterator

from searchkit.model.frozen import attribute
from searchkit.query.tree import And, Filter, Leaf, Node, Not, Or

Speakers = tuple[str, ...] | None
"""The keys of those of whom any may speak, sorted; None: anybody, known or not."""


class QuotedBy(Filter):
    """A quotation of somebody.

    Attributes:
        speakers: whose.
        named: how the query names them.
    """

    speakers: Speakers
    named: str = attribute(default="*", compare=False, kw_only=True)


class SpokenLeaf(Leaf):
    """A leaf where somebody says it.

    Attributes:
        leaf: any other leaf.
        speakers: who.
        named: how the query names them.
    """

    leaf: Leaf
    speakers: Speakers
    named: str = attribute(default="*", compare=False, kw_only=True)

    @property
    def children(self) -> tuple[Node, ...]:
        """The leaf."""
        return (self.leaf,)

    @property
    def width(self) -> int:
        """That of the leaf."""
        return self.leaf.width


class InQuotation(Node):
    """One quotation that has what a tree asks for.

    Attributes:
        part: of AND, OR, NOT and `SpokenLeaf` leaves of these speakers.
        speakers: whose.
        named: how the query names them.
    """

    part: Node
    speakers: Speakers
    named: str = attribute(default="*", compare=False, kw_only=True)

    @property
    def children(self) -> tuple[Node, ...]:
        """The tree."""
        return (self.part,)


def spoken_by(node: Node, speakers: Speakers, named: str) -> Node:
    """A tree of words, each where somebody says it."""
    match node:
        case Leaf():
            return SpokenLeaf(
                node,
                speakers,
                named=named,
                boost=node.boost,
                written=node.written,
                column=node.column,
            )
        case And(parts) | Or(parts):
            return node.replaced(parts=tuple(spoken_by(one, speakers, named) for one in parts))
        case Not(part):
            return node.replaced(part=spoken_by(part, speakers, named))
    return node


def plain(node: Node) -> Node:
    """Undo `spoken_by`."""
    match node:
        case SpokenLeaf(leaf):
            return leaf
        case And(parts) | Or(parts):
            return node.replaced(parts=tuple(map(plain, parts)))
        case Not(part):
            return node.replaced(part=plain(part))
    return node


def whose_quotation(node: Node) -> Iterator[QuotedBy]:
    """The quotations that a tree asks for, outside any NOT."""
    if isinstance(node, QuotedBy):
        yield node
    elif not isinstance(node, Leaf):
        for child in node.positive:
            yield from whose_quotation(child)
