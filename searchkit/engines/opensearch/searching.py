"""One search of an index in a cluster, from first to last.

Lives here: the steps, from a query to what is asked about it. Does not live here: the order of
hits (`ordering`), the query in the cluster's language (`translating`), snippets (`workbench`),
facets (`counting`).

A page takes two requests: one for the order, the total, the facets and how often each word occurs,
one for the statements of the page and their copies.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple, cast

from searchkit.engines.local.relaxing import Relaxed, all_words_note, relax
from searchkit.engines.local.telling import told
from searchkit.engines.local.wanted import SNIPPETS, Wanted
from searchkit.engines.opensearch.counting import facet_aggregations, facets_of
from searchkit.engines.opensearch.entries import statement_of
from searchkit.engines.opensearch.ordering import (
    SPARE,
    First,
    FoundDocument,
    Order,
    every,
    first,
    grouped,
)
from searchkit.engines.opensearch.snapshot import ClusterSnapshot
from searchkit.engines.opensearch.suggesting import suggested
from searchkit.engines.opensearch.translating import any_of, translated
from searchkit.engines.opensearch.unsupported import refusal
from searchkit.engines.opensearch.weighing import frequency_aggregations, weights_of
from searchkit.engines.opensearch.workbench import shown_hits, workbench
from searchkit.model.answer import NO_FIELDS, Answer, Copy, FieldValues, Hit, Match, Note
from searchkit.model.arguments import GROUP, PAGE, RELEVANCE
from searchkit.model.frozen import FrozenDict
from searchkit.model.statement import Statement
from searchkit.profiles.field_checks import ATTRIBUTES
from searchkit.query.rendering import interpreted
from searchkit.query.request import Query
from searchkit.query.tree import Leaf, Node, positive_leaves
from searchkit.query.understanding import Understood
from searchkit.schema.fields import Schema

AT_ONCE = 200
"""Statements whose texts are in memory at once."""
MOST_COPIES = 10_000


class HitStream(NamedTuple):
    """Hits, one by one, and how many there are."""

    hits: Iterator[Hit]
    total: int


class ClusterHits(Iterator[Hit]):
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


class ShownWith(NamedTuple):
    """What hits are made with.

    Attributes:
        tree: that all of them match; None: whatever leaves they hold is shown.
        copies_of: the query of which copies are grouped; None: each on its own.
        leaves: of the query.
        idf: of the leaves; None: no snippets.
        relaxed: says what each lacks; None: nothing.
        snippets: how many each has, at most.
    """

    tree: Node | None
    copies_of: Mapping[str, Any] | None
    leaves: Sequence[Leaf]
    idf: Mapping[Leaf, float] | None
    relaxed: Relaxed | None = None
    snippets: int = SNIPPETS


def search(snapshot: ClusterSnapshot, query: Query, wanted: Wanted) -> Answer:
    """The page of an answer that is wanted."""
    began = time.perf_counter()
    meant = understood(snapshot, query, wanted)
    order = order_of(snapshot, meant.tree, wanted.sort)
    leaves = _leaves(meant.tree)
    by_copies = wanted.copies == GROUP
    aggregations = facet_aggregations(snapshot) if wanted.facets else {}
    if wanted.snippets:
        aggregations |= frequency_aggregations(snapshot, leaves)
    asked = (
        len(snapshot) if wanted.limit is None else wanted.offset + wanted.limit + SPARE * by_copies
    )
    start = first(snapshot, order, min(asked, len(snapshot) + 1), aggregations)
    limit = start.total if wanted.limit is None else wanted.limit
    entries = _entries(snapshot, order, wanted.offset, limit, start, by_copies)
    idf = weights_of(snapshot, leaves, start.counted) if wanted.snippets else None
    copies_of = order.query if by_copies else None
    shown = ShownWith(meant.tree, copies_of, leaves, idf, snippets=wanted.most_snippets)
    hits = hits_of(snapshot, entries, shown)
    room = (PAGE if wanted.limit is None else wanted.limit) - len(hits)
    also: tuple[Hit, ...] = ()
    also_total, notes = 0, tuple[Note, ...]()
    if room > 0 and not (wanted.strict or query.any_word):
        also, also_total, notes = _rest(snapshot, meant, order, wanted, len(hits), room, start)
    return Answer(
        tuple(hits),
        query=meant.shown,
        interpreted=interpreted(meant.tree),
        total=start.total,
        took_ms=(time.perf_counter() - began) * 1000,
        also=also,
        also_total=also_total,
        facets=facets_of(snapshot, start.counted) if wanted.facets else None,
        suggestion=suggested(snapshot, meant.text, meant.asked) if meant.text else None,
        notes=(*notes, *told(query, meant, start.total, lambda other: count(snapshot, other))),
    )


def facets(snapshot: ClusterSnapshot, query: Query) -> Answer:
    """The answer without hits: the total and the facets."""
    began = time.perf_counter()
    meant = understood(snapshot, query)
    order = order_of(snapshot, meant.tree, RELEVANCE)
    start = first(snapshot, order, 0, facet_aggregations(snapshot))
    return Answer(
        (),
        query=meant.shown,
        interpreted=interpreted(meant.tree),
        total=start.total,
        took_ms=(time.perf_counter() - began) * 1000,
        facets=facets_of(snapshot, start.counted),
        notes=tuple(doubt.note() for doubt in meant.notes if not doubt.minor),
    )


def count(snapshot: ClusterSnapshot, query: Query) -> int:
    """How many statements match."""
    return snapshot.count(understood(snapshot, query).tree)


def stream(snapshot: ClusterSnapshot, query: Query, wanted: Wanted) -> HitStream:
    """Hits in order, made as they are taken."""
    meant = understood(snapshot, query, wanted)
    order = order_of(snapshot, meant.tree, wanted.sort)
    leaves = _leaves(meant.tree)
    aggregations = frequency_aggregations(snapshot, leaves) if wanted.snippets else {}
    start = first(snapshot, order, 0, aggregations)
    idf = weights_of(snapshot, leaves, start.counted) if wanted.snippets else None
    limit = start.total if wanted.limit is None else wanted.limit
    found: Iterator[FoundDocument]
    if wanted.copies == GROUP:
        whole = first(snapshot, order, min(start.total, wanted.offset + limit + SPARE))
        listed = grouped(snapshot, order, wanted.offset, limit, whole)
        total, found = len(listed), iter(listed)
        shown = ShownWith(meant.tree, order.query, leaves, idf)
    else:
        end = min(start.total, wanted.offset + limit)
        total = max(0, end - wanted.offset)
        found = islice(every(snapshot, order), wanted.offset, end) if total else iter(())
        shown = ShownWith(meant.tree, None, leaves, idf)
    batches = iter(lambda: list(islice(found, AT_ONCE)), [])
    return HitStream((hit for part in batches for hit in hits_of(snapshot, part, shown)), total)


def matches_in(snapshot: ClusterSnapshot, query: Query, statement: Statement) -> tuple[Match, ...]:
    """What makes a statement match; nothing where it does not."""
    tree = understood(snapshot, query).tree
    with workbench([statement], snapshot.schema) as archive:
        return archive.matches(statement.id, tree)


def understood(snapshot: ClusterSnapshot, query: Query, wanted: Wanted | None = None) -> Understood:
    """What a query means.

    Raises:
        InvalidArgument: it is wanted in a way that a cluster can't serve.
        QuerySyntaxError, UnknownName, UnsupportedQuery: it means nothing here.
    """
    if wanted is not None:
        wanted.check()
        if wanted.meaning:
            raise refusal("order by meaning (meaning)")
        if wanted.explain:
            raise refusal("explanation of scores (explain)")
    if query.variants:
        raise refusal("other ways to write words (variants)")
    return snapshot.understood(query)


def order_of(snapshot: ClusterSnapshot, tree: Node, sort: str) -> Order:
    """The order of what a tree matches."""
    return Order(snapshot.query(tree), sort, bool(_leaves(tree)))


def _leaves(tree: Node) -> list[Leaf]:
    return list(dict.fromkeys(positive_leaves(tree)))


def _entries(
    snapshot: ClusterSnapshot, order: Order, offset: int, limit: int, start: First, by_copies: bool
) -> list[FoundDocument]:
    if by_copies:
        return grouped(snapshot, order, offset, limit, start)
    return start.hits[offset : offset + limit]


def hits_of(
    snapshot: ClusterSnapshot, entries: Sequence[FoundDocument], shown: ShownWith
) -> list[Hit]:
    """The hits of some entries."""
    made: list[Hit] = []
    for begin in range(0, len(entries), AT_ONCE):
        made += _hits_at_once(snapshot, entries[begin : begin + AT_ONCE], shown)
    return made


def _hits_at_once(
    snapshot: ClusterSnapshot, entries: Sequence[FoundDocument], shown: ShownWith
) -> list[Hit]:
    if not entries:
        return []
    kept = _fetched(snapshot, entries, shown.copies_of)
    by_id = {one.id: one for ones in kept.values() for one in ones}
    statements = [by_id[entry.id] for entry in entries]
    if shown.idf is None and shown.relaxed is None:
        hits = [plain_hit(one, snapshot.schema) for one in statements]
    else:
        hits = shown_hits(
            statements,
            snapshot.schema,
            shown.tree,
            shown.leaves,
            shown.idf or {},
            shown.relaxed,
            snippets=shown.snippets,
        )
        if shown.idf is None:
            hits = [one._replace(snippets=(), title_highlights=()) for one in hits]
    return [
        hit._replace(
            score=entry.score,
            copies=tuple(
                _copy(one, snapshot.schema)
                for one in (kept[entry.copy] if shown.copies_of is not None else ())
                if one.id != entry.id
            ),
        )
        for entry, hit in zip(entries, hits, strict=True)
    ]


def _fetched(
    snapshot: ClusterSnapshot, entries: Sequence[FoundDocument], copies_of: Mapping[str, Any] | None
) -> dict[str, list[Statement]]:
    """The statements of some entries, by what copies share, each with its copies, by id."""
    either: list[dict[str, Any]] = [{"terms": {"id": [one.id for one in entries]}}]
    if copies_of is not None:
        shared = [one.copy for one in entries if not one.copy.startswith("alone:")]
        if shared:
            either.append({"bool": {"filter": [dict(copies_of), {"terms": {"copy": shared}}]}})
    body = {
        "query": {"bool": {"filter": [snapshot.head.visible, any_of(either)]}},
        "size": MOST_COPIES,
        "sort": [{"id": "asc"}],
        "_source": ["statement", "copy"],
    }
    found: dict[str, list[Statement]] = {one.copy: [] for one in entries}
    for hit in snapshot.ask(body)["hits"]["hits"]:
        kept = hit["_source"]
        found[kept["copy"]].append(statement_of(kept["statement"], snapshot.schema))
    return found


def plain_hit(statement: Statement, schema: Schema) -> Hit:
    """A hit of which nothing is highlighted."""
    return Hit(
        statement.id,
        statement.title,
        statement.date,
        statement.ministers,
        statement.portfolios,
        statement.url,
        statement.attachments,
        0.0,
        fields=further(statement, schema),
    )


def _copy(one: Statement, schema: Schema) -> Copy:
    return Copy(one.id, one.date, one.ministers, one.portfolios, one.url, further(one, schema))


def further(statement: Statement, schema: Schema) -> FieldValues:
    """What it has in the fields that are no attributes of a hit."""
    found: dict[str, object] = {}
    for field in schema.own_names:
        found[field.name] = statement.fields.get(field.name, ())
    for day in schema.own_days:
        found[day.name] = statement.fields.get(day.name)
    for text in schema.own_texts:
        if text.name in statement.fields:
            found[text.name] = statement.fields[text.name]
    if not found and {one.name for one in schema.names} == ATTRIBUTES:
        return NO_FIELDS
    return cast(FieldValues, FrozenDict(found))


def _rest(
    snapshot: ClusterSnapshot,
    meant: Understood,
    order: Order,
    wanted: Wanted,
    shown: int,
    room: int,
    start: First,
) -> tuple[tuple[Hit, ...], int, tuple[Note, ...]]:
    """What follows the statements that match every word: hits, how many there are, notes."""
    relaxed = relax(meant.tree)
    if relaxed is None or (wanted.offset and not relaxed.is_question):
        return (), 0, ()
    by_copies = wanted.copies == GROUP
    before = 0
    if wanted.offset and not shown:
        whole = first(snapshot, order, start.total)
        entries = _entries(snapshot, order, 0, start.total, whole, by_copies)
        before = wanted.offset - len(entries)
    schema = snapshot.schema
    leaves = _leaves(meant.tree) if relaxed.is_question else list(relaxed.words)
    words = [translated(one, schema) for one in relaxed.words]
    enough = {"bool": {"should": words, "minimum_should_match": relaxed.needed}}
    phrases = [translated(one, schema) for one in relaxed.phrases if relaxed.is_question]
    query = {
        "bool": {
            "must": [enough],
            "should": phrases,
            "filter": [translated(relaxed.filters, schema)],
            "must_not": [translated(meant.tree, schema)],
        }
    }
    near = Order(snapshot.within(query), RELEVANCE, True)
    aggregations = frequency_aggregations(snapshot, leaves) if wanted.snippets else {}
    found = first(snapshot, near, before + room + SPARE * by_copies, aggregations)
    entries = _entries(snapshot, near, before, room, found, by_copies)
    idf = weights_of(snapshot, leaves, found.counted) if wanted.snippets else None
    copies_of = near.query if by_copies else None
    made = ShownWith(None, copies_of, leaves, idf, relaxed, wanted.most_snippets)
    hits = tuple(hits_of(snapshot, entries, made))
    if not relaxed.is_question:
        return hits, sum(1 + len(hit.copies) for hit in hits), ()
    return hits, found.total, (all_words_note(start.total, len(relaxed.words)),)
