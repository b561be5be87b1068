"""Who says what: the quotations of the texts, as intervals of positions.

Lives here: the format in prose, writing and reading it, its checks. Does not live here: what is
a quotation and who says it (`searchkit.quotations`), which of them a query means
(`searchkit.matching.spoken`).

For each stretch of words that somebody says, in the order of the texts: `spoken.position` has
where its first word stands, `spoken.words` how many words it has, `spoken.flags` the sum of

- 1: the text itself names who speaks;
- 2: it goes on the quotation before it (in its next part or paragraph);
- 4: nobody quotes it: it is what the minister of a speech says between quotations.

Who speaks is a column of names (`names`), `spoken-by.…`, of which `spoken-by.set` has one value
for each stretch. SpokenStretches stand in bodies, and none overlaps another. Only an index that was
asked for quotations has these sections.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from searchkit.kernels.arrays import JoinedOffsets, Lengths, Starts, narrow
from searchkit.profiles.profile import Profile
from searchkit.schema.numbering import Numbering
from searchkit.schema.speakers import stored
from searchkit.segment.checks import need
from searchkit.segment.columns.amounts import positions_of_words, words_at
from searchkit.segment.columns.names import NameColumn, sections, write_names
from searchkit.segment.positions.positions import PositionsReader
from searchkit.segment.positions.space import GAP
from searchkit.segment.section import NARROW, U1, U4, Section, as_many_as
from searchkit.storage.container import Array, Container, ContainerWriter
from searchkit.storage.strings import Strings, write_strings

if TYPE_CHECKING:
    from searchkit.quotations.finding import Spoken

POSITION, WORDS, FLAGS = "spoken.position", "spoken.words", "spoken.flags"
NAMES = "spoken.names"
"""Who says each stretch of a chunk, a line break after each name."""
CERTAIN, GOES_ON, OWN = 1, 2, 4
_LARGEST = CERTAIN + GOES_ON + OWN
BODY = 1
"""The place of the body among the texts."""


def spoken_sections(profile: Profile) -> tuple[Section, ...]:
    """The sections of a segment."""
    per_stretch = as_many_as(POSITION)
    return (
        Section(POSITION, U4, optional=True),
        Section(WORDS, NARROW, per_stretch, optional=True),
        Section(FLAGS, U1, per_stretch, optional=True),
        *(
            one._replace(optional=True, size=per_stretch if one.name.endswith(".set") else one.size)
            for one in sections(stored(profile))
        ),
    )


class SpokenStretches(NamedTuple):
    """SpokenStretches of words that somebody says, in order.

    Attributes:
        places: of the first word of each: its position in a segment, or which of all words of a
            chunk it is (int64).
        words: how many words each has (int64).
        flags: (uint8) as the file has them.
        speakers: of each, the names.
    """

    places: Array
    words: Array
    flags: Array
    speakers: Sequence[tuple[str, ...]]

    def only(self, chosen: Array, places: Array) -> SpokenStretches:
        """Those that `chosen` tells, at other places."""
        kept = [self.speakers[number] for number in chosen.nonzero()[0].tolist()]
        return SpokenStretches(places, self.words[chosen], self.flags[chosen], kept)


NONE = SpokenStretches(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.uint8), ())


def stretches_of(
    said: Sequence[Sequence[Spoken]], words: JoinedOffsets, firsts: Sequence[int]
) -> SpokenStretches:
    """What is said in some bodies, by words; what has none is left out.

    Args:
        said: in each, as `searchkit.quotations` gives it.
        words: of the bodies.
        firsts: the place of the first word of each.
    """
    every = [one for some in said for one in some]
    if not every:
        return NONE
    body = np.repeat(np.arange(len(said)), [len(some) for some in said])
    spans = np.array([one[:2] for one in every], np.int64) + words.begins[body, np.newaxis]
    begins = words.ends.searchsorted(spans[:, 0], "right")
    stops = words.starts.searchsorted(spans[:, 1], "left")
    # A word that two share is the first one's.
    begins[1:] = np.maximum(begins[1:], np.maximum.accumulate(stops)[:-1])
    kept = (begins < stops).nonzero()[0]
    begins, stops, body = begins[kept], stops[kept], body[kept]
    flags = [CERTAIN * one.certain + GOES_ON * one.goes_on + OWN * one.own for one in every]
    return SpokenStretches(
        np.array(firsts, np.int64)[body] + begins - words.firsts[body],
        stops - begins,
        np.array(flags, np.uint8)[kept],
        [every[number].speakers for number in kept.tolist()],
    )


def joined(parts: Sequence[SpokenStretches]) -> SpokenStretches:
    """Several as one, in order."""
    return SpokenStretches(
        np.concatenate([NONE.places, *(part.places for part in parts)]),
        np.concatenate([NONE.words, *(part.words for part in parts)]),
        np.concatenate([NONE.flags, *(part.flags for part in parts)]),
        [names for part in parts for names in part.speakers],
    )


def write_stretches(writer: ContainerWriter, stretches: SpokenStretches) -> None:
    """Add them to a chunk."""
    writer.add(POSITION, stretches.places.astype(np.uint32))
    writer.add(WORDS, narrow(stretches.words))
    writer.add(FLAGS, stretches.flags)
    listed = ("".join(f"{name}\n" for name in names) for names in stretches.speakers)
    write_strings(writer, NAMES, [names.encode() for names in listed])


def read_stretches(chunk: Container) -> SpokenStretches | None:
    """Those of a chunk; None where it knows of none."""
    if POSITION not in chunk:
        return None
    names = [tuple(one.decode().split("\n")[:-1]) for one in Strings(chunk, NAMES)]
    return SpokenStretches(*_columns(chunk), names)


def _columns(container: Container) -> tuple[Array, Array, Array]:
    return (
        container.array(POSITION).astype(np.int64),
        container.array(WORDS).astype(np.int64),
        container.array(FLAGS),
    )


def write_spoken(
    writer: ContainerWriter,
    parts: Sequence[SpokenStretches],
    words_before: Sequence[int],
    lengths: Lengths,
    starts: Starts,
    profile: Profile,
) -> None:
    """Add what chunks know to a segment.

    Args:
        parts: of each chunk.
        words_before: of each chunk, the words of all chunks before it.
        lengths, starts: of all texts of the segment, and then the end.
        profile: how names are compared.
    """
    moved = (
        one._replace(places=one.places + before)
        for one, before in zip(parts, words_before, strict=True)
    )
    every = joined(list(moved))
    writer.add(POSITION, positions_of_words(every.places, lengths, starts).astype(np.uint32))
    writer.add(WORDS, narrow(every.words))
    writer.add(FLAGS, every.flags)
    write_names(writer, stored(profile), every.speakers)


class SpokenReader:
    """The quotations of an open segment.

    Args:
        container: whose structure has been checked.
        numbering: of its texts.
        profile: how names are compared.
        occurrences: which know where texts begin.

    Attributes:
        remembered: what queries make of it, by what they ask.
    """

    def __init__(
        self,
        container: Container,
        numbering: Numbering,
        profile: Profile,
        occurrences: PositionsReader,
    ) -> None:
        self._container, self._numbering, self._profile = container, numbering, profile
        self._occurrences = occurrences
        self.remembered: dict[object, object] = {}

    @property
    def known(self) -> bool:
        """Whether the segment was written with quotations."""
        return POSITION in self._container

    @property
    def begins(self) -> Array:
        """The first position of each stretch, ascending (uint32)."""
        return self._container.array(POSITION)

    @cached_property
    def ends(self) -> Array:
        """The position behind the last word of each (uint32)."""
        ends: Array = self.begins + self._container.array(WORDS).astype(np.uint32)
        return ends

    @property
    def end(self) -> int:
        """The position behind the last of the segment."""
        return int(self._occurrences.starts[-1])

    @property
    def flags(self) -> Array:
        """What is known of each (uint8)."""
        return self._container.array(FLAGS)

    @cached_property
    def speakers(self) -> NameColumn:
        """Who says each.

        Raises:
            CorruptIndex: the column is damaged.
        """
        return NameColumn(self._container, stored(self._profile))

    @cached_property
    def docs(self) -> Array:
        """The statement of each stretch, ascending (int64)."""
        starts = self._occurrences.starts
        texts = np.searchsorted(starts, self.begins, side="right") - 1
        found: Array = self._numbering.statement(texts)
        return found

    @cached_property
    def groups(self) -> Array:
        """The number of the quotation that each stretch is a part of: all that is the minister's
        own in a speech, or a quotation with what goes it on (int64).
        """
        docs = self.docs
        own = (self.flags & OWN) > 0
        groups = np.zeros(own.size, np.int64)
        quoted = ~own
        # What goes on goes on a quotation, whatever stands between them.
        begins = (self.flags[quoted] & GOES_ON) == 0
        in_other = np.diff(docs[quoted], prepend=-1) != 0
        groups[quoted] = np.cumsum(begins | in_other)
        groups[own] = np.cumsum(np.diff(docs[own], prepend=-1) != 0) + int(groups.max(initial=0))
        return groups

    @cached_property
    def quotations(self) -> int:
        """One more than the largest of `groups`."""
        return int(self.groups.max(initial=0)) + 1

    def stretches(self, lengths: Lengths, starts: Starts) -> SpokenStretches:
        """All of them, for a chunk.

        Args:
            lengths: of all texts.
            starts: where each begins, then the end.
        """
        places = words_at(self.begins, lengths, starts)
        names = self.speakers.names_of(np.arange(self.begins.size))
        return SpokenStretches(places, _columns(self._container)[1], self.flags, names)

    def check(self, starts: Starts) -> None:
        """Verify what the sections must agree on.

        Args:
            starts: where each text begins, then the end; they have been checked.

        Raises:
            CorruptIndex: naming the file, the section and what is wrong there.
        """
        container = self._container
        if not self.known:
            return
        begins, words, _ = _columns(container)
        ends = begins + words
        need(container, WORDS, (begins < ends).all(), "a quotation without words")
        need(container, POSITION, (begins[1:] >= ends[:-1]).all(), "quotations overlap")
        inside = not begins.size or ends[-1] <= int(starts[-1])
        need(container, POSITION, inside, "in no text")
        texts = np.searchsorted(starts, begins.astype(starts.dtype), side="right") - 1
        need(container, POSITION, (self._numbering.text(texts) == BODY).all(), "in no body")
        stops = starts[texts + 1].astype(np.int64) - GAP
        need(container, WORDS, (ends <= stops).all(), "beyond its text")
        need(container, FLAGS, (self.flags <= _LARGEST).all(), "a flag that there is not")
        self.speakers.check()
