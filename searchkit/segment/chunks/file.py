"""The chunk file.

Lives here: the format in prose, writing it, and what is asked of it on the way. Does not
live here: where its statements come from (`builder`, `kept`), the segment that it becomes
part of (`segment.writer`).

A chunk is a container. What a segment stores as it is has the same section there: ids,
records, sources, dictionaries and the columns of `column_types`. Besides, a chunk has `form`,
the list of its distinct words as they were written; `token`, the words of all texts in
reading order, as numbers of that list; `length`, how many words each text has; `pairs`, what
each statement writes in two ways; and `names`, the names of each statement as written, as
JSON: a list for each field of names, in the order of the schema. The sections of amounts say
which of the words each one is, not where it stands; so do those of quotations, whose speakers
are `spoken.names`. A chunk serves one run, so it is not synced.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from searchkit.schema.fields import Schema
from searchkit.segment.columns import copies, days, sources
from searchkit.segment.columns.amounts import Amounts, write_amounts
from searchkit.segment.columns.ids import ID
from searchkit.segment.columns.spoken import SpokenStretches, write_stretches
from searchkit.segment.store.records import RECORD, write_dictionaries
from searchkit.segment.store.sources import SOURCE
from searchkit.segment.terms.sections import FORM
from searchkit.storage.container import Array, Container, ContainerWriter
from searchkit.storage.disk import SYSTEM, Disk
from searchkit.storage.strings import write_strings

TOKEN, LENGTH, NAMES, PAIRS = "token", "length", "names", "pairs"

NO_TEXTS: Mapping[str, Sequence[bytes]] = MappingProxyType({})
NamesOfStatements = Sequence[Sequence[Sequence[str]]]
"""Of each statement, the names in each field."""


def column_types(schema: Schema) -> dict[str, type[np.generic]]:
    """The columns of which each statement has one value, and their types."""
    return {
        **{days.column_of(day): days.TYPE for day in schema.days},
        copies.COPY: copies.TYPE,
        **sources.TYPES,
    }


class Chunk(NamedTuple):
    """What is in a chunk of n statements with T texts each.

    Attributes:
        forms: its distinct words.
        tokens: all words in reading order, as numbers of `forms` (uint32).
        lengths: (n T) words in each text, statement by statement.
        amounts: of all texts; their places are those of `tokens`.
        ids: of the statements.
        columns: those of `column_types`, n values each.
        names: as written.
        pairs: what each statement writes in two ways, packed.
        records, sources: packed.
        dictionaries: that the records are packed with, and up to which statement each serves.
        texts: those that the profile adds, packed, by their sections.
        stretches: that somebody says; their places are those of `tokens`. None where nobody
            asked.
    """

    forms: Sequence[bytes]
    tokens: Array | Sequence[Array]
    lengths: Array
    amounts: Amounts
    ids: Sequence[bytes]
    columns: dict[str, Array]
    names: NamesOfStatements
    pairs: Sequence[bytes]
    records: Sequence[bytes]
    sources: Sequence[bytes]
    dictionaries: Sequence[tuple[bytes, int]]
    texts: Mapping[str, Sequence[bytes]] = NO_TEXTS
    stretches: SpokenStretches | None = None


def write_chunk(path: Path, chunk: Chunk, disk: Disk = SYSTEM) -> None:
    """Write `chunk` to a new file at `path`."""
    with ContainerWriter(path, disk, durable=False) as writer:
        write_strings(writer, FORM, chunk.forms)
        writer.add(TOKEN, chunk.tokens, "<u4")
        writer.add(LENGTH, chunk.lengths.astype(np.uint32))
        write_amounts(writer, chunk.amounts)
        write_strings(writer, ID, chunk.ids)
        for name, values in chunk.columns.items():
            writer.add(name, values)
        writer.add(NAMES, json.dumps(chunk.names, ensure_ascii=False).encode())
        write_strings(writer, PAIRS, chunk.pairs)
        write_strings(writer, RECORD, chunk.records)
        write_strings(writer, SOURCE, chunk.sources)
        for name, packed in chunk.texts.items():
            write_strings(writer, name, packed)
        write_dictionaries(writer, chunk.dictionaries)
        if chunk.stretches is not None:
            write_stretches(writer, chunk.stretches)


def statements_of(chunk: Container) -> int:
    """How many statements a chunk has."""
    return chunk.length(copies.COPY)


def words_of(chunk: Container) -> int:
    """How many words the texts of a chunk have."""
    return chunk.length(TOKEN)


def names_of(chunk: Container) -> list[list[list[str]]]:
    """The names of each statement of a chunk."""
    found: list[list[list[str]]] = json.loads(bytes(chunk.view(NAMES)))
    return found
