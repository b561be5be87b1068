"""One search from first to last: understand, match, score, order, page, hits.

Lives here: the steps, from a query to what is asked about it, on one snapshot. Does not live
here: each step (`searchkit.query`, `matching`, `ranking`, `hits`, `counting`), entries of
pages (`paging`), hits (`hits`), relaxation (`relaxing`).

Only what is ranked is scored: counting, facets and orders by date need no scores.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from searchkit.engines.local.hits import AT_ONCE, HitMaker
from searchkit.engines.local.paging import Group, Page, groups_of
from searchkit.engines.local.snapshot import Snapshot
from searchkit.engines.local.spelling import suggest
from searchkit.kernels import sets
from searchkit.matching.evaluate import Matcher
from searchkit.model.address import Address
from searchkit.model.answer import Answer, Facets, Hit, Match
from searchkit.model.arguments import COPIES, GROUP, PAGE, RELEVANCE, SORTS, GivenMeaning
from searchkit.model.errors import InvalidArgument
from searchkit.query.rendering import interpreted
from searchkit.query.request import Query
from searchkit.query.tree import Leaf, Node, positive_leaves
from searchkit.query.understanding import Understood, understood
from searchkit.ranking.order import Ranked, best, by_date
from searchkit.ranking.scoring import Scored, Scorer
from searchkit.storage.container import Array

if TYPE_CHECKING:
    from searchkit.engines.local.by_meaning import ByMeaning


class Wanted(NamedTuple):
    """How an answer is wanted; `Archive.search` explains each."""

    limit: int | None = PAGE
    offset: int = 0
    sort: str = RELEVANCE
    strict: bool = False
    facets: bool = False
    snippets: bool = True
    explain: bool = False
    copies: str = GROUP
    meaning: GivenMeaning = False

    def check(self) -> None:
        """Refuse what can't be meant.

        Raises:
            InvalidArgument: naming the argument.
        """
        if self.sort not in SORTS:
            raise InvalidArgument(f"no sort order {self.sort!r}", expected=", ".join(SORTS))
        if self.copies not in COPIES:
            raise InvalidArgument(f"copies can't be {self.copies!r}", expected=" or ".join(COPIES))
        if self.meaning and self.sort != RELEVANCE:
            raise InvalidArgument(
                f"meaning does not go with sort {self.sort!r}", expected=RELEVANCE
            )
        for name, value in (("limit", self.limit), ("offset", self.offset)):
            if value is None and name == "limit":
                continue
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                raise InvalidArgument(f"{name} can't be {value!r}", expected="0 or more")

    def page(self, total: int) -> Page:
        """The part of a ranking of `total` statements that is wanted."""
        limit = total if self.limit is None else self.limit
        return Page(self.offset, limit, self.copies == GROUP)


class Matches(NamedTuple):
    """What matches a tree.

    Attributes:
        matchers: of each segment; they remember what they looked up.
        docs: statement numbers in each segment, ascending.
    """

    matchers: Sequence[Matcher]
    docs: Sequence[Array]

    @property
    def total(self) -> int:
        """How many statements."""
        return sum(docs.size for docs in self.docs)


class Ranking(NamedTuple):
    """How matches are ordered.

    Attributes:
        matches: what is ordered.
        sort: one of `SORTS`.
        leaves: what they are scored by, each once.
        scorer: None: scores play no part.
        scored: None: they are ordered by date.
    """

    matches: Matches
    sort: str
    leaves: Sequence[Leaf]
    scorer: Scorer | None
    scored: Scored | None

    @property
    def floor(self) -> float:
        """The least BM25F score that had more added."""
        return self.scored.floor if self.scored else math.inf

    def meaning(self, ranked: Ranked) -> float:
        """What of the score of a statement its meaning added."""
        if not self.scored or self.scored.gains is None:
            return 0.0
        place = sets.index_of(self.matches.docs[ranked.segment], ranked.statement)
        return float(self.scored.gains[ranked.segment][place])


def search(snapshot: Snapshot, query: Query, wanted: Wanted) -> Answer:
    """The page of an answer that is wanted."""
    began = time.perf_counter()
    wanted.check()
    meant = _understand(snapshot, query)
    matches = _match(snapshot, meant.tree)
    nearness = _nearness(snapshot, meant.tree, wanted)
    ranking = _rank(
        snapshot,
        matches,
        positive_leaves(meant.tree),
        wanted.sort,
        wanted.snippets or wanted.explain,
        nearness,
    )
    groups = _groups(snapshot, ranking, wanted.page(matches.total))
    maker = _maker(snapshot, ranking, meant.tree, wanted)
    hits = maker.hits(groups)
    # Everything is a page too, and no fuller than any other.
    room = (PAGE if wanted.limit is None else wanted.limit) - len(groups)
    fills = room > 0 and not (wanted.offset or wanted.strict or query.any_word)
    also = _also(snapshot, matches, meant.tree, wanted, room, nearness) if fills else ()
    facets = _facets(snapshot, matches) if wanted.facets else None
    suggestion = suggest(meant.text, meant.asked, snapshot.segments) if meant.text else None
    if nearness:
        meant = meant._replace(notes=(*meant.notes, nearness.note))
    return _answer(meant, matches, began, hits, also=also, facets=facets, suggestion=suggestion)


def facets(snapshot: Snapshot, query: Query) -> Answer:
    """The answer without hits: the total and the facets."""
    began = time.perf_counter()
    meant = _understand(snapshot, query)
    matches = _match(snapshot, meant.tree)
    return _answer(meant, matches, began, (), facets=_facets(snapshot, matches))


def count(snapshot: Snapshot, query: Query) -> int:
    """How many statements match."""
    return _match(snapshot, _understand(snapshot, query).tree).total


def stream(snapshot: Snapshot, query: Query, wanted: Wanted) -> Iterator[Hit]:
    """Hits in order, made as they are taken.

    What is wrong with the query is said now, not when the first hit is taken.
    """
    wanted.check()
    tree = _understand(snapshot, query).tree
    matches = _match(snapshot, tree)
    weighs = wanted.snippets or wanted.explain
    nearness = _nearness(snapshot, tree, wanted)
    ranking = _rank(snapshot, matches, positive_leaves(tree), wanted.sort, weighs, nearness)
    groups = _groups(snapshot, ranking, wanted.page(matches.total))
    maker = _maker(snapshot, ranking, tree, wanted)
    # Snippets are cheaper together.
    together = AT_ONCE if wanted.snippets else 1
    parts = (groups[first : first + together] for first in range(0, len(groups), together))
    return (hit for part in parts for hit in maker.hits(part))


def matches_in(snapshot: Snapshot, query: Query, address: Address) -> tuple[Match, ...]:
    """What makes a statement match; nothing where it does not."""
    tree = _understand(snapshot, query).tree
    matches = _match(snapshot, tree)
    if sets.index_of(matches.docs[address.segment], address.statement) < 0:
        return ()
    leaves = list(dict.fromkeys(positive_leaves(tree)))
    return HitMaker(snapshot, matches.matchers, leaves, tree).matches(address)


def _understand(snapshot: Snapshot, query: Query) -> Understood:
    return understood(query, snapshot.schema, snapshot.known, snapshot.spellings)


def _match(snapshot: Snapshot, tree: Node) -> Matches:
    matchers = [Matcher(segment) for segment in snapshot.segments]
    return Matches(matchers, [matcher.docs(tree) for matcher in matchers])


def _nearness(snapshot: Snapshot, tree: Node, wanted: Wanted) -> ByMeaning | None:
    """What orders matches by meaning, if that is wanted and there are words to go by."""
    if not wanted.meaning:
        return None
    from searchkit.engines.local.by_meaning import ByMeaning, asked_text

    named = None if wanted.meaning is True else wanted.meaning
    text = asked_text(tree)
    return ByMeaning(snapshot, text, named) if text else None


def _rank(
    snapshot: Snapshot,
    matches: Matches,
    leaves: Iterable[Leaf],
    sort: str,
    weighs: bool,
    nearness: ByMeaning | None = None,
) -> Ranking:
    """How `matches` are ordered; `weighs`: leaves are weighed even where nothing is ranked."""
    listed = list(leaves)
    ranks = sort == RELEVANCE and bool(listed)
    if not ranks and not weighs:
        return Ranking(matches, sort, list(dict.fromkeys(listed)), None, None)
    scorer = Scorer(
        matches.matchers, snapshot.weights, snapshot.statistics, snapshot.constants, listed
    )
    scored = scorer.score(matches.docs) if ranks else None
    if scored and nearness:
        scored = nearness.reordered(matches.docs, scored, scorer.weight)
    return Ranking(matches, sort, scorer.leaves, scorer, scored)


def _first(snapshot: Snapshot, ranking: Ranking, count: int) -> list[Ranked]:
    """The first statements of a ranking."""
    segments, docs = snapshot.segments, ranking.matches.docs
    if ranking.scored:
        return best(segments, docs, ranking.scored.scores, count)
    return by_date(segments, docs, count, ranking.sort == "oldest")


def _groups(snapshot: Snapshot, ranking: Ranking, page: Page) -> list[Group]:
    return groups_of(
        snapshot.segments,
        ranking.matches.docs,
        lambda count: _first(snapshot, ranking, count),
        page,
    )


def _maker(snapshot: Snapshot, ranking: Ranking, tree: Node | None, wanted: Wanted) -> HitMaker:
    return HitMaker(
        snapshot,
        ranking.matches.matchers,
        ranking.leaves,
        tree,
        scorer=ranking.scorer,
        floor=ranking.floor,
        meaning=ranking.meaning,
        with_snippets=wanted.snippets,
        with_explain=wanted.explain,
    )


def _facets(snapshot: Snapshot, matches: Matches) -> Facets:
    from searchkit.counting.facets import count_facets  # Most searches do without.

    years = [segment.years for segment in snapshot.segments]
    return count_facets(snapshot.facet_names, years, matches.docs)


def _also(
    snapshot: Snapshot,
    matches: Matches,
    tree: Node,
    wanted: Wanted,
    room: int,
    nearness: ByMeaning | None,
) -> tuple[Hit, ...]:
    """What fills the first page where fewer than a page match every word."""
    from searchkit.engines.local.relaxing import missing, most_words, relax

    relaxed = relax(tree)
    if relaxed is None:
        return ()
    docs = [
        most_words(matcher, relaxed, found)
        for matcher, found in zip(matches.matchers, matches.docs, strict=True)
    ]
    near = Matches(matches.matchers, docs)
    ranking = _rank(snapshot, near, relaxed.words, "relevance", True, nearness)
    groups = _groups(snapshot, ranking, Page(0, room, wanted.copies == GROUP))
    lacking = [
        missing(matches.matchers[one.segment], relaxed, one.statement)
        for one in (group.first for group in groups)
    ]
    return _maker(snapshot, ranking, None, wanted).hits(groups, lacking)


def _answer(
    meant: Understood,
    matches: Matches,
    began: float,
    hits: tuple[Hit, ...],
    *,
    also: tuple[Hit, ...] = (),
    facets: Facets | None = None,
    suggestion: str | None = None,
) -> Answer:
    return Answer(
        hits,
        query=meant.shown,
        interpreted=interpreted(meant.tree),
        total=matches.total,
        took_ms=(time.perf_counter() - began) * 1000,
        also=also,
        facets=facets,
        suggestion=suggestion,
        notes=meant.notes,
    )
