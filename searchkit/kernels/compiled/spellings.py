"""Words that differ in a few letters.

Lives here: the compiled twin of `searchkit.kernels.plain.spellings`. Does not live here: the loops
(`kernel/src/spellings.rs`).
"""

from __future__ import annotations

from searchkit.kernels import _kernel
from searchkit.kernels.arrays import Ends, Integers, Letters
from searchkit.kernels.plain import spellings as plain

__all__ = ["lines", "near"]


def near(
    word: str, letters: Letters, ends: Ends, numbers: Integers, most: int
) -> list[tuple[int, int]]:
    """See `searchkit.kernels.plain.spellings.near`."""
    try:
        return _kernel.near(word, letters, ends, numbers, most)
    except (_kernel.Declined, UnicodeEncodeError):
        return plain.near(word, letters, ends, numbers, most)


def lines(letters: Letters, ends: Ends) -> bytes:
    """See `searchkit.kernels.plain.spellings.lines`."""
    try:
        return _kernel.lines(letters, ends)
    except _kernel.Declined:
        return plain.lines(letters, ends)
