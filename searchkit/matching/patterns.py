"""Which words of a segment a prefix, a pattern with wildcards or an edit distance means.

Lives here: from such a leaf to the numbers of folded forms. Does not live here: looking
at the words themselves (`searchkit.segment.terms.dictionary`), where they stand (`single`).
"""

from __future__ import annotations

import re

import numpy as np

from searchkit.matching.work import SCAN, Work
from searchkit.query.tree import Fuzzy, Prefix, Wildcard, Word
from searchkit.segment.terms.dictionary import Dictionary
from searchkit.storage.container import Array


def folded_numbers(dictionary: Dictionary, leaf: Word, work: Work) -> Array:
    """The numbers of the folded forms that a prefix, a pattern or an edit distance means,
    ascending.

    Raises:
        QueryTooBroad: looking for them is more than the query may still do.
    """
    match leaf:
        case Prefix(beginning):
            return dictionary.with_prefix(beginning)
        case Wildcard(pattern):
            return _matching(dictionary, pattern, work)
        case Fuzzy(word, distance, equal):
            work.add(SCAN * len(dictionary.folded), WORD * len(dictionary.folded))
            return dictionary.within_distance(word, distance, equal)
    raise AssertionError(f"{type(leaf).__name__} means no folded forms")


def _matching(dictionary: Dictionary, pattern: str, work: Work) -> Array:
    """The folded forms that a pattern with wildcards means, ascending."""
    if "\n" in pattern:  # Words are separated by it, so none holds one.
        return np.zeros(0, np.uint32)
    parts = [part.encode() for part in _WILD.split(pattern)]
    if parts[0]:
        # Only words that begin so can match: few, and found by binary search.
        among = dictionary.with_prefix(parts[0].decode())
    else:
        work.add(SCAN * len(dictionary.folded), WORD * len(dictionary.folded))
        if parts[-1]:
            parts[-1] += b"\n"
        longest = max(parts, key=len)
        if len(longest) < 2:  # Most words have the letter.
            return dictionary.matching(_expression(pattern))
        # Plain letters are found many times faster than the whole pattern.
        among = dictionary.containing(longest)
        if "?" not in pattern and sum(map(bool, parts)) == 1:
            return among
    work.add(SCAN * among.size, WORD * among.size)
    return dictionary.matching(_expression(pattern), among)


def beginning_of(pattern: str) -> str:
    """The letters with which every word that a pattern means begins."""
    return _WILD.split(pattern, 1)[0]


def letters_of(pattern: str) -> int:
    """How many letters a pattern asks for."""
    return sum(map(len, _WILD.split(pattern)))


WORD = 64
"""Bytes that a step takes for each word of the dictionary that it looks at."""
_WILD = re.compile(r"[*?]")
# One character in UTF-8: its first byte, and the others if it has some.
_CHARACTER = rb"[^\n\x80-\xbf][\x80-\xbf]*+"


def _expression(pattern: str) -> bytes:
    """A regular expression for a pattern with wildcards, on UTF-8.

    The text between two stars is matched at its first occurrence only (atomic groups): any
    later one would leave less room for the rest. So each letter of a word is looked at a few
    times at most.
    """
    parts = [
        b"".join(_CHARACTER if c == "?" else re.escape(c.encode()) for c in part)
        for part in re.split(r"\*+", pattern)
    ]
    if len(parts) == 1:
        return parts[0]
    middle = [b"(?>[^\n]*?%s)" % part for part in parts[1:-1] if part]
    return b"".join([parts[0], *middle, b"[^\n]*", parts[-1]])
