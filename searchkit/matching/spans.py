"""Where several words stand together: phrases, choices, words near each other.

Lives here: the first positions of phrases and of NEAR and ADJ, over a whole segment.
Does not live here: single words (`single`), the arithmetic of spans (`searchkit.kernels.joins`,
`searchkit.kernels.phrases`), which words of one statement took part (`witnesses`).

A span is its first and its last position. Distance is the first position of the later span
less the last of the earlier one, so that neighbours are at 1, as in Whoosh; spans that
overlap are not near each other.

No pair of spans is ever listed: two frequent words stand near each other millions of times.
Only beginnings are kept. Words in order are followed from the last to the first: of each
operand, those spans are kept after which the next one begins near enough. An operator without
an order is tried in both, and so is each operator of a chain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

import numpy as np

from searchkit.kernels import joins, phrases, sets
from searchkit.kernels.arrays import Following, OutOfOrder, Starts
from searchkit.matching.single import NO_POSITIONS, only_in_its_text
from searchkit.matching.work import Work
from searchkit.model.errors import QueryTooBroad
from searchkit.query.tree import AmountRange, Choice, Leaf, Near, Phrase, Stem, Word
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array

PositionsAmong = Callable[[Leaf, Array], Array]
"""Gives the positions of a leaf of one word in some statements, ascending (uint32);
perhaps others, too."""


class Bounds(Protocol):
    """Runs of positions in each of which a whole span must be."""

    @property
    def bounds(self) -> Starts:
        """Where they begin and end, from the first position of a segment to the end."""

    def inside(self, firsts: Array, width: int) -> Array:
        """Those of `firsts`, of spans of `width` words, that are in one stretch."""


FEW = 8
"""Where spans outnumber what must follow them by this factor, the search starts from what
follows."""
WORTH, MOST_OF = 256, 8
"""A phrase's rarest word in more than `WORTH` statements is first narrowed to the statements
of every other word that has fewer than `MOST_OF` times as many."""
LOOK = 16
"""One look into the forward array takes as long as reading this many positions of a word in
order; the cheaper of the two is done."""
MAX_WAYS = 128
"""Orders in which near words may stand; each costs a search."""

# To retune the first four, run `python -m benchmarks.speed` (phrases and near words) on all
# statements with half and with twice the value, and keep the fastest.


def first_positions(
    segment: Segment,
    leaf: Leaf,
    positions: PositionsAmong,
    work: Work,
    within: Bounds | None = None,
) -> Array:
    """The first positions of the spans of `leaf`, ascending, each once (uint32).

    Args:
        segment: where they are looked for.
        leaf: several words.
        positions: of single ones.
        work: of the query.
        within: what holds each span whole; None: a text.

    Raises:
        QueryTooBroad: there is more to look at than the query may.
    """
    if _ways(leaf) > MAX_WAYS:
        raise QueryTooBroad(
            "too many words near each other, either way round",
            expected="at most 8 in one chain of NEAR",
            remedy="Take ADJ, which has one order, or several queries",
        )
    docs = _docs_of_all(segment, leaf)
    return _Finder(segment, positions, work, docs, within).firsts(leaf, None)


def _docs_of_all(segment: Segment, leaf: Leaf) -> Array:
    """The statements that hold all plain words that every span of `leaf` holds."""
    if isinstance(leaf, Phrase):  # It looks for itself.
        return NO_POSITIONS
    dictionary = segment.dictionary
    numbers = {dictionary.stem_number(one.stem) for one in _needed(leaf) if isinstance(one, Stem)}
    if not numbers:
        return np.arange(len(segment))
    if min(numbers) < 0:
        return NO_POSITIONS
    listed = sorted(map(segment.docs, numbers), key=len)
    found = listed[0]
    for other in listed[1:]:
        found = sets.common(found, other, len(segment))
    return found


def _ways(leaf: Leaf) -> int:
    """In how many orders the operands of `leaf` can stand."""
    match leaf:
        case Choice(leaves):
            return max(map(_ways, leaves))
        case Near(operands, ordered=ordered):
            ways = 1 if ordered else 2 ** (len(operands) - 1)
            for operand in operands:
                ways *= _ways(operand)
            return ways
    return 1


def _needed(leaf: Leaf) -> Iterator[Word]:
    """The single words that every span of near words holds."""
    match leaf:
        case Word():
            yield leaf
        case Near(operands):
            for operand in operands:
                yield from _needed(operand)
        case Choice((only,)):
            yield from _needed(only)


class _Finder:
    """Finds spans in the statements `docs` (ascending) of a segment; perhaps in others, too."""

    def __init__(
        self,
        segment: Segment,
        positions: PositionsAmong,
        work: Work,
        docs: Array,
        within: Bounds | None,
    ) -> None:
        self._segment = segment
        self._positions = positions
        self._work = work
        self._docs = docs
        self._within = within
        self._bounds = segment.starts if within is None else within.bounds
        self._found: dict[Leaf, Array] = {}
        self._held = 0

    def _of_word(self, leaf: Word | AmountRange) -> Array:
        if leaf not in self._found:
            self._found[leaf] = self._held_whole(self._positions(leaf, self._docs), 1)
            self._held += self._found[leaf].nbytes
        return self._found[leaf]

    def _held_whole(self, firsts: Array, width: int) -> Array:
        """Those of `firsts`, of spans of `width` words, that one stretch holds."""
        return firsts if self._within is None else self._within.inside(firsts, width)

    def _add(self, count: int, size: int) -> None:
        """Count work about to be done, which takes `size` bytes besides what is kept here."""
        self._work.add(count, self._held + size)

    def firsts(self, leaf: Leaf, after: Following | None) -> Array:
        """The first positions of those spans of `leaf` that `after` follows."""
        match leaf:
            case Word() | AmountRange():
                found = self._of_word(leaf)
            case Choice(leaves):
                return self._any(leaves, after)
            case Phrase():
                found = self._held_whole(_phrase(self._segment, leaf), leaf.width)
            case Near() if not is_row(leaf):
                if leaf.ordered:
                    return self._in_order(leaf, after)
                return self._either_way(leaf, len(leaf.operands), after)
            case Near(operands):
                found = self._held_whole(self._row(operands), len(operands))
                return found if after is None else self._followed(found, len(operands), after)
            case _:
                raise AssertionError(f"{type(leaf).__name__} is no known leaf")
        return found if after is None else self._followed(found, leaf.width, after)

    def _any(self, leaves: tuple[Leaf, ...], after: Following | None) -> Array:
        parts = [self.firsts(leaf, after) for leaf in leaves]
        if len(parts) > 1:
            count = sum(part.size for part in parts)
            self._add(count, 8 * count)
        return sets.union(parts)

    def _in_order(self, near: Near, after: Following | None) -> Array:
        """Each operand after the one before."""
        found = NO_POSITIONS
        for operand in reversed(near.operands):
            found = self.firsts(operand, after)
            if not found.size:
                break
            after = Following(found, near.slop)
        return found

    def _either_way(self, near: Near, count: int, after: Following | None) -> Array:
        """The first `count` operands, each before or after all those before it."""
        operand = near.operands[count - 1]
        if count == 1:
            return self.firsts(operand, after)
        before = after_them = NO_POSITIONS
        later = self.firsts(operand, after)
        if later.size:
            before = self._either_way(near, count - 1, Following(later, near.slop))
        later = self._either_way(near, count - 1, after)
        if later.size:
            after_them = self.firsts(operand, Following(later, near.slop))
        return sets.union([before, after_them])

    def _row(self, operands: tuple[Leaf, ...]) -> Array:
        """Operands of one word each, one right after the other; no run crosses from text to
        text, for no word stands in the gap between.
        """
        once = {operand: self.firsts(operand, None) for operand in set(operands)}
        listed = [once[operand] for operand in operands]
        order = sorted(range(len(listed)), key=lambda i: listed[i].size)
        found = listed[order[0]]
        found = found[found >= order[0]] - np.uint32(order[0])
        everything = self._segment.forward.size
        for offset in order[1:]:
            marked = everything if found.size * joins.MANY >= everything else 0
            self._add(min(found.size, listed[offset].size), marked + 8 * found.size)
            found = phrases.continued(found, offset, listed[offset], everything)
            if not found.size:
                break
        return found

    def _followed(self, firsts: Array, width: int, after: Following) -> Array:
        """Those of `firsts`, of spans of `width` words, that `after` follows."""
        if not firsts.size or not after.firsts.size:
            return NO_POSITIONS
        lasts = firsts + np.uint32(width - 1)
        everything = self._segment.forward.size
        if after.firsts.size * FEW < firsts.size:
            way, work, size = joins.from_followers, 8 * after.firsts.size, 32 * after.firsts.size
        elif firsts.size * joins.MANY < everything:
            way, work, size = joins.by_search, 4 * firsts.size, 24 * firsts.size
        else:
            way, work, size = joins.by_marks, everything // 4, everything + 32 * firsts.size
        self._add(work, size)
        try:
            found: Array = firsts[way(self._bounds, lasts, after)]
        except OutOfOrder:
            raise self._segment.damaged("position") from None
        return found


def is_row(near: Near) -> bool:
    """Whether near words are single words, each right after the one before."""
    return (
        near.slop == 1
        and near.ordered
        and all(isinstance(one, Word) for operand in near.operands for one in operand.choices)
    )


def _phrase(segment: Segment, phrase: Phrase) -> Array:
    """Where the stems of a phrase stand in a row.

    The rarest is looked up, and the others are checked around it: in the forward array if they
    are frequent, in their own positions if not.
    """
    numbers = [segment.dictionary.stem_number(stem) for stem in phrase.stems]
    if not numbers or min(numbers) < 0:
        return NO_POSITIONS
    counts = [segment.position_count(number, number) for number in numbers]
    order = sorted(range(len(numbers)), key=counts.__getitem__)
    rarest = order[0]
    docs = segment.docs(numbers[rarest])
    for offset in order[1:]:
        other = segment.posting_count(numbers[offset], numbers[offset])
        if docs.size > WORTH and other < MOST_OF * docs.size and 2 * other < len(segment):
            docs = sets.common(docs, segment.docs(numbers[offset]), len(segment))
    there = segment.positions_in(numbers[rarest], numbers[rarest], docs)
    found = phrases.beginnings(there, rarest, len(numbers), segment.forward.size)
    for offset in order[1:]:
        number = numbers[offset]
        code = segment.code(number)
        if code is not None and found.size * LOOK < segment.posting_count(number, number):
            found = phrases.with_code(found, offset, segment.forward, code)
        else:
            there = segment.positions_in(number, number, docs)
            found = phrases.with_positions(found, offset, there)
        if not found.size:
            break
    return only_in_its_text(segment, phrase, found.astype(np.uint32))
