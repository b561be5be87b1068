"""The mutable role: statements go in one by one, a chunk file comes out.

Lives here: tokenising statements into numbers, in which form a worker hands its share
to the writer. Does not live here: the file they go into (`chunk`), anything that needs
all statements at once (`inversion`, `writer`).
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from searchkit.corpus.document import Document
from searchkit.corpus.files import FileState
from searchkit.model.statement import Statement
from searchkit.schema.analysis import token_bytes
from searchkit.segment.chunk import Chunk, write_chunk
from searchkit.segment.layout import MIN_COPY_LENGTH
from searchkit.segment.stored import check_size, make_dictionary, pack_record, pack_source
from searchkit.storage.container import Array
from searchkit.storage.disk import SYSTEM, Disk


class _Numbers(dict[bytes, int]):
    """Hands out the next number to each new word."""

    def __missing__(self, word: bytes) -> int:
        self[word] = number = len(self)
        return number


class ChunkBuilder:
    """Takes statements; `write` makes the chunk file."""

    def __init__(self) -> None:
        self._forms = _Numbers()
        self._tokens: list[Array] = []
        self._lengths: list[int] = []
        self._statements: list[Statement] = []
        self._texts: list[str] = []
        self._source_digests: list[bytes] = []
        self._files: list[FileState] = []

    def __len__(self) -> int:
        return len(self._statements)

    def add(self, document: Document) -> None:
        """Add a statement.

        Raises:
            InvalidInput: it is too long to be stored.
        """
        statement, text = document.statement, document.text
        check_size(statement, text)
        for field in (statement.title, text):
            words = token_bytes(field)
            numbers = map(self._forms.__getitem__, words)
            self._tokens.append(np.fromiter(numbers, np.uint32, len(words)))
            self._lengths.append(len(words))
        self._statements.append(statement)
        self._texts.append(text)
        self._source_digests.append(document.digest)
        self._files.append(document.file)

    def write(self, path: Path, disk: Disk = SYSTEM) -> None:
        """Write the chunk to a new file at `path`."""
        dictionary = make_dictionary(self._texts)
        pairs = list(zip(self._statements, self._texts, strict=True))
        copies = b"".join(copy_digest(s.title, text) for s, text in pairs)
        columns = {
            "date": np.array([date_number(s) for s in self._statements], np.int32),
            "copy": np.frombuffer(copies, "<u8"),
            "digest": np.frombuffer(b"".join(self._source_digests), "<u8"),
            "file.size": np.array([file.size for file in self._files], np.uint32),
            "file.time": np.array([file.time for file in self._files], np.uint64),
        }
        chunk = Chunk(
            forms=list(self._forms),
            tokens=self._tokens,
            lengths=np.array(self._lengths, np.uint32),
            ids=[s.id.encode() for s in self._statements],
            columns=columns,
            names=[(s.ministers, s.portfolios) for s in self._statements],
            records=[pack_record(s, t, dictionary) for s, t in pairs],
            sources=[pack_source(s, t) for s, t in pairs],
            dictionaries=[dictionary],
            dictionary_ends=np.array([len(self)]),
        )
        write_chunk(path, chunk, disk)


def date_number(statement: Statement) -> int:
    """The date as the number YYYYMMDD; 0 where it is unknown."""
    date = statement.date
    return date.year * 10_000 + date.month * 100 + date.day if date else 0


def copy_digest(title: str, text: str) -> bytes:
    """8 bytes that statements of one title and body share; zeros for a short body."""
    if len(text) < MIN_COPY_LENGTH:
        return bytes(8)
    both = f"{title}\x1e{text}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(both, digest_size=8).digest()
