"""Scoring the matches of a query with the statistics of the whole index.

Lives here: what each leaf counts, BM25F of all matches, and for the best of them what their
titles say and which words stand early or near each other. Does not live
here: the formulas (`bm25f`, `searchkit.kernels.scores`), what matches (`searchkit.matching`),
sorting (`order`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from searchkit.kernels import nearness, scores, sets
from searchkit.kernels.arrays import OutOfOrder, PostingList
from searchkit.kernels.standing import Further, Pair, Standing, Texts, Worth
from searchkit.matching.evaluate import Matcher
from searchkit.model import budget
from searchkit.query.tree import Choice, Leaf, Near, Phrase, Stem
from searchkit.ranking.bm25f import Constants, inverse_document_frequency
from searchkit.ranking.order import nth_largest
from searchkit.ranking.statistics import Statistics
from searchkit.storage.container import Array


class Neighbours(NamedTuple):
    """Two neighbouring leaves of a query."""

    first: Leaf
    second: Leaf


class Scored(NamedTuple):
    """The scores of all matches.

    Attributes:
        scores: of those of each segment (float64).
        floor: the least BM25F score that had more added; infinite where none had.
        gains: what of the scores was added for nearness in meaning; None where that was not
            asked for (`searchkit.engines.local.by_meaning`).
    """

    scores: list[Array]
    floor: float
    gains: list[Array] | None = None


class Scorer:
    """Scores the leaves of one query over all segments of an index.

    Attributes:
        leaves: the distinct ones, in order, then the evidence.
        idf: their inverse document frequencies.

    Args:
        matchers: of each segment.
        weights: of each segment, see `statistics.text_weights`.
        statistics: of the index.
        constants: of ranking.
        leaves: of the query.
        evidence: leaves that no match needs, which count where they stand: other ways to write
            the query's words. They are near nothing, and no title is asked for them.
    """

    def __init__(
        self,
        matchers: Sequence[Matcher],
        weights: Sequence[tuple[Array, ...]],
        statistics: Statistics,
        constants: Constants,
        leaves: Iterable[Leaf],
        evidence: Iterable[Leaf] = (),
    ) -> None:
        self._matchers = matchers
        self._weights = weights
        self._statistics = statistics
        self._constants = constants
        self._counts: dict[Leaf, float] = {}
        for leaf in leaves:
            self._counts[leaf] = self._counts.get(leaf, 0.0) + leaf.boost
        self._own = list(self._counts)
        for leaf in evidence:
            self._counts.setdefault(leaf, leaf.boost)
        self.leaves = list(self._counts)
        self.idf = {leaf: self._idf(leaf) for leaf in self.leaves}

    def _idf(self, leaf: Leaf) -> float:
        """Of a phrase or near words, the sum over its words, as Lucene does; a choice counts
        as one word that occurs as often as all its leaves together.
        """
        match leaf:
            case Near(operands):
                return sum(map(self._idf, operands), 0.0)
            case Choice(leaves) if len(leaves) > 1:
                return self._word_idf(sum(map(self._frequency, leaves)))
            case Choice((only,)):
                return self._idf(only)
            case Phrase(stems, within=within):
                words = [Stem(stem, within=within) for stem in stems]
                return sum(self._word_idf(self._frequency(word)) for word in words)
        return self._word_idf(self._frequency(leaf))

    def _frequency(self, leaf: Leaf) -> int:
        return sum(matcher.frequency(leaf) for matcher in self._matchers)

    def _word_idf(self, matching: int) -> float:
        statements = self._statistics.statements
        return inverse_document_frequency(statements, min(matching, statements), self._constants)

    @property
    def weight(self) -> float:
        """What the query's own leaves weigh together."""
        return sum(self.idf[leaf] * self._counts[leaf] for leaf in self._own)

    def base_scores(self, segment: int, docs: Array) -> Array:
        """BM25F of `docs` (ascending), without proximity."""
        total = np.zeros(docs.size)
        places = _Places(docs, len(self._matchers[segment].segment))
        for leaf in self.leaves:
            total += self._added(segment, leaf, places)
            budget.check()
        return total

    def leaf_base_scores(self, segment: int, leaf: Leaf, docs: Array) -> Array:
        """What one leaf adds to the BM25F of `docs` (ascending)."""
        return self._added(segment, leaf, _Places(docs, len(self._matchers[segment].segment)))

    def _added(self, segment: int, leaf: Leaf, places: _Places) -> Array:
        docs, postings = places.docs, self._matchers[segment].postings(leaf)
        weight = self.idf[leaf] * self._counts[leaf]
        if postings.docs.size == docs.size and np.array_equal(postings.docs, docs):
            return self._leaf_scores(segment, postings, weight)
        added = np.zeros(docs.size)
        if not postings.docs.size or not docs.size:
            return added
        if docs.size * 16 < postings.docs.size:
            there, found = sets.contains(postings.docs, docs)
            where = there.nonzero()[0]
            rows = found[where]
        else:
            found = places.of_all[postings.docs]
            rows = (found >= 0).nonzero()[0]
            where = found[rows]
        chosen = PostingList(postings.docs[rows], tuple([one[rows] for one in postings.counts]))
        added[where] = self._leaf_scores(segment, chosen, weight)
        return added

    def _leaf_scores(self, segment: int, postings: PostingList, weight: float) -> Array:
        docs, counts = postings
        weights, of = self._weights[segment], self._constants
        return scores.leaf_scores(docs, counts, weights, weight, of.k1, of.title_bonus, of.title_k)

    def pairs(self) -> list[Neighbours]:
        """The neighbouring leaves of the query that may stand in any text."""
        anywhere = [leaf for leaf in self._own if leaf.within is None]
        return [Neighbours(*both) for both in pairwise(anywhere)]

    def further(self, segment: int, docs: Array) -> Further:
        """What is added to the scores of some statements for where the leaves stand.

        Args:
            segment: of the statements.
            docs: their numbers, ascending.
        """
        matcher, of = self._matchers[segment], self._constants
        numbering, starts = matcher.segment.numbering, matcher.segment.starts
        numbers = numbering.all_of(docs)
        # The title is the first text.
        lengths = next(iter(matcher.segment.lengths.values()))[docs]
        begins, ends = (starts[numbers + side].astype(np.int64) for side in (0, 1))
        texts = Texts(begins, ends, numbering, lengths)
        leaves = [self._standing(matcher, leaf, docs) for leaf in self.leaves]
        place = {leaf: number for number, leaf in enumerate(self.leaves)}
        pairs = [
            Pair(place[first], place[second], of.proximity * min(self.idf[first], self.idf[second]))
            for first, second in self.pairs()
        ]
        worth = Worth(of.title, of.lede_words, of.reach, of.proximity_k)
        try:
            found = nearness.further(texts, leaves, pairs, worth)
        except OutOfOrder:
            raise matcher.segment.damaged("position") from None
        budget.check()
        return found

    def _standing(self, matcher: Matcher, leaf: Leaf, docs: Array) -> Standing:
        """Where a leaf stands in some statements, and what that is worth."""
        positions = matcher.positions_among(leaf, docs)
        budget.check()
        count = self._counts[leaf]
        title = self.idf[leaf] * count if leaf in self._own else None
        return Standing(positions, leaf.width, title, self._constants.lede * self.idf[leaf] * count)

    def score(self, matches: Sequence[Array]) -> Scored:
        """The scores of the matches of each segment: BM25F of all, and of the best what is
        added for where the leaves stand.
        """
        found = [self.base_scores(number, docs) for number, docs in enumerate(matches)]
        # The best by score alone, and all that tie with the last of them: so the window does
        # not depend on how statements are spread over segments.
        floor = nth_largest(found, self._constants.window)
        for number, docs in enumerate(matches):
            best = (found[number] >= floor).nonzero()[0]
            if best.size:
                found[number][best] += self.further(number, docs[best]).total
        return Scored(found, floor)


class _Places:
    """Where each statement of a segment stands among some of them."""

    __slots__ = ("_of_all", "_size", "docs")

    def __init__(self, docs: Array, size: int) -> None:
        self.docs = docs
        self._size = size
        self._of_all: Array | None = None

    @property
    def of_all(self) -> Array:
        """By statement, its place among `docs`, or -1; made when first needed."""
        if self._of_all is None:
            self._of_all = np.full(self._size, -1, np.intp)
            self._of_all[self.docs] = np.arange(self.docs.size)
        return self._of_all
