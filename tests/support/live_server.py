"""
A server in a thread of the test's own process, so that its bounds can be changed.

Lives here: starting and stopping it, and connections to it, byte by byte. Does not live
here: a server as a user starts it (`server_process`).
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple


class Live(NamedTuple):
    """A server that listens.

    Attributes:
        address: without a slash at its end.
        app: what it serves.
        watch: over its connections.
        opened: connections to it, which are closed at the end.
    """

    address: str
    app: Any
    watch: Any
    opened: list[socket.socket]

    @property
    def place(self) -> tuple[str, int]:
        """Host and port."""
        host, _, port = self.address.rpartition("//")[2].partition(":")
        return host, int(port)

    def connect(self, sent: bytes = b"", *, receives: int | None = None) -> socket.socket:
        """A connection that has sent something; `receives`: bytes the system takes for it."""
        made = socket.socket()
        self.opened.append(made)
        if receives:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receives)
        made.settimeout(10)
        made.connect(self.place)
        made.sendall(sent)
        return made

    def get(self, path: str) -> tuple[int, bytes, float]:
        """(status, body, seconds) of an address."""
        began = time.perf_counter()
        with self.connect(request(path, close=True)) as one:
            received = b"".join(iter(lambda: one.recv(65_536), b""))
        head, _, body = received.partition(b"\r\n\r\n")
        return int(head.split()[1]), body, time.perf_counter() - began


def request(path: str, *, close: bool = False) -> bytes:
    """The bytes of a request."""
    more = "Connection: close\r\n" if close else ""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{more}\r\n".encode()


def becomes(what: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether something is true within some seconds."""
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def is_closed(one: socket.socket) -> bool:
    """Whether the other side has closed a connection; what it sent is thrown away."""
    one.setblocking(False)
    try:
        while one.recv(65_536):
            pass
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


@contextlib.contextmanager
def live(index: Path, **settings: Any) -> Iterator[Live]:
    """A server on the index in a folder."""
    from searchkit.web.app import create_app
    from searchkit.web.connections import watch_of
    from searchkit.web.server import Server, config
    from searchkit.web.settings import Settings

    app = create_app(Settings(address=str(index), **settings))
    ready = threading.Event()
    opened: list[socket.socket] = []
    server = Server(config(app), ready.set)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        address = "http://{}:{}".format(*listening.getsockname())
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            assert ready.wait(30)
            yield Live(address, app, watch_of(server.server_state), opened)
        finally:
            for one in opened:
                one.close()
            server.should_exit = True
            thread.join(30)
    assert not thread.is_alive()
