"""The order in which a page's lines are read.

Lives here: geometry alone. Does not live here: what draws a page (`pdf_pages`), the paragraphs that
lines make (`page_paragraphs`).

A page whose text stands in columns is cut at the gutter between them; what crosses the gutter (a
heading, a figure's caption) parts what is above it from what is below. Narrow cells make a table,
and are read row by row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate, groupby, pairwise
from statistics import median
from typing import NamedTuple

MAX_WIDTH = 5_000
"""Points of a page's width that are looked at; a poster has 2,400."""
MAX_CUTS = 12
"""Gutters within one another: a page has a few."""
_SPANNING, _ALMOST_NONE = 0.34, 0.05
"""How many of the lines may cross a gutter, and the white space between the cells of a table."""
_COLUMN_LINES, _COLUMN_SIGNS, _FILLED = 3, 16, 0.6
"""What a column has at least: lines, the characters of its usual row, and how much of its width
these fill. A table has less.
"""
_EDGE = 0.1
"""How much of the height of all pages' text is its upper or lower edge."""
_NUMBER = re.compile(r"\d+")
_GUTTER = 0.8
"""Times the height of a line: the least white space between two columns."""


class PlacedLine(NamedTuple):
    """A piece of text that stands in one line: points from the page's left and bottom."""

    left: float
    bottom: float
    right: float
    top: float
    text: str

    @property
    def height(self) -> float:
        """Points; never 0."""
        return max(self.top - self.bottom, 0.1)


def in_order(lines: Sequence[PlacedLine], cuts: int = MAX_CUTS) -> list[list[PlacedLine]]:
    """The lines of a page as they are read, those of each column or band together."""
    lines = [line for line in lines if line.text.strip()]
    gutter = _gutter(lines) if cuts else None
    if gutter is None:
        return [_rows(lines)] if lines else []
    spanning = [line for line in lines if line.left < gutter < line.right]
    rest = [line for line in lines if not line.left < gutter < line.right]
    blocks: list[list[PlacedLine]] = []
    is_crossing = False
    edges = sorted((line.bottom for line in spanning), reverse=True)
    for bottom, band in _bands(rest, edges):
        blocks += in_order([line for line in band if line.right <= gutter], cuts - 1)
        blocks += in_order([line for line in band if line.left >= gutter], cuts - 1)
        crossing = _rows([line for line in spanning if line.bottom == bottom])
        if crossing and is_crossing and not band:
            blocks[-1] += crossing
        elif crossing:
            blocks.append(crossing)
        is_crossing = True
    return blocks


def _bands(
    lines: list[PlacedLine], edges: list[float]
) -> Iterable[tuple[float | None, list[PlacedLine]]]:
    """The lines above each edge that are below the one before it, and those below all."""
    left = lines
    for edge in dict.fromkeys(edges):
        yield edge, [line for line in left if line.bottom >= edge]
        left = [line for line in left if line.bottom < edge]
    yield None, left


def _gutter(lines: list[PlacedLine]) -> float | None:
    """Where two columns of text part; None where there are none."""
    wide = sorted(_stretches(lines, _SPANNING), key=lambda one: one[0] - one[1])
    return next((at for at in (sum(one) / 2 for one in wide) if _are_columns(lines, at)), None)


def _stretches(lines: list[PlacedLine], share: float) -> list[tuple[float, float]]:
    """Where from left to right no more than a share of the lines stand, for the width of a gutter,
    within the lines' edges; the emptiest stretches first.
    """
    if len(lines) < 2 * _COLUMN_LINES:
        return []
    start = min(line.left for line in lines)
    width = min(int(max(line.right for line in lines) - start) + 1, MAX_WIDTH)
    steps = [0] * (width + 2)
    for line in lines:
        first = min(max(int(line.left - start), 0), width)
        steps[first] += 1
        steps[min(max(int(line.right - start) + 1, first), width + 1)] -= 1
    crossed = list(accumulate(steps))[: width + 1]
    wanted = _GUTTER * median(line.height for line in lines)
    found = []
    for limit in sorted({count for count in crossed if count <= share * len(lines)})[:4]:
        begin = 0
        for is_empty, run in groupby(crossed, key=lambda count: count <= limit):
            end = begin + len(list(run))
            if is_empty and begin and end <= width and end - begin >= wanted:
                found.append((start + begin, start + end))
            begin = end
    return found


def _are_columns(lines: list[PlacedLine], at: float) -> bool:
    sides = _sides(lines, at)
    if any(len(side) < _COLUMN_LINES for side in sides) or not all(map(_is_text, sides)):
        return False
    # Columns stand beside one another.
    highest = min(max(line.top for line in side) for side in sides)
    return highest > max(min(line.bottom for line in side) for side in sides)


def _sides(lines: list[PlacedLine], at: float) -> tuple[list[PlacedLine], list[PlacedLine]]:
    return [o for o in lines if o.right <= at], [o for o in lines if o.left >= at]


def _is_text(lines: list[PlacedLine], cuts: int = 4) -> bool:
    """Whether the usual row of a column is long, and is filled; or it has columns of that kind."""
    for low, high in _stretches(lines, _ALMOST_NONE)[:1] if cuts else ():
        sides = _sides(lines, (low + high) / 2)
        if all(len(side) >= _COLUMN_LINES for side in sides):
            return all(_is_text(side, cuts - 1) for side in sides)
    width = max(line.right for line in lines) - min(line.left for line in lines)
    rows = _beside(lines)
    signs = median(sum(len(line.text.strip()) for line in row) for row in rows)
    filled = median(sum(line.right - line.left for line in row) for row in rows)
    return signs >= _COLUMN_SIGNS and filled >= _FILLED * width


def _rows(lines: Sequence[PlacedLine]) -> list[PlacedLine]:
    """Lines from top to bottom, with what stands beside one another in one of them."""
    return [_joined(sorted(row, key=lambda line: line.left)) for row in _beside(lines)]


def _beside(lines: Sequence[PlacedLine]) -> list[list[PlacedLine]]:
    """Lines that stand beside one another, from top to bottom."""
    rows: list[list[PlacedLine]] = []
    for line in sorted(lines, key=lambda line: (-(line.top + line.bottom), line.left)):
        last = rows[-1][0] if rows else None
        overlap = min(line.top, last.top) - max(line.bottom, last.bottom) if last else 0.0
        if last and overlap > 0.5 * min(line.height, last.height):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _joined(row: list[PlacedLine]) -> PlacedLine:
    text = row[0].text
    for before, line in pairwise(row):
        beside = line.left - before.right < 0.12 * line.height
        text += line.text if beside else f" {line.text}"
    edges = (min(o.left for o in row), min(o.bottom for o in row))
    return PlacedLine(*edges, max(o.right for o in row), max(o.top for o in row), text)


def without_running_heads(pages: Sequence[list[PlacedLine]]) -> list[list[PlacedLine]]:
    """The lines of pages without those that stand on most of them at the top or the bottom: the
    title of the document, its date, the number of the page.
    """
    places = [line for page in pages for line in page if line.bottom >= 0]
    top = max((line.top for line in places), default=0.0)
    bottom = min((line.bottom for line in places), default=0.0)
    edge = _EDGE * (top - bottom)
    edges = [
        {
            line: _NUMBER.sub("#", line.text.strip())
            for line in page
            if line.bottom > top - edge or line.top < bottom + edge
        }
        for page in pages
    ]
    seen = Counter(text for lines in edges for text in set(lines.values()))
    often = {text for text, count in seen.items() if count >= 3 and count > len(pages) // 2}
    return [
        [line for line in page if lines.get(line) not in often]
        for page, lines in zip(pages, edges, strict=True)
    ]
