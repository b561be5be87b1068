"""The instruments, as methods of an open index in a folder.

Lives here: `LocalInstruments`, and names asked for in two ways as one. Does not live here: what
the methods promise (`searchkit.engines.instruments`), how they are done (`concordance`,
`collocates`, `keywords`, `trending`, `first_using`, `summing`, `digesting`, `quoted`,
`repeating`, `offices`, `people`, `timeline`), which no search loads.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from searchkit.model.arguments import CONTEXT, LEAST, NEWEST, NO_NAMES, WINDOW, YEAR
from searchkit.model.errors import InvalidArgument
from searchkit.query.request import Query

if TYPE_CHECKING:
    from searchkit.engines.local.snapshot import Snapshot
    from searchkit.model.address import Address
    from searchkit.model.arguments import GivenDay, GivenNames, GivenQuery
    from searchkit.model.associations import Collocates, Keywords
    from searchkit.model.first_uses import FirstUses
    from searchkit.model.offices import OfficeTenure
    from searchkit.model.people import Person
    from searchkit.model.quotations import Quotation
    from searchkit.model.quote_checks import QuoteCheck
    from searchkit.model.repeats import Repeat
    from searchkit.model.rows import Rows
    from searchkit.model.summaries import Summary
    from searchkit.model.timelines import Timeline
    from searchkit.model.trends import Trend
    from searchkit.model.words import Concordance


class LocalInstruments:
    """The instruments of `LocalArchive`."""

    @property
    def _snapshot(self) -> Snapshot:
        raise NotImplementedError

    def _reading(self) -> AbstractContextManager[None]:
        raise NotImplementedError

    def _find(self, statement_id: str, snapshot: Snapshot) -> Address:
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
        from searchkit.engines.local.concordance import WantedLines, concordance

        names = named(minister, portfolio, where)
        asked = Query(query, any_word, names, since, until, variants)
        with self._reading():
            return concordance(self._snapshot, asked, WantedLines(sort, sample, seed, width))

    def collocates(
        self,
        query: GivenQuery,
        *,
        left: int = WINDOW,
        right: int = WINDOW,
        sentence: bool = False,
        as_written: bool = False,
        common: bool = False,
        least: int = LEAST,
        any_word: bool = False,
        variants: bool = False,
        minister: GivenNames = (),
        portfolio: GivenNames = (),
        where: Mapping[str, GivenNames] = NO_NAMES,
        since: GivenDay = None,
        until: GivenDay = None,
    ) -> Collocates:
        """The words around the occurrences of a query."""
        from searchkit.engines.local.collocates import WantedWords, collocates

        names = named(minister, portfolio, where)
        asked = Query(query, any_word, names, since, until, variants)
        wanted = WantedWords(left, right, sentence, as_written, common, least)
        with self._reading():
            return collocates(self._snapshot, asked, wanted)

    def keywords(
        self,
        query: GivenQuery,
        *,
        against: GivenQuery | None = None,
        common: bool = False,
        least: int = LEAST,
        any_word: bool = False,
        variants: bool = False,
        minister: GivenNames = (),
        portfolio: GivenNames = (),
        where: Mapping[str, GivenNames] = NO_NAMES,
        since: GivenDay = None,
        until: GivenDay = None,
    ) -> Keywords:
        """What a set of statements says more than another."""
        from searchkit.engines.local.keywords import WantedKeywords, keywords

        names = named(minister, portfolio, where)
        asked = Query(query, any_word, names, since, until, variants)
        other = None if against is None else asked._replace(asked=against)
        with self._reading():
            return keywords(self._snapshot, asked, other, WantedKeywords(common, least))

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
        from searchkit.engines.local.trending import trend

        names = named(minister, portfolio, where)
        asked = [Query(one, any_word, names, since, until, variants) for one in queries]
        with self._reading():
            return trend(self._snapshot, asked, by)

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
        from searchkit.engines.local.first_using import first_uses

        names = named(minister, portfolio, where)
        asked = Query(query, any_word, names, since, until, variants)
        with self._reading():
            return first_uses(self._snapshot, asked, width)

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
        from searchkit.engines.local.summing import summary

        names = named(minister, portfolio, where)
        asked = Query(query, any_word, names, since, until, variants)
        with self._reading():
            return summary(self._snapshot, asked)

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
        """Which statements match a query, and in which version."""
        from searchkit.engines.local.digesting import digests

        names = named(minister, portfolio, where)
        asked = Query(query, any_word, names, since, until, variants)
        with self._reading():
            return digests(self._snapshot, asked)

    def timeline(
        self,
        query: GivenQuery,
        *,
        any_word: bool = False,
        variants: bool = False,
        minister: GivenNames = (),
        portfolio: GivenNames = (),
        where: Mapping[str, GivenNames] = NO_NAMES,
        since: GivenDay = None,
        until: GivenDay = None,
    ) -> Timeline:
        """What was said with a query's words, oldest first."""
        from searchkit.engines.local.timeline import timeline

        names = named(minister, portfolio, where)
        asked = Query(query, any_word, names, since, until, variants)
        with self._reading():
            return timeline(self._snapshot, asked)

    def quotations(self, id: str) -> Rows[Quotation]:
        """The direct quotations in a statement's text, with who says them."""
        from searchkit.engines.local.quoted import quotations_in
        from searchkit.model.rows import Rows

        snapshot = self._snapshot
        address = self._find(id, snapshot)
        with self._reading():
            return Rows(quotations_in(snapshot, address))

    def check_quote(self, quote: str) -> QuoteCheck:
        """Whether statements have a quotation."""
        from searchkit.engines.local.checking_quotes import check_quote

        with self._reading():
            return check_quote(self._snapshot, quote)

    def repeats(self, id: str) -> Rows[Repeat]:
        """The statements that say again, or said before, what a statement says."""
        from searchkit.engines.local.repeating import repeats
        from searchkit.model.rows import Rows

        snapshot = self._snapshot
        address = self._find(id, snapshot)
        with self._reading():
            return Rows(repeats(snapshot, address))

    def people(self, name: str) -> Rows[Person]:
        """The people who go by a name."""
        from searchkit.engines.local.people import people
        from searchkit.model.rows import Rows

        with self._reading():
            return Rows(people(self._snapshot, name))

    def who(self, office: str = "", *, on: GivenDay = None) -> Rows[OfficeTenure]:
        """Who held an office from when to when."""
        from searchkit.engines.local.offices import who
        from searchkit.model.rows import Rows

        with self._reading():
            return Rows(who(self._snapshot, office, on))


def named(
    minister: GivenNames, portfolio: GivenNames, where: Mapping[str, GivenNames]
) -> Mapping[str, GivenNames]:
    """The names asked for, by field.

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
    return names
