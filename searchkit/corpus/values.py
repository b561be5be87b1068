"""The values of front matter, whatever it is written in.

Lives here: one small tree for YAML, TOML and JSON, bounded, which keeps each value as the text
it was written as beside what the language reads it as. Does not live here: parsing
(`yaml_values`, `toml_values`, `json_values`), which values are a statement's fields (`fields`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from searchkit.corpus.problems import Unreadable

MAX_FRONT_MATTER = 256 * 1024
"""Characters. No real front matter comes near it, and a parser is done with so many at once."""
MAX_VALUES = 10_000
"""Values in one front matter. Aliases count each time they are used: a few lines of YAML can
stand for billions of values."""
MAX_TEXT = 4 * MAX_FRONT_MATTER
"""Characters of all values. Aliases count each time here too."""
MAX_BRACKETS = 500
MAX_DEPTH = 50
MAX_DIGITS = 1_000
"""Of a number. Python refuses to print much longer ones."""

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
"""What YAML writes for no value."""


def _itself(text: str) -> object:
    return text


class Scalar(NamedTuple):
    """A single value.

    Attributes:
        text: as it was written, without quotes.
        line: of the file, from 1; None where the parser does not tell.
        kind: what the language reads it as: "text", "nothing", "int", "date", ...
        typed: makes of `text` the value that the language reads, as JSON can hold it.
            Raises any exception where it can't.
    """

    text: str
    line: int | None = None
    kind: str = "text"
    typed: Callable[[str], object] = _itself


class Items(NamedTuple):
    """A list of values."""

    items: list[Value]
    line: int | None = None


class Pairs(NamedTuple):
    """A mapping, as pairs in the order in which they are written: a key may be there twice."""

    pairs: list[tuple[Scalar, Value]]
    line: int | None = None


Value: TypeAlias = Scalar | Items | Pairs


class Budget:
    """Counts values while a tree is made.

    Args:
        counts_text: whether texts can be longer together than what they are read from.
    """

    def __init__(self, *, counts_text: bool = False) -> None:
        self.counts_text = counts_text
        self._left = MAX_VALUES
        self._text = MAX_TEXT

    def take(self, count: int, depth: int) -> None:
        """Take so many values at this depth.

        Raises:
            Unreadable: they are more, or deeper, than any real front matter has.
        """
        if depth > MAX_DEPTH:
            raise Unreadable(f"front matter is nested deeper than {MAX_DEPTH}")
        self._left -= count
        if self._left < 0:
            raise Unreadable(f"front matter holds more than {MAX_VALUES:,} values")

    def take_text(self, text: str) -> None:
        """Take the text of a value.

        Raises:
            Unreadable: all texts together are longer than any real front matter.
        """
        self._text -= len(text)
        if self._text < 0:
            raise Unreadable(f"front matter stands for more than {MAX_TEXT:,} characters")


def check_brackets(head: str) -> None:
    """Refuse what could take a parser's stack, before it sees it.

    Raises:
        Unreadable: `head` is too long or opens too many brackets.
    """
    if len(head) > MAX_FRONT_MATTER:
        raise Unreadable(f"front matter is longer than {MAX_FRONT_MATTER:,} characters")
    if head.count("[") + head.count("{") > MAX_BRACKETS:
        raise Unreadable(f"front matter opens more than {MAX_BRACKETS} brackets or lists")


def as_text(value: Value) -> str:
    """A value that should have been a single text, as text.

    A mapping `{a: b}` is what YAML makes of the plain text "a: b".
    """
    if isinstance(value, Scalar):
        return "" if value.kind == "nothing" else value.text
    if isinstance(value, Items):
        return ", ".join(map(as_text, value.items))
    return ", ".join(f"{key.text}: {as_text(one)}" for key, one in value.pairs)


def is_empty(value: Value) -> bool:
    """Whether a value says nothing."""
    if isinstance(value, Scalar):
        return value.kind == "nothing" or not value.text.strip()
    return all(map(is_empty, value.items if isinstance(value, Items) else _values(value)))


def _values(pairs: Pairs) -> Iterator[Value]:
    return (value for _, value in pairs.pairs)


def kind_of(value: Value) -> str:
    """What a language reads a value as, for a person."""
    if isinstance(value, Scalar):
        return value.kind
    return "a list" if isinstance(value, Items) else "a mapping"
