"""What surrounds every request: limits, headers, the access log.

Lives here: one ASGI middleware for each. Does not live here: how much runs at once
(`gate`), what a query may ask (`parameters`).
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_TARGET = 16 * 1024
"""Bytes of path and query string together."""
MAX_BODY = 0
"""Bytes of a request's body: nothing here takes one."""

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
}


class Headers:
    """Adds security headers to every answer, errors included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with the headers."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


class Limits:
    """Refuses, unread, a request that is too long, has a body, or is meant for another
    server; removes the prefix that a proxy left on.

    A request for another host name, to a server for this machine alone, is how a page
    elsewhere would read it through the reader's browser (DNS rebinding).
    """

    def __init__(self, app: ASGIApp, prefix: str, hosts: Sequence[str]) -> None:
        self._app = app
        self._prefix = prefix
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path: str = scope["path"]
        if self._prefix and (path == self._prefix or path.startswith(self._prefix + "/")):
            scope = {**scope, "path": path[len(self._prefix) :] or "/"}
        refused = self._refused(scope)
        if refused:
            await _refuse(send, scope["path"].startswith("/api/"), *refused)
        else:
            await self._app(scope, receive, send)

    def _refused(self, scope: Scope) -> tuple[int, str] | None:
        headers = dict(scope["headers"])
        length = len(scope.get("raw_path") or b"") + len(scope["query_string"])
        if length > MAX_TARGET:
            return 414, f"An address has at most {MAX_TARGET:,} bytes."
        body = headers.get(b"content-length", b"0").strip()
        if b"transfer-encoding" in headers or not body.isdigit() or int(body[:9]) > MAX_BODY:
            return 413, "Nothing here takes a request with a body."
        name = headers.get(b"host", b"").decode("latin-1").lower()
        if self._hosts and _without_port(name) not in self._hosts:
            return 421, (
                "This server does not answer to that name. Whoever runs it behind a proxy "
                "says so with --url."
            )
        return None


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() and not name.endswith(":") else host


async def _refuse(send: Send, is_api: bool, status: int, text: str) -> None:
    kind, content = b"text/plain; charset=utf-8", text.encode()
    if is_api:
        title = HTTPStatus(status).phrase
        problem = {"type": "about:blank#request", "title": title, "status": status, "detail": text}
        kind, content = b"application/problem+json", json.dumps(problem).encode()
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(content)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})


class AccessLog:
    """Notes each answer on standard error: when, what was asked for, status, bytes,
    milliseconds. What people search for, and who they are, is not logged: no query
    string, no header, no address.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and note it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status, size = time.perf_counter(), 0, 0

        async def counting(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, counting)
        finally:
            took = (time.perf_counter() - began) * 1000
            when = time.strftime("%Y-%m-%dT%H:%M:%S%z")
            path = (scope.get("raw_path") or scope["path"].encode()).partition(b"?")[0]
            # Unescaped, a path could write log lines of its own.
            shown = path.decode("ascii", "backslashreplace")
            shown = "".join(c if c.isprintable() else "?" for c in shown)[:500]
            print(
                f"{when} {scope['method']} {shown} {status or '-'} {size} {took:.1f} ms",
                file=sys.stderr,
                flush=True,
            )
