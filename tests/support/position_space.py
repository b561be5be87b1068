"""A position space as a segment has it, and positions in it.

Lives here: where its texts begin, drawing few or many of its positions. What kernels make of
them is said by the tests.
"""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from searchkit.kernels.arrays import Positions, Starts
from searchkit.schema.numbering import Numbering

NUMBERING = Numbering(2)
_chance = np.random.default_rng(7)
# Short titles, some of them empty; bodies of any length.
_lengths = np.stack([_chance.integers(0, 9, 120), _chance.integers(0, 300, 120)], axis=1).ravel()
STARTS: Starts = np.concatenate(([0], np.cumsum(_lengths + 1))).astype(np.uint32)
SMALL: Starts = np.array([0, 4, 17, 19, 28, 30, 45], np.uint32)
"""Six texts, of three statements."""
_words = np.concatenate(
    [np.arange(start, start + length) for start, length in zip(STARTS[:-1], _lengths, strict=True)]
).astype(np.uint32)


@st.composite
def some_positions(draw: st.DrawFn) -> Positions:
    """Where words stand, few or all of them; none in the gaps between texts."""
    share = draw(st.sampled_from([0.0, 0.001, 0.02, 0.3, 1.0]))
    chance = np.random.default_rng(draw(st.integers(0, 1_000)))
    return _words[chance.random(_words.size) < share]
