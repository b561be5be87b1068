"""Where single words occur in a segment: stems, written forms, prefixes, patterns.

Lives here: postings (in which statements, how often) and positions of leaves that
cover one word. Does not live here: several words together (`spans`), combining
statements (`evaluate`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from searchkit.matching.leaves import Leaf
from searchkit.schema.analysis import fold, stem
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

    def only(self, wanted: Array) -> Postings:
        """Those in statements that `wanted`, a mask, names."""
        kept = wanted[self.docs]
        return Postings(self.docs[kept], self.in_title[kept], self.in_body[kept])


NONE: Array = np.zeros(0, np.uint32)
NO_POSTINGS = Postings(np.zeros(0, np.intp), np.zeros(0, np.uint16), np.zeros(0, np.uint16))


def positions(segment: Segment, leaf: Leaf) -> Array:
    """Where `leaf`, of one word, stands, ascending (integers)."""
    if leaf.kind == "word":
        number = segment.dictionary.stem_number(leaf.terms[0])
        found = segment.positions(number) if number >= 0 else NONE
    elif leaf.kind == "exact":
        found = _exact(segment, leaf.terms[0])
    else:
        found = _positions_of_any(segment, _folded_numbers(segment, leaf))
    if leaf.title_only:
        found = found[field_of(segment, found) % 2 == 0]
    return found


def postings(segment: Segment, leaf: Leaf) -> Postings:
    """In which statements `leaf`, of one word, occurs, and how often."""
    if leaf.kind == "word":
        return _word_postings(segment, leaf)
    if leaf.kind == "exact" or leaf.title_only:
        return count_positions(segment, positions(segment, leaf))
    return _postings_of_any(segment, _folded_numbers(segment, leaf))


def _word_postings(segment: Segment, leaf: Leaf) -> Postings:
    number = segment.dictionary.stem_number(leaf.terms[0])
    if number < 0:
        return NO_POSTINGS
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


def _exact(segment: Segment, form: str) -> Array:
    """Where a word is written exactly so."""
    dictionary = segment.dictionary
    folded = fold(form)
    number = dictionary.stem_number(stem(folded))
    if number < 0:
        return NONE
    siblings = dictionary.folded_of_stem(number)
    place = dictionary.folded.find(folded.encode(), siblings.start, siblings.stop)
    if place < 0:
        return NONE
    forms = dictionary.forms_of_folded(place)
    wanted = dictionary.forms.find(form.encode(), forms.start, forms.stop)
    return segment.positions_of_form(number, wanted) if wanted >= 0 else NONE


def _folded_numbers(segment: Segment, leaf: Leaf) -> Array:
    """The folded forms that a prefix, a pattern or a typing error means, ascending."""
    dictionary = segment.dictionary
    if leaf.kind == "prefix":
        return dictionary.with_prefix(leaf.terms[0])
    if leaf.kind == "fuzzy":
        word, distance, equal = leaf.terms
        return dictionary.within_distance(word, int(distance), int(equal))
    beginning = re.match(r"[^*?]*", leaf.terms[0])
    pattern = "".join(_WILD.get(c) or re.escape(c) for c in leaf.terms[0])
    if beginning is None or not beginning[0]:
        return dictionary.matching(pattern)
    # Only words that begin so can match: few, and found by binary search.
    fits = re.compile(pattern).fullmatch
    numbers = dictionary.with_prefix(beginning[0])
    kept = [n for n in numbers.tolist() if fits(dictionary.folded[n].decode())]
    return np.array(kept, np.uint32)


_WILD = {"*": "[^\n]*", "?": "[^\n]"}


def _positions_of_any(segment: Segment, folded: Array) -> Array:
    runs, rest = _expanded(segment, folded)
    parts = [segment.positions_of_stems(first, last) for first, last in runs]
    parts.append(_positions_of_rest(segment, rest))
    return np.sort(np.concatenate(parts))


def _positions_of_rest(segment: Segment, folded: Array) -> Array:
    """Where folded forms stand whose stems have other forms too, stem by stem."""
    stems = np.unique(segment.dictionary.stems_of_folded(folded))
    return segment.positions_of_forms(stems, segment.dictionary.forms_mask(folded))


def _postings_of_any(segment: Segment, folded: Array) -> Postings:
    """In which statements one of some folded forms stands, and how often.

    The postings of stems all of whose words are meant are added up; only of the
    others the positions are looked at.
    """
    runs, rest = _expanded(segment, folded)
    counts = np.zeros((2, len(segment)))
    for first, last in runs:
        docs, frequencies = segment.postings_of_stems(first, last)
        in_title, in_body = _split(segment, frequencies)
        counts[0] += np.bincount(docs, in_title, len(segment))
        counts[1] += np.bincount(docs, in_body, len(segment))
    if rest.size:
        part = count_positions(segment, np.sort(_positions_of_rest(segment, rest)))
        counts[0][part.docs] += part.in_title
        counts[1][part.docs] += part.in_body
    docs = np.flatnonzero(counts[0] + counts[1])
    found = counts[:, docs].astype(np.int64)
    return Postings(docs, found[0], found[1])


def _expanded(segment: Segment, folded: Array) -> tuple[list[tuple[int, int]], Array]:
    """(runs [first, last] of stems all of whose words are among `folded`, the rest of
    `folded`).
    """
    dictionary = segment.dictionary
    stems = dictionary.stems_of_folded(folded)
    distinct, counts = np.unique(stems, return_counts=True)
    complete = distinct[counts == dictionary.folded_counts(distinct)]
    rest = folded[~np.isin(stems, complete)]
    breaks = np.flatnonzero(np.diff(complete) != 1) + 1
    runs = [(int(run[0]), int(run[-1])) for run in np.split(complete, breaks) if run.size]
    return runs, rest


def _split(segment: Segment, frequencies: Array) -> tuple[Array, Array]:
    """Stored frequencies as those in the title and those in the body."""
    shift = segment.title_shift
    return frequencies >> shift, frequencies & ((1 << shift) - 1)


def count_positions(segment: Segment, found: Array) -> Postings:
    """Positions, counted by statement and field."""
    if not found.size:
        return NO_POSTINGS
    fields = field_of(segment, found)
    docs = fields >> 1
    first = np.flatnonzero(np.concatenate(([True], docs[1:] != docs[:-1])))
    both = np.diff(np.append(first, docs.size))
    in_title = np.add.reduceat(fields % 2 == 0, first, dtype=np.int64)
    return Postings(docs[first], in_title, both - in_title)


def positions_in(segment: Segment, found: Array, fields: Array) -> tuple[Array, Array]:
    """The positions of `found` that lie in some fields.

    Args:
        segment: where they are.
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
