"""Feeds and downloads: the results of a query as files.

Lives here: what each file is called and holds, and sending it block by block, so that
memory does not grow with its size. Does not live here: the formats
(`searchkit.rendering.exports`, `searchkit.rendering.feeds`).
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator

from starlette.concurrency import iterate_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from searchkit.model.arguments import ALL, NEWEST
from searchkit.rendering.exports import EXPORTS
from searchkit.rendering.feeds import atom_feed
from searchkit.web.gate import Slots
from searchkit.web.generations import Generation
from searchkit.web.site import Site
from searchkit.web.state import filter_texts, read_state

FEED_ENTRIES = 50
PAUSE = 0.004
"""Seconds that a download pauses after each block while a search is waiting."""

_NO_FILE_NAME = re.compile(r"[^a-z0-9]+")


class Download(StreamingResponse):
    """Text sent as it is made; gives its slot back however it ends."""

    def __init__(
        self, pieces: Iterator[str], site: Site, headers: dict[str, str], media_type: str
    ) -> None:
        self._slots: Slots = site.downloads
        super().__init__(_sent(pieces, site), headers=headers, media_type=media_type)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._slots.leave()


async def _sent(pieces: Iterator[str], site: Site) -> AsyncIterator[bytes]:
    async for piece in iterate_in_threadpool(pieces):
        yield piece.encode("utf-8", "replace")
        if site.searches.inside:
            await asyncio.sleep(PAUSE)


def export(kind: str) -> Callable[[Site, Generation, Request], Response]:
    """The view that sends all results of a query as a file of this kind."""
    made = EXPORTS[kind]

    def view(site: Site, generation: Generation, request: Request) -> Response:
        state = read_state(request.query_params.multi_items(), generation.schema)
        site.downloads.enter()
        try:
            hits = generation.archive.stream(sort=state.sort, **state.filters)
        except BaseException:
            site.downloads.leave()
            raise
        origin = site.origin(request)
        pieces = made.rows(hits, lambda id: origin + site.links.statement(id))
        name = _NO_FILE_NAME.sub("-", state.q.lower()).strip("-")[:60] or "statements"
        headers = {
            "Content-Disposition": f'attachment; filename="{name}.{kind}"',
            "Cache-Control": "no-cache",
        }
        if request.method == "HEAD":
            pieces = iter(())
        return Download(pieces, site, headers, made.media_type)

    return view


def feed(site: Site, generation: Generation, request: Request) -> Response:
    """The Atom feed of a query: its newest statements, with snippets."""
    state = read_state(request.query_params.multi_items(), generation.schema)
    newest = generation.archive.search(
        **state.filters, sort=NEWEST, limit=FEED_ENTRIES, strict=True, copies=ALL
    )
    origin, links = site.origin(request), site.links
    asked = " · ".join([one for one in (state.q, *filter_texts(state)) if one])
    pieces = atom_feed(
        newest,
        title=f"{asked} – {site.settings.title}" if asked else site.settings.title,
        self_url=origin + links.feed(state),
        page_url=origin + links.search(state.changed(sort=NEWEST)),
        permalink=lambda id: origin + links.statement(id),
        author=site.settings.title,
        schema=generation.schema,
    )
    content = "".join(pieces).encode("utf-8", "replace")
    return Response(content, media_type="application/atom+xml")
