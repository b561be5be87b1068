"""Quotations and repeats: who says what in a statement, whether a quotation is real, and what is
said again.

Lives here: `/api/quotations`, `/api/quote`, `/api/repeats`, and the page to paste a quotation
into. Does not live here: finding any of these (`searchkit.engines`), marking quotations in a
statement's page (`reading`), how the page looks (`templates/`).
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from searchkit.model.errors import InvalidArgument
from searchkit.model.quote_checks import ALTERED, EXACT, NOT_FOUND, SPLICED
from searchkit.web import api
from searchkit.web.generations import Generation
from searchkit.web.parameters import ID, Parameter, read
from searchkit.web.reading import id_of
from searchkit.web.site import Site

QUOTATIONS = REPEATS = (ID,)
MAX_LENGTH = 5_000
QUOTE = (Parameter("q", "text", "A quotation, of 500 words at most.", "", 1, MAX_LENGTH),)
_VERDICTS = {
    EXACT: "Exact",
    ALTERED: "Altered",
    SPLICED: "Spliced from several places",
    NOT_FOUND: "Not found",
}


def quotations(site: Site, generation: Generation, request: Request) -> Response:
    """What `searchkit quotations --json` prints, with the id."""
    id = id_of(request)
    api.asked(request, QUOTATIONS)
    found = generation.archive.quotations(id)
    return api.as_json({"id": id, "quotations": [one.to_json() for one in found]})


def quote(site: Site, generation: Generation, request: Request) -> Response:
    """What `searchkit quote --json` prints of one quotation."""
    text = str(api.asked(request, QUOTE)["q"])
    return api.as_json(generation.archive.check_quote(text).to_json())


def repeats(site: Site, generation: Generation, request: Request) -> Response:
    """What `searchkit repeats --json` prints, with the id."""
    id = id_of(request)
    api.asked(request, REPEATS)
    found = generation.archive.repeats(id)
    return api.as_json({"id": id, "repeats": [one.to_json() for one in found]})


def page(site: Site, generation: Generation, request: Request) -> Response:
    """A field to paste a quotation into, and what became of the one that was."""
    text = str(read(request.query_params.multi_items(), QUOTE, strict=False)["q"])
    check, refused = None, ""
    if text.strip():
        try:
            check = generation.archive.check_quote(text)
        except InvalidArgument as error:
            refused = str(error)
    return site.page(
        "quote.html",
        quote=_shown(text),
        longest=MAX_LENGTH,
        refused=_shown(refused),
        check=check,
        verdict=_VERDICTS[check.verdict] if check else "",
    )


def _shown(text: str) -> str:
    """`text` without what HTML forbids."""
    return "".join(c for c in text if c.isprintable() or c in "\t\n")
