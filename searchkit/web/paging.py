"""Links from page to page.

Lives here: which pages a pager offers. Does not live here: how many there are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

PAGES_AROUND = 2


class Link(NamedTuple):
    """A link in a row of links; `current`: it leads to what is shown."""

    text: str
    url: str
    current: bool = False


class Pager(NamedTuple):
    """Links to other pages; None for the gaps between their numbers."""

    before: str | None
    after: str | None
    numbers: list[Link | None]


def pager(page: int, pages: int, url: Callable[[int], str]) -> Pager | None:
    """The first and the last page, and those around the one that is shown; None where there
    is but one.
    """
    if pages <= 1 and page == 1:
        return None
    near = range(page - PAGES_AROUND, page + PAGES_AROUND + 1)
    wanted = sorted({1, pages, *near} & set(range(1, pages + 1)))
    numbers: list[Link | None] = []
    for number in wanted:
        if numbers and number > wanted[wanted.index(number) - 1] + 1:
            numbers.append(None)
        numbers.append(Link(str(number), url(number), number == page))
    return Pager(
        url(min(page - 1, pages)) if page > 1 else None,
        url(page + 1) if page < pages else None,
        numbers,
    )
