"""The positions: where each stem occurs, and in which surface form.

Lives here: the format in prose, writing and reading it. Does not live here: the arithmetic
(`searchkit.kernels.decoding`), its checks (`check`), in which statements words occur
(`segment.postings`), the word at a position (`forward`).

`position` has the position of each word, by stem, then by statement, then ascending, counted
from where its statement begins: in two bytes unless a statement has more than 65,536 of
them. The positions of a posting are neighbours, as many as its frequencies say, so the
postings tell which statement a position belongs to. `stem.position_ends` says where the
positions of each stem end. `position.form` has for each position which of its stem's surface
forms it is, counted from the stem's first. What is given out is counted from the beginning of
the segment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

from searchkit.kernels import decoding
from searchkit.kernels.arrays import Docs, Narrow, Positions
from searchkit.schema.numbering import Numbering
from searchkit.segment.arrays import share, share_sizes, shares, size_of, taken
from searchkit.segment.positions.space import read_starts
from searchkit.segment.postings.frequencies import FREQUENCY
from searchkit.segment.postings.postings import DOC, PostingArrays, PostingsReader
from searchkit.segment.section import NARROW, U4, Section, per_string, per_word
from searchkit.segment.terms.dictionary import Dictionary
from searchkit.segment.terms.sections import STEM
from searchkit.storage.container import Array, Container, ContainerWriter

POSITION = "position"
POSITION_FORM = "position.form"
ENDS = "stem.position_ends"
SECTIONS = (
    Section(POSITION, NARROW, per_word),
    Section(POSITION_FORM, NARROW, per_word),
    Section(ENDS, U4, per_string(STEM), ends_in=POSITION, verified=True),
)

AT_ONCE = 1 << 20
"""Positions worked on at a time: enough that the cost of NumPy's calls does not matter, few
enough that the most frequent word takes some megabytes."""
SOME = 1 << 18
"""Positions of which some are chosen at a time: choosing takes five times as much memory as
they do themselves."""
FEW = 2_048
"""Of fewer postings than this, choosing some takes longer than taking all. To retune, time
`within` against `of` for stems of about this many statements."""
MOST = 2**32 - 1
"""No end is larger."""
NO_FORM = MOST
"""No surface form has this number."""
OTHER_COUNTS = "a word another number of times than it has positions"


def write_position_ends(writer: ContainerWriter, ends: Array) -> None:
    """Add where the positions of each stem end."""
    writer.add(ENDS, ends.astype(np.uint32))


def write_positions(writer: ContainerWriter, positions: Narrow, forms: Narrow) -> None:
    """Add the positions of all words, and their forms."""
    writer.add(POSITION, positions)
    writer.add(POSITION_FORM, forms)


def _are_most(docs: Docs, listed: Docs) -> bool:
    """Whether choosing the postings of some statements is not worth it."""
    return listed.size < FEW or docs.size * 2 > listed.size


def _are_few(docs: Docs, listed: Docs) -> bool:
    """Whether statements are so few that each is looked for by itself."""
    return docs.size * 16 < listed.size


class PositionsReader:
    """The positions of an open segment. Those in deleted statements are among them.

    Args:
        container: whose structure has been checked.
        count: the statements of the segment.
        numbering: of its texts.
        dictionary, postings: of the same segment.

    Attributes:
        ends: (stems) where each one's positions end.
    """

    def __init__(
        self,
        container: Container,
        count: int,
        numbering: Numbering,
        dictionary: Dictionary,
        postings: PostingsReader,
    ) -> None:
        self._container, self._count, self._numbering = container, count, numbering
        self._dictionary, self._postings = dictionary, postings
        self.ends = container.array(ENDS)

    @cached_property
    def starts(self) -> Positions:
        """Where each text begins, then the end: see `space`."""
        return read_starts(self._container)

    @cached_property
    def begins(self) -> Positions:
        """Where each statement begins."""
        found = np.ascontiguousarray(self._numbering.every(self.starts[:-1], 0))
        found.setflags(write=False)  # The kernel copies what may change.
        return found

    @cached_property
    def _within(self) -> Narrow:
        """Of each word, within its statement."""
        return self._container.array(POSITION)

    @cached_property
    def _forms(self) -> Narrow:
        return self._container.array(POSITION_FORM)

    def count(self, first: int, last: int) -> int:
        """How often the stems [first, last] occur."""
        place = share(self.ends, first, last)
        return int(place.stop - place.start)

    def counts(self, stems: Array) -> Array:
        """How often each stem occurs (int64)."""
        return share_sizes(self.ends, stems)

    def _totals(self, postings: Sequence[slice], count: int) -> Array:
        """How many positions each posting has (an integer type).

        Args:
            postings: which.
            count: how many positions they have together.

        Raises:
            CorruptIndex: they do not: memory is taken by these numbers.
        """
        totals = self._postings.frequencies.totals(postings)
        if int(totals.sum(dtype=np.int64)) != count:
            raise self._container.damaged(FREQUENCY, OTHER_COUNTS)
        totals.setflags(write=False)  # The kernel copies what may change.
        return totals

    def _all(self, postings: Sequence[slice], places: Sequence[slice]) -> Positions:
        """The positions of the stems that have those `postings` and `places`."""
        totals = self._totals(postings, size_of(places))
        docs = taken(self._postings.all_docs, postings)
        return decoding.all_positions(self.begins, docs, totals, taken(self._within, places))

    def _some(self, postings: Sequence[slice], places: Sequence[slice], wanted: Array) -> Positions:
        """Those of them that `wanted`, a mask, names."""
        if np.count_nonzero(wanted) * 8 > wanted.size:
            some: Positions = self._all(postings, places)[wanted]
            return some
        totals = self._totals(postings, size_of(places))
        docs = taken(self._postings.all_docs, postings)
        within = taken(self._within, places)
        return decoding.some_positions(self.begins, docs, totals, within, wanted.nonzero()[0])

    def of(self, first: int, last: int) -> Positions:
        """The positions of the stems [first, last], stem by stem."""
        return self.of_runs([(first, last)])

    def of_runs(self, runs: Sequence[tuple[int, int]]) -> Positions:
        """The positions of runs of stems [first, last], stem by stem."""
        postings = [self._postings.places(first, last) for first, last in runs]
        return self._all(postings, [share(self.ends, first, last) for first, last in runs])

    def within(self, first: int, last: int, docs: Docs) -> Positions:
        """Those of the positions of the stems [first, last] that are in some statements
        (ascending); perhaps more.
        """
        if first == last or self.count(first, last) <= SOME:
            return self._within_part(first, last, docs)
        # Memory that is not written to is not taken.
        found = np.empty(self.count(first, last), np.uint32)
        size = 0
        for part in self._parts(first, last, SOME):
            some = self._within_part(*part, docs)
            found[size : size + some.size] = some
            size += some.size
        found.resize(size, refcheck=False)
        return found

    def _within_part(self, first: int, last: int, docs: Docs) -> Positions:
        """`within`, all at once."""
        postings = self._postings.places(first, last)
        listed = self._postings.all_docs[postings]
        if _are_most(docs, listed):
            return self.of(first, last)
        place = share(self.ends, first, last)
        within = self._within[place]
        totals = self._totals([postings], within.size)
        few = _are_few(docs, listed) and first == last
        try:
            return decoding.positions_among(self.begins, listed, totals, within, docs, few)
        except ValueError:
            raise self._container.damaged(DOC) from None

    def _places_in(self, first: int, last: int, docs: Docs) -> tuple[Docs, Array] | None:
        """The positions of the stems [first, last] in some statements (ascending): (the
        statement of each, its place in the section); None: choosing is not worth it.
        """
        postings = self._postings.places(first, last)
        listed = self._postings.all_docs[postings]
        if _are_most(docs, listed):
            return None
        few = _are_few(docs, listed) and first == last
        which = decoding.postings_in(listed, docs, self._count, few)
        place = share(self.ends, first, last)
        size = place.stop - place.start
        try:
            counts, places = decoding.places_of_postings(
                self._totals([postings], size), which, size
            )
        except ValueError:
            raise self._container.damaged(DOC) from None
        places += place.start
        return listed[which].repeat(counts), places

    def of_form(self, stem: int, form: int, docs: Docs | None = None) -> Positions:
        """Where a surface form of a stem occurs, ascending.

        Args:
            stem, form: their numbers.
            docs: statements (ascending) that are asked about; positions in others may be
                among what is found. None: all.
        """
        chosen = None if docs is None else self._places_in(stem, stem, docs)
        if chosen is None:
            place = share(self.ends, stem, stem)
            kept = self._are_form(stem, form, place)
            return self._some([self._postings.places(stem, stem)], [place], kept)
        statements, places = chosen
        kept = self._are_form(stem, form, places)
        found: Positions = self.begins[statements[kept]]
        found += self._within[places[kept]]
        return found

    def _are_form(self, stem: int, form: int, places: slice | Array) -> Array:
        """Whether some of a stem's positions are those of a surface form."""
        siblings = self._dictionary.folded_of_stem(stem)
        first = self._dictionary.forms_of_folded(siblings.start).start
        kept: Array = self._forms[places] == form - first
        return kept

    def postings_of_form(self, stem: int, form: int) -> PostingArrays:
        """The postings of a surface form of a stem; the frequencies uint32.

        Raises:
            CorruptIndex: the stem occurs another number of times than it has positions.
        """
        docs, *counts = self._postings.of(stem, stem)
        place = share(self.ends, stem, stem)
        total = sum(int(one.sum(dtype=np.int64)) for one in counts)
        if total != place.stop - place.start:
            raise self._container.damaged(FREQUENCY, OTHER_COUNTS)
        marked = self._are_form(stem, form, place)
        found = (
            decoding.count_marked(marked, *counts)
            if len(counts) == 2
            else decoding.count_marked_in(marked, counts)
        )
        kept = sum(found[1:], found[0]).nonzero()[0]
        return docs[kept], *(one[kept] for one in found)

    def of_forms(self, stems: Array, wanted: Array) -> Positions:
        """Where some stems occur in one of some surface forms, stem by stem.

        Args:
            stems: their numbers, ascending.
            wanted: (surface forms) whether each is meant.
        """
        parts = [np.zeros(0, np.uint32)]
        for postings, places, forms in self._with_forms(stems, AT_ONCE):
            # A damaged index may name a form that is not there.
            forms[forms >= wanted.size] = 0
            parts.append(self._some(postings, places, wanted[forms]))
        return np.concatenate(parts)

    def with_forms(self, stems: Array) -> Iterator[tuple[Positions, Array]]:
        """All positions of some stems (their numbers, ascending), stem by stem and some stems
        at a time, with the number of the surface form at each.
        """
        for postings, places, forms in self._with_forms(stems, SOME):
            yield self._all(postings, places), forms

    def _with_forms(
        self, stems: Array, size: int
    ) -> Iterator[tuple[Sequence[slice], Sequence[slice], Array]]:
        """As many stems at a time as have about `size` positions, one alone that has more: their
        postings, their places, the surface form at each.
        """
        counts = self.counts(stems)
        firsts = self._dictionary.first_forms(stems)
        breaks = np.diff(np.cumsum(counts) // size).nonzero()[0] + 1
        for group in np.split(np.arange(stems.size), breaks) if stems.size else ():
            places = shares(self.ends, stems[group])
            forms = taken(self._forms, places) + firsts[group].repeat(counts[group])
            yield self._postings.places_of_each(stems[group]), places, forms

    def in_parts(self) -> Iterator[tuple[int, int, Positions]]:
        """All positions, in parts of whole stems: (first stem, last stem, their positions).

        The parts have about `AT_ONCE` each; more where one stem alone does.
        """
        for first, last in self._parts(0, self.ends.size - 1, AT_ONCE):
            yield first, last, self.of(first, last)

    def _parts(self, first: int, last: int, size: int) -> Iterator[tuple[int, int]]:
        """The stems [first, last] in parts that have at most `size` positions; more where one
        stem alone does.
        """
        while first <= last:
            reach = (int(self.ends[first - 1]) if first else 0) + size
            # Of one type, or NumPy copies all ends to compare them.
            kind = self.ends.dtype.type
            end = int(self.ends.searchsorted(kind(min(reach, MOST)), side="right")) - 1
            part = min(last, max(first, end))
            yield first, part
            first = part + 1

    def forms_at(self) -> Array:
        """The surface form at each position, `NO_FORM` where no word occurs (uint32)."""
        form_at = np.full(int(self.starts[-1]), NO_FORM, np.uint32)
        for positions, forms in self.forms_in_parts():
            form_at[positions] = forms
        return form_at

    def forms_in_parts(self) -> Iterator[tuple[Positions, Array]]:
        """All positions, stem by stem in parts, and the surface form at each (int64)."""
        for first, last, positions in self.in_parts():
            stems = np.arange(first, last + 1)
            forms = self._dictionary.first_forms(stems).repeat(self.counts(stems))
            yield positions, forms + self._forms[share(self.ends, first, last)]

    def forms_in_order(self) -> Array:
        """The surface form of every word, in reading order (uint32)."""
        form_at = self.forms_at()
        in_order: Array = form_at[form_at != NO_FORM]
        return in_order
