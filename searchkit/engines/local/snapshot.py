"""One generation of an index, open: its segments and what is counted once.

Lives here: what all searches of a generation share. Nothing of it changes, but for
values that are computed when first needed, so threads may share it. Does not live
here: one search (`searching`).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from searchkit.engines.local.spelling import spellings
from searchkit.engines.local.writing import Writing
from searchkit.model.address import Address
from searchkit.model.errors import UnsupportedQuery
from searchkit.query.names import KnownNames, SpeakerNames
from searchkit.query.same_people import names_of_field
from searchkit.ranking.bm25f import DEFAULT, Constants
from searchkit.ranking.statistics import Statistics, count_statistics, text_weights
from searchkit.schema import fields
from searchkit.schema.speakers import REMEDY, SAID, asked
from searchkit.segment.columns.names import NameColumn
from searchkit.segment.opening import open_segments
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array
from searchkit.storage.manifest import Manifest

if TYPE_CHECKING:
    from searchkit.counting.facets import FacetNames
    from searchkit.engines.local.families import Families
    from searchkit.engines.local.governing import Governed
    from searchkit.engines.local.offices import Held
    from searchkit.engines.local.vocabulary import Vocabulary
    from searchkit.meaning.related import Wordings
    from searchkit.meaning.vectors import Content


class Snapshot:
    """The open segments of one generation.

    Args:
        directory: of the index.
        manifest: which files it is.
        constants: of ranking.
        before: a snapshot whose files need not be opened again where they still serve.

    Raises:
        CorruptIndex: a segment is missing, damaged, or not the one the manifest names.
    """

    def __init__(
        self,
        directory: Path,
        manifest: Manifest,
        constants: Constants = DEFAULT,
        before: Snapshot | None = None,
    ) -> None:
        self.directory = directory
        self.manifest = manifest
        self.constants = constants
        known: list[Segment] = before.segments if before else []
        self.segments: list[Segment] = open_segments(directory, manifest, known)

    def __len__(self) -> int:
        return sum(segment.live_count for segment in self.segments)

    @cached_property
    def statistics(self) -> Statistics:
        """Counts and mean lengths over all segments."""
        return count_statistics(self.segments)

    @cached_property
    def schema(self) -> fields.Schema:
        """The fields of its statements."""
        return self.segments[0].schema if self.segments else fields.DEFAULT

    @cached_property
    def weights(self) -> list[tuple[Array, ...]]:
        """For each segment and text, what an occurrence weighs (`text_weights`)."""
        return [text_weights(s, self.statistics, self.constants) for s in self.segments]

    @cached_property
    def known(self) -> dict[str, KnownNames]:
        """The names of each field that has names."""
        return {
            field.query: names_of_field(field, self._shown(field.query), self._family)
            for field in self.schema.names
        }

    @cached_property
    def held(self) -> dict[tuple[str, ...], Held]:
        """Who held the offices that were asked for, by family; `offices` fills it."""
        return {}

    def _family(self, key: str) -> tuple[str, ...]:
        return self.families.of(key)

    @cached_property
    def families(self) -> Families:
        """Which names are one office's."""
        from searchkit.engines.local.families import Families, families
        from searchkit.engines.local.name_usages import SegmentUsages

        person, label = self.people, self.offices
        if not person or not label:
            return Families(())
        return families(label, SegmentUsages(self.segments, person, label.field.query))

    @property
    def people(self) -> KnownNames | None:
        """The names of who made statements: the first field of people."""
        return next((one for one in self.known.values() if one.field.kind == "person"), None)

    @property
    def offices(self) -> KnownNames | None:
        """The names of offices: the first field of labels."""
        return next((one for one in self.known.values() if one.field.kind == "label"), None)

    @cached_property
    def asked_names(self) -> Mapping[str, KnownNames]:
        """`known`, and the names of who is quoted, which are read when one is asked for."""
        return _AskedNames(self)

    @property
    def knows_speakers(self) -> bool:
        """Whether it knows who says what, and a query can ask."""
        taken = SAID in self.schema.by_query
        return not taken and all(segment.spoken.known for segment in self.segments)

    @cached_property
    def speakers(self) -> KnownNames:
        """The names of who is quoted.

        Raises:
            UnsupportedQuery: some segment knows no quotations.
        """
        if not self.knows_speakers:
            raise UnsupportedQuery("this index knows no quotations", remedy=REMEDY)
        columns = [(segment.spoken.speakers, segment.live_stretches) for segment in self.segments]
        return SpeakerNames(asked(self.schema.profile), _shown(columns))

    def _shown(self, field: str) -> dict[str, str]:
        columns: list[tuple[NameColumn, Array | slice]] = [
            (segment.names[field], slice(None) if segment.live is None else segment.live)
            for segment in self.segments
        ]
        return _shown(columns)

    @cached_property
    def facet_names(self) -> dict[str, FacetNames]:
        """The names of each field that has names, as facets count them."""
        from searchkit.counting.facets import FacetNames

        return {
            field: FacetNames([segment.names[field] for segment in self.segments], known.shown)
            for field, known in self.known.items()
        }

    @cached_property
    def vectors(self) -> Content:
        """What its statements mean.

        Raises:
            ModelError: there are no vectors.
            CorruptIndex: they are damaged.
        """
        from searchkit.meaning.vectors import open_vectors

        return open_vectors(self.directory, self.manifest)

    @cached_property
    def wordings(self) -> Wordings:
        """Other wordings of what it says; only where the manifest names some.

        Raises:
            CorruptIndex: they are damaged.
        """
        from searchkit.meaning.related import open_wordings

        assert self.manifest.related is not None
        return open_wordings(self.directory, self.manifest.related)

    def spellings(self, folded: str) -> tuple[str, ...]:
        """The other spellings that the corpus has of a folded word."""
        return spellings(self.segments, folded, self.schema.profile.long_vowels)

    @cached_property
    def writing(self) -> Writing:
        """The ways in which the corpus writes one thing."""
        return Writing(self.segments)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of all segments, counted."""
        from searchkit.engines.local.vocabulary import Vocabulary

        return Vocabulary(self.segments, self.schema.profile)

    @cached_property
    def days(self) -> tuple[datetime.date, datetime.date] | None:
        """The days of the first and the last statement; None where no day is known."""
        known = [segment.alive((segment.dates > 0).nonzero()[0]) for segment in self.segments]
        dated = zip(self.segments, known, strict=True)
        days = [segment.dates[docs] for segment, docs in dated if docs.size]
        if not days:
            return None
        first, last = min(int(of.min()) for of in days), max(int(of.max()) for of in days)
        return _date(first), _date(last)

    @cached_property
    def governments(self) -> Governed:
        """Terms of government, as far as statements tell."""
        from searchkit.engines.local.governing import governed

        return governed(self)

    def find(self, statement_id: str) -> Address | None:
        """Where a statement is."""
        for number, segment in enumerate(self.segments):
            statement = segment.number(statement_id)
            if statement >= 0:
                return Address(number, statement)
        return None


class _AskedNames(dict[str, KnownNames]):
    """The names of an index by what a query calls their field; those of who is quoted only when
    they are asked for.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__(snapshot.known)
        self._snapshot = snapshot

    def __missing__(self, field: str) -> KnownNames:
        if field != SAID:
            raise KeyError(field)
        return self._snapshot.speakers


def _shown(columns: Iterable[tuple[NameColumn, Array | slice]]) -> dict[str, str]:
    """Key -> shown name: the commonest spelling, the first of equals.

    Args:
        columns: of each segment, and which of their rows count.
    """
    counted: dict[tuple[str, str], float] = {}
    for column, live in columns:
        keys = map(column.keys.__getitem__, column.key_of_spelling.tolist())
        counts = column.count_spellings(live).tolist()
        for key, name, count in zip(keys, column.spellings, counts, strict=True):
            if count:
                counted[key, name] = counted.get((key, name), 0) + count
    rows = sorted((-count, name, key) for (key, name), count in counted.items())
    # The best comes last here, and stays.
    return {key: name for _, name, key in reversed(rows)}


def _date(day: int) -> datetime.date:
    return datetime.date(day // 10_000, day // 100 % 100, day % 100)
