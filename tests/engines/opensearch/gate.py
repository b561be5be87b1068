"""A gate before a node: TLS, who may enter, and answers that a node gives only when it is unwell.

Lives here: the server, which hands on to a node what it lets through. Does not live here: nodes
(`nodes`), what is tested with it.
"""

from __future__ import annotations

import base64
import http.client
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

Meddled = tuple[int, object] | None
"""A status and what becomes JSON; None: the node answers."""


def _untouched(method: str, path: str) -> Meddled:
    return None


class Gate(ThreadingHTTPServer):
    """Hands on requests to a node.

    Args:
        node: `http://127.0.0.1:PORT`; empty: nothing is handed on.
        context: of TLS; None: plain HTTP.
        user: and password that are asked for; None: anybody may enter.
    """

    daemon_threads = True

    def __init__(
        self,
        node: str = "",
        context: ssl.SSLContext | None = None,
        user: tuple[str, str] | None = None,
    ) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.node, self.context = urlsplit(node).netloc, context
        self.key = user and "Basic " + base64.b64encode(":".join(user).encode()).decode()
        self.meddle: Callable[[str, str], Meddled] = _untouched
        self.asked: list[tuple[str, str]] = []

    @property
    def place(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.server_address[1]}"

    def finish_request(self, request: object, client_address: object) -> None:
        """In the thread of the request, so that nobody waits for the handshake of another."""
        assert isinstance(request, socket.socket)
        if self.context is None:
            super().finish_request(request, client_address)  # type: ignore[arg-type]
            return
        with suppress(ssl.SSLError, OSError), self.context.wrap_socket(request, True) as wrapped:
            super().finish_request(wrapped, client_address)  # type: ignore[arg-type]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is no error."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Gate

    def _answer(self) -> None:
        gate = self.server
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        gate.asked.append((self.command, self.path))
        if gate.key and self.headers.get("Authorization") != gate.key:
            self._send(401, b"Unauthorized", "text/plain")
            return
        meddled = gate.meddle(self.command, self.path)
        if meddled is not None:
            status, said = meddled
            self._send(status, json.dumps(said).encode(), "application/json")
            return
        kept = {
            name: value
            for name, value in self.headers.items()
            if name.lower() in ("content-type", "content-encoding")
        }
        node = http.client.HTTPConnection(gate.node, timeout=60)
        node.request(self.command, self.path, body or None, kept)
        answer = node.getresponse()
        said_by_node = answer.read()
        node.close()
        self._send(answer.status, said_by_node, answer.headers.get("Content-Type") or "text/plain")

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _answer

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged."""


@contextmanager
def gate(
    node: str = "", context: ssl.SSLContext | None = None, user: tuple[str, str] | None = None
) -> Iterator[Gate]:
    """A gate that is open for as long as the block lasts."""
    made = Gate(node, context, user)
    thread = threading.Thread(target=made.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.shutdown()
        made.server_close()
        thread.join(10)
