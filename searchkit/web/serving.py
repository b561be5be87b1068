"""Running the application: the socket, one process or several, a clean stop.

Lives here: the sockets, and the addresses at which people reach them. Does not live here:
the processes (`server`), the application (`app`), options (`searchkit.cli.serve`).
"""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Callable, Iterator

from searchkit.engines.opening import open_index
from searchkit.model.errors import InvalidArgument
from searchkit.web.app import create_app, settle
from searchkit.web.server import QUEUE, Server, Workers, config
from searchkit.web.settings import Settings


def serve(
    settings: Settings, host: str, port: int, workers: int, ready: Callable[[str], None]
) -> None:
    """Serve until the process is told to stop; then answers in flight complete.

    Args:
        settings: of the site.
        host, port: where to listen; port 0 takes any that is free.
        workers: processes.
        ready: called with the site's address once it listens.

    Raises:
        InvalidArgument: nothing can listen there.
        IndexNotFound, CorruptIndex, IncompatibleIndex: the index can't be opened.
    """
    settings.check()
    # NumPy would start threads for linear algebra, which is never done.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with _listening(host, port, workers) as listening:
        address = _address(host, listening[0].getsockname()[1])
        if workers > 1:
            _serve_with_workers(settings, workers, listening, lambda: ready(address))
        else:
            settle()
            chosen = config(create_app(settings))
            # Ctrl-C is how to stop a server, not an error.
            with contextlib.suppress(KeyboardInterrupt):
                Server(chosen, lambda: ready(address)).run(listening)


def _serve_with_workers(
    settings: Settings, workers: int, listening: list[socket.socket], ready: Callable[[], None]
) -> None:
    # A worker that can't open the index would be started again and again.
    open_index(settings.address).close()
    os.environ.update(settings.to_environment())
    chosen = config("searchkit.web.app:from_settings", factory=True, workers=workers)
    supervisor = Workers(chosen, sockets=listening)
    for one in listening:
        one.listen(QUEUE)  # Clients that arrive before the workers do wait.
    ready()
    supervisor.run()


@contextlib.contextmanager
def _listening(host: str, port: int, count: int) -> Iterator[list[socket.socket]]:
    """`count` sockets of one address, between which the system divides connections; one
    where it can't.

    Raises:
        InvalidArgument: the address is taken, forbidden or not of this machine.
    """
    with contextlib.ExitStack() as stack:
        try:
            made = [stack.enter_context(_bound(host, port))]
            if count > 1 and hasattr(socket, "SO_REUSEPORT"):
                # A shared address is never refused as taken, so it was bound alone first.
                port = made.pop().getsockname()[1]
                stack.close()
                made = [stack.enter_context(_bound(host, port, shared=True)) for _ in range(count)]
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise InvalidArgument(
                f"can't listen on {host} port {port}: {reason}",
                remedy="Choose another with --port, or --port 0 for any that is free",
            ) from None
        yield made


def _bound(host: str, port: int, shared: bool = False) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    made = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        made.bind(address)
        made.set_inheritable(True)
    except OSError:
        made.close()
        raise
    return made


def _address(host: str, port: int) -> str:
    """Where a server that listens there is reached."""
    shown = _outward(host) if host in ("", "0.0.0.0", "::") else host
    if ":" in shown and not shown.startswith("["):
        shown = f"[{shown}]"
    return f"http://{shown}:{port}/"


def _outward(host: str) -> str:
    """The address of this machine that others see, for a server that listens at all of them."""
    family, other, own = (
        (socket.AF_INET6, "2001:db8::1", "::1")
        if host == "::"
        else (socket.AF_INET, "192.0.2.1", "127.0.0.1")
    )
    with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as one:
        # Nothing is sent: the system only chooses the address from which it would be.
        one.connect((other, 9))
        own = one.getsockname()[0]
    return own
