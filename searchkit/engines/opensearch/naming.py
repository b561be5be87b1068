"""Which statements people mean who name them by id, by address or by file; copies of one.

Lives here: looking each up in a cluster. Does not live here: when two addresses are of one page
(`searchkit.engines.local.naming`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from searchkit.corpus.files import names_of
from searchkit.engines.local.naming import address_key
from searchkit.engines.opensearch.entries import Analyst
from searchkit.engines.opensearch.snapshot import ClusterSnapshot
from searchkit.model.statement import Statement

MOST = 10_000
"""Statements that one request lists."""


def ids_named(snapshot: ClusterSnapshot, names: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """See `Archive.find`."""
    return tuple(_named(snapshot, name) for name in names)


def _named(snapshot: ClusterSnapshot, name: str) -> tuple[str, ...]:
    for one in dict.fromkeys((name, unicodedata.normalize("NFC", name))):
        if _is_text(one) and one in snapshot.statements([one]):
            return (one,)
    if not _is_text(name) or "\0" in name:
        return ()
    if "://" in name or name.lower().startswith("www."):
        key = address_key(name)
        found = _ids(snapshot, {"term": {"page": key}}) if key else ()
        if found:
            return found
    meant = names_of(name, snapshot.head.roots)
    return tuple(sorted(snapshot.statements([one for one in meant if one])))


def _ids(snapshot: ClusterSnapshot, query: dict[str, object]) -> tuple[str, ...]:
    body = {
        "query": {"bool": {"filter": [snapshot.head.visible, query]}},
        "size": MOST,
        "sort": [{"id": "asc"}],
        "_source": ["id"],
    }
    return tuple(hit["_source"]["id"] for hit in snapshot.ask(body)["hits"]["hits"])


def of_equal_text(snapshot: ClusterSnapshot, statement: Statement) -> frozenset[str]:
    """The ids of a statement and of its copies."""
    copy = str(Analyst(snapshot.schema).entry(statement, 0)["copy"])
    return frozenset([statement.id, *_ids(snapshot, {"term": {"copy": copy}})])


def _is_text(name: str) -> bool:
    try:
        return bool(name) and len(name.encode()) < 8_000
    except UnicodeEncodeError:
        return False
