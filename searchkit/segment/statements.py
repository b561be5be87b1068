"""A statement put together again, from all rooms that hold a part of it.

Lives here: a statement's record with what a profile's fields add to it, and the statement as it was
given. Does not live here: how any part is read (`store`, `columns`), which statements are deleted
(`reader`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from searchkit.profiles.field_checks import ATTRIBUTES
from searchkit.schema.fields import Schema, Text
from searchkit.segment.columns.days import column_of, day_of
from searchkit.segment.columns.ids import Ids
from searchkit.segment.store.records import Record, RecordReader
from searchkit.storage.container import Array, Container
from searchkit.storage.strings import Strings

if TYPE_CHECKING:
    import datetime

    from searchkit.model.statement import FieldValue, Statement
    from searchkit.segment.store.sources import SourceReader


class StatementReader:
    """Reads statements of a segment by their numbers.

    Args:
        container: the file.
        schema: the fields of its statements.
        ids: the column of their ids.
        records: what is stored of each.
    """

    def __init__(
        self, container: Container, schema: Schema, ids: Ids, records: RecordReader
    ) -> None:
        self._container, self._schema, self._ids, self._records = container, schema, ids, records
        self._adds = bool(schema.own_days or schema.own_texts)

    @cached_property
    def sources(self) -> SourceReader:
        """The reader of what statements were made from, which no search asks."""
        from searchkit.segment.store.sources import SourceReader

        return SourceReader(self._container)

    @cached_property
    def dates_of(self) -> Mapping[str, Array]:
        """Each day as the number YYYYMMDD, 0 where unknown (int32), of each field of days, by
        what a query calls it.
        """
        return {day.query: self._container.array(column_of(day)) for day in self._schema.days}

    def record(self, doc: int) -> Record:
        """The fields and the clean text of a statement.

        Raises:
            CorruptIndex: the record is damaged.
        """
        record = self._records.of(doc)
        if not self._adds:
            return record
        texts = {text.name: self._own_text(text, doc) for text in self._schema.own_texts}
        return record._replace(own={**self._own_days(doc), **texts}, further=tuple(texts.values()))

    def _own_text(self, text: Text, doc: int) -> str:
        """A text that the profile adds."""
        from searchkit.segment.store.texts import section_of, unpack_text

        try:
            return unpack_text(Strings(self._container, section_of(text))[doc])
        except (ValueError, IndexError):
            raise self._container.damaged(section_of(text)) from None

    def _own_days(self, doc: int) -> dict[str, datetime.date | None]:
        """The days that the profile adds."""
        own: dict[str, datetime.date | None] = {}
        for day in self._schema.own_days:
            try:
                own[day.name] = day_of(int(self.dates_of[day.query][doc]))
            except ValueError:
                raise self._container.damaged(column_of(day)) from None
        return own

    def statement(self, doc: int) -> tuple[Statement, str]:
        """(a statement, its body as it was given; its clean text).

        Raises:
            CorruptIndex: a record is damaged.
        """
        from searchkit.model.statement import Statement

        record = self.record(doc)
        body, extra = self.sources.of(doc, record.text)
        names: dict[str, Any] = {}
        own: dict[str, FieldValue] = {name: value for name, value in record.own.items() if value}
        for name, listed in record.names.items():
            if name in ATTRIBUTES:
                names[name] = listed
            elif listed:
                own[name] = listed
        statement = Statement(
            id=self._ids.all[doc].decode(),
            title=record.title,
            body=body,
            date=record.date,
            url=record.url,
            attachments=record.attachments,
            extra=extra,
            fields=own,
            **names,
        )
        return statement, record.text
