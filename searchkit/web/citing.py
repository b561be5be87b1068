"""Citing a search: the page that says how, and its receipt as a file.

Lives here: the search in words, with what to do with the receipt; the file, streamed. Does not
live here: what is on a receipt (`searchkit.alerts.receipts`), citing a statement (`reading`), how
the page looks (`templates/`).
"""

from __future__ import annotations

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response

from searchkit.alerts.receipts import head_of, hits_of, pieces_of
from searchkit.model.receipts import Receipt
from searchkit.web.downloads import Download, file_headers
from searchkit.web.generations import Generation
from searchkit.web.pages import chips
from searchkit.web.site import Site
from searchkit.web.state import State, read_state

JSON = "application/json"


def page(site: Site, generation: Generation, request: Request) -> Response:
    """How to cite a search."""
    state = read_state(request.query_params.multi_items(), generation.schema)
    return site.page(
        "cite.html",
        schema=generation.schema,
        state=state,
        chips=chips(site, state, site.links.cite),
        receipt=_head(generation, state),
    )


def receipt(site: Site, generation: Generation, request: Request) -> Response:
    """The receipt of a search, as a file."""
    state = read_state(request.query_params.multi_items(), generation.schema)
    head = _head(generation, state)
    pieces: Iterator[str] = pieces_of(head, hits_of(generation.archive, state.filters))
    if request.method == "HEAD":
        pieces = iter(())
    headers = file_headers(f"{state.q or 'statements'} {head.made[:10]}", "receipt.json")
    return Download(pieces, head.total, site, headers, JSON)


def _head(generation: Generation, state: State) -> Receipt:
    return head_of(generation.archive, state.filters, generation.fingerprint)
