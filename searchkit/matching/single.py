"""Where single words occur in a segment: stems, written forms, prefixes, patterns.

Lives here: postings (in which statements, how often) and positions of leaves that
cover one word. Does not live here: which words a pattern means (`patterns`), several
words together (`spans`), combining statements (`evaluate`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from searchkit.matching.leaves import Leaf
from searchkit.matching.patterns import folded_numbers
from searchkit.matching.sets import ascending
from searchkit.matching.work import Work
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


MOST = 2**32 - 1

NONE: Array = np.zeros(0, np.uint32)
NO_POSTINGS = Postings(np.zeros(0, np.intp), np.zeros(0, np.uint16), np.zeros(0, np.uint16))


def positions(segment: Segment, leaf: Leaf, work: Work, docs: Array | None = None) -> Array:
    """Where `leaf`, of one word, stands, ascending (uint32).

    Args:
        segment: where it is looked up.
        leaf: the word.
        work: of the query.
        docs: the statements (ascending) in which that is asked; positions in others may
            be among what is found. None: in all.

    Raises:
        QueryTooBroad: it stands for more than the query may still look at.
    """
    if leaf.kind == "word":
        number = segment.dictionary.stem_number(leaf.terms[0])
        found = NONE
        if number >= 0:
            (found,) = _positions_of_runs(segment, [(number, number)], docs)
    elif leaf.kind == "exact":
        written = _written(segment, leaf.terms[0])
        found = segment.positions_of_form(*written, docs) if written else NONE
    else:
        found = _positions_of_any(
            segment, folded_numbers(segment.dictionary, leaf, work), work, docs
        )
    if leaf.title_only:
        found = found[field_of(segment, found) % 2 == 0]
    return found


def postings(segment: Segment, leaf: Leaf, work: Work) -> Postings:
    """In which statements `leaf`, of one word, occurs, and how often.

    Raises:
        QueryTooBroad: as `positions`.
    """
    if leaf.kind in ("word", "exact"):
        return _word_postings(segment, leaf)
    if leaf.title_only:
        return count_positions(segment, positions(segment, leaf, work))
    return _postings_of_any(segment, folded_numbers(segment.dictionary, leaf, work), work)


def _word_postings(segment: Segment, leaf: Leaf) -> Postings:
    if leaf.kind == "exact":
        written = _written(segment, leaf.terms[0])
        if written is None:
            return NO_POSTINGS
        docs, in_title, in_body = segment.postings_of_form(*written)
    else:
        number = segment.dictionary.stem_number(leaf.terms[0])
        if number < 0:
            return NO_POSTINGS
        docs, in_title, in_body = segment.postings(number)
    if leaf.title_only:
        kept = np.flatnonzero(in_title)
        in_title = in_title[kept]
        return Postings(docs[kept].astype(np.intp), in_title, np.zeros_like(in_title))
    return Postings(docs.astype(np.intp), in_title, in_body)


def field_of(segment: Segment, found: Array) -> Array:
    """For each position, its field: 2 i for the title of statement i, 2 i + 1 for its
    body; `found` ascending.
    """
    starts = segment.starts
    if found.size < starts.size:
        # Of one type, or NumPy copies one of them to compare.
        return np.searchsorted(starts, found.astype(np.uint32, copy=False), side="right") - 1
    return np.repeat(np.arange(starts.size - 1), counts_in_fields(segment, found))


def field_ends(segment: Segment, found: Array) -> Array:
    """For each position, where its field ends (uint32); `found` ascending."""
    starts = segment.starts
    if found.size < starts.size:
        ends: Array = starts[field_of(segment, found) + 1]
        return ends
    return np.repeat(starts[1:], counts_in_fields(segment, found))


def counts_in_fields(segment: Segment, found: Array) -> Array:
    """How many of `found`, ascending, each field holds; for many of them.

    Raises:
        CorruptIndex: they do not ascend, or stand in no field.
    """
    places = np.searchsorted(found, segment.starts.astype(found.dtype, copy=False))
    counts = np.diff(places)
    # A search in what does not ascend may say anything. What is made of it has as many
    # items as `found`, or is not made.
    if places[0] or places[-1] != found.size or (counts < 0).any():
        raise segment.damaged("position")
    return counts


def _written(segment: Segment, form: str) -> tuple[int, int] | None:
    """(stem, written form) of a word that is written exactly so, or None: there is none."""
    dictionary = segment.dictionary
    folded = fold(form)
    number = dictionary.stem_number(stem(folded))
    if number < 0:
        return None
    siblings = dictionary.folded_of_stem(number)
    place = dictionary.folded.find(folded.encode(), siblings.start, siblings.stop)
    if place < 0:
        return None
    forms = dictionary.forms_of_folded(place)
    wanted = dictionary.forms.find(form.encode(), forms.start, forms.stop)
    return (number, wanted) if wanted >= 0 else None


def _positions_of_runs(
    segment: Segment, runs: list[tuple[int, int]], docs: Array | None
) -> list[Array]:
    if docs is None:
        return [segment.positions_of_runs(runs)]
    return [segment.positions_in(first, last, docs) for first, last in runs]


def _positions_of_any(
    segment: Segment, folded: Array, work: Work, docs: Array | None = None
) -> Array:
    runs, rest = _expanded(segment, folded)
    stems = _stems_of(segment, rest)
    count = segment.position_count if docs is None else segment.posting_count
    work.add(sum(count(*run) for run in runs) + int(segment.position_counts(stems).sum()))
    parts = _positions_of_runs(segment, runs, docs)
    parts.append(_positions_of_rest(segment, stems, rest))
    return ascending(np.concatenate(parts), segment.forward.size)


def _stems_of(segment: Segment, folded: Array) -> Array:
    stems = segment.dictionary.stems_of_folded(folded)
    return stems[np.flatnonzero(np.diff(stems, prepend=-1))]  # They come in order.


def _positions_of_rest(segment: Segment, stems: Array, folded: Array) -> Array:
    """Where folded forms stand whose stems have other forms too, in no order."""
    if not stems.size:
        return NONE
    return segment.positions_of_forms(stems, segment.dictionary.forms_mask(folded))


def _postings_of_any(segment: Segment, folded: Array, work: Work) -> Postings:
    """In which statements one of some folded forms stands, and how often.

    The postings of stems all of whose words are meant are added up; only of the
    others the positions are looked at.
    """
    runs, rest = _expanded(segment, folded)
    stems = _stems_of(segment, rest)
    total = sum(segment.posting_count(first, last) for first, last in runs)
    work.add(total + int(segment.position_counts(stems).sum()))
    counts = np.zeros((2, len(segment)))
    for docs, in_title, in_body in segment.postings_of_runs(runs):
        counts[1] += np.bincount(docs, in_body, len(segment))
        titled = np.flatnonzero(in_title)
        counts[0] += np.bincount(docs[titled], in_title[titled], len(segment))
    found = _positions_of_rest(segment, stems, rest)
    if found.size:
        part = count_positions(segment, ascending(found, segment.forward.size))
        counts[0][part.docs] += part.in_title
        counts[1][part.docs] += part.in_body
    docs = np.flatnonzero(counts[0] + counts[1])
    # A damaged index may hold any frequency.
    in_title, in_body = np.minimum(counts[:, docs], MOST).astype(np.uint32)
    return Postings(docs, in_title, in_body)


def _expanded(segment: Segment, folded: Array) -> tuple[list[tuple[int, int]], Array]:
    """(runs [first, last] of stems all of whose words are among `folded`, the rest of
    `folded`).
    """
    dictionary = segment.dictionary
    stems = dictionary.stems_of_folded(folded)  # They come in order.
    first = np.flatnonzero(np.diff(stems, prepend=-1))
    distinct, counts = stems[first], np.diff(first, append=stems.size)
    whole = counts == dictionary.folded_counts(distinct)
    complete, rest = distinct[whole], folded[np.repeat(~whole, counts)]
    breaks = np.flatnonzero(np.diff(complete) != 1) + 1
    runs = [(int(run[0]), int(run[-1])) for run in np.split(complete, breaks) if run.size]
    return runs, rest


def count_positions(segment: Segment, found: Array) -> Postings:
    """Positions, ascending, counted by statement and field."""
    if not found.size:
        return NO_POSTINGS
    if found.size < segment.starts.size:
        fields = field_of(segment, found)
        docs = fields >> 1
        first = np.flatnonzero(np.concatenate(([True], docs[1:] != docs[:-1])))
        both = np.diff(np.append(first, docs.size))
        in_title = np.add.reduceat(fields % 2 == 0, first, dtype=np.int64)
        return Postings(docs[first], in_title, both - in_title)
    counts = counts_in_fields(segment, found)
    in_title, in_body = counts[::2], counts[1::2]
    docs = np.flatnonzero(in_title + in_body)
    return Postings(docs, in_title[docs], in_body[docs])


def positions_in(segment: Segment, found: Array, fields: Array) -> tuple[Array, Array]:
    """The positions of `found` that lie in some fields.

    Args:
        segment: where they are.
        found: positions, ascending.
        fields: field numbers, ascending.

    Returns:
        (positions, for each of them its place in `fields`).

    Raises:
        CorruptIndex: `found` does not ascend, so that positions of other fields were found.
    """
    # Of one type, or NumPy copies all positions to compare them.
    begins, ends = (segment.starts[fields + side].astype(found.dtype) for side in (0, 1))
    low, high = np.searchsorted(found, begins), np.searchsorted(found, ends)
    counts = high - low
    # A search in what does not ascend may say anything. Fields have no position in common:
    # more than there are would be memory without bound.
    if counts.size and (counts.min() < 0 or int(counts.sum()) > found.size):
        raise segment.damaged("position")
    which = np.repeat(np.arange(fields.size), counts)
    before = np.cumsum(counts) - counts
    inside = found[np.arange(which.size) - before[which] + low[which]]
    if ((inside < begins[which]) | (inside >= ends[which])).any():
        raise segment.damaged("position")
    return inside.astype(np.int64), which
