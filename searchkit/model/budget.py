"""What one answer may take, where whoever asked for it sets a limit.

Lives here: `AnswerBudget`, setting one for a block of code (`within`), and what the steps of an
answer tell it. Does not live here: a limit of anybody's (`searchkit.web.budgets`), the
bound on the work of a query that holds everywhere (`searchkit.matching.work`).

Where no budget is set, all of this does nothing: what the library and the commands answer
depends on no clock. A budget belongs to the thread that set it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Protocol

    class AnswerBudget(Protocol):
        """Watches over one answer. Any method may raise, and so end it."""

        def expect(self, cost: int) -> None:
            """A query of this cost (in places: `searchkit.matching.work`) is about to be
            matched.
            """
            ...

        def need(self, size: int) -> None:
            """The next step takes about `size` bytes, and gives them back."""
            ...

        def hold(self, size: int) -> None:
            """The answer keeps `size` more bytes until it is complete."""
            ...

        def check(self) -> None:
            """Another step is done."""
            ...


_current: ContextVar[AnswerBudget | None] = ContextVar("budget", default=None)


@contextmanager
def within(budget: AnswerBudget) -> Iterator[None]:
    """Let a budget watch over what this thread does in a `with` block."""
    token = _current.set(budget)
    try:
        yield
    finally:
        _current.reset(token)


def is_set() -> bool:
    """Whether a budget watches over this thread."""
    return _current.get() is not None


def expect(cost: int) -> None:
    """See `AnswerBudget.expect`."""
    if budget := _current.get():
        budget.expect(cost)


def need(size: int) -> None:
    """See `AnswerBudget.need`."""
    if budget := _current.get():
        budget.need(size)


def hold(size: int) -> None:
    """See `AnswerBudget.hold`."""
    if budget := _current.get():
        budget.hold(size)


def check() -> None:
    """See `AnswerBudget.check`."""
    if budget := _current.get():
        budget.check()
