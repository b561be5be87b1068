"""What to highlight in some texts of the statements of a page.

Lives here: the words that take part in an occurrence of a query's leaves, as word numbers
of a text. Does not live here: which words those are (`searchkit.matching.witnesses`), their
offsets in the text (`snippets`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import repeat

import numpy as np

from searchkit.hits.snippets import Occurrence
from searchkit.matching.evaluate import Matcher
from searchkit.matching.single import texts_meant
from searchkit.matching.witnesses import is_simple, witnesses
from searchkit.model import budget
from searchkit.query.said import SpokenLeaf
from searchkit.query.tree import AmountRange, Leaf
from searchkit.storage.container import Array


class _FirstWords:
    """Where leaves of a query occur in some texts of a segment, each looked up once.

    Args:
        matcher: of the segment.
        docs: the statements, ascending.
        numbers: of the texts.
    """

    def __init__(self, matcher: Matcher, docs: Array, numbers: Array) -> None:
        self._matcher = matcher
        self._docs = docs
        self._texts: list[int] = matcher.segment.numbering.text(numbers).tolist()
        starts = matcher.segment.starts
        self._bounds: Array = np.concatenate((starts[numbers], starts[numbers + 1]))
        self._begins: list[int] = self._bounds[: numbers.size].tolist()
        self._found: dict[Leaf, list[list[int]]] = {}

    def of(self, leaf: Leaf) -> list[list[int]]:
        """For each text, the first words of the leaf's occurrences in it, ascending.

        Raises:
            CorruptIndex: its positions do not ascend.
        """
        found = self._found.get(leaf)
        if found is None:
            found = self._found[leaf] = self._look_up(leaf)
        return found

    def in_text(self, which: int) -> Callable[[Leaf], list[int]]:
        """`of` one of the texts alone."""
        return lambda leaf: self.of(leaf)[which]

    def _look_up(self, leaf: Leaf) -> list[list[int]]:
        positions = self._matcher.positions_among(leaf, self._docs)
        # Of one type, or NumPy copies all positions to compare them.
        places = np.searchsorted(positions, self._bounds.astype(positions.dtype)).tolist()
        count, view = len(self._begins), positions.data
        bounds = list(zip(places[:count], places[count:], strict=True))
        # A search in what does not ascend may find anything. Texts share no position, so
        # finding more than there are would take memory without bound.
        if sum(last - first for first, last in bounds if first < last) > positions.size:
            raise self._matcher.segment.damaged("position")
        wanted = texts_meant(self._matcher.segment, leaf.within)
        return [
            [position - begin for position in view[first:last].tolist()]
            if first < last and (wanted is None or text in wanted)
            else []
            for text, begin, (first, last) in zip(self._texts, self._begins, bounds, strict=True)
        ]


def _said_runs(
    matcher: Matcher, leaf: SpokenLeaf, firsts: Callable[[Leaf], list[int]], begin: int, number: int
) -> Iterator[Occurrence]:
    """The runs of a leaf of several words that its speakers say, in the text at `begin`."""
    end = int(matcher.segment.starts[np.searchsorted(matcher.segment.starts, begin, "right")])
    for start, stop in matcher.sayings(leaf.speakers).between(begin, end):
        first, last = start - begin, stop - begin

        def inside(one: Leaf, first: int = first, last: int = last) -> list[int]:
            every = firsts(one)
            return every[bisect_left(every, first) : bisect_right(every, last - one.width)]

        for word, width in witnesses(leaf.leaf, inside):
            yield word, width, number


def occurrences_of(
    matcher: Matcher, leaves: Sequence[Leaf], supporting: Sequence[Array], docs: Array
) -> list[list[list[Occurrence]]]:
    """For each of some statements and each of its texts, the runs of words that belong to an
    occurrence of a leaf, ascending.

    Args:
        matcher: of the segment.
        leaves: of the query; occurrences name them by their number.
        supporting: for each leaf, (docs) whether it counts there.
        docs: the statements, in any order.
    """
    numbering = matcher.segment.numbering
    numbers = numbering.all_of(docs)
    firsts_of = _FirstWords(matcher, np.sort(docs), numbers)
    found: list[list[Occurrence]] = [[] for _ in range(numbers.size)]
    for number, leaf in enumerate(leaves):
        budget.check()
        counting = supporting[number].repeat(numbering.texts).nonzero()[0].tolist()
        if isinstance(leaf, AmountRange):
            # With what multiplies it, it may be two words.
            width_at = matcher.segment.amounts.width_at
            begins = matcher.segment.starts[numbers].tolist()
            for which in counting:
                for first in firsts_of.of(leaf)[which]:
                    found[which].append((first, width_at(begins[which] + first), number))
        elif is_simple(leaf):
            firsts, width = firsts_of.of(leaf), leaf.width
            for which in counting:
                found[which] += zip(firsts[which], repeat(width), repeat(number))
        elif isinstance(leaf, SpokenLeaf):
            begins = matcher.segment.starts[numbers].tolist()
            for which in counting:
                budget.check()
                found[which] += _said_runs(
                    matcher, leaf, firsts_of.in_text(which), begins[which], number
                )
        else:
            for which in counting:
                budget.check()
                runs = witnesses(leaf, firsts_of.in_text(which))
                found[which] += [(first, width, number) for first, width in runs]
    if len(leaves) > 1:
        for row in found:
            row.sort()
    return [found[at : at + numbering.texts] for at in range(0, len(found), numbering.texts)]
