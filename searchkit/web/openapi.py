"""The document that describes the API (OpenAPI 3.1).

Lives here: making it, with parameters from the list that also reads them. Does not live here: the
schemas of the answers (`describing_answers`), answering (`api`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from searchkit.model.arguments import NEWEST
from searchkit.model.trends import MAX_QUERIES
from searchkit.schema.fields import Schema as Fields
from searchkit.version import __version__
from searchkit.web import api, associations, lines, offices, over_time, quoting, speaking
from searchkit.web.describing import (
    TEXT,
    Schema,
    ref,
)
from searchkit.web.describing_answers import schemas
from searchkit.web.generations import Generation
from searchkit.web.guard import MAX_TARGET
from searchkit.web.parameters import DATE, ID, MAX_NAMES, Parameter, matching
from searchkit.web.site import Site


def _schema(parameter: Parameter) -> Schema:
    """What a parameter may be."""
    if parameter.kind == "number":
        bounds = {"minimum": parameter.least, "maximum": parameter.most}
        return {"type": "integer", **bounds, "default": parameter.default}
    if parameter.kind == "flag":
        return {"type": "boolean", "default": parameter.default}
    if parameter.kind == "choice":
        return {"type": "string", "enum": list(parameter.choices), "default": parameter.default}
    if parameter.kind == "date":
        return {"type": "string", "pattern": f"^{DATE.pattern}$", "examples": ["2007-11"]}
    text = {"type": "string", "maxLength": parameter.most}
    if parameter.kind == "text" and parameter.least:
        return {**text, "minLength": parameter.least}
    if parameter.kind == "names":
        most = MAX_QUERIES if parameter is over_time.QUERIES else MAX_NAMES
        return {"type": "array", "items": {**text, "minLength": 1}, "maxItems": most}
    return text


def _parameter(parameter: Parameter) -> Schema:
    several = {"style": "form", "explode": True} if parameter.kind == "names" else {}
    return {
        "name": parameter.name,
        "in": "query",
        "description": parameter.about,
        "schema": _schema(parameter),
        **({"required": True} if parameter.kind == "text" and parameter.least else {}),
        **several,
    }


def _problem(about: str) -> Schema:
    return {
        "description": about,
        "content": {"application/problem+json": {"schema": ref("Problem")}},
    }


def _operation(
    name: str,
    about: str,
    answer: str,
    parameters: Sequence[Parameter],
    in_path: Sequence[Schema] = (),
    *,
    csv: bool = False,
    svg: bool = False,
) -> Schema:
    tag = {"ETag": {"description": "Of index and query.", "schema": TEXT}}
    retry = {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}}
    responses = {
        "200": {
            "description": "The answer.",
            "headers": tag,
            "content": {
                "application/json": {"schema": ref(answer)},
                **({"text/csv": {"schema": TEXT}} if csv else {}),
                **({"image/svg+xml": {"schema": TEXT}} if svg else {}),
            },
        },
        "304": {"description": "Nothing has changed since the answer of this ETag."},
        "400": _problem("A query, a name or a parameter is not as it should be."),
        "404": _problem("There is no such name or statement."),
        "413": _problem("The request has a body: nothing here takes one."),
        "414": _problem(f"The address has more than {MAX_TARGET:,} bytes."),
        "503": {
            **_problem("Too much is asked at once, or the index does not answer."),
            "headers": retry,
        },
    }
    return {
        "get": {
            "operationId": name,
            "summary": about,
            "parameters": [*in_path, *map(_parameter, parameters)],
            "responses": dict(sorted(responses.items())),
        }
    }


def openapi(title: str, server: str, fields: Fields, an_id: str | None = None) -> Schema:
    """The whole document.

    Args:
        fields: of the statements.
        an_id: of some statement, to be an example.
        title: of the site.
        server: where the API is: an address or a path.
    """
    id_in_path = {
        "name": "id",
        "in": "path",
        "required": True,
        "description": "A statement's id; it may hold slashes.",
        "schema": {"type": "string", "minLength": 1},
        **({"example": an_id} if an_id else {}),
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": __version__,
            "description": "Search what ministers said. Every answer is from one generation "
            "of the index, which its ETag tells from others.",
        },
        "servers": [{"url": server}],
        "paths": {
            "/search": _operation("search", "Search", "Answer", api.searching(fields)),
            "/facets": _operation("facets", "Count", "Counted", matching(fields)),
            "/suggest": _operation("suggest", "Complete a query", "Suggestions", api.SUGGEST),
            "/concordance": _operation(
                "concordance",
                "Every occurrence in a line of context",
                "Concordance",
                lines.concordance_parameters(fields),
                csv=True,
            ),
            "/collocates": _operation(
                "collocates",
                "Words around a query's words",
                "Collocates",
                associations.of_collocates(fields),
                csv=True,
            ),
            "/keywords": _operation(
                "keywords",
                "Words that some statements prefer",
                "Keywords",
                associations.of_keywords(fields),
                csv=True,
            ),
            "/trend": _operation(
                "trend",
                "How often queries are said over time",
                "Trend",
                over_time.trend_parameters(fields),
                csv=True,
                svg=True,
            ),
            "/first": _operation(
                "first",
                "Who said something first",
                "FirstUses",
                over_time.first_parameters(fields),
                csv=True,
            ),
            "/quotations": _operation(
                "quotations", "Who says what in a statement", "Quotations", quoting.QUOTATIONS
            ),
            "/quote": _operation(
                "quote", "Whether a quotation is real", "QuoteCheck", quoting.QUOTE
            ),
            "/repeats": _operation(
                "repeats", "What was said before, or again", "Repeats", quoting.REPEATS
            ),
            "/who": _operation(
                "who", "Who held which office when", "OfficeTenures", offices.PARAMETERS
            ),
            "/people": _operation(
                "people", "Who goes by a name, as far as statements show", "People", speaking.PEOPLE
            ),
            "/timeline": _operation(
                "timeline",
                "What was said, oldest first",
                "Timeline",
                speaking.timeline_parameters(fields),
            ),
            "/statements/{id}": _operation(
                "statement", "Read a statement", "Statement", api.STATEMENT, [id_in_path]
            ),
            "/statements": _operation(
                "statementById",
                "Read a statement whose id can't be a path",
                "Statement",
                (ID, *api.STATEMENT),
            ),
        },
        "components": {"schemas": schemas(fields)},
    }


def document(site: Site, generation: Generation, request: Request) -> Response:
    """`/api/openapi.json`."""
    latest = generation.archive.search(sort=NEWEST, limit=1, snippets=False)
    an_id = latest[0].id if len(latest) else None
    server = f"{site.settings.prefix}/api"
    content = openapi(site.settings.title, server, generation.schema, an_id)
    return Response(json.dumps(content, indent=1), media_type="application/json")
