"""Serving assistants: over standard input and output, or over HTTP to this machine alone.

Lives here: the two transports. Does not live here: what is served (`server`), options
(`searchkit.cli.mcp`).
"""

from __future__ import annotations

import contextlib
import signal
import socket
from collections.abc import Callable

import anyio
import uvicorn
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings

from searchkit.engines.opening import open_index
from searchkit.mcp.server import make_server
from searchkit.model.errors import InvalidArgument

HOST, PATH = "127.0.0.1", "/mcp"
MOST = 1_000_000
"""Bytes of a request at most."""


def serve_stdio(address: str) -> None:
    """Serve one assistant over standard input and output, until the input ends.

    Raises:
        SearchkitError: the index can't be opened.
    """
    server = make_server(open_index(address), address)

    async def serve() -> None:
        async with stdio_server() as (given, answers):
            await server.run(given, answers, server.create_initialization_options())

    # A thread that waits for input hears of no interrupt, and there is nothing to clean up.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        anyio.run(serve)
    except* BrokenPipeError:
        pass  # The assistant has gone.


def serve_http(address: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve assistants on this machine over HTTP, until the process is told to stop.

    Nothing else is listened to than the loopback interface. A page that somebody visits could
    still send requests there, by a name of its own that leads to it (DNS rebinding), so requests
    by other names, and of other pages, are refused.

    Args:
        address: of the index.
        port: where to listen; 0 takes any that is free.
        ready: called with the address once it listens.

    Raises:
        InvalidArgument: nothing can listen there.
        SearchkitError: the index can't be opened.
    """
    server = make_server(open_index(address), address)
    with _listening(port) as listening:
        port = listening.getsockname()[1]
        names = [f"{name}:{port}" for name in (HOST, "localhost")]
        app = server.streamable_http_app(
            streamable_http_path=PATH,
            # Each question is answered by itself: there is nothing that sessions could keep.
            stateless_http=True,
            json_response=True,
            max_request_body_size=MOST,
            transport_security=TransportSecuritySettings(
                allowed_hosts=names, allowed_origins=[f"http://{name}" for name in names]
            ),
        )
        config = uvicorn.Config(
            app, access_log=False, log_level="warning", server_header=False, ws="none"
        )
        # Ctrl-C is how to stop a server, not an error.
        with contextlib.suppress(KeyboardInterrupt):
            ready(f"http://{HOST}:{port}{PATH}")
            uvicorn.Server(config).run([listening])


def _listening(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        raise InvalidArgument(
            f"can't listen on {HOST} port {port}: {(error.strerror or str(error)).lower()}",
            remedy="Choose another with --http, or --http 0 for any that is free",
        ) from None
