"""Where several words stand together: phrases, alternatives, words near each other.

Lives here: the first positions of phrases and of NEAR and ADJ, over a whole segment.
Does not live here: single words (`single`), which words of one statement took part
(`witnesses`).

A span is its first and its last position. Distance is the first position of the
later span minus the last of the earlier one, so that neighbours are at 1, as in
Whoosh; spans that overlap are not near each other.

No pair of spans is ever listed: two frequent words stand near each other millions of
times. Only beginnings are kept. Words in order are followed from the last to the first:
of each operand those spans stay behind which the next one begins near enough. Either
way round means in one order or in the other, and so does each operator of a chain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from searchkit.matching.leaves import Leaf
from searchkit.matching.sets import common, contains, union
from searchkit.matching.single import NONE, counts_in_fields, field_ends, field_of
from searchkit.matching.work import Work
from searchkit.model.errors import QueryTooBroad
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array

Positions = Callable[[Leaf, Array], Array]
"""Gives the positions of a leaf of one word in some statements, ascending (uint32);
perhaps others, too."""


FEW = 8
"""Spans that are so many times as many as what follows them are found from there."""
MANY = 16
"""Spans of which there is one in so many words are found by marks."""
WORTH, MOST_OF = 256, 8
"""Statements of a phrase's rarest word, if more than so many, are held against those of
another that stands in at most so many times as many."""
LOOK = 16
"""A place of a word is looked at in the forward array, unless so many times as many are
more than the statements of the other word: then that one's positions are read in order."""
MAX_WAYS = 128
"""Orders in which near words may stand; each is looked for."""


class Next(NamedTuple):
    """What has to follow a span: one of `firsts` (ascending) at most `slop` behind its
    end, in its field.
    """

    firsts: Array
    slop: int


def first_positions(segment: Segment, leaf: Leaf, positions: Positions, work: Work) -> Array:
    """The first positions of the spans of `leaf`, ascending, each once (uint32).

    Raises:
        QueryTooBroad: there is more to look at than the query may.
    """
    if _ways(leaf) > MAX_WAYS:
        raise QueryTooBroad(
            "too many words near each other, either way round",
            expected="at most 8 in one chain of NEAR",
            remedy="Take ADJ, which has one order, or several queries",
        )
    return _Finder(segment, positions, work, _docs_of_all(segment, leaf)).starts(leaf, None)


def _docs_of_all(segment: Segment, leaf: Leaf) -> Array:
    """The statements that hold all plain words that every span of `leaf` holds."""
    if leaf.kind == "phrase":
        return NONE
    numbers = {
        segment.dictionary.stem_number(one.terms[0]) for one in _needed(leaf) if one.kind == "word"
    }
    if not numbers:
        return np.arange(len(segment))
    if min(numbers) < 0:
        return NONE
    listed = sorted(map(segment.docs, numbers), key=len)
    found = listed[0]
    for other in listed[1:]:
        found = common(found, other, len(segment))
    return found


def _ways(leaf: Leaf) -> int:
    """In how many orders the operands of `leaf` may stand."""
    if leaf.kind != "near":
        return 1
    ways = 1 if leaf.ordered else 2 ** (len(leaf.operands) - 1)
    for alternatives in leaf.operands:
        ways *= max(map(_ways, alternatives))
    return ways


def _needed(leaf: Leaf) -> Iterator[Leaf]:
    """The single words that every span of near words holds."""
    if leaf.is_one_word:
        yield leaf
    elif leaf.kind == "near":
        for alternatives in leaf.operands:
            if len(alternatives) == 1:
                yield from _needed(alternatives[0])


class _Finder:
    """Finds spans in the statements `docs` (ascending) of a segment; perhaps others, too."""

    def __init__(self, segment: Segment, positions: Positions, work: Work, docs: Array) -> None:
        self._segment = segment
        self._positions = positions
        self._work = work
        self._docs = docs
        self._found: dict[Leaf, Array] = {}

    def _of_word(self, leaf: Leaf) -> Array:
        if leaf not in self._found:
            self._found[leaf] = self._positions(leaf, self._docs)
        return self._found[leaf]

    def starts(self, leaf: Leaf, after: Next | None) -> Array:
        """The first positions of those spans of `leaf` behind which `after` stands."""
        if leaf.kind == "near" and not _is_row(leaf):
            if leaf.ordered:
                return self._in_order(leaf, after)
            return self._either_way(leaf, len(leaf.operands), after)
        width = 1
        if leaf.kind == "phrase":
            firsts, width = _phrase(self._segment, leaf), len(leaf.terms)
        elif leaf.kind == "near":
            firsts, width = self._row(leaf), len(leaf.operands)
        else:
            firsts = self._of_word(leaf)
        return firsts if after is None else self._followed(firsts, width, after)

    def _any(self, alternatives: tuple[Leaf, ...], after: Next | None) -> Array:
        parts = [self.starts(leaf, after) for leaf in alternatives]
        if len(parts) > 1:
            self._work.add(sum(part.size for part in parts))
        return union(parts)

    def _in_order(self, leaf: Leaf, after: Next | None) -> Array:
        """Each operand behind the one before."""
        found = NONE
        for alternatives in reversed(leaf.operands):
            found = self._any(alternatives, after)
            if not found.size:
                break
            after = Next(found, leaf.slop)
        return found

    def _either_way(self, leaf: Leaf, count: int, after: Next | None) -> Array:
        """The first `count` operands, each before or behind all those before it."""
        alternatives = leaf.operands[count - 1]
        if count == 1:
            return self._any(alternatives, after)
        later = self._any(alternatives, after)
        before = self._either_way(leaf, count - 1, Next(later, leaf.slop)) if later.size else NONE
        later = self._either_way(leaf, count - 1, after)
        behind = self._any(alternatives, Next(later, leaf.slop)) if later.size else NONE
        return union([before, behind])

    def _row(self, leaf: Leaf) -> Array:
        """Operands of one word each, one right behind the other; no run crosses a field,
        for no word stands in the gap between.
        """
        once = {alternatives: self._any(alternatives, None) for alternatives in set(leaf.operands)}
        listed = [once[alternatives] for alternatives in leaf.operands]
        order = sorted(range(len(listed)), key=lambda i: listed[i].size)
        found = listed[order[0]]
        found = found[found >= order[0]] - np.uint32(order[0])
        for offset in order[1:]:
            self._work.add(min(found.size, listed[offset].size))
            found = found[self._stands(listed[offset], found + np.uint32(offset))]
            if not found.size:
                break
        return found

    def _stands(self, listed: Array, wanted: Array) -> Array:
        """For each of `wanted`, whether it is in `listed`."""
        everything = self._segment.forward.size
        if wanted.size * MANY < everything:
            return contains(listed, wanted)[0]
        marks = np.zeros(everything + 1, bool)
        marks[listed] = True
        stands: Array = marks[np.minimum(wanted, everything)]
        return stands

    def _followed(self, firsts: Array, width: int, after: Next) -> Array:
        """Those of `firsts`, of spans of `width` words, behind which `after` stands."""
        if not firsts.size or not after.firsts.size:
            return NONE
        lasts = firsts + np.uint32(width - 1)
        everything = self._segment.forward.size
        if after.firsts.size * FEW < firsts.size:
            way, work = reached, 8 * after.firsts.size
        elif firsts.size * MANY < everything:
            way, work = reaching, 4 * firsts.size
        else:
            way, work = marked, everything // 4
        self._work.add(work)
        found: Array = firsts[way(self._segment, lasts, after)]
        return found


# Three ways to the same places, for few, some and very many spans.


def reaching(segment: Segment, lasts: Array, after: Next) -> Array:
    """The places of those of `lasts` (ascending) behind which `after` stands, each
    looked up.
    """
    place = np.searchsorted(after.firsts, lasts, side="right")
    there = np.flatnonzero(place < after.firsts.size)
    following = after.firsts[place[there]]
    near = np.flatnonzero(following - lasts[there] <= after.slop)
    there, following = there[near], following[near]
    return there[following < field_ends(segment, lasts[there])]


def reached(segment: Segment, lasts: Array, after: Next) -> Array:
    """The same, found from `after`: all of `lasts` from `slop` before it.

    Raises:
        CorruptIndex: the spans of `after` do not ascend.
    """
    starts = segment.starts[field_of(segment, after.firsts)]
    furthest = np.maximum(after.firsts.astype(np.int64) - after.slop, starts)
    low = np.searchsorted(lasts, furthest.astype(lasts.dtype))
    high = np.searchsorted(lasts, after.firsts)
    # What was reached before is not listed again.
    low[1:] = np.maximum(low[1:], high[:-1])
    counts = np.maximum(high - low, 0)
    # Where one of the two does not ascend, this may be more than there are: memory
    # without bound.
    if int(counts.sum()) > lasts.size:
        raise segment.damaged("position")
    before = np.cumsum(counts) - counts
    places: Array = np.arange(int(counts.sum())) + np.repeat(low - before, counts)
    return places


def marked(segment: Segment, lasts: Array, after: Next) -> Array:
    """The same, by a mark for each position of the segment."""
    near = np.zeros(segment.forward.size + 1, bool)
    near[after.firsts] = True
    near = near[1:]  # Whether one of `after` is 1 behind; then at most 2, 4, ... behind.
    width = 1
    while width < min(after.slop, near.size):
        step = min(width, after.slop - width)
        near[:-step] |= near[step:]
        width += step
    # What is near may be in the next field, unless the last of the own one is behind, too.
    there = near[lasts] & (lasts < _last_in_field(segment, lasts, after.firsts))
    return np.flatnonzero(there)


def _last_in_field(segment: Segment, lasts: Array, firsts: Array) -> Array:
    """For each of `lasts`, the last of `firsts` in its field, or 0."""
    behind = np.searchsorted(firsts, segment.starts)[1:]
    last = np.where(behind > 0, firsts[behind - 1], 0)
    last[last < segment.starts[:-1]] = 0
    return np.repeat(last, counts_in_fields(segment, lasts))


def _is_row(leaf: Leaf) -> bool:
    """Whether `leaf` is words right behind one another."""
    return (
        leaf.slop == 1 and leaf.ordered and all(one.is_one_word for o in leaf.operands for one in o)
    )


def _phrase(segment: Segment, leaf: Leaf) -> Array:
    """Where the stems of a phrase stand in a row.

    The rarest is looked up, the others are checked around it: by the forward
    array where they are frequent, in their own positions where they are not. No
    run crosses a field, for no word stands in the gap between.
    """
    numbers = [segment.dictionary.stem_number(stem) for stem in leaf.terms]
    if not numbers or min(numbers) < 0:
        return NONE
    counts = [segment.position_count(number, number) for number in numbers]
    order = sorted(range(len(numbers)), key=counts.__getitem__)
    rarest = order[0]
    docs = segment.docs(numbers[rarest])
    for offset in order[1:]:
        other = segment.posting_count(numbers[offset], numbers[offset])
        if docs.size > WORTH and other < MOST_OF * docs.size and 2 * other < len(segment):
            docs = common(docs, segment.docs(numbers[offset]), len(segment))
    found = segment.positions_in(numbers[rarest], numbers[rarest], docs).astype(np.int64) - rarest
    found = found[(found >= 0) & (found <= segment.forward.size - len(numbers))]
    for offset in order[1:]:
        number = numbers[offset]
        code = segment.code(number)
        if code is not None and found.size * LOOK < segment.posting_count(number, number):
            found = found[segment.forward[found + offset] == code]
        else:
            there = segment.positions_in(number, number, docs)
            found = found[contains(there, (found + offset).astype(np.uint32))[0]]
        if not found.size:
            break
    found = found.astype(np.uint32)
    if leaf.title_only:
        found = found[field_of(segment, found) % 2 == 0]
    return found
