"""Snippets as plainly as they can be made: every word of a text found by a regular
expression, every occurrence looked at one after the other.

Lives here: the slow way that `searchkit.kernels.plain.fragments` must agree with to the
letter. Does not live here: what a good snippet is, and where one may begin and end, which
is said once, in what is tested (`test_snippets` tries both by themselves).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from searchkit import Snippet
from searchkit.kernels.plain.fragments import FRAGMENTS, LENGTH, WORDS, fragment_end, fragment_start
from searchkit.schema.analysis import token_spans

_SPACE = re.compile(r"\s+")


class Occurrence(NamedTuple):
    first: int
    width: int
    leaf: int


def plain_highlights(
    text: str, found: Sequence[tuple[int, int, int]]
) -> tuple[tuple[int, int], ...]:
    """Offsets of occurrences in `text`, ascending and disjoint."""
    occurrences = [Occurrence(*one) for one in found]
    words = list(token_spans(text))
    return _marks(words, 0, occurrences)


def plain_snippets(
    text: str, found: Sequence[tuple[int, int, int]], weights: Sequence[float]
) -> tuple[Snippet, ...]:
    """The best fragments of `text`."""
    occurrences = [Occurrence(*one) for one in found]
    if not text:
        return ()
    every = list(token_spans(text))
    chosen: list[tuple[int, int]] = []
    taken: list[tuple[int, int]] = []
    seen: set[int] = set()
    result: list[Snippet] = []
    for _ in range(FRAGMENTS):
        window = _best_window(occurrences, taken, weights, seen)
        place = _place(every, *window) if window else None
        if window is None or place is None:
            break
        cut, start, end = _bounds(text, *place, chosen)
        # Of a word longer than the fragment, what is in it.
        words = [(first, min(last, end)) for first, last in every if start <= first < end]
        number = sum(first < start for first, _ in every)
        chosen.append((start, end))
        taken.append((number, number + len(words)))
        inside = [o for o in occurrences if number <= o.first < number + len(words)]
        seen.update(one.leaf for one in inside)
        result.append(_snippet(text, start, end, _marks(words, number, inside), cut))
    return tuple(result) or (_opening(text),)


def _marks(
    words: Sequence[tuple[int, int]], number: int, occurrences: Sequence[Occurrence]
) -> tuple[tuple[int, int], ...]:
    """Offsets of the occurrences that lie in `words`, the first of which is word
    `number`; overlapping ones are made one.

    A damaged index may promise words that are not there: those are left out.
    """
    merged: list[tuple[int, int]] = []
    for one in occurrences:
        first, last = one.first - number, one.first - number + one.width - 1
        if first < 0 or last >= len(words):
            continue
        start, end = words[first][0], words[last][1]
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _best_window(
    occurrences: Sequence[Occurrence],
    taken: list[tuple[int, int]],
    weights: Sequence[float],
    seen: set[int],
) -> tuple[int, int] | None:
    """(first word, word behind the last) of what one fragment shows best.

    Each leaf counts once, one shown before a tenth; more occurrences count a
    little. None where every occurrence is shown already.
    """
    worth = [w * (0.1 if leaf in seen else 1.0) + 1e-6 for leaf, w in enumerate(weights)]
    counts = [0] * len(weights)
    best, best_score = None, 0.0
    score, low = 0.0, 0
    for high, one in enumerate(occurrences):
        end = one.first + one.width
        if taken and any(start < end and one.first < stop for start, stop in taken):
            score, low, counts = 0.0, high + 1, [0] * len(weights)
            continue
        if not counts[one.leaf]:
            score += worth[one.leaf]
        counts[one.leaf] += 1
        while low < high and end - occurrences[low].first > WORDS:
            leaf = occurrences[low].leaf
            counts[leaf] -= 1
            if not counts[leaf]:
                score -= worth[leaf]
            low += 1
        total = score + 0.01 * min(high - low, 10)
        if total > best_score + 1e-9:
            best, best_score = (occurrences[low].first, end), total
    return best


def _place(every: list[tuple[int, int]], first: int, behind: int) -> tuple[int, int] | None:
    """Offsets of words [first, behind); no more than twice `LENGTH`, whatever words
    there are. None where there is no such word.
    """
    spans = every[first:behind]
    if not spans:
        return None
    start = spans[0][0]
    end = max((end for _, end in spans if end - start <= 2 * LENGTH), default=start + LENGTH)
    return start, end


def _opening(text: str) -> Snippet:
    cut, start, end = _bounds(text, 0, 0, [])
    if end <= start:  # A first word longer than a fragment.
        start, end, cut = 0, min(LENGTH, len(text)), (False, len(text) > LENGTH)
    return _snippet(text, start, end, (), cut)


def _bounds(
    text: str, first: int, last: int, taken: list[tuple[int, int]]
) -> tuple[tuple[bool, bool], int, int]:
    """((cut at the left, cut at the right), start, end) of a fragment around
    [first, last).
    """
    low = max((end for _, end in taken if end <= first), default=0)
    high = min((start for start, _ in taken if start >= last), default=len(text))
    room = max(0, LENGTH - (last - first))
    start, cut_left = fragment_start(text, first, max(low, first - room), first - room // 2)
    room = max(0, LENGTH - (last - start))
    end, cut_right = fragment_end(text, last, min(high, last + room))
    while start < first and text[start].isspace():
        start += 1
    while end > last and text[end - 1].isspace():
        end -= 1
    return (cut_left, cut_right), start, end


def _snippet(
    text: str,
    start: int,
    end: int,
    marks: Sequence[tuple[int, int]],
    cut: tuple[bool, bool],
) -> Snippet:
    """[start, end) of `text` with white space run together, and its highlights."""
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
