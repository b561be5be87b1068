"""Paragraphs, lists and tables, as Markdown that says exactly what they say.

Lives here: one block at a time, of plain text in which every sign is only itself. Does not live
here: plain text as a whole (`searchkit.corpus.plain_text`), what a format takes for a paragraph or
a table (the readers).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from searchkit.corpus.plain_text import as_markdown, escaped

MAX_LEVEL = 6
_STEP = "   "
_RAGGED = 4
"""Times the cells that there are, which a table may have."""


def in_a_line(text: str) -> str:
    """A text without line ends, and with one space for several."""
    return " ".join(text.split())


def paragraph(text: str) -> str:
    """A paragraph; "" for one that says nothing."""
    return as_markdown(in_a_line(text))


def lines(text: str) -> str:
    """A paragraph whose lines are lines; "" for one that says nothing."""
    said = [line for one in text.split("\n") if (line := in_a_line(one))]
    return "\\\n".join(map(escaped, said)) if len(said) > 1 else paragraph(text)


def heading(text: str, level: int) -> str:
    """A heading of a level from 1."""
    said = in_a_line(text)
    return f"{'#' * min(max(level, 1), MAX_LEVEL)} {escaped(said)}" if said else ""


def item(text: str, depth: int = 0, *, ordered: bool = False) -> str:
    """An item of a list, at a depth from 0."""
    said = in_a_line(text)
    return f"{_STEP * depth}{'1.' if ordered else '-'} {escaped(said)}" if said else ""


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table whose first row names its columns; rows that make none are paragraphs: those of one
    cell, and those whose lengths differ so much that most of the table would be empty.
    """
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    width = max(map(len, rows), default=0)
    if width < 2 or width * len(rows) > _RAGGED * sum(map(len, rows)) + 1_000:
        return joined(paragraph(" ".join(row)) for row in rows)
    lines = [_row([*row, *[""] * (width - len(row))]) for row in rows]
    return "\n".join([lines[0], _row(["---"] * width, plain=True), *lines[1:]])


def joined(blocks: Iterable[str]) -> str:
    """Blocks in order; items of lists that follow one another are one list, and none is more than
    one step deeper than the one before it, which Markdown would take for code.
    """
    parts: list[str] = []
    deepest = -1
    for block in filter(None, blocks):
        if not _is_item(block):
            parts += ["\n\n", block]
            deepest = -1
            continue
        said = block.lstrip(" ")
        depth = min((len(block) - len(said)) // len(_STEP), deepest + 1)
        parts += ["\n" if deepest >= 0 else "\n\n", _STEP * depth, said]
        deepest = depth
    return "".join(parts[1:])


def _row(cells: Sequence[str], *, plain: bool = False) -> str:
    written = (cell if plain else escaped(in_a_line(cell)) for cell in cells)
    return f"| {' | '.join(written)} |"


def _is_item(block: str) -> bool:
    return block.lstrip(" ").startswith(("- ", "1. "))
