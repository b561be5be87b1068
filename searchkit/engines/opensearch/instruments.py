"""The instruments, as methods of an open index in a cluster.

Lives here: `ClusterInstruments`: which instruments a cluster serves exactly, and the refusal of the
others. Does not live here: what the methods promise (`searchkit.engines.instruments`).

What needs the words of all statements that match brings those statements here and asks an index
made of them, so its answer is that of an index in a folder; of more than `MOST` it is refused. What
compares them with all others is refused.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

from searchkit.engines.local.archive import LocalArchive
from searchkit.engines.local.concordance import WantedLines
from searchkit.engines.local.instruments import named
from searchkit.engines.local.occurring import words_of
from searchkit.engines.local.telling import told
from searchkit.engines.opensearch import searching
from searchkit.engines.opensearch.ordering import every, first
from searchkit.engines.opensearch.published import published
from searchkit.engines.opensearch.snapshot import FETCHED, ClusterSnapshot, day_of
from searchkit.engines.opensearch.trending import trend
from searchkit.engines.opensearch.unsupported import refusal
from searchkit.engines.opensearch.workbench import workbench
from searchkit.model.arguments import CONTEXT, NEWEST, NO_NAMES, RELEVANCE, YEAR
from searchkit.model.errors import QueryTooBroad
from searchkit.model.first_uses import FirstUses
from searchkit.model.statement import Statement
from searchkit.model.summaries import Summary
from searchkit.query.rendering import interpreted
from searchkit.query.request import Query
from searchkit.query.understanding import Understood

if TYPE_CHECKING:
    from searchkit.model.arguments import GivenDay, GivenNames, GivenQuery
    from searchkit.model.associations import Collocates, Keywords
    from searchkit.model.offices import OfficeTenure
    from searchkit.model.people import Person
    from searchkit.model.quotations import Quotation
    from searchkit.model.quote_checks import QuoteCheck
    from searchkit.model.repeats import Repeat
    from searchkit.model.rows import Rows
    from searchkit.model.timelines import Timeline
    from searchkit.model.trends import Trend
    from searchkit.model.words import Concordance

MOST = 20_000
"""Statements that are brought here at most."""


class ClusterInstruments:
    """The instruments of `ClusterArchive`."""

    @property
    def _snapshot(self) -> ClusterSnapshot:
        raise NotImplementedError

    def concordance(
        self,
        query: GivenQuery,
        *,
        sort: str = NEWEST,
        sample: int | None = None,
        seed: int = 0,
        width: int = CONTEXT,
        any_word: bool = False,
        variants: bool = False,
        minister: GivenNames = (),
        portfolio: GivenNames = (),
        where: Mapping[str, GivenNames] = NO_NAMES,
        since: GivenDay = None,
        until: GivenDay = None,
    ) -> Concordance:
        """Every occurrence, with its context."""
        WantedLines(sort, sample, seed, width).check()
        asked = Query(query, any_word, named(minister, portfolio, where), since, until, variants)
        snapshot = self._snapshot
        meant = searching.understood(snapshot, asked)
        words_of(meant, "whose occurrences could be shown")
        with matching(snapshot, meant) as archive:
            found = archive.concordance(
                meant.tree, sort=sort, sample=sample, seed=seed, width=width
            )
        # Its lines are made when they are asked for, of files that stay mapped until then.
        return found.of_query(
            meant.shown,
            interpreted(meant.tree),
            told(asked, meant, found.statements, lambda one: searching.count(snapshot, one)),
        )

    def collocates(self, query: GivenQuery, **_: object) -> Collocates:
        """Refused: words beside others are compared with all that are not."""
        self._refuse("collocates")

    def keywords(self, query: GivenQuery, **_: object) -> Keywords:
        """Refused: what some statements say is compared with all others."""
        self._refuse("keywords")

    def trend(
        self,
        *queries: GivenQuery,
        by: str = YEAR,
        any_word: bool = False,
        variants: bool = False,
        minister: GivenNames = (),
        portfolio: GivenNames = (),
        where: Mapping[str, GivenNames] = NO_NAMES,
        since: GivenDay = None,
        until: GivenDay = None,
    ) -> Trend:
        """How often queries were said over time."""
        names = named(minister, portfolio, where)
        asked = [Query(one, any_word, names, since, until, variants) for one in queries]
        return trend(self._snapshot, asked, by, matching)

    def first(
        self,
        query: GivenQuery,
        *,
        width: int = CONTEXT,
        any_word: bool = False,
        variants: bool = False,
        minister: GivenNames = (),
        portfolio: GivenNames = (),
        where: Mapping[str, GivenNames] = NO_NAMES,
        since: GivenDay = None,
        until: GivenDay = None,
    ) -> FirstUses:
        """The first and the last use of a query's words, and the first by each name."""
        asked = Query(query, any_word, named(minister, portfolio, where), since, until, variants)
        snapshot = self._snapshot
        meant = searching.understood(snapshot, asked)
        words_of(meant, "whose first use could be told")
        with matching(snapshot, meant) as archive:
            found = archive.first(meant.tree, width=width)
        begins, ends = snapshot.ends or (None, None)
        return FirstUses(
            found.arrays,
            query=meant.shown,
            interpreted=interpreted(meant.tree),
            statements=found.statements,
            undated=found.undated,
            begins=begins,
            ends=ends,
            notes=told(asked, meant, found.statements, lambda one: searching.count(snapshot, one)),
        )

    def summary(
        self,
        query: GivenQuery = "",
        *,
        any_word: bool = False,
        variants: bool = False,
        minister: GivenNames = (),
        portfolio: GivenNames = (),
        where: Mapping[str, GivenNames] = NO_NAMES,
        since: GivenDay = None,
        until: GivenDay = None,
    ) -> Summary:
        """How many match, from when to when, and the first hit."""
        asked = Query(query, any_word, named(minister, portfolio, where), since, until, variants)
        snapshot = self._snapshot
        tree = searching.understood(snapshot, asked).tree
        order = searching.order_of(snapshot, tree, RELEVANCE)
        ends = {"first": {"min": {"field": "day"}}, "last": {"max": {"field": "day"}}}
        found = first(snapshot, order, 1, ends)
        if not found.total:
            return Summary(0, None, None, None)
        shown = searching.ShownWith(tree, None, (), None)
        (top,) = searching.hits_of(snapshot, found.hits, shown)
        days = [_day(found.counted[end]["value"]) for end in ends]
        return Summary(found.total, days[0], days[1], top)

    def digests(
        self,
        query: GivenQuery = "",
        *,
        any_word: bool = False,
        variants: bool = False,
        minister: GivenNames = (),
        portfolio: GivenNames = (),
        where: Mapping[str, GivenNames] = NO_NAMES,
        since: GivenDay = None,
        until: GivenDay = None,
    ) -> dict[str, str]:
        """The id and the digest of every statement that matches."""
        asked = Query(query, any_word, named(minister, portfolio, where), since, until, variants)
        snapshot = self._snapshot
        tree = searching.understood(snapshot, asked).tree
        return dict(published(snapshot.connection, snapshot.head, snapshot.query(tree)))

    def quotations(self, id: str) -> Rows[Quotation]:
        """The direct quotations in a statement's text, with who says them."""
        snapshot = self._snapshot
        with workbench([snapshot.statement(id)], snapshot.schema) as archive:
            return archive.quotations(id)

    def check_quote(self, quote: str) -> QuoteCheck:
        """Refused: the words of a quotation may be anywhere."""
        self._refuse("check of quotations (quote)")

    def repeats(self, id: str) -> Rows[Repeat]:
        """Refused: what repeats a statement may be anywhere."""
        self._refuse("search for what was said again (repeats)")

    def who(self, office: str = "", *, on: GivenDay = None) -> Rows[OfficeTenure]:
        """Refused: offices are told by all statements together."""
        self._refuse("offices (who)")

    def people(self, name: str) -> Rows[Person]:
        """Refused: forms and offices of people are told by all statements together."""
        self._refuse("people")

    def timeline(self, query: GivenQuery, **_: object) -> Timeline:
        """Refused: it tells changes of office, which all statements show together."""
        self._refuse("timeline")

    def _refuse(self, what: str) -> NoReturn:
        _ = self._snapshot  # A closed archive says that it is closed.
        raise refusal(what)


def _day(value: float | None) -> datetime.date | None:
    return None if value is None else day_of(int(value))


@contextmanager
def matching(snapshot: ClusterSnapshot, meant: Understood) -> Iterator[LocalArchive]:
    """The statements that match a query, as an index of their own.

    Raises:
        QueryTooBroad: they are more than are brought here.
    """
    order = searching.order_of(snapshot, meant.tree, NEWEST)
    total = first(snapshot, order, 0).total
    if total > MOST:
        raise QueryTooBroad(
            f"{total:,} statements of a cluster would have to be read",
            expected=f"at most {MOST:,}",
            remedy="Narrow it by --since, --until or a name",
        )
    ids = [one.id for one in every(snapshot, order)] if total else []

    def statements() -> Iterator[Statement]:
        for begin in range(0, len(ids), FETCHED):
            yield from snapshot.statements(ids[begin : begin + FETCHED]).values()

    with workbench(statements(), snapshot.schema) as archive:
        # A name is shown as most statements of the whole index write it, not of these.
        archive.snapshot.known = snapshot.known
        yield archive
