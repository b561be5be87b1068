"""In which statements of an open segment each word stands, and how often.

Lives here: the file with its tombstones, and postings. Does not live here: where in
those statements (`occurrences`), how frequencies are packed (`frequencies`), looking
words up (`dictionary`).
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

import numpy as np

from searchkit.model.errors import CorruptIndex
from searchkit.segment.dictionary import Dictionary
from searchkit.segment.frequencies import Frequencies
from searchkit.segment.layout import taken
from searchkit.segment.structure import check_structure, damaged
from searchkit.segment.tombstones import NONE, Tombstones
from searchkit.storage.container import Array, Container

CHUNK = 1 << 20
"""Postings that are worked on at a time, to bound the memory."""


class Postings:
    """An open segment, as far as its words go, by statement: these are numbered from 0.

    Some of them may be deleted: their numbers stay, and what counts or finds
    statements leaves them out. Postings still hold them; `alive` filters.

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

    def docs(self, stem: int) -> Array:
        """The statements of a stem, ascending: what `postings` gives first."""
        return self._checked(self._docs[self._postings_range(stem)])

    def posting_totals(self, first: int, last: int) -> Array:
        """How often each posting's word stands in its statement, for the stems [first, last]."""
        return self.frequencies.totals([self._run(first, last)])

    def _run(self, first: int, last: int) -> slice:
        """The postings of the stems [first, last]."""
        return slice(self._postings_range(first).start, int(self._posting_ends[last]))

    def posting_count(self, first: int, last: int) -> int:
        """How many postings the stems [first, last] have."""
        return int(self._posting_ends[last]) - int(self._postings_range(first).start)

    def postings_of_runs(
        self, runs: Sequence[tuple[int, int]]
    ) -> Iterator[tuple[Array, Array, Array]]:
        """`postings` of runs of stems [first, last], one after the other, in parts of
        about `CHUNK`.
        """
        places: list[slice] = []
        count = 0
        for first, last in runs:
            start, stop = self._postings_range(first).start, int(self._posting_ends[last])
            for low in range(start, stop, CHUNK):
                places.append(slice(low, min(low + CHUNK, stop)))
                count += places[-1].stop - low
                if count >= CHUNK:
                    yield self._joined_postings(places)
                    places, count = [], 0
        if places:
            yield self._joined_postings(places)

    def _joined_postings(self, places: Sequence[slice]) -> tuple[Array, Array, Array]:
        parts = [self.frequencies.of(place.start, place.stop) for place in places]
        in_title, in_body = (np.concatenate(side) for side in zip(*parts, strict=True))
        return self._checked(taken(self._docs, places)), in_title, in_body

    def postings_of_stems(self, first: int, last: int) -> tuple[Array, Array, Array]:
        """`postings` of the stems [first, last], one after the other.

        Raises:
            CorruptIndex: there is no such statement: arrays are made by these numbers.
        """
        place = self._run(first, last)
        return self._checked(self._docs[place]), *self.frequencies.of(place.start, place.stop)

    def _checked(self, docs: Array) -> Array:
        if docs.size and int(docs.max()) >= self._count:
            raise self.damaged("posting.doc")
        return docs
