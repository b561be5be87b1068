"""Adding and removing statements one by one, published all at once.

Lives here: `IndexWriter`, which `Archive.writer` gives. Does not live here: folders of files
(`build`), removing what a path means (`removing`), writing (`commit`).
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from searchkit.corpus.document import digest_number
from searchkit.corpus.given import document_of
from searchkit.indexing.chunks import GivenDocuments
from searchkit.indexing.session import Session, open_session_to_change
from searchkit.model.address import Address
from searchkit.model.errors import InvalidArgument, StatementNotFound
from searchkit.model.statement import Statement
from searchkit.schema.analysis import normalise
from searchkit.storage.disk import SYSTEM, Disk


class IndexWriter:
    """Adds and removes statements: all of it at the end of the `with` block, or nothing if
    the block ends in an exception.

        with archive.writer() as writer:
            writer.add(statement)
            writer.remove(other_id)

    Holds the index's lock inside the block. Open archives see nothing of it until
    `Archive.refresh`.

    Args:
        directory: the index; made if it is missing.
        wait: seconds to wait for another writer.
        disk: where the index is written.

    Raises:
        IndexLocked: on entering, if another process is writing.
        SearchkitError: on leaving, if it can't be written; the index is as before.
    """

    def __init__(self, directory: Path, wait: float = 0.0, disk: Disk = SYSTEM) -> None:
        self._directory, self._wait, self._disk = directory, wait, disk
        self._stack: ExitStack | None = None
        self._session: Session
        self._given: GivenDocuments
        self._gone: set[Address]

    def __enter__(self) -> IndexWriter:
        if self._stack is not None:
            raise InvalidArgument("this writer is in use", remedy="Make another one")
        session = open_session_to_change(self._directory, wait=self._wait, disk=self._disk)
        with ExitStack() as stack:
            self._session = stack.enter_context(session)
            self._stack = stack.pop_all()
        self._given = GivenDocuments(
            self._session.workspace,
            self._session.disk,
            self._session.schema,
            self._session.previous,
            self._session.quotations,
        )
        self._gone = set()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        stack, self._stack = self._stack, None
        assert stack is not None
        with stack:
            if kind is None:
                self._publish()

    def _check_open(self) -> None:
        if self._stack is None:
            raise InvalidArgument("this writer is not open", remedy="Use it in a `with` block")

    def add(self, statement: Statement) -> None:
        """Add a statement; one that has its id is replaced.

        Raises:
            InvalidInput: it is no `Statement`, or a value is not of the type it should be.
        """
        self._check_open()
        document = document_of(statement, self._session.schema)
        statement_id = document.statement.id
        previous = self._session.previous
        self._given.discard(statement_id)
        before = previous.addresses.get(statement_id)
        if before is not None:
            if previous.digest(before) == digest_number(document.digest):
                self._gone.discard(before)
                return
            self._gone.add(before)
        self._given.add(document)

    def remove(self, id: str) -> None:
        """Remove the statement with this id.

        Raises:
            StatementNotFound: there is none.
        """
        self._check_open()
        statement_id = normalise(id)
        before = self._session.previous.addresses.get(statement_id)
        was_given = self._given.discard(statement_id)
        if not was_given and (before is None or before in self._gone):
            raise StatementNotFound("no statement has this id", where=id)
        if before is not None:
            self._gone.add(before)

    def _publish(self) -> None:
        previous = self._session.previous
        with self._session.commit() as commit:
            for path in self._given.chunk_files():
                commit.add_chunk(path)
            commit.remove(self._gone)
            if not commit.changes_nothing:
                kept = [i for i, address in previous.addresses.items() if address not in self._gone]
                given = self._given.ids()
                roots = previous.roots_of([*kept, *given])
                left = set(kept)
                notes = {i: note for i, note in previous.notes.items() if i in left}
                commit.publish(roots, recorded=previous.recorded([*kept, *given], roots, notes))
