"""The memory-mapped role: a segment, read as a query needs it.

Lives here: what is known of its statements: columns, ids, records. Does not live here:
where words stand (`occurrences`), what a query does with either (`searchkit.matching`,
`searchkit.ranking`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from searchkit.schema.fields import DEFAULT, Schema
from searchkit.schema.numbering import Numbering
from searchkit.segment.columns import NameColumn
from searchkit.segment.occurrences import Occurrences
from searchkit.segment.stored import Record, unpack_record, unpack_source
from searchkit.storage.container import Array
from searchkit.storage.strings import Strings

if TYPE_CHECKING:
    from searchkit.model.statement import Statement


class Segment(Occurrences):
    """An open segment: see `Occurrences`, and what is known of each statement."""

    schema: Schema = DEFAULT
    """The fields that its statements have."""

    @cached_property
    def numbering(self) -> Numbering:
        """How the texts of its statements are numbered."""
        return Numbering(len(self.schema.texts))

    @cached_property
    def names(self) -> dict[str, NameColumn]:
        """The columns of names, by what a query calls them."""
        return {field.query: NameColumn(self.container, field.query) for field in self.schema.names}

    @cached_property
    def lengths(self) -> dict[str, Array]:
        """Words in each text of each statement, by the name of the text."""
        return {
            text.name: self.container.array(f"length.{text.name}") for text in self.schema.texts
        }

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
    def years(self) -> Array:
        """The year of each date, 0 where unknown (uint16)."""
        # What no date can be, in a damaged column, is no year either.
        years: Array = np.clip(self.dates // 10_000, 0, 9_999).astype(np.uint16)
        return years

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
                raise self.damaged(name)
            self._orders[name] = order
        return self._orders[name]

    def copies(self, digest: int) -> list[int]:
        """The statements of one copy digest, ascending."""
        order, digests = self._order("copy.order").data, self.copy_digests.data
        place = bisect_left(order, digest, key=digests.__getitem__)
        found = []
        while place < len(order) and digests[order[place]] == digest:
            found.append(order[place])
            place += 1
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
    def _sources(self) -> Strings:
        return Strings(self.container, "source")

    @cached_property
    def _chunk_ends(self) -> memoryview:
        return self.container.array("dictionary.doc_ends").data

    @cached_property
    def _packing(self) -> Strings:
        return Strings(self.container, "dictionary")

    def record(self, doc: int) -> Record:
        """The fields and the clean text of a statement.

        Raises:
            CorruptIndex: the record is damaged.
        """
        chunk = bisect_right(self._chunk_ends, doc)
        try:
            return unpack_record(self._records[doc], self._packing[chunk])
        except (ValueError, TypeError, IndexError):
            raise self.damaged("record") from None

    def statement(self, doc: int) -> tuple[Statement, str]:
        """(a statement, its body as it was given; its clean text).

        Raises:
            CorruptIndex: a record is damaged.
        """
        from searchkit.model.statement import Statement

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
        try:
            return unpack_source(self._sources[doc], text)
        except (ValueError, TypeError, IndexError):
            raise self.damaged("source") from None
