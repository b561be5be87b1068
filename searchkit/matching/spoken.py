"""What somebody says, in a segment: `said:`.

Lives here: which stretches of words a query's speakers say, leaves inside them, quotations that
have all that a query asks for. Does not live here: finding leaves (`single`, `spans`), what the
stretches are (`searchkit.segment.columns.spoken`).

A leaf is in a quotation if all of its words are in one stretch of it. So stretches bound it as
texts bound other leaves: words are narrowed to the stretches, and NEAR goes from word to word
only within one. AND, OR and NOT are then operations on the numbers of quotations, of which one may
have several stretches: paragraphs, or the parts between which its speaker is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

import numpy as np

from searchkit.kernels import sets
from searchkit.kernels.arrays import Starts
from searchkit.matching.spans import PositionsAmong, first_positions
from searchkit.matching.work import Work
from searchkit.model.errors import UnsupportedQuery
from searchkit.query.said import InQuotation, Speakers, SpokenLeaf
from searchkit.query.tree import And, Choice, Everything, Near, Node, Not, Or
from searchkit.schema.speakers import REMEDY
from searchkit.segment.columns.spoken import SpokenReader
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array

REMEMBERED = 32
"""Sets of speakers whose stretches a segment remembers."""
MANY = 4
"""Where spans outnumber stretches by this factor, the search starts from the stretches."""


def sayings_of(segment: Segment, speakers: Speakers) -> Sayings:
    """What some people say in a segment; remembered, for people are asked for again.

    Raises:
        UnsupportedQuery: the segment knows no quotations.
    """
    if not segment.spoken.known:
        raise UnsupportedQuery("this index knows no quotations", remedy=REMEDY)
    remembered = segment.spoken.remembered
    found = remembered.get(speakers)
    if not isinstance(found, Sayings):
        if len(remembered) >= REMEMBERED:
            remembered.clear()
        found = remembered[speakers] = Sayings(segment.spoken, speakers)
    return found


class Sayings:
    """The stretches that some people say, in a segment.

    Args:
        spoken: the quotations of the segment.
        speakers: the keys of those of whom any may speak; None: anybody.

    Attributes:
        begins, ends: (stretches) first position, position behind the last (uint32), ascending.
        everybody: whether they are all that there are.
    """

    def __init__(self, spoken: SpokenReader, speakers: Speakers) -> None:
        self._spoken = spoken
        self._chosen: Array | slice = slice(None)
        self.everybody = speakers is None
        if speakers is not None:
            listed = [spoken.speakers.with_key(key) for key in speakers]
            self._chosen = sets.either(listed, spoken.begins.size)
        self.begins: Array = spoken.begins[self._chosen]
        self.ends: Array = spoken.ends[self._chosen]

    @property
    def _docs(self) -> Array:
        """(stretches) the statement of each."""
        return self._spoken.docs[self._chosen]

    @property
    def _groups(self) -> Array:
        """(stretches) the number of the quotation that each is a part of."""
        return self._spoken.groups[self._chosen]

    @cached_property
    def docs(self) -> Array:
        """The statements in which they speak, ascending (intp)."""
        return _distinct(self._docs)

    @cached_property
    def bounds(self) -> Starts:
        """Where stretches begin and end, from the first position of the segment to the end."""
        edges = np.stack((self.begins, self.ends), axis=1).ravel()
        around = np.concatenate(([0], edges, [self._spoken.end]))
        bounds: Starts = around[np.diff(around, prepend=-1) > 0].astype(np.uint32)
        return bounds

    def inside(self, firsts: Array, width: int) -> Array:
        """Those of `firsts`, of spans of `width` words, that are in one stretch."""
        if not firsts.size or not self.begins.size:
            return firsts[:0]
        if firsts.size < MANY * self.begins.size:
            place = np.searchsorted(self.begins, firsts, side="right") - 1
            # The last one, where there is none before: it ends behind.
            fits = (place >= 0) & (firsts + np.uint32(width) <= self.ends[place])
            return firsts[fits]
        low = np.searchsorted(firsts, self.begins)
        last = np.maximum(self.ends, width - 1) - np.uint32(width - 1)
        high = np.maximum(np.searchsorted(firsts, last), low)
        counts = high - low
        before = np.cumsum(counts) - counts
        return firsts[np.arange(int(counts.sum())) + (low - before).repeat(counts)]

    def having(self, firsts: Array) -> Array:
        """(quotations of the segment) in which spans begin that are inside."""
        found = np.zeros(self._spoken.quotations, bool)
        found[self._groups[np.searchsorted(self.begins, firsts, side="right") - 1]] = True
        return found

    @property
    def all(self) -> Array:
        """(quotations of the segment) which are theirs."""
        found = np.full(self._spoken.quotations, self.everybody)
        if not self.everybody:
            found[self._groups] = True
        return found

    def docs_of(self, quotations: Array) -> Array:
        """The statements of some of their quotations (a mask), ascending (intp)."""
        return _distinct(self._docs[quotations[self._groups]])

    def between(self, start: int, stop: int) -> Iterator[tuple[int, int]]:
        """[first, behind the last) of the stretches between two positions."""
        low, high = np.searchsorted(self.begins, np.array([start, stop], np.uint32)).tolist()
        yield from zip(self.begins[low:high].tolist(), self.ends[low:high].tolist(), strict=True)


def _distinct(ascending: Array) -> Array:
    """Each of some ascending numbers once."""
    return ascending[np.diff(ascending, prepend=-1) > 0].astype(np.intp, copy=False)


def spoken_positions(
    sayings: Sayings, segment: Segment, leaf: SpokenLeaf, positions: PositionsAmong, work: Work
) -> Array:
    """The first positions of the spans of a leaf that one stretch holds, ascending (uint32).

    Raises:
        QueryTooBroad: there is more to look at than the query may.
    """
    inner = leaf.leaf
    if not sayings.begins.size:
        return sayings.begins
    if isinstance(inner, (Near, Choice)):
        return first_positions(segment, inner, positions, work, sayings)
    docs = np.arange(len(segment)) if sayings.everybody else sayings.docs
    there = positions(inner, docs)
    work.add(there.size)
    return sayings.inside(there, inner.width)


def said_docs(
    sayings: Sayings, said: InQuotation, positions: Callable[[SpokenLeaf], Array]
) -> Array:
    """The statements with one quotation that has what is asked for, ascending (intp).

    Args:
        sayings: of those who are asked for.
        said: the question.
        positions: gives those of a leaf.
    """
    return sayings.docs_of(_matching(sayings, said.part, positions))


def _matching(sayings: Sayings, node: Node, positions: Callable[[SpokenLeaf], Array]) -> Array:
    """(quotations of the segment) which of theirs match a tree."""
    match node:
        case SpokenLeaf():
            return sayings.having(positions(node))
        case And(parts):
            of_parts = (_matching(sayings, part, positions) for part in parts)
            together: Array = np.logical_and.reduce(list(of_parts))
            return together
        case Or(parts):
            of_parts = (_matching(sayings, part, positions) for part in parts)
            any_of: Array = np.logical_or.reduce(list(of_parts))
            return any_of
        case Not(part):
            return sayings.all & ~_matching(sayings, part, positions)
        case Everything():
            return sayings.all
    raise AssertionError(f"{type(node).__name__} is in no quotation")
