"""The document that describes the API (OpenAPI 3.1).

Lives here: making it, with parameters from the list that also reads them, and the schemas
of the answers; tests check every answer against its schema. Does not live here: answering
(`api`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from searchkit.model.arguments import NEWEST
from searchkit.model.trends import MAX_QUERIES
from searchkit.rendering.facets import YEAR
from searchkit.schema.fields import Schema as Fields
from searchkit.version import __version__
from searchkit.web import api, over_time
from searchkit.web.generations import Generation
from searchkit.web.guard import MAX_TARGET
from searchkit.web.parameters import DATE, ID, MAX_NAMES, Parameter, matching
from searchkit.web.site import Site

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_MAYBE: Schema = {"type": ["string", "null"]}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_MAYBE_COUNT: Schema = {"type": ["integer", "null"], "minimum": 0}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_DAY: Schema = {"type": ["string", "null"], "format": "date"}
_SPAN: Schema = {"type": "array", "items": _COUNT, "minItems": 2, "maxItems": 2}


def _object(about: str, properties: dict[str, Schema], optional: Sequence[str] = ()) -> Schema:
    return {
        "type": "object",
        "description": about,
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _hit(optional: Sequence[str] = ()) -> dict[str, Schema]:
    return {
        "id": _TEXT,
        "title": _TEXT,
        "date": _DAY,
        "ministers": _TEXTS,
        "portfolios": _TEXTS,
        "url": _MAYBE,
        "attachments": _TEXTS,
        "score": {"type": "number"},
        "copies": _TEXTS,
        "snippets": _list(_ref("Snippet")),
        "explain": {"type": ["object", "null"]},
    }


_SCHEMAS: dict[str, Schema] = {
    "Snippet": _object(
        "A piece of a statement; highlights are offsets into it, in code points.",
        {"text": _TEXT, "highlights": _list(_SPAN)},
    ),
    "Hit": _object("A statement that matches.", _hit()),
    "Also": _object(
        "A statement that matches most words; `missing` are those it lacks.",
        {**_hit(), "missing": _TEXTS},
    ),
    "Note": _object("What a user should know.", {"code": _TEXT, "message": _TEXT}),
    "Variant": _object(
        "Another way to write words of the query, and what the query finds with it.",
        {"text": _TEXT, "query": _TEXT, "count": _COUNT},
    ),
    "Value": _object("A value of a facet.", {"value": _TEXT, "count": _COUNT}),
    "Answer": _object(
        "What `search --json` prints.",
        {
            "query": _TEXT,
            "interpreted": _TEXT,
            "total": _COUNT,
            "took_ms": {"type": "number"},
            "suggestion": _MAYBE,
            "notes": _list(_ref("Note")),
            "variants": _list(_ref("Variant")),
            "hits": _list(_ref("Hit")),
            "also": _list(_ref("Also")),
            "also_total": _COUNT,
            "facets": _ref("Facets"),
        },
        optional=["facets"],
    ),
    "Counted": _object(
        "How many match, and how many statements each year has at all.",
        {
            "query": _TEXT,
            "interpreted": _TEXT,
            "total": _COUNT,
            "took_ms": {"type": "number"},
            "facets": _ref("Facets"),
            "years": _list(_ref("Value")),
        },
    ),
    "TrendQuery": _object(
        "A query of a trend, and what its rows add up to, with those without a date.",
        {
            "query": _TEXT,
            "interpreted": _TEXT,
            "statements": _COUNT,
            "occurrences": _MAYBE_COUNT,
            "undated_statements": _COUNT,
            "undated_occurrences": _MAYBE_COUNT,
            "notes": _list(_ref("Note")),
        },
    ),
    "Period": _object(
        "A period: its days that are counted, whether these are not all, whether it has few "
        "statements.",
        {
            "period": _TEXT,
            "since": _DAY,
            "until": _DAY,
            "partial": {"type": "boolean"},
            "few": {"type": "boolean"},
        },
    ),
    "Government": _object(
        "A term of government, as statements tell of it; `query` finds them.",
        {"name": _TEXT, "since": _DAY, "until": _DAY, "query": _TEXT},
    ),
    "TrendRow": _object(
        "A query in a period. Of a query without words, what counts words is null.",
        {
            "query": _TEXT,
            "period": _TEXT,
            "statements": _COUNT,
            "occurrences": _MAYBE_COUNT,
            "all_statements": _COUNT,
            "all_words": _COUNT,
            "per_1000_statements": {"type": ["number", "null"]},
            "per_million_words": {"type": ["number", "null"]},
        },
    ),
    "Trend": _object(
        "What `searchkit trend --json` prints.",
        {
            "by": _TEXT,
            "queries": _list(_ref("TrendQuery")),
            "periods": _list(_ref("Period")),
            "undated": _COUNT,
            "governments": _list(_ref("Government")),
            "told_by": _TEXT,
            "rows": _list(_ref("TrendRow")),
        },
    ),
    "FirstUse": _object(
        "A first or last use; `kind` is first, last, or the field of the name that it is the "
        "first use by.",
        {"who": _TEXT, "kind": _TEXT, "date": _DAY, "id": _TEXT, "context": _TEXT},
    ),
    "FirstUses": _object(
        "What `searchkit first --json` prints.",
        {
            "query": _TEXT,
            "interpreted": _TEXT,
            "statements": _COUNT,
            "undated": _COUNT,
            "begins": _DAY,
            "ends": _DAY,
            "limits": _TEXTS,
            "notes": _list(_ref("Note")),
            "uses": _list(_ref("FirstUse")),
        },
    ),
    "Suggestions": _object(
        "What somebody who is typing may want to type.",
        {"query": _TEXT, "suggestions": _list(_ref("Suggestion"))},
    ),
    "Statement": _object(
        "All that is known of a statement; `body` is its Markdown, `text` what is searched.",
        {
            "id": _TEXT,
            "title": _TEXT,
            "date": _DAY,
            "url": _MAYBE,
            "ministers": _TEXTS,
            "portfolios": _TEXTS,
            "attachments": _TEXTS,
            "extra": {"type": "object"},
            "text": _TEXT,
            "body": _TEXT,
            "matches": _list(_ref("Match")),
        },
    ),
    "Problem": {
        "type": "object",
        "description": "What is wrong (RFC 9457).",
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": _TEXT,
            "status": {"type": "integer"},
            "detail": _TEXT,
            "query": _TEXT,
            "column": {
                **_COUNT,
                "description": "0-based offset of the first wrong character, in code points.",
            },
            "suggestion": _MAYBE,
            "name": _TEXT,
            "nearest": _TEXTS,
            "parameter": _TEXT,
        },
        "required": ["type", "title", "status", "detail"],
    },
}


def schemas(fields: Fields) -> dict[str, Schema]:
    """The schemas of all answers, by name."""
    names = [field.query for field in fields.names]
    texts = [text.name for text in fields.texts]
    return {
        **_SCHEMAS,
        "Facets": _object(
            f"How many matches each {', '.join(names)} and year has.",
            {name: _list(_ref("Value")) for name in (*names, YEAR)},
        ),
        "Suggestion": _object(
            "Something to go on with: `query` is what was typed, with its last word completed.",
            {
                "kind": {"type": "string", "enum": ["word", *names]},
                "value": _TEXT,
                "query": _TEXT,
                "statements": _COUNT,
            },
        ),
        "Match": _object(
            "A run of words that makes a statement match: offsets in code points into `title`, "
            "or, for the body, into `text`.",
            {"field": {"type": "string", "enum": texts}, "start": _COUNT, "end": _COUNT},
        ),
    }


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
    if parameter is ID:
        return {**text, "minLength": 1}
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
        **({"required": True} if parameter is ID else {}),
        **several,
    }


def _problem(about: str) -> Schema:
    return {
        "description": about,
        "content": {"application/problem+json": {"schema": _ref("Problem")}},
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
    tag = {"ETag": {"description": "Of index and query.", "schema": _TEXT}}
    retry = {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}}
    responses = {
        "200": {
            "description": "The answer.",
            "headers": tag,
            "content": {
                "application/json": {"schema": _ref(answer)},
                **({"text/csv": {"schema": _TEXT}} if csv else {}),
                **({"image/svg+xml": {"schema": _TEXT}} if svg else {}),
            },
        },
        "304": {"description": "Nothing has changed since the answer of this ETag."},
        "400": _problem("A query, a name or a parameter is not as it should be."),
        "404": _problem("There is no such name or statement."),
        "413": _problem("The request has a body: nothing here takes one."),
        "414": _problem(f"The address has more than {MAX_TARGET:,} bytes."),
        "503": {**_problem("Too much is asked at once."), "headers": retry},
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
