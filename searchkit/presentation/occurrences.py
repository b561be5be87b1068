"""What to highlight in one field of one statement.

Lives here: the words that take part in an occurrence of a query's leaves, as word
numbers of the field. Does not live here: which words those are
(`searchkit.matching.witnesses`), their offsets in the text (`snippets`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchkit.matching.evaluate import Matcher
from searchkit.matching.leaves import Leaf
from searchkit.matching.witnesses import witnesses
from searchkit.presentation.snippets import Occurrence


def occurrences(
    matcher: Matcher, leaves: Sequence[tuple[int, Leaf]], field: int
) -> list[Occurrence]:
    """The runs of words in a field that belong to an occurrence of a leaf, ascending.

    Args:
        matcher: of the segment.
        leaves: of the query, each with the number by which its occurrences name it.
        field: 2 i for the title of statement i, 2 i + 1 for its body.
    """
    bounds = matcher.segment.starts[field : field + 2]
    low = int(bounds[0])

    def places(leaf: Leaf) -> list[int]:
        if leaf.title_only and field % 2:
            return []
        positions = matcher.positions(leaf)
        # Of one type, or NumPy copies all positions to compare them.
        first, last = np.searchsorted(positions, bounds.astype(positions.dtype))
        return [position - low for position in positions[first:last].tolist()]

    found = []
    for number, leaf in leaves:
        if leaf.kind == "near":
            found += [Occurrence(*piece, number) for piece in witnesses(leaf, places)]
        else:
            width = leaf.width
            found += [Occurrence(place, width, number) for place in places(leaf)]
    found.sort()
    return found
