"""A new index behind the alias: a first build, or a rebuild, and going on with one that was killed.

Lives here: making the index, which unfinished one can be taken up, what it lacks. Does not live
here: where statements come from (`building`), sending (`writing`), the alias (`aliases`).

An index that is being rebuilt is published by nobody, so all that it holds was sent by runs of
rebuilds. The name of a document there is the same for each of them, and its version is the number
of the run: what a writer that was overtaken sends late is refused by the cluster, or is what is
there already.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from searchkit.corpus.given import document_of
from searchkit.engines.opensearch.aliases import (
    behind,
    drop_unfinished,
    has_head,
    indexes_of,
    run_of,
    switch,
)
from searchkit.engines.opensearch.connection import ClusterConnection
from searchkit.engines.opensearch.layout import VERSION, mapping, settings
from searchkit.engines.opensearch.published import listed
from searchkit.engines.opensearch.state import Lock, versions_of
from searchkit.engines.opensearch.writing import WritingRun
from searchkit.model.errors import ClusterError
from searchkit.model.statement import Statement
from searchkit.schema.fields import Schema


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


def rebuild(
    connection: ClusterConnection,
    lock: Lock,
    statements: Iterable[Statement],
    schema: Schema,
    roots: Mapping[str, str],
    *,
    sample: bool = False,
) -> int:
    """Put statements into a new index, and switch the alias to it when the counts agree.

    What a rebuild has sent that was killed is not sent again.

    Returns:
        how many statements were there already.
    """
    left = _unfinished(connection, schema)
    drop_unfinished(connection, but=left and left.name)
    stale: dict[str, str] = {}
    if left:
        lock.revive(left.runs)
        index, stale = left.name, left.kept
    else:
        index = _create(connection, lock, schema)
    run = WritingRun(connection, lock, None, index, schema)
    for statement in statements:
        if stale and _is_kept(stale, statement, schema):
            run.kept += 1
        else:
            run.add(statement)
    run.bury(stale)
    run.publish(roots, sample=sample)
    switch(connection, index)
    return run.kept


def _is_kept(stale: dict[str, str], statement: Statement, schema: Schema) -> bool:
    """Whether a statement is there as it is; it is stale no longer, for otherwise it is sent."""
    document = document_of(statement, schema)
    return stale.pop(document.statement.id, None) == document.digest.hex()


def _create(connection: ClusterConnection, lock: Lock, schema: Schema) -> str:
    """Make an index that nothing points to yet."""
    index = f"{connection.address.name}.{lock.run}"
    mappings = mapping(schema) | {"_meta": _made_for(connection, schema)}
    body = {"settings": settings(connection.address), "mappings": mappings}
    try:
        connection.ask("PUT", f"/{index}", body)
    except ClusterError as error:
        if "already_exists" not in str(error):
            raise
    return index


def _made_for(connection: ClusterConnection, schema: Schema) -> dict[str, Any]:
    """What an index says of itself from its beginning: by what its words are made."""
    said = {
        "layout": VERSION,
        "versions": versions_of(schema),
        "schema": schema.to_json(),
        "shards": connection.address.shards,
    }
    made: dict[str, Any] = json.loads(json.dumps(said))
    return made


def _unfinished(connection: ClusterConnection, schema: Schema) -> Unfinished | None:
    """What the newest rebuild left that was killed, if this one can go on with it."""
    current = behind(connection)
    left = [one for one in indexes_of(connection) if one not in current]
    newest = max(left, key=run_of, default=None)
    found = _taken_up(connection, newest, schema) if newest else None
    return found if found and found.kept else None


def _taken_up(connection: ClusterConnection, index: str, schema: Schema) -> Unfinished | None:
    """What an unfinished index has, if this run would have made the same one.

    Args:
        index: one that no alias stands for.
    """
    if has_head(connection, index):
        return None
    said = connection.ask("GET", f"/{index}/_mapping")[index]["mappings"].get("_meta")
    if said != _made_for(connection, schema):
        return None
    connection.ask("POST", f"/{index}/_refresh")
    kept: dict[str, str] = {}
    runs: set[int] = set()
    for one in listed(connection, index, {"exists": {"field": "born"}}):
        runs.add(one["born"])
        if "died" not in one:
            kept[one["id"]] = one["digest"]
    return Unfinished(index, kept, frozenset(runs))
