"""How often queries are said over time, in a cluster.

Lives here: what is counted by month there, and the words of the statements that match, counted
here. Does not live here: periods and the value that comes of them
(`searchkit.engines.local.trending`).

A trend of a cluster has no terms of government: those are told by all statements together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

import numpy as np

from searchkit.engines.local.archive import LocalArchive
from searchkit.engines.local.searching import find
from searchkit.engines.local.tallying import tallied
from searchkit.engines.local.telling import told
from searchkit.engines.local.trending import (
    Counted,
    Span,
    check_asked,
    columns_of,
    periods_of,
    span_of,
    window_of,
)
from searchkit.engines.opensearch import searching
from searchkit.engines.opensearch.snapshot import ClusterSnapshot
from searchkit.kernels import periods as by_period
from searchkit.model.errors import ClusterError
from searchkit.model.trends import MONTHS, Trend, TrendTotals
from searchkit.query.rendering import interpreted
from searchkit.query.request import Query
from searchkit.query.tree import Node, positive_leaves
from searchkit.query.understanding import Understood
from searchkit.storage.container import Array

Matching = Callable[[ClusterSnapshot, Understood], AbstractContextManager[LocalArchive]]
"""Brings the statements that match a query here, as an index of their own."""
MOST = 60_000
"""Months that one request counts; the year 5000 ends with one of them."""


def trend(snapshot: ClusterSnapshot, asked: Sequence[Query], by: str, matching: Matching) -> Trend:
    """See `Archive.trend`."""
    check_asked(asked, by)
    base = searching.understood(
        snapshot, asked[0]._replace(asked="", any_word=False, variants=False)
    ).tree
    months, total = _months(snapshot, base)
    numbers = np.array([month // MONTHS[by] for month in months], np.int64)
    span = span_of([numbers], by)
    statements, words = np.zeros(span.size, np.int64), np.zeros(span.size, np.int64)
    for number, (count, several) in zip(numbers.tolist(), months.values(), strict=True):
        statements[number - span.first] += count
        words[number - span.first] += several
    counted = [_counted(snapshot, query, by, span, matching) for query in asked]
    window = window_of(snapshot.ends, base, snapshot.schema)
    periods = periods_of(*window, span, by, statements, words)
    return Trend(
        columns_of(counted, periods, statements, words),
        by=by,
        queries=tuple(one.query for one in counted),
        interpreted=tuple(one.interpreted for one in counted),
        totals=tuple(one.totals for one in counted),
        notes=tuple(one.notes for one in counted),
        periods=periods,
        undated=total - int(statements.sum()),
    )


def _months(snapshot: ClusterSnapshot, tree: Node) -> tuple[dict[int, tuple[int, int]], int]:
    """Month -> (statements, words in them), of what a tree matches; and how many it matches."""
    words = {"words": {"sum": {"field": "words"}}}
    terms = {"field": "month", "size": MOST, "order": {"_key": "asc"}}
    body = {
        "query": snapshot.query(tree),
        "size": 0,
        "track_total_hits": True,
        "aggs": {"months": {"terms": terms, "aggs": words}},
    }
    answer = snapshot.ask(body)
    found = answer["aggregations"]["months"]
    if found["sum_other_doc_count"]:
        raise ClusterError("there are too many months", where=snapshot.connection.address.text)
    rows = {
        int(one["key"]): (one["doc_count"], int(one["words"]["value"])) for one in found["buckets"]
    }
    return rows, answer["hits"]["total"]["value"]


def _counted(
    snapshot: ClusterSnapshot, query: Query, by: str, span: Span, matching: Matching
) -> Counted:
    """One query by period."""
    meant = searching.understood(snapshot, query)
    months, total = _months(snapshot, meant.tree)
    statements = np.zeros(span.size, np.int64)
    for month, (count, _) in months.items():
        statements[month // MONTHS[by] - span.first] += count
    occurrences: Array = np.full(span.size, -1, np.int64)
    undated = total - int(statements.sum())
    times = undated_times = None
    leaves = list(dict.fromkeys(positive_leaves(meant.tree)))
    if leaves:
        occurrences, times, undated_times = np.zeros(span.size, np.int64), 0, 0
        with matching(snapshot, meant) as archive:
            _, matches = find(archive.snapshot, Query(meant.tree))
            tallies = tallied(matches, meant.tree, leaves)
            for segment, docs, tally in zip(
                archive.snapshot.segments, matches.docs, tallies, strict=True
            ):
                here = by_period.periods_of(segment.dates, MONTHS[by])[docs]
                occurrences += by_period.sums(here, tally, *span)
                times += int(tally.sum())
                undated_times += int(tally[here == by_period.NOWHERE].sum())
    return Counted(
        meant.shown,
        interpreted(meant.tree),
        statements,
        occurrences,
        TrendTotals(total, times, undated, undated_times),
        told(query, meant, total, lambda one: searching.count(snapshot, one)),
    )
