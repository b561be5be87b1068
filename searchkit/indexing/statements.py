"""Statements from a caller become the whole content of an index.

Lives here: that run from first to last. Does not live here: what a given statement must be
(`searchkit.corpus.given`), folders of files (`build`), adding some statements to an index
(`writer`).
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from searchkit.corpus.document import digest_number
from searchkit.corpus.given import document_of
from searchkit.indexing.chunks import GivenDocuments
from searchkit.indexing.report import IndexReport
from searchkit.indexing.session import open_session
from searchkit.model.errors import InvalidInput
from searchkit.model.statement import Statement
from searchkit.schema.fields import Schema
from searchkit.storage.disk import SYSTEM, Disk


def build_statements(
    statements: Iterable[Statement],
    directory: Path,
    *,
    wait: float = 0.0,
    disk: Disk = SYSTEM,
    schema: Schema | None = None,
    quotations: bool | None = None,
) -> IndexReport:
    """Make `statements` the whole content of the index in `directory`.

    Args:
        statements: each id once.
        directory: the index; made if it is missing.
        wait: seconds to wait for another writer.
        disk: where the index is written.
        schema: their fields; None: those that the index has.
        quotations: whether it is to know who says what; None: as before; of a new index, yes.

    Raises:
        InvalidInput: there is none, two have one id, or one can't be kept. The index stays
            as it was.
        IndexLocked: another process is writing to it.
        SearchkitError: it can't be written. The index stays as it was.
    """
    began = time.perf_counter()
    with open_session(
        directory, wait=wait, disk=disk, schema=schema, quotations=quotations
    ) as session:
        previous = session.previous
        added = updated = unchanged = 0
        # Nothing of the index before is kept, so nothing shows what it was.
        given = GivenDocuments(
            session.workspace,
            session.disk,
            session.schema,
            previous.forgotten(),
            session.quotations,
        )
        for statement in statements:
            document = document_of(statement, session.schema)
            statement_id = document.statement.id
            if statement_id in given:
                raise InvalidInput(
                    "two statements have this id",
                    where=statement_id,
                    expected="a different id for each statement",
                )
            given.add(document)
            before = previous.addresses.get(statement_id)
            if before is None:
                added += 1
            elif previous.digest(before) == digest_number(document.digest):
                unchanged += 1
            else:
                updated += 1
        if not given.ids():
            raise InvalidInput("there is no statement to index")
        with session.commit() as commit:
            for path in given.chunk_files():
                commit.add_chunk(path)
            commit.remove(previous.addresses.values())
            commit.publish({})
    return IndexReport(
        added=added,
        updated=updated,
        removed=len(previous.addresses) - updated - unchanged,
        unchanged=unchanged,
        skipped=(),
        warnings=(),
        seconds=time.perf_counter() - began,
        replaced_sample=previous.was_sample,
        unusable=previous.unusable,
    )
