"""The arithmetic of postings and positions.

Lives here: the compiled twin of `searchkit.kernels.plain.decoding`. Does not live here: the loops
(`kernel/src/decoding.rs`); what NumPy does as well, which is the plain module's.
"""

from __future__ import annotations

import numpy as np

from searchkit.kernels import _kernel
from searchkit.kernels.arrays import (
    Docs,
    Frequencies,
    Mask,
    Narrow,
    Positions,
    Totals,
)
from searchkit.kernels.plain import decoding as plain
from searchkit.kernels.plain.decoding import (
    all_positions,
    both_frequencies,
    count_marked_in,
    frequencies,
    places_of_postings,
    postings_in,
    some_positions,
)

__all__ = [
    "all_positions",
    "both_frequencies",
    "count_marked",
    "count_marked_in",
    "frequencies",
    "places_of_postings",
    "positions_among",
    "postings_in",
    "some_positions",
]


def positions_among(
    begins: Positions, listed: Docs, totals: Totals, within: Narrow, wanted: Docs, few: bool
) -> Positions:
    """See `searchkit.kernels.plain.decoding.positions_among`."""
    try:
        found = _kernel.positions_among(begins, listed, totals, within, wanted, few)
    except _kernel.Declined:
        return plain.positions_among(begins, listed, totals, within, wanted, few)
    return np.frombuffer(found, np.uint32)


def count_marked(
    marked: Mask, in_title: Frequencies, in_body: Frequencies
) -> tuple[Frequencies, Frequencies]:
    """See `searchkit.kernels.plain.decoding.count_marked`."""
    try:
        titles, bodies = _kernel.count_marked(marked.view(np.uint8), in_title, in_body)
    except _kernel.Declined:
        return plain.count_marked(marked, in_title, in_body)
    return np.frombuffer(titles, np.uint32), np.frombuffer(bodies, np.uint32)
