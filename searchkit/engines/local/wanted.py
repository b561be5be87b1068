"""How an answer is wanted.

Lives here: the arguments of a search that are not the query, and what they can't be. Does not
live here: the query (`searchkit.query.request`), searching (`searching`).
"""

from __future__ import annotations

from typing import NamedTuple

from searchkit.engines.local.paging import Page
from searchkit.model.arguments import COPIES, GROUP, PAGE, RELEVANCE, SORTS, GivenMeaning
from searchkit.model.errors import InvalidArgument

SNIPPETS, MOST_SNIPPETS = 2, 10
"""Of a hit, where nobody says how many, and at most."""


class Wanted(NamedTuple):
    """How an answer is wanted; `Archive.search` explains each."""

    limit: int | None = PAGE
    offset: int = 0
    sort: str = RELEVANCE
    strict: bool = False
    facets: bool = False
    snippets: bool | int = True
    explain: bool = False
    copies: str = GROUP
    meaning: GivenMeaning = False

    def check(self) -> None:
        """Refuse what can't be meant.

        Raises:
            InvalidArgument: naming the argument.
        """
        if self.sort not in SORTS:
            raise InvalidArgument(f"no sort order {self.sort!r}", expected=", ".join(SORTS))
        if self.copies not in COPIES:
            raise InvalidArgument(f"copies can't be {self.copies!r}", expected=" or ".join(COPIES))
        if self.meaning and self.sort != RELEVANCE:
            raise InvalidArgument(
                f"meaning does not go with sort {self.sort!r}", expected=RELEVANCE
            )
        if not isinstance(self.snippets, int) or not 0 <= self.snippets <= MOST_SNIPPETS:
            raise InvalidArgument(
                f"snippets can't be {self.snippets!r}",
                expected=f"True, False or 0 to {MOST_SNIPPETS}",
            )
        for name, value in (("limit", self.limit), ("offset", self.offset)):
            if value is None and name == "limit":
                continue
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                raise InvalidArgument(f"{name} can't be {value!r}", expected="0 or more")

    @property
    def most_snippets(self) -> int:
        """How many a hit has at most."""
        return SNIPPETS if self.snippets is True else int(self.snippets)

    def page(self, total: int) -> Page:
        """The part of a ranking of `total` statements that is wanted."""
        limit = total if self.limit is None else self.limit
        return Page(self.offset, limit, self.copies == GROUP)
