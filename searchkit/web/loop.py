"""The event loop, and whether it has anything to do.

Lives here: asyncio's own loop, which tells that. Does not live here: who asks (`lanes`).

Each read and write of the loop lets go of Python's lock, and it gets the lock back only when
a thread that searches is through with its step. Hundreds of connections that send a byte now
and then would take seconds. So such threads wait while the loop is busy.
"""

from __future__ import annotations

import asyncio
import selectors


class _Selector(selectors.DefaultSelector):
    """Notes whether it is being waited in."""

    idle = False

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Wait for something to be ready."""
        self.idle = timeout is None or timeout > 0
        try:
            found: list[tuple[selectors.SelectorKey, int]] = super().select(timeout)
        finally:
            self.idle = False
        return found


class Loop(asyncio.SelectorEventLoop):
    """An event loop that can say whether it waits."""

    def __init__(self) -> None:
        self._own = _Selector()
        super().__init__(self._own)

    @property
    def idle(self) -> bool:
        """Whether it waits for something to happen; may be asked from any thread."""
        return self._own.idle


def is_busy(loop: asyncio.AbstractEventLoop) -> bool:
    """Whether a loop has something to do, as far as can be told."""
    return isinstance(loop, Loop) and not loop.idle
