"""Proximity: the words of a query say more where they stand close together. Functions of arrays.

Lives here: how much two words stand near each other in each of some statements. Does not
live here: which words and which statements (`scoring`).

For each pair of neighbouring words of the query, every occurrence of the first adds 1 / d^2
for the nearest occurrence of the second at distance d on either side, in the same text and
within reach; the sum is saturated like a frequency. After Buettcher, Clarke & Lushman, "Term
Proximity Scoring for Ad-Hoc Retrieval on Very Large Text Collections", SIGIR 2006.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from searchkit.matching.texts import Within
from searchkit.schema.numbering import Numbering
from searchkit.storage.container import Array


class Placed(NamedTuple):
    """Where a leaf stands in the texts of some statements.

    Attributes:
        within: its positions, and the place of the text of each.
        width: how many words an occurrence covers.
    """

    within: Within
    width: int


def proximity_sums(
    first: Placed, second: Placed, numbering: Numbering, size: int, reach: int
) -> Array:
    """How much two leaves stand near each other in some statements.

    Args:
        first, second: where they stand in all texts of the statements.
        numbering: of the texts.
        size: how many statements.
        reach: the largest distance that counts.

    Returns:
        for each statement the sum of 1 / d^2 (float64).
    """
    total = np.zeros(size)
    (a, text_a), (b, text_b) = first.within, second.within
    if not a.size or not b.size:
        return total
    after = np.searchsorted(b, a, side="right")
    for place, width in ((after, first.width), (after - 1, second.width)):
        inside = np.flatnonzero((place >= 0) & (place < b.size))
        other = place[inside]
        near = inside[text_b[other] == text_a[inside]]
        # From the end of the earlier one to the start of the later: neighbours are 1.
        distance = np.abs(b[place[near]] - a[near]) - (width - 1)
        near, distance = near[distance <= reach], distance[distance <= reach]
        if near.size:
            closeness = 1.0 / np.maximum(distance, 1).astype(np.float64) ** 2
            total += np.bincount(numbering.statement(text_a[near]), closeness, size)
    return total
