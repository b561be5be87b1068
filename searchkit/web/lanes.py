"""Which answer waits for which: a fast lane and a slow one.

Lives here: taking an answer through one or both, on their budgets, and leaving nothing
behind where it ends early. Does not live here: turns within a lane (`gate`), what a budget
gives (`budgets`).
"""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Awaitable, Callable
from typing import TypeVar

from searchkit.model.budget import within
from searchkit.model.errors import SearchkitError
from searchkit.web import memory
from searchkit.web.budgets import FAST, SLOW, Costly, FirstTry, Spending, Yielding
from searchkit.web.gate import Gate
from searchkit.web.loop import is_busy

Result = TypeVar("Result")

PAUSE = 0.05
"""Seconds between two turns of the slow lane: what is refused at once can't be asked for again
so often that others would notice."""
WAITING = 128
"""How many may wait for the slow lane."""
LATER_BY_LENGTH, LATER_BY_PLACES = 0.5e-3, 100e-9
"""Seconds by which what waits counts as having come later, for each character that is asked and
for each place that is looked at: some times what reading it and answering it take.
"""


class Lanes:
    """The answers of a process: `running` at once on the fast lane, where `waiting` more may
    wait; one at a time on the slow lane, the cheap before the costly.
    """

    def __init__(self, running: int, waiting: int) -> None:
        self.fast = Gate(running, waiting, "search", later=LATER_BY_LENGTH)
        self.slow = Gate(1, WAITING, "costly", later=LATER_BY_PLACES, pause=PAUSE)

    @property
    def inside(self) -> int:
        """How many answers are being made, or wait."""
        return self.fast.inside + self.slow.inside

    async def run(
        self,
        work: Callable[[], Result],
        length: int = 0,
        gone: Callable[[], Awaitable[bool]] | None = None,
    ) -> Result:
        """The result of `work`, which may be begun twice.

        Args:
            work: makes an answer; reads only.
            length: of what is asked: of those that wait, a short one goes before a long one,
                for it is read and found to be costly, or not, in less time.
            gone: whether nobody waits for the answer any more.

        Raises:
            Busy: there is too much to do.
            TooMuch: it has spent the budget of the slow lane.
        """
        try:
            return await self.fast.run(lambda: _on(FirstTry(FAST), work), length, gone)
        except Costly as costly:
            cost = costly.cost
        loop = asyncio.get_running_loop()
        return await self.slow.run(lambda: self._slowly(work, loop), cost, gone)

    def _slowly(self, work: Callable[[], Result], loop: asyncio.AbstractEventLoop) -> Result:
        def others() -> bool:
            return self.fast.inside > 0 or is_busy(loop)

        try:
            return _on(Yielding(SLOW, others), work)
        finally:
            memory.give_back()

    def close(self) -> None:
        """Let the threads go when they are done."""
        self.fast.close()
        self.slow.close()


def _on(budget: Spending, work: Callable[[], Result]) -> Result:
    try:
        with within(budget):
            return work()
    except Exception as error:
        # The frames of what was stopped hold all that it had found; so would the error.
        traceback.clear_frames(error.__traceback__)
        if isinstance(error, SearchkitError):
            error.__traceback__ = error.__context__ = None
        raise
