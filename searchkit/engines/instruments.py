"""What is asked of an open index besides its pages of hits.

Lives here: `Instruments`, the part of `searchkit.engines.protocol.Archive` that is about words
(lines, company, keywords, trends, first uses, quotations), offices, sums and digests. Does not
live here: an implementation (`searchkit.engines.local.instruments`). Nothing here runs: a search
does not import this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from searchkit.model.arguments import NO_NAMES

if TYPE_CHECKING:
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


@runtime_checkable
class Instruments(Protocol):
    """The instruments. What each counts is told in docs/words.md, docs/quotations.md and
    docs/offices.md, and in docs/batch.md what one sums up; arguments by the name of one of
    `Archive.search` mean the same.
    """

    def concordance(
        self,
        query: GivenQuery,
        *,
        sort: str = "newest",
        sample: int | None = None,
        seed: int = 0,
        width: int = 60,
        any_word: bool = False,
        variants: bool = False,
        minister: GivenNames = (),
        portfolio: GivenNames = (),
        where: Mapping[str, GivenNames] = NO_NAMES,
        since: GivenDay = None,
        until: GivenDay = None,
    ) -> Concordance:
        """Every occurrence of a query's words in all statements that match, copies each, in a
        line of context. Occurrences are what `matches` gives for each statement; a line stays
        within one text.

        Args:
            query, any_word, variants, minister, portfolio, where, since, until: as `search`.
            sort: "newest" or "oldest" statement first; "match": by the words that match;
                "left1" to "left3", "right1" to "right3": by the first, second or third word
                before or after them, as folded for searching. Lines without such a word come
                first; ties are sorted by newest, then id, then place in the statement.
            sample: so many lines at most, chosen by chance.
            seed: the same seed chooses the same lines of the same index.
            width: characters of context on each side at most, cut between words.

        Raises:
            InvalidArgument: an argument is out of range, or the query has no words.
            QuerySyntaxError, UnknownName, UnsupportedQuery, QueryTooBroad: as `search`.
        """
        ...

    def collocates(
        self,
        query: GivenQuery,
        *,
        left: int = 5,
        right: int = 5,
        sentence: bool = False,
        as_written: bool = False,
        common: bool = False,
        least: int = 5,
        any_word: bool = False,
        variants: bool = False,
        minister: GivenNames = (),
        portfolio: GivenNames = (),
        where: Mapping[str, GivenNames] = NO_NAMES,
        since: GivenDay = None,
        until: GivenDay = None,
    ) -> Collocates:
        """The words around the occurrences of a query (those of `concordance`), with how often
        they stand there and how often they would if they were spread evenly.

        A window stays within one text; a position in the windows of two matches counts once,
        and what itself is part of a match does not count. Compared are the words in windows
        and all others in the statements that the query's filters let through, in its text or
        beside it (all statements, if there are none), matches left out of both.

        Args:
            query, any_word, variants, minister, portfolio, where, since, until: as `search`.
            left, right: how many words before and after an occurrence at most, up to 100; 0:
                none on that side.
            sentence: instead, all of the sentence that it stands in. It ends with `.`, `!`,
                `?` or an ellipsis and white space, or with a line; texts are read for that.
            as_written: tell words apart as they are written, to the letter; otherwise words of
                one stem are one, shown in its commonest form.
            common: list the words that every text is made of as well (the, of, and ...).
            least: list what is observed at least this often.

        Raises:
            InvalidArgument: an argument is out of range, or the query has no words.
            QuerySyntaxError, UnknownName, UnsupportedQuery, QueryTooBroad: as `search`.
        """
        ...

    def keywords(
        self,
        query: GivenQuery,
        *,
        against: GivenQuery | None = None,
        common: bool = False,
        least: int = 5,
        any_word: bool = False,
        variants: bool = False,
        minister: GivenNames = (),
        portfolio: GivenNames = (),
        where: Mapping[str, GivenNames] = NO_NAMES,
        since: GivenDay = None,
        until: GivenDay = None,
    ) -> Keywords:
        """What the statements that match a query say more than others, by stem. All words of
        their titles and bodies are counted, copies each.

        Args:
            query, any_word, variants: as `search`; a query of names and days will do.
            against: a query for the others; None: all the rest.
            minister, portfolio, where, since, until: as `search`; they narrow both sets.
            common: list the words that every text is made of as well (the, of, and ...).
            least: list what occurs at least this often in the statements of `query`.

        Raises:
            InvalidArgument: an argument is out of range, the two sets share statements, or
                there is nothing to compare with.
            QuerySyntaxError, UnknownName, UnsupportedQuery, QueryTooBroad: as `search`.
        """
        ...

    def trend(
        self,
        *queries: GivenQuery,
        by: str = "year",
        any_word: bool = False,
        variants: bool = False,
        minister: GivenNames = (),
        portfolio: GivenNames = (),
        where: Mapping[str, GivenNames] = NO_NAMES,
        since: GivenDay = None,
        until: GivenDay = None,
    ) -> Trend:
        """How often queries were said in each year, quarter or month: statements, occurrences
        (what `matches` gives), and both as rates.

        Every period from the first to the last with a statement is there, also where there is
        none. Rates have as denominators the statements, or the words of their titles and
        bodies, that the filters let through in a period: `minister="peters"` asks how much of
        what he said. A filter inside a query narrows what is counted, not what it is counted
        in. Statements without a date are in no period; `Trend.totals` counts them apart.

        Args:
            queries: one to six, each as `search` takes it. One without words counts
                statements, and has no occurrences.
            by: "year", "quarter" or "month".
            any_word, variants, minister, portfolio, where, since, until: as `search`, for all
                queries alike.

        Raises:
            InvalidArgument: an argument is out of range, there are no queries or more than
                six, or more than 12,000 periods.
            QuerySyntaxError, UnknownName, UnsupportedQuery, QueryTooBroad: as `search`.
        """
        ...

    def first(
        self,
        query: GivenQuery,
        *,
        width: int = 60,
        any_word: bool = False,
        variants: bool = False,
        minister: GivenNames = (),
        portfolio: GivenNames = (),
        where: Mapping[str, GivenNames] = NO_NAMES,
        since: GivenDay = None,
        until: GivenDay = None,
    ) -> FirstUses:
        """The first and the last use of a query's words, and the first by each name of each
        field of names, with the words in context. Statements without a date are left out;
        `FirstUses.undated` counts them.

        Args:
            query, any_word, variants, minister, portfolio, where, since, until: as `search`.
            width: characters of context on each side at most, cut between words.

        Raises:
            InvalidArgument: an argument is out of range, or the query has no words.
            QuerySyntaxError, UnknownName, UnsupportedQuery, QueryTooBroad: as `search`.
        """
        ...

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
        """How many statements match a query, the days of the earliest and the latest, and the
        hit that `search` shows first: a fraction of the work of a page, for asking many queries
        one after the other. The arguments and errors are those of `search`.
        """
        ...

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
        """Which statements match a query, and in which version: id -> digest, ascending by id,
        copies each. The digest is 16 hexadecimal digits, which stay as they are as long as the
        statement's file does (or the values that it was given as), whatever becomes of the
        index. The arguments and errors are those of `search`.
        """
        ...

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
        """What was said with a query's words, oldest first: the quotations that hold them, and
        the sentences of speeches; of equal statements the first. Where the query or a filter
        names people, it is what these said. docs/quotations.md tells what counts.

        Raises:
            QuerySyntaxError, UnknownName, UnsupportedQuery, InvalidArgument: as `Archive.search`.
        """
        ...

    def quotations(self, id: str) -> Rows[Quotation]:
        """The direct quotations in a statement's text, in order, with who says them.

        Raises:
            StatementNotFound: there is no such statement.
        """
        ...

    def check_quote(self, quote: str) -> QuoteCheck:
        """Whether statements have a quotation: word for word, altered, spliced from several
        places, or not at all; where, when, and who says it. docs/quotations.md tells what each
        verdict means.

        Args:
            quote: the words, with or without marks around them; up to 500.

        Raises:
            InvalidArgument: there are no words, or too many.
        """
        ...

    def repeats(self, id: str) -> Rows[Repeat]:
        """The statements that say again, or said before, what a statement says: copies, and those
        that share passages with it, the most alike first; 100 at most. docs/quotations.md tells
        what counts.

        Raises:
            StatementNotFound: there is no such statement.
        """
        ...

    def people(self, name: str) -> Rows[Person]:
        """The people who go by a name, by name: under which forms, in which offices, how often and
        when, and what they typically say. Two people of one name are two, by first day.
        docs/offices.md tells what counts.

        Args:
            name: words of a name; 20 people at most may have them.

        Raises:
            InvalidArgument: there is no name, too many people have it, or statements have no
                field of people.
            UnknownName: nobody goes by it.
        """
        ...

    def who(self, office: str = "", *, on: GivenDay = None) -> Rows[OfficeTenure]:
        """Who held an office from when to when, as far as front matter shows: by office, then
        by first day, last day and person. docs/offices.md tells what counts.

        Args:
            office: a portfolio by its name, or words of its name, which may be those of
                several; empty: all of them, on a day.
            on: only tenures that include this day, or a day of this month or year.

        Raises:
            InvalidArgument: neither is given, `on` is no date, or statements have no field
                of people or no field of offices.
            UnknownName: no office goes by this name.
        """
        ...
