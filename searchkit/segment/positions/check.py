"""What must hold for positions: their share of `searchkit check`.

Lives here: that each word of each text is there once, in its statement and in order. Does not
live here: what opening verifies (`positions`, `space`), whether the words are those of the
texts (`segment.rederiving`).
"""

from __future__ import annotations

import numpy as np

from searchkit.segment.arrays import starts_from_ends
from searchkit.segment.checks import ascends, need
from searchkit.segment.positions.positions import (
    ENDS,
    OTHER_COUNTS,
    POSITION,
    POSITION_FORM,
    PositionsReader,
)
from searchkit.segment.positions.space import GAP
from searchkit.segment.postings.frequencies import FREQUENCY
from searchkit.segment.postings.postings import PostingsReader
from searchkit.segment.terms.dictionary import Dictionary
from searchkit.storage.container import Array, Container


def check_positions(
    container: Container,
    occurrences: PositionsReader,
    postings: PostingsReader,
    dictionary: Dictionary,
) -> Array:
    """Verify the positions of a segment; its postings and dictionary have been checked.

    Returns:
        (positions) whether a word occurs there.

    Raises:
        CorruptIndex: naming the file, the section and what is wrong there.
    """
    starts = starts_from_ends(occurrences.ends)
    need(container, ENDS, (starts[1:] > starts[:-1]).all(), "a word has nothing")
    if postings.all_docs.size:
        totals = postings.frequencies.totals([slice(0, postings.all_docs.size)])
        by_stem = np.add.reduceat(totals, starts_from_ends(postings.ends)[:-1], dtype=np.int64)
        need(container, FREQUENCY, np.array_equal(by_stem, np.diff(starts)), OTHER_COUNTS)
    words = _check_places(container, occurrences, postings, starts)
    forms = container.array(POSITION_FORM)
    if forms.size:
        largest = np.maximum.reduceat(forms, starts[:-1]).astype(np.int64)
        first_forms = dictionary.first_forms(np.arange(occurrences.ends.size))
        count = np.diff(np.append(first_forms, len(dictionary.forms)))
        need(container, POSITION_FORM, (largest < count).all(), "no form of its word")
    return words


def _check_places(
    container: Container, occurrences: PositionsReader, postings: PostingsReader, starts: Array
) -> Array:
    """Every position that is no gap has one word, and it is in the statement of its posting.

    `starts`: where the positions of each stem begin.
    """
    texts = occurrences.starts
    ends = np.append(occurrences.begins[1:], texts[-1:])
    seen = np.zeros(int(texts[-1]), bool)
    for first, last, positions in occurrences.in_parts():
        totals = postings.frequencies.totals([postings.places(first, last)])
        inside = (positions < np.repeat(ends[postings.docs(first, last)], totals)).all()
        need(container, POSITION, inside, "outside its statement")
        begins = starts[first : last + 1] - starts[first]
        need(container, POSITION, ascends(positions, begins), "not in order")
        seen[positions] = True
    words = np.ones(seen.size, bool)
    words[texts[1:].astype(np.int64) - GAP] = False
    each_once = np.count_nonzero(seen) == container.length(POSITION)
    each_once &= np.array_equal(seen, words)
    need(container, POSITION, each_once, "not each word once")
    return words
