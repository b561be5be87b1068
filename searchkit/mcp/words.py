"""The tools `concordance` and `trend`.

Lives here: occurrences in lines, and how often things were said over time. Does not live here:
statements (`asking`).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from searchkit.engines.protocol import Archive
from searchkit.mcp.arguments import (
    AnyWord,
    Filters,
    Minister,
    Offset,
    Portfolio,
    Query,
    Since,
    Until,
    Where,
)
from searchkit.mcp.results import (
    QUOTED,
    LinesResult,
    OneLine,
    PeriodCounts,
    TrendResult,
    cited,
    page_of,
    paged,
    said,
    short,
)
from searchkit.model.arguments import CONTEXT
from searchkit.model.trends import MAX_QUERIES
from searchkit.model.words import Line

PERIODS = 60
"""Periods of a trend that are shown at once."""


def concordance(
    archive: Archive,
    query: Query,
    minister: Minister = "",
    portfolio: Portfolio = "",
    where: Where = None,
    since: Since = None,
    until: Until = None,
    any_word: AnyWord = False,
    sort: Annotated[
        Literal[
            "newest",
            "oldest",
            "match",
            "left1",
            "left2",
            "left3",
            "right1",
            "right2",
            "right3",
        ],
        Field(description="By date, by what matched, or by a word before or after it."),
    ] = "newest",
    width: Annotated[
        int, Field(ge=10, le=200, description="Characters of context on each side.")
    ] = CONTEXT,
    limit: Annotated[int, Field(ge=1, le=100, description="Lines at most.")] = 25,
    offset: Offset = 0,
) -> LinesResult:
    """Show every occurrence of a query's words in its line of context. `occurrences` and
    `statements` are exact. A line has its statement and the offsets of the match.
    """
    filters = Filters(minister, portfolio, where, since, until, any_word)
    found = archive.concordance(query, sort=sort, width=width, **filters)
    lines, page = page_of(found, offset, limit, "lines")
    return {
        "quoted_material": QUOTED,
        "query": query,
        "interpreted": found.interpreted,
        "occurrences": found.occurrences,
        "statements": found.statements,
        **page,
        "notes": said(found.notes),
        "lines": [_line(one) for one in lines],
    }


def _line(one: Line) -> OneLine:
    return {
        **cited(one),
        "quoted": True,
        "field": one.field,
        "start": one.start,
        "end": one.end,
        "left": one.left,
        "match": short(one.match),
        "right": one.right,
    }


def trend(
    archive: Archive,
    queries: Annotated[
        list[Query],
        Field(min_length=1, max_length=MAX_QUERIES, description="Queries to compare."),
    ],
    by: Annotated[
        Literal["year", "quarter", "month"], Field(description="How long a period is.")
    ] = "year",
    minister: Minister = "",
    portfolio: Portfolio = "",
    where: Where = None,
    since: Since = None,
    until: Until = None,
    any_word: AnyWord = False,
    limit: Annotated[int, Field(ge=1, le=PERIODS, description="Periods at most.")] = PERIODS,
    offset: Offset = 0,
) -> TrendResult:
    """Count how often up to six queries were said in each year, quarter or month: statements,
    occurrences, and both as rates of all statements and words of the period that the filters let
    through. `partial` periods are not covered from their first to their last day.
    """
    filters = Filters(minister, portfolio, where, since, until, any_word)
    found = archive.trend(*queries, by=by, **filters)
    last = min(len(found.periods), offset + limit)
    rows: list[PeriodCounts] = [
        {
            "query": row.query,
            "period": row.period,
            "partial": period.partial,
            "statements": row.statements,
            "occurrences": row.occurrences,
            "all_statements": row.all_statements,
            "all_words": row.all_words,
            "per_1000_statements": row.per_1000_statements,
            "per_million_words": row.per_million_words,
        }
        for number in range(len(found.queries))
        for row, period in zip(
            found.of(number)[offset:last], found.periods[offset:last], strict=True
        )
    ]
    return {
        "quoted_material": QUOTED,
        "counted_by": found.by,
        "periods": len(found.periods),
        **paged(offset, max(0, last - offset), last < len(found.periods), "periods"),
        "totals": [
            {
                "query": query,
                "interpreted": found.interpreted[number],
                "statements": found.totals[number].statements,
                "occurrences": found.totals[number].occurrences,
                "undated_statements": found.totals[number].undated_statements,
                "notes": said(found.notes[number]),
            }
            for number, query in enumerate(found.queries)
        ],
        "rows": rows,
    }
