"""The order of the statements that match: scores, the first k, the rest on demand.

Lives here: scoring the matches of every segment with the statistics of the whole
index, and sorting them, always the same way: by score, then newest, then id. Does
not live here: what matches (`searchkit.matching`), grouping copies
(`searchkit.engines.local`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from searchkit.matching.evaluate import Matcher
from searchkit.matching.leaves import Leaf
from searchkit.matching.sets import contains
from searchkit.ranking.bm25f import (
    Constants,
    FieldWeights,
    Statistics,
    inverse_document_frequency,
    leaf_scores,
)
from searchkit.ranking.proximity import near_pairs
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array


class Ranked(NamedTuple):
    """A statement in its place: segment and number there, and its score."""

    segment: int
    doc: int
    score: float


class Matches:
    """The matches of one segment: statement numbers ascending, and their scores."""

    __slots__ = ("docs", "scores")

    def __init__(self, docs: Array, scores: Array) -> None:
        self.docs = docs
        self.scores = scores


class Scorer:
    """Scores the leaves of one query over all segments of an index."""

    def __init__(
        self,
        matchers: Sequence[Matcher],
        weights: Sequence[FieldWeights],
        statistics: Statistics,
        constants: Constants,
        leaves: Sequence[Leaf],
    ) -> None:
        self._matchers = matchers
        self._weights = weights
        self._statistics = statistics
        self._constants = constants
        self._counts: dict[Leaf, float] = {}
        for leaf in leaves:
            self._counts[leaf] = self._counts.get(leaf, 0.0) + leaf.boost
        self.leaves = list(self._counts)
        self.idf = {leaf: self._idf(leaf) for leaf in self.leaves}

    def _idf(self, leaf: Leaf) -> float:
        """Of a phrase or near words, the sum over its words, as Lucene does; an operand
        with alternatives counts as a word that occurs as often as all of them.
        """
        if leaf.kind == "near":
            total = 0.0
            for alternatives in leaf.operands:
                if len(alternatives) == 1:
                    total += self._idf(alternatives[0])
                else:
                    total += self._word_idf(sum(map(self._frequency, alternatives)))
            return total
        if leaf.kind == "phrase":
            words = [Leaf("word", (term,), leaf.title_only) for term in leaf.terms]
            return sum(self._word_idf(self._frequency(word)) for word in words)
        return self._word_idf(self._frequency(leaf))

    def _frequency(self, leaf: Leaf) -> int:
        return sum(matcher.frequency(leaf) for matcher in self._matchers)

    def _word_idf(self, matching: int) -> float:
        statements = self._statistics.statements
        return inverse_document_frequency(statements, min(matching, statements), self._constants)

    def base_scores(self, segment: int, docs: Array) -> Array:
        """BM25F of `docs` (ascending), without nearness."""
        total = np.zeros(docs.size)
        place: list[Array] = []
        for leaf in self.leaves:
            total += self.leaf_base_scores(segment, leaf, docs, place)
        return total

    def leaf_base_scores(
        self, segment: int, leaf: Leaf, docs: Array, place: list[Array] | None = None
    ) -> Array:
        """What one leaf adds to the scores of `docs` (ascending).

        `place` keeps, from leaf to leaf, where in `docs` each statement stands.
        """
        matcher = self._matchers[segment]
        postings = matcher.postings(leaf)
        weight = self.idf[leaf] * self._counts[leaf]
        weights, constants = self._weights[segment], self._constants
        if postings.docs.size == docs.size and np.array_equal(postings.docs, docs):
            return leaf_scores(postings, slice(None), weights, weight, constants)
        scores = np.zeros(docs.size)
        if not postings.docs.size or not docs.size:
            return scores
        if docs.size * 16 < postings.docs.size:
            there, found = contains(postings.docs, docs)
            where = np.flatnonzero(there)
            rows = found[where]
        else:
            place = [] if place is None else place
            if not place:
                place.append(np.full(len(matcher.segment), -1, np.intp))
                place[0][docs] = np.arange(docs.size)
            found = place[0][postings.docs]
            rows = np.flatnonzero(found >= 0)
            where = found[rows]
        scores[where] = leaf_scores(postings, rows, weights, weight, constants)
        return scores

    def pairs(self) -> list[tuple[Leaf, Leaf]]:
        """The neighbouring words (phrases, prefixes) of the query."""
        near = [leaf for leaf in self.leaves if not leaf.title_only]
        return list(pairwise(near))

    def pair_scores(self, segment: int, docs: Array, pair: tuple[Leaf, Leaf]) -> Array:
        """What nearness of two leaves adds to the scores of `docs` (ascending)."""
        matcher, constants = self._matchers[segment], self._constants
        first, second = pair
        sums = near_pairs(
            matcher.segment,
            (matcher.positions_in(first, docs), first.width),
            (matcher.positions_in(second, docs), second.width),
            docs,
            constants.reach,
        )
        weight = constants.proximity * min(self.idf[first], self.idf[second])
        scores: Array = weight * sums / (sums + constants.proximity_k)
        return scores

    def score(self, matches: Sequence[Matches]) -> float:
        """Fill in the scores: BM25F of all, and nearness of the best.

        Returns:
            the least base score that had its nearness counted.
        """
        for number, found in enumerate(matches):
            found.scores = self.base_scores(number, found.docs)
        pairs = self.pairs()
        if not pairs or not self._constants.proximity:
            return math.inf
        # The best by score alone, all of those that tie with the last: so the
        # window does not depend on how statements are spread over segments.
        floor = _nth_largest([found.scores for found in matches], self._constants.window)
        for number, found in enumerate(matches):
            best = np.flatnonzero(found.scores >= floor)
            if best.size:
                docs = found.docs[best]
                found.scores[best] += sum(self.pair_scores(number, docs, pair) for pair in pairs)
        return floor


def _nth_largest(parts: Sequence[Array], n: int) -> float:
    if not parts:
        return -math.inf
    values = np.concatenate(parts) if len(parts) != 1 else parts[0]
    if values.size <= n:
        return -math.inf
    return float(np.partition(values, values.size - n)[values.size - n])


def best(segments: Sequence[Segment], matches: Sequence[Matches], count: int) -> list[Ranked]:
    """The first `count` by score, then newest, then id."""
    if count <= 0:
        return []
    floor = _nth_largest([found.scores for found in matches], count)
    rows: list[tuple[float, int, str, Ranked]] = []
    for number, found in enumerate(matches):
        kept = np.flatnonzero(found.scores >= floor)
        docs, scores = found.docs[kept], found.scores[kept]
        order = np.lexsort((segments[number].newest_ranks[docs], -scores))[:count]
        rows += _rows(segments, number, docs[order], scores[order])
    return _merged(rows, count)


def by_date(
    segments: Sequence[Segment], matches: Sequence[Matches], count: int, oldest: bool
) -> list[Ranked]:
    """The first `count` by date, those without one last, then by id."""
    rows: list[tuple[float, int, str, Ranked]] = []
    for number, found in enumerate(matches):
        segment = segments[number]
        ranks = segment.newest_ranks[found.docs].astype(np.int64)
        if oldest:
            # Newest ranks order ids upwards within a day: sort the days alone.
            dates = segment.dates[found.docs].astype(np.int64)
            order = np.lexsort((ranks, np.where(dates > 0, dates, 2**31)))[:count]
        elif ranks.size > count * 4:
            order = np.argpartition(ranks, count)[:count]
            order = order[np.argsort(ranks[order])]
        else:
            order = np.argsort(ranks)[:count]
        rows += _rows(segments, number, found.docs[order], found.scores[order])
    if len(matches) == 1:
        return [row[3] for row in rows]
    sign = -1 if oldest else 1
    rows = [(0.0, date * sign if date != _NO_DATE else 2**31, i, r) for _, date, i, r in rows]
    return _merged(rows, count)


_NO_DATE = 1


def _rows(
    segments: Sequence[Segment], number: int, docs: Array, scores: Array
) -> list[tuple[float, int, str, Ranked]]:
    """(-score, -date, id, statement) of each, as Python values; no date: `_NO_DATE`."""
    segment = segments[number]
    several = len(segments) > 1  # Only then ids are compared.
    return [
        (
            -score,
            -int(segment.dates[doc]) or _NO_DATE,
            segment.id(doc) if several else "",
            Ranked(number, doc, score),
        )
        for doc, score in zip(docs.tolist(), scores.tolist(), strict=True)
    ]


def _merged(rows: list[tuple[float, int, str, Ranked]], count: int) -> list[Ranked]:
    # Of one segment they are in order already, by the ranks stored there.
    rows.sort(key=lambda row: row[:3])
    return [row[3] for row in rows[:count]]
