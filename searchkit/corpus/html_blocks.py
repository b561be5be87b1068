"""The main text of a page, written as Markdown.

Lives here: the extractor's tree (paragraphs, headings, lists, quotations, tables) to blocks, and
these to Markdown that says exactly what they say. Does not live here: finding the main text
(`html_page`), plain text as Markdown (`plain_text`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple

from searchkit.corpus.markdown import clean_text
from searchkit.corpus.plain_text import as_markdown, escaped

if TYPE_CHECKING:
    from lxml.etree import _Element

Kind = Literal["paragraph", "heading", "bullet", "number", "quote", "row"]

_KINDS: dict[str, Kind] = {"quote": "quote", "row": "row", "head": "heading"}
_NESTING = frozenset({"p", "head", "list", "item", "quote", "table", "row", "cell", "code", "div"})
"""Elements of the extractor's tree that stand by themselves; all others stand in a line."""
_LINE_BREAK = "lb"
MAX_INDENT = 6
"""Levels of lists that are told apart."""
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r" ?\n ?")


class Block(NamedTuple):
    """A piece of a text that stands by itself.

    Attributes:
        kind: what it is.
        level: of a heading, from 1; of an item, from 0.
        text: its lines; of a row, one line for each cell.
    """

    kind: Kind
    level: int
    text: str


def blocks_of(body: _Element) -> list[Block]:
    """The blocks of the main text, in order; none of them empty."""
    found: list[Block] = []
    _Walk(found).into(body, "paragraph", 0)
    return [block for block in found if block.text.strip()]


class _Walk:
    """Takes a tree apart. The parser bounds how deep it can be."""

    def __init__(self, found: list[Block]) -> None:
        self._found = found
        self._line: list[str] = []

    def into(self, element: _Element, kind: Kind, level: int) -> None:
        """Add what is in an element that stands by itself."""
        self._inside(element, kind, level)
        self._end(kind, level)

    def _end(self, kind: Kind, level: int) -> None:
        text = _SPACES.sub(" ", "".join(self._line))
        self._line.clear()
        self._found.append(Block(kind, level, _BREAKS.sub("\n", text).strip()))

    def _inside(self, element: _Element, kind: Kind, level: int) -> None:
        self._say(element.text)
        for child in element:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag == _LINE_BREAK:
                self._line.append("\n")
            elif tag == "row":
                self._end(kind, level)
                self._found.append(Block("row", 0, "\n".join(map(_on_one_line, child)) or " "))
            elif tag in _NESTING:
                self._end(kind, level)
                self.into(child, *_kind_of(child, element, kind, level))
            elif tag:
                self._inside(child, kind, level)
            self._say(child.tail)

    def _say(self, text: str | None) -> None:
        if text:
            self._line.append(" ".join(text.split("\n")))


def _kind_of(child: _Element, parent: _Element, kind: Kind, level: int) -> tuple[Kind, int]:
    """What an element's own text is, in a parent whose text is of this kind."""
    if child.tag == "head":
        rend = child.get("rend", "")
        return "heading", int(rend[1]) if re.fullmatch(r"h[1-6]", rend) else 2
    if child.tag == "item":
        return ("number" if parent.get("rend") == "ol" else "bullet"), level
    if child.tag == "list":
        is_inside = kind in ("bullet", "number")
        return "paragraph", min(level + 1, MAX_INDENT) if is_inside else 0
    return (_KINDS.get(str(child.tag), kind), level)


def _on_one_line(element: _Element) -> str:
    return " ".join("".join(_texts(element)).split())


def _texts(element: _Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        stands_apart = child.tag == _LINE_BREAK or child.tag in _NESTING
        yield " " if stands_apart else ""
        yield from _texts(child)
        yield " " if stands_apart else ""
        yield child.tail or ""


def markdown_of(blocks: list[Block]) -> str:
    """Markdown that says what the blocks say. Its clean text has their words in their order."""
    parts: list[str] = []
    for is_list, group in groupby(blocks, lambda block: block.kind in ("bullet", "number")):
        if is_list:
            parts.append("\n".join(_items(group)))
            continue
        for is_row, some in groupby(group, lambda block: block.kind == "row"):
            if is_row:
                parts.append(_table([block.text.split("\n") for block in some]))
            else:
                parts += [_block(block) for block in some]
    return "\n\n".join(parts)


def _block(block: Block) -> str:
    if block.kind == "heading":
        return _led("#" * block.level + " ", " ".join(block.text.split()))
    text = as_markdown(block.text)
    if block.kind == "quote":
        return "\n".join(f"> {line}" for line in text.split("\n"))
    return text


def _items(blocks: Iterable[Block]) -> Iterator[str]:
    """The lines of a list. An item stands one level below the one above it at most: what is
    indented further is no item.
    """
    deepest = 0
    for block in blocks:
        level = min(block.level, deepest)
        deepest = level + 1
        sign = "1. " if block.kind == "number" else "- "
        yield "    " * level + _led(sign, " ".join(block.text.split()))


def _led(sign: str, text: str) -> str:
    """A line with a sign in front, its text escaped if it would not be read as it stands."""
    return sign + (text if clean_text(sign + text) == text else escaped(text))


def _table(rows: list[list[str]]) -> str:
    width = max(map(len, rows))
    lines = [
        "| " + " | ".join([*map(escaped, row), *[""] * (width - len(row))]) + " |" for row in rows
    ]
    lines.insert(1, "|" + " --- |" * width)
    return "\n".join(lines)
