"""NEAR/n and ADJ/n: words within a distance, either way round or in order.

Lives here: the operators, what can stand on their sides, and what the help says of them.
Does not live here: the other operators (`operators`), distances in the text
(`searchkit.matching`).
"""

from __future__ import annotations

import re
from typing import Any

from whoosh.qparser import syntax
from whoosh.qparser.taggers import RegexTagger

from searchkit.model.errors import QuerySyntaxError
from searchkit.query.language.reading import Reading
from searchkit.query.limits import MAX_DISTANCE, MAX_NEAR
from searchkit.query.tree import Choice, Leaf, Near, Node, Or

HELP = (
    ("water NEAR/10 quality", "within ten words, either way round"),
    ("minister ADJ/3 health", "in this order, within three words"),
)


class NearGroup(syntax.BinaryGroup):  # type: ignore[misc]
    """Two nodes near each other."""

    operator: NearOperator

    def query(self, parser: Any) -> Near:
        """The tree.

        Raises:
            QuerySyntaxError: a side is nothing that stands in one place.
        """
        operator, reading = self.operator, parser.reading
        left, right = (self._side(parser, node) for node in self.nodes)
        near = Near((left, right), operator.slop, operator.ordered, column=left.column)
        if _nesting(near) > MAX_NEAR:
            raise too_many(reading, operator)
        return near

    def _side(self, parser: Any, node: Any) -> Leaf:
        found = _operand(node.query(parser))
        if found is None:
            error: QuerySyntaxError = parser.reading.error(
                f"this can't stand beside {self.operator.text}",
                node.startchar if node.startchar is not None else self.operator.startchar,
                expected="a word, a phrase, or several with OR in brackets",
            )
            raise error
        counted = _boosted(found)
        if counted is not None:
            column = counted.column if counted.column is not None else self.operator.startchar
            wrong: QuerySyntaxError = parser.reading.error(
                f"a word beside {self.operator.text} has no boost of its own",
                column,
                expected="no ^ there",
            )
            raise wrong
        return found

    def apply(self, fn: Any) -> NearGroup:
        """A copy with `fn` applied to the sides."""
        return self._with([fn(node) for node in self.nodes])

    def empty_copy(self) -> NearGroup:
        """A copy without the sides."""
        return self._with([])

    def _with(self, nodes: list[Any]) -> NearGroup:
        group = NearGroup(nodes)
        group.operator = self.operator
        return group


def _operand(node: Node | None) -> Leaf | None:
    """A tree that stands in one place: a word, a phrase, near words, or OR of these."""
    match node:
        case Leaf():
            return node
        case Or(parts):
            leaves = [leaf for part in parts if (leaf := _operand(part)) is not None]
            if len(leaves) == len(parts):
                return Choice(tuple(leaves), column=node.column)
    return None


def _boosted(leaf: Leaf) -> Leaf | None:
    """The first leaf of a side that counts otherwise than once."""
    if leaf.boost != 1.0:
        return leaf
    inside = (_boosted(one) for one in leaf.children if isinstance(one, Leaf))
    return next((one for one in inside if one is not None), None)


def _nesting(node: Node) -> int:
    """How many operators stand within one another."""
    below = max(map(_nesting, node.children), default=0)
    return below + (isinstance(node, Near) and not node.quoted)


def too_many(reading: Reading, operator: NearOperator) -> QuerySyntaxError:
    """The error for a chain of too many words."""
    return reading.error(f"more than {MAX_NEAR} times NEAR or ADJ in one chain", operator.startchar)


class NearOperator(syntax.InfixOperator):  # type: ignore[misc]
    """NEAR/n or ADJ/n.

    Attributes:
        slop: n.
        ordered: whether the left side comes first.
    """

    def __init__(self, text: str, slop: int, ordered: bool) -> None:
        super().__init__(text, NearGroup)
        self.slop = slop
        self.ordered = ordered

    def replace_self(self, parser: Any, group: Any, position: int) -> int:
        """Put a group in place of the operator and its sides; returns where it is."""
        made = NearGroup([group[position - 1], group[position + 1]])
        made.operator = self
        group[position - 1 : position + 2] = [made]
        return position - 1


class NearTagger(RegexTagger):  # type: ignore[misc]
    """Finds the operators."""

    # What Whoosh's plugin for operators asks of a tagger.
    optype = NearOperator
    grouptype = NearGroup
    leftassoc = True

    def __init__(self) -> None:
        super().__init__(r"(?<![^\s)])(?P<name>NEAR|ADJ)/(?P<slop>\d{1,9})(?![^\s(])")

    def create(self, parser: Any, match: re.Match[str]) -> NearOperator:
        """The operator.

        Raises:
            QuerySyntaxError: its distance is out of range.
        """
        slop = int(match["slop"])
        if not 1 <= slop <= MAX_DISTANCE:
            reading: Reading = parser.reading
            raise reading.error(
                f"{match[0]} reaches nothing",
                match.start("slop"),
                expected=f"a distance from 1 (neighbours) to {MAX_DISTANCE}",
                suggestion=reading.with_number(match.span("slop"), 1, MAX_DISTANCE),
            )
        return NearOperator(match[0], slop, match["name"] == "ADJ")
