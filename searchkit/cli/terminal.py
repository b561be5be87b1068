"""How much a terminal holds, and text fitted to it.

Lives here: the width of a stream, breaking text into lines, tables of names and values.
Does not live here: colours and the layout of an answer (`look`), printing (`running`).

Into a pipe nothing is fitted: what reads there wants a line a value.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from searchkit.model.width import columns

MAX_WIDTH = 100
"""Wider lines are hard to read, however wide the terminal."""
MIN_WIDTH = 40
NAMES = 24
"""Columns that the names of a table take at most; a longer one has a line to itself."""

_GAP = re.compile(r" +")
# Scripts that are written without spaces: a line may end between two of their letters, but
# not before their punctuation.
_SPACELESS = (
    "\u2e80-\u2fff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
_BETWEEN = rf"(?<=[{_SPACELESS}\u3000-\u303f\uff00-\uff60])(?=[{_SPACELESS}])"


def width_of(stream: TextIO | None = None) -> int | None:
    """The columns to fill; None where nothing is to be fitted.

    Args:
        stream: standard output, if not given.
    """
    stream = stream or sys.stdout
    if not stream.isatty():
        return None
    try:
        given = int(os.environ.get("COLUMNS", "0"))
        width = given or os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        width = 80
    return max(MIN_WIDTH, min(MAX_WIDTH, width))


def lines_of(text: str, room: int | None) -> Iterator[tuple[int, int]]:
    """(start, end) of the lines of `text`, broken at spaces.

    A word that has no room is broken between letters that are written without spaces; any
    other, an address for one, stays whole.

    Args:
        text: one paragraph.
        room: columns of a line; None: it is one line.
    """
    if not room:
        yield 0, len(text)
        return
    start = position = following = 0
    for gap in [*_GAP.finditer(text), None]:
        end = gap.start() if gap else len(text)
        if position > start and columns(text[start:end]) > room:
            yield start, position
            start = following
        for part in _inside(text, start, end, room):
            yield start, part
            start = part
        position = end
        following = gap.end() if gap else end
    yield start, position


def _inside(text: str, start: int, end: int, room: int) -> Iterator[int]:
    """Where `text[start:end]`, which begins a line, is broken to fit."""
    while end - start > room // 2 and columns(text[start:end]) > room:
        fits = None
        for found in re.compile(_BETWEEN).finditer(text, start + 1, end):
            if fits and columns(text[start : found.start()]) > room:
                break
            fits = found.start()
        if fits is None:
            return
        yield fits
        start = fits


def fitted(text: str, width: int | None, indent: int = 0) -> list[str]:
    """The lines of `text`; all but the first begin with `indent` spaces.

    Args:
        text: one paragraph.
        width: columns of a line with its indent; None: it is one line.
        indent: what the first line has in front of it already.
    """
    lines = lines_of(text, width - indent if width else None)
    front = " " * indent
    return [(front if number else "") + text[a:b] for number, (a, b) in enumerate(lines)]


def padded(text: str, width: int) -> str:
    """`text` with spaces after it, `width` columns in all."""
    return text + " " * (width - columns(text))


def table(rows: Sequence[tuple[str, str]], width: int | None) -> Iterator[str]:
    """Lines of names with their values beside them.

    Args:
        rows: name and value, each of one line; without a value there is none.
        width: columns of a line; None: each row is one line.
    """
    most = NAMES if width else max((columns(name) for name, _ in rows), default=0)
    column = max((columns(name) for name, _ in rows if columns(name) <= most), default=0) + 2
    for name, value in rows:
        if not value:
            continue
        lines = fitted(value, width, column)
        apart = width and max(map(columns, (" " * column + lines[0], *lines[1:]))) > width
        if apart or columns(name) > column - 2:
            # An address that would not fit beside its name is one piece below it.
            yield from fitted(name, width)
            name, lines = "", fitted(value, width) if apart else lines
        yield ("" if apart else padded(name, column)) + lines[0]
        yield from lines[1:]


def beside(
    names: Iterable[tuple[str, str]], width: int | None, least: int = MIN_WIDTH // 2
) -> Iterator[str]:
    """Lines of names with something after them that is never broken.

    Where names would have less than `least` columns, they stand on lines of their own.

    Args:
        names: name, and what stands after it, all equally wide.
        width: columns of a line; None: each is one line.
        least: columns that a name should have.
    """
    rows = list(names)
    longest = max((columns(name) for name, _ in rows), default=0)
    after = max((columns(about) for _, about in rows), default=0)
    room = min(longest, width - after - 2) if width else longest
    for name, about in rows:
        if width and room < min(least, longest):
            yield from fitted(name, width)
            yield "  " + about
            continue
        lines = fitted(name, room + 2 if width else None, 2)
        yield padded(lines[0], room) + "  " + about
        yield from lines[1:]
