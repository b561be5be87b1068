"""First uses: the page that tells who said something first, and its CSV.

Lives here: the uses by kind, each with its statement. Does not live here: finding them
(`searchkit.engines`), the same for programs (`over_time`), how the page looks (`templates/`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from searchkit.model.errors import NoWords
from searchkit.model.first_uses import FIRST, FIRST_COLUMNS, LAST, FirstUse, FirstUses
from searchkit.web.downloads import spreadsheet
from searchkit.web.generations import Generation
from searchkit.web.pages import chips
from searchkit.web.site import Site
from searchkit.web.state import State
from searchkit.web.tabs import FIRST as FIRST_TAB
from searchkit.web.tabs import tabs
from searchkit.web.views import read_asked

CONTEXT = 120
"""Characters on each side of a use."""


class Uses(NamedTuple):
    """First uses of one kind, each with the address of its statement."""

    title: str
    uses: list[tuple[FirstUse, str]]


def page(site: Site, generation: Generation, request: Request) -> Response:
    """Who said it first, and who last."""
    asked = read_asked(FIRST_TAB, request.query_params.multi_items(), generation.schema, ())
    state, links = asked.state, site.links
    try:
        found = generation.archive.first(**state.filters, width=CONTEXT)
    except NoWords:
        found = None
    return site.page(
        "first.html",
        schema=generation.schema,
        state=state,
        view=asked.view(),
        found=found,
        groups=[] if found is None else list(_groups(site, state, found)),
        chips=chips(site, state, lambda other: links.view(asked.of(other))),
        tabs=tabs(site, state, FIRST_TAB),
        csv=links.view(asked.view()._replace(name="first.csv")),
    )


def _groups(site: Site, state: State, found: FirstUses) -> Iterator[Uses]:
    titles = {FIRST: "First use", LAST: "Last use"}
    for kind in dict.fromkeys(one.kind for one in found):
        uses = [(one, site.links.statement(one.id, state)) for one in found if one.kind == kind]
        yield Uses(titles.get(kind, f"First by {kind}"), uses)


def csv(site: Site, generation: Generation, request: Request) -> Response:
    """First uses as a file for a spreadsheet."""
    asked = read_asked(FIRST_TAB, request.query_params.multi_items(), generation.schema, ())
    found = generation.archive.first(**asked.state.filters)
    rows = (use.cells() for use in found)
    return spreadsheet(FIRST_COLUMNS, rows, f"{asked.state.q} first uses")
