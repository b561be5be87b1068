"""Queries over time: the page of trends, and its CSV.

Lives here: the chart's surroundings, the table, and where each number leads. Does not live here:
counting (`searchkit.engines`), the chart (`searchkit.rendering.trend_charts`), the same for
programs (`over_time`), how the page looks (`templates/`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from searchkit.model.arguments import MONTH, YEAR
from searchkit.model.trends import MAX_QUERIES, TREND_COLUMNS, Period, Trend, TrendRow
from searchkit.rendering.trend_charts import trend_chart
from searchkit.rendering.trend_marks import TITLES, number
from searchkit.web.downloads import spreadsheet
from searchkit.web.generations import Generation
from searchkit.web.over_time import BY, MEASURE
from searchkit.web.pages import chips
from searchkit.web.paging import Link
from searchkit.web.parameters import MAX_QUERY, BadParameter, Parameter
from searchkit.web.site import Site
from searchkit.web.state import State
from searchkit.web.tabs import TREND, tabs
from searchkit.web.views import AskedView, View, read_asked

OTHERS = Parameter(
    "with", "names", "Another query beside the first; again and again.", (), most=MAX_QUERY
)
OPTIONS = (OTHERS, BY, MEASURE)
BYS = {"year": "Years", "quarter": "Quarters", "month": "Months"}
SWITCH = {
    "per_1000_statements": "Statements per 1,000",
    "statements": "Statements",
    "per_million_words": "Occurrences per million words",
    "occurrences": "Occurrences",
}
"""Rate or count, of statements and of words, as people read them."""


class Cell(NamedTuple):
    """A number and the address of what it counts; None: there is nothing to open."""

    text: str
    url: str | None = None


class PeriodRow(NamedTuple):
    """A period as a row of the table.

    Attributes:
        period: which.
        url: of the months inside it, or of its statements.
        counts: its denominators.
        cells: of each query: statements, occurrences, both as rates.
    """

    period: Period
    url: str
    counts: tuple[str, str]
    cells: list[list[Cell]]


def _asked(request: Request, generation: Generation) -> AskedView:
    """What is asked of trends.

    Raises:
        BadParameter: there are too many queries.
    """
    asked = read_asked(TREND, request.query_params.multi_items(), generation.schema, OPTIONS)
    if len(asked.values["with"]) >= MAX_QUERIES:
        raise BadParameter(
            OTHERS.name, "is given too often", f"at most {MAX_QUERIES - 1} queries beside the first"
        )
    return asked


def _trend(generation: Generation, asked: AskedView) -> Trend:
    filters = asked.state.filters
    queries = [filters.pop("query"), *asked.values["with"]]
    said = [query for query in queries if query.strip()] or [""]
    return generation.archive.trend(*said, by=asked.values["by"], **filters)


def page(site: Site, generation: Generation, request: Request) -> Response:
    """Queries over time: a chart, its table, and where each number leads."""
    asked = _asked(request, generation)
    state, values, links = asked.state, asked.values, site.links
    found = _trend(generation, asked)

    def inside(period: Period) -> str:
        return _inside(site, asked, period)

    chart = trend_chart(found, values["measure"], address=inside)
    return site.page(
        "trend.html",
        schema=generation.schema,
        state=state,
        view=asked.view(),
        found=found,
        svg=chart.svg,
        rows=_rows(site, asked, found, inside),
        totals=found.totals,
        others=[*values["with"], *[""] * (MAX_QUERIES - 1 - len(values["with"]))],
        chips=chips(site, state, lambda other: links.view(asked.of(other))),
        tabs=tabs(site, state, TREND),
        measures=[
            Link(title, links.view(asked.view(measure=name)), name == values["measure"])
            for name, title in SWITCH.items()
        ],
        bys=[
            Link(title, links.view(asked.view(by=name)), name == values["by"])
            for name, title in BYS.items()
        ],
        title=TITLES[values["measure"]],
        years=_years(generation, state),
        all_years=links.view(asked.of(state.changed(since="", until=""), by=YEAR)),
        governments=[(one, links.search(State(q=one.query))) for one in found.governments],
        csv=links.view(asked.view()._replace(name="trend.csv")),
        notes=dict.fromkeys(note for own in found.notes for note in own),
    )


def _years(generation: Generation, state: State) -> list[str]:
    """What a range can begin or end with."""
    years = [f"{year:04d}" for year in generation.years]
    return [*years, *(one for one in (state.since, state.until) if one and one not in years)]


def _inside(site: Site, asked: AskedView, period: Period) -> str:
    """The address of the months inside a period; of a month, that of its statements."""
    within = asked.state.changed(since=_since(period), until=_until(period))
    if asked.values["by"] == MONTH:
        return site.links.search(within)
    return site.links.view(asked.of(within, by=MONTH))


def _since(period: Period) -> str:
    return period.since.isoformat() if "Q" in period.name else period.name


def _until(period: Period) -> str:
    return period.until.isoformat() if "Q" in period.name else period.name


def _rows(
    site: Site, asked: AskedView, found: Trend, inside: Callable[[Period], str]
) -> list[PeriodRow]:
    queries = [found.of(place) for place in range(len(found.queries))]
    rows = []
    for at, period in enumerate(found.periods):
        within = asked.state.changed(since=_since(period), until=_until(period))
        counts = f"{period.statements:,}", f"{period.words:,}"
        cells = [_cells(site, within, of[at]) for of in queries]
        rows.append(PeriodRow(period, inside(period), counts, cells))
    return rows


def _cells(site: Site, within: State, row: TrendRow) -> list[Cell]:
    """What a query has in a period, each with the address of what it counts."""
    state = within.changed(q=row.query)
    links = site.links
    lines = links.view(View("lines", state)) if row.occurrences else None
    return [
        Cell(f"{row.statements:,}", links.search(state) if row.statements else None),
        Cell("–" if row.occurrences is None else f"{row.occurrences:,}", lines),
        *[
            Cell("–" if rate is None else number(rate))
            for rate in (row.per_1000_statements, row.per_million_words)
        ],
    ]


def csv(site: Site, generation: Generation, request: Request) -> Response:
    """Every number of a trend, as a file for a spreadsheet."""
    asked = _asked(request, generation)
    found = _trend(generation, asked)
    rows = (row.cells() for row in found)
    return spreadsheet(TREND_COLUMNS, rows, f"{asked.state.q} trend")
