"""What stands around words, counted.

Lives here: the compiled twin of `searchkit.kernels.plain.windows`. Does not live here: the loop
(`kernel/src/windows.rs`); what NumPy does as well, which is the plain module's.
"""

from __future__ import annotations

import numpy as np

from searchkit.kernels import _kernel
from searchkit.kernels.arrays import Codes, Docs, Integers
from searchkit.kernels.plain import windows as plain
from searchkit.kernels.plain.windows import (
    around,
    deviations,
    distinct_pairs,
    spread,
    sums_by_stem,
)

__all__ = [
    "around",
    "count",
    "deviations",
    "distinct_pairs",
    "spread",
    "sums_by_stem",
    "tally",
]

CODES = plain.CODES
SPARSE = 8
"""Where there are more codes than this for each one that is counted, those that are counted are
gathered first: the kernel copies what it is given."""


def count(codes: Codes, starts: Integers, stops: Integers) -> Integers:
    """See `searchkit.kernels.plain.windows.count`."""
    # All of one statement: how many statements there are is not asked.
    try:
        return _tally(codes, starts, stops, np.zeros(starts.size, np.uint32))[0]
    except _kernel.Declined:
        return plain.count(codes, starts, stops)


def tally(codes: Codes, starts: Integers, stops: Integers, docs: Docs) -> tuple[Integers, Integers]:
    """See `searchkit.kernels.plain.windows.tally`."""
    try:
        return _tally(codes, starts, stops, docs)
    except _kernel.Declined:
        return plain.tally(codes, starts, stops, docs)


def _tally(
    codes: Codes, starts: Integers, stops: Integers, docs: Docs
) -> tuple[Integers, Integers]:
    sizes = stops - starts
    if codes.size > SPARSE * int(sizes.sum()):
        codes = codes[spread(starts, stops)]
        stops = np.cumsum(sizes)
        starts = stops - sizes
    counts, statements = _kernel.tally(
        np.ascontiguousarray(codes, np.uint16),
        np.ascontiguousarray(starts, np.int64),
        np.ascontiguousarray(stops, np.int64),
        np.ascontiguousarray(docs, np.uint32),
    )
    return np.frombuffer(counts, np.int64), np.frombuffer(statements, np.int64)
