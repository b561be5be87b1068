"""What one answer of the server may take: places to look at, time, memory.

Lives here: the budgets of the two lanes, and what ends an answer that has spent its own.
Does not live here: what the steps of an answer tell a budget (`searchkit.model.budget`),
which answer waits for which (`lanes`).

An answer begins on the small budget of the fast lane. What its queries will cost is told
before they are matched; where that is more than the lane gives, or where it takes longer all
the same, it is begun again on the slow lane, whose budget is all that anybody gets.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

from searchkit.model.errors import SearchkitError


class Allowance(NamedTuple):
    """What an answer may take.

    Attributes:
        places: to look at, as told beforehand; 25 to 35 ns each.
        seconds: from beginning to end.
        busy: seconds of a processor.
        size: bytes besides what the process holds anyway.
    """

    places: int
    seconds: float
    busy: float
    size: int


FAST = Allowance(places=2_000_000, seconds=2.0, busy=0.25, size=6_000_000)
SLOW = Allowance(places=45_000_000, seconds=6.0, busy=6.0, size=18_000_000)


SHARE, WAIT = 0.005, 0.03
"""Seconds: see `Yielding`."""


class TooMuch(SearchkitError):
    """An answer has spent its budget: what was done of it is thrown away."""


class Costly(SearchkitError):
    """An answer belongs on the slow lane; `cost`: in places, as far as it is known.

    No client sees it. It is one of our errors because any other, raised while an index is
    read, would have the whole index checked for damage.
    """

    def __init__(self, cost: int) -> None:
        super().__init__("this query is a costly one")
        self.cost = cost


class Spending:
    """A budget (`searchkit.model.budget.AnswerBudget`), and what an answer has spent of it."""

    def __init__(self, allowance: Allowance) -> None:
        self._allowance = allowance
        self._ends = time.monotonic() + allowance.seconds
        self._rests = time.thread_time() + allowance.busy
        self._held = 0
        self.cost = 0

    def expect(self, cost: int) -> None:
        """Refuse a query that will cost too much, before it is begun."""
        self.cost += cost
        if self.cost > self._allowance.places:
            self._spent(
                f"this query asks to look at about {self.cost:,} places",
                f"at most {self._allowance.places:,} here",
            )

    def need(self, size: int) -> None:
        """Stop before a step that takes too much memory."""
        if self._held + size > self._allowance.size:
            self._spent(
                f"this query takes about {(self._held + size) // 1_000_000:,} MB of memory",
                f"at most {self._allowance.size // 1_000_000:,} here",
            )
        self.check()

    def hold(self, size: int) -> None:
        """Count memory that is kept."""
        self.need(size)
        self._held += size

    def check(self) -> None:
        """Stop what takes too long."""
        if time.monotonic() > self._ends or time.thread_time() > self._rests:
            self._spent(
                "this query takes too long",
                f"at most {self._allowance.seconds:.0f} seconds here",
            )

    def _spent(self, what: str, expected: str) -> None:
        raise TooMuch(
            what,
            expected=expected,
            remedy="Take fewer wildcards, longer beginnings or rarer words",
        )


class Yielding(Spending):
    """The budget of the slow lane, and good manners: between two steps it lets those go first
    who are on the fast one.

    Python threads take turns too seldom to share a processor well: a step in NumPy is not
    interrupted. So whoever has done `SHARE` seconds of work waits until nobody else has any to
    do, or `WAIT` seconds.
    """

    def __init__(self, allowance: Allowance, others: Callable[[], bool]) -> None:
        super().__init__(allowance)
        self._others = others
        self._since = time.monotonic()

    def check(self) -> None:
        """Let others go first, and stop what takes too long."""
        began = time.monotonic()
        if began - self._since > SHARE and self._others():
            while self._others() and time.monotonic() - began < WAIT:
                time.sleep(0.001)
            self._since = time.monotonic()
            self._ends += self._since - began
        super().check()


class FirstTry(Spending):
    """The budget of the fast lane: what spends it is begun again on the slow one."""

    def _spent(self, what: str, expected: str) -> None:
        raise Costly(self.cost)
