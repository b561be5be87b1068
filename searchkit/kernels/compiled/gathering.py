"""What the kernel is given of a leaf's positions.

Lives here: taking those in some texts, where there are many. Does not live here: what is done with
them (`nearness`, `passages`).
"""

from __future__ import annotations

import numpy as np

from searchkit.kernels import _kernel
from searchkit.kernels.arrays import Integers, Positions
from searchkit.kernels.plain.windows import spread

MANY = 20_000
"""Of more positions, those in the texts are gathered first: the kernel copies what it is given."""


def positions_in(positions: Positions, starts: Integers, stops: Integers) -> Positions:
    """`positions`, or of many those in some texts [start, stop).

    Raises:
        Declined: they do not ascend.
    """
    if positions.size > MANY:
        # Of one type, or NumPy copies all positions to compare them.
        firsts, lasts = (
            np.searchsorted(positions, np.sort(bounds).astype(positions.dtype))
            for bounds in (starts, stops)
        )
        sizes = lasts - firsts
        if (sizes < 0).any() or int(sizes.sum()) > positions.size:
            raise _kernel.Declined("positions are not in order")
        positions = positions[spread(firsts, lasts)]
    return np.ascontiguousarray(positions, np.uint32)
