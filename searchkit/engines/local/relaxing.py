"""Relaxation: what to show after what matches every word.

Lives here: which queries relax, to what, and which statements then come in. Does not live
here: ranking them (`searchkit.ranking`), making hits of them (`searching`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from searchkit.kernels import sets
from searchkit.matching.evaluate import Matcher
from searchkit.model.answer import ALL_WORDS, Note
from searchkit.query.rendering import label
from searchkit.query.tree import And, Choice, Everything, Leaf, Near, Node, Phrase, Stem, Word
from searchkit.schema.analysis import normalise, tokens
from searchkit.storage.container import Array

QUESTION = 6
"""Words from which on a query of nothing else is a question: to have all its words is chance,
so all that have any of them follow, the best first, on as many pages as there are."""


class Relaxed(NamedTuple):
    """A query of words and phrases, taken apart.

    Attributes:
        words: the leaves of which most must match, and how they are shown: words, also with
            wildcards, typing errors or `=`, and the words of phrases.
        phrases: the phrases as written, also loose ones (`~5`).
        filters: what stays in force.
    """

    words: Mapping[Leaf, str]
    phrases: tuple[Leaf, ...]
    filters: Node

    @property
    def needed(self) -> int:
        """How many words must match: any of a question, else more than half."""
        return 1 if self.is_question else len(self.words) // 2 + 1

    @property
    def is_question(self) -> bool:
        """Whether it is nothing but many words, some perhaps of several parts (`re-entry`)."""
        plain = [*self.words, *self.phrases]
        return len(self.words) >= QUESTION and all(
            isinstance(leaf, (Stem, Phrase)) and leaf.within is None and " " not in leaf.written
            for leaf in plain
        )


def relax(tree: Node) -> Relaxed | None:
    """`tree` relaxed, or None where it is not made of at least two positive words."""
    words: dict[Leaf, str] = {}
    phrases: list[Leaf] = []
    filters: list[Node] = [Everything()]
    for part in _parts(tree):
        match part:
            case Word() | Choice():
                words.setdefault(part, label(part))
            case Phrase() | Near(quoted=True):
                phrases.append(part)
                for word, shown in _words_of(part).items():
                    words.setdefault(word, shown)
            case _ if part.is_filter:
                filters.append(part)
            case _:
                return None  # NEAR and ADJ are meant as they are written; so is OR.
    if len(words) < 2:
        return None
    return Relaxed(words, tuple(phrases), And(tuple(filters)))


def _parts(tree: Node) -> list[Node]:
    """What must match together, however it is bracketed."""
    if not isinstance(tree, And):
        return [tree]
    return [part for child in tree.parts for part in _parts(child)]


def _words_of(phrase: Leaf) -> dict[Leaf, str]:
    """The words of a phrase, and how they are shown; a choice in it counts as one word."""
    match phrase:
        case Phrase(stems):
            written = tokens(normalise(phrase.written))
            if len(written) != len(stems):
                written = list(stems)
            words = [
                Stem(stem, within=phrase.within, written=word)
                for stem, word in zip(stems, written, strict=True)
            ]
            return {word: label(word) for word in words}
        case Near(operands):
            return {one: " OR ".join(map(label, one.choices)) for one in operands}
    return {}


def enough_words(matcher: Matcher, relaxed: Relaxed, matched: Array) -> Array:
    """The statements of a segment that match as many words as are needed and all filters, but
    are not among `matched`, ascending (intp).
    """
    counts = np.zeros(len(matcher.segment), np.uint16)
    for word in relaxed.words:
        counts[matcher.postings(word).docs] += 1
    allowed = np.zeros(len(matcher.segment), bool)
    allowed[matcher.docs(relaxed.filters)] = True
    allowed[matched] = False
    return np.flatnonzero((counts >= relaxed.needed) & allowed)


def missing(matcher: Matcher, relaxed: Relaxed, statement: int) -> tuple[str, ...]:
    """What of the query a statement lacks: words, or phrases whose words it has."""
    lacking = {
        word: shown for word, shown in relaxed.words.items() if not has(matcher, word, statement)
    }
    shown = [*lacking.values()]
    for phrase in relaxed.phrases:
        complete = not any(word in lacking for word in _words_of(phrase))
        if complete and not has(matcher, phrase, statement):
            shown.append(label(phrase))
    return tuple(shown)


def has(matcher: Matcher, leaf: Leaf, statement: int) -> bool:
    """Whether `leaf` stands in a statement."""
    return sets.index_of(matcher.postings(leaf).docs, statement) >= 0


def all_words_note(matching: int, words: int) -> Note:
    """What is said above the rest of the answer to a question."""
    have = "no statement has" if not matching else "one statement has"
    have = f"{matching:,} statements have" if matching > 1 else have
    return Note(ALL_WORDS, f"{have} all {words} words; the best of the rest follow")
