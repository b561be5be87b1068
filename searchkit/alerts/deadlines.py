"""An end to what a server may take.

Lives here: shutting a connection down when its time is over, however much or little it says. Does
not live here: what is said on it (`mail`, `webhook`).
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

AGAIN = 0.05
"""Seconds between two looks for a connection, once its time is over."""


class NotDelivered(Exception):
    """Why a message was not taken. It never leaves the run.

    Attributes:
        again: whether trying again soon may help.
        wait: seconds that the server asks for first.
    """

    def __init__(self, why: str, *, again: bool = True, wait: float = 0.0) -> None:
        super().__init__(why)
        self.again, self.wait = again, wait


@contextmanager
def ended_after(seconds: float, connection: Callable[[], socket.socket | None]) -> Iterator[None]:
    """Shut a connection down after a time. A timeout of a socket is for a single read, and a
    server that says a byte now and then would keep us for ever.

    Args:
        seconds: all of the time there is.
        connection: gives the socket, once there is one.

    Raises:
        NotDelivered: the time was over.
    """
    over, done = threading.Event(), threading.Event()

    def watch() -> None:
        if done.wait(seconds):
            return
        over.set()
        while True:
            with suppress(OSError):  # It was closed meanwhile.
                if (open_now := connection()) is not None:
                    open_now.shutdown(socket.SHUT_RDWR)
            # A connection that is only being made is met the next time.
            if done.wait(AGAIN):
                return

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    except Exception as error:
        # A single read may use up all of the time as well.
        if over.is_set() or isinstance(error, TimeoutError):
            raise NotDelivered(f"no answer in {seconds:g} seconds") from None
        raise
    finally:
        done.set()
