"""What a first build or a rebuild left that was killed, and how the next one goes on with it.

Lives here: which index can be taken up, and what of it is there. Does not live here: sending
the rest (`writing`).

An index that is being rebuilt is published by nobody, so all that it holds was sent by runs of
rebuilds. The name of a document there is the same for each of them, and its version is the number
of the run: what a writer that was overtaken sends late is refused by the cluster, or is what is
there already.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from searchkit.engines.opensearch.connection import ClusterConnection
from searchkit.engines.opensearch.failures import NotThere
from searchkit.engines.opensearch.layout import HEAD, VERSION
from searchkit.engines.opensearch.state import versions_of
from searchkit.schema.fields import Schema

PAGE = 5_000


class Unfinished(NamedTuple):
    """An index that nobody has published.

    Attributes:
        name: what the cluster calls it.
        kept: id -> digest of the statements that it has.
        runs: those that have sent them.
    """

    name: str
    kept: dict[str, str]
    runs: frozenset[int]


def made_for(connection: ClusterConnection, schema: Schema) -> dict[str, Any]:
    """What an index says of itself from its beginning: by what its words are made."""
    said = {
        "layout": VERSION,
        "versions": versions_of(schema),
        "schema": schema.to_json(),
        "shards": connection.address.shards,
    }
    made: dict[str, Any] = json.loads(json.dumps(said))
    return made


def taken_up(connection: ClusterConnection, index: str, schema: Schema) -> Unfinished | None:
    """What an unfinished index has, if this run would have made the same one.

    Args:
        index: one that no alias stands for.
    """
    if _is_there(connection, f"/{index}/_doc/{HEAD}"):
        return None
    said = connection.ask("GET", f"/{index}/_mapping")[index]["mappings"].get("_meta")
    if said != made_for(connection, schema):
        return None
    connection.ask("POST", f"/{index}/_refresh")
    kept: dict[str, str] = {}
    runs: set[int] = set()
    for one in listed(connection, index, {"exists": {"field": "born"}}):
        runs.add(one["born"])
        if "died" not in one:
            kept[one["id"]] = one["digest"]
    return Unfinished(index, kept, frozenset(runs))


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


def _is_there(connection: ClusterConnection, path: str) -> bool:
    try:
        connection.ask("GET", path)
    except NotThere:
        return False
    return True
