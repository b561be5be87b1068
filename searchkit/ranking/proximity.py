"""Nearness: the words of a query say more where they stand close together.

Lives here: the bonus of statements for near pairs of words. Does not live here:
which pairs and which statements (`order`).

For each pair of neighbouring words of the query, every occurrence of the first
adds 1 / d^2 for the nearest occurrence of the second at distance d on either side,
in the same field and within reach; the sum is saturated like a frequency. After
Buettcher, Clarke & Lushman, "Term Proximity Scoring for Ad-Hoc Retrieval on Very
Large Text Collections", SIGIR 2006.
"""

from __future__ import annotations

import numpy as np

from searchkit.matching.single import positions_in
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array


def near_pairs(
    segment: Segment,
    first: tuple[Array, int],
    second: tuple[Array, int],
    docs: Array,
    reach: int,
) -> Array:
    """How much two leaves of a query stand near each other in some statements.

    Args:
        segment: where they stand.
        first, second: (positions ascending, width in words) of each leaf.
        docs: statement numbers, ascending.
        reach: the largest distance that counts.

    Returns:
        for each of `docs` the sum of 1 / d^2 (float64).
    """
    total = np.zeros(docs.size)
    fields = np.repeat(docs * 2, 2)
    fields[1::2] += 1
    (a, field_a), (b, field_b) = (
        positions_in(segment, found, fields) for found, _ in (first, second)
    )
    if not a.size or not b.size:
        return total
    after = np.searchsorted(b, a, side="right")
    for place, gap in ((after, first[1]), (after - 1, second[1])):
        inside = np.flatnonzero((place >= 0) & (place < b.size))
        other = place[inside]
        near = inside[field_b[other] == field_a[inside]]
        # From the end of the earlier one to the start of the later: neighbours are 1.
        distance = np.abs(b[place[near]] - a[near]) - (gap - 1)
        near, distance = near[distance <= reach], distance[distance <= reach]
        if near.size:
            closeness = 1.0 / np.maximum(distance, 1).astype(np.float64) ** 2
            total += np.bincount(field_a[near] >> 1, closeness, docs.size)
    return total
