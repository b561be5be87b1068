"""The first record of a statement: what every hit shows.

Lives here: the format in prose, packing, writing and reading it, its checks. Does not live
here: the rest of a statement (`sources`), bounds and compression (`packing`).

`record` has for each statement raw DEFLATE of: JSON `[title, day, url, names…, attachments]`,
a line break, the clean text of the body. `names…` stands for one list for each field of
names, in the order of the schema. `dictionary` has the DEFLATE dictionaries: each was made of
the beginnings of some texts of the chunk that the statements were first written in, and
serves the statements up to the one that `dictionary.doc_ends` says.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from searchkit.model.errors import InvalidInput
from searchkit.schema.fields import DEFAULT, Names, Schema
from searchkit.schema.values import shown_names
from searchkit.segment.arrays import starts_from_ends
from searchkit.segment.checks import need
from searchkit.segment.section import U4, Section, per_statement, per_string, strings
from searchkit.segment.store import packing
from searchkit.segment.store.packing import deflate, from_json, inflate, to_json
from searchkit.storage.container import Array, Container, ContainerWriter
from searchkit.storage.strings import Strings

if TYPE_CHECKING:
    from searchkit.model.statement import FieldValue, Statement

RECORD = "record"
DICTIONARY = "dictionary"
DOC_ENDS = "dictionary.doc_ends"
SECTIONS = (
    *strings(RECORD, size=per_statement, text=False),
    *strings(DICTIONARY, text=False),
    Section(DOC_ENDS, U4, per_string(DICTIONARY)),
)

DICTIONARY_BYTES = 8 * 1024
_SAMPLE = 400


class Record(NamedTuple):
    """What is stored of a statement for every hit.

    Attributes:
        title: as in `Statement`.
        text: the clean text of the body.
        date, url, attachments: as in `Statement`.
        names: the names of each field of names, as written, by the name of the field.
        own: what it has in the other fields that a profile adds, which stand elsewhere.
        further: those of them that are texts, in the order of the schema.
    """

    title: str
    text: str
    date: datetime.date | None
    url: str | None
    names: Mapping[str, tuple[str, ...]]
    attachments: tuple[str, ...]
    own: Mapping[str, FieldValue | None] = {}
    further: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts, in the order of the schema."""
        return self.title, self.text, *self.further


def make_dictionary(texts: Sequence[str]) -> bytes:
    """A DEFLATE dictionary for texts like these: the beginnings of some of them."""
    wanted = DICTIONARY_BYTES // _SAMPLE + 1
    step = max(1, len(texts) // wanted)
    sample = b"".join(text[:_SAMPLE].encode() for text in texts[::step][: wanted * 2])
    return sample[-DICTIONARY_BYTES:]


def make_head(statement: Statement, schema: Schema = DEFAULT) -> str:
    """What a first record holds before the text."""
    return to_json(
        [
            statement.title,
            statement.date.isoformat() if statement.date else None,
            statement.url,
            *[shown_names(statement, field) for field in schema.names],
            statement.attachments,
        ]
    )


def check_size(statement: Statement, text: str, head: str) -> None:
    """Refuse a statement whose records nobody could read back.

    Args:
        statement: what is to be stored.
        text: its clean body.
        head: as `make_head` gives it.

    Raises:
        InvalidInput: it is longer than `MAX_STATEMENT`.
    """
    extra = to_json(dict(statement.extra)) if statement.extra else ""
    for what, length in (
        ("body", max(len(statement.body), len(text))),
        ("front matter", len(head) + len(extra)),
        *[(name, len(one)) for name, one in statement.fields.items() if isinstance(one, str)],
    ):
        if length > packing.MAX_STATEMENT:
            raise InvalidInput(
                f"its {what} is {length:,} characters long",
                where=statement.id,
                expected=f"at most {packing.MAX_STATEMENT:,}",
            )


def pack_record(head: str, text: str, dictionary: bytes) -> bytes:
    """The first record of a statement, from what `make_head` gives and its clean body."""
    return deflate(f"{head}\n{text}".encode("utf-8", "surrogatepass"), dictionary)


def unpack_record(
    data: bytes, dictionary: bytes, fields: Sequence[Names] = DEFAULT.names
) -> Record:
    """Undo `pack_record`.

    Args:
        data, dictionary: as packed.
        fields: the fields of names.

    Raises:
        ValueError, TypeError: `data` is no such record.
    """
    head, _, text = inflate(data, dictionary).decode("utf-8", "surrogatepass").partition("\n")
    title, date, url, *names, attachments = from_json(head)
    return Record(
        str(title),
        text,
        datetime.date.fromisoformat(date) if date else None,
        None if url is None else str(url),
        {field.name: tuple(map(str, listed)) for field, listed in zip(fields, names, strict=True)},
        tuple(map(str, attachments)),
    )


def write_dictionary_ends(writer: ContainerWriter, ends: Array) -> None:
    """Add up to which statement each dictionary serves; the dictionaries themselves are
    joined from those of the chunks.
    """
    writer.add(DOC_ENDS, ends.astype(np.uint32))


class RecordReader:
    """The first records of an open segment.

    Args:
        container: whose structure has been checked.
        fields: the fields of names.
    """

    def __init__(self, container: Container, fields: Sequence[Names]) -> None:
        self._container, self._fields = container, fields

    @cached_property
    def packed(self) -> Strings:
        """The record of each statement."""
        return Strings(self._container, RECORD)

    @cached_property
    def dictionaries(self) -> Strings:
        """The dictionaries."""
        return Strings(self._container, DICTIONARY)

    @cached_property
    def _ends(self) -> memoryview:
        return self._container.array(DOC_ENDS).data

    def of(self, doc: int) -> Record:
        """The record of a statement.

        Raises:
            CorruptIndex: it is damaged.
        """
        number = bisect_right(self._ends, doc)
        try:
            return unpack_record(self.packed[doc], self.dictionaries[number], self._fields)
        except (ValueError, TypeError, IndexError):
            raise self._container.damaged(RECORD) from None

    def check(self) -> None:
        """Verify that each statement has a dictionary, and each dictionary statements.

        Raises:
            CorruptIndex: naming the file, the section and what is wrong there.
        """
        starts = starts_from_ends(self._container.array(DOC_ENDS))
        fits = int(starts[-1]) == len(self.packed) and (starts[1:] > starts[:-1]).all()
        need(self._container, DOC_ENDS, fits, "not for each statement")
