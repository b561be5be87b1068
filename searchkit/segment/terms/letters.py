"""Which letters words have: words a small edit distance apart have nearly the same ones.

Lives here: the letters of a word as bits, and which words they rule out. Does not live
here: comparing the words themselves (`dictionary`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchkit.storage.container import Array

_BITS = np.zeros(256, np.uint32)
_BITS[ord("a") : ord("z") + 1] = 1 << np.arange(26)


def letters_of(word: bytes) -> np.uint32:
    """Which of the letters a to z a folded word has: a bit for each."""
    bits: np.uint32 = np.bitwise_or.reduce(_BITS[np.frombuffer(word, np.uint8)])
    return bits


def letters_of_each(words: Sequence[bytes]) -> Array:
    """`letters_of` each of some words (uint32), none of them empty."""
    if not words:
        return np.zeros(0, np.uint32)
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    letters = _BITS[np.frombuffer(b"".join(words), np.uint8)]
    found: Array = np.bitwise_or.reduceat(letters, np.cumsum(lengths) - lengths)
    return found


def within_reach(letters: Array, word: bytes, distance: int) -> Array:
    """Whether words with these letters (uint32) may be within `distance` edits of `word`.

    An edit takes away at most one of a word's letters and brings at most one that it had not. A
    word of more letters than edits keeps one of them: that rules out numbers.
    """
    own = letters_of(word)
    kept: Array = np.bitwise_count(letters & ~own) <= distance
    kept &= np.bitwise_count(own & ~letters) <= distance
    if np.count_nonzero(_BITS[np.frombuffer(word, np.uint8)]) > distance:
        kept &= (letters & own) != 0
    return kept
