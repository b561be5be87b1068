"""`LocalArchive`: an index in a folder, open, and what can be asked of it.

Lives here: its methods, each of which asks one snapshot. Does not live here: what they
promise (`searchkit.engines.protocol`), how they are done (`searching`, `snapshot`).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from searchkit.engines.local import searching
from searchkit.engines.local.instruments import LocalInstruments, named
from searchkit.engines.local.opening import latest_stamp, open_snapshot, stamp_of
from searchkit.engines.local.wanted import Wanted
from searchkit.model.arguments import (
    ALL,
    GROUP,
    NO_NAMES,
    PAGE,
    RELEVANCE,
)
from searchkit.model.errors import InvalidArgument, StatementNotFound
from searchkit.query.request import Query
from searchkit.segment.blame import blaming
from searchkit.storage.manifest import MANIFEST

if TYPE_CHECKING:
    from searchkit.engines.local.completion import Completer
    from searchkit.engines.local.snapshot import Snapshot
    from searchkit.engines.protocol import Archive
    from searchkit.indexing.writer import IndexWriter
    from searchkit.model.address import Address
    from searchkit.model.answer import Answer, Completion, Hit, KnownName, Match
    from searchkit.model.arguments import GivenDay, GivenMeaning, GivenNames, GivenQuery
    from searchkit.model.information import Checked, Info
    from searchkit.model.rows import Rows
    from searchkit.model.statement import Statement
    from searchkit.schema.fields import Schema


class LocalArchive(LocalInstruments):
    """An open index in a folder: every method does what
    `searchkit.engines.protocol.Archive` says of it.
    """

    def __init__(self, directory: Path, snapshot: Snapshot) -> None:
        self._directory = directory
        self._open: Snapshot | None = snapshot
        self._completing: Completer | None = None

    @property
    def _completer(self) -> Completer:
        """The completer of the generation that is open."""
        from searchkit.engines.local.completion import Completer

        snapshot = self._snapshot
        if self._completing is None or self._completing.snapshot is not snapshot:
            self._completing = Completer(snapshot)
        return self._completing

    @property
    def _snapshot(self) -> Snapshot:
        if self._open is None:
            raise InvalidArgument("this archive is closed", remedy="Open it again")
        return self._open

    @property
    def snapshot(self) -> Snapshot:
        """The generation that is open."""
        return self._snapshot

    def _reading(self) -> AbstractContextManager[None]:
        """Around whatever reads segments: what damage does to it becomes `CorruptIndex`."""
        return blaming(self._snapshot.segments)

    def _find(self, statement_id: str, snapshot: Snapshot) -> Address:
        """Where a statement is in a snapshot (another thread may refresh the archive at any
        time).
        """
        with self._reading():
            found = snapshot.find(statement_id)
        if found is None:
            raise StatementNotFound(
                "no statement has this id",
                where=statement_id,
                remedy="Ids are what `search --files` prints",
            )
        return found

    def __enter__(self) -> LocalArchive:
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
        return f"<Archive {str(self._directory)!r}, {state}>"

    def _repr_html_(self) -> str | None:
        from searchkit.model.information import AT_A_GLANCE
        from searchkit.model.tables import html_record

        if self._open is None:
            return None
        return html_record(self.info(), AT_A_GLANCE, repr(self).strip("<>"))

    @property
    def schema(self) -> Schema:
        """The fields of its statements."""
        return self._snapshot.schema

    @property
    def stamp(self) -> str:
        """Short text that no other generation has."""
        return stamp_of(self._snapshot.manifest)

    @property
    def changed(self) -> datetime.datetime | None:
        """When this state was written, in UTC; None where there is a newer one."""
        stamp = self.stamp
        written = (self._directory / MANIFEST).stat().st_mtime
        if self.latest() != stamp:
            return None
        return datetime.datetime.fromtimestamp(written, datetime.UTC)

    @property
    def sample_size(self) -> int | None:
        """The number of statements of an index built from the seeds; None of any other."""
        return len(self) if self._snapshot.manifest.sample else None

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
        wanted = Wanted(
            limit=limit,
            offset=offset,
            sort=sort,
            strict=strict,
            facets=facets,
            snippets=snippets,
            explain=explain,
            copies=copies,
            meaning=meaning,
        )
        with self._reading():
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
            limit=limit,
            offset=offset,
            sort=sort,
            snippets=snippets,
            explain=explain,
            copies=copies,
            meaning=meaning,
        )
        names = named(minister, portfolio, where)
        asked = Query(query, any_word, names, since, until, variants)
        with self._reading():
            found = searching.stream(self._snapshot, asked, wanted)
        return _Hits(_taken(found.hits, self._reading()), found.total)

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
        with self._reading():
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
        with self._reading():
            names = named(minister, portfolio, where)
            asked = Query(query, any_word, names, since, until, variants)
            return searching.facets(self._snapshot, asked)

    def find(self, names: Iterable[str]) -> tuple[tuple[str, ...], ...]:
        """The ids of the statements that each name means."""

        from searchkit.engines.local.naming import ids_named

        with self._reading():
            return ids_named(self._snapshot, names)

    def statement(self, id: str) -> Statement:
        """The statement with this id, its body as it was given."""
        snapshot = self._snapshot
        where, number = self._find(id, snapshot)
        with self._reading():
            return snapshot.segments[where].statement(number)[0]

    def text(self, id: str) -> str:
        """The clean text of a statement's body."""
        snapshot = self._snapshot
        where, number = self._find(id, snapshot)
        with self._reading():
            return snapshot.segments[where].record(number).text

    def matches(
        self, id: str, query: GivenQuery, *, any_word: bool = False, variants: bool = False
    ) -> Rows[Match]:
        """Every run of words of a statement that makes it match a query."""
        from searchkit.model.rows import Rows

        snapshot = self._snapshot
        address = self._find(id, snapshot)
        asked = Query(query, any_word, variants=variants)
        with self._reading():
            return Rows(searching.matches_in(snapshot, asked, address))

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
        from searchkit.engines.local.similarity import like

        snapshot = self._snapshot
        address = self._find(id, snapshot)
        wanted = Wanted(limit=limit, offset=offset, snippets=snippets, copies=copies)
        with self._reading():
            return like(snapshot, id, address, wanted)

    def names(self, kind: str, containing: str = "") -> Rows[KnownName]:
        """The names of a field, sorted by name."""
        from searchkit.engines.local.listing import known_names
        from searchkit.model.rows import Rows

        with self._reading():
            return Rows(known_names(self._snapshot, kind, containing))

    def completions(self, typed: str, *, limit: int = 8) -> Rows[Completion]:
        """What somebody who has typed this much of a query may want to type."""
        from searchkit.model.rows import Rows

        return Rows(self._completer.completions(typed, limit))

    def info(self) -> Info:
        """What the index holds."""
        from searchkit.engines.local.information import information

        return information(self._snapshot)

    def check(
        self, *, deep: bool = False, progress: Callable[[int, int], None] | None = None
    ) -> Checked:
        """Verify all of the index."""
        from searchkit.engines.local.checking import check

        return check(self._snapshot, deep=deep, progress=progress)

    def refresh(self) -> bool:
        """Go on with the newest generation; says whether there was a newer one."""
        before = self._snapshot
        self._open = open_snapshot(self._directory, before=before)
        return self._open is not before

    def newer(self) -> LocalArchive | None:
        """The newest generation as an archive of its own, or None where this is it."""
        snapshot = open_snapshot(self._directory, before=self._snapshot)
        return None if snapshot is self._snapshot else LocalArchive(self._directory, snapshot)

    def latest(self) -> str:
        """The stamp of the newest generation."""
        _ = self._snapshot  # A closed archive refuses this as well.
        return latest_stamp(self._directory)

    def writer(self, *, wait: float = 0.0) -> IndexWriter:
        """A writer to this index."""
        from searchkit.indexing.writer import IndexWriter

        return IndexWriter(self._directory, wait)

    def close(self) -> None:
        """Let go of the index; its files are unmapped when the last answer is gone."""
        self._open = None


class _Hits(Iterator["Hit"]):
    """Hits one by one, and how many are left of them."""

    def __init__(self, hits: Iterator[Hit], left: int) -> None:
        self._hits = hits
        self._left = left

    def __next__(self) -> Hit:
        hit = next(self._hits)
        self._left -= 1
        return hit

    def __length_hint__(self) -> int:
        return self._left


def _taken(hits: Iterator[Hit], reading: AbstractContextManager[None]) -> Iterator[Hit]:
    with reading:
        yield from hits


if TYPE_CHECKING:
    # Checked here, not by inheriting: making a subclass of a protocol of this size would
    # take time at the start of every search.
    _engine: type[Archive] = LocalArchive


def open_archive(directory: Path, *, verify: bool = False) -> LocalArchive:
    """Open the index in a folder; see `searchkit.engines.opening.open_index`."""
    return LocalArchive(directory, open_snapshot(directory, verify))
