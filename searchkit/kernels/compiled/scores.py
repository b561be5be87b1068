"""What the words of a query add to the score of a statement.

Lives here: the compiled twin of `searchkit.kernels.plain.scores`. Does not live here: the loop
(`kernel/src/scores.rs`); what NumPy does as well, which is the plain module's.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchkit.kernels import _kernel
from searchkit.kernels.arrays import Docs, PostingList, Scores, Weighed, Weights
from searchkit.kernels.plain import scores as plain
from searchkit.kernels.plain.scores import (
    Among,
    leaf_scores,
    occurrence_weights,
    proximity_sums,
    stands_early,
    title_shares,
)
from searchkit.kernels.plain.sets import FEWER

__all__ = [
    "Among",
    "base_scores",
    "leaf_scores",
    "occurrence_weights",
    "proximity_sums",
    "stands_early",
    "title_shares",
]


def base_scores(
    docs: Docs,
    leaves: Sequence[Weighed],
    weights: Sequence[Weights],
    k1: float,
    title_bonus: float,
    title_k: float,
) -> Scores:
    """See `searchkit.kernels.plain.scores.base_scores`."""
    try:
        found = _kernel.base_scores(
            docs.astype(np.int64, copy=False),
            [(*_among(postings, docs), weight) for postings, weight in leaves],
            # Of the statements of the segment, these alone: the kernel copies what it is given.
            [one[docs] for one in weights],
            (k1, title_bonus, title_k),
        )
    except (_kernel.Declined, IndexError):
        return plain.base_scores(docs, leaves, weights, k1, title_bonus, title_k)
    return np.frombuffer(found, np.float64)


def _among(postings: PostingList, docs: Docs) -> PostingList:
    """The postings; of far more than there are statements, those in the statements."""
    if docs.size * FEWER < postings.docs.size:
        rows, _ = Among(docs, 0).of(postings.docs)
        postings = PostingList(postings.docs[rows], tuple([one[rows] for one in postings.counts]))
    return postings._replace(docs=postings.docs.astype(np.int64, copy=False))
