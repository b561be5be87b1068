"""Who says what a snippet shows.

Lives here: from occurrences in a body to their speakers. Does not live here: finding either
(`searchkit.hits`, `searchkit.quotations`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np

from searchkit.hits.snippets import Occurrence, Voice
from searchkit.segment.columns.spoken import BODY, OWN
from searchkit.segment.reader import Segment


def voice_in(
    segment: Segment, doc: int, asked: Collection[int]
) -> Callable[[Sequence[Occurrence]], Voice]:
    """What tells who says some occurrences in the body of a statement.

    Args:
        segment: of the statement.
        doc: the statement.
        asked: the numbers of the leaves that somebody must say.
    """
    begin, spoken = int(segment.starts[segment.numbering.number(doc, BODY)]), segment.spoken

    def voice(occurrences: Sequence[Occurrence]) -> Voice:
        words = [begin + first for first, _, leaf in occurrences if leaf in asked]
        places = np.searchsorted(spoken.begins, np.array(words, np.uint32), side="right") - 1
        rows = list(dict.fromkeys(places.tolist()))
        names = dict.fromkeys(name for row in rows for name in spoken.speakers.names_at(row))
        return tuple(names), bool(rows) and all(int(spoken.flags[row]) & OWN for row in rows)

    return voice
