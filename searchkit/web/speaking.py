"""Who held which office, who somebody is, what they said in order, and what was said again: the
pages, and the part of the API that has no address in other modules.

Lives here: `/who`, `/people`, `/timeline`, `/repeats`, and the last three in the API. Does not live
here: finding any of these (`searchkit.engines`), `/api/who` (`offices`), `/api/repeats`
(`quoting`), how the pages look (`templates/`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from searchkit.model.errors import InvalidArgument, UnknownName
from searchkit.model.timelines import TIMELINE_COLUMNS
from searchkit.schema.fields import Schema
from searchkit.web import api, offices
from searchkit.web.downloads import spreadsheet
from searchkit.web.generations import Generation
from searchkit.web.pages import chips
from searchkit.web.parameters import Parameter, matching, read
from searchkit.web.reading import id_of
from searchkit.web.site import Site
from searchkit.web.tabs import TIMELINE, tabs
from searchkit.web.views import read_asked

MAX_NAME = 200
PEOPLE = (Parameter("name", "text", "Words of a name.", "", 1, MAX_NAME),)
ROWS = 500
"""Rows of a timeline that the page shows; its CSV has all."""


def timeline_parameters(schema: Schema) -> tuple[Parameter, ...]:
    """The parameters of a timeline."""
    return matching(schema)


def people_json(site: Site, generation: Generation, request: Request) -> Response:
    """`/api/people`: what `searchkit people --json` prints."""
    name = str(api.asked(request, PEOPLE)["name"])
    return api.as_json([one.to_json() for one in generation.archive.people(name)])


def timeline_json(site: Site, generation: Generation, request: Request) -> Response:
    """`/api/timeline`: what `searchkit timeline --json` prints."""
    schema = generation.schema
    asked = api.asked(request, timeline_parameters(schema))
    found = generation.archive.timeline(**api.filters(asked, schema))
    return api.as_json(found.to_json())


def who(site: Site, generation: Generation, request: Request) -> Response:
    """Who held an office, and who held any on a day."""
    asked = _asked(request, offices.PARAMETERS)
    office, on = asked["office"].strip(), asked["on"].strip()
    found, refused = [], ""
    if office or on:
        try:
            found = list(generation.archive.who(office, on=on or None))
        except (InvalidArgument, UnknownName) as error:
            refused = str(error)
    groups = [(name, list(of)) for name, of in groupby(found, lambda one: one.office)]
    return site.page(
        "who.html", office=office, on=on, groups=groups, refused=refused, asked=bool(office or on)
    )


def people(site: Site, generation: Generation, request: Request) -> Response:
    """Who somebody is."""
    name = _asked(request, PEOPLE)["name"].strip()
    found: Sequence[Any] = ()
    refused = ""
    if name:
        try:
            found = generation.archive.people(name)
        except (InvalidArgument, UnknownName) as error:
            refused = str(error)
    return site.page("people.html", name=name, people=found, refused=refused)


def repeats(site: Site, generation: Generation, request: Request) -> Response:
    """What says the same as a statement."""
    id = id_of(request)
    statement = generation.archive.statement(id)
    found = generation.archive.repeats(id)
    groups = [
        ("Says the same", [one for one in found if one.again]),
        ("Shares a passage, perhaps background", [one for one in found if not one.again]),
    ]
    return site.page("repeats.html", statement=statement, groups=[one for one in groups if one[1]])


def timeline(site: Site, generation: Generation, request: Request) -> Response:
    """What was said, in order of time."""
    asked = read_asked(TIMELINE, request.query_params.multi_items(), generation.schema, ())
    state, links = asked.state, site.links
    found = generation.archive.timeline(**state.filters)
    return site.page(
        "timeline.html",
        schema=generation.schema,
        state=state,
        view=asked.view(),
        found=found,
        rows=[(row, links.statement(row.id, state)) for row in found[:ROWS]],
        chips=chips(site, state, lambda other: links.view(asked.of(other))),
        tabs=tabs(site, state, TIMELINE),
        csv=links.view(asked.view()._replace(name="timeline.csv")),
    )


def timeline_csv(site: Site, generation: Generation, request: Request) -> Response:
    """A timeline as a file for a spreadsheet."""
    asked = read_asked(TIMELINE, request.query_params.multi_items(), generation.schema, ())
    found = generation.archive.timeline(**asked.state.filters)
    rows = (row.cells() for row in found)
    return spreadsheet(TIMELINE_COLUMNS, rows, f"{asked.state.q} timeline")


def _asked(request: Request, known: tuple[Parameter, ...]) -> dict[str, str]:
    """The values of the parameters, without what HTML forbids."""
    values = read(request.query_params.multi_items(), known, strict=False)
    return {
        name: "".join(c for c in str(value) if c.isprintable()) for name, value in values.items()
    }
