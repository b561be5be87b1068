"""BM25F: how much the words of a query say about a statement.

Lives here: the statistics of an index, the weights of a segment's fields, the
score of one leaf of a query. Does not live here: nearness (`proximity`).

A leaf's frequencies in title and body are each divided by a length factor,
weighted, added, and only then saturated, so that a word in both fields does not
count as two words (Robertson, Zaragoza & Taylor, "Simple BM25 Extension to Multiple
Weighted Fields", CIKM 2004). The inverse document frequency is Lucene's,
ln(1 + (N - n + 0.5) / (n + 0.5)), less a constant: there is no list of stop words, so
a word that stands in most statements has to count for next to nothing by itself. The
constants were chosen by measurement: docs/decisions/ranking.md.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from searchkit.matching.single import Postings
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array


class Constants(NamedTuple):
    """The constants of ranking.

    Attributes:
        k1: how soon more occurrences stop counting.
        common: what is taken from every inverse document frequency, so that a word
            of two statements in three counts as good as nothing.
        least: what is left at least, so that every word still orders equals.
        b_title, b_body: how much long titles and bodies are held against a statement.
        title_weight: what an occurrence in the title counts, against 1 in the body.
        title_bonus, title_k: what the title alone adds once more, saturated by itself
            (so that it still counts where the body is full of the word): at most this
            share of the inverse document frequency, and how soon.
        proximity: the most that two near words can add, as a share of the smaller
            of their inverse document frequencies.
        proximity_k: how soon more near pairs stop counting.
        reach: the largest distance, in words, that still counts as near.
        window: how many of the best statements get their nearness counted.
    """

    k1: float = 1.8
    common: float = 0.4
    least: float = 0.02
    b_title: float = 0.4
    b_body: float = 0.65
    title_weight: float = 2.0
    title_bonus: float = 0.3
    title_k: float = 4.0
    proximity: float = 0.25
    proximity_k: float = 2.0
    reach: int = 8
    window: int = 200


DEFAULT = Constants()


class Statistics(NamedTuple):
    """Counted over all live statements of an index, however they are spread.

    Attributes:
        statements: how many.
        title_length, body_length: means, in words; at least 1.
    """

    statements: int
    title_length: float
    body_length: float


def count_statistics(segments: Sequence[Segment]) -> Statistics:
    """The statistics of an index of these segments."""
    statements = sum(segment.live_count for segment in segments)
    title = sum(segment.live_sum(segment.title_lengths) for segment in segments)
    body = sum(segment.live_sum(segment.body_lengths) for segment in segments)
    n = max(1, statements)
    return Statistics(statements, max(1.0, title / n), max(1.0, body / n))


def inverse_document_frequency(statements: int, matching: int, constants: Constants) -> float:
    """ln(1 + (N - n + 0.5) / (n + 0.5)) - common, but not less than `least`."""
    raw = math.log(1 + (statements - matching + 0.5) / (matching + 0.5))
    return max(raw - constants.common, constants.least)


class FieldWeights:
    """What one occurrence in the title or the body of each statement weighs.

    Attributes:
        title, body: (statements) float32.
    """

    def __init__(self, segment: Segment, statistics: Statistics, constants: Constants) -> None:
        c = constants
        self.title = _weights(
            segment.title_lengths, statistics.title_length, c.b_title, c.title_weight
        )
        self.body = _weights(segment.body_lengths, statistics.body_length, c.b_body, 1.0)


def _weights(lengths: Array, mean: float, b: float, weight: float) -> Array:
    factors = (1 - b) + (b / mean) * lengths.astype(np.float32)
    return (np.float32(weight) / factors).astype(np.float32)


def leaf_scores(
    postings: Postings,
    rows: Array | slice,
    weights: FieldWeights,
    idf: float,
    constants: Constants,
) -> Array:
    """The scores of one leaf for some rows of its postings (float64)."""
    docs = postings.docs[rows]
    weighted = weights.body[docs] * postings.in_body[rows]
    in_title = postings.in_title[rows]
    titled = np.flatnonzero(in_title)
    bonus = None
    if titled.size:
        title = weights.title[docs[titled]] * in_title[titled]
        weighted[titled] += title
        bonus = constants.title_bonus * (title / (title + np.float32(constants.title_k)))
    scores: Array = (weighted / (weighted + np.float32(constants.k1))).astype(np.float64)
    if bonus is not None:
        scores[titled] += bonus
    return scores * idf
