"""`LocalArchive`: an index in a folder, open, and what can be asked of it.

Lives here: its methods, each of which says of what state it is. Does not live here: what
they promise (`searchkit.engines.protocol`), how they are done (`searching`, `snapshot`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from searchkit.engines.local import searching
from searchkit.engines.local.listing import known_names
from searchkit.engines.local.opening import latest_stamp, open_snapshot, stamp_of
from searchkit.engines.local.searching import Wanted
from searchkit.engines.local.similarity import typical_words, without
from searchkit.model.answer import Answer, Hit, KnownName, Match
from searchkit.model.arguments import NO_NAMES
from searchkit.model.errors import InvalidArgument, StatementNotFound
from searchkit.query import request
from searchkit.schema.fields import DEFAULT
from searchkit.segment.blame import blaming

if TYPE_CHECKING:
    from searchkit.engines.local.completion import Completer
    from searchkit.engines.local.snapshot import Snapshot
    from searchkit.engines.protocol import Archive
    from searchkit.indexing.writer import IndexWriter
    from searchkit.model.address import Address
    from searchkit.model.answer import Completion
    from searchkit.model.arguments import GivenDay, GivenNames
    from searchkit.model.information import Checked, Info
    from searchkit.model.statement import Statement
    from searchkit.query.language.foreign import WhooshQuery as Query
    from searchkit.schema.fields import Schema


class LocalArchive:
    """An open index in a folder: see `searchkit.engines.protocol.Archive`."""

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

    def __enter__(self) -> LocalArchive:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def refresh(self) -> bool:
        """Go on with the newest generation of the index; answers that are being made are
        of the one before. Returns whether there was a newer one.

        Raises:
            IndexNotFound, CorruptIndex, IncompatibleIndex: the new one can't be opened;
                the archive stays as it is.
        """
        before = self._snapshot
        self._open = open_snapshot(self._directory, before=before)
        return self._open is not before

    def newer(self) -> LocalArchive | None:
        """The newest generation as an archive of its own, or None where this is it.

        Unlike `refresh` it leaves this one as it is, for whoever asks an archive several
        things that have to fit one another. What both share is open once.

        Raises:
            IndexNotFound, CorruptIndex, IncompatibleIndex: the new one can't be opened.
        """
        snapshot = open_snapshot(self._directory, before=self._snapshot)
        return None if snapshot is self._snapshot else LocalArchive(self._directory, snapshot)

    def writer(self, *, wait: float = 0.0) -> IndexWriter:
        """A writer to this index: `with archive.writer() as writer: ...` adds and removes
        statements, all of it at the end of the block or nothing. This archive itself shows
        them after `refresh`.

        Args:
            wait: seconds to wait for another writer.
        """
        from searchkit.indexing.writer import IndexWriter

        return IndexWriter(self._directory, wait)

    def close(self) -> None:
        """Let go of the index; its files are unmapped when the last answer is gone."""
        self._open = None

    def _reading(self) -> AbstractContextManager[None]:
        """Around whatever reads segments: what damage does to it becomes `CorruptIndex`."""
        return blaming(self._snapshot.segments)

    def __len__(self) -> int:
        return len(self._snapshot)

    def __repr__(self) -> str:
        state = "closed" if self._open is None else f"{len(self)} statements"
        return f"<Archive {str(self._directory)!r}, {state}>"

    @property
    def schema(self) -> Schema:
        """The fields of its statements."""
        segments = self._snapshot.segments
        return segments[0].schema if segments else DEFAULT

    @property
    def stamp(self) -> str:
        """Short text that no other generation has."""
        return stamp_of(self._snapshot.manifest)

    def latest(self) -> str:
        """The stamp of the newest generation, which is not opened for it."""
        _ = self._snapshot  # Of a closed archive nothing can be asked.
        return latest_stamp(self._directory)

    @property
    def sample_size(self) -> int | None:
        """Of an index built from the seeds, how many statements; else None."""
        return len(self) if self._snapshot.manifest.sample else None

    def search(
        self,
        query: str | Query = "",
        *,
        limit: int = 10,
        offset: int = 0,
        sort: str = "relevance",
        any_word: bool = False,
        strict: bool = False,
        minister: GivenNames = (),
        portfolio: GivenNames = (),
        where: Mapping[str, GivenNames] = NO_NAMES,
        since: GivenDay = None,
        until: GivenDay = None,
        facets: bool = False,
        snippets: bool = True,
        explain: bool = False,
        copies: str = "group",
    ) -> Answer:
        """Search.

        Args:
            query: text in the query language, or a `whoosh.query` tree of analysed
                terms of `searchkit.schema`; empty: all statements.
            limit: hits at most.
            offset: hits to leave out before the first; copies grouped, so that
                pages follow one another.
            sort: "relevance" (newest first where nothing is to be ranked),
                "newest" or "oldest"; statements without a date come last.
            any_word: any of the words is enough.
            strict: never fill the first page with statements that match most words.
            minister, portfolio: a name or several, any of which will do; in double
                quotes, just this name is meant (`'"Trade"'` is not Foreign Trade).
            where: the same of any field of names of the schema, by what a query calls it.
            since, until: a date, or "2007", "2007-11", "2007-11-20"; both included.
            facets: count ministers, portfolios and years of all matches.
            snippets: make snippets and highlights.
            explain: say where each score comes from.
            copies: "group" makes statements of equal text one hit, "all" does not.

        Raises:
            QuerySyntaxError: the query is not in the language.
            UnknownName: no minister or portfolio goes by a name.
            UnsupportedQuery: a tree holds a node that is not evaluated.
            InvalidArgument: another argument is out of range.
        """
        asked = _query(query, any_word, minister, portfolio, where, since, until)
        wanted = Wanted(
            limit=limit,
            offset=offset,
            sort=sort,
            strict=strict,
            facets=facets,
            snippets=snippets,
            explain=explain,
            copies=copies,
        )
        with self._reading():
            return searching.search(self._snapshot, asked, wanted)

    def stream(
        self,
        query: str | Query = "",
        *,
        sort: str = "relevance",
        any_word: bool = False,
        minister: GivenNames = (),
        portfolio: GivenNames = (),
        where: Mapping[str, GivenNames] = NO_NAMES,
        since: GivenDay = None,
        until: GivenDay = None,
        explain: bool = False,
    ) -> Iterator[Hit]:
        """Every hit in order, one by one, without snippets; copies each on their own.

        The arguments and errors are those of `search`; errors are raised here, not
        when the first hit is taken.
        """
        asked = _query(query, any_word, minister, portfolio, where, since, until)
        wanted = Wanted(sort=sort, explain=explain)
        with self._reading():
            hits = searching.stream(self._snapshot, asked, wanted)
        return _taken(hits, self._reading())

    def count(
        self,
        query: str | Query = "",
        *,
        any_word: bool = False,
        minister: GivenNames = (),
        portfolio: GivenNames = (),
        where: Mapping[str, GivenNames] = NO_NAMES,
        since: GivenDay = None,
        until: GivenDay = None,
    ) -> int:
        """How many statements match; the arguments and errors are those of `search`."""
        asked = _query(query, any_word, minister, portfolio, where, since, until)
        with self._reading():
            return searching.count(self._snapshot, asked)

    def facets(
        self,
        query: str | Query = "",
        *,
        any_word: bool = False,
        minister: GivenNames = (),
        portfolio: GivenNames = (),
        where: Mapping[str, GivenNames] = NO_NAMES,
        since: GivenDay = None,
        until: GivenDay = None,
    ) -> Answer:
        """An answer without hits: how many statements match, and their facets.

        Nothing is ranked and no word is put right, so this takes a fraction of a
        search. The arguments and errors are those of `search`.
        """
        asked = _query(query, any_word, minister, portfolio, where, since, until)
        with self._reading():
            return searching.facets(self._snapshot, asked)

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

    def statement(self, id: str) -> Statement:
        """The statement with this id, its body as it was given.

        Raises:
            StatementNotFound: there is none.
        """
        snapshot = self._snapshot
        where, number = self._find(id, snapshot)
        with self._reading():
            return snapshot.segments[where].statement(number)[0]

    def text(self, id: str) -> str:
        """The clean text of a statement's body: what is searched and shown.

        Raises:
            StatementNotFound: there is none.
        """
        snapshot = self._snapshot
        where, number = self._find(id, snapshot)
        with self._reading():
            return snapshot.segments[where].record(number).text

    def matches(self, id: str, query: str | Query, *, any_word: bool = False) -> tuple[Match, ...]:
        """Every run of words of a statement that makes it match a query.

        A phrase where it stands as a phrase, the operands of NEAR where they stand
        near (not the words between), the very word for a wildcard or a typing error;
        with `any_word`, whichever of the query's words there are.
        Empty where the statement does not match, or matches by what is no word.

        Raises:
            StatementNotFound: there is no such statement.
            QuerySyntaxError, UnknownName, UnsupportedQuery: as `search`.
        """
        snapshot = self._snapshot
        address = self._find(id, snapshot)
        with self._reading():
            return searching.matches_in(snapshot, request.Query(query, any_word), address)

    def similar(self, id: str, *, limit: int = 10, snippets: bool = True) -> Answer:
        """Statements like a given one, without it and its copies.

        They are ranked by the words that say most about it: those that are frequent
        in it and rare elsewhere.

        Raises:
            StatementNotFound: there is no such statement.
        """
        snapshot = self._snapshot
        where, number = self._find(id, snapshot)
        with self._reading():
            record = snapshot.segments[where].record(number)
            words = typical_words(snapshot.segments, snapshot.constants, record.title, record.text)
            wanted = Wanted(limit=limit + 1, snippets=snippets)
            return without(searching.search(snapshot, request.Query(words), wanted), id, limit)

    def names(self, kind: str, containing: str = "") -> tuple[KnownName, ...]:
        """The ministers or portfolios of the index, sorted by name.

        Args:
            kind: "minister" or "portfolio".
            containing: words that the name must hold; empty: all names.

        Raises:
            InvalidArgument: no such kind.
            UnknownName: no name holds these words.
        """
        with self._reading():
            return known_names(self._snapshot, kind, containing)

    def completions(self, typed: str, *, limit: int = 8) -> tuple[Completion, ...]:
        """What somebody who has typed so much of a query perhaps wants to type.

        Args:
            typed: the query up to the cursor.
            limit: how many at most; the most frequent come first, words before names.
        """
        return self._completer.completions(typed, limit)

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


def _query(
    query: str | Query,
    any_word: bool,
    minister: GivenNames,
    portfolio: GivenNames,
    where: Mapping[str, GivenNames],
    since: GivenDay,
    until: GivenDay,
) -> request.Query:
    """What is asked, as a value.

    Raises:
        InvalidArgument: a field is given twice.
    """
    names = dict(where)
    for field, asked in (("minister", minister), ("portfolio", portfolio)):
        if asked == ():
            continue
        if field in names and names[field] != ():
            raise InvalidArgument(f"{field} is given twice", expected="it alone, or in `where`")
        names[field] = asked
    return request.Query(query, any_word, names, since, until)


def _taken(hits: Iterator[Hit], reading: AbstractContextManager[None]) -> Iterator[Hit]:
    with reading:
        yield from hits


if TYPE_CHECKING:
    # Said here, for making a subclass of a protocol takes time when a search starts.
    _engine: type[Archive] = LocalArchive


def open_archive(directory: Path, *, verify: bool = False) -> LocalArchive:
    """Open the index in a folder; see `searchkit.engines.opening.open_index`."""
    return LocalArchive(directory, open_snapshot(directory, verify))
