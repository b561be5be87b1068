"""How often a query's words occur in each statement.

Lives here: counts of occurrences, statement by statement. Does not live here: where they are
(`occurring`), what the counts are summed by (`trending`).

A word alone, and words of different stems, never stand twice in one place, so the frequencies
that postings hold are the counts: no position is kept. Whatever may overlap is gathered first.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchkit.engines.local.occurring import gathered
from searchkit.engines.local.ordering import Matches
from searchkit.kernels import sets
from searchkit.matching.supporting import supporting
from searchkit.query.tree import Leaf, Node, Stem, Word
from searchkit.storage.container import Array


def tallied(matches: Matches, tree: Node, leaves: Sequence[Leaf]) -> list[Array]:
    """For each segment, how often the query occurs in each of its matches (int64).

    Args:
        matches: of the tree.
        tree: of a query.
        leaves: of the tree, each once.
    """
    if _are_apart(leaves):
        return [_by_frequency(matches, number, tree, leaves) for number in range(len(matches.docs))]
    found = gathered(matches, tree, leaves)
    tallies = []
    for number, docs in enumerate(matches.docs):
        statements = found["statement"][found["segment"] == number]
        size = len(matches.matchers[number].segment)
        tallies.append(np.bincount(statements, minlength=size)[docs])
    return tallies


def _are_apart(leaves: Sequence[Leaf]) -> bool:
    """Whether no two occurrences can overlap."""
    if len(leaves) == 1:
        return isinstance(leaves[0], Word)
    stems = {leaf.stem for leaf in leaves if isinstance(leaf, Stem)}
    return len(stems) == len(leaves)


def _by_frequency(matches: Matches, number: int, tree: Node, leaves: Sequence[Leaf]) -> Array:
    matcher, docs = matches.matchers[number], matches.docs[number]
    counting = supporting(matcher, tree, docs)
    tally: Array = np.zeros(docs.size, np.int64)
    for leaf in leaves:
        postings = matcher.postings(leaf)
        here, places = sets.contains(postings.docs, docs)
        here &= counting[leaf]
        for frequencies in postings.counts:
            tally[here] += frequencies[places[here]]
    return tally
