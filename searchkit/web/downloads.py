"""Feeds and downloads: the results of a query as files.

Lives here: what each file is called and holds, and sending it block by block, so that
memory does not grow with its size. Does not live here: the formats
(`searchkit.rendering.exports`, `searchkit.rendering.feeds`).
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from operator import length_hint

from starlette.concurrency import iterate_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from searchkit.model.arguments import ALL, NEWEST
from searchkit.rendering.exports import EXPORTS
from searchkit.rendering.feeds import atom_feed
from searchkit.rendering.tables import Value, csv_lines
from searchkit.web.connections import abort_of
from searchkit.web.generations import Generation
from searchkit.web.site import Site
from searchkit.web.slots import Slot, Slots
from searchkit.web.state import filter_texts, read_state

FEED_ENTRIES = 50
CSV_TYPE = EXPORTS["csv"].media_type
BYTE_ORDER_MARK = "\ufeff"
"""By which spreadsheets know UTF-8 in a file that is opened by a click."""
PAUSE = 0.004
"""Seconds that a download pauses after each block while a search is waiting."""

_NO_FILE_NAME = re.compile(r"[^a-z0-9]+")


class Download(StreamingResponse):
    """Text sent as it is made, in a slot that it gives back however it ends.

    Args:
        pieces: the text, in blocks.
        size: how many statements it is about.
        site, headers, media_type: of the answer.
    """

    def __init__(
        self,
        pieces: Iterator[str],
        size: int,
        site: Site,
        headers: dict[str, str],
        media_type: str,
    ) -> None:
        self._slots: Slots = site.downloads
        self._size = size
        self._slot: Slot | None = None
        super().__init__(_sent(pieces, site), headers=headers, media_type=media_type)

    async def enter(self, request: Request) -> None:
        """Wait for a slot.

        Raises:
            Busy: none became free in time.
        """
        self._slot = await self._slots.enter(self._size, abort_of(request.scope))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        slot = self._slot
        assert slot is not None, "a download is sent in a slot"

        async def timed(message: Message) -> None:
            slot.since = time.monotonic()
            await send(message)
            slot.since = None

        try:
            await super().__call__(scope, receive, timed)
        finally:
            self._slots.leave(slot)


async def _sent(pieces: Iterator[str], site: Site) -> AsyncIterator[bytes]:
    async for piece in iterate_in_threadpool(pieces):
        yield piece.encode("utf-8", "replace")
        if site.searches.inside:
            await asyncio.sleep(PAUSE)


def file_headers(name: str, kind: str) -> dict[str, str]:
    """The headers of a file that is called after what was asked.

    Args:
        name: any text.
        kind: how the name of the file ends.
    """
    plain = _NO_FILE_NAME.sub("-", name.lower()).strip("-")[:60].strip("-") or "statements"
    return {
        "Content-Disposition": f'attachment; filename="{plain}.{kind}"',
        "Cache-Control": "no-cache",
    }


def spreadsheet(header: Sequence[str], rows: Iterable[Sequence[Value]], name: str) -> Response:
    """A small table as a file of CSV, called after what was asked."""
    text = BYTE_ORDER_MARK + "".join(csv_lines(header, rows))
    body = text.encode("utf-8", "replace")
    return Response(body, media_type=CSV_TYPE, headers=file_headers(name, "csv"))


def export(kind: str) -> Callable[[Site, Generation, Request], Response]:
    """The view that sends all results of a query as a file of this kind."""
    made = EXPORTS[kind]

    def view(site: Site, generation: Generation, request: Request) -> Response:
        state = read_state(request.query_params.multi_items(), generation.schema)
        hits = generation.archive.stream(sort=state.sort, **state.filters)
        origin = site.origin(request)
        pieces = made.rows(hits, lambda id: origin + site.links.statement(id), generation.schema)
        headers = file_headers(state.q or "statements", kind)
        if request.method == "HEAD":
            pieces = iter(())
        return Download(pieces, length_hint(hits), site, headers, made.media_type)

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
