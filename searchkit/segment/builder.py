"""The mutable role: statements go in one by one, a chunk file comes out.

Lives here: tokenising statements into numbers, and the chunk file in which a
worker hands its share to the writer. Does not live here: anything that needs all
statements at once (`inversion`, `writer`).

A chunk holds, for each statement in order: its words as numbers of the chunk's
own list of forms, the two field lengths, the values of the columns and the
packed records.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np

from searchkit.schema.analysis import token_bytes
from searchkit.segment.layout import MIN_COPY_LENGTH
from searchkit.segment.stored import check_size, make_dictionary, pack_record, pack_source
from searchkit.statement import Statement
from searchkit.storage.container import Array, ContainerWriter
from searchkit.storage.strings import write_strings


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

    def __len__(self) -> int:
        return len(self._statements)

    def add(self, statement: Statement, text: str, source_digest: bytes) -> None:
        """Add a statement.

        Args:
            statement: it; title in NFC.
            text: the clean text of its body, in NFC.
            source_digest: 8 bytes that change when its source does.

        Raises:
            InvalidInput: it is too long to be stored.
        """
        check_size(statement, text)
        for field in (statement.title, text):
            words = token_bytes(field)
            numbers = map(self._forms.__getitem__, words)
            self._tokens.append(np.fromiter(numbers, np.uint32, len(words)))
            self._lengths.append(len(words))
        self._statements.append(statement)
        self._texts.append(text)
        self._source_digests.append(source_digest)

    def write(self, path: Path) -> None:
        """Write the chunk to a new file at `path`."""
        dictionary = make_dictionary(self._texts)
        pairs = list(zip(self._statements, self._texts, strict=True))
        with ContainerWriter(path) as writer:
            write_strings(writer, "form", list(self._forms))
            writer.add("token", self._tokens, "<u4")
            writer.add("length", np.array(self._lengths, np.uint32))
            write_strings(writer, "id", [s.id.encode() for s in self._statements])
            writer.add("date", np.array([date_number(s) for s in self._statements], np.int32))
            copies = b"".join(copy_digest(s.title, text) for s, text in pairs)
            writer.add("copy", np.frombuffer(copies, "<u8"))
            digests = b"".join(self._source_digests)
            writer.add("digest", np.frombuffer(digests, "<u8"))
            names = [[s.ministers, s.portfolios] for s in self._statements]
            writer.add("names", json.dumps(names, ensure_ascii=False).encode())
            write_strings(writer, "record", [pack_record(s, t, dictionary) for s, t in pairs])
            write_strings(writer, "source", [pack_source(s, t) for s, t in pairs])
            writer.add("dictionary", dictionary)


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
