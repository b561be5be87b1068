"""Where single words occur in a segment: stems, surface forms, prefixes, patterns.

Lives here: postings (in which statements, how often) and positions of leaves that cover one
word. Does not live here: which words a pattern means (`patterns`), several words together
(`spans`), combining statements (`evaluate`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from searchkit.kernels import sets, texts
from searchkit.kernels.arrays import PostingList
from searchkit.matching.patterns import folded_numbers
from searchkit.matching.work import SIZE, SPARE, Work
from searchkit.model.errors import UnsupportedQuery
from searchkit.query.tree import Exact, Leaf, Stem, Word
from searchkit.schema.analysis import fold, stem
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array

BODY = 1
"""The place of the body among the texts."""
MOST = 2**32 - 1
"""The largest frequency that is counted; a damaged index may claim any."""
NO_POSITIONS: Array = np.zeros(0, np.uint32)


class SurfaceForm(NamedTuple):
    """The numbers of a stem and of one of its surface forms."""

    stem: int
    form: int


class Folded(NamedTuple):
    """Folded forms by stem.

    Attributes:
        runs: first and last stem of runs of neighbours all of whose forms are meant.
        rest: the numbers of the other folded forms, ascending.
    """

    runs: list[tuple[int, int]]
    rest: Array


def word_positions(segment: Segment, leaf: Word, work: Work, docs: Array | None = None) -> Array:
    """Where a word stands, ascending (uint32).

    Args:
        segment: where it is looked up.
        leaf: the word.
        work: of the query.
        docs: statements (ascending) that are asked about; positions in others may be found,
            too. None: all.

    Raises:
        QueryTooBroad: its positions are more than the query may still look at.
    """
    match leaf:
        case Stem(term):
            number = segment.dictionary.stem_number(term)
            if number < 0:
                return NO_POSITIONS
            (found,) = _positions_of_runs(segment, [(number, number)], docs)
        case Exact(form):
            surface = surface_form(segment, form)
            found = segment.positions_of_form(*surface, docs) if surface else NO_POSITIONS
        case _:
            folded = folded_numbers(segment.dictionary, leaf, work)
            found = positions_of_folded(segment, folded, work, docs)
    return only_in_its_text(segment, leaf, found)


def only_in_its_text(segment: Segment, leaf: Leaf, positions: Array) -> Array:
    """Those of `positions` that are in the text that `leaf` must stand in."""
    meant = texts_meant(segment, leaf.within)
    if meant is None:
        return positions
    there = segment.numbering.text(texts.texts_at(segment.starts, positions))
    found: Array = positions[np.isin(there, meant) if len(meant) > 1 else there == meant[0]]
    return found


def texts_meant(segment: Segment, within: str | None) -> tuple[int, ...] | None:
    """The places of the texts that a leaf may stand in: the one that it names, else those that
    the profile has searched; None: all.

    Raises:
        UnsupportedQuery: there is no such text.
    """
    text = text_of(segment, within)
    return segment.schema.plain_texts if text is None else (text,)


def text_of(segment: Segment, within: str | None) -> int | None:
    """The place in the schema of a text, by what a query calls it; None: any.

    Raises:
        UnsupportedQuery: there is no such text.
    """
    if within is None:
        return None
    for place, text in enumerate(segment.schema.texts):
        if text.query == within:
            return place
    raise UnsupportedQuery(f"no text is called {within!r}")


def word_postings(segment: Segment, leaf: Word, work: Work) -> PostingList:
    """In which statements a word occurs, and how often.

    Raises:
        QueryTooBroad: as `word_positions`.
    """
    meant = texts_meant(segment, leaf.within)
    if not isinstance(leaf, (Stem, Exact)):
        if meant is not None:
            positions = word_positions(segment, leaf, work)
            return texts.count_by_statement(segment.starts, segment.numbering, positions)
        return _postings_of_any(segment, folded_numbers(segment.dictionary, leaf, work), work)
    if isinstance(leaf, Stem):
        number = segment.dictionary.stem_number(leaf.stem)
        if number < 0:
            return texts.no_postings(segment.numbering)
        docs, *counts = segment.postings(number)
    else:
        surface = surface_form(segment, leaf.form)
        if surface is None:
            return texts.no_postings(segment.numbering)
        docs, *counts = segment.postings_of_form(*surface)
    found = PostingList(docs.astype(np.intp), tuple(counts))
    if meant is None:
        return found
    return found.in_text(meant[0]) if len(meant) == 1 else found.in_texts(meant)


def surface_form(segment: Segment, form: str) -> SurfaceForm | None:
    """The word of exactly these letters, or None if there is none."""
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
    return SurfaceForm(number, wanted) if wanted >= 0 else None


def _positions_of_runs(
    segment: Segment, runs: list[tuple[int, int]], docs: Array | None
) -> list[Array]:
    if docs is None:
        return [segment.positions_of_runs(runs)]
    return [segment.positions_in(first, last, docs) for first, last in runs]


def positions_of_folded(
    segment: Segment, numbers: Array, work: Work, docs: Array | None = None
) -> Array:
    folded = _by_stem(segment, numbers)
    stems = _stems_of(segment, folded.rest)
    every = _looked_at(segment, folded.runs, stems, positions=True)
    count = every if docs is None else _looked_at(segment, folded.runs, stems, positions=False)
    wanted = every if docs is None else every * docs.size // max(1, len(segment))
    work.add(count, SIZE * wanted + min(SPARE, 3 * SIZE * count))
    parts = _positions_of_runs(segment, folded.runs, docs)
    parts.append(_positions_of_rest(segment, stems, folded.rest))
    parts = [part for part in parts if part.size]
    found = parts[0] if len(parts) == 1 else np.concatenate([NO_POSITIONS, *parts])
    return sets.ascending(found, segment.forward.size)


def looked_at(segment: Segment, numbers: Array, *, positions: bool) -> int:
    """How many places are looked at to find some folded forms (their numbers, ascending).

    Args:
        segment: where.
        numbers: of the folded forms.
        positions: whether all their positions are wanted, or only their postings, and the
            positions of the stems that have other forms, too.
    """
    folded = _by_stem(segment, numbers)
    return _looked_at(segment, folded.runs, _stems_of(segment, folded.rest), positions=positions)


def _looked_at(
    segment: Segment, runs: list[tuple[int, int]], stems: Array, *, positions: bool
) -> int:
    count = segment.position_count if positions else segment.posting_count
    return sum(count(*run) for run in runs) + int(segment.position_counts(stems).sum())


def _stems_of(segment: Segment, folded: Array) -> Array:
    stems = segment.dictionary.stems_of_folded(folded)
    return stems[np.diff(stems, prepend=-1).nonzero()[0]]  # They come in order.


def _positions_of_rest(segment: Segment, stems: Array, folded: Array) -> Array:
    """Where folded forms occur whose stems have other forms, too; in no order."""
    if not stems.size:
        return NO_POSITIONS
    return segment.positions_of_forms(stems, segment.dictionary.forms_mask(folded))


def _postings_of_any(segment: Segment, numbers: Array, work: Work) -> PostingList:
    """In which statements any of some folded forms occurs, and how often.

    Where all words of a stem are meant, its postings are added; only for other stems are
    positions looked at.
    """
    folded = _by_stem(segment, numbers)
    stems = _stems_of(segment, folded.rest)
    work.add(_looked_at(segment, folded.runs, stems, positions=False))
    size = len(segment)
    counts = np.zeros((segment.numbering.texts, size))
    for docs, *by_text in segment.postings_of_runs(folded.runs):
        for place, frequencies in enumerate(by_text):
            if place == BODY:  # The long one: nearly every posting counts in it.
                counts[place] += np.bincount(docs, frequencies, size)
                continue
            there = frequencies.nonzero()[0]
            counts[place] += np.bincount(docs[there], frequencies[there], size)
    found = _positions_of_rest(segment, stems, folded.rest)
    if found.size:
        in_order = sets.ascending(found, segment.forward.size)
        part = texts.count_by_statement(segment.starts, segment.numbering, in_order)
        for place, more in enumerate(part.counts):
            counts[place][part.docs] += more
    docs = counts.sum(axis=0).nonzero()[0]
    kept = np.minimum(counts[:, docs], MOST).astype(np.uint32)
    return PostingList(docs, tuple(kept))


def _by_stem(segment: Segment, numbers: Array) -> Folded:
    """Folded forms (their numbers, ascending) by stem."""
    dictionary = segment.dictionary
    stems = dictionary.stems_of_folded(numbers)  # They come in order.
    first = np.diff(stems, prepend=-1).nonzero()[0]
    distinct, counts = stems[first], np.diff(first, append=stems.size)
    whole = counts == dictionary.folded_counts(distinct)
    complete, rest = distinct[whole], numbers[(~whole).repeat(counts)]
    breaks = (np.diff(complete) != 1).nonzero()[0] + 1
    runs = [(int(run[0]), int(run[-1])) for run in np.split(complete, breaks) if run.size]
    return Folded(runs, rest)
