"""Who says what a snippet shows.

Lives here: from occurrences in a body to their speakers; what is shown where only a quotation is
asked for. Does not live here: finding either
(`searchkit.hits`, `searchkit.quotations`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from itertools import islice

import numpy as np

from searchkit.hits.snippets import Occurrence, Voice, passage_from
from searchkit.kernels import offsets
from searchkit.matching.evaluate import Matcher
from searchkit.model.answer import Snippet
from searchkit.query.said import QuotedBy
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
    begins = spoken.begins.data

    def voice(occurrences: Sequence[Occurrence]) -> Voice:
        words = [begin + first for first, _, leaf in occurrences if leaf in asked]
        # Of a handful, this is faster than a search of NumPy's.
        rows = list(dict.fromkeys([bisect_right(begins, word) - 1 for word in words]))
        names = dict.fromkeys(name for row in rows for name in spoken.speakers.names_at(row))
        return tuple(names), bool(rows) and all(int(spoken.flags[row]) & OWN for row in rows)

    return voice


def first_saying(
    matcher: Matcher, doc: int, asked: Sequence[QuotedBy], text: str
) -> tuple[Snippet, ...]:
    """The beginning of the first thing in a statement that one of those who are asked for says;
    nothing where that can't be shown.

    Args:
        matcher: of the segment of the statement.
        doc: the statement.
        asked: for whose quotations.
        text: its body.
    """
    segment = matcher.segment
    number = segment.numbering.number(doc, BODY)
    begin, end = segment.starts[number : number + 2].tolist()
    found = [
        one
        for node in asked
        for one in islice(matcher.sayings(node.speakers).between(begin, end), 1)
    ]
    if not found:
        return ()
    first, last = min(found)
    (words,) = offsets.token_offsets([text])
    if last - begin > len(words.ends):
        return ()  # A damaged index may promise words that are not there.
    row = int(np.searchsorted(segment.spoken.begins, np.uint32(first)))
    shown = passage_from(text, words.starts[first - begin], words.ends[last - begin - 1])
    own = bool(int(segment.spoken.flags[row]) & OWN)
    return (shown._replace(said_by=segment.spoken.speakers.names_at(row), own_words=own),)
