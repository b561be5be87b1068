"""Which word stands at a position.

Lives here: the folded forms at some positions, without reading a text. Does not live here:
where a word stands (`positions`), which stem stands at a position (`forward`).

The forward array tells the stem; most stems have one folded form. Of the others, and of stems
too rare for a code of their own, all positions are gone through, which tell the surface form.
"""

from __future__ import annotations

import numpy as np

from searchkit.kernels import sets
from searchkit.kernels.arrays import Positions
from searchkit.model import budget
from searchkit.segment.positions.forward import NO_WORD, RARE, ForwardReader
from searchkit.segment.positions.positions import PositionsReader
from searchkit.segment.terms.dictionary import Dictionary
from searchkit.storage.container import Array

BLOCK = 4
"""Positions are looked for in the list of those that are wanted only where there is one among
the 16 (2 to the 4th) that it belongs to: most are far from any."""


def folded_at(
    occurrences: PositionsReader,
    forward: ForwardReader,
    dictionary: Dictionary,
    positions: Positions,
) -> Array | None:
    """The number of the folded form at each of some positions (int64).

    Args:
        occurrences, forward, dictionary: of one segment.
        positions: where words stand, ascending, each once.

    Returns:
        None where the structures contradict one another: the index is damaged.
    """
    codes = forward.at[positions]
    if (codes == NO_WORD).any():
        return None
    is_rare = codes == RARE
    stems = forward.stems[codes].astype(np.int64)
    open_ones = np.flatnonzero(is_rare | (dictionary.folded_counts(stems) > 1))
    found = dictionary.first_folded(stems)
    asked = np.unique(stems[open_ones[~is_rare[open_ones]]])
    if is_rare.any():
        rare = np.flatnonzero(forward.codes == RARE)
        asked = np.union1d(asked, rare)
    wanted = positions[open_ones]
    forms = np.full(wanted.size, -1, np.int64)
    near = np.zeros((int(forward.at.size) >> BLOCK) + 1, bool)
    near[wanted >> BLOCK] = True
    for there, at in occurrences.with_forms(asked):
        budget.check()
        perhaps = near[there >> BLOCK].nonzero()[0]
        is_wanted, place = sets.contains(wanted, there[perhaps])
        forms[place[is_wanted]] = at[perhaps[is_wanted]]
    if (forms < 0).any():
        return None
    found[open_ones] = dictionary.folded_of_forms(forms)
    return found
