"""The query that is being read.

Lives here: what all pieces of the language share while one query is read: its text, what
the index knows, and the errors and notes about it. Does not live here: Whoosh's parser,
which carries it along (`parser`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from searchkit.model.errors import QuerySyntaxError
from searchkit.query.doubts import Doubt
from searchkit.query.names import KnownNames
from searchkit.query.tree import Node
from searchkit.schema.fields import Schema

Spellings = Callable[[str], Sequence[str]]
"""Gives the other folded spellings that the corpus has of a folded word."""


class Reading:
    """One query while it is read.

    Attributes:
        text: the query.
        schema: the fields it may name.
        known: the names of the index, by field.
        any_word: whether any of its words is enough.
        spellings: of its words.
        ignored: pieces without a letter or digit.
        doubts: what the user should know.
        others: doubts about a node, and what may have been meant instead of it.
    """

    __slots__ = ("any_word", "doubts", "ignored", "known", "others", "schema", "spellings", "text")

    def __init__(
        self,
        text: str,
        schema: Schema,
        known: Mapping[str, KnownNames],
        any_word: bool,
        spellings: Spellings,
    ) -> None:
        self.text = text
        self.schema = schema
        self.known = known
        self.any_word = any_word
        self.spellings = spellings
        self.ignored: list[str] = []
        self.doubts: list[Doubt] = []
        self.others: list[tuple[Doubt, Node, Node]] = []

    def error(
        self,
        what: str,
        column: int,
        *,
        expected: str | None = None,
        suggestion: str | None = None,
    ) -> QuerySyntaxError:
        """An error at a column of the query."""
        return QuerySyntaxError(what, self.text, column, expected=expected, suggestion=suggestion)

    def instead(self, start: int, end: int, text: str) -> str:
        """The query with `text` in place of [start, end)."""
        return self.text[:start] + text + self.text[end:]

    def with_number(self, span: tuple[int, int], least: int, most: int) -> str:
        """The query with the number at `span` moved into its bounds."""
        number = int(self.text[slice(*span)])
        return self.instead(*span, str(min(max(number, least), most)))
