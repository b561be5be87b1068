"""Documents given one by one become chunk files.

Lives here: how many statements a chunk holds, and collecting documents, of which some may
be taken back, into chunks. Does not live here: what is in a chunk file
(`searchkit.segment.chunks`), reading files into one (`worker`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from searchkit.corpus.document import Document
from searchkit.indexing.dictionary import dictionary_for
from searchkit.indexing.previous import PreviousIndex
from searchkit.indexing.workspace import Workspace
from searchkit.schema.fields import Schema
from searchkit.segment.chunks.builder import ChunkBuilder
from searchkit.segment.chunks.file import statements_of, write_chunk
from searchkit.segment.chunks.kept import part_of_chunk
from searchkit.storage.container import Container
from searchkit.storage.disk import Disk, written

CHUNK_STATEMENTS = 1_500
"""Statements in a chunk. Chunks are cut by this alone, so the bytes of an index do not depend
on the number of processes. A larger number gives the processes fewer and larger shares, and
takes more memory in each. It changes the bytes of an index, but no answer."""


class _InChunk(NamedTuple):
    """The number of a chunk, and of the statement in it."""

    chunk: int
    statement: int


class GivenDocuments:
    """Documents given one by one, each id once.

    The last ones wait in memory; whenever they are enough, they become a chunk file.

    Args:
        workspace: for the chunk files.
        disk: where they are written.
        schema: the fields of the statements.
        previous: the index that they are added to.
        quotations: whether who says what is looked for.
    """

    def __init__(
        self,
        workspace: Workspace,
        disk: Disk,
        schema: Schema,
        previous: PreviousIndex,
        quotations: bool = False,
    ) -> None:
        self._workspace, self._disk, self._schema = workspace, disk, schema
        self._previous, self._quotations = previous, quotations
        self._dictionary: bytes | None = None
        self._waiting: dict[str, Document] = {}
        self._written: dict[str, _InChunk] = {}
        self._chunks: list[Path] = []

    def __contains__(self, statement_id: str) -> bool:
        return statement_id in self._waiting or statement_id in self._written

    def ids(self) -> list[str]:
        """The ids of all documents."""
        return [*self._written, *self._waiting]

    def add(self, document: Document) -> None:
        """Take a document; none of its id may be here.

        Raises:
            SearchkitError: a chunk can't be written.
        """
        self._waiting[document.statement.id] = document
        if len(self._waiting) >= CHUNK_STATEMENTS:
            self._write_waiting()

    def discard(self, statement_id: str) -> bool:
        """Take a document back; whether there was one of this id."""
        was_written = self._written.pop(statement_id, None) is not None
        return self._waiting.pop(statement_id, None) is not None or was_written

    def chunk_files(self) -> Iterator[Path]:
        """The chunk files of all documents that are left.

        Raises:
            SearchkitError: a chunk can't be written.
        """
        if self._waiting:
            self._write_waiting()
        left: list[list[int]] = [[] for _ in self._chunks]
        for one in self._written.values():
            left[one.chunk].append(one.statement)
        for path, statements in zip(self._chunks, left, strict=True):
            if statements:
                yield self._only(path, sorted(statements))

    def _write_waiting(self) -> None:
        if self._dictionary is None:
            first = list(self._waiting.values())
            self._dictionary = dictionary_for(self._previous, first, self._schema)
        builder = ChunkBuilder(self._schema, self._dictionary, self._quotations)
        for number, (statement_id, document) in enumerate(self._waiting.items()):
            builder.add(document)
            self._written[statement_id] = _InChunk(len(self._chunks), number)
        path = self._workspace.new_file()
        with written(self._workspace.directory):
            builder.write(path, self._disk)
        self._chunks.append(path)
        self._waiting.clear()

    def _only(self, path: Path, statements: list[int]) -> Path:
        """A chunk of some of the statements of a chunk."""
        chunk = Container(path)
        if len(statements) == statements_of(chunk):
            return path
        rest = self._workspace.new_file()
        with written(self._workspace.directory):
            part = part_of_chunk(chunk, np.array(statements), self._schema)
            write_chunk(rest, part, self._disk)
        return rest
