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
    Integers,
    Mask,
    Narrow,
    Positions,
    Totals,
)
from searchkit.kernels.plain import decoding as plain
from searchkit.kernels.plain.decoding import (
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
    "places_in",
    "places_of_postings",
    "postings_in",
    "some_positions",
]


def all_positions(begins: Positions, docs: Docs, totals: Totals, within: Narrow) -> Positions:
    """See `searchkit.kernels.plain.decoding.all_positions`."""
    try:
        return np.frombuffer(_kernel.all_positions(begins, docs, totals, within), np.uint32)
    except _kernel.Declined:
        return plain.all_positions(begins, docs, totals, within)


def places_in(
    begins: Positions, listed: Docs, totals: Totals, wanted: Docs, most: int, few: bool
) -> tuple[Positions, Integers]:
    """See `searchkit.kernels.plain.decoding.places_in`."""
    try:
        found, places = _kernel.places_in(begins, listed, totals, wanted, most, few)
    except _kernel.Declined:
        return plain.places_in(begins, listed, totals, wanted, most, few)
    return np.frombuffer(found, np.uint32), np.frombuffer(places, np.int64)


def count_marked(
    marked: Mask, in_title: Frequencies, in_body: Frequencies
) -> tuple[Frequencies, Frequencies]:
    """See `searchkit.kernels.plain.decoding.count_marked`."""
    try:
        titles, bodies = _kernel.count_marked(marked.view(np.uint8), in_title, in_body)
    except _kernel.Declined:
        return plain.count_marked(marked, in_title, in_body)
    return np.frombuffer(titles, np.uint32), np.frombuffer(bodies, np.uint32)
