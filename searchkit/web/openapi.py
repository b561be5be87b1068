"""The document that describes the API (OpenAPI 3.1).

Lives here: making it, with parameters from the list that also reads them, and the schemas
of the answers; tests check every answer against its schema. Does not live here: what schemas are
made of (`describing`), answering (`api`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from searchkit.model.arguments import NEWEST
from searchkit.model.trends import MAX_QUERIES
from searchkit.rendering.facets import YEAR
from searchkit.schema.fields import Schema as Fields
from searchkit.version import __version__
from searchkit.web import api, associations, lines, offices, over_time, quoting
from searchkit.web.describing import (
    ASSOCIATIONS,
    COUNT,
    DAY,
    MAYBE,
    SPAN,
    TEXT,
    TEXTS,
    Schema,
    list_of,
    object_of,
    ref,
)
from searchkit.web.describing_time import OVER_TIME
from searchkit.web.generations import Generation
from searchkit.web.guard import MAX_TARGET
from searchkit.web.parameters import DATE, ID, MAX_NAMES, Parameter, matching
from searchkit.web.site import Site

_HIT: dict[str, Schema] = {
    "id": TEXT,
    "title": TEXT,
    "date": DAY,
    "ministers": TEXTS,
    "portfolios": TEXTS,
    "url": MAYBE,
    "attachments": TEXTS,
    "score": {"type": "number"},
    "copies": TEXTS,
    "snippets": list_of(ref("Snippet")),
    "explain": {"type": ["object", "null"]},
}


_LINE: dict[str, Schema] = {
    "id": TEXT,
    "date": DAY,
    "ministers": TEXTS,
    "title": TEXT,
    "field": TEXT,
    "start": COUNT,
    "end": COUNT,
    "left": TEXT,
    "match": TEXT,
    "right": TEXT,
}


def _own(fields: Fields) -> Schema:
    """What a hit and a statement have in the fields that the profile adds."""
    properties: dict[str, Schema] = {
        **{field.name: TEXTS for field in fields.own_names},
        **{day.name: DAY for day in fields.own_days},
        **{text.name: TEXT for text in fields.own_texts},
    }
    return object_of("The fields of this index's profile.", properties, optional=[*properties])


_SCHEMAS: dict[str, Schema] = {
    "Snippet": object_of(
        "A piece of a statement; highlights are offsets into it, in code points.",
        {"text": TEXT, "highlights": list_of(SPAN)},
    ),
    "Note": object_of("What a user should know.", {"code": TEXT, "message": TEXT}),
    "Variant": object_of(
        "Another way to write words of the query, or another wording, and what it finds.",
        {"text": TEXT, "query": TEXT, "count": COUNT},
    ),
    "Concordance": object_of(
        "What `searchkit concordance --json` prints.",
        {
            "query": TEXT,
            "interpreted": TEXT,
            "occurrences": COUNT,
            "statements": COUNT,
            "notes": list_of(ref("Note")),
            "lines": list_of(ref("Line")),
        },
    ),
    "Quotation": object_of(
        "Words that a statement quotes; `start` and `end` are offsets into `text`, in code points. "
        "`certain`: the statement itself names who speaks, beside these words.",
        {
            "text": TEXT,
            "start": COUNT,
            "end": COUNT,
            "speakers": TEXTS,
            "certain": {"type": "boolean"},
        },
    ),
    "QuotePart": object_of(
        "A part of a quotation beside what its source has there.",
        {
            "kind": {"enum": ["same", "words", "case", "punctuation", "attribution"]},
            "given": TEXT,
            "source": TEXT,
        },
    ),
    "QuoteMatch": object_of(
        "A place that a quotation, or a piece of it, comes from; `diff` is empty where both are "
        "the same.",
        {
            "id": TEXT,
            "date": DAY,
            "speakers": TEXTS,
            "text": TEXT,
            "diff": list_of(ref("QuotePart")),
        },
    ),
    "QuoteCheck": object_of(
        "What became of a quotation.",
        {
            "verdict": {"enum": ["exact", "altered", "spliced", "not found"]},
            "matches": list_of(ref("QuoteMatch")),
        },
    ),
    "Quotations": object_of(
        "The quotations of a statement, in order.",
        {"id": TEXT, "quotations": list_of(ref("Quotation"))},
    ),
    "Repeat": object_of(
        "A statement that says the same; `score` is how much of the shorter text the passages are.",
        {"id": TEXT, "date": DAY, "score": {"type": "number"}, "passages": TEXTS},
    ),
    "Repeats": object_of(
        "What says the same as a statement, the most alike first.",
        {"id": TEXT, "repeats": list_of(ref("Repeat"))},
    ),
    "Value": object_of("A value of a facet.", {"value": TEXT, "count": COUNT}),
    "Answer": object_of(
        "What `search --json` prints.",
        {
            "query": TEXT,
            "interpreted": TEXT,
            "total": COUNT,
            "took_ms": {"type": "number"},
            "suggestion": MAYBE,
            "notes": list_of(ref("Note")),
            "variants": list_of(ref("Variant")),
            "related": list_of(ref("Variant")),
            "hits": list_of(ref("Hit")),
            "also": list_of(ref("Also")),
            "also_total": COUNT,
            "facets": ref("Facets"),
        },
        optional=["facets"],
    ),
    "Counted": object_of(
        "How many match, and how many statements each year has at all.",
        {
            "query": TEXT,
            "interpreted": TEXT,
            "total": COUNT,
            "took_ms": {"type": "number"},
            "facets": ref("Facets"),
            "years": list_of(ref("Value")),
        },
    ),
    "Suggestions": object_of(
        "What somebody who is typing may want to type.",
        {"query": TEXT, "suggestions": list_of(ref("Suggestion"))},
    ),
    "Statement": object_of(
        "All that is known of a statement; `body` is its Markdown, `text` what is searched.",
        {
            "id": TEXT,
            "title": TEXT,
            "date": DAY,
            "url": MAYBE,
            "ministers": TEXTS,
            "portfolios": TEXTS,
            "attachments": TEXTS,
            "extra": {"type": "object"},
            "text": TEXT,
            "body": TEXT,
            "matches": list_of(ref("Match")),
        },
    ),
    "Problem": {
        "type": "object",
        "description": "What is wrong (RFC 9457).",
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": TEXT,
            "status": {"type": "integer"},
            "detail": TEXT,
            "query": TEXT,
            "column": {
                **COUNT,
                "description": "0-based offset of the first wrong character, in code points.",
            },
            "suggestion": MAYBE,
            "name": TEXT,
            "nearest": TEXTS,
            "parameter": TEXT,
        },
        "required": ["type", "title", "status", "detail"],
    },
}


def schemas(fields: Fields) -> dict[str, Schema]:
    """The schemas of all answers, by name."""
    names = [field.query for field in fields.names]
    texts = [text.name for text in fields.texts]
    own = (
        {"fields": _own(fields)} if fields.own_names or fields.own_days or fields.own_texts else {}
    )
    statement = _SCHEMAS["Statement"]
    return {
        **_SCHEMAS,
        "Hit": object_of("A statement that matches.", _HIT | own),
        "Also": object_of(
            "A statement that matches most words; `missing` are those it lacks.",
            {**_HIT, **own, "missing": TEXTS},
        ),
        "Line": object_of(
            "An occurrence in context; `start` and `end` are offsets into the title, or into the "
            "clean text of the body, in code points.",
            _LINE | own,
        ),
        "Statement": statement | {"properties": statement["properties"] | own},
        **ASSOCIATIONS,
        **OVER_TIME,
        "Facets": object_of(
            f"How many matches each {', '.join(names)} and year has.",
            {name: list_of(ref("Value")) for name in (*names, YEAR)},
        ),
        "Suggestion": object_of(
            "Something to go on with: `query` is what was typed, with its last word completed.",
            {
                "kind": {"type": "string", "enum": ["word", *names]},
                "value": TEXT,
                "query": TEXT,
                "statements": COUNT,
            },
        ),
        "Match": object_of(
            "A run of words that makes a statement match: offsets in code points into `title`, "
            "or, for the body, into `text`.",
            {"field": {"type": "string", "enum": texts}, "start": COUNT, "end": COUNT},
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
