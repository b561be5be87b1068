"""
Words together, by brute force: what NEAR, ADJ, slop, wildcards and typing errors mean.

Lives here: a matcher in plain Python over the words of one field, and every witness of
a match. Shares nothing with ours but fold and stem.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from searchkit.query.tree import (
    Choice,
    Exact,
    Fuzzy,
    Leaf,
    Near,
    Phrase,
    Prefix,
    Stem,
    Wildcard,
)
from searchkit.schema.analysis import fold, stem

Span = tuple[int, int]
Pieces = frozenset[int]
"""The numbers of the words that take part."""

# The same few words are asked about in every statement and for every tree.
folded = lru_cache(None)(fold)
stemmed = lru_cache(None)(lambda word: stem(folded(word)))


@lru_cache(None)
def distance(one: str, other: str) -> int:
    """Optimal string alignment distance, as the textbook has it."""
    rows = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i in range(len(one) + 1):
        rows[i][0] = i
    rows[0] = list(range(len(other) + 1))
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            cost = one[i - 1] != other[j - 1]
            best = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + cost)
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                best = min(best, rows[i - 2][j - 2] + 1)
            rows[i][j] = best
    return rows[-1][-1]


def test_of(leaf: Leaf) -> Callable[[str], bool]:
    """Whether a written word is what a leaf of one word means."""
    match leaf:
        case Fuzzy(term, errors):
            return lambda word: distance(term, folded(word)) <= errors
        case Prefix(term):
            return lambda word: folded(word).startswith(term)
        case Wildcard(term):
            parts = {"*": ".*", "?": "."}
            pattern = re.compile("".join(parts.get(c, re.escape(c)) for c in term))
            return lambda word: pattern.fullmatch(folded(word)) is not None
        case Exact(term):
            return lambda word: word == term
        case Stem(term):
            return lambda word: stemmed(word) == term
    raise AssertionError(leaf)


def witnesses(leaf: Leaf, words: Sequence[str], in_title: bool) -> set[tuple[int, int, Pieces]]:
    """Every span of `leaf` in the words of a field, and the words that take part."""
    match leaf:
        case Choice(leaves):
            return set().union(*(witnesses(one, words, in_title) for one in leaves))
        case Near(operands, slop, ordered):
            return _chain([witnesses(one, words, in_title) for one in operands], slop, ordered)
        case Phrase(stems):
            parts = [Stem(stem, within=leaf.within) for stem in stems]
            return _chain([witnesses(part, words, in_title) for part in parts], 1, True)
    if leaf.within and not in_title:
        return set()
    fits = test_of(leaf)
    return {(i, i, frozenset({i})) for i, word in enumerate(words) if fits(word)}


def _chain(
    parts: list[set[tuple[int, int, Pieces]]], slop: int, ordered: bool
) -> set[tuple[int, int, Pieces]]:
    found = parts[0]
    for part in parts[1:]:
        found = joined(found, part, slop, ordered)
    return found


def joined(
    left: set[tuple[int, int, Pieces]],
    right: set[tuple[int, int, Pieces]],
    slop: int,
    ordered: bool,
) -> set[tuple[int, int, Pieces]]:
    """The spans from one of `left` to one of `right`, and back unless `ordered`."""
    found = set()
    for a_first, a_last, a in left:
        for b_first, b_last, b in right:
            if 1 <= b_first - a_last <= slop:
                found.add((a_first, b_last, a | b))
            if not ordered and 1 <= a_first - b_last <= slop:
                found.add((b_first, a_last, a | b))
    return found
