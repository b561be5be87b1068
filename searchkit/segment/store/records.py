"""The first record of a statement: what every hit shows.

Lives here: the format in prose, packing, writing and reading it, its checks. Does not live
here: the rest of a statement (`sources`), bounds (`packing`), compression (`frames`).

`record` has for each statement a frame of zstd with: JSON `[title, day, url, names…,
attachments]`, a line break, the clean text of the body. `names…` stands for one list for each
field of names, in the order of the schema. `dictionary` has the dictionaries of the frames; an
empty one is none. Each serves the statements up to the one that `dictionary.doc_ends` says:
those of one index have one dictionary as a rule, for an update takes that of the index.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
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
from searchkit.segment.store.packing import from_json, to_json
from searchkit.storage.container import Container, ContainerWriter
from searchkit.storage.strings import BYTES, Strings, write_strings

if TYPE_CHECKING:
    from searchkit.model.statement import FieldValue, Statement
    from searchkit.segment.store.frames import Packer, Unpacker, Unpackers

RECORD = "record"
DICTIONARY = "dictionary"
DOC_ENDS = "dictionary.doc_ends"
SECTIONS = (
    *strings(RECORD, size=per_statement, text=False),
    *strings(DICTIONARY, text=False),
    Section(DOC_ENDS, U4, per_string(DICTIONARY)),
)


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


def record_bytes(head: str, text: str) -> bytes:
    """The first record of a statement before it is packed, from what `make_head` gives and its
    clean body.
    """
    return f"{head}\n{text}".encode("utf-8", "surrogatepass")


def pack_record(head: str, text: str, packer: Packer) -> bytes:
    """The first record of a statement."""
    return packer.pack(record_bytes(head, text))


def unpack_record(
    frame: bytes, unpacker: Unpacker, fields: Sequence[Names] = DEFAULT.names
) -> Record:
    """Undo `pack_record`.

    Args:
        frame: as packed.
        unpacker: of the same dictionary.
        fields: the fields of names.

    Raises:
        ValueError, TypeError: `frame` is no such record.
    """
    head, _, text = unpacker.unpack(frame).decode("utf-8", "surrogatepass").partition("\n")
    title, date, url, *names, attachments = from_json(head)
    return Record(
        str(title),
        text,
        datetime.date.fromisoformat(date) if date else None,
        None if url is None else str(url),
        {field.name: tuple(map(str, listed)) for field, listed in zip(fields, names, strict=True)},
        tuple(map(str, attachments)),
    )


def write_dictionaries(writer: ContainerWriter, served: Iterable[tuple[bytes, int]]) -> None:
    """Add the dictionaries.

    Args:
        writer: of the segment or chunk.
        served: each dictionary, and up to which statement it serves. Equal ones that follow
            one another are stored once.
    """
    dictionaries: list[bytes] = []
    ends: list[int] = []
    for dictionary, end in served:
        if dictionaries and dictionaries[-1] == dictionary:
            ends[-1] = end
        else:
            dictionaries.append(dictionary)
            ends.append(end)
    write_strings(writer, DICTIONARY, dictionaries)
    writer.add(DOC_ENDS, np.array(ends, np.uint32))


def read_dictionaries(container: Container) -> list[tuple[bytes, int]]:
    """What `write_dictionaries` was given, of a segment or chunk."""
    ends = container.array(DOC_ENDS).tolist()
    return list(zip(Strings(container, DICTIONARY), ends, strict=True))


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

    @cached_property
    def _unpackers(self) -> Unpackers:
        # Reading none takes no zstd.
        from searchkit.segment.store.frames import Unpackers

        return Unpackers()

    def of(self, doc: int) -> Record:
        """The record of a statement.

        Raises:
            CorruptIndex: it is damaged.
        """
        try:
            number = bisect_right(self._ends, doc)
            unpacker = self._unpackers.of(number, self.dictionaries)
            return unpack_record(self.packed[doc], unpacker, self._fields)
        except (ValueError, TypeError, IndexError):
            raise self._container.damaged(RECORD) from None

    def check(self) -> None:
        """Verify that each statement has a dictionary, and each dictionary statements; and that
        each is one.

        Raises:
            CorruptIndex: naming the file, the section and what is wrong there.
        """
        starts = starts_from_ends(self._container.array(DOC_ENDS))
        fits = int(starts[-1]) == len(self.packed) and (starts[1:] > starts[:-1]).all()
        need(self._container, DOC_ENDS, fits, "not for each statement")
        for dictionary in self.dictionaries:
            self._check(dictionary)

    def last_dictionary(self) -> bytes:
        """The last dictionary, verified, to pack more records with; empty: none.

        Raises:
            CorruptIndex: it is damaged.
        """
        for section in strings(DICTIONARY):
            # Or damage would be copied, under a checksum that fits.
            self._container.verify(section.name)
        dictionary = self.dictionaries[-1] if self.dictionaries else b""
        self._check(dictionary)
        return dictionary

    def _check(self, dictionary: bytes) -> None:
        from searchkit.segment.store.frames import check_dictionary

        try:
            check_dictionary(dictionary)
        except ValueError as error:
            raise self._container.damaged(DICTIONARY + BYTES, str(error)) from None
