"""What is added to scores for where the leaves of a query stand.

Lives here: the compiled twin of `searchkit.kernels.plain.nearness`. Does not live here: the loop
(`kernel/src/nearness.rs`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchkit.kernels import _kernel
from searchkit.kernels.compiled.gathering import positions_in
from searchkit.kernels.plain import nearness as plain
from searchkit.kernels.standing import Further, Pair, Standing, Texts, Worth

__all__ = ["further"]


def further(
    texts: Texts, leaves: Sequence[Standing], pairs: Sequence[Pair], worth: Worth
) -> Further:
    """See `searchkit.kernels.plain.nearness.further`."""
    starts, stops, numbering, lengths = texts
    try:
        rows = _kernel.further(
            (starts, stops, numbering.texts, lengths.astype(np.int64)),
            [(positions_in(positions, starts, stops), *rest) for positions, *rest in leaves],
            pairs,
            _summed(leaves, worth),
        )
    except _kernel.Declined:
        return plain.further(texts, leaves, pairs, worth)
    title, *others = [np.frombuffer(row, np.float64) for row in rows]
    return Further(title, others[: len(leaves)], others[len(leaves) :])


def _summed(leaves: Sequence[Standing], worth: Worth) -> tuple[float, float, int, int, float]:
    # Python's sum, for a loop would round in another way.
    weight = sum([one.title for one in leaves if one.title is not None])
    return worth.title * weight, weight, worth.lede_words, worth.reach, worth.proximity_k
