"""Which words of one statement make it match.

Lives here: for one field of one statement, the words that take part in an
occurrence of a leaf: the phrase where it stands as a phrase, the operands of NEAR
where they stand near, not the words between. Does not live here: finding statements
(`spans`, `evaluate`), offsets in the text (`searchkit.hits`).

As in `spans`, no pair is listed. An operand takes part where it follows an end that the
operands before it can reach, and is followed by a beginning from which those behind it
can go on.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from searchkit.matching.leaves import Leaf

Piece = tuple[int, int]
"""(first word, words): a run of words that took part."""
Places = Callable[[Leaf], list[int]]
"""Gives the first words of a leaf's occurrences in the field, ascending."""
Operand = tuple[Leaf, ...]
"""What may stand in one place: any of some leaves."""


class Reach(NamedTuple):
    """What has to stand beside a span: one of some first words at most `slop` behind its
    end, or one of some last words at most `slop` before its beginning (ascending).
    """

    words: list[int]
    slop: int


def witnesses(leaf: Leaf, places: Places) -> list[Piece]:
    """The words that take part in an occurrence of `leaf`, ascending, each run once.

    Where nothing stands between them, as in a phrase, they are one run.
    """
    if not _may_occur(leaf, places):
        return []
    return sorted(_pieces((leaf,), places, None, None))


def _may_occur(leaf: Leaf, places: Places) -> bool:
    """Whether every operand stands in the field at all: in most titles one does not."""
    if leaf.kind != "near":
        return bool(places(leaf))
    return all(any(_may_occur(one, places) for one in operand) for operand in leaf.operands)


def _is_row(leaf: Leaf) -> bool:
    """Whether the operands can't but stand right behind one another."""
    if leaf.kind != "near":
        return True
    in_order = leaf.ordered or len(leaf.operands) == 1
    return in_order and leaf.slop == 1 and all(_is_row(o) for one in leaf.operands for o in one)


def _orders(leaf: Leaf) -> Iterator[tuple[Operand, ...]]:
    """The orders in which the operands of near words may stand."""
    if leaf.ordered or len(leaf.operands) == 1:
        yield leaf.operands
        return
    *before, last = leaf.operands
    head: Operand = before[0]
    if len(before) > 1:
        head = (Leaf("near", (), operands=tuple(before), slop=leaf.slop, ordered=False),)
    yield head, last
    yield last, head


def _spans(leaf: Leaf, places: Places, before: Reach | None, after: Reach | None) -> list[Piece]:
    """The occurrences of a word or a phrase between what has to stand beside it."""
    width = leaf.width
    return [(first, width) for first in places(leaf) if _fits((first, width), before, after)]


def _fits(span: Piece, before: Reach | None, after: Reach | None) -> bool:
    first, width = span
    return (before is None or _ends_before(before, first)) and (
        after is None or _begins_behind(after, first + width - 1)
    )


def _ends_before(reach: Reach, first: int) -> bool:
    place = bisect_left(reach.words, first) - 1
    return place >= 0 and first - reach.words[place] <= reach.slop


def _begins_behind(reach: Reach, last: int) -> bool:
    place = bisect_right(reach.words, last)
    return place < len(reach.words) and reach.words[place] - last <= reach.slop


def _firsts(operand: Operand, places: Places, after: Reach | None) -> set[int]:
    """The first words of the spans of an operand behind which `after` stands."""
    found: set[int] = set()
    for leaf in operand:
        if leaf.kind != "near":
            found.update(first for first, _ in _spans(leaf, places, None, after))
            continue
        for order in _orders(leaf):
            following = _backward(order, leaf.slop, places, after)
            found |= _firsts(order[0], places, following[0])
    return found


def _lasts(operand: Operand, places: Places, before: Reach | None) -> set[int]:
    """The last words of the spans of an operand before which `before` stands."""
    found: set[int] = set()
    for leaf in operand:
        if leaf.kind != "near":
            spans = _spans(leaf, places, before, None)
            found.update(first + width - 1 for first, width in spans)
            continue
        for order in _orders(leaf):
            preceding = _forward(order, leaf.slop, places, before)
            found |= _lasts(order[-1], places, preceding[-1])
    return found


def _forward(
    order: tuple[Operand, ...], slop: int, places: Places, before: Reach | None
) -> list[Reach | None]:
    """What has to stand before each operand."""
    found = [before]
    for operand in order[:-1]:
        before = Reach(sorted(_lasts(operand, places, before)), slop)
        found.append(before)
    return found


def _backward(
    order: tuple[Operand, ...], slop: int, places: Places, after: Reach | None
) -> list[Reach | None]:
    """What has to stand behind each operand."""
    found = [after]
    for operand in reversed(order[1:]):
        after = Reach(sorted(_firsts(operand, places, after)), slop)
        found.append(after)
    return found[::-1]


def _pieces(
    operand: Operand, places: Places, before: Reach | None, after: Reach | None
) -> set[Piece]:
    """The words that take part in the spans of an operand between `before` and `after`."""
    found: set[Piece] = set()
    for leaf in operand:
        if leaf.kind != "near":
            found.update(_spans(leaf, places, before, after))
            continue
        rows = {row for row in _rows(leaf, places) if _fits(row, before, after)}
        if _is_row(leaf):
            found |= rows
            continue
        inside = {first + i for first, width in rows for i in range(width)}
        pieces: set[Piece] = set()
        for order in _orders(leaf):
            preceding = _forward(order, leaf.slop, places, before)
            following = _backward(order, leaf.slop, places, after)
            for part, left, right in zip(order, preceding, following, strict=True):
                pieces |= _pieces(part, places, left, right)
        found |= rows
        found |= {p for p in pieces if not inside.issuperset(range(p[0], sum(p)))}
    return found


def _rows(leaf: Leaf, places: Places) -> set[Piece]:
    """The spans of `leaf` in which its operands stand right behind one another."""
    if leaf.kind != "near":
        return set(_spans(leaf, places, None, None))
    found: set[Piece] = set()
    for order in _orders(leaf):
        rows = _any_row(order[0], places)
        for operand in order[1:]:
            rows = _joined(rows, _any_row(operand, places))
        found |= rows
    return found


def _any_row(operand: Operand, places: Places) -> set[Piece]:
    return {row for leaf in operand for row in _rows(leaf, places)}


def _joined(rows: Iterable[Piece], following: Iterable[Piece]) -> set[Piece]:
    widths: dict[int, list[int]] = {}
    for first, width in following:
        widths.setdefault(first, []).append(width)
    return {
        (first, width + more) for first, width in rows for more in widths.get(first + width, ())
    }
