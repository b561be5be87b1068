"""Relaxation: what to show when fewer than a page match every word.

Lives here: which queries relax, to what, and which statements then come in. Does
not live here: ranking them (`searchkit.ranking`), making hits of them (`searching`).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from whoosh import query

from searchkit.matching.evaluate import Matcher
from searchkit.matching.leaves import Leaf, leaf_of
from searchkit.matching.sets import index_of
from searchkit.query.syntax import is_filter
from searchkit.storage.container import Array


class Relaxed(NamedTuple):
    """A query of words and phrases, taken apart.

    Attributes:
        words: the leaves of which most must match: words, also with wildcards, typing
            errors or `=`, and the words of phrases.
        phrases: the phrases as written, also loose ones (`~5`).
        filters: what stays in force, as one tree.
    """

    words: tuple[Leaf, ...]
    phrases: tuple[Leaf, ...]
    filters: Any

    @property
    def needed(self) -> int:
        """How many words must match: more than half."""
        return len(self.words) // 2 + 1


def relax(tree: Any) -> Relaxed | None:
    """`tree` relaxed, or None where it is not made of at least two positive words."""
    parts = _parts(tree)
    words: dict[Leaf, None] = {}
    phrases: list[Leaf] = []
    filters: list[Any] = []
    for part in parts:
        leaf = leaf_of(part)
        if leaf is None:
            if not is_filter(part):
                return None
            filters.append(part)
        elif _is_one(leaf):
            words.setdefault(leaf)
        elif isinstance(part, (query.Phrase, query.Sequence)):
            phrases.append(leaf)
            for word in _words_of(leaf):
                words.setdefault(word)
        else:
            return None  # NEAR and ADJ are meant as they are written.
    if len(words) < 2:
        return None
    return Relaxed(tuple(words), tuple(phrases), query.And([query.Every(), *filters]))


def _is_one(leaf: Leaf) -> bool:
    """Whether `leaf` is a single word, in one spelling or several."""
    return leaf.is_one_word or (leaf.kind == "near" and len(leaf.operands) == 1)


def _words_of(leaf: Leaf) -> tuple[Leaf, ...]:
    """The words of a phrase, each a leaf; a choice in it counts as one word."""
    title = "title:" if leaf.title_only else ""
    if leaf.kind == "phrase":
        written = leaf.label.removeprefix("title:").strip('"').split()
        labels = written if len(written) == len(leaf.terms) else leaf.terms
        return tuple(
            Leaf("word", (term,), leaf.title_only, title + label)
            for term, label in zip(leaf.terms, labels, strict=True)
        )
    return tuple(
        Leaf("near", (), leaf.title_only, " OR ".join(one.label for one in o), operands=(o,))
        if len(o) > 1
        else o[0]
        for o in leaf.operands
    )


def _parts(tree: Any) -> list[Any]:
    """What has to match together, however it is bracketed."""
    if type(tree) is not query.And:
        return [tree]
    return [part for child in tree.subqueries for part in _parts(child)]


def most_words(matcher: Matcher, relaxed: Relaxed, matched: Array) -> Array:
    """The statements of a segment that match most words and all filters, but are
    not among `matched`, ascending (intp).
    """
    counts = np.zeros(len(matcher.segment), np.uint16)
    for word in relaxed.words:
        counts[matcher.postings(word).docs] += 1
    allowed = np.zeros(len(matcher.segment), bool)
    allowed[matcher.docs(relaxed.filters)] = True
    allowed[matched] = False
    return np.flatnonzero((counts >= relaxed.needed) & allowed)


def missing(matcher: Matcher, relaxed: Relaxed, doc: int) -> tuple[str, ...]:
    """What of the query a statement lacks: words, or phrases whose words it has."""
    lacking = {word: None for word in relaxed.words if not has(matcher, word, doc)}
    labels = [word.label for word in lacking]
    for phrase in relaxed.phrases:
        complete = not any(word in lacking for word in _words_of(phrase))
        if complete and not has(matcher, phrase, doc):
            labels.append(phrase.label)
    return tuple(labels)


def has(matcher: Matcher, leaf: Leaf, doc: int) -> bool:
    """Whether `leaf` occurs in a statement."""
    return index_of(matcher.postings(leaf).docs, doc) >= 0
