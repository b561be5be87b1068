"""A page of a ranking, statements of equal text made one entry.

Lives here: which statements are the entries of a page. Does not live here: ranking them
(`searchkit.ranking.order`), what is shown of them (`hits`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from searchkit.kernels import sets
from searchkit.model.address import Address
from searchkit.ranking.order import Ranked
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array

SPARE = 8
"""Statements that are ranked beyond the page at first, in case some are copies."""


class Group(NamedTuple):
    """A ranked statement, and those of equal text that match too."""

    first: Ranked
    others: tuple[Address, ...] = ()


class Page(NamedTuple):
    """Which part of a ranking.

    Attributes:
        offset: entries before it.
        limit: entries on it at most.
        group_copies: whether statements of equal text are one entry.
    """

    offset: int
    limit: int
    group_copies: bool


def groups_of(
    segments: Sequence[Segment],
    matches: Sequence[Array],
    ranked: Callable[[int], list[Ranked]],
    page: Page,
) -> list[Group]:
    """The entries of a page.

    Args:
        segments: of the index.
        matches: the statements of each that match, ascending.
        ranked: gives the first n statements of the ranking.
        page: which.
    """
    wanted = page.offset + page.limit
    if not page.group_copies:
        return [Group(one) for one in ranked(wanted)[page.offset :]]
    total = sum(docs.size for docs in matches)
    count = wanted + SPARE
    # Of a view of memory, an item is a Python integer at once.
    digests = [segment.copy_digests.data for segment in segments]
    while True:
        firsts: list[Ranked] = []
        seen: set[int] = set()
        for one in ranked(count):
            digest = digests[one.segment][one.statement]
            if digest and digest in seen:
                continue
            seen.add(digest)
            firsts.append(one)
        if len(firsts) >= wanted or count >= total:
            break
        count *= 2
    return [_with_copies(segments, matches, one) for one in firsts[page.offset : wanted]]


def _with_copies(segments: Sequence[Segment], matches: Sequence[Array], first: Ranked) -> Group:
    digest = int(segments[first.segment].copy_digests[first.statement])
    if not digest:
        return Group(first)
    others = []
    for number, segment in enumerate(segments):
        for statement in segment.copies(digest):
            # Nearly always it is the statement itself.
            if statement == first.statement and number == first.segment:
                continue
            if sets.index_of(matches[number], statement) >= 0:
                others.append(Address(number, statement))
    return Group(first, tuple(others))
