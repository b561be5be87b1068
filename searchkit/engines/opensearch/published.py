"""What is published of an index, statement by statement, and deleting what no state shows.

Lives here: ids and digests. Does not live here: changing them (`writing`), the head that says what
is published (`state`).
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from searchkit.engines.opensearch.aliases import KEPT, drop_unfinished
from searchkit.engines.opensearch.connection import ClusterConnection, in_batches
from searchkit.engines.opensearch.state import IndexHead, Lock

PAGE = 5_000
ASKED = 500
"""Ids in one request."""


def count_visible(connection: ClusterConnection, head: IndexHead) -> int:
    """How many statements a state has, counted."""
    body = {"query": head.visible, "size": 0, "track_total_hits": True}
    return int(connection.search(head.inside, body)["hits"]["total"]["value"])


def published(
    connection: ClusterConnection, head: IndexHead, query: Mapping[str, Any] | None = None
) -> Iterator[tuple[str, str]]:
    """(id, digest) of each statement of a state, or of those that match a query of it, by id."""
    for one in listed(connection, head.inside, query or head.visible):
        yield one["id"], one["digest"]


def listed(
    connection: ClusterConnection, index: str, query: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """id, digest, born and died of each document that matches, by id."""
    after: list[Any] | None = None
    while True:
        body: dict[str, Any] = {
            "query": query,
            "size": PAGE,
            "sort": [{"id": "asc"}],
            "_source": ["id", "digest", "born", "died"],
        }
        if after:
            body["search_after"] = after
        hits = connection.search(index, body)["hits"]["hits"]
        for hit in hits:
            yield hit["_source"]
        if len(hits) < PAGE:
            return
        after = hits[-1]["sort"]


def digests(connection: ClusterConnection, head: IndexHead, ids: Iterable[str]) -> dict[str, str]:
    """Of those of some statements that are published, id -> digest."""
    found: dict[str, str] = {}
    for batch in in_batches(ids, ASKED):
        body = {
            "query": {"bool": {"filter": [head.visible, {"terms": {"id": batch}}]}},
            "size": len(batch),
            "_source": ["id", "digest"],
        }
        for hit in connection.search(head.inside, body)["hits"]["hits"]:
            found[hit["_source"]["id"]] = hit["_source"]["digest"]
    return found


def swept(connection: ClusterConnection, head: IndexHead, lock: Lock) -> None:
    """Delete what no state shows: what runs left that were given up, and what is long gone."""
    if lock.took_over:
        drop_unfinished(connection)
    long_ago = int(time.time() - KEPT)
    left = {"range": {"born": {"gt": head.run, "lt": lock.run}}}
    gone = {
        "bool": {
            "filter": [
                {"range": {"died": {"lte": head.run}}},
                {"range": {"buried": {"lt": long_ago}}},
            ],
            "must_not": [{"terms": {"died": [*head.void, *lock.void]}}],
        }
    }
    parts = [left, gone]
    if lock.void:
        parts.append({"terms": {"born": list(lock.void)}})
    query = {"bool": {"should": parts, "minimum_should_match": 1}}
    connection.ask("POST", f"/{head.inside}/_refresh")
    body = {"query": query, "size": 0, "track_total_hits": True}
    if connection.search(head.inside, body)["hits"]["total"]["value"]:
        connection.ask(
            "POST",
            f"/{head.inside}/_delete_by_query",
            {"query": query},
            conflicts="proceed",
            refresh=True,
        )
