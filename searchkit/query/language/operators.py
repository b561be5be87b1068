"""The operators that join nodes: AND, OR, NOT, and words that merely follow one another.

Lives here: how each is written, the tree it makes, how tightly it binds, and what the help
says of it. Does not live here: NEAR and ADJ (`near`); whether an operator has something to
join (`checks`).

How to add one: docs/decisions/operators.md.
"""

from __future__ import annotations

import re
from typing import Any

from whoosh.qparser import plugins, syntax

from searchkit.query.doubts import Doubt
from searchkit.query.language.fields import DASHES
from searchkit.query.language.groups import all_of, joined, one_after_another
from searchkit.query.language.near import NearTagger
from searchkit.query.tree import Node, Not, Or

HELP = (
    ("trade OR export", "either"),
    ("school -closure", "without a word"),
    ("(school OR college) teacher", "brackets group"),
)

BOUNDARY = r"(?<![^\s(])"
"""Nothing but white space or an opening bracket stands before."""
_END = r"(?![^\s)])"


def _trees(group: Any, parser: Any) -> list[Node]:
    """What the nodes of a group become; those without a word fall away."""
    return [tree for node in group.nodes if (tree := node.query(parser)) is not None]


class Juxtaposed(syntax.GroupNode):  # type: ignore[misc]
    """Nodes that merely follow one another: all must match, or, in any-word mode,
    any of the words (what filters or is in NOT always holds).
    """

    def query(self, parser: Any) -> Node | None:
        """The tree, or None where none of the nodes holds a word."""
        return one_after_another(_trees(self, parser), parser.reading.any_word)


class AndGroup(syntax.AndGroup):  # type: ignore[misc]
    """Nodes joined by AND."""

    def query(self, parser: Any) -> Node | None:
        """The tree, or None where none of the nodes holds a word."""
        return all_of(_trees(self, parser))


class OrGroup(syntax.OrGroup):  # type: ignore[misc]
    """Nodes joined by OR."""

    def query(self, parser: Any) -> Node | None:
        """The tree, or None where none of the nodes holds a word."""
        return joined(Or, _trees(self, parser))


class NotGroup(syntax.NotGroup):  # type: ignore[misc]
    """A node that must not match."""

    def query(self, parser: Any) -> Node | None:
        """The tree, or None where the node holds no word."""
        return next((Not(one, column=one.column) for one in _trees(self, parser)), None)


class _DashTagger(plugins.OperatorsPlugin.OpTagger):  # type: ignore[misc]
    """A dash of another kind in place of a minus."""

    def __init__(self) -> None:
        dash = rf"{BOUNDARY}[{DASHES}](?=[\w\"“„=*?])"
        super().__init__(dash, NotGroup, syntax.PrefixOperator)

    def create(self, parser: Any, match: re.Match[str]) -> Any:
        reading = parser.reading
        word = _beginning(reading.text, match.end())
        other = reading.instead(match.start(), match.end(), " ").strip()
        message = f"{match[0]} before {word} is read as -, which leaves it out"
        reading.doubts.append(Doubt("dash", message, other))
        return syntax.PrefixOperator("-", NotGroup)


def _beginning(text: str, start: int) -> str:
    """The first word from a place in a query on, as it is written."""
    return text[start:].split(maxsplit=1)[0].strip('="“”„')


def operators() -> Any:
    """Whoosh's plugin with these operators, those that bind most tightly first."""
    tagger = plugins.OperatorsPlugin.OpTagger
    return plugins.OperatorsPlugin(
        [
            (NearTagger(), 0),
            (tagger(rf"{BOUNDARY}-(?=[^\s-])", NotGroup, syntax.PrefixOperator), 0),
            (_DashTagger(), 0),
            (tagger(rf"{BOUNDARY}NOT(?=[\s(]|\Z)", NotGroup, syntax.PrefixOperator), 0),
            (tagger(rf"{BOUNDARY}AND{_END}", AndGroup), 0),
            (tagger(rf"{BOUNDARY}OR{_END}", OrGroup), 0),
        ],
        clean=True,
    )
