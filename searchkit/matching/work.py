"""How much work one query may cause in a segment.

Lives here: counting it, and the refusal. Does not live here: bounds on a query's length and
brackets (`searchkit.query.limits`).

Most queries cost next to nothing. A few are expensive: those in which many wildcards, typing
errors or near words each touch a large part of all words. Their cost is known before the work
begins, so they are refused at once rather than cut off.
"""

from __future__ import annotations

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


class Work:
    """What one query has done in a segment."""

    __slots__ = ("done", "limit")

    def __init__(self, words: int) -> None:
        """`words`: of the segment."""
        self.done = 0
        self.limit = max(LEAST, ROUNDS * words)

    def add(self, count: int) -> None:
        """Count the cost, in places, of work about to be done.

        Raises:
            QueryTooBroad: with it, the query would do more than it may.
        """
        self.done += count + CALL
        if self.done > self.limit:
            raise QueryTooBroad(
                "the wildcards, typing errors and near words of this query stand for too much",
                expected=f"at most {self.limit:,} places to look at",
                remedy="Take fewer of them, longer beginnings or rarer words",
            )
