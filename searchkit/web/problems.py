"""Errors as answers: a page for people, problem+json (RFC 9457) for programs.

Lives here: which error has which status, and what the answer says. Does not live here:
raising errors. No answer holds a traceback: an unexpected error is logged under a number,
and the client gets the number.
"""

from __future__ import annotations

import json
import logging
import secrets
from contextlib import suppress
from http import HTTPStatus
from typing import Any, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from searchkit.model.errors import (
    ClusterError,
    InvalidArgument,
    NotServed,
    QuerySyntaxError,
    QueryTooBroad,
    SearchkitError,
    StatementNotFound,
    UnknownName,
    UnsupportedQuery,
)
from searchkit.schema.fields import Schema
from searchkit.schema.speakers import SAID
from searchkit.web.budgets import TooMuch
from searchkit.web.date_fields import as_unit, wrong_dates
from searchkit.web.gate import Busy
from searchkit.web.parameters import MAX_NAME, MAX_NAMES, QUERY, BadParameter, read
from searchkit.web.site import Site
from searchkit.web.state import State, state_parameters

LOG = logging.getLogger("searchkit.web")
JSON = "application/problem+json"
CLUSTER_AGAIN = 10
"""Seconds after which a cluster that did not answer may be asked again."""


class Problem(NamedTuple):
    """What is wrong with a request.

    Attributes:
        status: of HTTP.
        kind: short and stable, for programs.
        title: what kind of problem it is.
        detail: what is wrong in this request, and what to do.
        more: further members: column, query, suggestion, names, parameter.
        headers: of the answer.
    """

    status: int
    kind: str
    title: str
    detail: str
    more: dict[str, Any] = {}  # noqa: RUF012  (never changed)
    headers: dict[str, str] = {}  # noqa: RUF012


def problem_of(error: Exception) -> Problem:
    """What an error means to a client."""
    if isinstance(error, QuerySyntaxError):
        more = {"query": error.query, "column": error.column, "suggestion": error.suggestion}
        detail = error.what + (f" (expected {error.expected})" if error.expected else "")
        return Problem(400, "query-syntax", "The query can't be read", detail, more)
    if isinstance(error, UnknownName):
        more = {"name": error.name, "nearest": list(error.nearest)}
        if error.query is not None:
            more |= {"query": error.query, "column": error.column}
        whose = "Nobody who is quoted" if error.kind == SAID else f"No {error.kind}"
        return Problem(404, "unknown-name", f"{whose} goes by this name", str(error), more)
    if isinstance(error, BadParameter):
        more = {"parameter": error.parameter}
        return Problem(400, "parameter", "A parameter is not as it should be", str(error), more)
    if isinstance(error, StatementNotFound):
        detail = "No statement of this index has this id; it may have been removed or renamed"
        return Problem(404, "no-statement", "There is no such statement", detail)
    if isinstance(error, (QueryTooBroad, TooMuch)):
        return Problem(400, "too-broad", "The query is too broad", str(error))
    if isinstance(error, (UnsupportedQuery, NotServed)):
        return Problem(400, "unsupported", "This index can't be asked that", str(error))
    if isinstance(error, InvalidArgument):
        return Problem(400, "parameter", "A parameter is not as it should be", str(error))
    if isinstance(error, ClusterError):
        # Where the cluster is, and what to do about it, is for the log.
        headers = {"Retry-After": str(CLUSTER_AGAIN)}
        title = "The index can't be asked now"
        return Problem(503, "no-index", title, error.what, headers=headers)
    if isinstance(error, Busy):
        detail = "Too many searches are under way. Please ask again in a moment"
        headers = {"Retry-After": str(error.retry_after)}
        return Problem(503, "busy", "Busy", detail, headers=headers)
    if isinstance(error, HTTPException):
        return _of_http(error)
    number = secrets.token_hex(4)
    LOG.error("error %s", number, exc_info=error)
    detail = f"This is a mistake in the program, noted as {number} in its log"
    return Problem(500, "mistake", "Something went wrong here", detail)


def _of_http(error: HTTPException) -> Problem:
    titles = {404: "There is no such page", 405: "This address is only read"}
    title = titles.get(error.status_code, HTTPStatus(error.status_code).phrase)
    detail = "" if error.detail == HTTPStatus(error.status_code).phrase else error.detail
    kind = {404: "no-page", 405: "method"}.get(error.status_code, "request")
    return Problem(error.status_code, kind, title, detail, headers=dict(error.headers or {}))


def answer(site: Site, request: Request, error: Exception) -> Response:
    """The answer to a request that failed."""
    problem = problem_of(error)
    if isinstance(error, SearchkitError) and problem.status >= 500:
        LOG.error("%s", error)
    is_api = request.url.path.startswith("/api/")
    response = _json(problem) if is_api else _page(site, request, problem, error)
    response.headers.update(problem.headers)
    response.headers["Cache-Control"] = "no-store"
    return response


def _json(problem: Problem) -> Response:
    content = {
        "type": f"about:blank#{problem.kind}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        **problem.more,
    }
    return Response(json.dumps(content, ensure_ascii=False), problem.status, media_type=JSON)


def _page(site: Site, request: Request, problem: Problem, error: Exception) -> Response:
    """The problem, below a search box that keeps the query."""
    kept = _kept(request, site.generations.current().schema)
    given = {name: request.query_params.get(name, "")[:MAX_NAME] for name in ("since", "until")}
    wrong = wrong_dates(given["since"], given["until"]) if problem.kind == "parameter" else None
    swapped = None
    if wrong and wrong.swapped:
        since, until = as_unit(given["until"]), as_unit(given["since"])
        swapped = site.links.search(kept.changed(since=since, until=until))
    title = "These dates can’t be read" if wrong and not swapped else problem.title
    return site.page(
        "problem.html",
        problem.status,
        state=kept,
        problem=problem._replace(title="The dates are the wrong way round" if swapped else title),
        given=given if wrong else None,
        wrong=wrong.fields if wrong else {},
        swapped=swapped,
        pointed=error.pointed(60) if isinstance(error, (QuerySyntaxError, UnknownName)) else None,
        kept=kept,
        nearest=_nearest(site, kept, error) if isinstance(error, UnknownName) else (),
    )


def _nearest(site: Site, kept: State, error: UnknownName) -> list[tuple[str, str]]:
    """The nearest names, each with the address of the search corrected to it."""
    found = []
    for name in error.nearest:
        chosen = kept.chosen(error.kind)
        if error.name in chosen:
            names = tuple(name if one == error.name else one for one in chosen)
            state = kept.with_names(error.kind, names)
        else:
            plain = kept.q.replace(f'"{error.name}"', error.name)
            state = kept.changed(q=plain.replace(error.name, f'"{name}"'))
        found.append((name, site.links.search(state)))
    return found


def _kept(request: Request, schema: Schema) -> State:
    """What of the state can be read, for the form and for links that correct the rest."""
    given = request.query_params
    names = {field.query: tuple(given.getlist(field.query))[:MAX_NAMES] for field in schema.filters}
    values: dict[str, Any] = {}
    for parameter in state_parameters(schema):
        if parameter.name in State._fields and parameter.name != "page":
            with suppress(BadParameter):
                values |= read(given.multi_items(), (parameter,), strict=False)
    values |= {"q": given.get(QUERY.name, "")[: QUERY.most], "names": names}
    return State(**values)
