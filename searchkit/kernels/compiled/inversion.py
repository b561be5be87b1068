"""From words in reading order to words in dictionary order: the inversion.

Lives here: the compiled twin of `searchkit.kernels.plain.inversion`. Does not live here: the
sort (`kernel/src/inversion.rs`).

It takes about 25 bytes of memory for each token of the segment, the result among them.
"""

from __future__ import annotations

import numpy as np

from searchkit.kernels import _kernel
from searchkit.kernels.arrays import Codes, Forms, Integers, Lengths, Narrow, Starts, Stems
from searchkit.kernels.inverted import Inverted
from searchkit.kernels.plain import inversion as plain
from searchkit.kernels.plain.inversion import stem_counts

__all__ = ["invert", "stem_counts"]

_KINDS = {1: np.uint8, 2: np.uint16, 4: np.uint32}


def invert(
    form_tokens: Forms,
    lengths: Lengths,
    starts: Starts,
    stem_of_form: Stems,
    counts: Integers,
    codes: Codes,
    texts: int = 2,
) -> Inverted:
    """See `searchkit.kernels.plain.inversion.invert`; more than two texts are its own."""
    if texts != 2:
        return plain.invert(form_tokens, lengths, starts, stem_of_form, counts, codes, texts)
    try:
        positions, forms, postings, docs, in_title, in_body, forward = _kernel.invert(
            np.ascontiguousarray(form_tokens, np.uint32),
            np.ascontiguousarray(lengths, np.uint32),
            np.ascontiguousarray(starts, np.uint32),
            np.ascontiguousarray(stem_of_form, np.uint32),
            np.ascontiguousarray(counts, np.int64),
            np.ascontiguousarray(codes, np.uint16),
        )
    except _kernel.Declined:
        return plain.invert(form_tokens, lengths, starts, stem_of_form, counts, codes)
    return Inverted(
        position_ends=np.cumsum(counts),
        positions=_narrow(*positions),
        forms=_narrow(*forms),
        posting_ends=np.cumsum(np.frombuffer(postings, np.int64)),
        docs=_narrow(*docs),
        in_title=np.frombuffer(in_title, np.uint32),
        in_body=np.frombuffer(in_body, np.uint32),
        forward=np.frombuffer(forward, np.uint16),
    )


def _narrow(width: int, numbers: bytearray) -> Narrow:
    return np.frombuffer(numbers, _KINDS[width])
