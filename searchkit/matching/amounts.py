"""Where amounts stand in a segment: `money:` and `number:`.

Lives here: from a range to positions. Does not live here: what an amount is
(`searchkit.schema.amounts`), which words are numbers (`searchkit.segment.terms`).
"""

from __future__ import annotations

import math

import numpy as np

from searchkit.kernels import sets
from searchkit.matching.single import only_in_its_text, positions_of_folded
from searchkit.matching.work import Work
from searchkit.model.errors import UnsupportedQuery
from searchkit.query.tree import AmountRange
from searchkit.schema.currencies import NUMBER_OF
from searchkit.segment.reader import Segment
from searchkit.storage.container import REBUILD, Array


def amount_positions(segment: Segment, leaf: AmountRange, work: Work) -> Array:
    """Where numbers stand that an amount means, ascending (uint32).

    A number that is multiplied or has a currency is worth that; any other what its digits say.

    Raises:
        QueryTooBroad: its positions are more than the query may still look at.
        UnsupportedQuery: the segment knows no amounts.
    """
    if not segment.amounts.known:
        raise UnsupportedQuery("this index knows no amounts", remedy=REBUILD)
    low = -math.inf if leaf.low is None else leaf.low
    high = math.inf if leaf.high is None else leaf.high
    if leaf.currency is not None:
        number = NUMBER_OF.get(leaf.currency)
        if number is None:
            raise UnsupportedQuery(f"no currency is called {leaf.currency!r}")
        work.add(segment.amounts.all.places.size)
        return only_in_its_text(segment, leaf, segment.amounts.within(low, high, number))
    amounts = segment.amounts.within(low, high, None)
    numbers, values = segment.dictionary.numbers
    plain = numbers[(values >= low) & (values <= high)]
    found = positions_of_folded(segment, np.sort(plain), work)
    # Those that are amounts count as such.
    every = segment.amounts.all.places
    if every.size:
        place = np.minimum(np.searchsorted(every, found), every.size - 1)
        found = found[every[place] != found]
    together: Array = sets.ascending(np.concatenate([found, amounts]), segment.forward.size)
    return only_in_its_text(segment, leaf, together)
