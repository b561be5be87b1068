"""How often queries are said over time.

Lives here: from queries to a trend. Does not live here: counting occurrences (`tallying`),
sums by period (`searchkit.kernels.periods`), who governed when (`governing`), the value that
comes of it (`searchkit.model.trends`).

What the filters let through is what is counted in: it gives the denominators. What a query
itself says, filters among its words too, is what is counted.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple, TypedDict

import numpy as np

from searchkit.engines.local.searching import count, find
from searchkit.engines.local.snapshot import Snapshot
from searchkit.engines.local.tallying import tallied
from searchkit.engines.local.telling import told
from searchkit.kernels import periods as by_period
from searchkit.model import budget
from searchkit.model.answer import Note
from searchkit.model.arguments import PERIODS
from searchkit.model.errors import InvalidArgument
from searchkit.model.trends import (
    MAX_PERIODS,
    MAX_QUERIES,
    MONTHS,
    Government,
    Period,
    Trend,
    TrendTotals,
    period_days,
    period_name,
)
from searchkit.query.rendering import interpreted
from searchkit.query.request import Query
from searchkit.query.tree import Days, Node, positive_leaves
from searchkit.schema.fields import Schema
from searchkit.storage.container import Array


class Span(NamedTuple):
    """The periods of a trend: the number of the first, and how many."""

    first: int
    size: int


class Counted(NamedTuple):
    """One query by period."""

    query: str
    interpreted: str
    statements: Array
    occurrences: Array
    totals: TrendTotals
    notes: tuple[Note, ...]


def trend(snapshot: Snapshot, asked: Sequence[Query], by: str) -> Trend:
    """See `Archive.trend`.

    Args:
        snapshot: the index.
        asked: queries of equal filters.
        by: what is counted by.
    """
    check_asked(asked, by)
    base_tree, base = _base(snapshot, asked[0])
    numbers = [by_period.periods_of(segment.dates, MONTHS[by]) for segment in snapshot.segments]
    span = span_of([of[docs] for of, docs in zip(numbers, base, strict=True)], by)
    statements, words = _denominators(snapshot, numbers, base, span)
    counted = [_counted(snapshot, query, numbers, span) for query in asked]
    periods = periods_of(*_window(snapshot, base_tree), span, by, statements, words)
    undated = sum(
        int(np.count_nonzero(of[docs] == by_period.NOWHERE))
        for of, docs in zip(numbers, base, strict=True)
    )
    columns = columns_of(counted, periods, statements, words)
    return Trend(
        columns,
        by=by,
        queries=tuple(one.query for one in counted),
        interpreted=tuple(one.interpreted for one in counted),
        totals=tuple(one.totals for one in counted),
        notes=tuple(one.notes for one in counted),
        periods=periods,
        undated=undated,
        **_governed(snapshot, periods),
    )


class _Governed(TypedDict):
    """What a trend has of terms of government."""

    governments: tuple[Government, ...]
    told_by: str


def _governed(snapshot: Snapshot, periods: Sequence[Period]) -> _Governed:
    """The terms of government that lie in some periods."""
    known = snapshot.governments
    terms = tuple(
        one
        for one in known.terms
        if periods and one.since <= periods[-1].until and one.until >= periods[0].since
    )
    return {"governments": terms, "told_by": known.told_by if terms else ""}


def check_asked(asked: Sequence[Query], by: str) -> None:
    """Refuse what no trend can be of.

    Raises:
        InvalidArgument: naming the argument.
    """
    if by not in PERIODS:
        raise InvalidArgument(f"nothing is counted by {by!r:.40}", expected=", ".join(PERIODS))
    if not 1 <= len(asked) <= MAX_QUERIES:
        raise InvalidArgument(
            f"a trend of {len(asked)} queries", expected=f"one to {MAX_QUERIES} of them"
        )


def _base(snapshot: Snapshot, query: Query) -> tuple[Node, Sequence[Array]]:
    """What the filters of a query let through."""
    meant, matches = find(snapshot, query._replace(asked="", any_word=False, variants=False))
    return meant.tree, matches.docs


def span_of(numbers: Sequence[Array], by: str) -> Span:
    """The periods from the first to the last in which there is a statement."""
    known = [of[of != by_period.NOWHERE] for of in numbers]
    ends = [(int(of.min()), int(of.max())) for of in known if of.size]
    if not ends:
        return Span(0, 0)
    first, last = min(one for one, _ in ends), max(one for _, one in ends)
    if last - first >= MAX_PERIODS:
        raise InvalidArgument(
            f"{last - first + 1:,} periods, from {period_name(first, by)} "
            f"to {period_name(last, by)}",
            expected=f"at most {MAX_PERIODS:,}",
            remedy="Count by year, or narrow it by since and until",
        )
    return Span(first, last - first + 1)


def _denominators(
    snapshot: Snapshot, numbers: Sequence[Array], docs: Sequence[Array], span: Span
) -> tuple[Array, Array]:
    """How many statements, and words in them, each period has."""
    statements = np.zeros(span.size, np.int64)
    words = np.zeros(span.size, np.int64)
    for segment, of, here in zip(snapshot.segments, numbers, docs, strict=True):
        statements += by_period.sums(of[here], None, *span)
        for lengths in segment.lengths.values():
            words += by_period.sums(of[here], lengths[here], *span)
    return statements, words


def _counted(snapshot: Snapshot, query: Query, numbers: Sequence[Array], span: Span) -> Counted:
    meant, matches = find(snapshot, query)
    leaves = list(dict.fromkeys(positive_leaves(meant.tree)))
    tallies = tallied(matches, meant.tree, leaves) if leaves else None
    statements = np.zeros(span.size, np.int64)
    occurrences = np.zeros(span.size, np.int64)
    undated = undated_times = times = 0
    for place, docs in enumerate(matches.docs):
        budget.check()
        here = numbers[place][docs]
        statements += by_period.sums(here, None, *span)
        nowhere = here == by_period.NOWHERE
        undated += int(np.count_nonzero(nowhere))
        if tallies is not None:
            occurrences += by_period.sums(here, tallies[place], *span)
            undated_times += int(tallies[place][nowhere].sum())
            times += int(tallies[place].sum())
    words = tallies is not None
    return Counted(
        meant.shown,
        interpreted(meant.tree),
        statements,
        occurrences if words else np.full(span.size, -1, np.int64),
        TrendTotals(
            matches.total, times if words else None, undated, undated_times if words else None
        ),
        told(query, meant, matches.total, lambda other: count(snapshot, other)),
    )


def columns_of(
    counted: Sequence[Counted], periods: Sequence[Period], statements: Array, words: Array
) -> dict[str, Array]:
    """The columns of a trend."""

    def joined(parts: list[Array]) -> Array:
        return np.concatenate(parts)

    names = np.array([period.name for period in periods], object)
    size = len(periods)
    of_all, of_words = np.tile(statements, len(counted)), np.tile(words, len(counted))
    said = joined([one.statements for one in counted])
    times = joined([one.occurrences for one in counted])
    with np.errstate(invalid="ignore", divide="ignore"):
        per_1000 = np.where(of_all > 0, 1e3 * said / of_all, np.nan)
        per_million = np.where((of_words > 0) & (times >= 0), 1e6 * times / of_words, np.nan)
    return {
        "query": joined([np.full(size, one.query, object) for one in counted]),
        "period": np.tile(names, len(counted)),
        "statements": said,
        "occurrences": times,
        "all_statements": of_all,
        "all_words": of_words,
        "per_1000_statements": per_1000,
        "per_million_words": per_million,
    }


def periods_of(
    begins: datetime.date,
    ends: datetime.date,
    span: Span,
    by: str,
    statements: Array,
    words: Array,
) -> tuple[Period, ...]:
    """The periods, of which those days are counted that lie in a window."""
    made = []
    for place, (number, several) in enumerate(
        zip(statements.tolist(), words.tolist(), strict=True)
    ):
        first, last = period_days(span.first + place, by)
        since, until = max(first, begins), min(last, ends)
        partial = (since, until) != (first, last)
        name = period_name(span.first + place, by)
        made.append(Period(name, since, until, partial, number, several))
    return tuple(made)


def _window(snapshot: Snapshot, tree: Node) -> tuple[datetime.date, datetime.date]:
    """The days that can be counted: those of the archive, as far as the filters let them."""
    return window_of(snapshot.days, tree, snapshot.schema)


def window_of(
    days: tuple[datetime.date, datetime.date] | None, tree: Node, schema: Schema
) -> tuple[datetime.date, datetime.date]:
    """The days that can be counted: those of an archive, as far as a tree's filters let them."""
    begins, ends = days or (datetime.date.min, datetime.date.max)
    for one in (tree, *tree.children):
        if isinstance(one, Days) and one.field == schema.day.query:
            begins = max(begins, one.first or begins)
            ends = min(ends, one.last or ends)
    return begins, ends
