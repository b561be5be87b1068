"""How much a process does at once, and refusing the rest in time.

Lives here: a bounded number of threads with a bounded queue before them. Does not live
here: which work waits where (`lanes`), downloads (`slots`), the answer that refuses
(`problems`).

Searching is Python and NumPy under one interpreter lock, so more threads do not search
more. A few let a short search overtake a long one, and keep the event loop free for
requests that need no search. More processes use more cores.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from heapq import heappop, heappush
from typing import TypeVar

Result = TypeVar("Result")
PATIENCE = 10.0
"""Seconds that a search waits for its turn, at most."""


class Busy(Exception):
    """Too much is being done already; `retry_after`: seconds after which to ask again."""

    retry_after = 2


class Gate:
    """Runs functions in threads: `running` at once, while `waiting` more wait.

    Of those that wait, the one that came first goes first; but what costs more counts as
    having come later. So the cheap overtake the costly, which do not wait for ever.

    Args:
        running, waiting: as said.
        name: of the threads.
        later: by how many seconds, for each unit of cost.
        pause: seconds from the end of a turn to the beginning of the next, so that turns that
            end at once, such as refusals, are not asked for again without end.

    Attributes:
        turns: how many have been given.
    """

    def __init__(
        self,
        running: int,
        waiting: int,
        name: str = "search",
        *,
        later: float = 0.0,
        pause: float = 0.0,
    ) -> None:
        self._threads = ThreadPoolExecutor(running, thread_name_prefix=name)
        self._free = running
        self._queue: list[tuple[float, int, asyncio.Future[None]]] = []
        self._came = 0
        self._room = running + waiting
        self._inside = 0
        self._later = later
        self._pause = pause
        self.turns = 0

    @property
    def inside(self) -> int:
        """How many run or wait."""
        return self._inside

    async def run(
        self,
        work: Callable[[], Result],
        cost: int = 0,
        gone: Callable[[], Awaitable[bool]] | None = None,
    ) -> Result:
        """The result of `work`, in its turn.

        Args:
            work: done in a thread.
            cost: of it, in any unit that those who wait share.
            gone: whether nobody waits for the result any more; asked when its turn comes, if
                it had to wait.

        Raises:
            Busy: too many wait, its turn did not come in time, or nobody waits for it.
        """
        if self._inside >= self._room:
            raise Busy
        self._inside += 1
        try:
            waited = await self._turn(cost)
            self.turns += 1
            try:
                unwanted = waited and gone is not None and await gone()
            except BaseException:
                self._next()
                raise
            if unwanted:
                self._next()
                raise Busy
            running = asyncio.get_running_loop().run_in_executor(self._threads, work)
            # A client that has gone away frees its turn only when the thread is free.
            running.add_done_callback(self._done)
            return await asyncio.shield(running)
        finally:
            self._inside -= 1

    async def _turn(self, cost: int) -> bool:
        """Wait for a turn; whether that took any time."""
        if self._free:
            self._free -= 1
            return False
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[None] = loop.create_future()
        self._came += 1
        heappush(self._queue, (loop.time() + cost * self._later, self._came, turn))
        try:
            await asyncio.wait_for(turn, PATIENCE)
        except BaseException as error:
            if turn.done() and not turn.cancelled():  # It came at the same moment.
                self._next()
            if isinstance(error, TimeoutError):
                raise Busy from None
            raise
        return True

    def _done(self, running: asyncio.Future[Result]) -> None:
        if not running.cancelled():
            running.exception()  # Whoever waited for it may be gone; then nobody takes it.
        if self._pause:
            running.get_loop().call_later(self._pause, self._next)
        else:
            self._next()

    def _next(self) -> None:
        """Give a turn that is free to the first who still waits."""
        while self._queue:
            turn = heappop(self._queue)[2]
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1

    def close(self) -> None:
        """Let the threads go when they are done."""
        self._threads.shutdown(wait=False)
