"""Words in numbers for programs: `/api/collocates` and `/api/keywords`.

Lives here: their parameters, their answers as JSON and CSV. Does not live here: the numbers
(`searchkit.engines.protocol`), the document that describes them (`openapi`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from searchkit.model import budget
from searchkit.model.arguments import LEAST, MOST_AROUND, WINDOW
from searchkit.model.associations import Collocate, Collocates, Keyword, Keywords
from searchkit.rendering.tables import csv_lines
from searchkit.schema.fields import Schema
from searchkit.web import api, parameters
from searchkit.web.generations import Generation
from searchkit.web.parameters import Parameter
from searchkit.web.site import Site
from searchkit.web.state import check_depth

LISTED = (
    Parameter("least", "number", "Words counted at least this often.", LEAST, 1, 999_999_999),
    Parameter("common", "flag", "Very common words as well: the, of, and ...", False),
)
_PAGED = (
    Parameter("limit", "number", "Words a page; CSV has all.", 50, 0, 1_000),
    parameters.PAGE,
    parameters.FORMAT,
)
AROUND = (
    Parameter("left", "number", "Words before an occurrence.", WINDOW, 0, MOST_AROUND),
    Parameter("right", "number", "Words after an occurrence.", WINDOW, 0, MOST_AROUND),
    Parameter("sentence", "flag", "All of its sentence instead.", False),
    Parameter("as_written", "flag", "Words to the letter, not by stem.", False),
)
AGAINST = Parameter(
    "against",
    "text",
    "A query for the statements to compare with; empty: all the rest.",
    "",
    0,
    parameters.MAX_QUERY,
)
COLLOCATES_TAKE = ("left", "right", "sentence", "as_written", "common", "least")
KEYWORDS_TAKE = ("against", "common", "least")
"""The parameters that are arguments of `Archive.collocates` and `Archive.keywords`."""


def of_collocates(schema: Schema) -> tuple[Parameter, ...]:
    """The parameters of `/api/collocates`."""
    return (*parameters.matching(schema, parameters.WORDS), *AROUND, *LISTED, *_PAGED)


def of_keywords(schema: Schema) -> tuple[Parameter, ...]:
    """The parameters of `/api/keywords`."""
    return (*parameters.matching(schema), AGAINST, *LISTED, *_PAGED)


def collocates(site: Site, generation: Generation, request: Request) -> Response:
    """`/api/collocates`: what `searchkit collocates --json` prints."""
    schema = generation.schema
    asked = api.asked(request, of_collocates(schema))
    check_depth(asked["page"], max(1, asked["limit"]), "limit")
    found = generation.archive.collocates(
        **api.filters(asked, schema),
        **{name: asked[name] for name in COLLOCATES_TAKE},
    )
    return _answer(found, Collocate._fields, asked, "collocates")


def keywords(site: Site, generation: Generation, request: Request) -> Response:
    """`/api/keywords`: what `searchkit keywords --json` prints."""
    schema = generation.schema
    asked = api.asked(request, of_keywords(schema))
    check_depth(asked["page"], max(1, asked["limit"]), "limit")
    found = generation.archive.keywords(
        **api.filters(asked, schema),
        against=asked["against"] if asked["against"].strip() else None,
        common=asked["common"],
        least=asked["least"],
    )
    return _answer(found, Keyword._fields, asked, "keywords")


def _answer(
    found: Collocates | Keywords, names: Sequence[str], asked: dict[str, Any], file: str
) -> Response:
    if asked["format"] == parameters.CSV:
        text = "".join(csv_lines(names, _rows(found)))
        named = {"Content-Disposition": f'attachment; filename="{file}.csv"'}
        body = text.encode("utf-8", "replace")
        return Response(body, media_type="text/csv; charset=utf-8", headers=named)
    first = (asked["page"] - 1) * asked["limit"]
    return api.as_json(found.to_json(slice(first, first + asked["limit"])))


def _rows(found: Collocates | Keywords) -> Iterator[list[str | float]]:
    for number, row in enumerate(found):
        if number % 1_000 == 0:
            budget.check()
        yield [value if isinstance(value, (str, float)) else str(value) for value in row]
