"""The application: which view answers which address.

Lives here: the addresses, and what all views share: the turn they wait for, the tag of
the answer, errors. Does not live here: the views, the server (`serving`).
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from searchkit.rendering.exports import EXPORTS
from searchkit.web import (
    api,
    associations,
    citing,
    conditions,
    connections,
    downloads,
    firsts,
    helping,
    lines,
    memory,
    naming,
    offices,
    openapi,
    over_time,
    pages,
    paper,
    problems,
    quiet,
    quoting,
    reading,
    sitemaps,
    speaking,
    trends,
    words,
)
from searchkit.web.downloads import Download
from searchkit.web.generations import Generation
from searchkit.web.guard import AccessLog, Headers, Limits
from searchkit.web.metrics import TYPE, Counting
from searchkit.web.settings import Settings, from_environment
from searchkit.web.site import STATIC, Site

View = Callable[[Site, Generation, Request], Response]
Endpoint = Callable[[Request], Awaitable[Response]]

SWITCH = 0.0005
"""Seconds after which a thread that searches lets another one have its turn: the event
loop must not wait five milliseconds, Python's own choice, to pass an answer on."""
SHORT, COMPRESSION = 1_000, 4
"""Bytes from which on an answer is compressed, and how much (1 to 9): a page of 60 KB takes
about a millisecond."""


def create_app(settings: Settings) -> Starlette:
    """The application for an index.

    Raises:
        IndexNotFound, CorruptIndex, IncompatibleIndex: the index can't be opened.
    """
    sys.setswitchinterval(SWITCH)
    site = Site(settings.check())

    @asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        yield
        site.searches.close()

    async def failed(request: Request, error: Exception) -> Response:
        return problems.answer(site, request, error)

    app = Starlette(
        routes=_routes(site),
        middleware=_middleware(site),
        exception_handlers={HTTPException: failed},
        lifespan=life,
    )
    app.router.redirect_slashes = False
    app.state.site = site
    return app


def settle() -> None:
    """Set this process up to be a server's: see `quiet` and `memory`."""
    quiet.hold_back()
    memory.hold_down()


def from_settings() -> Starlette:
    """The application in a worker process."""
    settle()
    return create_app(from_environment())


def _middleware(site: Site) -> list[Middleware]:
    settings = site.settings
    log = [Middleware(AccessLog)] if settings.access_log else []
    counted = Middleware(Counting, metrics=site.metrics, prefix=settings.prefix)
    counting = [counted] if settings.metrics else []
    compressed = Middleware(GZipMiddleware, minimum_size=SHORT, compresslevel=COMPRESSION)
    limits = Middleware(Limits, prefix=settings.prefix, hosts=settings.hosts)
    return [*log, *counting, Middleware(Headers), compressed, limits]


def _routes(site: Site) -> list[BaseRoute]:
    def get(path: str, view: View) -> Route:
        return Route(path, _viewing(site, view))

    of_api = [
        get("/search", api.search),
        get("/facets", api.facets),
        get("/suggest", api.suggest),
        get("/concordance", lines.concordance),
        get("/collocates", associations.collocates),
        get("/keywords", associations.keywords),
        get("/trend", over_time.trend),
        get("/first", over_time.first),
        get("/quotations", quoting.quotations),
        get("/quote", quoting.quote),
        get("/repeats", quoting.repeats),
        get("/people", speaking.people_json),
        get("/timeline", speaking.timeline_json),
        get("/who", offices.who),
        get("/openapi.json", openapi.document),
        get("/statements", api.statement),
        get("/statements/{id:path}", api.statement),
    ]
    # Addresses are those of the index at the start; another schema needs another start.
    fields = site.generations.current().schema.names
    return [
        get("/", pages.home),
        get("/search", pages.search),
        get("/lines", lines.page),
        get("/words", words.page),
        get("/trend", trends.page),
        get("/trend.csv", trends.csv),
        get("/first", firsts.page),
        get("/first.csv", firsts.csv),
        Route("/lines.csv", _viewing(site, lines.csv, downloading=True)),
        *[get(f"/{field.name}", pages.names(field.name)) for field in fields],
        get("/paper", paper.page),
        get("/named/{field}", naming.page),
        get("/statements", reading.statement),
        get("/statements/{id:path}", reading.statement),
        get("/similar", reading.similar),
        get("/similar/{id:path}", reading.similar),
        get("/quote", quoting.page),
        get("/who", speaking.who),
        get("/people", speaking.people),
        get("/repeats", speaking.repeats),
        get("/repeats/{id:path}", speaking.repeats),
        get("/timeline", speaking.timeline),
        get("/timeline.csv", speaking.timeline_csv),
        get("/help", helping.help_page),
        get("/api", helping.api_page),
        get("/feed.atom", downloads.feed),
        get("/cite", citing.page),
        Route("/receipt.json", _viewing(site, citing.receipt, downloading=True)),
        *[
            Route(f"/export.{kind}", _viewing(site, downloads.export(kind), downloading=True))
            for kind in EXPORTS
        ],
        Mount("/api", routes=of_api, middleware=_cors(site.settings.cors)),
        *[Route(f"/static/{name}", _static(site, name)) for name in STATIC],
        Route("/favicon.ico", _to_icon(site)),
        get("/robots.txt", sitemaps.robots),
        get("/sitemap.xml", sitemaps.index),
        Route("/sitemap/{part:int}.xml", _viewing(site, sitemaps.part, downloading=True)),
        Route("/healthz", _health(site)),
        *([Route("/metrics", _metrics(site))] if site.settings.metrics else []),
    ]


def _cors(origins: Sequence[str]) -> list[Middleware]:
    """Nothing unless asked for: then any page of these origins may read the API."""
    if not origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=list(origins),
            allow_methods=["GET"],
            allow_headers=["If-None-Match"],
            expose_headers=["ETag", "Retry-After"],
            max_age=3600,
        )
    ]


def _viewing(site: Site, view: View, *, downloading: bool = False) -> Endpoint:
    """A view as an endpoint: in its turn, tagged, errors answered."""

    async def endpoint(request: Request) -> Response:
        try:
            generation = site.generations.current()
            tag = site.etag(generation, request)
            known = () if downloading else request.headers.getlist("if-none-match")
            if conditions.has(tag, known):
                return Response(status_code=304, headers=_kept(tag))
            response = await site.searches.run(
                lambda: view(site, generation, request),
                len(request.scope["query_string"]),
                request.is_disconnected,
            )
            if isinstance(response, Download):
                await response.enter(request)
                return response
        except Exception as error:
            return problems.answer(site, request, error)
        if response.status_code == 200:
            if conditions.has_any(known):
                return Response(status_code=304, headers=_kept(tag))
            response.headers.update(_kept(tag))
        return response

    return endpoint


def _kept(tag: str) -> dict[str, str]:
    """An answer may be kept, but is asked for again: an index changes when it likes."""
    return {"ETag": tag, "Cache-Control": "no-cache"}


def _static(site: Site, name: str) -> Endpoint:
    content, kind = site.static[name], STATIC[name]

    async def endpoint(request: Request) -> Response:
        keep = "public, max-age=31536000, immutable" if "v" in request.query_params else "no-cache"
        return Response(content, media_type=kind, headers={"Cache-Control": keep})

    return endpoint


def _to_icon(site: Site) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        return RedirectResponse(site.links.static("icon.svg"), 301)

    return endpoint


def _health(site: Site) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        count = len(site.generations.current().archive)
        return PlainTextResponse(
            f"ok, {count:,} statements\n", headers={"Cache-Control": "no-store"}
        )

    return endpoint


def _metrics(site: Site) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        generation = site.generations.current()
        now, closed = connections.totals()
        gauges = {
            "statements": len(generation.archive),
            "connections": now,
            "searches_under_way": site.searches.fast.inside,
            "costly_searches_under_way": site.searches.slow.inside,
            "downloads_under_way": site.downloads.taken,
        }
        text = site.metrics.text(gauges, generation.stamp, closed)
        return Response(text, media_type=TYPE, headers={"Cache-Control": "no-store"})

    return endpoint
