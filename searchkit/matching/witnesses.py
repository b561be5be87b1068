"""Which words of one statement make it match.

Lives here: for one field of one statement, the words that take part in an
occurrence of a leaf: the phrase where it stands as a phrase, the operands of NEAR
where they stand near, not the words between. Does not live here: finding statements
(`spans`, `evaluate`), offsets in the text (`searchkit.presentation`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from itertools import islice

from searchkit.matching.leaves import Leaf

MAX_PAIRS = 50_000
"""Pairs of spans looked at for one operator in one field; a statement has to repeat
both words hundreds of times to reach it, and then only later witnesses are left out."""

Piece = tuple[int, int]
"""(first word, words): a run of words that took part."""
_Spans = dict[tuple[int, int], frozenset[Piece]]
Places = Callable[[Leaf], list[int]]
"""Gives the first words of a leaf's occurrences in the field, ascending."""


def witnesses(leaf: Leaf, places: Places) -> list[Piece]:
    """The words that take part in an occurrence of `leaf`, ascending, each run once."""
    found = _spans(leaf, places)
    return sorted({piece for pieces in found.values() for piece in pieces})


def _spans(leaf: Leaf, places: Places) -> _Spans:
    """Each span of `leaf`, and the runs of words that make it."""
    if leaf.kind != "near":
        width = leaf.width
        return {(p, p + width - 1): frozenset({(p, width)}) for p in places(leaf)}
    joined = _any_of(leaf.operands[0], places)
    for alternatives in leaf.operands[1:]:
        operand = _any_of(alternatives, places)
        pairs = _before(joined, operand, leaf.slop)
        if not leaf.ordered:
            _merge(pairs, _before(operand, joined, leaf.slop))
        joined = pairs
    return {span: _run(span, pieces) for span, pieces in joined.items()}


def _run(span: tuple[int, int], pieces: frozenset[Piece]) -> frozenset[Piece]:
    """`pieces` as one run where nothing stands between them, as in a phrase."""
    first, last = span
    if sum(width for _, width in pieces) == last - first + 1:
        words = {first + i for first, width in pieces for i in range(width)}
        if len(words) == last - first + 1:
            return frozenset({(first, last - first + 1)})
    return pieces


def _any_of(alternatives: tuple[Leaf, ...], places: Places) -> _Spans:
    found: _Spans = {}
    for leaf in alternatives:
        _merge(found, _spans(leaf, places))
    return found


def _merge(into: _Spans, more: _Spans) -> None:
    for span, pieces in more.items():
        into[span] = into.get(span, frozenset()) | pieces


def _before(a: _Spans, b: _Spans, slop: int) -> _Spans:
    """The spans from each of `a` to each of `b` that begins 1 to `slop` behind its end."""
    found: _Spans = {}
    seen = 0
    later = sorted(b)
    for first, last in sorted(a):
        for other in islice(later, bisect_left(later, (last + 1,)), None):
            if other[0] > last + slop:
                break
            span = (first, other[1])
            found[span] = found.get(span, frozenset()) | a[first, last] | b[other]
            seen += 1
            if seen >= MAX_PAIRS:
                return found
    return found
