"""The lines of a query: every occurrence of its words in context.

Lives here: the page of lines, `/api/concordance`, and the CSV of both. Does not live here:
which lines there are (`searchkit.engines`), how they look (`templates/`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from searchkit.model.arguments import LINE_SORTS
from searchkit.model.errors import NoWords
from searchkit.model.words import Concordance, Line
from searchkit.rendering.tables import blocks, lines_as_csv
from searchkit.schema.fields import Schema
from searchkit.web import api, parameters
from searchkit.web.downloads import BYTE_ORDER_MARK, CSV_TYPE, Download, file_headers
from searchkit.web.generations import Generation
from searchkit.web.pages import chips
from searchkit.web.paging import Link, pager
from searchkit.web.parameters import MAX_DEEP, Parameter, matching
from searchkit.web.site import Site
from searchkit.web.state import check_depth
from searchkit.web.tabs import LINES, tabs
from searchkit.web.views import AskedView, read_asked

SIZES = (25, 50, 100)
SIZE = parameters.size("n", 1, "Lines", 50)
OPTIONS = (parameters.LINE_SORT, parameters.SAMPLE, parameters.SEED, SIZE, parameters.PAGE)
CONTEXT = 160
"""Characters on each side that a page has: more than the widest shows."""
SORTS = {
    "": {"newest": "Newest", "oldest": "Oldest", "match": "Match"},
    "before": {"left1": "1st", "left2": "2nd", "left3": "3rd"},
    "after": {"right1": "1st", "right2": "2nd", "right3": "3rd"},
}
"""The orders of lines as people read them: plain ones, and by a word on each side."""
assert [sort for group in SORTS.values() for sort in group] == list(LINE_SORTS)


def concordance_parameters(schema: Schema) -> tuple[Parameter, ...]:
    """The parameters of `/api/concordance`."""
    return (
        *matching(schema, parameters.WORDS),
        parameters.size("limit", 0, "Lines", 20),
        *(parameters.PAGE, parameters.LINE_SORT, parameters.SAMPLE, parameters.SEED),
        *(parameters.WIDTH, parameters.FORMAT),
    )


def concordance(site: Site, generation: Generation, request: Request) -> Response:
    """`/api/concordance`: what `searchkit concordance` prints with --json, or with --csv."""
    asked = api.asked(request, concordance_parameters(generation.schema))
    limit, page = asked["limit"], asked["page"]
    check_depth(page, max(1, limit), "limit")
    found = generation.archive.concordance(
        **api.filters(asked, generation.schema), **_order(asked), width=asked["width"]
    )
    if asked["format"] == parameters.CSV:
        return _download(site, request, found, lines_as_csv(found, generation.schema), asked["q"])
    return api.as_json(found.to_json(found[(page - 1) * limit : page * limit]))


def csv(site: Site, generation: Generation, request: Request) -> Response:
    """The lines of a page, and all those after them, as a file for a spreadsheet."""
    asked = _asked(request, generation)
    found = generation.archive.concordance(**asked.state.filters, **_order(asked.values))
    pieces = chain([BYTE_ORDER_MARK], lines_as_csv(found, generation.schema))
    return _download(site, request, found, pieces, asked.state.q)


def _download(
    site: Site, request: Request, found: Concordance, pieces: Iterable[str], query: str
) -> Response:
    headers = file_headers(f"{query} lines", "csv")
    text: Iterator[str] = blocks(pieces) if request.method != "HEAD" else iter(())
    return Download(text, len(found), site, headers, CSV_TYPE)


def _asked(request: Request, generation: Generation) -> AskedView:
    return read_asked(LINES, request.query_params.multi_items(), generation.schema, OPTIONS)


def _order(values: Any) -> dict[str, Any]:
    """The arguments of `Archive.concordance` that say which lines come in which order."""
    return {
        "sort": values["sort"],
        "sample": values["sample"] or None,
        "seed": values["seed"],
    }


class Sorts(NamedTuple):
    """A group of orders, by words on one side or by something else."""

    side: str
    links: list[Link]


class ShownLine(NamedTuple):
    """A line, and the address of its place in its statement."""

    line: Line
    url: str


def page(site: Site, generation: Generation, request: Request) -> Response:
    """A page of lines."""
    asked = _asked(request, generation)
    state, values, links = asked.state, asked.values, site.links
    size, number = values["n"], values["page"]
    check_depth(number, size, "n")
    common: dict[str, Any] = {
        "schema": generation.schema,
        "state": state,
        "view": asked.view(),
        "chips": chips(site, state, lambda other: links.view(asked.of(other))),
        "tabs": tabs(site, state, LINES),
    }
    try:
        found = generation.archive.concordance(**state.filters, **_order(values), width=CONTEXT)
    except NoWords:
        return site.page("lines.html", found=None, **common)
    first = (number - 1) * size
    pages = min(max(1, MAX_DEEP // size), -(-len(found) // size))
    return site.page(
        "lines.html",
        **common,
        found=found,
        lines=[
            ShownLine(one, links.statement(one.id, state)) for one in found[first : first + size]
        ],
        first=first + 1,
        sorts=[
            Sorts(side, [_sort(site, asked, *one) for one in group.items()])
            for side, group in SORTS.items()
        ],
        sizes=[Link(str(n), links.view(asked.view(n=n)), n == size) for n in SIZES],
        csv=links.view(asked.view()._replace(name="lines.csv")),
        pager=pager(number, pages, lambda n: links.view(asked.view(page=n))),
        cut=len(found) > pages * size,
    )


def _sort(site: Site, asked: AskedView, sort: str, title: str) -> Link:
    return Link(title, site.links.view(asked.view(sort=sort)), sort == asked.values["sort"])
