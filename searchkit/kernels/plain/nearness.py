"""What is added to scores for where the leaves of a query stand.

Lives here: titles, beginnings and nearness of all leaves in one go. Does not live here: each of
these (`scores`), which statements and which leaves (`searchkit.ranking.scoring`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchkit.kernels.arrays import Placed, Scores
from searchkit.kernels.plain.scores import proximity_sums, stands_early, title_shares
from searchkit.kernels.plain.texts import positions_between
from searchkit.kernels.standing import Further, Pair, Standing, Texts, Worth


def further(
    texts: Texts, leaves: Sequence[Standing], pairs: Sequence[Pair], worth: Worth
) -> Further:
    """What is added to the scores of some statements.

    Args:
        texts: of the statements.
        leaves: of the query.
        pairs: of neighbouring leaves.
        worth: constants of ranking.

    Raises:
        OutOfOrder: positions do not ascend.
    """
    starts, stops, numbering, lengths = texts
    placed = [Placed(positions_between(one.positions, starts, stops), one.width) for one in leaves]
    titled = [
        (where, one.title)
        for where, one in zip(placed, leaves, strict=True)
        if one.title is not None
    ]
    weights = [weight for _, weight in titled]
    shares = title_shares([where for where, _ in titled], weights, numbering, lengths)
    ledes: list[Scores] = [
        np.float64(one.lede)
        * stands_early(where, numbering, starts, lengths.size, worth.lede_words)
        for where, one in zip(placed, leaves, strict=True)
    ]
    proximities: list[Scores] = []
    for first, second, weight in pairs:
        sums = proximity_sums(placed[first], placed[second], numbering, lengths.size, worth.reach)
        proximities.append(weight * sums / (sums + worth.proximity_k))
    return Further(worth.title * sum(weights) * shares**2, ledes, proximities)
