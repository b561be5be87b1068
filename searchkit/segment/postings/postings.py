"""The postings: in which statements each stem occurs.

Lives here: the format in prose, writing and reading it, its checks. Does not live here: how
often a stem occurs there (`frequencies`), where (`segment.positions`), looking words up
(`segment.terms`), which statements are deleted (`segment.reader`).

A posting is a stem and a statement that it occurs in. `posting.doc` has the statement of each
posting, by stem, then ascending; `stem.posting_ends` says where the postings of each stem end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from searchkit.kernels.arrays import Docs, Frequencies, Totals
from searchkit.segment.arrays import share, share_sizes, shares, starts_from_ends, taken
from searchkit.segment.checks import ascends, need
from searchkit.segment.postings import frequencies
from searchkit.segment.postings.frequencies import (
    FREQUENCY,
    NO_TEXTS,
    FrequencyReader,
    write_frequencies,
)
from searchkit.segment.section import NARROW, U4, Section, as_many_as, per_string
from searchkit.segment.terms.sections import STEM
from searchkit.storage.container import Array, Container, ContainerWriter

DOC = "posting.doc"
ENDS = "stem.posting_ends"

SECTIONS = (
    Section(DOC, NARROW, as_many_as(FREQUENCY)),
    Section(ENDS, U4, per_string(STEM), ends_in=DOC, verified=True),
    *frequencies.SECTIONS,
)

AT_ONCE = 1 << 20
"""Postings worked on at a time: enough that the cost of NumPy's calls does not matter, few
enough that the broadest query takes some megabytes."""


def write_posting_ends(writer: ContainerWriter, ends: Array) -> None:
    """Add where the postings of each stem end."""
    writer.add(ENDS, ends.astype(np.uint32))


def write_postings(
    writer: ContainerWriter,
    docs: Array,
    in_title: Array,
    in_body: Array,
    further: Mapping[str, Array] = NO_TEXTS,
) -> None:
    """Add the postings of all stems: statements (narrow) and frequencies."""
    writer.add(DOC, docs)
    write_frequencies(writer, in_title, in_body, further)


PostingArrays = tuple[Docs, *tuple[Frequencies, ...]]
"""(statements, frequencies in their titles, in their bodies, in each further text)."""


class PostingsReader:
    """The postings of an open segment. Deleted statements are among them.

    Args:
        container: whose structure has been checked.
        count: the statements of the segment.
        further: the names of the texts after title and body.

    Attributes:
        all_docs: the statement of each posting.
        ends: (stems) where each one's postings end.
        frequencies: of each posting.
    """

    def __init__(self, container: Container, count: int, further: Sequence[str] = ()) -> None:
        self._container, self._count = container, count
        self.all_docs = container.array(DOC)
        self.ends = container.array(ENDS)
        self.frequencies = FrequencyReader(container, further)

    def places(self, first: int, last: int) -> slice:
        """The postings of the stems [first, last]."""
        return share(self.ends, first, last)

    def places_of_each(self, stems: Array) -> list[slice]:
        """The postings of each of some stems."""
        return shares(self.ends, stems)

    def count(self, first: int, last: int) -> int:
        """How many postings the stems [first, last] have."""
        place = share(self.ends, first, last)
        return int(place.stop - place.start)

    def common_stems(self, least: int) -> Array:
        """The stems that have at least `least` postings, ascending."""
        ends = self.ends
        common = np.empty(ends.size, bool)
        common[:1] = ends[:1] >= least
        np.greater_equal(ends[1:] - ends[:-1], least, out=common[1:])
        return common.nonzero()[0]

    def stems(self) -> Array:
        """(postings) the stem of each (uint32)."""
        counts = np.diff(starts_from_ends(self.ends))
        return np.repeat(np.arange(counts.size, dtype=np.uint32), counts)

    def docs(self, first: int, last: int) -> Docs:
        """The statements of the stems [first, last], stem by stem.

        Raises:
            CorruptIndex: there is no such statement: arrays are made by these numbers.
        """
        return self._checked(self.all_docs[share(self.ends, first, last)])

    def of(self, first: int, last: int) -> PostingArrays:
        """The postings of the stems [first, last], stem by stem.

        Raises:
            CorruptIndex: as `docs`.
        """
        place = share(self.ends, first, last)
        return self._checked(self.all_docs[place]), *self.frequencies.of(place.start, place.stop)

    def of_runs(self, runs: Sequence[tuple[int, int]]) -> Iterator[PostingArrays]:
        """The postings of runs of stems [first, last], one after the other, in parts of
        about `AT_ONCE`.

        Raises:
            CorruptIndex: as `docs`.
        """
        places: list[slice] = []
        count = 0
        for first, last in runs:
            run = share(self.ends, first, last)
            for low in range(run.start, run.stop, AT_ONCE):
                places.append(slice(low, min(low + AT_ONCE, run.stop)))
                count += places[-1].stop - low
                if count >= AT_ONCE:
                    yield self._joined(places)
                    places, count = [], 0
        if places:
            yield self._joined(places)

    def in_parts(self) -> Iterator[tuple[int, int, Docs, Totals]]:
        """All postings, in parts of whole stems of about `AT_ONCE`: (first stem, last stem,
        statements, how often in all texts together).

        Raises:
            CorruptIndex: as `docs`.
        """
        first = 0
        while first < self.ends.size:
            reach = (int(self.ends[first - 1]) if first else 0) + AT_ONCE
            # Of one type, or NumPy copies all ends to compare them.
            kind = self.ends.dtype.type
            end = int(np.searchsorted(self.ends, kind(min(reach, 2**32 - 1)), side="right")) - 1
            last = max(first, end)
            place = share(self.ends, first, last)
            yield first, last, self._checked(self.all_docs[place]), self.frequencies.totals([place])
            first = last + 1

    def sizes(self, first: int, last: int) -> Array:
        """How many postings each of the stems [first, last] has (int64)."""
        return share_sizes(self.ends, np.arange(first, last + 1))

    def _joined(self, places: Sequence[slice]) -> PostingArrays:
        parts = [self.frequencies.of(place.start, place.stop) for place in places]
        by_text = [np.concatenate(side) for side in zip(*parts, strict=True)]
        return self._checked(taken(self.all_docs, places)), *by_text

    def _checked(self, docs: Docs) -> Docs:
        if docs.size and int(docs.max()) >= self._count:
            raise self._container.damaged(DOC)
        return docs

    def check(self) -> None:
        """Verify that the statements of each stem are there and in order, and occur.

        Raises:
            CorruptIndex: naming the file, the section and what is wrong there.
        """
        container, docs = self._container, self.all_docs
        starts = starts_from_ends(self.ends)
        need(container, ENDS, (starts[1:] > starts[:-1]).all(), "a word has nothing")
        need(container, DOC, not docs.size or int(docs.max()) < self._count, "no statement")
        need(container, DOC, ascends(docs, starts[:-1]), "not in order")
        self.frequencies.check()
