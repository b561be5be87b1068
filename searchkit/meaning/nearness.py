"""What nearness in meaning adds to the scores of the best statements.

Lives here: the arithmetic and its constants, chosen by measurement
(docs/decisions/meaning.md). Does not live here: the vectors (`vectors`), the scores
(`searchkit.ranking`).

All of it is whole numbers until the last division, so it is the same wherever it is computed,
however statements are spread over segments.
"""

from __future__ import annotations

import numpy as np

from searchkit.storage.container import Array

WINDOW = 300
"""How many of the best statements are ordered anew."""
WEIGHT = 0.4
"""What a statement adds that means just what the query means, as a share of what all words of
the query weigh (the sum of their inverse document frequencies)."""


def cosines(asked: Array, vectors: Array) -> Array:
    """The cosine of the angle between a query and each of some statements; 0 where one of
    them has no direction (float64).

    Args:
        asked: (dimensions) int8.
        vectors: (statements, dimensions) int8.
    """
    rows, query = vectors.astype(np.int64), asked.astype(np.int64)
    products = rows @ query
    squares = (rows * rows).sum(axis=1) * int((query * query).sum())
    found: Array = products / np.sqrt(np.maximum(squares, 1))
    return found


def added(similarity: Array, weight: float) -> Array:
    """What is added to scores; never less than nothing, so that no statement of the window
    falls below one that is not in it.

    Args:
        similarity: `cosines`.
        weight: of all words of the query together.
    """
    gain: Array = WEIGHT * weight * np.maximum(similarity, 0.0)
    return gain
