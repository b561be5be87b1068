"""How much a process does at once, and refusing the rest in time.

Lives here: a bounded number of threads with a bounded queue before them. Does not live
here: the answer that refuses (`problems`).

Searching is Python and NumPy under one interpreter lock, so more threads do not search
more. A few let a short search overtake a long one, and keep the event loop free for
requests that need no search. More processes use more cores.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")
PATIENCE = 10.0
"""Seconds that a search waits for its turn, at most."""


class Busy(Exception):
    """Too much is being done already; `retry_after`: seconds after which to ask again."""

    retry_after = 2


class Gate:
    """Runs functions in threads: `running` at once, while `waiting` more wait."""

    def __init__(self, running: int, waiting: int, name: str = "search") -> None:
        self._threads = ThreadPoolExecutor(running, thread_name_prefix=name)
        self._turns = asyncio.Semaphore(running)
        self._room = running + waiting
        self._inside = 0

    @property
    def inside(self) -> int:
        """How many run or wait."""
        return self._inside

    async def run(self, work: Callable[[], Result]) -> Result:
        """The result of `work`, in its turn.

        Raises:
            Busy: too many wait, or its turn did not come in time.
        """
        if self._inside >= self._room:
            raise Busy
        self._inside += 1
        try:
            try:
                await asyncio.wait_for(self._turns.acquire(), PATIENCE)
            except TimeoutError:
                raise Busy from None
            running = asyncio.get_running_loop().run_in_executor(self._threads, work)
            # A client that has gone away frees its turn only when the thread is free.
            running.add_done_callback(lambda _: self._turns.release())
            return await asyncio.shield(running)
        finally:
            self._inside -= 1

    def close(self) -> None:
        """Let the threads go when they are done."""
        self._threads.shutdown(wait=False)


class Slots:
    """A fixed number at once, without waiting: for what takes long."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._taken = 0
        self._lock = threading.Lock()

    def enter(self) -> None:
        """Take a slot, from any thread.

        Raises:
            Busy: all are taken.
        """
        with self._lock:
            if self._taken >= self._room:
                raise Busy
            self._taken += 1

    def leave(self) -> None:
        """Give a slot back."""
        with self._lock:
            self._taken -= 1
