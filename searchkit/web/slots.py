"""Downloads at once: how many, and which of them gives way.

Lives here: the slots. Does not live here: what is sent (`downloads`), turns of searches
(`gate`), the deadline of a connection whose reader does not read (`connections`).

Most downloads are small and done in a moment; a few are of everything. So half of the slots
are for small ones alone. A download whose reader has stopped reading keeps its slot only as
long as nobody else wants it.
"""

from __future__ import annotations

import asyncio
import time
from bisect import insort
from collections.abc import Callable

from searchkit.web.gate import Busy

SMALL = 1_000
"""Statements of a small download, at most."""
PATIENCE = 10.0
"""Seconds that a download waits for a slot, at most."""
STALLED = 2.0
"""Seconds for which a reader has taken nothing, after which the download gives way."""
LOOK = 0.05
"""Seconds between two looks for a free slot."""


class Slot:
    """A place among the downloads under way.

    Attributes:
        small: whether the download is.
        since: when (monotonic) its reader was last given something it has not taken; None
            where it has taken everything.
    """

    def __init__(self, small: bool, abort: Callable[[], None] | None) -> None:
        self.small = small
        self.since: float | None = None
        self._abort = abort

    def stalled(self, now: float) -> bool:
        """Whether its reader has stopped reading, and it can be broken off."""
        return self._abort is not None and self.since is not None and now - self.since > STALLED

    def give_way(self) -> None:
        """Break the download off; it leaves its slot when it has noticed."""
        if self._abort:
            self._abort()
        self._abort = None


class Slots:
    """So many downloads at once; used from the event loop alone.

    Args:
        room: how many.
        waiting: how many more may wait.
    """

    def __init__(self, room: int, waiting: int = 32) -> None:
        self._room = room
        self._large = max(1, room // 2)
        self._taken: set[Slot] = set()
        self._queue: list[tuple[int, int]] = []
        self._waiting = waiting
        self._came = 0

    @property
    def taken(self) -> int:
        """How many are under way."""
        return len(self._taken)

    async def enter(self, size: int, abort: Callable[[], None] | None = None) -> Slot:
        """A slot for a download of `size` statements; of those that wait, the smallest is
        first.

        Args:
            size: how many statements.
            abort: breaks off its connection; None: it never gives way.

        Raises:
            Busy: too many wait, or none became free in time.
        """
        if len(self._queue) >= self._waiting:
            raise Busy
        self._came += 1
        me = size, self._came
        insort(self._queue, me)
        small = size <= SMALL
        ends = time.monotonic() + PATIENCE
        try:
            while self._queue[0] != me or not self._has_room(small):
                if time.monotonic() > ends:
                    raise Busy
                self._make_room(small)
                await asyncio.sleep(LOOK)
            slot = Slot(small, abort)
            self._taken.add(slot)
            return slot
        finally:
            self._queue.remove(me)

    def leave(self, slot: Slot) -> None:
        """Give a slot back."""
        self._taken.discard(slot)

    def _has_room(self, small: bool) -> bool:
        large = sum(not one.small for one in self._taken)
        return len(self._taken) < self._room and (small or large < self._large)

    def _make_room(self, small: bool) -> None:
        """Break off the download that has stalled longest, where that helps."""
        if self._has_room(small):
            return
        now = time.monotonic()
        helps = len(self._taken) >= self._room
        stalled = [
            one for one in self._taken if one.stalled(now) and ((helps and small) or not one.small)
        ]
        if stalled:
            min(stalled, key=lambda one: one.since or now).give_way()
