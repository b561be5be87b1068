"""The API: the same answers as JSON.

Lives here: the addresses about statements, which parameters each takes, and what all addresses
share. Does not live here: those about words (`lines`, `associations`, `over_time`), the document
that describes them (`openapi`), errors (`problems`).
"""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from searchkit.rendering.exports import statement_object
from searchkit.schema.fields import Schema
from searchkit.web import parameters
from searchkit.web.generations import Generation
from searchkit.web.parameters import ID, Parameter, matching, read
from searchkit.web.reading import id_of
from searchkit.web.site import Site
from searchkit.web.state import check_depth

STATEMENT = (
    Parameter("q", "text", "A query whose matches are wanted.", "", 0, parameters.MAX_QUERY),
    parameters.ANY,
    parameters.VARIANTS,
)
SUGGEST = (
    Parameter("q", "text", "What was typed, up to the cursor.", "", 0, parameters.MAX_QUERY),
    Parameter("limit", "number", "Suggestions at most.", 8, 1, 20),
)


def searching(schema: Schema) -> tuple[Parameter, ...]:
    """The parameters of a search."""
    counted = ", ".join(field.name for field in schema.names)
    return (
        *matching(schema),
        parameters.size("limit", 0),
        parameters.PAGE,
        parameters.SORT,
        parameters.STRICT,
        parameters.COPIES,
        parameters.REPEATS,
        Parameter("facets", "flag", f"Count {counted} and years of all matches.", False),
        Parameter("explain", "flag", "Say where each score comes from.", False),
    )


def asked(request: Request, known: tuple[Parameter, ...]) -> dict[str, Any]:
    """The values of the parameters of a request, by name."""
    return read(request.query_params.multi_items(), known, strict=True)


def filters(asked: dict[str, Any], schema: Schema) -> dict[str, Any]:
    """The arguments of `Archive.search` that say which statements match."""
    return {
        "query": asked["q"],
        "any_word": asked["any"],
        "variants": asked["variants"],
        "where": {field.query: asked[field.query] for field in schema.filters},
        "since": asked["since"] or None,
        "until": asked["until"] or None,
    }


def as_json(content: object) -> Response:
    """An answer."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    # Lone surrogates, which JSON may hold and UTF-8 may not, are escaped.
    body = text.encode("utf-8", "surrogatepass" if text.isascii() else "backslashreplace")
    return Response(body, media_type="application/json")


def search(site: Site, generation: Generation, request: Request) -> Response:
    """`/api/search`: what `search --json` prints."""
    given = asked(request, searching(generation.schema))
    limit = given["limit"]
    check_depth(given["page"], max(1, limit), "limit")
    answer = generation.archive.search(
        **filters(given, generation.schema),
        limit=limit,
        offset=(given["page"] - 1) * limit,
        sort=given["sort"],
        strict=given["strict"],
        copies=given["copies"],
        repeats=given["repeats"],
        facets=given["facets"],
        explain=given["explain"],
    )
    return as_json(answer.to_json())


def facets(site: Site, generation: Generation, request: Request) -> Response:
    """`/api/facets`: how many match, by name and year; and how many statements each year
    has at all, for rates.
    """
    schema = generation.schema
    answer = generation.archive.facets(**filters(asked(request, matching(schema)), schema))
    whole = answer.to_json()
    content = {name: whole[name] for name in ("query", "interpreted", "total", "took_ms", "facets")}
    content["years"] = [
        {"value": f"{year:04d}", "count": count} for year, count in generation.years.items()
    ]
    return as_json(content)


def suggest(site: Site, generation: Generation, request: Request) -> Response:
    """`/api/suggest`: what somebody who is typing may want to type."""
    given = asked(request, SUGGEST)
    found = generation.archive.completions(given["q"], limit=given["limit"])
    return as_json({"query": given["q"], "suggestions": [one._asdict() for one in found]})


def statement(site: Site, generation: Generation, request: Request) -> Response:
    """`/api/statements/{id}`: all that is known of a statement, and its text; and
    `/api/statements?id=`, for ids that can't be a path.
    """
    id = id_of(request)
    given = asked(request, STATEMENT if "id" in request.path_params else (ID, *STATEMENT))
    archive = generation.archive
    found = archive.statement(id)
    how = {"any_word": given["any"], "variants": given["variants"]}
    matches = archive.matches(id, given["q"], **how) if given["q"].strip() else ()
    content = statement_object(found, archive.text(id))
    return as_json({**content, "matches": [match._asdict() for match in matches]})
