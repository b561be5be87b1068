"""One run that changes an index: what is added and removed becomes visible at its end.

Lives here: `WritingRun`, the writer of `Archive.writer`. Does not live here: where statements come
from (`building`), a new index behind the alias (`rebuilding`), the head and the lock (`state`).
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Any

from searchkit.corpus.given import document_of
from searchkit.engines.opensearch.aliases import run_of
from searchkit.engines.opensearch.connection import ClusterConnection, in_batches
from searchkit.engines.opensearch.entries import Analyst, document_id, statement_of
from searchkit.engines.opensearch.published import count_visible, digests, swept
from searchkit.engines.opensearch.state import IndexHead, Lock, publish, read_head
from searchkit.model.errors import (
    ClusterError,
    InvalidArgument,
    StatementNotFound,
)
from searchkit.model.statement import Statement
from searchkit.schema.analysis import normalise
from searchkit.schema.fields import Schema

BATCH = 4_000_000
"""Bytes of one bulk request: memory is bounded by it, whatever is indexed."""
BATCH_STATEMENTS = 500


class WritingRun:
    """Adds and removes statements of one index, under its lock.

    Args:
        connection: to the cluster.
        lock: held.
        head: what is published now; None: the index is new.
        index: what the cluster calls the index.
        schema: the fields of the statements.
    """

    def __init__(
        self,
        connection: ClusterConnection,
        lock: Lock,
        head: IndexHead | None,
        index: str,
        schema: Schema,
    ) -> None:
        self._connection, self._lock, self._head, self.index = connection, lock, head, index
        self._analyst = Analyst(schema)
        self._schema = schema
        self._lines: list[str] = []
        self._bytes = 0
        # Kept: what a run that was killed has sent to a new index.
        self.added = self.removed = self.kept = 0

    def add(self, statement: Statement) -> None:
        """Add a statement."""
        entry = self._analyst.entry(statement, self._lock.run)
        self._put(document_id(entry["id"], self._named), entry)
        self.added += 1

    def bury(self, ids: Iterable[str]) -> None:
        """Take back statements that a run before has sent to a new index."""
        for id in ids:
            entry = {"born": self._lock.run, "died": self._lock.run, "buried": int(time.time())}
            self._put(document_id(id, self._named), {"id": id, **entry})

    @property
    def _named(self) -> int:
        """The run that documents are named for: in a new index, the one that made it."""
        return self._lock.run if self._head else run_of(self.index)

    def remove(self, ids: Iterable[str]) -> None:
        """Remove statements that are published: their documents say so from now on.

        Raises:
            ClusterError: one that is published is not found.
        """
        assert self._head is not None
        for batch in in_batches(ids, BATCH_STATEMENTS):
            body = {
                "query": {"bool": {"filter": [self._head.visible, {"terms": {"id": batch}}]}},
                "size": len(batch),
                "_source": ["statement", "born"],
            }
            hits = self._connection.search(self.index, body)["hits"]["hits"]
            for hit in hits:
                statement = statement_of(hit["_source"]["statement"], self._schema)
                entry = self._analyst.entry(statement, hit["_source"]["born"])
                entry |= {"died": self._lock.run, "buried": int(time.time())}
                self._put(hit["_id"], entry)
            self.removed += len(hits)
            if len(hits) != len(set(batch)):
                raise ClusterError(
                    f"{len(set(batch)) - len(hits)} statements are not where they were",
                    where=self._connection.address.text,
                    remedy="Nothing was published",
                )

    def _put(self, name: str, entry: Mapping[str, Any]) -> None:
        told: dict[str, Any] = {"_index": self.index, "_id": name}
        if self._head is None:
            told |= {"version": self._lock.run, "version_type": "external_gte"}
        action = json.dumps({"index": told})
        line = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
        text = f"{action}\n{line}\n"
        # Characters are at least as many bytes; a precise count would cost an encoding.
        if self._lines and (
            self._bytes + len(text) > BATCH or len(self._lines) >= BATCH_STATEMENTS
        ):
            self.send()
        self._lines.append(text)
        self._bytes += len(text)

    def send(self) -> None:
        """Send what has gathered."""
        if self._lines:
            self._lock.renew()
            self._lock.dirty = True
            self._connection.bulk("".join(self._lines), len(self._lines))
        self._lines, self._bytes = [], 0

    def publish(self, roots: Mapping[str, str], *, sample: bool = False) -> IndexHead:
        """Make all of it visible at once, when the counts agree.

        Raises:
            ClusterError: they don't; nothing is visible.
            IndexLocked: another writer has taken over.
        """
        self.send()
        self._connection.ask("POST", f"/{self.index}/_refresh")
        before, lock = self._head, self._lock
        count = (before.statements if before else self.kept) + self.added - self.removed
        head = IndexHead(
            self.index,
            lock.run,
            before.number + 1 if before else 1,
            lock.void,
            count,
            self._schema,
            roots,
            sample,
            before.unique if before else self.index,
            before.place if before else (0, 0),
        )
        seen = count_visible(self._connection, head)
        if seen != count:
            raise ClusterError(
                f"the cluster holds {seen:,} statements after this run",
                where=self._connection.address.text,
                expected=f"{count:,}",
                remedy="Nothing was published. Run it again",
            )
        lock.renew()
        publish(self._connection, head, fresh=before is None)
        lock.published = True
        return head


class ClusterWriter:
    """Adds and removes statements: all of it at the end of the `with` block, or nothing if the
    block ends in an exception. What is added waits on this machine until then.

    Args:
        connection: to the cluster.
        wait: seconds to wait for another writer.

    Raises:
        IndexLocked: on entering, if another one is writing.
        SearchkitError: on leaving, if it can't be written; the index is as before.
    """

    def __init__(self, connection: ClusterConnection, wait: float = 0.0) -> None:
        self._connection = connection
        self._lock = Lock(connection, wait)
        self._open = False
        self._head: IndexHead
        self._given: dict[str, Statement]
        self._gone: set[str]

    def __enter__(self) -> ClusterWriter:
        if self._open:
            raise InvalidArgument("this writer is in use", remedy="Make another one")
        self._lock.__enter__()
        try:
            self._head = read_head(self._connection)
            swept(self._connection, self._head, self._lock)
        except BaseException:
            self._lock.__exit__()
            raise
        self._given, self._gone, self._open = {}, set(), True
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open = False
        try:
            if kind is None and (self._given or self._gone):
                self._publish()
        finally:
            self._lock.__exit__()

    def _publish(self) -> None:
        head = self._head
        run = WritingRun(self._connection, self._lock, head, head.inside, head.schema)
        known = digests(self._connection, head, [*self._given, *self._gone])
        replaced = []
        for id, statement in self._given.items():
            digest = document_of(statement, head.schema).digest.hex()
            if known.get(id) == digest:
                continue
            if id in known:
                replaced.append(id)
            run.add(statement)
        run.remove([*replaced, *(id for id in self._gone if id not in self._given)])
        if run.added or run.removed:
            run.publish(head.roots)

    def _check_open(self) -> None:
        if not self._open:
            raise InvalidArgument("this writer is not open", remedy="Use it in a `with` block")

    def add(self, statement: Statement) -> None:
        """Add a statement; one that has its id is replaced.

        Raises:
            InvalidInput: it is no `Statement`, or a value is not of the type it should be.
        """
        self._check_open()
        made = document_of(statement, self._head.schema).statement
        self._given[made.id] = statement
        self._gone.discard(made.id)

    def remove(self, id: str) -> None:
        """Remove the statement with this id.

        Raises:
            StatementNotFound: there is none.
        """
        self._check_open()
        wanted = normalise(id)
        given = self._given.pop(wanted, None) is not None
        there = wanted not in self._gone and bool(digests(self._connection, self._head, [wanted]))
        if not given and not there:
            raise StatementNotFound("no statement has this id", where=id)
        if there:
            self._gone.add(wanted)
