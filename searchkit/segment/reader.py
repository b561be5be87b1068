"""The memory-mapped role: a segment, read as a query needs it.

Lives here: `Segment`, which puts the readers of all structures together and knows which
statements are deleted. Does not live here: how any structure is read (its room), what a
query does with it (`searchkit.matching`, `searchkit.ranking`).
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from searchkit.kernels.arrays import Codes, Docs, Positions
from searchkit.model.errors import CorruptIndex
from searchkit.schema.fields import DEFAULT, Schema
from searchkit.schema.numbering import Numbering
from searchkit.segment.columns.amounts import AmountReader
from searchkit.segment.columns.copies import Copies
from searchkit.segment.columns.days import years_of
from searchkit.segment.columns.ids import Ids
from searchkit.segment.columns.lengths import read_lengths
from searchkit.segment.columns.names import NameColumns
from searchkit.segment.columns.orders import NEWEST
from searchkit.segment.columns.sources import DIGEST, FILE_SIZE, FILE_TIME
from searchkit.segment.columns.spoken import SpokenReader
from searchkit.segment.positions.forward import FORWARD, ForwardReader
from searchkit.segment.positions.lookup import folded_at
from searchkit.segment.positions.positions import PositionsReader
from searchkit.segment.postings.postings import PostingArrays, PostingsReader
from searchkit.segment.statements import StatementReader
from searchkit.segment.store.records import Record, RecordReader
from searchkit.segment.structure import check_structure
from searchkit.segment.terms.dictionary import Dictionary
from searchkit.segment.tombstones import NONE, Tombstones
from searchkit.segment.variants import Variants
from searchkit.storage.container import Array, Container

MAX_COMMON = 8
"""Lists of common words that are remembered: suggestions ask for a few again and again."""

if TYPE_CHECKING:
    from searchkit.model.statement import Statement


class Segment:
    """An open segment. Its statements are numbered from 0.

    Some of them may be deleted: their numbers stay, and what counts or finds statements
    leaves them out. Postings and positions still have them; `alive` filters.

    Args:
        path: the file.
        tombstones: the deleted statements; None: there are none.
        schema: the fields of its statements.

    Attributes:
        container: the file.
        schema: the fields of its statements.
        numbering: how their texts are numbered.
        token_count: how many words they have.
        dictionary, posting_lists, occurrences, forward_array, amounts, spoken, id_column,
            copy_column, variants, records, statements: the readers of its structures.
        names: the columns of names, by what a query calls them.
        tombstones: what has changed since it was written.
        live: (statements) which are not deleted; None: all.

    Raises:
        CorruptIndex: header, section table or dictionary are damaged, or the lengths of
            the sections do not fit one another.
    """

    def __init__(
        self, path: Path, tombstones: Tombstones | None = None, schema: Schema = DEFAULT
    ) -> None:
        self.container = container = Container(path)
        self.schema = schema
        extent = check_structure(container, schema)
        self._count, self.token_count = extent.statements, extent.words
        self.numbering = Numbering(extent.texts)
        self.dictionary = Dictionary(container)
        further = [text.name for text in schema.own_texts]
        self.posting_lists = PostingsReader(container, self._count, further)
        self.occurrences = PositionsReader(
            container, self._count, self.numbering, self.dictionary, self.posting_lists
        )
        self.forward_array = ForwardReader(container)
        self.amounts = AmountReader(container)
        self.spoken = SpokenReader(container, self.numbering, schema.profile, self.occurrences)
        self.id_column, self.copy_column = Ids(container), Copies(container)
        self.variants = Variants(container, self._count)
        self.names = NameColumns(container, schema.names)
        self.records = RecordReader(container, schema.names)
        self.statements = StatementReader(container, schema, self.id_column, self.records)
        self._common: dict[int, Array] = {}
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
        return self.container.damaged(section, what)

    # In which statements words occur.

    def postings(self, stem: int) -> PostingArrays:
        """(statements, ascending; frequencies in their titles; in their bodies) of a stem."""
        return self.posting_lists.of(stem, stem)

    def postings_of_runs(self, runs: Sequence[tuple[int, int]]) -> Iterator[PostingArrays]:
        """`postings` of runs of stems [first, last], one after the other, in parts."""
        return self.posting_lists.of_runs(runs)

    def postings_of_form(self, stem: int, form: int) -> PostingArrays:
        """`postings` of a surface form of a stem."""
        return self.occurrences.postings_of_form(stem, form)

    def docs(self, stem: int) -> Docs:
        """The statements of a stem, ascending: what `postings` gives first."""
        return self.posting_lists.docs(stem, stem)

    def posting_count(self, first: int, last: int) -> int:
        """How many postings the stems [first, last] have."""
        return self.posting_lists.count(first, last)

    def document_frequency(self, stem: int) -> int:
        """In how many statements a stem occurs, deleted ones left out."""
        if self.live is None:
            return self.posting_lists.count(stem, stem)
        place = self.posting_lists.places(stem, stem)
        return int(np.count_nonzero(self.live[self.posting_lists.all_docs[place]]))

    def common_folded(self, least: int) -> Array:
        """The numbers of the folded forms whose stem occurs in at least `least` statements,
        deleted ones counted too; ascending (uint32). Not to be written to.
        """
        known = self._common.get(least)
        if known is None:
            if len(self._common) >= MAX_COMMON:
                self._common.clear()
            stems = self.posting_lists.common_stems(least)
            known = self._common[least] = self.dictionary.folded_of_stems(stems).astype(np.uint32)
        return known

    # Where in them.

    @cached_property
    def starts(self) -> Positions:
        """Where each text begins, then the end.

        Raises:
            CorruptIndex: they do not ascend.
        """
        return self.occurrences.starts

    @cached_property
    def forward(self) -> Codes:
        """The code of the stem at each position."""
        return self.forward_array.at

    def code(self, stem: int) -> int | None:
        """The code of a stem in `forward`, or None where it is too rare for one."""
        return self.forward_array.code(stem)

    def position_count(self, first: int, last: int) -> int:
        """How often the stems [first, last] occur."""
        return self.occurrences.count(first, last)

    def position_counts(self, stems: Array) -> Array:
        """How often each stem occurs (int64)."""
        return self.occurrences.counts(stems)

    def positions(self, stem: int) -> Positions:
        """Where a stem occurs, ascending."""
        return self.occurrences.of(stem, stem)

    def positions_of_runs(self, runs: Sequence[tuple[int, int]]) -> Positions:
        """`positions` of runs of stems [first, last], one after the other."""
        return self.occurrences.of_runs(runs)

    def positions_in(self, first: int, last: int, docs: Docs) -> Positions:
        """`positions` of the stems [first, last] in some statements (ascending); perhaps
        more.
        """
        return self.occurrences.within(first, last, docs)

    def positions_of_form(self, stem: int, form: int, docs: Docs | None = None) -> Positions:
        """Where a surface form of a stem occurs, ascending; of statements `docs`, if given,
        and perhaps of others.
        """
        return self.occurrences.of_form(stem, form, docs)

    def positions_of_forms(self, stems: Array, wanted: Array) -> Positions:
        """Where some stems occur in one of some surface forms, stem by stem.

        Args:
            stems: their numbers, ascending.
            wanted: (surface forms) whether each is meant.
        """
        return self.occurrences.of_forms(stems, wanted)

    def live_forms(self, folded: str, *, beyond_ascii: bool = False) -> Iterator[str]:
        """The surface forms that a folded word has in statements that are not deleted, or
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
        positions = self.positions_of_form(stem, form)
        # Most often the first of them is.
        for some in (positions[:1], positions[1:]):
            texts = np.searchsorted(self.starts, some, side="right") - 1
            if self.live[self.numbering.statement(texts)].any():
                return True
        return False

    def folded_at(self, positions: Positions) -> Array:
        """The number of the folded form at each of some positions (ascending, each once), where
        words must stand (int64).

        Raises:
            CorruptIndex: the structures contradict one another.
        """
        found = folded_at(self.occurrences, self.forward_array, self.dictionary, positions)
        if found is None:
            raise self.damaged(FORWARD)
        return found

    # What is known of each statement.

    @cached_property
    def lengths(self) -> dict[str, Array]:
        """Words in each text of each statement, by the name of the text."""
        return read_lengths(self.container, self.schema)

    @cached_property
    def dates(self) -> Array:
        """Each day as the number YYYYMMDD, 0 where unknown (int32)."""
        return self.container.array(self.schema.day.name)

    @property
    def dates_of(self) -> Mapping[str, Array]:
        """`dates` of each field of days, by what a query calls it."""
        return self.statements.dates_of

    @cached_property
    def years(self) -> Array:
        """The year of each day, 0 where unknown (uint16)."""
        return years_of(self.dates)

    @cached_property
    def newest_ranks(self) -> Array:
        """Each statement's place when sorted newest first, then by id (uint32)."""
        return self.container.array(NEWEST)

    @cached_property
    def copy_digests(self) -> Array:
        """Equal for statements of equal text; 0 where the text is too short (uint64)."""
        return self.copy_column.digests

    def copies(self, digest: int) -> list[int]:
        """The statements of one copy digest, ascending."""
        return self.copy_column.of(digest)

    @cached_property
    def source_digests(self) -> Array:
        """What changes when a statement's source does (uint64)."""
        return self.container.array(DIGEST)

    @cached_property
    def file_sizes(self) -> Array:
        """The size of each statement's file in bytes; 0: it has none (uint32)."""
        return self.container.array(FILE_SIZE)

    @property
    def file_times(self) -> Array:
        """When each statement's file was modified, in nanoseconds since 1970; 0 where that
        can't be relied on (uint64).
        """
        times = self.container.array(FILE_TIME)
        if self.tombstones.touched.size:
            times = times.copy()
            times[self.tombstones.touched] = self.tombstones.times
        return times

    def id(self, doc: int) -> str:
        """The id of a statement."""
        return self.id_column.all[doc].decode()

    def ids(self) -> list[str]:
        """The ids of all statements, deleted ones too, in order of their numbers."""
        return [statement_id.decode() for statement_id in self.id_column.all]

    def number(self, statement_id: str) -> int:
        """The number of the statement with this id, or -1; a deleted one has none."""
        doc = self.id_column.number(statement_id)
        return doc if doc >= 0 and (self.live is None or self.live[doc]) else -1

    @property
    def live_stretches(self) -> Array | slice:
        """Which of the stretches that somebody says are in statements that are not deleted."""
        return slice(None) if self.live is None else self.live[self.spoken.docs]

    # The statements themselves.

    def record(self, doc: int) -> Record:
        """The fields and the clean text of a statement.

        Raises:
            CorruptIndex: the record is damaged.
        """
        return self.statements.record(doc)

    def source(self, doc: int, text: str) -> tuple[str, dict[str, object]]:
        """(body as it was given, extra values) of a statement with clean text `text`.

        Raises:
            CorruptIndex: the record is damaged.
        """
        return self.statements.sources.of(doc, text)

    def statement(self, doc: int) -> tuple[Statement, str]:
        """(a statement, its body as it was given; its clean text).

        Raises:
            CorruptIndex: a record is damaged.
        """
        return self.statements.statement(doc)
