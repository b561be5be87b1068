"""The memory-mapped role: a segment, read as a query needs it.

Lives here: typed access to the sections of a segment file. Does not live here:
what a query does with them (`searchkit.matching`, `searchkit.ranking`).
"""

from __future__ import annotations

import copy
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from searchkit.errors import CorruptIndex
from searchkit.segment.columns import NameColumn
from searchkit.segment.dictionary import Dictionary
from searchkit.segment.layout import NO_FORM, RARE, starts_from_ends
from searchkit.segment.stored import Record, unpack_record, unpack_source
from searchkit.segment.tombstones import NONE, Tombstones
from searchkit.storage.container import Array, Container
from searchkit.storage.strings import Strings

if TYPE_CHECKING:
    from searchkit.statement import Statement

MAX_RECORD_BYTES = 256 * 1024 * 1024
"""More than any statement that can get in; a damaged record can't ask for more."""


class Segment:
    """An open segment. Statements are numbered from 0 to `len(segment) - 1`.

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
        meta = self.container.array("meta")
        if meta.size != 4:
            raise self._corrupt("meta")
        count, self.token_count, self.title_shift, _ = (int(value) for value in meta)
        self._count = count
        self._orders: dict[str, Array] = {}
        self.dictionary = Dictionary(self.container)
        self._posting_ends = self._ends("stem.posting_ends", "posting.doc")
        self._position_ends = self._ends("stem.position_ends", "position")
        self._docs = self.container.array("posting.doc")
        self._frequencies = self.container.array("posting.frequency")
        self.starts = self.container.array("field.start")
        if self.starts.size != 2 * count + 1 or self._frequencies.size != self._docs.size:
            raise self._corrupt("field.start")
        for name in (
            "date",
            "newest",
            "id.order",
            "copy",
            "copy.order",
            "digest",
            "file.size",
            "file.time",
            "length.title",
            "length.body",
        ):
            if self.container.array(name).size != count:
                raise self._corrupt(name)
        self._set_tombstones(tombstones or NONE)

    def _set_tombstones(self, tombstones: Tombstones) -> None:
        self.tombstones = tombstones
        self.live: Array | None = None
        if tombstones.dead.size:
            self.live = np.ones(self._count, bool)
            self.live[tombstones.dead] = False

    def with_tombstones(self, tombstones: Tombstones | None) -> Segment:
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

    def _corrupt(self, section: str) -> CorruptIndex:
        return CorruptIndex(
            f"is damaged in section {section!r}",
            where=str(self.container.path),
            remedy="Build the index again with `searchkit index --rebuild PATH`",
        )

    def _ends(self, name: str, target: str) -> Array:
        ends = self.container.array(name)
        fits = ends.size == len(self.dictionary.stems)
        total = int(ends[-1]) if ends.size else 0
        if not fits or total != self.container.array(target).size or (ends[1:] < ends[:-1]).any():
            raise self._corrupt(name)
        return ends

    # Words

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

    def postings(self, stem: int) -> tuple[Array, Array]:
        """(statement numbers ascending, frequencies) of a stem.

        A frequency is that in the title, shifted left by `title_shift`, plus that
        in the body.
        """
        place = self._postings_range(stem)
        return self._docs[place], self._frequencies[place]

    def postings_of_stems(self, first: int, last: int) -> tuple[Array, Array]:
        """`postings` of the stems [first, last], one after the other."""
        place = slice(self._postings_range(first).start, self._postings_range(last).stop)
        return self._docs[place], self._frequencies[place]

    def positions_of_stems(self, first: int, last: int) -> Array:
        """`positions` of the stems [first, last], one after the other."""
        start = int(self._position_ends[first - 1]) if first else 0
        return self._positions[start : int(self._position_ends[last])]

    def positions(self, stem: int) -> Array:
        """Where a stem stands, ascending (uint32)."""
        return self.positions_of_stems(stem, stem)

    def positions_of_folded(self, folded: int) -> Array:
        """Where a folded form stands, ascending (uint32)."""
        stem = self.dictionary.stem_of_folded(folded)
        siblings = self.dictionary.folded_of_stem(stem)
        positions = self.positions(stem)
        if len(siblings) == 1:
            return positions
        first = self.dictionary.forms_of_folded(siblings.start).start
        wanted = self.dictionary.forms_of_folded(folded)
        start = int(self._position_ends[stem - 1]) if stem else 0
        forms = self._forms[start : int(self._position_ends[stem])]
        low, high = wanted.start - first, wanted.stop - first
        kept = forms == low if high - low == 1 else (forms >= low) & (forms < high)
        found: Array = positions[kept]
        return found

    def positions_of_form(self, stem: int, form: int) -> Array:
        """Where a written form of a stem stands, ascending (uint32)."""
        siblings = self.dictionary.folded_of_stem(stem)
        first = self.dictionary.forms_of_folded(siblings.start).start
        start = int(self._position_ends[stem - 1]) if stem else 0
        end = int(self._position_ends[stem])
        found: Array = self._positions[start:end][self._forms[start:end] == form - first]
        return found

    def live_forms(self, folded: str) -> list[str]:
        """The written forms that a folded word has in statements that are not deleted."""
        dictionary = self.dictionary
        number = dictionary.folded_number(folded)
        if number < 0:
            return []
        stem = dictionary.stem_of_folded(number)
        return [
            dictionary.forms[form].decode()
            for form in dictionary.forms_of_folded(number)
            if self.live is None or self._is_live(self.positions_of_form(stem, form))
        ]

    def _is_live(self, positions: Array) -> bool:
        """Whether one of some positions is in a statement that is not deleted."""
        assert self.live is not None
        fields = np.searchsorted(self.starts, positions.astype(np.uint32), side="right") - 1
        return bool(self.live[fields >> 1].any())

    def positions_of_forms(self, stems: Array, wanted: Array) -> Array:
        """Where some stems stand in one of some written forms, stem by stem (uint32).

        Args:
            stems: their numbers, ascending.
            wanted: (written forms) whether each is meant.
        """
        starts = np.where(stems > 0, self._position_ends[stems - 1], 0).astype(np.int64)
        counts = self._position_ends[stems] - starts
        which = np.repeat(np.arange(stems.size), counts)
        index = np.arange(which.size) - (np.cumsum(counts) - counts)[which] + starts[which]
        forms = self._forms[index] + self.dictionary.first_forms(stems)[which]
        found: Array = self._positions[index[wanted[forms]]]
        return found

    def forms_in_order(self) -> Array:
        """The written form of every word, in reading order (uint32)."""
        stems = np.arange(len(self.dictionary.stems))
        counts = np.diff(starts_from_ends(self._position_ends))
        first = self.dictionary.first_forms(stems).astype(np.uint32)
        form_at = np.full(int(self.starts[-1]), NO_FORM, np.uint32)
        form_at[self._positions] = np.repeat(first, counts) + self._forms
        in_order: Array = form_at[form_at != NO_FORM]
        return in_order

    @cached_property
    def _positions(self) -> Array:
        return self.container.array("position")

    @cached_property
    def _forms(self) -> Array:
        forms = self.container.array("position.form")
        if forms.size != self._positions.size:
            raise self._corrupt("position.form")
        return forms

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

    # Statements

    @cached_property
    def title_lengths(self) -> Array:
        """Words in each title."""
        return self.container.array("length.title")

    @cached_property
    def body_lengths(self) -> Array:
        """Words in each body."""
        return self.container.array("length.body")

    @cached_property
    def dates(self) -> Array:
        """Each date as the number YYYYMMDD, 0 where unknown (int32)."""
        return self.container.array("date")

    @cached_property
    def newest_ranks(self) -> Array:
        """Each statement's place when sorted newest first, then by id (uint32)."""
        return self.container.array("newest")

    @cached_property
    def copy_digests(self) -> Array:
        """Equal for statements of equal text; 0 where the text is too short (uint64)."""
        return self.container.array("copy")

    def _order(self, name: str) -> Array:
        """A section that lists all statements in some order."""
        if name not in self._orders:
            order = self.container.array(name)
            if order.size and int(order.max()) >= self._count:
                raise self._corrupt(name)
            self._orders[name] = order
        return self._orders[name]

    def copies(self, digest: int) -> list[int]:
        """The statements of one copy digest, ascending."""
        order, digests = self._order("copy.order"), self.copy_digests
        low, high = 0, order.size
        while low < high:
            middle = (low + high) // 2
            if digests[order[middle]] < digest:
                low = middle + 1
            else:
                high = middle
        found = []
        while low < order.size and digests[order[low]] == digest:
            found.append(int(order[low]))
            low += 1
        return found

    @cached_property
    def source_digests(self) -> Array:
        """What changes when a statement's source does (uint64)."""
        return self.container.array("digest")

    @cached_property
    def file_sizes(self) -> Array:
        """The size of each statement's file in bytes; 0: it has none (uint32)."""
        return self.container.array("file.size")

    @property
    def file_times(self) -> Array:
        """When each statement's file was modified, in nanoseconds since 1970; 0 where that
        can't be relied on (uint64).
        """
        times = self.container.array("file.time")
        if self.tombstones.touched.size:
            times = times.copy()
            times[self.tombstones.touched] = self.tombstones.times
        return times

    @cached_property
    def ministers(self) -> NameColumn:
        """The persons of each statement."""
        return NameColumn(self.container, "minister")

    @cached_property
    def portfolios(self) -> NameColumn:
        """The portfolios of each statement."""
        return NameColumn(self.container, "portfolio")

    @cached_property
    def _ids(self) -> Strings:
        return Strings(self.container, "id")

    def id(self, doc: int) -> str:
        """The id of a statement."""
        return self._ids[doc].decode()

    def number(self, statement_id: str) -> int:
        """The number of the statement with this id, or -1; a deleted one has none."""
        order = self._order("id.order")
        wanted = statement_id.encode("utf-8", "surrogatepass")
        low, high = 0, order.size
        while low < high:
            middle = (low + high) // 2
            if self._ids[int(order[middle])] < wanted:
                low = middle + 1
            else:
                high = middle
        if low == order.size or self._ids[int(order[low])] != wanted:
            return -1
        doc = int(order[low])
        return doc if self.live is None or self.live[doc] else -1

    def ids(self) -> list[str]:
        """The ids of all statements, deleted ones too, in order of their numbers."""
        return [statement_id.decode() for statement_id in self._ids]

    @cached_property
    def _records(self) -> Strings:
        return Strings(self.container, "record")

    @cached_property
    def _chunk_ends(self) -> Array:
        return self.container.array("dictionary.doc_ends")

    @cached_property
    def _packing(self) -> Strings:
        return Strings(self.container, "dictionary")

    def record(self, doc: int) -> Record:
        """The fields and the clean text of a statement.

        Raises:
            CorruptIndex: the record is damaged.
        """
        chunk = int(np.searchsorted(self._chunk_ends, doc, side="right"))
        try:
            return unpack_record(self._records[doc], self._packing[chunk], MAX_RECORD_BYTES)
        except (ValueError, TypeError, IndexError):
            raise self._corrupt("record") from None

    def statement(self, doc: int) -> tuple[Statement, str]:
        """(a statement, its body as it was given; its clean text).

        Raises:
            CorruptIndex: a record is damaged.
        """
        from searchkit.statement import Statement

        record = self.record(doc)
        body, extra = self.source(doc, record.text)
        statement = Statement(
            id=self.id(doc),
            title=record.title,
            body=body,
            date=record.date,
            url=record.url,
            ministers=record.ministers,
            portfolios=record.portfolios,
            attachments=record.attachments,
            extra=extra,
        )
        return statement, record.text

    def source(self, doc: int, text: str) -> tuple[str, dict[str, object]]:
        """(body as it was given, extra values) of a statement with clean text `text`.

        Raises:
            CorruptIndex: the record is damaged.
        """
        sources = Strings(self.container, "source")
        try:
            return unpack_source(sources[doc], text, MAX_RECORD_BYTES)
        except (ValueError, TypeError, IndexError):
            raise self._corrupt("source") from None
