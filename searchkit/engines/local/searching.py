"""One search from first to last.

Lives here: the steps from a request to an `Answer`, on one snapshot. Does not live
here: each step (`searchkit.query`, `matching`, `ranking`, `hits`, `counting`), hits
(`hits`), relaxation (`relaxing`).
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from whoosh import query

from searchkit.counting.facets import count_facets
from searchkit.engines.local.hits import Group, HitMaker, page_of_groups
from searchkit.engines.local.relaxing import missing, most_words, relax
from searchkit.engines.local.snapshot import Snapshot
from searchkit.engines.local.spelling import suggest
from searchkit.matching.evaluate import Matcher
from searchkit.matching.leaves import positive_leaves
from searchkit.matching.sets import index_of
from searchkit.model.answer import Answer, Facets, Hit, Match
from searchkit.model.arguments import COPIES, SORTS
from searchkit.model.arguments import GivenDay as Day
from searchkit.model.arguments import GivenNames as Names
from searchkit.model.errors import InvalidArgument, UnsupportedQuery
from searchkit.query.dates import parse_unit
from searchkit.query.language.whoosh_schema import MINISTER, PORTFOLIO
from searchkit.query.limits import MAX_LEVELS, is_too_deep
from searchkit.query.parser import Parsed, parse
from searchkit.query.render import interpreted
from searchkit.query.syntax import date_query
from searchkit.query.words import marked
from searchkit.ranking.order import Matches, Ranked, Scorer, best, by_date


class Request(NamedTuple):
    """The arguments of `Archive.search`, which explains them."""

    query: Any = ""
    limit: int = 10
    offset: int = 0
    sort: str = "relevance"
    any_word: bool = False
    strict: bool = False
    minister: Names = ()
    portfolio: Names = ()
    since: Day = None
    until: Day = None
    facets: bool = False
    snippets: bool = True
    explain: bool = False
    copies: str = "group"

    def check(self) -> None:
        """Refuse what can't be meant.

        Raises:
            InvalidArgument: naming the argument.
        """
        if self.sort not in SORTS:
            raise InvalidArgument(f"no sort order {self.sort!r}", expected=", ".join(SORTS))
        if self.copies not in COPIES:
            raise InvalidArgument(f"copies can't be {self.copies!r}", expected=" or ".join(COPIES))
        for name in ("limit", "offset"):
            value = getattr(self, name)
            if not isinstance(value, int) or value < 0:
                raise InvalidArgument(f"{name} can't be {value!r}", expected="0 or more")


class Search:
    """A request, understood and matched; gives the answer, or all hits as a stream."""

    def __init__(self, snapshot: Snapshot, request: Request) -> None:
        request.check()
        self._began = time.perf_counter()
        self._snapshot = snapshot
        self._request = request
        self._parsed = self._understand()
        self._tree = self._with_filters(self._parsed.tree)
        self._matchers = [Matcher(segment) for segment in snapshot.segments]
        self._matches = [
            Matches(docs, np.zeros(docs.size)) for docs in map(self._docs, self._matchers)
        ]
        leaves = list(positive_leaves(self._tree))
        self._scorer = self._scorer_of(leaves)
        self._ranks = request.sort == "relevance" and bool(leaves)
        self._floor = self._scorer.score(self._matches) if self._ranks else np.inf

    @property
    def total(self) -> int:
        """How many statements match the query as written."""
        return sum(found.docs.size for found in self._matches)

    def _docs(self, matcher: Matcher) -> Any:
        return matcher.docs(self._tree)

    def _understand(self) -> Parsed:
        request = self._request
        if isinstance(request.query, str):
            return parse(
                request.query,
                self._snapshot.known,
                any_word=request.any_word,
                spellings=self._snapshot.spellings,
            )
        if isinstance(request.query, query.Query):
            if is_too_deep(request.query):
                raise UnsupportedQuery(
                    "a tree this deep is not evaluated", expected=f"at most {MAX_LEVELS} levels"
                )
            return Parsed(request.query)
        raise InvalidArgument(
            f"a query can't be a {type(request.query).__name__}",
            expected="text in the query language or a whoosh.query tree",
        )

    def _with_filters(self, tree: Any) -> Any:
        request = self._request
        filters = [
            self._names(MINISTER, request.minister),
            self._names(PORTFOLIO, request.portfolio),
        ]
        if request.since is not None or request.until is not None:
            first = _day(request.since, "since", 0)
            last = _day(request.until, "until", 1)
            if first and last and first > last:
                raise InvalidArgument(f"until ({last}) lies before since ({first})")
            filters.append(date_query(first, last))
        filters = [one for one in filters if one is not None]
        if not filters:
            return tree
        if isinstance(tree, query.And):
            return query.And([*tree.subqueries, *filters])
        return query.And([tree, *filters])

    def _names(self, field: str, asked: Names) -> Any:
        """Any of the names asked for."""
        known = self._snapshot.known[field]
        listed = (asked,) if isinstance(asked, str) else asked
        if not isinstance(listed, (tuple, list, set, frozenset)) or not all(
            isinstance(name, str) for name in listed
        ):
            raise InvalidArgument(f"{field} can't be {asked!r}", expected="a name or several")
        keys = dict.fromkeys(
            key for name in listed for key in known.resolve(name, quoted=_is_quoted(name))
        )
        terms = [marked(query.Term(field, key), known.shown[key]) for key in keys]
        return query.Or(terms) if len(terms) > 1 else terms[0] if terms else None

    def _scorer_of(self, leaves: Sequence[Any]) -> Scorer:
        snapshot = self._snapshot
        return Scorer(
            self._matchers, snapshot.weights, snapshot.statistics, snapshot.constants, leaves
        )

    def _ranked(self, count: int) -> list[Any]:
        segments = self._snapshot.segments
        if self._ranks:
            return best(segments, self._matches, count)
        return by_date(segments, self._matches, count, self._request.sort == "oldest")

    def answer(self) -> Answer:
        """The page asked for."""
        request = self._request
        groups = page_of_groups(
            self._snapshot,
            self._matches,
            self._ranked,
            request.offset,
            request.limit,
            request.copies == "group",
        )
        maker = self._maker(self._scorer, self._tree)
        hits = maker.hits(groups, floor=self._floor)
        also = self._also(groups)
        facets = self._facets() if request.facets else None
        suggestion = self._suggestion()
        return Answer(
            hits,
            query=request.query if isinstance(request.query, str) else str(request.query),
            interpreted=interpreted(self._tree),
            total=self.total,
            took_ms=(time.perf_counter() - self._began) * 1000,
            also=also,
            facets=facets,
            suggestion=suggestion,
            notes=self._parsed.notes,
        )

    def counted(self) -> Answer:
        """The answer without hits: the total and the facets."""
        return Answer(
            (),
            query=str(self._request.query),
            interpreted=interpreted(self._tree),
            total=self.total,
            facets=self._facets(),
            took_ms=(time.perf_counter() - self._began) * 1000,
            notes=self._parsed.notes,
        )

    def _facets(self) -> Facets:
        snapshot = self._snapshot
        return count_facets(
            snapshot.facet_names[MINISTER],
            snapshot.facet_names[PORTFOLIO],
            [segment.years for segment in snapshot.segments],
            [matches.docs for matches in self._matches],
        )

    def _suggestion(self) -> str | None:
        if not isinstance(self._request.query, str):
            return None
        return suggest(self._request.query, self._parsed.tree, self._snapshot.segments)

    def stream(self, explain: bool = False) -> Iterator[Hit]:
        """Every hit in order, without snippets, copies each on their own."""
        maker = HitMaker(
            self._snapshot,
            self._matchers,
            self._scorer,
            self._tree,
            with_snippets=False,
            with_explain=explain,
        )
        for one in self._ranked(self.total):
            yield from maker.hits([Group(one)], floor=self._floor)

    def matches(self, segment: int, doc: int) -> tuple[Match, ...]:
        """What makes a statement match; nothing where it does not."""
        if index_of(self._matches[segment].docs, doc) < 0:
            return ()
        maker = self._maker(self._scorer, self._tree)
        return maker.matches(Ranked(segment, doc, 0.0))

    def _maker(self, scorer: Scorer, tree: Any) -> HitMaker:
        request = self._request
        return HitMaker(
            self._snapshot,
            self._matchers,
            scorer,
            tree,
            with_snippets=request.snippets,
            with_explain=request.explain,
        )

    def _also(self, groups: Sequence[Group]) -> tuple[Hit, ...]:
        """What fills the first page where fewer than a page match every word."""
        request = self._request
        room = request.limit - len(groups)
        if room <= 0 or request.offset or request.strict or request.any_word:
            return ()
        relaxed = relax(self._tree)
        if relaxed is None:
            return ()
        near = []
        for matcher, found in zip(self._matchers, self._matches, strict=True):
            docs = most_words(matcher, relaxed, found.docs)
            near.append(Matches(docs, np.zeros(docs.size)))
        scorer = self._scorer_of(relaxed.words)
        floor = scorer.score(near)
        segments = self._snapshot.segments
        more = page_of_groups(
            self._snapshot,
            near,
            lambda count: best(segments, near, count),
            0,
            room,
            request.copies == "group",
        )
        maker = self._maker(scorer, None)
        lacking = [
            missing(self._matchers[group.first.segment], relaxed, group.first.doc) for group in more
        ]
        return maker.hits(more, lacking, floor)


def _is_quoted(name: str) -> bool:
    """Whether just this name is meant, as in the query language."""
    return len(name) > 2 and name[0] == name[-1] == '"'


def _day(value: Day, name: str, side: int) -> datetime.date | None:
    """The first (side 0) or last (side 1) day that a filter means.

    Raises:
        InvalidArgument: it is no date.
    """
    if value is None or isinstance(value, datetime.date):
        return value.date() if isinstance(value, datetime.datetime) else value
    try:
        return parse_unit(str(value))[side]
    except ValueError as error:
        raise InvalidArgument(f"{name}: {error}", expected="2007, 2007-11 or 2007-11-20") from None
