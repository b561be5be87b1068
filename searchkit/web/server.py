"""One process that serves, and several of them.

Lives here: uvicorn's server and its supervisor, set up. Does not live here: the deadlines and
the bound of connections (`connections`), sockets and addresses (`serving`).
"""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable

import uvicorn
from uvicorn.supervisors.multiprocess import Multiprocess, Process

from searchkit.web.connections import Connection

FINISH = 15
"""Seconds that answers in flight have when the server is stopped."""
AT_ONCE = 32
"""Connections that are accepted before the others are looked at again."""
LOOP = "searchkit.web.loop:Loop"
QUEUE = 2_048
"""Connections that wait in the system to be accepted."""


def config(app: object, **more: object) -> uvicorn.Config:
    """How uvicorn serves an application."""
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        http=Connection,
        loop=LOOP,
        access_log=False,
        log_level="warning",
        server_header=False,
        lifespan="on",
        ws="none",
        backlog=AT_ONCE,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=FINISH,
        **more,  # type: ignore[arg-type]
    )


class Server(uvicorn.Server):
    """One process; `ready` is called when it listens."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None] | None = None) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen."""
        await super().startup(sockets)
        for one in sockets or ():
            # asyncio accepts as many connections at once as may wait in the system. The first
            # must be few, so that they fit in among the others, and the second many.
            one.listen(QUEUE)
        # What is open now stays open: the garbage collector need not look at it again.
        gc.collect()
        gc.freeze()
        if self._ready:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close all; a process that goes on after it has its garbage collected as before."""
        await super().shutdown(sockets)
        gc.unfreeze()


class Worker(Process):
    """One process of several."""

    @property
    def server(self) -> Server:
        """What it runs."""
        if self._server is None:
            self._server = Server(self.config)
        assert isinstance(self._server, Server)
        return self._server


class Workers(Multiprocess):
    """Gives each worker a socket of its own: where several wait at one, the first takes all
    connections that arrive together.

    A worker that replaces a dead one waits at all of them.
    """

    def init_processes(self) -> None:
        """Start them."""
        for number in range(self.processes_num):
            own = self.sockets[number : number + 1] or self.sockets
            process = Worker(self.config, own)
            process.start()
            self.processes.append(process)
