"""Where several words stand together: phrases, alternatives, words near each other.

Lives here: the spans of phrases and of NEAR and ADJ, over a whole segment. Does not
live here: single words (`single`), which words of one statement took part
(`witnesses`).

A span is its first and its last position. Distance is the first position of the
later span minus the last of the earlier one, so that neighbours are at 1, as in
Whoosh; spans that overlap are not near each other.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from searchkit.errors import QueryTooBroad
from searchkit.matching.leaves import Leaf
from searchkit.matching.sets import contains
from searchkit.matching.single import NONE, field_of, positions
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array

MAX_PAIRS = 20_000_000
"""Pairs of spans that one operator may make in a segment; bounds memory and time."""


class Spans(NamedTuple):
    """Spans, ascending by first and then last position, each once (int64)."""

    firsts: Array
    lasts: Array


def spans(segment: Segment, leaf: Leaf) -> Spans:
    """Where `leaf` stands.

    Raises:
        QueryTooBroad: an operator would make more than `MAX_PAIRS` pairs.
    """
    if leaf.kind == "phrase":
        found = _phrase(segment, leaf.terms).astype(np.int64)
        if leaf.title_only:
            found = found[field_of(segment, found) % 2 == 0]
        return Spans(found, found + (len(leaf.terms) - 1))
    if leaf.kind != "near":
        found = positions(segment, leaf).astype(np.int64)
        return Spans(found, found)
    operands = [_any_of(segment, alternatives) for alternatives in leaf.operands]
    if _is_row(leaf):
        return _in_a_row(operands)
    return _joined(segment, leaf, operands)


def first_positions(segment: Segment, leaf: Leaf) -> Array:
    """The first positions of the spans of `leaf`, ascending, each once.

    The last operator's pairs are not listed: whether the nearest span on the other
    side is near enough says all.

    Raises:
        QueryTooBroad: as `spans`.
    """
    if leaf.kind != "near" or _is_row(leaf):
        return spans(segment, leaf).firsts
    if len(leaf.operands) == 1:
        return np.unique(spans(segment, leaf).firsts)
    operands = [_any_of(segment, alternatives) for alternatives in leaf.operands]
    a, b = _joined(segment, leaf, operands[:-1]), operands[-1]
    found = a.firsts[_has_next(segment, a, b, leaf.slop)]
    if leaf.ordered:
        return np.unique(found)
    return np.unique(np.concatenate((found, b.firsts[_has_next(segment, b, a, leaf.slop)])))


def _is_row(leaf: Leaf) -> bool:
    """Whether `leaf` is words right behind one another."""
    return leaf.slop == 1 and leaf.ordered and all(_is_single(o) for o in leaf.operands)


def _joined(segment: Segment, leaf: Leaf, operands: list[Spans]) -> Spans:
    joined = operands[0]
    for operand in operands[1:]:
        joined = _near(segment, joined, operand, leaf.slop, leaf.ordered)
    return joined


def _has_next(segment: Segment, a: Spans, b: Spans, slop: int) -> Array:
    """For each of `a`, whether one of `b` begins 1 to `slop` behind its end, in its field."""
    if not a.firsts.size or not b.firsts.size:
        return np.zeros(a.firsts.size, bool)
    place = np.searchsorted(b.firsts, a.lasts, side="right")
    near = np.flatnonzero(place < b.firsts.size)
    near = near[b.firsts[place[near]] - a.lasts[near] <= slop]
    same = field_of(segment, b.firsts[place[near]]) == field_of(segment, a.lasts[near])
    found = np.zeros(a.firsts.size, bool)
    found[near[same]] = True
    return found


def _is_single(alternatives: tuple[Leaf, ...]) -> bool:
    return all(leaf.kind not in ("phrase", "near") for leaf in alternatives)


def _any_of(segment: Segment, alternatives: tuple[Leaf, ...]) -> Spans:
    found = [spans(segment, leaf) for leaf in alternatives]
    return found[0] if len(found) == 1 else _unique(found)


def _unique(found: list[Spans]) -> Spans:
    keys = np.concatenate([part.firsts << 32 | part.lasts for part in found])
    keys = np.unique(keys)
    return Spans(keys >> 32, keys & 0xFFFFFFFF)


def _in_a_row(operands: list[Spans]) -> Spans:
    """Operands of one word each, one right behind the other; no run crosses a field,
    for no word stands in the gap between.
    """
    order = sorted(range(len(operands)), key=lambda i: operands[i].firsts.size)
    found = operands[order[0]].firsts - order[0]
    for offset in order[1:]:
        found = found[contains(operands[offset].firsts, found + offset)[0]]
    return Spans(found, found + (len(operands) - 1))


def _near(segment: Segment, a: Spans, b: Spans, slop: int, ordered: bool) -> Spans:
    """The spans from one of `a` to one of `b` within `slop`, in one field."""
    parts = [_before(a, b, slop)]
    if not ordered:
        parts.append(_before(b, a, slop))
    if sum(part.firsts.size for part in parts) == 0:
        return parts[0]
    found = _unique(parts)
    same = field_of(segment, found.firsts) == field_of(segment, found.lasts)
    return Spans(found.firsts[same], found.lasts[same])


def _before(a: Spans, b: Spans, slop: int) -> Spans:
    """The spans from each of `a` to each of `b` that begins 1 to `slop` behind its end.

    The pairs are listed from the side that has fewer spans.
    """
    if a.firsts.size <= b.firsts.size:
        low = np.searchsorted(b.firsts, a.lasts, side="right")
        high = np.searchsorted(b.firsts, a.lasts + slop, side="right")
        from_a, from_b = _listed(low, high)
    else:
        order = np.argsort(a.lasts, kind="stable")
        lasts = a.lasts[order]
        low = np.searchsorted(lasts, b.firsts - slop, side="left")
        high = np.searchsorted(lasts, b.firsts, side="left")
        from_b, from_a = _listed(low, high)
        from_a = order[from_a]
    return Spans(a.firsts[from_a], b.lasts[from_b])


def _listed(low: Array, high: Array) -> tuple[Array, Array]:
    """(i, j) for every i and every j in [low[i], high[i])."""
    counts = high - low
    total = int(counts.sum())
    if total > MAX_PAIRS:
        raise QueryTooBroad(
            f"words this frequent stand near each other {total:,} times",
            expected=f"at most {MAX_PAIRS:,}",
            remedy="Take a smaller distance or a rarer word",
        )
    which = np.repeat(np.arange(low.size), counts)
    before = np.cumsum(counts) - counts
    return which, np.arange(total) - before[which] + low[which]


def _phrase(segment: Segment, stems: tuple[str, ...]) -> Array:
    """Where the stems stand in a row.

    The rarest is looked up, the others are checked around it: by the forward
    array where they are frequent, in their own positions where they are not. No
    run crosses a field, for no word stands in the gap between.
    """
    numbers = [segment.dictionary.stem_number(stem) for stem in stems]
    if not numbers or min(numbers) < 0:
        return NONE
    listed = [segment.positions(number) for number in numbers]
    order = sorted(range(len(numbers)), key=lambda i: listed[i].size)
    rarest = order[0]
    found = listed[rarest].astype(np.int64) - rarest
    found = found[(found >= 0) & (found <= segment.forward.size - len(numbers))]
    for offset in order[1:]:
        code = segment.code(numbers[offset])
        if code is not None:
            found = found[segment.forward[found + offset] == code]
        else:
            found = found[contains(listed[offset], found + offset)[0]]
        if not found.size:
            break
    return found
