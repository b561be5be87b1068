"""Words over time in the API: trends and first uses.

Lives here: `/api/trend` and `/api/first`, as JSON, CSV and, of a trend, SVG, and which
parameters each takes. Does not live here: counting (`searchkit.engines`), charts and CSV
(`searchkit.rendering`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from searchkit.model.arguments import PERIODS
from searchkit.model.errors import InvalidArgument
from searchkit.model.first_uses import FIRST_COLUMNS
from searchkit.model.trends import MAX_QUERIES, MEASURES, TREND_COLUMNS
from searchkit.rendering.tables import Value, csv_lines
from searchkit.rendering.trend_charts import trend_chart
from searchkit.schema.fields import Schema
from searchkit.web import api, parameters
from searchkit.web.generations import Generation
from searchkit.web.parameters import MAX_QUERY, Parameter, matching
from searchkit.web.site import Site

SVG = "svg"
CSV_TYPE, SVG_TYPE = "text/csv; charset=utf-8", "image/svg+xml"
QUERIES = Parameter(
    "q",
    "names",
    f"A query, in the query language; given again, up to {MAX_QUERIES} together; none: all "
    "statements.",
    (),
    0,
    MAX_QUERY,
)
BY = Parameter("by", "choice", "What is counted by.", PERIODS[0], choices=PERIODS)
TREND_FORMAT = Parameter(
    "format",
    "choice",
    "Every number, or a chart.",
    parameters.JSON,
    choices=(*parameters.FORMATS, SVG),
)
FIRST_FORMAT = Parameter(
    "format", "choice", "JSON or CSV.", parameters.JSON, choices=parameters.FORMATS
)
MEASURE = Parameter(
    "measure", "choice", "What a chart shows.", "per_1000_statements", choices=MEASURES
)


def trend_parameters(schema: Schema) -> tuple[Parameter, ...]:
    """The parameters of `/api/trend`."""
    rest = matching(schema)[1:]  # Without the one query of other addresses.
    return (QUERIES, *rest, BY, TREND_FORMAT, MEASURE)


def first_parameters(schema: Schema) -> tuple[Parameter, ...]:
    """The parameters of `/api/first`."""
    return (*matching(schema, parameters.WORDS), parameters.WIDTH, FIRST_FORMAT)


def trend(site: Site, generation: Generation, request: Request) -> Response:
    """`/api/trend`: what `searchkit trend` prints with --json, --csv or --svg."""
    asked = api.asked(request, trend_parameters(generation.schema))
    common = api.filters(asked, generation.schema)
    queries: Sequence[str] = common.pop("query")
    found = generation.archive.trend(*(queries or [""]), by=asked["by"], **common)
    if asked["format"] == SVG:
        if not found.periods:
            raise InvalidArgument("there is nothing to draw: no statement with a date is counted")
        svg = trend_chart(found, asked["measure"], standalone=True).svg
        return Response(svg.encode("utf-8", "replace"), media_type=SVG_TYPE)
    if asked["format"] == parameters.CSV:
        return _csv("trend", TREND_COLUMNS, (row.cells() for row in found))
    return api.as_json(found.to_json())


def first(site: Site, generation: Generation, request: Request) -> Response:
    """`/api/first`: what `searchkit first` prints with --json or --csv."""
    asked: dict[str, Any] = api.asked(request, first_parameters(generation.schema))
    common = api.filters(asked, generation.schema)
    found = generation.archive.first(**common, width=asked["width"])
    if asked["format"] == parameters.CSV:
        return _csv("first", FIRST_COLUMNS, (use.cells() for use in found))
    return api.as_json(found.to_json())


def _csv(name: str, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> Response:
    content = "".join(csv_lines(columns, rows)).encode("utf-8", "replace")
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(content, media_type=CSV_TYPE, headers=headers)
