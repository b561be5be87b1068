"""What an inversion gives.

Lives here: the record, apart from those that a search needs (`arrays`). Does not live here:
how it is made (`searchkit.kernels.plain.inversion`).
"""

from __future__ import annotations

from typing import NamedTuple

from searchkit.kernels.arrays import Codes, Docs, Frequencies, Integers, Narrow


class Inverted(NamedTuple):
    """The words of a segment in dictionary order.

    Attributes:
        position_ends: (stems) where each stem's positions end in `positions`.
        positions: every word's position within its statement, by stem, then by
            statement, then ascending.
        forms: for each of `positions`, which of its stem's forms it is.
        posting_ends: (stems) where each stem's postings end in `docs`.
        docs: statement numbers, by stem, then ascending (narrow).
        in_title: for each of `docs`, the frequency in its title.
        in_body: and in its body.
        further: and in each of its other texts.
        forward: (positions) the code of the stem at each position.
    """

    position_ends: Integers
    positions: Narrow
    forms: Narrow
    posting_ends: Integers
    docs: Docs
    in_title: Frequencies
    in_body: Frequencies
    forward: Codes
    further: tuple[Frequencies, ...] = ()
