"""Which words of one statement make it match.

Lives here: for one text of one statement, the words that take part in an occurrence of a
leaf: the phrase where it stands as a phrase, the operands of NEAR where they stand near, not
the words between. Does not live here: finding statements (`spans`, `evaluate`), offsets in
the text (`searchkit.hits`).

As in `spans`, no pair is listed. An operand takes part where it follows an end that the
operands before it can reach, and precedes a beginning from which those after it can go on.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from searchkit.query.said import SpokenLeaf
from searchkit.query.tree import Choice, Leaf, Near

Run = tuple[int, int]
"""Words in a row that took part: (the first, how many). A plain tuple, for there are many."""
FirstWords = Callable[[Leaf], list[int]]
"""Gives the first words of the occurrences of a word or a phrase in the text, ascending."""


class Reach(NamedTuple):
    """What must stand beside a span: one of some first words at most `slop` after its end, or
    one of some last words at most `slop` before its beginning (ascending).
    """

    words: list[int]
    slop: int


def witnesses(leaf: Leaf, firsts: FirstWords) -> list[Run]:
    """The words that take part in an occurrence of `leaf`, ascending, each run once.

    Words with nothing between them, as in a phrase, are one run.
    """
    if not _may_occur(leaf, firsts):
        return []
    return sorted(_runs(leaf, firsts, None, None))


def is_simple(leaf: Leaf) -> bool:
    """Whether the first word of an occurrence tells all of it: a word or a phrase."""
    if isinstance(leaf, SpokenLeaf):
        return is_simple(leaf.leaf)
    return not isinstance(leaf, (Near, Choice))


def _may_occur(leaf: Leaf, firsts: FirstWords) -> bool:
    """Whether every operand occurs in the text at all; in most titles one does not."""
    match leaf:
        case Choice(leaves):
            return any(_may_occur(one, firsts) for one in leaves)
        case Near(operands):
            return all(_may_occur(one, firsts) for one in operands)
    return bool(firsts(leaf))


def _is_row(leaf: Leaf) -> bool:
    """Whether the operands can only stand right after one another."""
    match leaf:
        case Choice(leaves):
            return all(map(_is_row, leaves))
        case Near(operands):
            in_order = leaf.ordered or len(operands) == 1
            return in_order and leaf.slop == 1 and all(map(_is_row, operands))
    return True


def _orders(near: Near) -> Iterator[tuple[Leaf, ...]]:
    """The orders in which the operands of near words may stand."""
    if near.ordered or len(near.operands) == 1:
        yield near.operands
        return
    *before, last = near.operands
    head = before[0] if len(before) == 1 else Near(tuple(before), near.slop, ordered=False)
    yield head, last
    yield last, head


def _spans(leaf: Leaf, firsts: FirstWords, before: Reach | None, after: Reach | None) -> list[Run]:
    """The occurrences of a word or a phrase between what must stand beside it."""
    width = leaf.width
    return [(first, width) for first in firsts(leaf) if _fits((first, width), before, after)]


def _fits(run: Run, before: Reach | None, after: Reach | None) -> bool:
    first, width = run
    return (before is None or _ends_before(before, first)) and (
        after is None or _begins_after(after, first + width - 1)
    )


def _ends_before(reach: Reach, first: int) -> bool:
    place = bisect_left(reach.words, first) - 1
    return place >= 0 and first - reach.words[place] <= reach.slop


def _begins_after(reach: Reach, last: int) -> bool:
    place = bisect_right(reach.words, last)
    return place < len(reach.words) and reach.words[place] - last <= reach.slop


def _first_words(leaf: Leaf, firsts: FirstWords, after: Reach | None) -> set[int]:
    """The first words of the spans of an operand that `after` follows."""
    found: set[int] = set()
    for one in leaf.choices:
        if not isinstance(one, Near):
            found.update(first for first, _ in _spans(one, firsts, None, after))
            continue
        for order in _orders(one):
            following = _backward(order, one.slop, firsts, after)
            found |= _first_words(order[0], firsts, following[0])
    return found


def _last_words(leaf: Leaf, firsts: FirstWords, before: Reach | None) -> set[int]:
    """The last words of the spans of an operand that stand after `before`."""
    found: set[int] = set()
    for one in leaf.choices:
        if not isinstance(one, Near):
            spans = _spans(one, firsts, before, None)
            found.update(first + width - 1 for first, width in spans)
            continue
        for order in _orders(one):
            preceding = _forward(order, one.slop, firsts, before)
            found |= _last_words(order[-1], firsts, preceding[-1])
    return found


def _forward(
    order: tuple[Leaf, ...], slop: int, firsts: FirstWords, before: Reach | None
) -> list[Reach | None]:
    """What must stand before each operand."""
    found = [before]
    for operand in order[:-1]:
        before = Reach(sorted(_last_words(operand, firsts, before)), slop)
        found.append(before)
    return found


def _backward(
    order: tuple[Leaf, ...], slop: int, firsts: FirstWords, after: Reach | None
) -> list[Reach | None]:
    """What must stand after each operand."""
    found = [after]
    for operand in reversed(order[1:]):
        after = Reach(sorted(_first_words(operand, firsts, after)), slop)
        found.append(after)
    return found[::-1]


def _runs(leaf: Leaf, firsts: FirstWords, before: Reach | None, after: Reach | None) -> set[Run]:
    """The words that take part in the spans of an operand between `before` and `after`."""
    found: set[Run] = set()
    for one in leaf.choices:
        if not isinstance(one, Near):
            found.update(_spans(one, firsts, before, after))
            continue
        rows = {row for row in _rows(one, firsts) if _fits(row, before, after)}
        if _is_row(one):
            found |= rows
            continue
        inside = {first + i for first, width in rows for i in range(width)}
        parts: set[Run] = set()
        for order in _orders(one):
            preceding = _forward(order, one.slop, firsts, before)
            following = _backward(order, one.slop, firsts, after)
            for operand, left, right in zip(order, preceding, following, strict=True):
                parts |= _runs(operand, firsts, left, right)
        found |= rows
        found |= {run for run in parts if not inside.issuperset(range(run[0], sum(run)))}
    return found


def _rows(leaf: Leaf, firsts: FirstWords) -> set[Run]:
    """The spans of `leaf` in which its operands stand right after one another."""
    found: set[Run] = set()
    for one in leaf.choices:
        if not isinstance(one, Near):
            found.update(_spans(one, firsts, None, None))
            continue
        for order in _orders(one):
            rows = _rows(order[0], firsts)
            for operand in order[1:]:
                rows = _joined(rows, _rows(operand, firsts))
            found |= rows
    return found


def _joined(rows: Iterable[Run], following: Iterable[Run]) -> set[Run]:
    widths: dict[int, list[int]] = {}
    for first, width in following:
        widths.setdefault(first, []).append(width)
    return {
        (first, width + more) for first, width in rows for more in widths.get(first + width, ())
    }
