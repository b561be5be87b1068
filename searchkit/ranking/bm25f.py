"""BM25F: how much the words of a query say about a statement. Functions of arrays.

Lives here: the constants of ranking, the weight of one occurrence in each text, the score
of one leaf of a query. Does not live here: the statistics they need (`statistics`),
proximity (`proximity`).

A leaf's frequencies in the texts of a statement are each divided by a length factor,
weighted, added, and only then saturated, so that a word in both title and body does not
count as two words (Robertson, Zaragoza & Taylor, "Simple BM25 Extension to Multiple
Weighted Fields", CIKM 2004). The inverse document frequency is Lucene's,
ln(1 + (N - n + 0.5) / (n + 0.5)), less a constant: there is no list of stop words, so a word
that stands in most statements must count for next to nothing by itself. The constants were
chosen by measurement: docs/decisions/ranking.md.

The first text of a statement is its title; all others count as bodies.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from searchkit.storage.container import Array


class Constants(NamedTuple):
    """The constants of ranking; `python -m benchmarks.ranking --tune` judges others.

    Attributes:
        k1: how soon more occurrences stop counting.
        common: what is taken from every inverse document frequency, so that a word
            of two statements in three counts as good as nothing.
        least: what is left at least, so that every word still breaks ties.
        b_title, b_body: how much long titles and bodies are held against a statement.
        title_weight: what an occurrence in the title counts, against 1 in the body.
        title_bonus, title_k: what the title alone adds once more, saturated by itself
            (so that it still counts where the body is full of the word): at most this
            share of the inverse document frequency, and how soon.
        proximity: the most that two near words can add, as a share of the smaller
            of their inverse document frequencies.
        proximity_k: how soon more near pairs stop counting.
        reach: the largest distance, in words, that still counts as near.
        window: how many of the best statements have their proximity scored.
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


def inverse_document_frequency(statements: int, matching: int, constants: Constants) -> float:
    """ln(1 + (N - n + 0.5) / (n + 0.5)) - common, but not less than `least`."""
    raw = math.log(1 + (statements - matching + 0.5) / (matching + 0.5))
    return max(raw - constants.common, constants.least)


def occurrence_weights(lengths: Array, mean: float, is_title: bool, constants: Constants) -> Array:
    """What one occurrence in a text weighs, by statement (float32).

    Args:
        lengths: of the texts, in words.
        mean: of the lengths, over the whole index.
        is_title: whether the text is the title.
        constants: of ranking.
    """
    b, weight = constants.b_body, 1.0
    if is_title:
        b, weight = constants.b_title, constants.title_weight
    factors = (1 - b) + (b / mean) * lengths.astype(np.float32)
    return (np.float32(weight) / factors).astype(np.float32)


def leaf_scores(
    docs: Array,
    counts: Sequence[Array],
    weights: Sequence[Array],
    idf: float,
    constants: Constants,
) -> Array:
    """The scores of one leaf (float64).

    Args:
        docs: statement numbers.
        counts: for each text, how often the leaf stands in that text of each of `docs`.
        weights: for each text, `occurrence_weights` of all statements.
        idf: the leaf's inverse document frequency, times what it counts.
        constants: of ranking.
    """
    in_title, *in_bodies = counts
    of_title, *of_bodies = weights
    parts = [
        weight[docs] * frequencies for weight, frequencies in zip(of_bodies, in_bodies, strict=True)
    ]
    weighted: Array = sum(parts[1:], parts[0]) if parts else np.zeros(docs.size, np.float32)
    titled = np.flatnonzero(in_title)
    bonus = None
    if titled.size:
        title = of_title[docs[titled]] * in_title[titled]
        weighted[titled] += title
        bonus = constants.title_bonus * (title / (title + np.float32(constants.title_k)))
    scores: Array = (weighted / (weighted + np.float32(constants.k1))).astype(np.float64)
    if bonus is not None:
        scores[titled] += bonus
    return scores * idf
