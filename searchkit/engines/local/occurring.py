"""Every occurrence of a query's words, as arrays.

Lives here: which leaves of a query have occurrences, and gathering the runs of words that make
statements match, over all segments. Does not live here: what an occurrence is
(`searchkit.matching`, `searchkit.hits.occurrences`), their order (`concordance`), their texts
(`lines`).
"""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from searchkit.engines.local.ordering import Matches
from searchkit.hits.occurrences import occurrences_of
from searchkit.kernels import texts
from searchkit.matching.evaluate import Matcher
from searchkit.matching.supporting import supporting
from searchkit.matching.witnesses import is_simple
from searchkit.model import budget
from searchkit.model.errors import NoWords
from searchkit.query.tree import Leaf, Node, positive_leaves
from searchkit.query.understanding import Understood
from searchkit.storage.container import Array

AT_ONCE = 500
"""Statements whose occurrences of near words and choices are objects of Python together."""

BYTES = 40
"""Bytes an occurrence takes, at most, while occurrences are gathered and sorted."""

Found = dict[str, Array]
"""What is known of occurrences, by name: see `searchkit.model.words.Concordance.arrays`."""
TYPES = {
    "segment": np.uint32,
    "statement": np.uint32,
    "field": np.uint8,
    "first": np.uint32,
    "words": np.uint32,
}


def words_of(meant: Understood, what: str) -> list[Leaf]:
    """The leaves of a query whose occurrences are asked for, each once.

    Args:
        meant: the query.
        what: what can't be had without any.

    Raises:
        NoWords: there are none.
    """
    leaves = list(dict.fromkeys(positive_leaves(meant.tree)))
    if not leaves:
        raise NoWords(
            f"there is no word {what}",
            where=meant.shown,
            expected="a word or a phrase, besides any filter",
        )
    return leaves


def gathered(matches: Matches, tree: Node, leaves: Sequence[Leaf]) -> Found:
    """The occurrences in all matches: by segment, statement and place.

    Args:
        matches: of the tree.
        tree: of a query.
        leaves: of the tree, each once.
    """
    parts = [
        _in_segment(number, matcher, tree, leaves, docs)
        for number, (matcher, docs) in enumerate(zip(matches.matchers, matches.docs, strict=True))
    ]
    return {
        name: np.concatenate([np.zeros(0, kind), *(part[name] for part in parts)])
        for name, kind in TYPES.items()
    }


def _in_segment(
    number: int, matcher: Matcher, tree: Node, leaves: Sequence[Leaf], docs: Array
) -> Found:
    """The occurrences in the matches of a segment, statement by statement."""
    segment, numbering = matcher.segment, matcher.segment.numbering
    begins, ends, numbers = _merged(_spans(matcher, tree, leaves, docs))
    found = {
        "segment": np.full(begins.size, number, TYPES["segment"]),
        "statement": numbering.statement(numbers),
        "field": numbering.text(numbers),
        "first": begins - segment.starts[numbers],
        "words": ends - begins,
    }
    return {name: found[name].astype(kind, copy=False) for name, kind in TYPES.items()}


def runs(matcher: Matcher, tree: Node, leaves: Sequence[Leaf], docs: Array) -> tuple[Array, Array]:
    """(first, behind the last) position of every occurrence in the matches of a segment,
    ascending (int64).
    """
    begins, ends, _ = _merged(_spans(matcher, tree, leaves, docs))
    return begins, ends


class _Runs(NamedTuple):
    """Runs of words: their first positions, those behind their last, and the numbers of the
    texts that they stand in.
    """

    begins: Array
    ends: Array
    texts: Array


def _spans(matcher: Matcher, tree: Node, leaves: Sequence[Leaf], docs: Array) -> _Runs:
    """Every run of words that makes a match match, leaf by leaf."""
    segment, numbering = matcher.segment, matcher.segment.numbering
    counting = supporting(matcher, tree, docs)
    found = [_Runs(*np.zeros((3, 0), np.int64))]
    complex_leaves: list[Leaf] = []
    for leaf in leaves:
        if not all(map(is_simple, leaf.choices)):
            complex_leaves.append(leaf)
            continue
        held = docs[counting[leaf]]
        is_held = np.zeros(len(segment), bool)
        is_held[held] = True
        for one in leaf.choices:
            positions = matcher.positions_among(one, held)
            budget.need(BYTES * positions.size)
            numbers = texts.texts_at(segment.starts, positions)
            kept = is_held[numbering.statement(numbers)]
            if not kept.all():
                positions, numbers = positions[kept], numbers[kept]
            begins = positions.astype(np.int64)
            found.append(_Runs(begins, begins + one.width, numbers))
            budget.hold(BYTES * begins.size)
    for first in range(0, docs.size if complex_leaves else 0, AT_ONCE):
        some = slice(first, first + AT_ONCE)
        where = [counting[leaf][some] for leaf in complex_leaves]
        rows = occurrences_of(matcher, complex_leaves, where, docs[some])
        numbers = numbering.all_of(docs[some])
        starts = segment.starts[numbers].tolist()
        at, behind, texts_of = array("q"), array("q"), array("q")
        row_of = itertools.chain.from_iterable(rows)
        for text, start, row in zip(numbers.tolist(), starts, row_of, strict=True):
            for word, width, _ in row:
                at.append(start + word)
                behind.append(start + word + width)
                texts_of.append(text)
        found.append(_Runs(*(np.array(values, np.int64) for values in (at, behind, texts_of))))
        budget.hold(BYTES * len(at))
    if len(found) == 2:
        return found[1]
    return _Runs(*map(np.concatenate, zip(*found, strict=True)))


def _merged(runs: _Runs) -> _Runs:
    """Runs of words, ascending, those that overlap made one."""
    begins, ends, numbers = runs
    if (begins[1:] >= ends[:-1]).all():
        return runs
    order = np.argsort(begins, kind="stable")
    begins = begins[order]
    reached = np.maximum.accumulate(ends[order])
    new = np.ones(begins.size, bool)
    new[1:] = begins[1:] >= reached[:-1]
    places = new.nonzero()[0]
    last = np.append(places[1:], begins.size) - 1
    return _Runs(begins[places], reached[last], numbers[order[places]])
