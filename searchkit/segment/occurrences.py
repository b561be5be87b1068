"""Where the words of an open segment stand.

Lives here: positions and the forward array. Does not live here: in which statements
words stand (`postings`), what is known of the statements (`reader`), looking words up
(`dictionary`).

A position is stored within its statement. Which statement that is, the postings say:
the positions of a posting stand together, as many as its frequencies. What is given out
is counted from the beginning of the segment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from searchkit.segment.layout import NO_FORM, RARE, taken
from searchkit.segment.postings import Postings
from searchkit.segment.tombstones import Tombstones
from searchkit.storage.container import Array

CHUNK = 1 << 20
"""Positions that are worked on at a time, to bound the memory."""
FEW = 2_048
"""Of so few postings, choosing some takes longer than taking all."""
OTHER_COUNTS = "a word another number of times than it has positions"


class Occurrences(Postings):
    """An open segment: see `Postings`, and where its words stand in the statements."""

    def __init__(self, path: Path, tombstones: Tombstones | None = None) -> None:
        super().__init__(path, tombstones)
        self._position_ends = self.container.array("stem.position_ends")

    def position_count(self, first: int, last: int) -> int:
        """How often the stems [first, last] stand."""
        place = self._positions_range(first, last)
        return int(place.stop - place.start)

    def position_counts(self, stems: Array) -> Array:
        """How often each stem stands (int64)."""
        starts = np.where(stems > 0, self._position_ends[stems - 1], 0).astype(np.int64)
        counts: Array = self._position_ends[stems] - starts
        return counts

    def _positions_range(self, first: int, last: int) -> slice:
        return slice(
            int(self._position_ends[first - 1]) if first else 0, int(self._position_ends[last])
        )

    def _totals(self, postings: Sequence[slice], count: int) -> Array:
        """How many positions each posting has (an integer type).

        Args:
            postings: which.
            count: how many positions they have together.

        Raises:
            CorruptIndex: they do not: memory is taken by these numbers.
        """
        totals = self.frequencies.totals(postings)
        if int(totals.sum(dtype=np.int64)) != count:
            raise self.damaged("posting.frequency", OTHER_COUNTS)
        return totals

    def _all_of(self, postings: Sequence[slice], places: Sequence[slice]) -> Array:
        """The positions of the stems that have those `postings` and `places`."""
        totals = self._totals(postings, _size(places))
        found = np.repeat(self._statement_starts[taken(self._docs, postings)], totals)
        found += taken(self._positions, places)
        return found

    def _some_of(self, postings: Sequence[slice], places: Sequence[slice], wanted: Array) -> Array:
        """Those of them that `wanted`, a mask, names."""
        if np.count_nonzero(wanted) * 8 > wanted.size:
            some: Array = self._all_of(postings, places)[wanted]
            return some
        kept = np.flatnonzero(wanted)
        # Which posting a position belongs to is only asked for those that are wanted.
        ends = np.cumsum(self._totals(postings, _size(places)), dtype=np.int64)
        docs = taken(self._docs, postings)[np.searchsorted(ends, kept, side="right")]
        found: Array = self._statement_starts[docs]
        found += taken(self._positions, places)[kept]
        return found

    def positions_of_stems(self, first: int, last: int) -> Array:
        """`positions` of the stems [first, last], one after the other."""
        return self.positions_of_runs([(first, last)])

    def positions_of_runs(self, runs: Sequence[tuple[int, int]]) -> Array:
        """`positions` of runs of stems [first, last], one after the other (uint32)."""
        postings = [self._run(first, last) for first, last in runs]
        return self._all_of(postings, [self._positions_range(*run) for run in runs])

    def positions_in(self, first: int, last: int, docs: Array) -> Array:
        """Those of `positions_of_stems` that are in some statements (ascending); perhaps more."""
        chosen = self._places_in(first, last, docs)
        if chosen is None:
            return self.positions_of_stems(first, last)
        statements, places = chosen
        found = self._statement_starts[statements]
        found += self._positions[places]
        return found

    def _places_in(self, first: int, last: int, docs: Array) -> tuple[Array, Array] | None:
        """The positions of the stems [first, last] in some statements (ascending): (the
        statement of each, its place in the section); None: choosing is not worth it.
        """
        postings = self._run(first, last)
        listed = self._docs[postings]
        if listed.size < FEW or docs.size * 2 > listed.size:
            return None
        if first == last and docs.size * 16 < listed.size:
            wanted = docs.astype(listed.dtype)
            which = np.searchsorted(listed, wanted)
            which[which == listed.size] = 0
            which = which[listed[which] == wanted]
        else:
            mask = np.zeros(self._count, bool)
            mask[docs] = True
            which = np.flatnonzero(mask[listed])
        place = self._positions_range(first, last)
        totals = self._totals([postings], place.stop - place.start)
        counts = totals[which].astype(np.int64)
        ends = np.cumsum(counts)
        total = int(ends[-1]) if ends.size else 0
        if total > place.stop - place.start:  # They do not ascend: memory without bound.
            raise self.damaged("posting.doc")
        index = np.arange(place.start, place.start + total)
        # So far each posting's positions are moved from where they are to where they go.
        before = np.cumsum(totals, dtype=np.int64)[which] - ends
        index += np.repeat(before, counts)
        return np.repeat(listed[which], counts), index

    def positions(self, stem: int) -> Array:
        """Where a stem stands, ascending (uint32)."""
        return self.positions_of_stems(stem, stem)

    def positions_of_form(self, stem: int, form: int, docs: Array | None = None) -> Array:
        """Where a written form of a stem stands, ascending (uint32).

        Args:
            stem, form: their numbers.
            docs: statements (ascending) of which that is asked; positions in others may
                be among what is found. None: all.
        """
        chosen = None if docs is None else self._places_in(stem, stem, docs)
        if chosen is None:
            place = self._positions_range(stem, stem)
            kept = self._are_form(stem, form, place)
            return self._some_of([self._postings_range(stem)], [place], kept)
        statements, places = chosen
        kept = self._are_form(stem, form, places)
        found = self._statement_starts[statements[kept]]
        found += self._positions[places[kept]]
        return found

    def _are_form(self, stem: int, form: int, places: slice | Array) -> Array:
        """Whether some of a stem's positions are those of a written form."""
        siblings = self.dictionary.folded_of_stem(stem)
        first = self.dictionary.forms_of_folded(siblings.start).start
        kept: Array = self._forms[places] == form - first
        return kept

    def postings_of_form(self, stem: int, form: int) -> tuple[Array, Array, Array]:
        """`postings` of a written form of a stem; the frequencies uint32.

        Raises:
            CorruptIndex: the stem stands another number of times than it has positions.
        """
        docs, in_title, in_body = self.postings(stem)
        place = self._positions_range(stem, stem)
        totals = in_title.astype(np.int64) + in_body
        if int(totals.sum()) != place.stop - place.start:
            raise self.damaged("posting.frequency", OTHER_COUNTS)
        # How many of the form there are before each position, and behind the last.
        before = np.zeros(place.stop - place.start + 1, np.uint32)
        np.cumsum(self._are_form(stem, form, place), out=before[1:])
        ends = np.cumsum(totals)
        starts = ends - totals
        bodies = starts + in_title
        in_title, in_body = before[bodies] - before[starts], before[ends] - before[bodies]
        kept = np.flatnonzero(in_title + in_body)
        return docs[kept], in_title[kept], in_body[kept]

    def live_forms(self, folded: str, *, beyond_ascii: bool = False) -> Iterator[str]:
        """The written forms that a folded word has in statements that are not deleted, or
        those of them that ASCII can't write.
        """
        dictionary = self.dictionary
        number = dictionary.folded_number(folded)
        if number < 0:
            return
        stem = dictionary.stem_of_folded(number)
        for form in dictionary.forms_of_folded(number):
            written = dictionary.forms[form].decode()
            if not (beyond_ascii and written.isascii()) and self._is_live(stem, form):
                yield written

    def _is_live(self, stem: int, form: int) -> bool:
        """Whether a form of a stem is in a statement that is not deleted."""
        if self.live is None:
            return True
        positions = self.positions_of_form(stem, form).astype(np.uint32)
        # Most often the first of them is.
        for some in (positions[:1], positions[1:]):
            fields = np.searchsorted(self.starts, some, side="right") - 1
            if self.live[fields >> 1].any():
                return True
        return False

    def positions_of_forms(self, stems: Array, wanted: Array) -> Array:
        """Where some stems stand in one of some written forms, stem by stem (uint32).

        Args:
            stems: their numbers, ascending.
            wanted: (written forms) whether each is meant.
        """
        counts = self.position_counts(stems)
        firsts = self.dictionary.first_forms(stems)
        parts = [np.zeros(0, np.uint32)]
        # So many stems at a time that they stand about CHUNK times; one alone if more.
        breaks = np.flatnonzero(np.diff(np.cumsum(counts) // CHUNK)) + 1
        for group in np.split(np.arange(stems.size), breaks) if stems.size else ():
            places = _slices(self._position_ends, stems[group])
            forms = taken(self._forms, places) + np.repeat(firsts[group], counts[group])
            # A damaged index may name a form that is not there.
            forms[forms >= wanted.size] = 0
            postings = _slices(self._posting_ends, stems[group])
            parts.append(self._some_of(postings, places, wanted[forms]))
        return np.concatenate(parts)

    def chunks(self) -> Iterator[tuple[int, int, Array]]:
        """All positions, in parts of whole stems: (first stem, last stem, their positions).

        The parts hold about `CHUNK` each; more where one stem alone does.
        """
        ends = self._position_ends
        first = 0
        while first < ends.size:
            reach = (int(ends[first - 1]) if first else 0) + CHUNK
            last = max(first, int(np.searchsorted(ends, reach, side="right")) - 1)
            yield first, last, self.positions_of_stems(first, last)
            first = last + 1

    def forms_at(self) -> Array:
        """The written form of the word at each position, `NO_FORM` where there is none (uint32)."""
        form_at = np.full(int(self.starts[-1]), NO_FORM, np.uint32)
        for first, last, positions in self.chunks():
            stems = np.arange(first, last + 1)
            forms = np.repeat(self.dictionary.first_forms(stems), self.position_counts(stems))
            form_at[positions] = forms + self._forms[self._positions_range(first, last)]
        return form_at

    def forms_in_order(self) -> Array:
        """The written form of every word, in reading order (uint32)."""
        form_at = self.forms_at()
        in_order: Array = form_at[form_at != NO_FORM]
        return in_order

    @cached_property
    def _statement_starts(self) -> Array:
        """(N) where each statement begins (uint32)."""
        return np.ascontiguousarray(self.starts[:-1:2])

    @cached_property
    def _positions(self) -> Array:
        """Of each word, within its statement."""
        return self.container.array("position")

    @cached_property
    def _forms(self) -> Array:
        return self.container.array("position.form")

    @cached_property
    def forward(self) -> Array:
        """The code of the stem at each position (uint16)."""
        return self.container.array("forward")

    def code(self, stem: int) -> int | None:
        """The code of a stem in `forward`, or None where it is too rare for one."""
        code = int(self._codes[stem])
        return None if code == RARE else code

    @cached_property
    def _codes(self) -> Array:
        return self.container.array("stem.code")

    @cached_property
    def starts(self) -> Array:
        """(2 N + 1) where each title and body begins, then the end (uint32).

        Raises:
            CorruptIndex: they do not ascend.
        """
        starts = self.container.array("field.start")
        if not (starts[1:] > starts[:-1]).all():
            raise self.damaged("field.start")
        return starts


def _size(places: Sequence[slice]) -> int:
    return sum(place.stop - place.start for place in places)


def _slices(ends: Array, numbers: Array) -> list[slice]:
    """For each of `numbers`, what ends at `ends` of it, and begins where the one before ends."""
    starts = np.where(numbers > 0, ends[numbers - 1], 0).tolist()
    return [slice(*both) for both in zip(starts, ends[numbers].tolist(), strict=True)]
