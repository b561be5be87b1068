"""Days and the years, quarters and months they lie in.

Lives here: numbering periods so that neighbours have neighbouring numbers, and sums by period.
Does not live here: what periods are called (`searchkit.model.trends`).
"""

from __future__ import annotations

import numpy as np

from searchkit.kernels.arrays import Integers

NOWHERE = -1
"""The period of an unknown day."""


def periods_of(days: Integers, months: int) -> Integers:
    """The number of the period of each day (int64): 0 is the first of the year 0; `NOWHERE`
    where the day is unknown.

    Args:
        days: as the number YYYYMMDD, 0 or less where unknown.
        months: how many a period has: 1, 3 or 12.
    """
    days = days.astype(np.int64)
    numbers = (days // 10_000 * 12 + days // 100 % 100 - 1) // months
    return np.where(days > 0, numbers, NOWHERE)


def sums(periods: Integers, values: Integers | None, first: int, count: int) -> Integers:
    """The sum of `values` in each of `count` periods from `first` on (int64).

    Args:
        periods: of each value; those outside are left out.
        values: integers, whose sums stay far below 2^53; None: 1 each.
        first: the number of the first period.
        count: how many periods.
    """
    places = periods - first
    inside = (places >= 0) & (places < count)
    kept = places[inside]
    if values is None:
        return np.bincount(kept, minlength=count).astype(np.int64)
    return np.bincount(kept, values[inside], minlength=count).astype(np.int64)
