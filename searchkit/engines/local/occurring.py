"""Every occurrence of a query's words, as arrays.

Lives here: gathering the runs of words that make statements match, over all segments. Does not
live here: what an occurrence is (`searchkit.matching`, `searchkit.hits.occurrences`), their
order (`concordance`), their texts (`lines`).
"""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Sequence

import numpy as np

from searchkit.engines.local.ordering import Matches
from searchkit.hits.occurrences import occurrences_of
from searchkit.kernels import sets, texts
from searchkit.matching.evaluate import Matcher
from searchkit.matching.supporting import supporting
from searchkit.matching.witnesses import is_simple
from searchkit.query.tree import Leaf, Node
from searchkit.storage.container import Array

AT_ONCE = 500
"""Statements whose occurrences of near words and choices are objects of Python together."""

Found = dict[str, Array]
"""What is known of occurrences, by name: see `searchkit.model.words.Concordance.arrays`."""
TYPES = {
    "segment": np.uint32,
    "statement": np.uint32,
    "field": np.uint8,
    "first": np.uint32,
    "words": np.uint32,
}


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
    segment = matcher.segment
    begins, ends = runs(matcher, tree, leaves, docs)
    numbers = texts.texts_at(segment.starts, begins)
    numbering = segment.numbering
    found = {
        "segment": np.full(begins.size, number),
        "statement": numbering.statement(numbers),
        "field": numbering.text(numbers),
        "first": begins - segment.starts[numbers],
        "words": ends - begins,
    }
    return {name: found[name].astype(kind) for name, kind in TYPES.items()}


def runs(matcher: Matcher, tree: Node, leaves: Sequence[Leaf], docs: Array) -> tuple[Array, Array]:
    """(first, behind the last) position of every occurrence in the matches of a segment,
    ascending (int64).
    """
    return _merged(*_spans(matcher, tree, leaves, docs))


def _spans(
    matcher: Matcher, tree: Node, leaves: Sequence[Leaf], docs: Array
) -> tuple[Array, Array]:
    """(first, behind the last) position of every run of words that makes a match match."""
    segment, numbering = matcher.segment, matcher.segment.numbering
    counting = supporting(matcher, tree, docs)
    begins, ends = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    complex_leaves: list[Leaf] = []
    for leaf in leaves:
        if not all(map(is_simple, leaf.choices)):
            complex_leaves.append(leaf)
            continue
        held = docs[counting[leaf]]
        for one in leaf.choices:
            positions = matcher.positions_among(one, held)
            where = numbering.statement(texts.texts_at(segment.starts, positions))
            kept = sets.contains(held, where.astype(held.dtype))[0]
            begins.append(positions[kept].astype(np.int64))
            ends.append(begins[-1] + one.width)
    for first in range(0, docs.size if complex_leaves else 0, AT_ONCE):
        some = slice(first, first + AT_ONCE)
        where = [counting[leaf][some] for leaf in complex_leaves]
        rows = occurrences_of(matcher, complex_leaves, where, docs[some])
        numbers = numbering.all_of(docs[some])
        starts = segment.starts[numbers].tolist()
        at, behind = array("q"), array("q")
        for start, row in zip(starts, itertools.chain.from_iterable(rows), strict=True):
            for word, width, _ in row:
                at.append(start + word)
                behind.append(start + word + width)
        begins.append(np.array(at, np.int64))
        ends.append(np.array(behind, np.int64))
    return np.concatenate(begins), np.concatenate(ends)


def _merged(begins: Array, ends: Array) -> tuple[Array, Array]:
    """Runs of positions, ascending, those that overlap made one."""
    if not begins.size:
        return begins, ends
    order = np.argsort(begins, kind="stable")
    begins = begins[order]
    reached = np.maximum.accumulate(ends[order])
    new = np.ones(begins.size, bool)
    new[1:] = begins[1:] >= reached[:-1]
    places = new.nonzero()[0]
    last = np.append(places[1:], begins.size) - 1
    return begins[places], reached[last]
