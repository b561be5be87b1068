"""Words in a row.

Lives here: where a phrase may begin, by one of its words, and which of these beginnings
another word confirms. Does not live here: choosing the word to start from and how to look at
the others (`searchkit.matching.spans`).

`offset` is the number of a word in its phrase, from 0. No row crosses from text to text, for
no word stands in the gap between.
"""

from __future__ import annotations

import numpy as np

from searchkit.kernels.arrays import Codes, Integers, Positions
from searchkit.kernels.plain.joins import standing
from searchkit.kernels.plain.sets import contains


def beginnings(positions: Positions, offset: int, width: int, end: int) -> Integers:
    """Where phrases of `width` words would begin whose word `offset` stands at `positions`;
    all within [0, end).
    """
    found = positions.astype(np.int64) - offset
    inside: Integers = found[(found >= 0) & (found <= end - width)]
    return inside


def with_code(begins: Integers, offset: int, forward: Codes, code: int) -> Integers:
    """Those of `begins` whose word `offset` has this code in the forward array."""
    kept: Integers = begins[forward[begins + offset] == code]
    return kept


def with_positions(begins: Integers, offset: int, positions: Positions) -> Integers:
    """Those of `begins` whose word `offset` stands at one of `positions` (ascending)."""
    return begins[contains(positions, (begins + offset).astype(np.uint32))[0]]


def continued(begins: Positions, offset: int, positions: Positions, end: int) -> Positions:
    """The same for many beginnings; `positions` below `end`."""
    return begins[standing(positions, begins + np.uint32(offset), end)]
