"""What is shown of a page of texts: what matches in each, its highlights and fragments.

Lives here: from positions in a segment to words of a text, and both for all texts of a page at
once. Does not live here: one text (`fragments`), the words (`offsets`), which leaves count where
(`searchkit.hits`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat

import numpy as np

from searchkit.kernels.arrays import OutOfOrder
from searchkit.kernels.marked import FRAGMENTS, HIGHLIGHTS, Marked, Occurrence, Shown
from searchkit.kernels.plain.fragments import FRAGMENTS as MOST
from searchkit.kernels.plain.fragments import highlights, snippets
from searchkit.kernels.plain.offsets import token_offsets


def rows(marked: Marked) -> list[list[Occurrence]]:
    """For each text, what matches in it, ascending.

    Raises:
        OutOfOrder: positions do not ascend.
    """
    starts, stops, leaves, runs = marked
    found: list[list[Occurrence]] = [[] for _ in range(starts.size)]
    begins: list[int] = starts.tolist()
    every = np.concatenate((starts, stops))
    for number, positions, width, counting in leaves:
        # Of one type, or NumPy copies all positions to compare them.
        places = np.searchsorted(positions, every.astype(positions.dtype)).tolist()
        firsts, lasts = places[: starts.size], places[starts.size :]
        # A search in what does not ascend may find anything. Texts share no position, so
        # finding more than there are would take memory without bound.
        if sum(b - a for a, b in zip(firsts, lasts, strict=True) if a < b) > positions.size:
            raise OutOfOrder
        view = positions.data
        for which in counting.nonzero()[0].tolist():
            begin = begins[which]
            words = [one - begin for one in view[firsts[which] : lasts[which]].tolist()]
            found[which] += zip(words, repeat(width), repeat(number))
    for which, first, width, number in runs:
        found[which].append((first, width, number))
    if len(leaves) > 1 or runs:
        for row in found:
            row.sort()
    return found


def passages(
    texts: Sequence[str],
    wanted: bytes,
    marked: Marked,
    weights: Sequence[float],
    most: int = MOST,
) -> list[Shown]:
    """What is shown of each of some texts.

    Args:
        texts: in NFC.
        wanted: what of each, see `marked.HIGHLIGHTS`.
        marked: what matches in them.
        weights: what showing each leaf is worth.
        most: fragments of a text.

    Raises:
        OutOfOrder: positions do not ascend.
    """
    every = rows(marked)
    # All words of the page are looked for in one go, where something is to be marked.
    words = token_offsets([text if row else "" for text, row in zip(texts, every, strict=True)])
    shown: list[Shown] = []
    for text, of_text, row, kind in zip(texts, words, every, wanted, strict=True):
        if kind == HIGHLIGHTS:
            shown.append((highlights(of_text, row), ()))
        elif row or kind == FRAGMENTS:
            shown.append(((), snippets(text, of_text, row, weights, most=most)))
        else:
            shown.append(((), ()))
    return shown
