"""`searchkit mcp`: an index for assistants.

Lives here: its options. Does not live here: the server (`searchkit.mcp`), which is loaded by name
only when it is wanted: it needs an extra that may not be installed.
"""

from __future__ import annotations

import importlib

import click

from searchkit.cli.opening import index_to_read
from searchkit.cli.options import INDEX
from searchkit.cli.running import say
from searchkit.engines.opening import absolute
from searchkit.model.errors import SearchkitError

MISSING = 'assistants need more packages: pip install "searchkit[mcp]"'


_HELP = """Let an assistant ask the index (Model Context Protocol).

An assistant starts this command and talks to it over standard input and output. It can
search, read, count and check quotations, and changes nothing. It follows the index as it is
updated. How to configure one: docs/mcp.md.

\b
  searchkit mcp --index DIR
  searchkit mcp --http 8765
"""


@click.command(help=_HELP)
@INDEX
@click.option(
    "--http",
    "port",
    type=click.IntRange(0, 65535),
    metavar="PORT",
    help="Serve over HTTP, to this machine alone.",
)
def mcp(index: str | None, port: int | None) -> None:
    """See `_HELP`."""
    try:
        serving = importlib.import_module("searchkit.mcp.serving")
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("searchkit"):
            raise
        raise SearchkitError(MISSING) from None
    place = index_to_read(index)
    address = absolute(place.address)
    if port is None:
        serving.serve_stdio(address)
    else:
        serving.serve_http(
            address,
            port,
            lambda url: say(f"Assistants ask {place.address} at {url} (Ctrl-C stops)"),
        )
