"""What to highlight in some fields of the statements of a page.

Lives here: the words that take part in an occurrence of a query's leaves, as word
numbers of the field. Does not live here: which words those are
(`searchkit.matching.witnesses`), their offsets in the text (`snippets`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import repeat

import numpy as np

from searchkit.hits.snippets import Occurrence
from searchkit.matching.evaluate import Matcher
from searchkit.matching.leaves import Leaf
from searchkit.matching.witnesses import witnesses
from searchkit.storage.container import Array


class Places:
    """Where leaves of a query stand in some fields of a segment, looked up once for all."""

    def __init__(self, matcher: Matcher, fields: Sequence[int]) -> None:
        self._matcher = matcher
        self._fields = fields
        numbers = np.array(fields, np.intp)
        self._docs: Array = np.array(sorted({field >> 1 for field in fields}), np.intp)
        starts = matcher.segment.starts
        self._bounds: Array = np.concatenate((starts[numbers], starts[numbers + 1]))
        self._begins: list[int] = self._bounds[: numbers.size].tolist()
        self._found: dict[Leaf, list[list[int]]] = {}

    def of(self, leaf: Leaf) -> list[list[int]]:
        """For each field, the first words of the leaf's occurrences in it, ascending.

        Raises:
            CorruptIndex: its positions do not ascend.
        """
        if leaf not in self._found:
            self._found[leaf] = self._look_up(leaf)
        return self._found[leaf]

    def in_field(self, which: int) -> Callable[[Leaf], list[int]]:
        """`of` one of the fields alone."""
        return lambda leaf: self.of(leaf)[which]

    def _look_up(self, leaf: Leaf) -> list[list[int]]:
        positions = self._matcher.positions_in(leaf, self._docs)
        # Of one type, or NumPy copies all positions to compare them.
        places = np.searchsorted(positions, self._bounds.astype(positions.dtype)).tolist()
        count, view = len(self._fields), positions.data
        bounds = list(zip(places[:count], places[count:], strict=True))
        # A search in what does not ascend may say anything. Fields have no position in
        # common: more than there are would be memory without bound.
        if sum(last - first for first, last in bounds if first < last) > positions.size:
            raise self._matcher.segment.damaged("position")
        return [
            [position - begin for position in view[first:last].tolist()]
            if first < last and not (leaf.title_only and field % 2)
            else []
            for field, begin, (first, last) in zip(self._fields, self._begins, bounds, strict=True)
        ]


def occurrences(
    matcher: Matcher, leaves: Sequence[Leaf], supporting: Sequence[Array], fields: Sequence[int]
) -> list[list[Occurrence]]:
    """For each field, the runs of words that belong to an occurrence of a leaf, ascending.

    Args:
        matcher: of the segment.
        leaves: of the query; occurrences name them by their number.
        supporting: for each leaf, (fields) whether it counts there.
        fields: 2 i for the title of statement i, 2 i + 1 for its body.
    """
    places = Places(matcher, fields)
    found: list[list[Occurrence]] = [[] for _ in fields]
    for number, leaf in enumerate(leaves):
        counting = supporting[number].nonzero()[0].tolist()
        if leaf.kind == "near":
            for which in counting:
                pieces = witnesses(leaf, places.in_field(which))
                found[which] += [(first, width, number) for first, width in pieces]
        else:
            firsts = places.of(leaf)
            for which in counting:
                found[which] += zip(firsts[which], repeat(leaf.width), repeat(number))
    if len(leaves) > 1:
        for row in found:
            row.sort()
    return found
