"""How often each stem occurs in the texts of each statement: a byte a posting.

Lives here: the format in prose, packing the two frequencies of a posting, and taking them
apart again. Does not live here: which statements those are (`postings`), where in them the
words occur (`segment.positions`), the arithmetic (`searchkit.kernels.decoding`).

Statements have two texts, a title and a body. `posting.frequency` has a byte for each
posting: the frequency in the title in its upper two bits, that in the body in its lower six.
Of the statements of 1996 to 2022, four postings in ten thousand do not fit. They have the byte
255, and their frequencies are in a list of their own: `posting.listed` has the numbers of these
postings, ascending, `posting.listed_title` and `posting.listed_body` their frequencies.

A further text T that a profile adds has `posting.frequency.T`, the frequency in it of each
posting.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from searchkit.kernels import decoding
from searchkit.kernels.arrays import Frequencies, narrow
from searchkit.segment.arrays import taken
from searchkit.segment.checks import need
from searchkit.segment.section import NARROW, U1, U4, Section, as_many_as
from searchkit.storage.container import MAX_NAME, Array, Container, ContainerWriter

NO_TEXTS: Mapping[str, Array] = MappingProxyType({})
FREQUENCY = "posting.frequency"
LISTED = "posting.listed"
LISTED_TITLE, LISTED_BODY = "posting.listed_title", "posting.listed_body"

SECTIONS = (
    Section(FREQUENCY, U1),
    Section(LISTED, U4),
    Section(LISTED_TITLE, NARROW, as_many_as(LISTED)),
    Section(LISTED_BODY, NARROW, as_many_as(LISTED)),
)

FURTHER, FURTHER_LONG = FREQUENCY + ".", "posting.in."
"""Before the name of a further text; the other one where that is too long for a section."""

TEXTS = 2
"""How many texts of a statement a byte holds the frequencies of."""
BODY_BITS = 6
MOST_IN_BODY = (1 << BODY_BITS) - 1
MOST_IN_TITLE = (1 << 8 - BODY_BITS) - 1
ELSEWHERE = 255
"""The byte of a posting whose frequencies are in the list."""


def sections_of(further: Sequence[str]) -> tuple[Section, ...]:
    """The sections of further texts, by their names."""
    return tuple(Section(_section_of(name), NARROW, as_many_as(FREQUENCY)) for name in further)


def _section_of(further: str) -> str:
    """The section of a further text."""
    section = FURTHER + further
    return section if len(section) <= MAX_NAME else FURTHER_LONG + further


def write_frequencies(
    writer: ContainerWriter,
    in_title: Array,
    in_body: Array,
    further: Mapping[str, Array] = NO_TEXTS,
) -> None:
    """Add the frequencies of all postings, in their order.

    Args:
        writer: of the segment.
        in_title: (postings) how often the word occurs in the title.
        in_body: (postings) and in the body.
        further: (postings) and in each further text, by its name.
    """
    fits = (in_title <= MOST_IN_TITLE) & (in_body <= MOST_IN_BODY)
    joined = np.minimum(in_title, MOST_IN_TITLE).astype(np.uint8) << np.uint8(BODY_BITS)
    joined |= np.minimum(in_body, MOST_IN_BODY).astype(np.uint8)
    joined[~fits] = ELSEWHERE  # What would fit as that very byte is listed, too.
    listed = np.flatnonzero(joined == ELSEWHERE)
    writer.add(FREQUENCY, joined)
    writer.add(LISTED, listed.astype(np.uint32))
    writer.add(LISTED_TITLE, narrow(in_title[listed]))
    writer.add(LISTED_BODY, narrow(in_body[listed]))
    for name, counts in further.items():
        writer.add(_section_of(name), narrow(counts))


class FrequencyReader:
    """The frequencies of all postings of an open segment.

    Args:
        container: whose structure has been checked.
        further: the names of the texts after title and body.
    """

    def __init__(self, container: Container, further: Sequence[str] = ()) -> None:
        self._container = container
        self._further = [container.array(_section_of(name)) for name in further]
        self._joined = container.array(FREQUENCY)
        self._listed = container.array(LISTED)
        self._in_title = container.array(LISTED_TITLE)
        self._in_body = container.array(LISTED_BODY)

    def of(self, first: int, last: int) -> tuple[Frequencies, ...]:
        """(in the title, in the body, in each further text) of the postings [first, last), of
        narrow unsigned types.

        Raises:
            CorruptIndex: the list names a posting that is not among those.
        """
        both = self._of_both(first, last)
        if not self._further:
            return both
        return *both, *(counts[first:last] for counts in self._further)

    def _of_both(self, first: int, last: int) -> tuple[Frequencies, Frequencies]:
        joined = self._joined[first:last]
        in_title, in_body = decoding.frequencies(joined, BODY_BITS)
        view = self._listed.data
        low = bisect_left(view, first)
        high = bisect_left(view, last, low)
        if low == high:
            return in_title, in_body
        places = self._listed[low:high].astype(np.int64) - first
        if places.min() < 0 or places.max() >= joined.size:
            raise self._container.damaged(LISTED)
        # The types of the lists hold what a byte holds as well.
        in_title = in_title.astype(self._in_title.dtype)
        in_body = in_body.astype(self._in_body.dtype)
        in_title[places] = self._in_title[low:high]
        in_body[places] = self._in_body[low:high]
        return in_title, in_body

    def totals(self, places: Sequence[slice]) -> Array:
        """How many positions each posting in some places has, in all texts together (of an
        integer type).

        Raises:
            CorruptIndex: the list lacks a posting.
        """
        totals = self._totals_of_both(places)
        for counts in self._further:
            totals = totals.astype(np.int64) + taken(counts, places)
        return totals

    def _totals_of_both(self, places: Sequence[slice]) -> Array:
        joined = taken(self._joined, places)
        totals = decoding.both_frequencies(joined, BODY_BITS)
        listed = np.flatnonzero(joined == ELSEWHERE)
        if not listed.size:
            return totals
        # Their numbers: how far each is into which of the places.
        starts = np.array([place.start for place in places], np.int64)
        before = np.cumsum([0, *(place.stop - place.start for place in places[:-1])])
        which = np.searchsorted(before, listed, side="right") - 1
        numbers = (starts[which] + listed - before[which]).astype(np.uint32)
        rows = np.searchsorted(self._listed, numbers)
        rows[rows == self._listed.size] = 0
        if not self._listed.size or (self._listed[rows] != numbers).any():
            raise self._container.damaged(LISTED)
        totals = totals.astype(np.int64)
        totals[listed] = self._in_title[rows].astype(np.int64) + self._in_body[rows]
        return totals

    def check(self) -> None:
        """Verify that the list has the postings that need it, and that all words occur.

        Raises:
            CorruptIndex: naming the file, the section and what is wrong there.
        """
        elsewhere = np.flatnonzero(self._joined == ELSEWHERE)
        listed = np.array_equal(self._listed, elsewhere)
        need(self._container, LISTED, listed, "not each posting without a byte of its own")
        occurs = np.any([one > 0 for one in self.of(0, self._joined.size)], axis=0).all()
        need(self._container, FREQUENCY, occurs, "a word that does not occur")
