"""Which of the indexes of an address its alias stands for.

Lives here: their names, switching the alias, deleting those that nobody needs. Does not live here:
filling one (`rebuilding`).

An address stands for an alias; the index behind it is called `NAME.RUN`, for the run that made it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from searchkit.engines.opensearch.connection import ClusterConnection
from searchkit.engines.opensearch.failures import NotThere
from searchkit.engines.opensearch.layout import HEAD

KEPT = 3600.0
"""Seconds for which statements that are gone stay for those who have an older state open."""


def behind(connection: ClusterConnection) -> list[str]:
    """The indexes that an alias stands for."""
    try:
        return sorted(connection.ask("GET", f"/_alias/{connection.address.name}"))
    except NotThere:
        return []


def indexes_of(connection: ClusterConnection) -> list[str]:
    """All indexes that were made for an address: `NAME.RUN`."""
    name = connection.address.name
    try:
        found = connection.ask("GET", f"/{name}.*/_alias")
    except NotThere:
        return []
    return sorted(one for one in found if one[len(name) + 1 :].isdigit())


def run_of(index: str) -> int:
    """The run that made an index, by its name."""
    return int(index.rpartition(".")[2])


def switch(connection: ClusterConnection, index: str) -> None:
    """Let the alias stand for another index, from one moment to the next."""
    name = connection.address.name
    actions: list[Mapping[str, Any]] = [
        {"remove": {"index": one, "alias": name}} for one in behind(connection) if one != index
    ]
    actions.append({"add": {"index": index, "alias": name}})
    connection.ask("POST", "/_aliases", {"actions": actions})


def drop_unfinished(connection: ClusterConnection, *, but: str | None = None) -> None:
    """Delete the indexes of rebuilds that did not come to their end, and those long replaced."""
    current = [*behind(connection), but]
    for one in indexes_of(connection):
        if one not in current and not _is_previous(connection, one):
            connection.ask("DELETE", f"/{one}")


def _is_previous(connection: ClusterConnection, index: str) -> bool:
    """Whether an index was published, and the one that replaced it was begun less than an hour ago:
    somebody may have it open. A rebuild that was not finished has no head.
    """
    if not has_head(connection, index):
        return False
    newest = max(map(run_of, behind(connection)), default=0)
    return run_of(index) < newest and time.time() - newest / 1000 < KEPT


def has_head(connection: ClusterConnection, index: str) -> bool:
    """Whether an index was published."""
    try:
        connection.ask("GET", f"/{index}/_doc/{HEAD}")
    except NotThere:
        return False
    return True
