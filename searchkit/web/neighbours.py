"""Where a statement stands among results, and what stands before and after it.

Lives here: reading the place from an address, and the two neighbours. Does not live here:
the statement's page (`reading`), pages of results (`pages`).
"""

from __future__ import annotations

from typing import NamedTuple

from searchkit.engines.protocol import Archive
from searchkit.model.errors import SearchkitError
from searchkit.web.links import Links
from searchkit.web.parameters import MAX_DEEP
from searchkit.web.state import State


class ResultPlace(NamedTuple):
    """A statement's place among results.

    Attributes:
        at: its number; the first is 1.
        total: how many statements match.
        before, after: the addresses of its neighbours.
        back: the address of its line on its page of results.
    """

    at: int
    total: int
    before: str | None
    after: str | None
    back: str


def place(archive: Archive, state: State, id: str, at: int, links: Links) -> ResultPlace | None:
    """The place of a statement; None where it is not, or no longer, at this number.

    Args:
        at: the number that the address says; 0: none.
    """
    if not at:
        return None
    first = max(1, at - 1)
    try:
        answer = archive.search(
            **state.filters,
            limit=at + 2 - first,
            offset=first - 1,
            sort=state.sort,
            strict=True,
            copies=state.copies,
            snippets=False,
        )
    except SearchkitError:  # An old link: the statement is there to read all the same.
        return None
    here = at - first
    if here >= len(answer) or answer[here].id != id:
        return None

    def neighbour(number: int) -> str | None:
        if not 0 <= number - first < len(answer) or number > MAX_DEEP:
            return None
        paged = state._replace(page=page_of(number, state))
        return links.statement(answer[number - first].id, paged, number)

    back = links.search(state._replace(page=page_of(at, state)))
    return ResultPlace(at, answer.total, neighbour(at - 1), neighbour(at + 1), f"{back}#hit-{at}")


def page_of(at: int, state: State) -> int:
    """The page of results on which a number stands."""
    return (at - 1) // state.n + 1
