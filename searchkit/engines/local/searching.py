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
from searchkit.engines.local.telling import offered, told
from searchkit.engines.local.wanted import Wanted
from searchkit.kernels import sets
from searchkit.matching.evaluate import Matcher
from searchkit.model.address import Address
from searchkit.model.answer import Answer, Facets, Hit, Match, Note, Variant
from searchkit.model.arguments import GROUP, PAGE, RELEVANCE
from searchkit.query.rendering import interpreted
from searchkit.query.request import Query
from searchkit.query.tree import Leaf, Node, positive_leaves
from searchkit.query.understanding import Understood, understood
from searchkit.ranking.order import Ranked, best, by_date
from searchkit.ranking.scoring import Scored, Scorer
from searchkit.storage.container import Array

if TYPE_CHECKING:
    from searchkit.engines.local.by_meaning import ByMeaning


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


class Rest(NamedTuple):
    """What follows the statements that match every word.

    Attributes:
        hits: those on the page.
        total: how many statements they are a part of.
        notes: what the user is told of them.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    notes: tuple[Note, ...] = ()


NO_REST = Rest()


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
    fills = room > 0 and not (wanted.strict or query.any_word)
    rest = (
        _rest(snapshot, ranking, meant.tree, wanted, len(groups), room, nearness)
        if fills
        else NO_REST
    )
    facets = _facets(snapshot, matches) if wanted.facets else None
    suggestion = suggest(meant.text, meant.asked, snapshot.segments) if meant.text else None
    variants = offered(
        query, meant, matches.total, snapshot.writing.ways, lambda other: count(snapshot, other)
    )
    notes = told(query, meant, matches.total, lambda other: count(snapshot, other))
    return _answer(
        meant,
        matches,
        began,
        hits,
        rest=rest,
        facets=facets,
        suggestion=suggestion,
        notes=(*rest.notes, *notes, *([nearness.note] if nearness else ())),
        variants=variants,
        related=_related(snapshot, query, meant, wanted),
    )


def facets(snapshot: Snapshot, query: Query) -> Answer:
    """The answer without hits: the total and the facets."""
    began = time.perf_counter()
    meant = _understand(snapshot, query)
    matches = _match(snapshot, meant.tree)
    notes = tuple(doubt.note() for doubt in meant.notes if not doubt.minor)
    return _answer(meant, matches, began, (), facets=_facets(snapshot, matches), notes=notes)


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
    return understood(
        query, snapshot.schema, snapshot.known, snapshot.spellings, snapshot.writing.ways
    )


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


def _related(
    snapshot: Snapshot, query: Query, meant: Understood, wanted: Wanted
) -> tuple[Variant, ...]:
    """Other wordings, where the index has some and a first page is asked for."""
    if snapshot.manifest.related is None or wanted.offset or wanted.limit == 0:
        return ()
    from searchkit.engines.local.wordings import related

    return related(snapshot, query, meant.asked, lambda other: count(snapshot, other))


def _facets(snapshot: Snapshot, matches: Matches) -> Facets:
    from searchkit.counting.facets import count_facets  # Most searches do without.

    years = [segment.years for segment in snapshot.segments]
    return count_facets(snapshot.facet_names, years, matches.docs)


def _rest(
    snapshot: Snapshot,
    ranking: Ranking,
    tree: Node,
    wanted: Wanted,
    shown: int,
    room: int,
    nearness: ByMeaning | None,
) -> Rest:
    """What follows the statements that match every word.

    Args:
        ranking: of those.
        tree: of the query.
        shown: how many entries the page has already.
        room: for how many more it has room.
    """
    from searchkit.engines.local.relaxing import (
        all_words_note,
        enough_words,
        missing,
        relax,
    )

    matches, grouped = ranking.matches, wanted.copies == GROUP
    relaxed = relax(tree)
    if relaxed is None or (wanted.offset and not relaxed.is_question):
        return NO_REST
    before = 0
    if wanted.offset and not shown:
        entries = _groups(snapshot, ranking, Page(0, matches.total, grouped))
        before = wanted.offset - len(entries)
    docs = [
        enough_words(matcher, relaxed, found)
        for matcher, found in zip(matches.matchers, matches.docs, strict=True)
    ]
    near = Matches(matches.matchers, docs)
    found = _rank(snapshot, near, relaxed.words, RELEVANCE, True, nearness)
    groups = _groups(snapshot, found, Page(before, room, grouped))
    lacking = [
        missing(matches.matchers[one.segment], relaxed, one.statement)
        for one in (group.first for group in groups)
    ]
    hits = _maker(snapshot, found, None, wanted).hits(groups, lacking)
    if not relaxed.is_question:
        return Rest(hits, sum(1 + len(hit.copies) for hit in hits))
    return Rest(hits, near.total, (all_words_note(matches.total, len(relaxed.words)),))


def _answer(
    meant: Understood,
    matches: Matches,
    began: float,
    hits: tuple[Hit, ...],
    *,
    rest: Rest = NO_REST,
    facets: Facets | None = None,
    suggestion: str | None = None,
    notes: tuple[Note, ...] = (),
    variants: tuple[Variant, ...] = (),
    related: tuple[Variant, ...] = (),
) -> Answer:
    return Answer(
        hits,
        query=meant.shown,
        interpreted=interpreted(meant.tree),
        total=matches.total,
        took_ms=(time.perf_counter() - began) * 1000,
        also=rest.hits,
        also_total=rest.total,
        facets=facets,
        suggestion=suggestion,
        notes=notes,
        variants=variants,
        related=related,
    )
