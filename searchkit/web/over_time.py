"""A query over time: how often it was said, and who said it first.

Lives here: the page of trends, the page of first uses, and the CSV of both. Does not live here:
counting (`searchkit.engines`), the chart (`searchkit.rendering.trend_charts`), how the pages
look (`templates/`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from searchkit.model.arguments import MONTH, PERIODS, YEAR
from searchkit.model.errors import NoWords
from searchkit.model.first_uses import FIRST, FIRST_COLUMNS, LAST, FirstUse, FirstUses
from searchkit.model.trends import MAX_QUERIES, MEASURES, TREND_COLUMNS, Period, Trend, TrendRow
from searchkit.rendering.tables import Value, csv_lines
from searchkit.rendering.trend_charts import trend_chart
from searchkit.rendering.trend_marks import TITLES, number
from searchkit.web.downloads import BYTE_ORDER_MARK, CSV_TYPE, file_headers
from searchkit.web.generations import Generation
from searchkit.web.pages import chips
from searchkit.web.paging import Link
from searchkit.web.parameters import MAX_QUERY, BadParameter, Parameter
from searchkit.web.site import Site
from searchkit.web.state import State
from searchkit.web.tabs import FIRST as FIRST_VIEW
from searchkit.web.tabs import TREND, tabs
from searchkit.web.views import AskedView, View, read_asked

OTHERS = Parameter(
    "with", "names", "Another query beside the first; again and again.", (), most=MAX_QUERY
)
BY = Parameter("by", "choice", "What is counted by.", YEAR, choices=PERIODS)
MEASURE = Parameter("measure", "choice", "What is drawn.", "per_1000_statements", choices=MEASURES)
OPTIONS = (OTHERS, BY, MEASURE)
CONTEXT = 120
"""Characters on each side of a first use."""
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


def _rows(site: Site, asked: AskedView, found: Trend, inside: Any) -> list[PeriodRow]:
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
    rows = (tuple(map(_value, row)) for row in found)
    return _file(TREND_COLUMNS, rows, f"{asked.state.q} trend")


def _value(value: str | float | None) -> Value:
    return str(value) if isinstance(value, int) else value


def _file(header: Sequence[str], rows: Iterable[Sequence[Value]], name: str) -> Response:
    text = BYTE_ORDER_MARK + "".join(csv_lines(header, rows))
    body = text.encode("utf-8", "replace")
    return Response(body, media_type=CSV_TYPE, headers=file_headers(name, "csv"))


class Uses(NamedTuple):
    """First uses of one kind, each with the address of its statement."""

    title: str
    uses: list[tuple[FirstUse, str]]


def first(site: Site, generation: Generation, request: Request) -> Response:
    """Who said it first, and who last."""
    asked = read_asked(FIRST_VIEW, request.query_params.multi_items(), generation.schema, ())
    state, links = asked.state, site.links
    try:
        found = generation.archive.first(**state.filters, width=CONTEXT)
    except NoWords:
        found = None
    return site.page(
        "first.html",
        state=state,
        view=asked.view(),
        found=found,
        groups=[] if found is None else list(_groups(site, state, found)),
        chips=chips(site, state, lambda other: links.view(asked.of(other))),
        tabs=tabs(site, state, FIRST_VIEW),
        csv=links.view(asked.view()._replace(name="first.csv")),
    )


def _groups(site: Site, state: State, found: FirstUses) -> Iterator[Uses]:
    titles = {FIRST: "First use", LAST: "Last use"}
    for kind in dict.fromkeys(one.kind for one in found):
        uses = [(one, site.links.statement(one.id, state)) for one in found if one.kind == kind]
        yield Uses(titles.get(kind, f"First by {kind}"), uses)


def first_csv(site: Site, generation: Generation, request: Request) -> Response:
    """First uses as a file for a spreadsheet."""
    asked = read_asked(FIRST_VIEW, request.query_params.multi_items(), generation.schema, ())
    found = generation.archive.first(**asked.state.filters)
    rows = ((one.who, one.kind, one.date.isoformat(), one.id, one.context) for one in found)
    return _file(FIRST_COLUMNS, rows, f"{asked.state.q} first uses")
