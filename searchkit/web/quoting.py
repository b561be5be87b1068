"""`/api/quotations`: who says what in a statement.

Lives here: the answer. Does not live here: finding quotations (`searchkit.engines`), marking
them in a statement's page (`reading`).
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from searchkit.web import api
from searchkit.web.generations import Generation
from searchkit.web.parameters import ID
from searchkit.web.reading import id_of
from searchkit.web.site import Site

QUOTATIONS = (ID,)


def quotations(site: Site, generation: Generation, request: Request) -> Response:
    """What `searchkit quotations --json` prints, with the id."""
    id = id_of(request)
    api.asked(request, QUOTATIONS)
    found = generation.archive.quotations(id)
    return api.as_json({"id": id, "quotations": [one.to_json() for one in found]})
