"""Passages of a statement's clean text, with their offsets.

Lives here: choosing the passages that show best why a statement matches. Does not live here:
finding matches (`searchkit.Archive`), the result that they become part of (`results`).

The snippets of a search are made to be read: they are cut and joined. These are made to be cited:
each is `text[start:end]` of the clean text, to the letter.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

Span = tuple[int, int]

MOST = 2
"""Passages of a statement."""
CORE, AROUND, LONGEST = 240, 160, 800
"""Characters: within which matches are shown together; before the first and after the last of
them; of a passage at most."""


class CitedPassage(NamedTuple):
    """A passage: where it is, and where the matches in it are, in the same text."""

    start: int
    end: int
    matches: tuple[Span, ...]


def passages_of(text: str, matches: Sequence[Span]) -> tuple[CitedPassage, ...]:
    """The passages with the most different matches, then the most, then the first; in their order
    in the text. Without a match: its beginning.

    Args:
        text: the clean text of a body.
        matches: of its words, ascending and disjoint.
    """
    if not matches:
        whole = _cut(text, 0, min(len(text), CORE + AROUND))
        return (CitedPassage(*whole, ()),) if text.strip() else ()
    starts = [start for start, _ in matches]
    groups = []
    for first, (start, _) in enumerate(matches):
        last = bisect_right(starts, start + CORE)
        words = {text[begin:end].casefold() for begin, end in matches[first:last]}
        groups.append((-len(words), first - last, first, last))
    chosen: list[tuple[int, int]] = []
    for _, _, first, last in sorted(groups):
        if all(last <= begin or end <= first for begin, end in chosen):
            chosen.append((first, last))
            if len(chosen) == MOST:
                break
    found: list[CitedPassage] = []
    for first, last in sorted(chosen):
        before = found[-1].end if found else 0
        found.append(_passage(text, matches[first:last], before))
    return tuple(found)


def _passage(text: str, matches: Sequence[Span], before: int) -> CitedPassage:
    """A passage around matches that does not begin before a place; the one before it may have its
    first words.
    """
    first, last = matches[0][0], matches[-1][1]
    start = min(first, max(before, first - AROUND))
    start, end = _cut(text, start, min(len(text), last + AROUND), first, last)
    end = min(end, start + LONGEST)
    return CitedPassage(start, end, tuple((a, min(b, end)) for a, b in matches if a < end))


def _cut(text: str, start: int, end: int, first: int | None = None, last: int = 0) -> Span:
    """A stretch without the halves of words at its ends, and without white space there."""
    first = end if first is None else first
    if start:
        while start < first and not text[start - 1].isspace():
            start += 1
    if end < len(text):
        kept = end
        while end > last and not text[end].isspace():
            end -= 1
        end = end if end > start else kept
    while start < first and text[start].isspace():
        start += 1
    while end > max(start, last) and text[end - 1].isspace():
        end -= 1
    return start, end
