"""How much work one query may cause in a segment.

Lives here: counting it, the bound that holds everywhere, and the refusal. Does not live
here: what a query will cost (`costs`), bounds on its length and brackets
(`searchkit.query.limits`), a budget of time and memory, which only some callers have
(`searchkit.model.budget`).

Most queries cost next to nothing. A few are expensive: those in which many wildcards, typing
errors or near words each touch a large part of all words. What they cost at least is known
before any work begins, so nearly all of those that are too much are refused at once. Before
each step its own cost is known, so what remains is never cut off in the middle of a step.
"""

from __future__ import annotations

from searchkit.model import budget
from searchkit.model.errors import QueryTooBroad

LEAST = 36_000_000
"""Places that any query may look at: about a second of work, at the times given at `SCAN`."""
ROUNDS = 2
"""In a large segment, a query may look at each word this many times instead."""
SCAN = 20
"""The cost, in places, of comparing a pattern with one word of the dictionary: half a
microsecond, against 25 to 35 ns for a position that is read, sorted and counted. To retune,
time `*e* OR *a*` against `a*`."""
CALL = 2_000
"""The cost, in places, of any look-up, however few positions it finds."""
SIZE, SPARE = 8, 6_000_000
"""Bytes that a step takes for each position that it reads and sorts, and besides."""


class Work:
    """What one query has done in a segment."""

    __slots__ = ("done", "limit")

    def __init__(self, words: int) -> None:
        """`words`: of the segment."""
        self.done = 0
        self.limit = max(LEAST, ROUNDS * words)

    def foresee(self, count: int) -> None:
        """Look ahead at the cost, in places, of all that the query will do at least.

        Raises:
            QueryTooBroad: it is more than the query may do.
        """
        if self.done + count > self.limit:
            raise QueryTooBroad(
                "the wildcards, typing errors and near words of this query stand for too much",
                expected=f"at most {self.limit:,} places to look at",
                remedy="Take fewer of them, longer beginnings or rarer words",
            )

    def add(self, count: int, size: int | None = None) -> None:
        """Count the cost, in places, of work about to be done.

        Args:
            count: the places.
            size: bytes that it takes meanwhile; None: the usual for so many places.

        Raises:
            QueryTooBroad: with it, the query would do more than it may.
        """
        self.foresee(count + CALL)
        self.done += count + CALL
        budget.need(SIZE * count if size is None else size)
