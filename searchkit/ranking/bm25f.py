"""BM25F: how much the words of a query say about a statement.

Lives here: the formula in words, the constants of ranking, the inverse document frequency.
Does not live here: the arithmetic (`searchkit.kernels.scores`), the statistics of an index
(`statistics`).

A leaf's frequencies in the texts of a statement are each divided by a length factor,
weighted, added, and only then saturated, so that a word in both title and body does not
count as two words (Robertson, Zaragoza & Taylor, "Simple BM25 Extension to Multiple
Weighted Fields", CIKM 2004). The inverse document frequency is Lucene's,
ln(1 + (N - n + 0.5) / (n + 0.5)), less a constant: there is no list of stop words, so a word
that occurs in most statements must count for next to nothing by itself. The constants were
chosen by measurement: docs/decisions/ranking.md.

The first text of a statement is its title; all others count as bodies.
"""

from __future__ import annotations

import math
from typing import NamedTuple


class Constants(NamedTuple):
    """The constants of ranking; to retune: `python -m benchmarks.ranking --tune N`.

    Attributes:
        k1: how soon more occurrences stop counting.
        common: what is taken from every inverse document frequency, so that a word
            that occurs in two statements of three counts for almost nothing.
        least: the smallest inverse document frequency, so that every word still breaks ties.
        b_title, b_body: how much long titles and bodies are held against a statement.
        title_weight: what an occurrence in the title counts, against 1 in the body.
        title_bonus, title_k: what the title alone adds once more, saturated by itself, so
            that it still counts if the body is full of the word: at most this share of the
            inverse document frequency, and how soon it does.
        lede, lede_words: what a word adds that stands in the title or among so many first words
            of a text, as a share of its inverse document frequency: a release says at its
            beginning what it is about.
        title: the most that a title adds which says what the query says and no more, as a share
            of all inverse document frequencies; others add the square of how nearly they do
            (`searchkit.kernels.plain.scores.title_shares`).
        proximity: the most that two near words can add, as a share of the smaller of their
            inverse document frequencies.
        proximity_k: how soon more near pairs stop counting.
        reach: the largest distance, in words, that still counts as near.
        window: how many of the best statements are looked at for their beginnings, their
            whole titles and words that are near.
    """

    k1: float = 1.8
    common: float = 0.4
    least: float = 0.02
    b_title: float = 0.4
    b_body: float = 0.65
    title_weight: float = 2.0
    title_bonus: float = 0.3
    title_k: float = 4.0
    lede: float = 0.15
    lede_words: int = 150
    title: float = 0.2
    proximity: float = 0.25
    proximity_k: float = 2.0
    reach: int = 8
    window: int = 200


DEFAULT = Constants()


def inverse_document_frequency(statements: int, matching: int, constants: Constants) -> float:
    """ln(1 + (N - n + 0.5) / (n + 0.5)) - common, but not less than `least`."""
    raw = math.log(1 + (statements - matching + 0.5) / (matching + 0.5))
    return max(raw - constants.common, constants.least)
