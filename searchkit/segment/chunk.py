"""What a chunk holds: the statements on their way into a segment.

Lives here: the sections of a chunk file, and writing them. Does not live here: where
the statements come from (`builder`: new ones; `kept`: those of a segment), what
becomes of chunks (`writer`).

A chunk holds, for each statement in order: its words as numbers of the chunk's own
list of forms, the two field lengths, the values of the columns and the packed
records. It serves one run, so it is not synced.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from searchkit.storage.container import Array, ContainerWriter
from searchkit.storage.disk import SYSTEM, Disk
from searchkit.storage.strings import write_strings

COLUMNS = (("date", np.int32), ("copy", np.uint64), ("digest", np.uint64),
           ("file.size", np.uint32), ("file.time", np.uint64))  # fmt: skip
"""The values that each statement has one of, and their types."""


class Chunk(NamedTuple):
    """The sections of a chunk of n statements.

    Attributes:
        forms: its distinct words.
        tokens: all words in reading order, as numbers of `forms` (uint32).
        lengths: (2 n) words in each title and body, alternating (uint32).
        ids: of the statements.
        columns: by the names of `COLUMNS`, n values each.
        names: (ministers, portfolios) of each statement, as written.
        records, sources: packed.
        dictionaries: that the records are packed with.
        dictionary_ends: up to which statement each of them serves.
    """

    forms: Sequence[bytes]
    tokens: Array | Sequence[Array]
    lengths: Array
    ids: Sequence[bytes]
    columns: dict[str, Array]
    names: Sequence[tuple[Sequence[str], Sequence[str]]]
    records: Sequence[bytes]
    sources: Sequence[bytes]
    dictionaries: Sequence[bytes]
    dictionary_ends: Array


def write_chunk(path: Path, chunk: Chunk, disk: Disk = SYSTEM) -> None:
    """Write `chunk` to a new file at `path`."""
    with ContainerWriter(path, disk, durable=False) as writer:
        write_strings(writer, "form", chunk.forms)
        writer.add("token", chunk.tokens, "<u4")
        writer.add("length", chunk.lengths.astype(np.uint32))
        write_strings(writer, "id", chunk.ids)
        for name, kind in COLUMNS:
            writer.add(name, chunk.columns[name].astype(kind))
        writer.add("names", json.dumps(chunk.names, ensure_ascii=False).encode())
        write_strings(writer, "record", chunk.records)
        write_strings(writer, "source", chunk.sources)
        write_strings(writer, "dictionary", chunk.dictionaries)
        writer.add("dictionary.doc_ends", chunk.dictionary_ends.astype(np.uint32))
