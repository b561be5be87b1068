"""How good an order of documents is: nDCG@10 and average precision.

Lives here: the two figures, as the README of the collections defines them. What is not
judged counts as not relevant. Does not live here: who makes the order (`ranking`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from benchmarks.data import Collection

TOP = 10
DEPTH = 1_000
"""Documents of an order that count for average precision."""


class Scores(NamedTuple):
    """
    Of one way to rank, on one collection; the lists are in order of its queries.

    Attributes:
        ndcg: nDCG@10.
        precision: average precision, whose mean is MAP.
        judged: which share of the first ten were judged at all.
    """

    ndcg: list[float]
    precision: list[float]
    judged: float

    @property
    def mean_ndcg(self) -> float:
        return sum(self.ndcg) / len(self.ndcg)

    @property
    def map(self) -> float:
        return sum(self.precision) / len(self.precision)


def ndcg(order: Sequence[str], grades: Mapping[str, int]) -> float:
    """Gain: the grade; discount: log2(rank + 1); ideal: the judged ones, best first."""
    best = sorted((grade for grade in grades.values() if grade > 0), reverse=True)
    gained = (max(0, grades.get(document, 0)) for document in order[:TOP])
    return _discounted(gained) / _discounted(best[:TOP])


def _discounted(gains: Iterable[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def average_precision(order: Sequence[str], grades: Mapping[str, int], relevant: int) -> float:
    """Mean of the precision at each relevant document; one not in the order adds 0."""
    wanted = {document for document, grade in grades.items() if grade >= relevant}
    found = 0
    total = 0.0
    for rank, document in enumerate(order[:DEPTH], start=1):
        if document in wanted:
            found += 1
            total += found / rank
    return total / len(wanted) if wanted else 0.0


def score(
    collection: Collection,
    first: Mapping[str, Sequence[str]],
    whole: Mapping[str, Sequence[str]] | None = None,
) -> Scores:
    """
    Judge the orders of all queries of a collection.

    Args:
        first: number of a query -> ids, the best first.
        whole: the same for average precision, where it is another order.
    """
    whole = first if whole is None else whole
    gains, precisions = [], []
    shown = judged = 0
    for number in collection.queries:
        grades = collection.judgements[number]
        gains.append(ndcg(first[number], grades))
        precisions.append(average_precision(whole[number], grades, collection.relevant))
        top = first[number][:TOP]
        shown += len(top)
        judged += sum(document in grades for document in top)
    return Scores(gains, precisions, judged / shown if shown else 0.0)
