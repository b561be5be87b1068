"""The mutable role: statements go in one by one, a chunk file comes out.

Lives here: tokenising statements into numbers, the form in which a worker hands its share to
the writer. Does not live here: the file they go into (`file`), anything that needs all
statements at once (`segment.writer`).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from searchkit.corpus.files import NO_FILE, FileState
from searchkit.model.statement import Statement
from searchkit.schema.analysis import token_bytes
from searchkit.schema.fields import DEFAULT, Schema
from searchkit.schema.values import values_of
from searchkit.segment.chunks.file import Chunk, column_types, write_chunk
from searchkit.segment.columns.copies import COPY, copy_digest
from searchkit.segment.columns.days import day_number
from searchkit.segment.columns.sources import DIGEST, FILE_SIZE, FILE_TIME
from searchkit.segment.store.records import check_size, make_dictionary, pack_record
from searchkit.segment.store.sources import pack_source
from searchkit.segment.structure import supported
from searchkit.storage.container import Array
from searchkit.storage.disk import SYSTEM, Disk


class _Numbers(dict[bytes, int]):
    """Gives the next number to each new word."""

    def __missing__(self, word: bytes) -> int:
        self[word] = number = len(self)
        return number


class ChunkBuilder:
    """Takes statements; `write` makes the chunk file.

    Args:
        schema: the fields of the statements.

    Raises:
        InvalidArgument: a segment can't hold such fields.
    """

    def __init__(self, schema: Schema = DEFAULT) -> None:
        self._schema = supported(schema)
        self._forms = _Numbers()
        self._tokens: list[Array] = []
        self._lengths: list[int] = []
        self._statements: list[Statement] = []
        self._texts: list[str] = []
        self._source_digests: list[bytes] = []
        self._files: list[FileState] = []

    def __len__(self) -> int:
        return len(self._statements)

    def add(
        self, statement: Statement, text: str, source_digest: bytes, file: FileState = NO_FILE
    ) -> None:
        """Add a statement.

        Args:
            statement: it; title in NFC.
            text: the clean text of its body, in NFC.
            source_digest: 8 bytes that change when its source does.
            file: that it was read from.

        Raises:
            InvalidInput: it is too long to be stored, or has no names where it should.
        """
        check_size(statement, text, self._schema)
        for one in (statement.title, text):
            words = token_bytes(one)
            numbers = map(self._forms.__getitem__, words)
            self._tokens.append(np.fromiter(numbers, np.uint32, len(words)))
            self._lengths.append(len(words))
        self._statements.append(statement)
        self._texts.append(text)
        self._source_digests.append(source_digest)
        self._files.append(file)

    def write(self, path: Path, disk: Disk = SYSTEM) -> None:
        """Write the chunk to a new file at `path`."""
        schema, dictionary = self._schema, make_dictionary(self._texts)
        pairs = list(zip(self._statements, self._texts, strict=True))
        columns = {
            schema.day.name: [day_number(s.date) for s in self._statements],
            COPY: [copy_digest(s.title, text) for s, text in pairs],
            DIGEST: np.frombuffer(b"".join(self._source_digests), "<u8"),
            FILE_SIZE: [file.size for file in self._files],
            FILE_TIME: [file.time for file in self._files],
        }
        types = column_types(schema)
        chunk = Chunk(
            forms=list(self._forms),
            tokens=self._tokens,
            lengths=np.array(self._lengths, np.uint32),
            ids=[s.id.encode() for s in self._statements],
            columns={name: np.array(values, types[name]) for name, values in columns.items()},
            names=[[values_of(s, field) for field in schema.names] for s in self._statements],
            records=[pack_record(s, text, dictionary, schema) for s, text in pairs],
            sources=[pack_source(s, text) for s, text in pairs],
            dictionaries=[dictionary],
            dictionary_ends=np.array([len(self)]),
        )
        write_chunk(path, chunk, disk)
