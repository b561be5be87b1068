"""What every view needs: settings, the index, addresses, templates, our static files.

Lives here: `Site`, made once a process, and the answers it can render. Does not live
here: the views.
"""

from __future__ import annotations

import socket
from hashlib import blake2b
from importlib.resources import files
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from searchkit.rendering.exports import EXPORTS
from searchkit.version import __version__
from searchkit.web.generations import Generation, Generations
from searchkit.web.lanes import Lanes
from searchkit.web.links import Links
from searchkit.web.metrics import Metrics
from searchkit.web.settings import Settings
from searchkit.web.slots import Slots
from searchkit.web.state import State
from searchkit.web.templating import environment

LOCAL = ("localhost", "127.0.0.1", "::1")
STATIC = {
    "searchkit.css": "text/css; charset=utf-8",
    "searchkit.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "serif.woff2": "font/woff2",
    "serif-bold.woff2": "font/woff2",
    "serif-licence.txt": "text/plain; charset=utf-8",
}


class Site:
    """One process's site.

    Raises:
        IndexNotFound, CorruptIndex, IncompatibleIndex: the index can't be opened.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        folder = files("searchkit.web") / "static"
        self.static = {name: (folder / name).read_bytes() for name in STATIC}
        versions = {name: _digest(content) for name, content in self.static.items()}
        self.static["searchkit.css"] = _with_fonts(self.static["searchkit.css"], versions)
        self.links = Links(settings, versions)
        self.templates = environment()
        self.templates.globals.update(site=settings, links=self.links, exports=EXPORTS)
        # What an answer depends on besides the index.
        self.version = _digest(repr((__version__, versions, settings)).encode())
        self.generations = Generations(settings.address)
        self.searches = Lanes(settings.running, settings.waiting)
        self.downloads = Slots(settings.exports)
        self.metrics = Metrics()
        self._names = frozenset((*LOCAL, socket.gethostname().lower()))

    def page(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page; `state` is what the search box shows, `schema` tells what statements are
        called (`nouns`).
        """
        values.setdefault("state", State())
        if "schema" in values:
            values["nouns"] = values["schema"].profile.nouns
        html = self.templates.get_template(template).render(**values)
        return HTMLResponse(html, status)

    def origin(self, request: Request) -> str:
        """Scheme and host under which people reach the site.

        Where nobody has said, it is the host that the request names, if that is one of this
        machine's, or if the setting of a path says that a proxy passes the right one on. A
        server that listens to all the world is told any name; links must not repeat it.
        """
        settings, url = self.settings, request.url
        if settings.origin:
            return settings.origin
        host, port = request.scope.get("server") or (None, None)
        if settings.hosts or settings.url or url.hostname in self._names or url.hostname == host:
            return f"{url.scheme}://{url.netloc}"
        shown = f"[{host}]" if host and ":" in host else host
        return f"{url.scheme}://{shown}:{port}" if port else f"{url.scheme}://{shown}"

    def etag(self, generation: Generation, request: Request) -> str:
        """The tag of the answer that a generation gives to a request; weak, because answers
        say how long they took.
        """
        asked = f"{self.origin(request)} {request.url.path}?{request.url.query}"
        return f'W/"{generation.stamp}-{_digest(f"{self.version} {asked}".encode())}"'


def _with_fonts(style: bytes, versions: dict[str, str]) -> bytes:
    """The style sheet with the addresses of its fonts as pages preload them, so that each is
    loaded once and kept for good.
    """
    for name, version in versions.items():
        style = style.replace(f'url("{name}")'.encode(), f'url("{name}?v={version}")'.encode())
    return style


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=6).hexdigest()
