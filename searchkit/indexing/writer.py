"""Adding and removing statements one by one, published all at once.

Lives here: `IndexWriter`, what `Archive.writer` gives, and removing all statements of a
folder. Does not live here: folders of files (`build`), writing (`commit`).
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

import numpy as np

from searchkit.corpus.document import Document, digest_number
from searchkit.corpus.given import document_of
from searchkit.indexing.build import CHUNK_STATEMENTS
from searchkit.indexing.commit import Commit, workspace_in
from searchkit.indexing.previous import Old, Place, inside, previous
from searchkit.model.errors import InvalidArgument, StatementNotFound
from searchkit.model.statement import Statement
from searchkit.schema.analysis import normalise
from searchkit.segment.chunks.builder import ChunkBuilder
from searchkit.segment.chunks.file import write_chunk
from searchkit.segment.chunks.kept import part_of_chunk
from searchkit.storage.container import Container
from searchkit.storage.directory import writing
from searchkit.storage.disk import SYSTEM, Disk, written


class IndexWriter:
    """Adds and removes statements: all of it at the end of the `with` block, or nothing
    where the block ends in an exception.

        with archive.writer() as writer:
            writer.add(statement)
            writer.remove(other_id)

    Holds the index's lock inside the block. Archives that are open see nothing of it
    until `Archive.refresh`.

    Args:
        directory: the index; made where there is none.
        wait: seconds to wait for another writer.
        disk: where the index is written.

    Raises:
        IndexLocked: on entering, when another process is writing.
        SearchkitError: on leaving, when it can't be written; the index is as before.
    """

    def __init__(self, directory: Path, wait: float = 0.0, disk: Disk = SYSTEM) -> None:
        self._directory, self._wait, self._disk = directory, wait, disk
        self._stack: ExitStack | None = None
        self._old: Old
        self._gone: set[Place] = set()
        self._batch: dict[str, Document] = {}
        self._flushed: dict[str, tuple[int, int]] = {}
        self._chunks: list[Path] = []

    def __enter__(self) -> IndexWriter:
        if self._stack is not None:
            raise InvalidArgument("this writer is in use", remedy="Make another one")
        with ExitStack() as stack:
            stack.enter_context(writing(self._directory, self._wait))
            self._workspace = stack.enter_context(workspace_in(self._directory))
            self._old = previous(self._directory)
            if self._old.unusable:
                raise InvalidArgument(
                    f"this index can't be written to: {self._old.unusable}",
                    remedy="Build it again",
                )
            if self._old.manifest.sample:
                self._old = self._old.forgotten()
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        stack, self._stack = self._opened(), None
        with stack:
            if kind is None:
                self._publish()

    def _opened(self) -> ExitStack:
        if self._stack is None:
            raise InvalidArgument("this writer is not open", remedy="Use it in a `with` block")
        return self._stack

    def add(self, statement: Statement) -> None:
        """Add a statement; one that has its id is replaced.

        Raises:
            InvalidInput: it is no `Statement`, or a value is of a wrong type.
        """
        self._opened()
        document = document_of(statement)
        statement_id = document.statement.id
        self._forget(statement_id)
        place = self._old.places.get(statement_id)
        if place is not None:
            if self._old.digest(place) == digest_number(document.digest):
                self._gone.discard(place)
                return
            self._gone.add(place)
        self._batch[statement_id] = document
        if len(self._batch) >= CHUNK_STATEMENTS:
            self._flush()

    def remove(self, id: str) -> None:
        """Remove the statement with this id.

        Raises:
            StatementNotFound: there is none.
        """
        self._opened()
        statement_id = normalise(id)
        place = self._old.places.get(statement_id)
        was_here = place is not None and place not in self._gone
        if not self._forget(statement_id) and not was_here:
            raise StatementNotFound("no statement has this id", where=id)
        if place is not None:
            self._gone.add(place)

    @property
    def roots(self) -> dict[str, str]:
        """The folders that the index knows: name -> path."""
        self._opened()
        return dict(self._old.manifest.roots)

    def remove_inside(self, prefix: str) -> int:
        """Remove all statements whose ids begin with `prefix`; without a slash at its end
        it is a whole id. Returns how many.
        """
        self._opened()
        known = [*self._old.inside([prefix]), *self._batch, *self._flushed]
        ids = {one for one in known if inside(one, [prefix])}
        ids = {one for one in ids if self._is_in(one)}
        for one in ids:
            self.remove(one)
        return len(ids)

    def _is_in(self, statement_id: str) -> bool:
        place = self._old.places.get(statement_id)
        is_new = statement_id in self._batch or statement_id in self._flushed
        return is_new or (place is not None and place not in self._gone)

    def _forget(self, statement_id: str) -> bool:
        """Take back what this block added under an id."""
        flushed = self._flushed.pop(statement_id, None)
        return self._batch.pop(statement_id, None) is not None or flushed is not None

    def _flush(self) -> None:
        builder = ChunkBuilder()
        for doc, (statement_id, document) in enumerate(self._batch.items()):
            builder.add(document)
            self._flushed[statement_id] = (len(self._chunks), doc)
        path = self._workspace / f"given-{len(self._chunks):06d}"
        with written(self._directory):
            builder.write(path, self._disk)
        self._chunks.append(path)
        self._batch.clear()

    def _publish(self) -> None:
        with Commit(self._old, self._workspace, self._disk) as commit:
            if self._batch:
                self._flush()
            wanted: list[list[int]] = [[] for _ in self._chunks]
            for chunk, doc in self._flushed.values():
                wanted[chunk].append(doc)
            for path, docs in zip(self._chunks, wanted, strict=True):
                if docs:
                    commit.add_chunk(self._only(path, sorted(docs)))
            commit.remove(self._gone)
            if not commit.changes_nothing:
                left = [i for i, place in self._old.places.items() if place not in self._gone]
                commit.publish(self._roots([*left, *self._flushed]))

    def _only(self, path: Path, docs: list[int]) -> Path:
        """A chunk of some of the statements of a chunk."""
        chunk = Container(path)
        if len(docs) == chunk.array("date").size:
            return path
        rest = path.with_name(path.name + "-rest")
        with written(self._directory):
            write_chunk(rest, part_of_chunk(chunk, np.array(docs)), self._disk)
        return rest

    def _roots(self, ids: list[str]) -> dict[str, str]:
        """The folders of which a statement is left."""
        names = {one.split("/", 1)[0] for one in ids}
        return {name: path for name, path in self._old.manifest.roots.items() if name in names}
