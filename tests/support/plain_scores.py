"""
BM25F, early words and nearness in plain Python, after docs and docstrings, without NumPy.

Lives here: the score of every statement for a query of words, phrases and prefixes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from searchkit.query.tree import Leaf, Node, Phrase, Prefix, Stem
from searchkit.ranking.bm25f import DEFAULT, Constants
from tests.support.plain_matcher import Document, ids

FIELDS = ("title", "body")


class Scores:
    """
    Scores statements for the leaves of one query.

    Attributes:
        leaves: the distinct ones, in order; `times`: how often each stands there.
    """

    def __init__(
        self,
        documents: Sequence[Document],
        leaves: Sequence[Leaf],
        constants: Constants = DEFAULT,
    ) -> None:
        self.documents, self.constants = list(documents), constants
        self.leaves: list[Leaf] = []
        self.times: list[int] = []
        for leaf in leaves:
            if leaf in self.leaves:
                self.times[self.leaves.index(leaf)] += 1
            else:
                self.leaves.append(leaf)
                self.times.append(1)
        self.mean = {
            field: max(1.0, sum(len(d.stems[field]) for d in documents) / len(documents))
            for field in FIELDS
        }
        self.idf = [self._idf(leaf) for leaf in self.leaves]

    def _idf(self, leaf: Leaf) -> float:
        if isinstance(leaf, Phrase):
            return sum(self._idf(Stem(stem, within=leaf.within)) for stem in leaf.stems)
        n, matching = len(self.documents), len(ids(self.documents, leaf))
        raw = math.log(1 + (n - matching + 0.5) / (matching + 0.5))
        return max(raw - self.constants.common, self.constants.least)

    def leaf(self, number: int, document: Document) -> float:
        """What one leaf adds."""
        c = self.constants
        weighted = bonus = 0.0
        for field, b, weight in (
            ("title", c.b_title, c.title_weight),
            ("body", c.b_body, 1.0),
        ):
            places = [p for f, p in document.occurrences(self.leaves[number]) if f == field]
            factor = 1 - b + b * len(document.stems[field]) / self.mean[field]
            share = weight * len(places) / factor if places else 0.0
            weighted += share
            if field == "title" and share:
                bonus = c.title_bonus * share / (share + c.title_k)
        saturated = weighted / (weighted + c.k1) + bonus
        return self.idf[number] * self.times[number] * saturated

    def base(self, document: Document) -> float:
        """BM25F alone."""
        return sum(self.leaf(number, document) for number in range(len(self.leaves)))

    def near(self, document: Document) -> float:
        """What the nearness of neighbouring leaves adds."""
        c = self.constants
        anywhere = [
            (leaf, idf)
            for leaf, idf in zip(self.leaves, self.idf, strict=True)
            if leaf.within is None
        ]
        total = 0.0
        for (one, one_idf), (other, other_idf) in pairwise(anywhere):
            closeness = sum(self._closeness(document, one, other, field) for field in FIELDS)
            most = c.proximity * min(one_idf, other_idf)
            total += most * closeness / (closeness + c.proximity_k)
        return total

    def further(self, document: Document) -> float:
        """What is added to the best for where their words stand."""
        return self.near(document) + self.early(document) + self.title(document)

    def title(self, document: Document) -> float:
        """What a title adds that says what the leaves say."""
        weights = [idf * times for idf, times in zip(self.idf, self.times, strict=True)]
        places = [
            [p for f, p in document.occurrences(leaf) if f == "title"] for leaf in self.leaves
        ]
        said = sum(w for w, found in zip(weights, places, strict=True) if found) / sum(weights)
        words = sum(len(f) * width(x) for f, x in zip(places, self.leaves, strict=True))
        share = said * min(1.0, words / max(1, len(document.stems["title"])))
        return self.constants.title * sum(weights) * share**2

    def early(self, document: Document) -> float:
        """What leaves in the title, or among the first words of the body, add."""
        c = self.constants
        return sum(
            c.lede * idf * times
            for leaf, idf, times in zip(self.leaves, self.idf, self.times, strict=True)
            if any(f == "title" or p < c.lede_words for f, p in document.occurrences(leaf))
        )

    def _closeness(self, document: Document, one: Leaf, other: Leaf, field: str) -> float:
        """The sum of 1 / d^2 over the occurrences of `one`, on either side."""
        firsts = [place for f, place in document.occurrences(one) if f == field]
        seconds = [place for f, place in document.occurrences(other) if f == field]
        total = 0.0
        for first in firsts:
            later = [place - (first + width(one) - 1) for place in seconds if place > first]
            earlier = [first - (place + width(other) - 1) for place in seconds if place <= first]
            for distances in (later, earlier):
                if distances and min(distances) <= self.constants.reach:
                    total += 1 / max(min(distances), 1) ** 2
        return total

    def ranking(self, tree: Node) -> dict[str, float]:
        """id -> score of the statements that match `tree`."""
        found = [document for document in self.documents if document.matches(tree)]
        base = {document.id: self.base(document) for document in found}
        best = sorted(base.values(), reverse=True)
        floor = best[self.constants.window - 1] if len(best) > self.constants.window else -math.inf
        return {
            d.id: base[d.id] + (self.further(d) if base[d.id] >= floor - 1e-12 else 0.0)
            for d in found
        }


def width(leaf: Leaf) -> int:
    """How many words one occurrence covers."""
    return len(leaf.stems) if isinstance(leaf, Phrase) else 1


def leaves(tree: Node) -> list[Leaf]:
    """The words, phrases and prefixes outside NOT, in order."""
    if isinstance(tree, (Stem, Phrase, Prefix)):
        return [tree]
    return [leaf for child in tree.positive for leaf in leaves(child)]
