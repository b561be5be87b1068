"""What the words of a query add to the score of a statement.

Lives here: the weight of one occurrence, the BM25F score of one leaf, whether it stands early
in a statement, how much of a title the leaves say, how much two stand near each other. Does
not live here: the constants and the formula in words (`searchkit.ranking.bm25f`), which leaves
and which statements (`searchkit.ranking.scoring`).

Proximity: for each pair of neighbouring words of the query, every occurrence of the first adds
1 / d^2 for the nearest occurrence of the second at distance d on either side, in the same text
and within reach; the sum is then saturated like a frequency. After Buettcher, Clarke &
Lushman, "Term Proximity Scoring for Ad-Hoc Retrieval on Very Large Text Collections", SIGIR
2006.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchkit.kernels.arrays import (
    Docs,
    Frequencies,
    Integers,
    Lengths,
    Mask,
    Placed,
    Scores,
    Weights,
)
from searchkit.schema.numbering import Numbering


def occurrence_weights(lengths: Lengths, mean: float, b: float, weight: float) -> Weights:
    """What one occurrence in a text weighs, by statement.

    Args:
        lengths: of the texts, in words.
        mean: of the lengths, over the whole index.
        b: how much long texts are held against a statement, from 0 to 1.
        weight: of an occurrence in a text of mean length.
    """
    factors = (1 - b) + (b / mean) * lengths.astype(np.float32)
    return (np.float32(weight) / factors).astype(np.float32)


def leaf_scores(
    docs: Docs,
    counts: Sequence[Frequencies],
    weights: Sequence[Weights],
    idf: float,
    k1: float,
    title_bonus: float,
    title_k: float,
) -> Scores:
    """The BM25F scores of one leaf.

    Args:
        docs: statement numbers.
        counts: for each text (the title is the first), how often the leaf occurs in that text
            of each of `docs`.
        weights: for each text, `occurrence_weights` of all statements.
        idf: the leaf's inverse document frequency, times what it counts.
        k1: how soon more occurrences stop counting.
        title_bonus, title_k: the most that the title adds by itself, and how soon it does.
    """
    in_title, *in_bodies = counts
    of_title, *of_bodies = weights
    parts = [
        weight[docs] * frequencies for weight, frequencies in zip(of_bodies, in_bodies, strict=True)
    ]
    weighted = sum(parts[1:], parts[0]) if parts else np.zeros(docs.size, np.float32)
    titled = in_title.nonzero()[0]
    bonus = None
    if titled.size:
        title = of_title[docs[titled]] * in_title[titled]
        weighted[titled] += title
        bonus = title_bonus * (title / (title + np.float32(title_k)))
    scores: Scores = (weighted / (weighted + np.float32(k1))).astype(np.float64)
    if bonus is not None:
        scores[titled] += bonus
    return scores * idf


def stands_early(
    placed: Placed, numbering: Numbering, starts: Integers, size: int, words: int
) -> Mask:
    """Whether a leaf stands in the title of some statements, or among the first words of
    another text of theirs.

    Args:
        placed: where it occurs in all texts of the statements.
        numbering: of the texts.
        starts: the position at which each of these texts begins.
        size: how many statements.
        words: how many words of a text come first.
    """
    positions, texts = placed.within
    early = (numbering.text(texts) == 0) | (positions - starts[texts] < words)
    found = np.zeros(size, bool)
    found[numbering.statement(texts[early])] = True
    return found


def title_shares(
    placed: Sequence[Placed],
    weights: Sequence[float],
    numbering: Numbering,
    lengths: Integers,
) -> Scores:
    """How nearly the leaves of a query and the title of each of some statements say the same.

    Args:
        placed: where each leaf occurs in all texts of the statements.
        weights: of the leaves.
        numbering: of the texts.
        lengths: of the titles, in words.

    Returns:
        the weight of the leaves that stand in the title, as a share of all, times the share
        of the title's words that they are: from 0 to 1.
    """
    size = lengths.size
    weight, words = np.zeros(size), np.zeros(size)
    for leaf, worth in zip(placed, weights, strict=True):
        texts = leaf.within.which
        docs = numbering.statement(texts[numbering.text(texts) == 0])
        counts = np.bincount(docs, minlength=size)
        weight += worth * (counts > 0)
        words += leaf.width * counts
    # Phrases and their words may be counted twice.
    return (weight / sum(weights)) * np.minimum(1, words / np.maximum(lengths, 1))


def proximity_sums(
    first: Placed, second: Placed, numbering: Numbering, size: int, reach: int
) -> Scores:
    """How much two leaves stand near each other in some statements.

    Args:
        first, second: where they occur in all texts of the statements.
        numbering: of the texts.
        size: how many statements.
        reach: the largest distance that counts.

    Returns:
        for each statement the sum of 1 / d^2.
    """
    total = np.zeros(size)
    (a, text_a), (b, text_b) = first.within, second.within
    if not a.size or not b.size:
        return total
    after = b.searchsorted(a, side="right")
    for place, width in ((after, first.width), (after - 1, second.width)):
        inside = ((place >= 0) & (place < b.size)).nonzero()[0]
        other = place[inside]
        near = inside[text_b[other] == text_a[inside]]
        # From the end of the earlier one to the start of the later: neighbours are 1.
        distance = np.abs(b[place[near]] - a[near]) - (width - 1)
        near, distance = near[distance <= reach], distance[distance <= reach]
        if near.size:
            closeness = 1.0 / np.maximum(distance, 1).astype(np.float64) ** 2
            total += np.bincount(numbering.statement(text_a[near]), closeness, size)
    return total
