"""`searchkit serve`: the page and the API.

Lives here: its options. Does not live here: the server (`searchkit.web`), which is loaded
by name only when it is wanted: it needs an extra that may not be installed.
"""

from __future__ import annotations

import importlib
import threading
from urllib.parse import urlsplit

import click

from searchkit.cli.opening import index_to_read
from searchkit.cli.options import INDEX
from searchkit.cli.places import named_index
from searchkit.cli.running import say
from searchkit.engines.opening import absolute
from searchkit.model.errors import SearchkitError

LOCAL = ("127.0.0.1", "localhost", "[::1]")
OPEN = (
    "Anybody who can reach this machine can ask. Say with --url where people reach the site: "
    "until then, its links name the address at which each reader came"
)
MISSING = 'the page needs more packages: pip install "searchkit[web]"'


@click.command()
@INDEX
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: any."
)
@click.option("--open", "open_page", is_flag=True, help="Show the page in the browser.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, help="Processes [1].")
@click.option("--url", metavar="URL", help="Where people reach it, behind a proxy.")
@click.option("--title", metavar="TEXT", help="What the site is called.")
@click.option("--cors", multiple=True, metavar="ORIGIN", help="May use the API; '*': any site.")
@click.option("--access-log", is_flag=True, help="Note each request on standard error.")
@click.option("--metrics", is_flag=True, help="Show Prometheus what is done, at /metrics.")
def serve(
    index: str | None,
    host: str,
    port: int,
    open_page: bool,
    workers: int,
    url: str | None,
    title: str | None,
    cors: tuple[str, ...],
    access_log: bool,
    metrics: bool,
) -> None:
    """Serve a page to search on, and an API.

    It follows the index: what `searchkit index` publishes is there at once. Ctrl-C
    stops it. To put it on a server, see docs/web.md.
    """
    named = named_index(index)
    if named:
        absolute(named)  # An address that no engine serves is refused whatever is installed.
    try:
        serving = importlib.import_module("searchkit.web.serving")
        settings = importlib.import_module("searchkit.web.settings")
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("searchkit"):
            raise
        raise SearchkitError(MISSING) from None
    address = index_to_read(index).address
    chosen = settings.Settings(
        address=absolute(address),
        title=title or settings.TITLE,
        url=url,
        hosts=_names(host, url),
        cors=cors,
        access_log=access_log,
        metrics=metrics,
    )

    def ready(page: str) -> None:
        say(f"Searching {address} at {page} (Ctrl-C stops)")
        if not chosen.hosts and not url:
            say(OPEN)
        if open_page:
            import webbrowser

            # Some browsers for terminals return only when they are closed.
            threading.Thread(target=webbrowser.open, args=(page,), daemon=True).start()

    serving.serve(chosen, host, port, workers, ready)


def _names(host: str, url: str | None) -> tuple[str, ...]:
    """The host names that a server for this machine alone answers to; a server that
    listens to others answers to any name.
    """
    if host not in ("127.0.0.1", "localhost", "::1"):
        return ()
    named = urlsplit(url or "").hostname
    return (*LOCAL, named) if named else LOCAL
