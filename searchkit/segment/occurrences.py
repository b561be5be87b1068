"""Where the words of an open segment stand.

Lives here: the file with its tombstones; postings, positions and the forward array. Does
not live here: what is known of the statements (`reader`), looking words up
(`dictionary`).
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np

from searchkit.errors import CorruptIndex
from searchkit.segment.dictionary import Dictionary
from searchkit.segment.frequencies import Frequencies
from searchkit.segment.layout import NO_FORM, RARE
from searchkit.segment.structure import check_structure, damaged
from searchkit.segment.tombstones import NONE, Tombstones
from searchkit.storage.container import Array, Container

CHUNK = 1 << 20
"""Postings or positions that are worked on at a time, to bound the memory."""

FEW_POSTINGS = 256
"""Of so few, choosing some takes longer than taking all."""
OTHER_COUNTS = "a word another number of times than it has positions"


def _joined(values: Array, places: Sequence[slice]) -> Array:
    return np.concatenate([values[:0], *(values[place] for place in places)])


class Occurrences:
    """An open segment, as far as its words go. Statements are numbered from 0 to `len(self) - 1`.

    Some of them may be deleted: their numbers stay, and what counts or finds
    statements leaves them out. Postings and positions still hold them; `alive` filters.

    Args:
        path: the file.
        tombstones: the deleted statements; None: there are none.

    Raises:
        CorruptIndex: header, section table or dictionaries are damaged, or the
            lengths of the sections do not fit one another.
    """

    def __init__(self, path: Path, tombstones: Tombstones | None = None) -> None:
        self.container = Container(path)
        check_structure(self.container)
        meta = self.container.array("meta")
        self._count, self.token_count = (int(value) for value in meta[:2])
        self._orders: dict[str, Array] = {}
        self.dictionary = Dictionary(self.container)
        self._posting_ends = self.container.array("stem.posting_ends")
        self._position_ends = self.container.array("stem.position_ends")
        self._docs = self.container.array("posting.doc")
        self.frequencies = Frequencies(self.container)
        self._set_tombstones(tombstones or NONE)

    def _set_tombstones(self, tombstones: Tombstones) -> None:
        self.tombstones = tombstones
        self.live: Array | None = None
        if tombstones.dead.size:
            self.live = np.ones(self._count, bool)
            self.live[tombstones.dead] = False

    def with_tombstones(self, tombstones: Tombstones | None) -> Self:
        """The same segment, of which other statements are deleted; the file is shared."""
        other = copy.copy(self)
        other._set_tombstones(tombstones or NONE)
        return other

    def __len__(self) -> int:
        return self._count

    @property
    def live_count(self) -> int:
        """How many statements are not deleted."""
        return self._count - int(self.tombstones.dead.size)

    def alive(self, docs: Array) -> Array:
        """Those of `docs` that are not deleted."""
        return docs if self.live is None else docs[self.live[docs]]

    def live_sum(self, values: Array) -> int:
        """The sum of a value that each statement has, over those that are not deleted."""
        kept = values if self.live is None else values[self.live]
        return int(kept.sum(dtype=np.int64))

    def damaged(self, section: str, what: str = "") -> CorruptIndex:
        """The error for a section that can't be right."""
        return damaged(self.container, section, what)

    def _postings_range(self, stem: int) -> slice:
        return slice(
            int(self._posting_ends[stem - 1]) if stem else 0, int(self._posting_ends[stem])
        )

    def document_frequency(self, stem: int) -> int:
        """In how many statements a stem stands, deleted ones left out."""
        place = self._postings_range(stem)
        if self.live is None:
            return int(place.stop - place.start)
        return int(np.count_nonzero(self.live[self._docs[place]]))

    def common_folded(self, least: int) -> Array:
        """The numbers of the folded forms whose stem stands in `least` statements at least,
        deleted ones counted too; ascending.
        """
        ends = self._posting_ends
        counts = ends[1:] - ends[:-1]
        stems = np.flatnonzero(np.concatenate((ends[:1], counts)) >= least)
        return self.dictionary.folded_of_stems(stems)

    def postings(self, stem: int) -> tuple[Array, Array, Array]:
        """(statement numbers ascending, frequencies in their titles, in their bodies) of a
        stem; the frequencies of narrow unsigned types.
        """
        return self.postings_of_stems(stem, stem)

    def posting_totals(self, first: int, last: int) -> Array:
        """How often each posting's word stands in its statement, for the stems [first, last]."""
        return self.frequencies.totals(
            self._postings_range(first).start, int(self._posting_ends[last])
        )

    def posting_count(self, first: int, last: int) -> int:
        """How many postings the stems [first, last] have."""
        return int(self._posting_ends[last]) - int(self._postings_range(first).start)

    def postings_of_runs(
        self, runs: Sequence[tuple[int, int]]
    ) -> Iterator[tuple[Array, Array, Array]]:
        """`postings` of runs of stems [first, last], one after the other, in parts of
        about `CHUNK`.
        """
        taken: list[slice] = []
        count = 0
        for first, last in runs:
            start, stop = self._postings_range(first).start, int(self._posting_ends[last])
            for low in range(start, stop, CHUNK):
                taken.append(slice(low, min(low + CHUNK, stop)))
                count += taken[-1].stop - low
                if count >= CHUNK:
                    yield self._joined_postings(taken)
                    taken, count = [], 0
        if taken:
            yield self._joined_postings(taken)

    def _joined_postings(self, places: Sequence[slice]) -> tuple[Array, Array, Array]:
        parts = [self.frequencies.of(place.start, place.stop) for place in places]
        in_title, in_body = (np.concatenate(side) for side in zip(*parts, strict=True))
        return self._checked(_joined(self._docs, places)), in_title, in_body

    def position_count(self, first: int, last: int) -> int:
        """How often the stems [first, last] stand."""
        place = self._positions_range(first, last)
        return place.stop - place.start

    def position_counts(self, stems: Array) -> Array:
        """How often each stem stands (int64)."""
        starts = np.where(stems > 0, self._position_ends[stems - 1], 0).astype(np.int64)
        counts: Array = self._position_ends[stems] - starts
        return counts

    def postings_of_stems(self, first: int, last: int) -> tuple[Array, Array, Array]:
        """`postings` of the stems [first, last], one after the other.

        Raises:
            CorruptIndex: there is no such statement: arrays are made by these numbers.
        """
        start, stop = self._postings_range(first).start, self._postings_range(last).stop
        return self._checked(self._docs[start:stop]), *self.frequencies.of(start, stop)

    def _checked(self, docs: Array) -> Array:
        if docs.size and int(docs.max()) >= self._count:
            raise self.damaged("posting.doc")
        return docs

    def _positions_range(self, first: int, last: int) -> slice:
        return slice(
            int(self._position_ends[first - 1]) if first else 0, int(self._position_ends[last])
        )

    def _runs(self, postings: Sequence[slice], count: int) -> tuple[Array, Array]:
        """(where the statement of each posting begins (uint32), how many positions it has).

        Args:
            postings: which.
            count: how many positions they have together.

        Raises:
            CorruptIndex: they do not: memory is taken by these numbers.
        """
        docs = np.concatenate([self._docs[place] for place in postings])
        totals = np.concatenate([self.frequencies.totals(p.start, p.stop) for p in postings])
        if int(totals.sum()) != count:
            raise self.damaged("posting.frequency", OTHER_COUNTS)
        return self._statement_starts[docs], totals

    def positions_of_stems(self, first: int, last: int) -> Array:
        """`positions` of the stems [first, last], one after the other."""
        place = self._positions_range(first, last)
        postings = slice(self._postings_range(first).start, self._postings_range(last).stop)
        begins, totals = self._runs([postings], place.stop - place.start)
        found = np.repeat(begins, totals)
        found += self._positions[place]
        return found

    def docs(self, stem: int) -> Array:
        """The statements of a stem, ascending: what `postings` gives first."""
        return self._checked(self._docs[self._postings_range(stem)])

    def positions_in(self, first: int, last: int, docs: Array) -> Array:
        """Those of `positions_of_stems` that are in some statements (ascending); perhaps more."""
        start, stop = self._postings_range(first).start, self._postings_range(last).stop
        listed = self._docs[start:stop]
        if listed.size < FEW_POSTINGS or docs.size * 2 > listed.size:
            return self.positions_of_stems(first, last)
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
        ends = np.cumsum(self.frequencies.totals(start, stop))
        if int(ends[-1]) != place.stop - place.start:
            raise self.damaged("posting.frequency", OTHER_COUNTS)
        begins = np.where(which > 0, ends[which - 1], 0)
        counts = ends[which] - begins
        total = int(counts.sum())
        if total > int(ends[-1]):  # They do not ascend: memory without bound.
            raise self.damaged("posting.doc")
        index = np.arange(total)
        index += np.repeat(begins - np.cumsum(counts) + counts, counts)
        found = np.repeat(self._statement_starts[listed[which]], counts)
        found += self._positions[place][index]
        return found

    def positions(self, stem: int) -> Array:
        """Where a stem stands, ascending (uint32)."""
        return self.positions_of_stems(stem, stem)

    def positions_of_folded(self, folded: int) -> Array:
        """Where a folded form stands, ascending (uint32)."""
        stem = self.dictionary.stem_of_folded(folded)
        siblings = self.dictionary.folded_of_stem(stem)
        if len(siblings) == 1:
            return self.positions(stem)
        first = self.dictionary.forms_of_folded(siblings.start).start
        wanted = self.dictionary.forms_of_folded(folded)
        return self._written(stem, wanted.start - first, wanted.stop - first)

    def positions_of_form(self, stem: int, form: int) -> Array:
        """Where a written form of a stem stands, ascending (uint32)."""
        siblings = self.dictionary.folded_of_stem(stem)
        first = self.dictionary.forms_of_folded(siblings.start).start
        return self._written(stem, form - first, form - first + 1)

    def _written(self, stem: int, low: int, high: int) -> Array:
        """Where a stem stands in one of its written forms [low, high), ascending."""
        place = self._positions_range(stem, stem)
        forms = self._forms[place]
        kept = forms == low if high - low == 1 else (forms >= low) & (forms < high)
        return self._chosen([self._postings_range(stem)], [place], np.flatnonzero(kept))

    def _chosen(self, postings: Sequence[slice], places: Sequence[slice], kept: Array) -> Array:
        """Some positions of the stems that have those `postings` and `places`; `kept` counts
        from the first place.
        """
        count = sum(place.stop - place.start for place in places)
        begins, totals = self._runs(postings, count)
        found: Array
        if kept.size * 8 < count:
            # Which posting a position belongs to is only asked for those that are wanted.
            found = begins[np.searchsorted(np.cumsum(totals), kept, side="right")]
        else:
            found = np.repeat(begins, totals)[kept]
        found += _joined(self._positions, places)[kept]
        return found

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
            numbers = stems[group].tolist()
            places = [self._positions_range(stem, stem) for stem in numbers]
            forms = _joined(self._forms, places) + np.repeat(firsts[group], counts[group])
            # A damaged index may name a form that is not there.
            forms[forms >= wanted.size] = 0
            postings = [self._postings_range(stem) for stem in numbers]
            parts.append(self._chosen(postings, places, np.flatnonzero(wanted[forms])))
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
