"""Where the leaves of a query occur in a segment.

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
    """In which statements something occurs, and how often.

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
    if leaf.kind == "prefix" and not leaf.title_only:
        return _prefix_postings(segment, leaf.terms[0])
    if leaf.kind != "word":
        return _counted(segment, positions(segment, leaf))
    number = segment.dictionary.stem_number(leaf.terms[0])
    if number < 0:
        return _NO_POSTINGS
    docs, frequencies = segment.postings(number)
    in_title, in_body = _split(segment, frequencies)
    if leaf.title_only:
        kept = np.flatnonzero(in_title)
        in_title = in_title[kept]
        return Postings(docs[kept].astype(np.intp), in_title, np.zeros_like(in_title))
    return Postings(docs.astype(np.intp), in_title, in_body)


def field_of(segment: Segment, found: Array) -> Array:
    """For each position, its field: 2 i for the title of statement i, 2 i + 1 for its body."""
    # Of one type, or NumPy copies one of them to compare.
    return np.searchsorted(segment.starts, found.astype(np.uint32, copy=False), side="right") - 1


_NONE: Array = np.zeros(0, np.uint32)
_NO_POSTINGS = Postings(np.zeros(0, np.intp), np.zeros(0, np.uint16), np.zeros(0, np.uint16))


def _phrase(segment: Segment, stems: tuple[str, ...]) -> Array:
    """Where the stems stand in a row.

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
    runs, rest = _expanded(segment, prefix)
    parts = [segment.positions_of_stems(first, last) for first, last in runs]
    parts += [segment.positions_of_folded(folded) for folded in rest]
    if not parts:
        return _NONE
    return np.sort(np.concatenate(parts))


def _prefix_postings(segment: Segment, prefix: str) -> Postings:
    """In which statements a word begins with `prefix`, and how often.

    The postings of stems all of whose words do are added up; only of the others the
    positions are looked at.
    """
    runs, rest = _expanded(segment, prefix)
    counts = np.zeros((2, len(segment)))
    for first, last in runs:
        docs, frequencies = segment.postings_of_stems(first, last)
        in_title, in_body = _split(segment, frequencies)
        counts[0] += np.bincount(docs, in_title, len(segment))
        counts[1] += np.bincount(docs, in_body, len(segment))
    for folded in rest:
        part = _counted(segment, segment.positions_of_folded(folded))
        counts[0][part.docs] += part.in_title
        counts[1][part.docs] += part.in_body
    docs = np.flatnonzero(counts[0] + counts[1])
    found = counts[:, docs].astype(np.int64)
    return Postings(docs, found[0], found[1])


def _expanded(segment: Segment, prefix: str) -> tuple[list[tuple[int, int]], list[int]]:
    """(runs [first, last] of stems all of whose words begin with `prefix`, the other
    folded forms that do).
    """
    dictionary = segment.dictionary
    folded = dictionary.with_prefix(prefix)
    stems = dictionary.stems_of_folded(folded)
    distinct, counts = np.unique(stems, return_counts=True)
    whole = counts == dictionary.folded_counts(distinct)
    complete = distinct[whole]
    rest = folded[~np.isin(stems, complete)].tolist()
    breaks = np.flatnonzero(np.diff(complete) != 1) + 1
    runs = [(int(run[0]), int(run[-1])) for run in np.split(complete, breaks) if run.size]
    return runs, rest


def _split(segment: Segment, frequencies: Array) -> tuple[Array, Array]:
    """Stored frequencies as those in the title and those in the body."""
    shift = segment.title_shift
    return frequencies >> shift, frequencies & ((1 << shift) - 1)


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
    """The positions of `found` that lie in some fields.

    Args:
        found: positions, ascending.
        fields: field numbers, ascending.

    Returns:
        (positions, for each of them its place in `fields`).
    """
    # Of one type, or NumPy copies all positions to compare them.
    low = np.searchsorted(found, segment.starts[fields].astype(found.dtype))
    high = np.searchsorted(found, segment.starts[fields + 1].astype(found.dtype))
    counts = high - low
    which = np.repeat(np.arange(fields.size), counts)
    before = np.cumsum(counts) - counts
    index = np.arange(which.size) - before[which] + low[which]
    return found[index].astype(np.int64), which
