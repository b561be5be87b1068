"""Offices over time in the API.

Lives here: `/api/who` and its parameters. Does not live here: who held which office
(`searchkit.engines`).
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from searchkit.web import api
from searchkit.web.generations import Generation
from searchkit.web.parameters import Parameter
from searchkit.web.site import Site

PARAMETERS = (
    Parameter("office", "text", "An office, or words of its name; empty: all, on a day."),
    Parameter("on", "date", "Who held it then: 2007, 2007-11 or 2007-11-20."),
)


def who(site: Site, generation: Generation, request: Request) -> Response:
    """`/api/who`: what `searchkit who --json` prints."""
    asked = api.asked(request, PARAMETERS)
    found = generation.archive.who(str(asked["office"]), on=str(asked["on"]) or None)
    return api.as_json([one.to_json() for one in found])
