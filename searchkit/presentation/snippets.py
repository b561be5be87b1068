"""
Snippets: the pieces of a statement in which a query's words stand.

Lives here: choosing fragments, cutting them at sentences or words, offsets of what
is highlighted. Does not live here: where the words stand (`searchkit.matching`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from searchkit.answer import Snippet
from searchkit.schema.analysis import token_spans

FRAGMENTS = 2
LENGTH = 240
"""Characters of a fragment, as near as sentences and words allow."""
MAX_OCCURRENCES = 1_000
"""Occurrences of one statement that are looked at for the best fragment."""

_SENTENCE_END = re.compile(r"[.!?…][”’\"')\]]*\s+|\n+|\t")
_SPACE = re.compile(r"\s+")
_WORD_START = re.compile(r"(?<=\s)\S")


class Occurrence(NamedTuple):
    """
    Where something that matched stands.

    Attributes:
        first: number of its first word in the field.
        width: in words.
        leaf: number of the leaf of the query that it is an occurrence of.
    """

    first: int
    width: int
    leaf: int


class _Span(NamedTuple):
    start: int
    end: int
    leaf: int


def highlights(text: str, occurrences: Sequence[Occurrence]) -> tuple[tuple[int, int], ...]:
    """Offsets of occurrences in `text`, ascending and disjoint."""
    return _merged(_spans(text, occurrences))


def snippets(
    text: str, occurrences: Sequence[Occurrence], weights: Sequence[float]
) -> tuple[Snippet, ...]:
    """
    The best fragments of `text`.

    Args:
        text: a clean body.
        occurrences: of the query's leaves in it, ascending.
        weights: what showing each leaf is worth.

    Returns:
        up to `FRAGMENTS`, the best first; the opening lines where nothing occurs;
        none where there is no text.
    """
    spans = _spans(text, occurrences[:MAX_OCCURRENCES])
    if not spans:
        return (_cut(text, 0, 0, ()),) if text else ()
    chosen: list[tuple[int, int]] = []
    seen: set[int] = set()
    result = []
    for _ in range(FRAGMENTS):
        window = _best_window(spans, chosen, weights, seen)
        if window is None:
            break
        first, last = window
        piece, start, end = _bounds(text, spans[first].start, spans[last].end, chosen)
        chosen.append((start, end))
        seen.update(span.leaf for span in spans if start <= span.start and span.end <= end)
        result.append(_snippet(text, start, end, spans, piece))
    return tuple(result)


def _spans(text: str, occurrences: Sequence[Occurrence]) -> list[_Span]:
    if not occurrences:
        return []
    last = max(one.first + one.width for one in occurrences)
    words = list(islice(token_spans(text), last))
    # A damaged index may promise more words than there are.
    return [
        _Span(words[one.first][0], words[one.first + one.width - 1][1], one.leaf)
        for one in occurrences
        if one.first + one.width <= len(words)
    ]


def _best_window(
    spans: list[_Span],
    taken: list[tuple[int, int]],
    weights: Sequence[float],
    seen: set[int],
) -> tuple[int, int] | None:
    """
    The first and last of the spans that one fragment shows best.

    Each leaf counts once, one shown before a tenth; more occurrences count a
    little. None where every span is shown already.
    """
    best, best_score = None, 0.0
    low = 0
    counts: dict[int, int] = {}
    inside = 0
    for high, span in enumerate(spans):
        if any(start < span.end and span.start < end for start, end in taken):
            low, inside = high + 1, 0
            counts.clear()
            continue
        counts[span.leaf] = counts.get(span.leaf, 0) + 1
        inside += 1
        while low < high and span.end - spans[low].start > LENGTH:
            left = spans[low].leaf
            counts[left] -= 1
            if not counts[left]:
                del counts[left]
            low += 1
            inside -= 1
        score = sum(weights[leaf] * (0.1 if leaf in seen else 1.0) for leaf in counts)
        score += 0.01 * min(inside, 10)
        if score > best_score + 1e-9:
            best, best_score = (low, high), score
    return best


def _bounds(
    text: str, first: int, last: int, taken: list[tuple[int, int]]
) -> tuple[tuple[bool, bool], int, int]:
    """
    ((cut at the left, cut at the right), start, end) of a fragment around
    [first, last).
    """
    low = max((end for _, end in taken if end <= first), default=0)
    high = min((start for start, _ in taken if start >= last), default=len(text))
    room = max(0, LENGTH - (last - first))
    start, cut_left = _start(text, first, max(low, first - room), first - room // 2)
    room = max(0, LENGTH - (last - start))
    end, cut_right = _end(text, last, min(high, last + room))
    return (cut_left, cut_right), start, end


def _start(text: str, first: int, low: int, wanted: int) -> tuple[int, bool]:
    """The beginning of the sentence that holds `first`, or of a word near `wanted`."""
    begin = None
    for match in _SENTENCE_END.finditer(text, low, first):
        begin = match.end()
        if begin >= wanted:
            break
    if begin is not None:
        return begin, False
    if low == 0:
        return _first_word(text, 0), False
    word = _WORD_START.search(text, max(low, min(wanted, first)), first)
    return (word.start() if word else first), True


def _first_word(text: str, start: int) -> int:
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def _end(text: str, last: int, high: int) -> tuple[int, bool]:
    """The end of a sentence between `last` and `high`, the last there is, or of a word."""
    if high >= len(text):
        return len(text.rstrip()), False
    end = None
    for match in _SENTENCE_END.finditer(text, last, high):
        end = match.start() + len(match[0].rstrip())
    if end is not None and (end - last) * 2 >= high - last:
        return end, False
    space = max(text.rfind(" ", last, high), text.rfind("\n", last, high))
    if space < 0:
        # One word longer than a fragment: cut behind what matched.
        return last, last < len(text)
    return len(text[:space].rstrip(" ,;:–—-")) if space > last else space, True


def _cut(text: str, first: int, last: int, spans: Sequence[_Span]) -> Snippet:
    piece, start, end = _bounds(text, first, last, [])
    if end <= start:  # A first word longer than a fragment.
        start, end, piece = 0, min(LENGTH, len(text)), (False, len(text) > LENGTH)
    return _snippet(text, start, end, spans, piece)


def _snippet(
    text: str, start: int, end: int, spans: Sequence[_Span], cut: tuple[bool, bool]
) -> Snippet:
    """[start, end) of `text` with white space run together, and its highlights."""
    marks = _merged([s for s in spans if start <= s.start and s.end <= end])
    parts = ["…"] if cut[0] else []
    length = len(parts)
    placed = []
    position = start
    for mark_start, mark_end in (*marks, (end, end)):
        before = _SPACE.sub(" ", text[position:mark_start])
        inside = _SPACE.sub(" ", text[mark_start:mark_end])
        parts += [before, inside]
        length += len(before)
        if inside:
            placed.append((length, length + len(inside)))
        length += len(inside)
        position = mark_end
    if cut[1]:
        parts.append("…")
    return Snippet("".join(parts), tuple(placed))


def _merged(spans: Sequence[_Span]) -> tuple[tuple[int, int], ...]:
    """Offsets of spans with overlapping ones made one."""
    merged: list[tuple[int, int]] = []
    for start, end, _ in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
