"""What matches, in order: the names of documents, a page or a list of them.

Lives here: one request or many for an order, statements of equal text as one entry. Does not live
here: what is shown of them (`searching`).

Lists longer than one request may ask for go on from the last hit. By date that needs nothing more,
for what a state shows does not change. Scores may change when the cluster merges segments, so a
long list by relevance is of a point in time, which the cluster keeps for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from searchkit.engines.opensearch.failures import NotThere
from searchkit.engines.opensearch.layout import MAX_WINDOW
from searchkit.engines.opensearch.snapshot import ClusterSnapshot
from searchkit.engines.opensearch.translating import Dsl
from searchkit.model.arguments import OLDEST, RELEVANCE

SPARE = 8
"""Statements that are ranked beyond the page at first, in case some are copies."""
KEEP = "2m"


class FoundDocument(NamedTuple):
    """A statement in an order.

    Attributes:
        id: of it.
        copy: what statements of equal text share.
        score: 0 where nothing is ranked.
    """

    id: str
    copy: str
    score: float


class Order(NamedTuple):
    """What is ordered, and how.

    Attributes:
        query: of one state.
        sort: one of `SORTS`.
        ranks: whether there is something to rank by.
    """

    query: Dsl
    sort: str
    ranks: bool

    @property
    def by_score(self) -> bool:
        """Whether scores decide."""
        return self.sort == RELEVANCE and self.ranks

    def keys(self) -> list[Mapping[str, Any]]:
        """What hits are sorted by; ties: newest first, then id."""
        way = "asc" if self.sort == OLDEST else "desc"
        day = {"day": {"order": way, "missing": "_last"}}
        keys: list[Mapping[str, Any]] = [day, {"id": "asc"}]
        return [{"_score": "desc"}, *keys] if self.by_score else keys


class First(NamedTuple):
    """The first hits of an order.

    Attributes:
        hits: at most as many as were asked for.
        total: how many there are.
        counted: the aggregations that were asked for.
    """

    hits: list[FoundDocument]
    total: int
    counted: Mapping[str, Any]


def first(
    snapshot: ClusterSnapshot,
    order: Order,
    count: int,
    aggregations: Mapping[str, Any] | None = None,
) -> First:
    """The first hits, in one request if `count` allows."""
    if count > MAX_WINDOW:
        total = first(snapshot, order, 0, aggregations)
        hits = []
        for one in every(snapshot, order):
            hits.append(one)
            if len(hits) == count:
                break
        return First(hits, total.total, total.counted)
    body = _body(order, count) | {"track_total_hits": True}
    if aggregations:
        body["aggs"] = aggregations
    answer = snapshot.ask(body, **_how(order))
    hits = [_found(hit, order) for hit in answer["hits"]["hits"]]
    return First(hits, answer["hits"]["total"]["value"], answer.get("aggregations", {}))


def every(snapshot: ClusterSnapshot, order: Order) -> Iterator[FoundDocument]:
    """All hits in order; the next ones are asked for when they are needed."""
    point = None
    if order.by_score:
        point = snapshot.connection.ask(
            "POST", f"/{snapshot.head.inside}/_search/point_in_time", keep_alive=KEEP
        )["pit_id"]
    try:
        after: list[Any] | None = None
        while True:
            body = _body(order, MAX_WINDOW) | {"track_total_hits": False}
            if after:
                body["search_after"] = after
            if point is None:
                hits = snapshot.ask(body, **_how(order))["hits"]["hits"]
            else:
                body["pit"] = {"id": point, "keep_alive": KEEP}
                hits = snapshot.connection.search_point(body, **_how(order))["hits"]["hits"]
            yield from (_found(hit, order) for hit in hits)
            if len(hits) < MAX_WINDOW:
                return
            after = hits[-1]["sort"]
    finally:
        if point is not None:
            try:
                body = {"pit_id": [point]}
                snapshot.connection.ask("DELETE", "/_search/point_in_time", body)
            except NotThere:
                pass


def grouped(
    snapshot: ClusterSnapshot, order: Order, offset: int, limit: int, start: First
) -> list[FoundDocument]:
    """The entries of a page where statements of equal text are one.

    Args:
        snapshot: of which.
        order: which.
        offset, limit: the page.
        start: the first hits, which are perhaps enough.
    """
    wanted = offset + limit
    hits = start.hits
    while True:
        firsts = _firsts(hits)
        if len(firsts) >= wanted or len(hits) >= start.total:
            return firsts[offset:wanted]
        hits = first(snapshot, order, max(2 * len(hits), wanted + SPARE)).hits


def _firsts(hits: Sequence[FoundDocument]) -> list[FoundDocument]:
    seen: dict[str, FoundDocument] = {}
    for one in hits:
        seen.setdefault(one.copy, one)
    return list(seen.values())


def _how(order: Order) -> dict[str, str]:
    # Every shard weighs words by what all of them hold.
    return {"search_type": "dfs_query_then_fetch"} if order.by_score else {}


def _body(order: Order, size: int) -> dict[str, Any]:
    query = order.query if order.by_score else {"bool": {"filter": [order.query]}}
    return {
        "query": query,
        "sort": order.keys(),
        "size": size,
        "_source": False,
        "docvalue_fields": ["id", "copy"],
    }


def _found(hit: Mapping[str, Any], order: Order) -> FoundDocument:
    fields = hit["fields"]
    return FoundDocument(
        fields["id"][0], fields["copy"][0], float(hit["sort"][0]) if order.by_score else 0.0
    )
