"""Connections whose other side is slow or silent, or that are too many.

Lives here: uvicorn's protocol with deadlines, and the bound on how many connections a
process has. Does not live here: requests (`guard`), running the server (`server`).

uvicorn has one deadline, for silence between two requests, and a single byte ends it. So
once a second every connection is looked at here. Where there are more of them than there may
be, the one goes that has waited longest for the end of a request it began, so that a flood of
such connections shuts nobody else out.
"""

from __future__ import annotations

import asyncio
import contextlib
import enum
import socket
import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

from uvicorn.protocols.http.auto import AutoHTTPProtocol
from uvicorn.server import ServerState

from searchkit.web import memory

if TYPE_CHECKING:
    # Which protocol it is depends on what is installed; both have what is used here.
    from uvicorn.protocols.http.h11_impl import H11Protocol as Protocol
else:
    Protocol = AutoHTTPProtocol

HEADERS = 10.0
"""Seconds from the first byte of a request, or from the beginning of the connection, to the
end of its headers."""
IDLE = 15.0
"""Seconds of silence after an answer."""
UNREAD = 20.0
"""Seconds in which the other side takes nothing of an answer."""
CLOSING = 5.0
"""Seconds in which the other side takes the rest after we have closed the connection."""
SENT = 128 * 1024
"""Bytes that the system takes of an answer before anything is read of it. By itself it takes
megabytes, and a reader that has stopped is noticed only when they are full."""
LOOK = 1.0
"""Seconds between two looks at all connections."""
CROWD = 64
"""Connections after which, when most of them have gone, memory is tidied up."""
SETTLE = 5.0
"""Seconds until then."""
MOST = 900
"""Connections of a process, where it may have so many files open."""
RESERVE = 124
"""Descriptors that are no connections' that stay: files, and connections that have just been
accepted or are being closed."""

ABORT = "searchkit.abort"


def abort_of(scope: Mapping[str, Any]) -> Callable[[], None] | None:
    """What breaks the connection of a request off; None where the server has no such thing."""
    return cast("Callable[[], None] | None", (scope.get("extensions") or {}).get(ABORT))


def descriptors() -> int:
    """How many files and connections this process may have open, raised if it has to be."""
    try:
        import resource
    except ImportError:  # Windows has no such bound.
        return MOST + RESERVE
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unbounded = resource.RLIM_INFINITY
    wanted = MOST + RESERVE
    if soft != unbounded and soft < wanted:
        most = wanted if hard == unbounded else min(wanted, hard)
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return wanted if soft == unbounded else soft


def room_for(descriptors: int) -> int:
    """How many connections a process has at most that may have so many files open."""
    return max(16, min(MOST, descriptors - RESERVE))


class Stage(enum.Enum):
    """What a connection waits for."""

    HEADERS = "the end of a request's headers"
    ANSWER = "our answer"
    SILENT = "another request"
    CLOSING = "being closed"


DEADLINES = {Stage.HEADERS: HEADERS, Stage.SILENT: IDLE, Stage.CLOSING: CLOSING}


class Watch:
    """Looks after the connections of one server.

    Attributes:
        room: how many there may be.
        closed: how many were closed here, by reason.
    """

    def __init__(self) -> None:
        self.room = room_for(descriptors())
        self.closed = {"headers": 0, "silent": 0, "unread": 0, "closing": 0, "too many": 0}
        # In the order in which each began what it is at.
        self._by_stage: dict[Stage, dict[Connection, None]] = {stage: {} for stage in Stage}
        self._looking = False
        self._most = 0

    def __len__(self) -> int:
        return sum(map(len, self._by_stage.values()))

    def put(self, connection: Connection, before: Stage | None, stage: Stage | None) -> None:
        """Note what a connection waits for from now on; None: it is not there."""
        if before:
            self._by_stage[before].pop(connection, None)
        if stage:
            self._by_stage[stage][connection] = None
            self._most = max(self._most, len(self))
            self._go_on()
        if stage is Stage.HEADERS and len(self) - len(self._by_stage[Stage.CLOSING]) > self.room:
            self._make_room()

    def _make_room(self) -> None:
        for stage in (Stage.HEADERS, Stage.SILENT):
            for connection in self._by_stage[stage]:
                self.closed["too many"] += 1
                connection.break_off()
                return

    def _go_on(self) -> None:
        if not self._looking:
            self._looking = True
            asyncio.get_running_loop().call_later(LOOK, self._look)

    def _look(self) -> None:
        """Break off what has waited too long; again in a second, while there is anything."""
        now = time.monotonic()
        for stage, seconds in DEADLINES.items():
            late = []
            for connection in self._by_stage[stage]:
                if now - connection.since <= seconds:
                    break
                late.append(connection)
            for connection in late:
                self.closed[stage.name.lower()] += 1
                connection.break_off()
        for connection in list(self._by_stage[Stage.ANSWER]):
            if connection.unread_since and now - connection.unread_since > UNREAD:
                self.closed["unread"] += 1
                connection.break_off()
        if self._most >= CROWD and len(self) < self._most // 4:
            self._most = len(self)
            # What they held is let go of a little later.
            asyncio.get_running_loop().call_later(SETTLE, memory.tidy_up)
        self._looking = False
        if len(self):
            self._go_on()


_watches: WeakKeyDictionary[ServerState, Watch] = WeakKeyDictionary()


def watch_of(server: ServerState) -> Watch:
    """The watch over the connections of a server."""
    return _watches.setdefault(server, Watch())


def totals() -> tuple[int, dict[str, int]]:
    """(connections of this process, how many were broken off by reason)."""
    closed: Counter[str] = Counter()
    for watch in _watches.values():
        closed.update(watch.closed)
    return sum(map(len, _watches.values())), dict(closed)


class Connection(Protocol):
    """A connection that is watched.

    Attributes:
        stage: what it waits for, since `since`.
        unread_since: since when the other side takes nothing, or None.
    """

    stage: Stage | None = None
    since = 0.0
    unread_since: float | None = None

    def _is_at(self, stage: Stage | None) -> None:
        before, self.stage = self.stage, stage
        self.since = time.monotonic()
        watch_of(self.server_state).put(self, before, stage)

    def _look(self) -> None:
        """See what has become of it."""
        if self.stage is None:
            return
        if self.transport.is_closing():
            if self.stage is not Stage.CLOSING:
                self._is_at(Stage.CLOSING)
        elif self.cycle is not None and not self.cycle.response_complete:
            scope = cast("dict[str, Any]", self.cycle.scope)
            scope.setdefault("extensions", {})[ABORT] = self.break_off
            if self.stage is not Stage.ANSWER:
                self._is_at(Stage.ANSWER)
        elif self.stage is Stage.ANSWER:
            self._is_at(Stage.SILENT)

    def break_off(self) -> None:
        """Close it now, whatever is left to be sent."""
        self.transport.abort()
        self._look()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """It begins."""
        super().connection_made(transport)
        own = transport.get_extra_info("socket")
        if own is not None:
            own.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SENT)
        self._is_at(Stage.HEADERS)

    def data_received(self, data: bytes) -> None:
        """The other side has sent something."""
        if self.stage is Stage.SILENT:
            self._is_at(Stage.HEADERS)
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """An answer has been given to the system."""
        super().on_response_complete()
        self._look()

    def pause_writing(self) -> None:
        """The other side takes less than we send."""
        super().pause_writing()
        self.unread_since = time.monotonic()

    def resume_writing(self) -> None:
        """The other side has taken most of it."""
        super().resume_writing()
        self.unread_since = None

    def timeout_keep_alive_handler(self) -> None:
        """After silence it is closed."""
        super().timeout_keep_alive_handler()
        self._look()

    def shutdown(self) -> None:
        """The server stops."""
        super().shutdown()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over."""
        super().connection_lost(exc)
        self._is_at(None)
