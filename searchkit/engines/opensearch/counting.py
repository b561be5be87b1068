"""Counts over what matches: facets, names and their days, what an index holds.

Lives here: aggregations, and what comes of them. Does not live here: the order of hits
(`ordering`), periods (`trending`).

A count that the cluster cut short is never shown: where there are more values than one request
lists, they are listed one after the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from searchkit.counting.facets import YEAR
from searchkit.engines.local.listing import iso_day
from searchkit.engines.opensearch.layout import VERSION
from searchkit.engines.opensearch.snapshot import ClusterSnapshot
from searchkit.model.answer import KnownName
from searchkit.model.errors import ClusterError, InvalidArgument
from searchkit.model.facets import Facets, FacetValue
from searchkit.model.information import FieldInfo, Info
from searchkit.profiles.profile import NAME, PERSON
from searchkit.schema.analysis import stem_all
from searchkit.schema.fields import Day, Field, Names, Text

MOST = 10_000
"""Values of a facet; an index has far fewer names."""
YEARS = "facet-years"


def facet_aggregations(snapshot: ClusterSnapshot) -> dict[str, Any]:
    """What a search is to count for facets."""
    # Counts are exact where every shard lists all its values.
    names = {
        f"facet-{one.query}": {"terms": {"field": f"names.{one.query}", "size": MOST}}
        for one in snapshot.schema.names
    }
    years = {YEARS: {"terms": {"field": "year", "size": MOST}}}
    return {**names, **years}


def facets_of(snapshot: ClusterSnapshot, counted: Mapping[str, Any]) -> Facets:
    """The facets that were counted.

    Raises:
        ClusterError: there are more names than can be counted exactly.
    """
    found: dict[str, tuple[FacetValue, ...]] = {}
    for field in snapshot.schema.names:
        shown = snapshot.known[field.query].shown
        rows = _whole(snapshot, counted[f"facet-{field.query}"])
        ordered = sorted(rows.items(), key=lambda row: (-row[1], shown[row[0]], row[0]))
        found[field.query] = tuple(FacetValue(shown[key], count) for key, count in ordered)
    years = _whole(snapshot, counted[YEARS])
    found[YEAR] = tuple(FacetValue(f"{int(year):04d}", years[year]) for year in sorted(years))
    return Facets(found)


def _whole(snapshot: ClusterSnapshot, counted: Mapping[str, Any]) -> dict[Any, int]:
    if counted["sum_other_doc_count"] or counted["doc_count_error_upper_bound"]:
        raise ClusterError(
            f"more than {MOST:,} names of one field can't be counted exactly",
            where=snapshot.connection.address.text,
            remedy="Narrow what is asked",
        )
    return {bucket["key"]: bucket["doc_count"] for bucket in counted["buckets"]}


def known_names(snapshot: ClusterSnapshot, kind: str, containing: str) -> tuple[KnownName, ...]:
    """See `Archive.names`."""
    if kind not in snapshot.known:
        raise InvalidArgument(
            f"there are no names of {kind!r}", expected=" or ".join(snapshot.known)
        )
    known = snapshot.known[kind]
    keys = known.resolve(containing) if containing else sorted(known.shown)
    field = f"names.{kind}"
    found = []
    for begin in range(0, len(keys), 1000):
        part = keys[begin : begin + 1000]
        body = {
            "query": snapshot.head.visible,
            "size": 0,
            "aggs": {
                "names": {
                    "terms": {"field": field, "include": part, "size": len(part)},
                    "aggs": {
                        "first": {"min": {"field": "day"}},
                        "last": {"max": {"field": "day"}},
                    },
                }
            },
        }
        for bucket in snapshot.ask(body)["aggregations"]["names"]["buckets"]:
            ends = [bucket[end]["value"] for end in ("first", "last")]
            first, last = (None if end is None else iso_day(int(end)) for end in ends)
            name = known.shown[bucket["key"]]
            found.append(KnownName(name, first, last, bucket["doc_count"]))
    return tuple(sorted(found))


def information(snapshot: ClusterSnapshot) -> Info:
    """See `Archive.info`."""
    head = snapshot.head
    fields = {
        f"field-{place}": {"filter": _holding(field, snapshot)}
        for place, field in enumerate(snapshot.schema.fields)
    }
    body = {
        "query": head.visible,
        "size": 0,
        "aggs": {"words": {"sum": {"field": "words"}}, **fields},
    }
    counted = snapshot.ask(body)["aggregations"]
    stats = snapshot.connection.ask("GET", f"/{head.inside}/_stats/store,docs")
    primaries = stats["_all"]["primaries"]
    vocabulary = [value for value, _ in snapshot.values("vocabulary")]
    days = snapshot.ends
    dated = counted[f"field-{snapshot.schema.fields.index(snapshot.schema.day)}"]["doc_count"]
    size = int(primaries["store"]["size_in_bytes"])
    return Info(
        statements=len(snapshot),
        deleted=max(0, int(primaries["docs"]["count"]) - 1 - len(snapshot)),
        terms=len(set(stem_all(vocabulary, snapshot.schema.profile))),
        words=int(counted["words"]["value"]),
        size=size,
        sizes={"in the cluster, one copy": size},
        segments=int(stats["_shards"]["total"]),
        files=(),
        generation=head.number,
        first_date=days[0].isoformat() if days else None,
        last_date=days[1].isoformat() if days else None,
        unknown_dates=len(snapshot) - dated,
        format=VERSION,
        sample=head.sample,
        roots=dict(head.roots),
        profile=snapshot.schema.profile.name,
        fields=tuple(
            _field_info(field, counted[f"field-{place}"]["doc_count"])
            for place, field in enumerate(snapshot.schema.fields)
        ),
    )


def _holding(field: Field, snapshot: ClusterSnapshot) -> dict[str, Any]:
    match field:
        case Text(name=name):
            return {"term": {"has": f"text:{name}"}}
        case Names(query=query):
            return {"term": {"has": f"names:{query}"}}
        case Day(query=query):
            own = query != snapshot.schema.day.query
            return {"exists": {"field": f"days.{query}" if own else "day"}}


def _field_info(field: Field, count: int) -> FieldInfo:
    kind = "text" if isinstance(field, Text) else "date"
    if isinstance(field, Names):
        kind = PERSON if field.kind == "person" else NAME
    return FieldInfo(field.name, kind, field.query, count)
