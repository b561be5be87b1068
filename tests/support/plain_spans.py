"""
Words together, by brute force: what NEAR, ADJ, slop, wildcards and typing errors mean.

Lives here: a matcher in plain Python over the words of one field, and every witness of
a match. Shares nothing with ours but fold and stem.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from whoosh import query
from whoosh.query import spans

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


def test_of(node: Any) -> Callable[[str], bool]:
    """Whether a written word is what a node of one word means."""
    if isinstance(node, query.FuzzyTerm):
        return lambda word: distance(node.text, folded(word)) <= node.maxdist
    if isinstance(node, query.Prefix):
        return lambda word: folded(word).startswith(node.text)
    if isinstance(node, query.Wildcard):
        parts = {"*": ".*", "?": "."}
        pattern = re.compile("".join(parts.get(c, re.escape(c)) for c in node.text))
        return lambda word: pattern.fullmatch(folded(word)) is not None
    if node.fieldname in ("exact", "title_exact"):
        return lambda word: word == node.text
    return lambda word: stemmed(word) == node.text


def witnesses(node: Any, words: Sequence[str], in_title: bool) -> set[tuple[int, int, Pieces]]:
    """Every span of `node` in the words of a field, and the words that take part."""
    if isinstance(node, query.Or):
        return set().union(*(witnesses(child, words, in_title) for child in node.subqueries))
    if isinstance(node, spans.SpanNear):
        sides = [witnesses(child, words, in_title) for child in (node.a, node.b)]
        return joined(*sides, node.slop, node.ordered)
    if isinstance(node, query.Sequence):
        found = [witnesses(child, words, in_title) for child in node.subqueries]
        return _chain(found, node.slop)
    if isinstance(node, query.Phrase):
        parts = [query.Term(node.fieldname, word) for word in node.words]
        return _chain([witnesses(part, words, in_title) for part in parts], node.slop)
    if node.fieldname.startswith("title") and not in_title:
        return set()
    fits = test_of(node)
    return {(i, i, frozenset({i})) for i, word in enumerate(words) if fits(word)}


def _chain(parts: list[set[tuple[int, int, Pieces]]], slop: int) -> set[tuple[int, int, Pieces]]:
    found = parts[0]
    for part in parts[1:]:
        found = joined(found, part, slop, True)
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
