"""`ClusterArchive`: an index in a cluster, open, and what can be asked of it.

Lives here: its methods, each of which asks one snapshot. Does not live here: what they
promise (`searchkit.engines.protocol`), how they are done (`searching`, `counting`), the
instruments (`instruments`).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import TracebackType
from typing import TYPE_CHECKING

from searchkit.corpus.markdown import clean_text
from searchkit.engines.local.instruments import named
from searchkit.engines.local.similarity import typical_words, without
from searchkit.engines.local.wanted import Wanted
from searchkit.engines.opensearch import counting, naming, searching
from searchkit.engines.opensearch.address import parse_address
from searchkit.engines.opensearch.checking import check, verified
from searchkit.engines.opensearch.connection import ClusterConnection, NotThere
from searchkit.engines.opensearch.instruments import ClusterInstruments
from searchkit.engines.opensearch.layout import HEAD
from searchkit.engines.opensearch.snapshot import ClusterSnapshot
from searchkit.engines.opensearch.state import read_head
from searchkit.engines.opensearch.suggesting import ClusterCompleter
from searchkit.engines.opensearch.writing import ClusterWriter
from searchkit.model.arguments import ALL, GROUP, NO_NAMES, PAGE, RELEVANCE
from searchkit.model.errors import InvalidArgument
from searchkit.model.information import AT_A_GLANCE
from searchkit.model.rows import Rows
from searchkit.model.tables import html_record
from searchkit.query.request import Query

if TYPE_CHECKING:
    from searchkit.engines.protocol import Archive
    from searchkit.model.answer import Answer, Completion, Hit, KnownName, Match
    from searchkit.model.arguments import GivenDay, GivenMeaning, GivenNames, GivenQuery
    from searchkit.model.information import Checked, Info
    from searchkit.model.statement import Statement
    from searchkit.schema.fields import Schema


class ClusterArchive(ClusterInstruments):
    """An open index in a cluster: every method does what
    `searchkit.engines.protocol.Archive` says of it, or says that this engine can't.
    """

    def __init__(self, connection: ClusterConnection, snapshot: ClusterSnapshot) -> None:
        self._connection = connection
        self._open: ClusterSnapshot | None = snapshot
        self._completing: ClusterCompleter | None = None

    @property
    def _snapshot(self) -> ClusterSnapshot:
        if self._open is None:
            raise InvalidArgument("this archive is closed", remedy="Open it again")
        return self._open

    def __enter__(self) -> ClusterArchive:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self._snapshot)

    def __repr__(self) -> str:
        state = "closed" if self._open is None else f"{len(self)} statements"
        return f"<Archive {self._connection.address.text!r}, {state}>"

    def _repr_html_(self) -> str | None:
        if self._open is None:
            return None
        return html_record(self.info(), AT_A_GLANCE, repr(self).strip("<>"))

    @property
    def schema(self) -> Schema:
        """The fields of its statements."""
        return self._snapshot.schema

    @property
    def stamp(self) -> str:
        """Short text that no other state has."""
        return self._snapshot.head.stamp

    @property
    def changed(self) -> datetime.datetime | None:
        """None: a cluster does not say."""
        _ = self._snapshot  # Raises where it is closed.
        return None

    @property
    def sample_size(self) -> int | None:
        """The number of statements of an index built from the seeds; None of any other."""
        return len(self) if self._snapshot.head.sample else None

    def search(
        self,
        query: GivenQuery = "",
        *,
        limit: int | None = PAGE,
        offset: int = 0,
        sort: str = RELEVANCE,
        any_word: bool = False,
        strict: bool = False,
        minister: GivenNames = (),
        portfolio: GivenNames = (),
        where: Mapping[str, GivenNames] = NO_NAMES,
        since: GivenDay = None,
        until: GivenDay = None,
        variants: bool = False,
        facets: bool = False,
        snippets: bool | int = True,
        explain: bool = False,
        copies: str = GROUP,
        meaning: GivenMeaning = False,
    ) -> Answer:
        """Search."""
        wanted = Wanted(limit, offset, sort, strict, facets, snippets, explain, copies, meaning)
        names = named(minister, portfolio, where)
        asked = Query(query, any_word, names, since, until, variants)
        return searching.search(self._snapshot, asked, wanted)

    def stream(
        self,
        query: GivenQuery = "",
        *,
        limit: int | None = None,
        offset: int = 0,
        sort: str = RELEVANCE,
        any_word: bool = False,
        minister: GivenNames = (),
        portfolio: GivenNames = (),
        where: Mapping[str, GivenNames] = NO_NAMES,
        since: GivenDay = None,
        until: GivenDay = None,
        variants: bool = False,
        snippets: bool = False,
        explain: bool = False,
        copies: str = ALL,
        meaning: GivenMeaning = False,
    ) -> Iterator[Hit]:
        """Every hit in order, one by one."""
        wanted = Wanted(
            limit,
            offset,
            sort,
            snippets=snippets,
            explain=explain,
            copies=copies,
            meaning=meaning,
        )
        names = named(minister, portfolio, where)
        asked = Query(query, any_word, names, since, until, variants)
        return searching.ClusterHits(*searching.stream(self._snapshot, asked, wanted))

    def count(
        self,
        query: GivenQuery = "",
        *,
        any_word: bool = False,
        minister: GivenNames = (),
        portfolio: GivenNames = (),
        where: Mapping[str, GivenNames] = NO_NAMES,
        since: GivenDay = None,
        until: GivenDay = None,
        variants: bool = False,
    ) -> int:
        """How many statements match."""
        names = named(minister, portfolio, where)
        asked = Query(query, any_word, names, since, until, variants)
        return searching.count(self._snapshot, asked)

    def facets(
        self,
        query: GivenQuery = "",
        *,
        any_word: bool = False,
        minister: GivenNames = (),
        portfolio: GivenNames = (),
        where: Mapping[str, GivenNames] = NO_NAMES,
        since: GivenDay = None,
        until: GivenDay = None,
        variants: bool = False,
    ) -> Answer:
        """How many statements match, and their facets."""
        names = named(minister, portfolio, where)
        asked = Query(query, any_word, names, since, until, variants)
        return searching.facets(self._snapshot, asked)

    def find(self, names: Iterable[str]) -> tuple[tuple[str, ...], ...]:
        """The ids of the statements that each name means."""
        return naming.ids_named(self._snapshot, names)

    def statement(self, id: str) -> Statement:
        """The statement with this id, its body as it was given."""
        return self._snapshot.statement(id)

    def text(self, id: str) -> str:
        """The clean text of a statement's body."""
        return clean_text(self._snapshot.statement(id).body)

    def matches(
        self, id: str, query: GivenQuery, *, any_word: bool = False, variants: bool = False
    ) -> Rows[Match]:
        """Every run of words of a statement that makes it match a query."""
        snapshot = self._snapshot
        asked = Query(query, any_word, variants=variants)
        return Rows(searching.matches_in(snapshot, asked, snapshot.statement(id)))

    def similar(
        self,
        id: str,
        *,
        limit: int | None = PAGE,
        offset: int = 0,
        snippets: bool = True,
        copies: str = GROUP,
    ) -> Answer:
        """Statements like a given one."""
        wanted = Wanted(limit=limit, offset=offset, snippets=snippets, copies=copies)
        wanted.check()
        snapshot = self._snapshot
        statement = snapshot.statement(id)
        words = typical_words(
            statement.title,
            clean_text(statement.body),
            len(snapshot),
            snapshot.frequencies,
            snapshot.constants,
        )
        own = naming.of_equal_text(snapshot, statement)
        # Statements of equal text are one entry of a page, and many of a list of all.
        most = None if limit is None else offset + limit + len(own)
        answer = searching.search(snapshot, Query(words), wanted._replace(limit=most, offset=0))
        return without(answer, id, own, offset, limit)

    def names(self, kind: str, containing: str = "") -> Rows[KnownName]:
        """The names of a field, sorted by name."""
        return Rows(counting.known_names(self._snapshot, kind, containing))

    def completions(self, typed: str, *, limit: int = 8) -> Rows[Completion]:
        """What somebody who has typed this much of a query may want to type."""
        snapshot = self._snapshot
        completer = self._completing
        if completer is None or completer.cluster is not snapshot:
            completer = self._completing = ClusterCompleter(snapshot)
        return Rows(completer.completions(typed, limit))

    def info(self) -> Info:
        """What the index holds."""
        return counting.information(self._snapshot)

    def check(
        self, *, deep: bool = False, progress: Callable[[int, int], None] | None = None
    ) -> Checked:
        """Compare what the cluster holds with what was published."""
        return check(self._snapshot, deep=deep, progress=progress)

    def refresh(self) -> bool:
        """Go on with the newest state; says whether there was a newer one."""
        newest = self._newest()
        if newest is None:
            return False
        self._open = newest
        return True

    def newer(self) -> ClusterArchive | None:
        """The newest state as an archive of its own, or None where this is it."""
        newest = self._newest()
        return None if newest is None else ClusterArchive(self._connection, newest)

    def _newest(self) -> ClusterSnapshot | None:
        stamp = self._snapshot.head.stamp
        head = read_head(self._connection)
        return None if head.stamp == stamp else ClusterSnapshot(self._connection, head)

    def latest(self) -> str:
        """The stamp of the newest state."""
        _ = self._snapshot  # A closed archive refuses this as well.
        return read_head(self._connection).stamp

    def writer(self, *, wait: float = 0.0) -> ClusterWriter:
        """A writer to this index."""
        _ = self._snapshot
        return ClusterWriter(self._connection, wait)

    def close(self) -> None:
        """Let go of the index. The connection ends with the last answer that uses it."""
        self._open = None


if TYPE_CHECKING:
    _engine: type[Archive] = ClusterArchive


def open_cluster(address: str, *, verify: bool = False) -> ClusterArchive:
    """Open the index at an address; see `searchkit.engines.opening.open_index`.

    Raises:
        InvalidArgument: the address is none, or opensearch-py is not installed.
        IndexNotFound, IncompatibleIndex: there is no index that can be opened.
        ClusterError: the cluster does not answer, or (`verify`) does not hold what was published.
    """
    connection = ClusterConnection(parse_address(address))
    connection.check_version()
    snapshot = ClusterSnapshot(connection, read_head(connection))
    if verify:
        verified(snapshot)
    return ClusterArchive(connection, snapshot)


def is_cluster_index(address: str) -> bool:
    """Whether there is an index at an address, sound or not."""
    connection = ClusterConnection(parse_address(address))
    try:
        connection.ask("GET", f"/{connection.address.name}/_doc/{HEAD}", _source=False)
    except NotThere:
        return False
    finally:
        connection.close()
    return True
