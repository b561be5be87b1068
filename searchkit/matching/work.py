"""How much work one query may make in a segment.

Lives here: counting it, and the refusal. Does not live here: bounds on a query's length and
brackets (`searchkit.query.limits`).

Most queries cost next to nothing. The others are those in which many wildcards, typing
errors or near words each touch a large part of all words. How much that is, is known before
it is done, so they are refused at once rather than cut off.
"""

from __future__ import annotations

from searchkit.model.errors import QueryTooBroad

LEAST = 36_000_000
"""Places that any query may look at: about a second of work."""
ROUNDS = 2
"""In a large segment a query may look at each of its words this many times instead."""
SCAN = 20
"""What comparing a pattern with one word of the dictionary counts, in places: half a
microsecond, where a position that is read, sorted and counted takes 25 to 35 ns. Measure
both (`*e* OR *a*` beside `a*`) to set it anew."""
CALL = 2_000
"""What looking at even the fewest positions counts."""


class Work:
    """What one query has done in a segment."""

    __slots__ = ("done", "limit")

    def __init__(self, words: int) -> None:
        """Takes the number of words of the segment."""
        self.done = 0
        self.limit = max(LEAST, ROUNDS * words)

    def add(self, count: int) -> None:
        """Count work that is about to be done.

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
