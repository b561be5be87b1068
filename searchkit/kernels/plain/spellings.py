"""Words that differ in a few letters.

Lives here: comparing words with one, and putting each on its line for regular expressions. Does not
live here: which words are worth comparing (`searchkit.segment.terms`).

Words are given joined, in UTF-8, and where each of them ends.
"""

from __future__ import annotations

import numpy as np

from searchkit.kernels.arrays import Ends, Integers, Letters

LINE = ord("\n")


def near(
    word: str, letters: Letters, ends: Ends, numbers: Integers, most: int
) -> list[tuple[int, int]]:
    """Which words are at most `most` insertions, deletions, substitutions and transpositions of
    neighbours from `word` (optimal string alignment).

    Args:
        word: what they are compared with.
        letters, ends: the words.
        numbers: what each of them is called.
        most: the largest distance.

    Returns:
        (number, distance) of each, in their order.
    """
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cdist

    joined, start, words = letters.tobytes(), 0, []
    for end in ends.tolist():
        words.append(joined[start:end].decode())
        start = end
    found = cdist([word], words, scorer=OSA.distance, score_cutoff=most, dtype=np.uint8)[0]
    kept = (found <= most).nonzero()[0]
    return list(zip(numbers[kept].tolist(), found[kept].tolist(), strict=True))


def lines(letters: Letters, ends: Ends) -> bytes:
    """All words, a line break before each and after the last."""
    places = np.concatenate(([0], ends.astype(np.intp)))
    return np.insert(letters, places, LINE).tobytes()
