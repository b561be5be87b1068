"""What the library, the commands and the pages need of an open index.

Lives here: `Archive`, which every engine implements, and `Writer`. Does not live here:
which engine serves which address (`opening`), an implementation (`local`). Nothing here
runs: a search does not import this module. `tests/engines/test_protocol.py` holds every
engine to what the docstrings say.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from searchkit.engines.instruments import Instruments
from searchkit.model.arguments import NO_NAMES

if TYPE_CHECKING:
    from searchkit.model.answer import Answer, Completion, Hit, KnownName, Match
    from searchkit.model.arguments import GivenDay, GivenMeaning, GivenNames, GivenQuery
    from searchkit.model.information import Checked, Info
    from searchkit.model.rows import Rows
    from searchkit.model.statement import Statement
    from searchkit.schema.fields import Schema


@runtime_checkable
class Archive(Instruments, Protocol):
    """An open index: one state of it, which does not change while it is open.

    `searchkit.open` makes one. It is a context manager, and threads may share it. Once it
    is closed, everything but `close` raises `InvalidArgument`.
    """

    @property
    def schema(self) -> Schema:
        """The fields of its statements."""
        ...

    @property
    def stamp(self) -> str:
        """Short text that no other state of this index has, the same in every process
        that has this state open.
        """
        ...

    @property
    def sample_size(self) -> int | None:
        """The number of statements of an index built from the seeds; None of any other."""
        ...

    @property
    def changed(self) -> datetime.datetime | None:
        """When this state was written, in UTC, as the files of the index have it; None where they
        tell of a newer one, or it is in a cluster.
        """
        ...

    def __len__(self) -> int:
        """The number of statements."""
        ...

    def search(
        self,
        query: GivenQuery = "",
        *,
        limit: int | None = 10,
        offset: int = 0,
        sort: str = "relevance",
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
        copies: str = "group",
        meaning: GivenMeaning = False,
    ) -> Answer:
        """Search.

        Args:
            query: text in the query language, or a `whoosh.query` tree of analysed
                terms; empty: all statements.
            limit: hits at most; None: all of them, 0: none, what is asked is the total.
            offset: hits to leave out before the first. Copies are grouped first, so
                that pages follow one another.
            sort: "relevance" (newest first where there is nothing to rank), "newest" or
                "oldest"; statements without a date come last.
            any_word: any of the words is enough.
            strict: never fill the first page with statements that match most words.
                (Up to ten of them fill it where `limit` is None.)
            minister, portfolio: a name or several, any of which will do; in double
                quotes, just this name is meant (`'"Trade"'` is not Foreign Trade).
            where: the same of any field of names of the schema, by what a query calls it.
            since, until: a date, or "2007", "2007-11", "2007-11-20"; both included.
            variants: the other ways to write its words will do, too (`Answer.variants`).
            facets: count the names and years of all matches.
            snippets: make highlights and up to two snippets of each; a number, at most 10: up
                to so many.
            explain: say where each score comes from.
            copies: "group" makes statements of equal text one hit, "all" does not.
            meaning: order the best 300 of what matches by nearness in meaning too, which
                changes nothing but their order; the folder of the model, or True for the
                one in `SEARCHKIT_MODEL` or that `searchkit model fetch` has fetched.

        Raises:
            QuerySyntaxError: the query is not in the language.
            UnknownName: no minister or portfolio goes by a name.
            UnsupportedQuery: a tree holds a node that can't be evaluated.
            QueryTooBroad: it would take more memory than any answer is worth.
            InvalidArgument: another argument is out of range.
            ModelError: `meaning` is asked for, and the index has no vectors, or the model
                is missing or not the one that made them.
        """
        ...

    def stream(
        self,
        query: GivenQuery = "",
        *,
        limit: int | None = None,
        offset: int = 0,
        sort: str = "relevance",
        any_word: bool = False,
        minister: GivenNames = (),
        portfolio: GivenNames = (),
        where: Mapping[str, GivenNames] = NO_NAMES,
        since: GivenDay = None,
        until: GivenDay = None,
        variants: bool = False,
        snippets: bool = False,
        explain: bool = False,
        copies: str = "all",
        meaning: GivenMeaning = False,
    ) -> Iterator[Hit]:
        """Every hit in order, one by one: a list, where `search` gives a page.

        The arguments and errors are those of `search`, with a list's defaults: all of it,
        each copy on its own, without snippets. Errors are raised here, not when the first
        hit is taken. How many hits there are is known at once: `operator.length_hint` of the
        iterator.
        """
        ...

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
        """How many statements match; the arguments and errors are those of `search`."""
        ...

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
        """An answer without hits: how many statements match, and their facets.

        Nothing is ranked and no word is corrected, so this takes a fraction of a search.
        The arguments and errors are those of `search`.
        """
        ...

    def find(self, names: Iterable[str]) -> tuple[tuple[str, ...], ...]:
        """The ids of the statements that each name means, ascending; none: there is no such
        statement.

        Args:
            names: ids, addresses of originals, or paths of files that were indexed. Of an
                address neither `http` or `https` matters, nor `www.`, nor a slash or a
                `#fragment` at its end. What is an id is nothing else.
        """
        ...

    def statement(self, id: str) -> Statement:
        """The statement with this id, its body as it was given.

        Raises:
            StatementNotFound: there is none.
        """
        ...

    def text(self, id: str) -> str:
        """The clean text of a statement's body: what is searched and shown.

        Raises:
            StatementNotFound: there is none.
        """
        ...

    def matches(
        self, id: str, query: GivenQuery, *, any_word: bool = False, variants: bool = False
    ) -> Rows[Match]:
        """Every run of words of a statement that makes it match a query.

        A phrase where it stands as a phrase, the operands of NEAR where they stand
        near (not the words between), the very word for a wildcard or a typing error;
        with `any_word`, whichever of the query's words there are. Empty where the
        statement does not match, or where it is not words that match.

        Raises:
            StatementNotFound: there is no such statement.
            QuerySyntaxError, UnknownName, UnsupportedQuery: as `search`.
        """
        ...

    def similar(
        self,
        id: str,
        *,
        limit: int | None = 10,
        offset: int = 0,
        snippets: bool = True,
        copies: str = "group",
    ) -> Answer:
        """Statements like a given one, without it and its copies.

        They are ranked by the words that say most about it: those that are frequent in
        it and rare elsewhere. The arguments are those of `search`.

        Raises:
            StatementNotFound: there is no such statement.
            InvalidArgument: an argument is out of range.
        """
        ...

    def names(self, kind: str, containing: str = "") -> Rows[KnownName]:
        """The names of a field, sorted by name.

        Args:
            kind: the field, as a query writes it ("minister", "portfolio").
            containing: words that the name must hold; empty: all names.

        Raises:
            InvalidArgument: the schema has no such field of names.
            UnknownName: no name holds these words.
        """
        ...

    def completions(self, typed: str, *, limit: int = 8) -> Rows[Completion]:
        """What somebody who has typed this much of a query may want to type.

        Args:
            typed: the query up to the cursor.
            limit: how many at most: names, then words, those first that most statements have
                together with what was typed before. In an archive of more than 20, no word
                that a single statement has.
        """
        ...

    def info(self) -> Info:
        """What the index holds."""
        ...

    def check(
        self, *, deep: bool = False, progress: Callable[[int, int], None] | None = None
    ) -> Checked:
        """Verify all of the index.

        Args:
            deep: also compare it with the texts it stores, by analysing them again.
            progress: called with (statements read, statements in all) when `deep`.

        Returns:
            how it differs from its texts; not at all unless `deep`.

        Raises:
            CorruptIndex: a checksum or an invariant does not hold.
        """
        ...

    def refresh(self) -> bool:
        """Go on with the newest state of the index; answers that are being made are
        still of the one before. Returns whether there was a newer one.

        Raises:
            IndexNotFound, CorruptIndex, IncompatibleIndex: the new state can't be opened;
                the archive stays as it is.
        """
        ...

    def newer(self) -> Archive | None:
        """The newest state as an archive of its own, or None where this is it.

        Unlike `refresh` it leaves this one as it is, for callers that ask several things
        which must be of one state. What both share is open once.

        Raises:
            IndexNotFound, CorruptIndex, IncompatibleIndex: the new state can't be opened.
        """
        ...

    def latest(self) -> str:
        """The stamp of the newest state, which is not opened for it: cheap enough to ask
        twice a second.

        Raises:
            IndexNotFound, CorruptIndex, IncompatibleIndex: there is none that could be
                opened.
        """
        ...

    def writer(self, *, wait: float = 0.0) -> Writer:
        """A writer to this index: `with archive.writer() as writer: ...` adds and removes
        statements, all of it at the end of the block or nothing. This archive itself shows
        them after `refresh`.

        Args:
            wait: seconds to wait for another writer.
        """
        ...

    def close(self) -> None:
        """Let go of the index; answers and streams that were made go on. Closing it again
        does nothing.
        """
        ...

    def __enter__(self) -> Archive: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class Writer(Protocol):
    """Adds and removes statements: all of it at the end of the `with` block, or nothing
    where the block ends in an exception.

    Raises:
        IndexLocked: on entering, when another process is writing.
        SearchkitError: on leaving, when it can't be written; the index is as before.
    """

    def __enter__(self) -> Writer: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def add(self, statement: Statement) -> None:
        """Add a statement; one that has its id is replaced.

        Raises:
            InvalidInput: it is no `Statement`, or a value is of a wrong type.
        """
        ...

    def remove(self, id: str) -> None:
        """Remove the statement with this id.

        Raises:
            StatementNotFound: there is none.
        """
        ...
