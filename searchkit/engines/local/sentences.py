"""The sentences that occurrences stand in.

Lives here: their bounds as positions, found in the texts. Does not live here: what ends a
sentence (`searchkit.kernels.plain.fragments`).
"""

from __future__ import annotations

import numpy as np

from searchkit.kernels import fragments, offsets
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array

AT_ONCE = 500
"""Statements whose texts are in memory together."""


def sentence_bounds(
    segment: Segment, numbers: Array, begins: Array, ends: Array
) -> tuple[Array, Array]:
    """Where the sentences begin and end that occurrences stand in (int64); of one that reaches
    from one sentence into another, where the first begins and the last ends.

    Args:
        segment: of the occurrences.
        numbers: of the text of each.
        begins, ends: their positions, ascending.

    Raises:
        CorruptIndex: a text has other words than the index says.
    """
    lows, highs = begins.copy(), ends.copy()
    distinct, first = np.unique(numbers, return_index=True)
    behind = np.append(first[1:], numbers.size)
    for low in range(0, distinct.size, AT_ONCE):
        some = slice(low, low + AT_ONCE)
        read = _texts(segment, distinct[some])
        for number, text, start, end in zip(
            distinct[some], read, first[some], behind[some], strict=True
        ):
            origin = int(segment.starts[number])
            bounds = origin + _sentences(text)
            if bounds[-1] < ends[end - 1]:
                raise segment.damaged("position")
            lows[start:end] = bounds[np.searchsorted(bounds, begins[start:end], "right") - 1]
            highs[start:end] = bounds[np.searchsorted(bounds, ends[start:end], "left")]
    return lows, highs


def _texts(segment: Segment, numbers: Array) -> list[tuple[str, Array]]:
    """Some texts, and where the words of each begin."""
    docs, places = segment.numbering.statement(numbers), segment.numbering.text(numbers)
    records = {doc: segment.record(doc) for doc in dict.fromkeys(docs.tolist())}
    found = [
        records[doc].texts[place] for doc, place in zip(docs.tolist(), places.tolist(), strict=True)
    ]
    words = offsets.token_offsets(found)
    return [(text, np.array(one.starts, np.int64)) for text, one in zip(found, words, strict=True)]


def _sentences(text: tuple[str, Array]) -> Array:
    """The number of the first word of each sentence, and of all words at last."""
    written, starts = text
    ends = [end.end() for end in fragments.SENTENCE_END.finditer(written)]
    bounds = np.searchsorted(starts, np.array(ends, np.int64))
    return np.unique(np.concatenate(([0], bounds, [starts.size])))
