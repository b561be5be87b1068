"""NEAR/n and ADJ/n: words within a distance, either way round or in order.

Lives here: the operators, and what can stand on their sides. Does not live here: the
other operators (`syntax`), distances in the text (`searchkit.matching`).
"""

from __future__ import annotations

import re
from typing import Any

from whoosh import query
from whoosh.qparser import syntax
from whoosh.qparser.taggers import RegexTagger
from whoosh.query import spans

from searchkit.query.language import whoosh_schema as names
from searchkit.query.limits import MAX_DISTANCE, MAX_NEAR

_IN_TEXT = (
    names.TEXT,
    names.TITLE,
    names.FOLDED,
    names.TITLE_FOLDED,
    names.EXACT,
    names.TITLE_EXACT,
)
_SINGLE = (query.Term, query.Phrase, query.Prefix, query.Wildcard, query.FuzzyTerm)


class NearGroup(syntax.BinaryGroup):  # type: ignore[misc]
    """Two nodes near each other."""

    operator: Any = None

    def query(self, parser: Any) -> Any:
        """The tree.

        Raises:
            QuerySyntaxError: a side is nothing that stands in one place.
        """
        left, right = (self._side(parser, node) for node in self.nodes)
        operator = self.operator
        near = spans.SpanNear(left, right, slop=operator.slop, ordered=operator.ordered)
        near.depth = 1 + max(_depth(left), _depth(right))
        if near.depth > MAX_NEAR:
            raise too_many(parser, operator)
        return near

    def _side(self, parser: Any, node: Any) -> Any:
        found = node.query(parser)
        if found is None or not is_operand(found):
            raise parser.error(
                f"this can't stand beside {self.operator.text}",
                node.startchar if node.startchar is not None else self.operator.startchar,
                expected="a word, a phrase, or several with OR in brackets",
            )
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


def _depth(node: Any) -> int:
    """How many operators stand within one another."""
    if isinstance(node, (query.Or, query.Sequence)):
        return max(map(_depth, node.subqueries), default=0)
    return getattr(node, "depth", 0)


def too_many(parser: Any, operator: Any) -> Exception:
    """The error for a chain of too many words."""
    error: Exception = parser.error(
        f"more than {MAX_NEAR} times NEAR or ADJ in one chain", operator.startchar
    )
    return error


def is_operand(node: Any) -> bool:
    """Whether a tree stands in one place: a word, a phrase, near words, or OR of these."""
    if isinstance(node, query.Or):
        return all(is_operand(child) for child in node.subqueries)
    if isinstance(node, _SINGLE):
        return node.fieldname in _IN_TEXT
    if isinstance(node, query.Sequence):
        return all(is_operand(child) for child in node.subqueries)
    return isinstance(node, spans.SpanNear)


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
            raise parser.error(
                f"{match[0]} reaches nothing",
                match.start("slop"),
                expected=f"a distance from 1 (neighbours) to {MAX_DISTANCE}",
                suggestion=parser.with_number(match.span("slop"), 1, MAX_DISTANCE),
            )
        return NearOperator(match[0], slop, match["name"] == "ADJ")
