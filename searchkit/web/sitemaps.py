"""Permalinks of all statements, for search engines.

Lives here: the index of sitemaps and each of them (sitemaps.org), and robots.txt, which names
it. Does not live here: sending them (`downloads`).
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from searchkit.model.arguments import OLDEST
from searchkit.web.downloads import Download
from searchkit.web.generations import Generation
from searchkit.web.site import Site

PART = 5_000
"""Addresses of a sitemap; 50,000 are allowed."""
UNSEARCHED = (
    *("search", "lines", "words", "trend", "first", "timeline", "paper", "quote", "who", "people"),
    *("repeats", "export", "cite", "receipt", "similar", "api/"),
)
"""What robots are asked to leave alone: addresses without end."""
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_TYPE = "application/xml"


def robots(site: Site, generation: Generation, request: Request) -> Response:
    """What robots may read, and where the permalinks are."""
    lines = ["User-agent: *", *(f"Disallow: {site.links.plain(one)}" for one in UNSEARCHED)]
    lines.append(f"Sitemap: {site.origin(request)}{site.links.plain('sitemap.xml')}")
    return PlainTextResponse("\n".join(lines) + "\n")


def index(site: Site, generation: Generation, request: Request) -> Response:
    """The sitemaps there are."""
    origin, parts = site.origin(request), _parts(generation)
    found = (
        f"<sitemap><loc>{escape(origin + site.links.plain(f'sitemap/{n}.xml'))}</loc></sitemap>\n"
        for n in range(1, parts + 1)
    )
    text = f"{_HEAD}<sitemapindex {_SPACE}>\n{''.join(found)}</sitemapindex>\n"
    return Response(text, media_type=_TYPE)


def part(site: Site, generation: Generation, request: Request) -> Response:
    """A sitemap: permalinks and days, the oldest first."""
    number = request.path_params["part"]
    if not 1 <= number <= _parts(generation):
        raise HTTPException(404)
    hits = generation.archive.stream(sort=OLDEST, offset=(number - 1) * PART, limit=PART)
    origin = site.origin(request)

    def pieces() -> Iterator[str]:
        yield f"{_HEAD}<urlset {_SPACE}>\n"
        for hit in hits:
            day = f"<lastmod>{hit.date.isoformat()}</lastmod>" if hit.date else ""
            yield f"<url><loc>{escape(origin + site.links.statement(hit.id))}</loc>{day}</url>\n"
        yield "</urlset>\n"

    made = iter(()) if request.method == "HEAD" else pieces()
    return Download(made, PART, site, {"Cache-Control": "no-cache"}, _TYPE)


def _parts(generation: Generation) -> int:
    return max(1, -(-len(generation.archive) // PART))
