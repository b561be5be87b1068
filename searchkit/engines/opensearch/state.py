"""What is published, and who may write.

Lives here: the head of an index, the filter that shows one state of it, the lock. Does not live
here: writing statements (`writing`), opening an index (`snapshot`).

Nothing that is published is ever changed. Each document of a statement says in which run it was
born, and in which it died. The head names the last run that was published; a run becomes visible,
all of it at once, when the head is replaced by one that names it. What is open goes on with the
head that it has read: it sees what it saw. A run is a number that grows (milliseconds), taken
together with the lock, so that no two writers ever have the same one. One that was given up is
remembered as void: what a writer that hung sends after all is never seen.
"""

from __future__ import annotations

import os
import socket
import time
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from searchkit.engines.opensearch.connection import ClusterConnection
from searchkit.engines.opensearch.failures import Conflict, NotThere
from searchkit.engines.opensearch.layout import HEAD, VERSION
from searchkit.model.errors import (
    ClusterError,
    IncompatibleIndex,
    IndexLocked,
    IndexNotFound,
    InvalidArgument,
)
from searchkit.schema.analysis import versions
from searchkit.schema.fields import Schema

LOCKS = "searchkit-locks"
"""The index of the locks of all indexes of a cluster."""
HELD = 120.0
"""Seconds after which a lock that was not renewed is no longer one."""
RENEWED = 20.0
"""Seconds after which a writer renews its lock."""
REBUILD = "Build it anew: searchkit index --rebuild PATH --index ADDRESS"


class IndexHead(NamedTuple):
    """What is published of an index.

    Attributes:
        inside: what the cluster calls the index behind the alias.
        run: the last one that is published.
        number: how often something was published.
        void: runs that were given up.
        statements: how many.
        schema: their fields.
        roots: where they came from: name -> path.
        sample: whether it was built from the seeds.
        unique: text that no other index has.
        place: (seq_no, primary_term) of the document, which the next one replaces.
    """

    inside: str
    run: int
    number: int
    void: tuple[int, ...]
    statements: int
    schema: Schema
    roots: Mapping[str, str]
    sample: bool
    unique: str
    place: tuple[int, int] = (0, 0)

    @property
    def stamp(self) -> str:
        """Text that no other state has."""
        return f"{self.unique}.{self.run}"

    def to_json(self) -> dict[str, Any]:
        """What the document holds."""
        return {
            "layout": VERSION,
            "versions": versions_of(self.schema),
            "run": self.run,
            "number": self.number,
            "void": list(self.void),
            "count": self.statements,
            "schema": self.schema.to_json(),
            "roots": dict(self.roots),
            "sample": self.sample,
            "unique": self.unique,
        }

    @property
    def visible(self) -> dict[str, Any]:
        """The filter for the statements of this state."""
        void = list(self.void)
        dead: dict[str, Any] = {"range": {"died": {"lte": self.run}}}
        if void:
            dead = {"bool": {"filter": [dead], "must_not": [{"terms": {"died": void}}]}}
        hidden = [dead, *([{"terms": {"born": void}}] if void else [])]
        born = {"range": {"born": {"lte": self.run}}}
        return {"bool": {"filter": [born], "must_not": hidden}}


def versions_of(schema: Schema) -> dict[str, Any]:
    """By what the words of an index of these fields are made."""
    made: dict[str, Any] = {**versions(schema.profile)}
    return made


def read_head(connection: ClusterConnection) -> IndexHead:
    """The newest state of the index at an address.

    Raises:
        IndexNotFound: there is none.
        IncompatibleIndex: another layout or another analysis made it.
        ClusterError: the cluster does not answer.
    """
    where = connection.address.text
    try:
        found = connection.ask("GET", f"/{connection.address.name}/_doc/{HEAD}")
    except NotThere:
        raise IndexNotFound(
            "there is no index here",
            where=where,
            remedy=f"Build one: searchkit index PATH --index {where}",
        ) from None
    return _head(found, where)


def _head(found: Mapping[str, Any], where: str) -> IndexHead:
    try:
        kept = found["_source"]["head"]
        layout = kept["layout"]
    except (KeyError, TypeError):
        raise IncompatibleIndex(
            "this index is none of searchkit's", where=where, remedy="Take another name"
        ) from None
    if layout != VERSION:
        raise IncompatibleIndex(
            f"it has layout {layout!r:.20}", where=where, expected=str(VERSION), remedy=REBUILD
        )
    try:
        schema = Schema.from_json(kept["schema"])
        head = IndexHead(
            found["_index"],
            int(kept["run"]),
            int(kept["number"]),
            tuple(map(int, kept["void"])),
            int(kept["count"]),
            schema,
            {str(name): str(path) for name, path in kept["roots"].items()},
            bool(kept["sample"]),
            str(kept["unique"]),
            (found["_seq_no"], found["_primary_term"]),
        )
    except (KeyError, TypeError, ValueError, InvalidArgument, AttributeError) as error:
        raise IncompatibleIndex(
            f"its head can't be read ({type(error).__name__})", where=where, remedy=REBUILD
        ) from None
    if (ours := versions_of(schema)) != kept["versions"]:
        raise IncompatibleIndex(
            f"its words were made by {_shown(kept['versions'])}",
            where=where,
            expected=_shown(ours),
            remedy=REBUILD,
        )
    return head


def _shown(said: object) -> str:
    return ", ".join(map(str, said.values())) if isinstance(said, dict) else "another program"


def publish(connection: ClusterConnection, head: IndexHead, *, fresh: bool) -> None:
    """Replace the head of an index; `fresh`: it has none.

    Raises:
        IndexLocked: somebody else has published meanwhile.
        ClusterError: it can't be written.
    """
    asked: dict[str, str | int] = {"op_type": "create"}
    if not fresh:
        asked = {"if_seq_no": head.place[0], "if_primary_term": head.place[1]}
    body = {"head": head.to_json()}
    try:
        connection.ask("PUT", f"/{head.inside}/_doc/{HEAD}", body, asked=asked)
    except Conflict:
        # Perhaps it was us: an answer may be lost, and the request sent again.
        try:
            found = connection.ask("GET", f"/{head.inside}/_doc/{HEAD}")
        except NotThere:
            found = {}
        if found.get("_source") != body:
            raise _overtaken(connection) from None


def _overtaken(connection: ClusterConnection) -> IndexLocked:
    return IndexLocked(
        "somebody else has written to this index meanwhile",
        where=connection.address.text,
        remedy="Nothing of this run was published. Run it again",
    )


class Lock:
    """The right to write to an index; a context manager.

    Attributes:
        run: the number of this run.
        void: runs that were given up.
        dirty, published: whether anything of this run was sent, and shown.
        took_over: whether the run before had not come to its end.

    Args:
        connection: to the cluster.
        wait: seconds to wait for another writer.

    Raises:
        IndexLocked: on entering: another one is writing.
        ClusterError: the cluster does not answer.
    """

    def __init__(self, connection: ClusterConnection, wait: float = 0.0) -> None:
        self._connection, self._wait = connection, wait
        self._path = f"/{LOCKS}/_doc/{connection.address.name}"
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self._place = (0, 0)
        self._renewed = 0.0
        self.run = 0
        self.void: tuple[int, ...] = ()
        self.published = self.dirty = self.took_over = False

    def __enter__(self) -> Lock:
        end = time.monotonic() + self._wait
        while not self._take():
            if time.monotonic() >= end:
                raise IndexLocked(
                    "another writer is at work",
                    where=self._connection.address.text,
                    remedy="Wait for it: --wait SECONDS. The lock of one that was killed "
                    f"ends after {HELD:g} s",
                )
            time.sleep(0.25)
        return self

    def __exit__(self, *_: object) -> None:
        if self.dirty and not self.published:
            self.void = (*self.void, self.run)
        try:
            self._write(None, create=False)
        except (Conflict, ClusterError):
            pass  # It was taken over, or it ends by itself; its run is void then.

    def _take(self) -> bool:
        now = time.time()
        try:
            found = self._connection.ask("GET", self._path)
        except NotThere:
            found = None
        run = int(now * 1000)
        try:
            if found is None:
                self._ensure()
                self.run = run
                self._write(self._owner, create=True)
                return True
            kept = found["_source"]
            if kept["owner"] == self._owner:  # The answer to our own request was lost.
                self._place = found["_seq_no"], found["_primary_term"]
                self.run, self.void = kept["run"], tuple(kept["void"])
                return True
            if kept["owner"] is not None and now < kept["until"]:
                return False
            given_up = [kept["run"]] if kept["owner"] is not None else []
            self.void = tuple(dict.fromkeys((*kept["void"], *given_up)))
            self.run = max(run, kept["run"] + 1)
            self._place = found["_seq_no"], found["_primary_term"]
            self._write(self._owner, create=False)
            self.took_over = bool(given_up)
        except Conflict:
            return False
        return True

    def _ensure(self) -> None:
        body = {
            "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1", "hidden": True},
            "mappings": {"dynamic": "false"},
        }
        try:
            self._connection.ask("PUT", f"/{LOCKS}", body)
        except ClusterError as error:
            if "already_exists" not in str(error):
                raise

    def revive(self, runs: Iterable[int]) -> None:
        """Go on with what these runs have sent: they are void no longer.

        Raises:
            IndexLocked: another writer has taken over.
        """
        self.void = tuple(run for run in self.void if run not in set(runs))
        try:
            self._write(self._owner, create=False)
        except Conflict:
            raise _overtaken(self._connection) from None

    def renew(self) -> None:
        """Say that this writer is still at work.

        Raises:
            IndexLocked: another one has taken over.
        """
        if time.monotonic() - self._renewed < RENEWED:
            return
        try:
            self._write(self._owner, create=False)
        except Conflict:
            raise _overtaken(self._connection) from None

    def _write(self, owner: str | None, *, create: bool) -> None:
        asked: dict[str, str | int] = {"op_type": "create"}
        if not create:
            asked = {"if_seq_no": self._place[0], "if_primary_term": self._place[1]}
        body = {
            "owner": owner,
            "until": time.time() + HELD,
            "run": self.run,
            "void": list(self.void[-1000:]),
        }
        try:
            done = self._connection.ask("PUT", self._path, body, asked=asked)
            self._place = done["_seq_no"], done["_primary_term"]
        except Conflict:
            found = self._connection.ask("GET", self._path)
            kept = found["_source"]
            # The answer to our own request may have been lost, and the request sent again.
            if owner is None or kept["owner"] != owner or kept["run"] != self.run:
                raise
            self._place = found["_seq_no"], found["_primary_term"]
        self._renewed = time.monotonic()
