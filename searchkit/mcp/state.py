"""The index that is served, and what one answer from it may take.

Lives here: following an open index to its newest state, and the limit of an answer. Does not live
here: opening an index (`searchkit.engines.opening`), what is asked of it (`asking`, `reading`,
`words`, `speech`).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from searchkit.engines.protocol import Archive
from searchkit.model import budget
from searchkit.model.errors import SearchkitError

SECONDS, SIZE = 30, 1_000_000_000
"""What an answer may take: seconds, and bytes at once."""
Found = TypeVar("Found")


class AnswerTooLong(SearchkitError):
    """An answer has taken what one may take, and is given up."""


class FollowedIndex:
    """An index, always in its newest state. Threads may share it.

    Args:
        archive: open. It is never closed: answers in flight may need it.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._lock = threading.Lock()

    def ask(self, question: Callable[[Archive], Found]) -> Found:
        """The answer to a question, all of it from one state.

        Raises:
            AnswerTooLong: it takes too long, or too much memory.
            SearchkitError: whatever the question raises; the newest state can't be opened.
        """
        with budget.within(_Limit()):
            return question(self.newest())

    def newest(self) -> Archive:
        """The newest state.

        Raises:
            SearchkitError: there is no index any more, or none that could be opened.
        """
        with self._lock:
            if self._archive.latest() != self._archive.stamp:
                self._archive = self._archive.newer() or self._archive
            return self._archive


class _Limit:
    """The budget of an answer (`searchkit.model.budget.AnswerBudget`)."""

    def __init__(self) -> None:
        self._ends = time.monotonic() + SECONDS
        self._held = 0

    def expect(self, cost: int) -> None:
        """What a query costs is bounded by the time it takes."""
        self.check()

    def need(self, size: int) -> None:
        """Stop before a step that takes too much memory."""
        if self._held + size > SIZE:
            self._stop("takes too much memory", f"at most {SIZE // 1_000_000:,} MB")
        self.check()

    def hold(self, size: int) -> None:
        """Count memory that is kept."""
        self.need(size)
        self._held += size

    def check(self) -> None:
        """Stop what takes too long."""
        if time.monotonic() > self._ends:
            self._stop("takes too long", f"at most {SECONDS} seconds")

    def _stop(self, what: str, expected: str) -> None:
        raise AnswerTooLong(
            f"this question {what}",
            expected=expected,
            remedy="Narrow it by since, until or a name, or take rarer words",
        )
