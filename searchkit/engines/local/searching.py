"""One search from first to last: understand, match, score, order, page, hits.

Lives here: the steps, from a query to what is asked about it, on one snapshot. Does not live
here: each step (`searchkit.query`, `matching`, `ranking`, `hits`, `counting`), what matches in
which order (`ordering`), entries of pages (`paging`), hits (`hits`), relaxation (`relaxing`).

Only what is ranked is scored: counting, facets and orders by date need no scores.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from searchkit.engines.local.hits import AT_ONCE, HitMaker
from searchkit.engines.local.ordering import (
    Matches,
    Ranking,
    ScoredBy,
    groups_on,
    listed_on,
    match,
    rank,
    scored_by,
)
from searchkit.engines.local.paging import Page
from searchkit.engines.local.snapshot import Snapshot
from searchkit.engines.local.spelling import suggest
from searchkit.engines.local.telling import offered, told
from searchkit.engines.local.wanted import Wanted
from searchkit.kernels import sets
from searchkit.model.address import Address
from searchkit.model.answer import Answer, Hit, Match, Note, Variant
from searchkit.model.arguments import GROUP, PAGE, RELEVANCE
from searchkit.model.facets import Facets
from searchkit.query.rendering import interpreted
from searchkit.query.request import Query
from searchkit.query.tree import Node, positive_leaves
from searchkit.query.understanding import Understood, understood

if TYPE_CHECKING:
    from searchkit.engines.local.by_meaning import ByMeaning


class Stream(NamedTuple):
    """Hits, one by one, and how many there are."""

    hits: Iterator[Hit]
    total: int


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


def search(snapshot: Snapshot, query: Query, wanted: Wanted) -> Answer:
    """The page of an answer that is wanted."""
    began = time.perf_counter()
    wanted.check()
    meant = _understand(snapshot, query)
    matches = match(snapshot, meant.tree)
    weighs = bool(wanted.snippets) or wanted.explain
    by = scored_by(snapshot, meant, _nearness(snapshot, meant.tree, wanted))
    ranking = rank(snapshot, matches, by, wanted.sort, weighs)
    groups = groups_on(snapshot, ranking, wanted.page(matches.total))
    maker = _maker(snapshot, ranking, meant.tree, wanted)
    hits = maker.hits(groups)
    # Everything is a page too, and no fuller than any other.
    room = (PAGE if wanted.limit is None else wanted.limit) - len(groups)
    fills = room > 0 and not (wanted.strict or query.any_word)
    rest = _rest(snapshot, ranking, meant, by, wanted, len(groups), room) if fills else NO_REST
    facets = _facets(snapshot, matches) if wanted.facets else None
    suggestion = suggest(meant.text, meant.asked, snapshot.segments) if meant.text else None
    variants = offered(
        query, meant, matches.total, snapshot.writing, lambda other: count(snapshot, other)
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
        notes=(*rest.notes, *notes, *([by.nearness.note] if by.nearness else ())),
        variants=variants,
        related=_related(snapshot, query, meant, wanted),
    )


def facets(snapshot: Snapshot, query: Query) -> Answer:
    """The answer without hits: the total and the facets."""
    began = time.perf_counter()
    meant = _understand(snapshot, query)
    matches = match(snapshot, meant.tree)
    notes = tuple(doubt.note() for doubt in meant.notes if not doubt.minor)
    return _answer(meant, matches, began, (), facets=_facets(snapshot, matches), notes=notes)


def count(snapshot: Snapshot, query: Query) -> int:
    """How many statements match."""
    return match(snapshot, _understand(snapshot, query).tree).total


def stream(snapshot: Snapshot, query: Query, wanted: Wanted) -> Stream:
    """Hits in order, made as they are taken.

    What is wrong with the query is said now, not when the first hit is taken. Until the last
    is taken, no more is kept than their numbers.
    """
    wanted.check()
    meant = _understand(snapshot, query)
    matches = match(snapshot, meant.tree)
    weighs = bool(wanted.snippets) or wanted.explain
    by = scored_by(snapshot, meant, _nearness(snapshot, meant.tree, wanted))
    ranking = rank(snapshot, matches, by, wanted.sort, weighs)
    listed = listed_on(snapshot, ranking, wanted.page(matches.total))
    if weighs:
        maker = _maker(snapshot, ranking, meant.tree, wanted)
    else:
        maker = HitMaker(snapshot, (), (), None)
    # Snippets are cheaper together.
    together = AT_ONCE if wanted.snippets else 1
    parts = iter(lambda: list(islice(listed.groups, together)), [])
    return Stream((hit for part in parts for hit in maker.hits(part)), listed.total)


def matches_in(snapshot: Snapshot, query: Query, address: Address) -> tuple[Match, ...]:
    """What makes a statement match; nothing where it does not."""
    tree = _understand(snapshot, query).tree
    matches = match(snapshot, tree)
    if sets.index_of(matches.docs[address.segment], address.statement) < 0:
        return ()
    leaves = list(dict.fromkeys(positive_leaves(tree)))
    return HitMaker(snapshot, matches.matchers, leaves, tree).matches(address)


def find(snapshot: Snapshot, query: Query) -> tuple[Understood, Matches]:
    """What a query means, and what matches it."""
    meant = _understand(snapshot, query)
    return meant, match(snapshot, meant.tree)


def _understand(snapshot: Snapshot, query: Query) -> Understood:
    return understood(
        query, snapshot.schema, snapshot.asked_names, snapshot.spellings, snapshot.writing.ways
    )


def _nearness(snapshot: Snapshot, tree: Node, wanted: Wanted) -> ByMeaning | None:
    """What orders matches by meaning, if that is wanted and there are words to go by."""
    if not wanted.meaning:
        return None
    from searchkit.engines.local.by_meaning import ByMeaning, asked_text

    named = None if wanted.meaning is True else wanted.meaning
    text = asked_text(tree)
    return ByMeaning(snapshot, text, named) if text else None


def _maker(snapshot: Snapshot, ranking: Ranking, tree: Node | None, wanted: Wanted) -> HitMaker:
    return HitMaker(
        snapshot,
        ranking.matches.matchers,
        ranking.leaves,
        tree,
        scorer=ranking.scorer,
        floor=ranking.floor,
        meaning=ranking.meaning,
        snippets=wanted.most_snippets,
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
    meant: Understood,
    by: ScoredBy,
    wanted: Wanted,
    shown: int,
    room: int,
) -> Rest:
    """What follows the statements that match every word.

    Args:
        ranking: of those.
        meant: the query.
        by: what it is scored by.
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
    relaxed = relax(meant.tree)
    if relaxed is None or (wanted.offset and not relaxed.is_question):
        return NO_REST
    before = 0
    if wanted.offset and not shown:
        entries = groups_on(snapshot, ranking, Page(0, matches.total, grouped))
        before = wanted.offset - len(entries)
    docs = [
        enough_words(matcher, relaxed, found)
        for matcher, found in zip(matches.matchers, matches.docs, strict=True)
    ]
    near = Matches(matches.matchers, docs)
    if not relaxed.is_question:
        by = by._replace(leaves=[*relaxed.words])
    found = rank(snapshot, near, by, RELEVANCE, True)
    groups = groups_on(snapshot, found, Page(before, room, grouped))
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
