"""
Where the leaves of a query occur in a segment.

Lives here: postings (in which statements, how often) and positions of words,
phrases and prefixes. Does not live here: combining them (`evaluate`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from searchkit.matching.leaves import Leaf
from searchkit.matching.sets import contains
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array


class Postings(NamedTuple):
    """
    In which statements something occurs, and how often.

    Attributes:
        docs: statement numbers, ascending (intp).
        in_title: for each of them, occurrences in its title.
        in_body: and in its body.
    """

    docs: Array
    in_title: Array
    in_body: Array


def positions(segment: Segment, leaf: Leaf) -> Array:
    """The first position of each occurrence of `leaf`, ascending (integers)."""
    if leaf.kind == "word":
        number = segment.dictionary.stem_number(leaf.terms[0])
        found = segment.positions(number) if number >= 0 else _NONE
    elif leaf.kind == "phrase":
        found = _phrase(segment, leaf.terms)
    else:
        found = _prefix(segment, leaf.terms[0])
    if leaf.title_only:
        found = found[field_of(segment, found) % 2 == 0]
    return found


def postings(segment: Segment, leaf: Leaf) -> Postings:
    """In which statements `leaf` occurs, and how often."""
    if leaf.kind != "word":
        return _counted(segment, positions(segment, leaf))
    number = segment.dictionary.stem_number(leaf.terms[0])
    if number < 0:
        return _NO_POSTINGS
    docs, frequencies = segment.postings(number)
    in_title = frequencies >> segment.title_shift
    if leaf.title_only:
        kept = np.flatnonzero(in_title)
        in_title = in_title[kept]
        return Postings(docs[kept].astype(np.intp), in_title, np.zeros_like(in_title))
    in_body = frequencies & ((1 << segment.title_shift) - 1)
    return Postings(docs.astype(np.intp), in_title, in_body)


def field_of(segment: Segment, found: Array) -> Array:
    """For each position, its field: 2 i for the title of statement i, 2 i + 1 for its body."""
    return np.searchsorted(segment.starts, found, side="right") - 1


_NONE: Array = np.zeros(0, np.uint32)
_NO_POSTINGS = Postings(np.zeros(0, np.intp), np.zeros(0, np.uint16), np.zeros(0, np.uint16))


def _phrase(segment: Segment, stems: tuple[str, ...]) -> Array:
    """
    Where the stems stand in a row.

    The rarest is looked up, the others are checked around it: by the forward
    array where they are frequent, in their own positions where they are not. No
    run crosses a field, for no word stands in the gap between.
    """
    numbers = [segment.dictionary.stem_number(stem) for stem in stems]
    if not numbers or min(numbers) < 0:
        return _NONE
    listed = [segment.positions(number) for number in numbers]
    order = sorted(range(len(numbers)), key=lambda i: listed[i].size)
    rarest = order[0]
    found = listed[rarest].astype(np.int64) - rarest
    found = found[(found >= 0) & (found <= segment.forward.size - len(numbers))]
    for offset in order[1:]:
        code = segment.code(numbers[offset])
        if code is not None:
            found = found[segment.forward[found + offset] == code]
        else:
            found = found[contains(listed[offset], found + offset)[0]]
        if not found.size:
            break
    return found


def _prefix(segment: Segment, prefix: str) -> Array:
    """Where a word begins with `prefix`."""
    parts = [segment.positions_of_folded(int(n)) for n in segment.dictionary.with_prefix(prefix)]
    if not parts:
        return _NONE
    return parts[0] if len(parts) == 1 else np.sort(np.concatenate(parts))


def _counted(segment: Segment, found: Array) -> Postings:
    """Positions, counted by statement and field."""
    if not found.size:
        return _NO_POSTINGS
    fields = field_of(segment, found)
    docs = fields >> 1
    first = np.flatnonzero(np.concatenate(([True], docs[1:] != docs[:-1])))
    both = np.diff(np.append(first, docs.size))
    in_title = np.add.reduceat(fields % 2 == 0, first, dtype=np.int64)
    return Postings(docs[first], in_title, both - in_title)


def positions_in(segment: Segment, found: Array, fields: Array) -> tuple[Array, Array]:
    """
    The positions of `found` that lie in some fields.

    Args:
        found: positions, ascending.
        fields: field numbers, ascending.

    Returns:
        (positions, for each of them its place in `fields`).
    """
    low = np.searchsorted(found, segment.starts[fields])
    high = np.searchsorted(found, segment.starts[fields + 1])
    counts = high - low
    which = np.repeat(np.arange(fields.size), counts)
    before = np.cumsum(counts) - counts
    index = np.arange(which.size) - before[which] + low[which]
    return found[index].astype(np.int64), which
