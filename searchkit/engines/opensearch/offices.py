"""When each name of an office was used, and by whom, told by a cluster.

Lives here: counting it there. Does not live here: which names are one office's for it
(`searchkit.engines.local.families`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from searchkit.engines.local.families import Usage, day_place, holders_of
from searchkit.engines.opensearch.connection import in_batches
from searchkit.engines.opensearch.entries import ONLY

if TYPE_CHECKING:
    from searchkit.engines.opensearch.snapshot import ClusterSnapshot
    from searchkit.query.names import KnownNames

PAGE = 5_000
"""Rows that one request lists."""
AT_ONCE = 1_000
"""Names that one request asks for."""
DATED = {"exists": {"field": "day"}}


class ClusterUsages:
    """How the names of a field of labels are used in one state of a cluster.

    Args:
        snapshot: of which state.
        person: the names of who held them.
        label: the field of those names.
    """

    def __init__(self, snapshot: ClusterSnapshot, person: KnownNames, label: str) -> None:
        self._snapshot = snapshot
        self._people, self._label = person, f"names.{label}"
        self._person = person.field.query

    def usages(self, keys: Sequence[str]) -> dict[str, Usage]:
        """See `searchkit.engines.local.families.NameUsages`."""
        found: dict[str, Usage] = {}
        for batch in in_batches(keys, AT_ONCE):
            counted: dict[str, dict[int, dict[str, int]]] = {}
            for key, month, person, count in self._rows(batch):
                of = counted.setdefault(key, {}).setdefault(month, {})
                # Who was renamed is one person.
                main = self._people.main(person)
                of[main] = of.get(main, 0) + count
            ends = {f"{end}": {end: {"field": "day"}} for end in ("min", "max")}
            names = {"field": self._label, "include": batch, "size": len(batch)}
            body = {
                "query": self._with(batch),
                "size": 0,
                "aggs": {"names": {"terms": names, "aggs": ends}},
            }
            for bucket in self._snapshot.ask(body)["aggregations"]["names"]["buckets"]:
                days = (int(bucket[end]["value"]) for end in ends)
                first, last = (day_place(_month(day), day % 100) for day in days)
                holders = holders_of(counted.get(bucket["key"], {}))
                found[bucket["key"]] = Usage(bucket["doc_count"], holders, first, last)
        return found

    def together(self, one: str, other: str) -> int:
        """See `searchkit.engines.local.families.NameUsages`."""
        both = [{"term": {self._label: key}} for key in (one, other)]
        body = {
            "query": {"bool": {"filter": [self._snapshot.head.visible, DATED, *both]}},
            "size": 0,
            "track_total_hits": True,
        }
        return int(self._snapshot.ask(body)["hits"]["total"]["value"])

    def _with(self, keys: Sequence[str], *further: dict[str, Any]) -> dict[str, Any]:
        """The query for dated statements that have any of some names."""
        named = {"terms": {self._label: list(keys)}}
        return {"bool": {"filter": [self._snapshot.head.visible, DATED, named, *further]}}

    def _rows(self, keys: Sequence[str]) -> Iterator[tuple[str, int, str, int]]:
        """(name, month, person, statements) of the statements that name one person."""
        fields = {"name": self._label, "month": "month", "person": f"names.{self._person}"}
        sources = [{name: {"terms": {"field": field}}} for name, field in fields.items()]
        query = self._with(keys, {"term": {"has": f"{ONLY}:{self._person}"}})
        wanted = frozenset(keys)
        after: dict[str, Any] | None = None
        while True:
            composite: dict[str, Any] = {"size": PAGE, "sources": sources}
            if after:
                composite["after"] = after
            body = {"query": query, "size": 0, "aggs": {"rows": {"composite": composite}}}
            rows = self._snapshot.ask(body)["aggregations"]["rows"]
            for bucket in rows["buckets"]:
                key = bucket["key"]
                # A statement's other names are counted, too.
                if key["name"] in wanted:
                    yield key["name"], int(key["month"]), key["person"], bucket["doc_count"]
            after = rows.get("after_key")
            if not after or len(rows["buckets"]) < PAGE:
                return


def _month(day: int) -> int:
    """The month of YYYYMMDD, numbered on over the years, as statements have it."""
    return day // 10_000 * 12 + day // 100 % 100 - 1
