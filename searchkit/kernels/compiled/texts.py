"""Positions and the texts they lie in.

Lives here: the compiled twin of `searchkit.kernels.plain.texts`. Does not live here: the loop
(`kernel/src/texts.rs`); what NumPy does as well, which is the plain module's.
"""

from __future__ import annotations

import numpy as np

from searchkit.kernels import _kernel
from searchkit.kernels.arrays import Positions, PostingList, Starts
from searchkit.kernels.plain import texts as plain
from searchkit.kernels.plain.texts import (
    added,
    counts_in_texts,
    no_postings,
    positions_between,
    positions_within,
    text_ends,
    texts_at,
)
from searchkit.schema.numbering import Numbering

__all__ = [
    "added",
    "count_by_statement",
    "counts_in_texts",
    "no_postings",
    "positions_between",
    "positions_within",
    "text_ends",
    "texts_at",
]


def count_by_statement(starts: Starts, numbering: Numbering, positions: Positions) -> PostingList:
    """See `searchkit.kernels.plain.texts.count_by_statement`."""
    if not positions.size:
        return no_postings(numbering)
    if positions.size >= starts.size:  # Then NumPy looks the texts up among the positions.
        return plain.count_by_statement(starts, numbering, positions)
    try:
        docs, counts = _kernel.count_by_statement(starts, numbering.texts, positions)
    except (_kernel.Declined, BufferError):  # Positions are of another type where they are few.
        return plain.count_by_statement(starts, numbering, positions)
    by_text = tuple([np.frombuffer(one, np.int64) for one in counts])
    return PostingList(np.frombuffer(docs, np.int64), by_text)
