"""
Servers that take mail and webhooks on this machine, well or badly.

Lives here: a few lines of SMTP and HTTP on sockets, each connection answered by what a test
chooses, and what was received. Does not live here: what must come of it (`tests/alerts`).
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

Answer = Callable[[socket.socket], None]
"""Serves one connection."""


class Listening:
    """A server: its port, and what it was sent, one text a message."""

    def __init__(self, answers: Sequence[Callable[[Listening], Answer]]) -> None:
        """`answers`: for each connection, in order; the last for all further ones."""
        self.received: list[str] = []
        self.connections = 0
        self._answers = [make(self) for make in answers]
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.port = int(self._socket.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            answer = self._answers[min(self.connections, len(self._answers) - 1)]
            self.connections += 1
            self._open.append(connection)
            threading.Thread(target=self._one, args=(answer, connection), daemon=True).start()

    def _one(self, answer: Answer, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            answer(connection)

    def wait_for(self, connections: int) -> None:
        """Wait until so many connections were taken up; there must be no more."""
        end = time.monotonic() + 30
        while self.connections < connections and time.monotonic() < end:
            time.sleep(0.005)
        assert self.connections == connections

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for connection in self._open:
            connection.close()
        self._thread.join(5)


@contextlib.contextmanager
def listening(*answers: Callable[[Listening], Answer]) -> Iterator[Listening]:
    """A server while the block runs."""
    server = Listening(answers)
    try:
        yield server
    finally:
        server.close()


def _line(lines: Iterator[bytes]) -> str:
    return next(lines, b"").decode().strip()


def smtp(rcpt: str = "250 fine", data: str = "250 taken") -> Callable[[Listening], Answer]:
    """Takes mail as a server does; what it says to RCPT and to the message may be bad news."""

    def make(server: Listening) -> Answer:
        def answer(connection: socket.socket) -> None:
            lines = iter(connection.makefile("rb"))

            def say(text: str) -> None:
                connection.sendall(text.encode() + b"\r\n")

            say("220 mail.vellmark.example")
            while command := _line(lines).upper():
                if command.startswith("RCPT"):
                    say(rcpt)
                elif command == "DATA":
                    say("354 go on")
                    message = []
                    while (line := next(lines, b".\r\n")) != b".\r\n":
                        message.append(line.decode())
                    server.received.append("".join(message))
                    if not data:  # Taken, and gone before anybody heard of it.
                        return
                    say(data)
                elif command == "QUIT":
                    say("221 bye")
                    return
                else:
                    say("250 fine")

        return answer

    return make


def http(status: str = "204 No Content", *headers: str) -> Callable[[Listening], Answer]:
    """Takes a request and gives a status; empty: takes it and says nothing."""

    def make(server: Listening) -> Answer:
        def answer(connection: socket.socket) -> None:
            file = connection.makefile("rb")
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                line = file.readline()
                if not line:
                    return
                head += line
            length = next(
                int(line.split(b":")[1])
                for line in head.split(b"\r\n")
                if line.lower().startswith(b"content-length:")
            )
            server.received.append((head + file.read(length)).decode())
            if status:
                more = "".join(f"{one}\r\n" for one in headers)
                connection.sendall(f"HTTP/1.1 {status}\r\n{more}\r\n".encode())

        return answer

    return make


def silent(server: Listening) -> Answer:
    """Says nothing and keeps the connection."""

    def answer(connection: socket.socket) -> None:
        while connection.recv(4096):
            pass

    return answer


def dripping(text: bytes) -> Callable[[Listening], Answer]:
    """Says the same again and again, slowly, and never comes to an end."""

    def make(server: Listening) -> Answer:
        def answer(connection: socket.socket) -> None:
            pause = threading.Event()
            while not pause.wait(0.02):
                connection.sendall(text)

        return answer

    return make


def twice(server: Listening) -> Answer:
    """Answers a request with two answers."""

    def answer(connection: socket.socket) -> None:
        http("200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 500 Oh")(server)(connection)

    return answer


class Posted(NamedTuple):
    """A request as it came: headers by name in small letters, and the body."""

    headers: dict[str, str]
    body: str


def posted(text: str) -> Posted:
    """A request that `http` has received."""
    head, _, body = text.partition("\r\n\r\n")
    lines = (line.partition(": ") for line in head.split("\r\n")[1:])
    return Posted({name.lower(): value for name, _, value in lines}, body)
