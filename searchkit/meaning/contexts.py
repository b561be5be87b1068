"""Which words stand around the frequent phrases of an index.

Lives here: counting them, and phrases as directions by what stands around them. Does not live
here: the phrases (`phrases`), what else tells their meaning (`related`).

Phrases that stand among the same words mean nearly the same, or the opposite. Counts become
positive pointwise mutual information, with the frequency of contexts raised to the power 0.75
(Levy, Goldberg & Dagan, "Improving Distributional Similarity with Lessons Learned from Word
Embeddings", TACL 2015), and are then reduced to their largest components.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchkit.meaning.lexicon import Lexicon
from searchkit.meaning.phrases import Wording
from searchkit.storage.container import Array

WORDS = 2_000
"""Different words that are counted around phrases: the most frequent after the first."""
SKIPPED = 100
"""The most frequent words, which stand around everything."""
REACH = 4
"""Words on either side."""
COMPONENTS = 200
SMOOTHED = 0.75
ROWS = 2_000
"""Phrases that are reduced together."""


def directions(words: Lexicon, phrases: Sequence[Wording]) -> Array:
    """(phrases, up to `COMPONENTS`) float64: the direction of each phrase, of length 1; zeros
    where nothing is known of it.
    """
    counts = _counted(words, phrases)
    _to_information(counts)
    gram = np.zeros((counts.shape[1],) * 2)
    for first in range(0, len(counts), ROWS):
        part = counts[first : first + ROWS].astype(np.float64)
        gram += part.T @ part
    values, vectors = np.linalg.eigh(gram)
    # Half of the weight of the largest components: they say what everything has in common.
    weights = np.maximum(values[-COMPONENTS:], 1e-9) ** -0.25
    basis = vectors[:, -COMPONENTS:] * weights
    found = np.vstack(
        [counts[first : first + ROWS] @ basis for first in range(0, len(counts), ROWS)]
        or [np.zeros((0, basis.shape[1]))]
    )
    return unit(found)


def unit(rows: Array) -> Array:
    """Rows of length 1; those of length 0 stay zeros."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Array = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-9)
    return scaled


def _counted(words: Lexicon, phrases: Sequence[Wording]) -> Array:
    """(phrases, words around) how often they stand together (float32)."""
    around = words.most_frequent(SKIPPED, WORDS)
    column = np.full(len(words.stems) + 1, -1, np.int64)
    column[around] = np.arange(around.size)
    counts = np.zeros((len(phrases), around.size), np.float32)
    flat = counts.reshape(-1)
    for length in {len(one.stems) for one in phrases}:
        rows = np.array([i for i, one in enumerate(phrases) if len(one.stems) == length])
        keys = np.array([words.key(phrases[i].stems) for i in rows.tolist()], np.uint64)
        order = np.argsort(keys)
        rows, keys = rows[order], keys[order]
        for which, first, found in words.blocks(length):
            places = np.minimum(np.searchsorted(keys, found), keys.size - 1)
            here = np.flatnonzero(keys[places] == found)
            whose, positions = rows[places[here]], here + first
            for step in (*range(-REACH, 0), *range(length, length + REACH)):
                near = words.at(which, positions + step)
                columns = column[near]
                kept = columns >= 0
                cells = whose[kept] * around.size + columns[kept]
                distinct, often = np.unique(cells, return_counts=True)
                flat[distinct] += often
    return counts


def _to_information(counts: Array) -> None:
    """Replace counts by their positive pointwise mutual information."""
    columns = counts.sum(axis=0, dtype=np.float64) ** SMOOTHED
    share = np.maximum(columns / max(1e-9, float(columns.sum())), 1e-12)
    for first in range(0, len(counts), ROWS):
        part = counts[first : first + ROWS].astype(np.float64)
        rows = np.maximum(part.sum(axis=1, keepdims=True), 1.0)
        with np.errstate(divide="ignore"):
            counts[first : first + ROWS] = np.maximum(np.log(part / rows / share), 0.0)
