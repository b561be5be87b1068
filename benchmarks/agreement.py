"""Does one index answer as another does: statements, totals, facets, and how alike the order?

Lives here: comparing two open archives of the same statements, query by query. Does not live here:
the queries (`queries`), timing them (`answers`).
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from typing import NamedTuple

import searchkit
from benchmarks.query import BenchQuery
from searchkit import QueryTooBroad, UnsupportedQuery

TOP = 10


class Agreement(NamedTuple):
    """
    What two archives say to the same queries.

    Attributes:
        queries: how many both have answered.
        refused: what one of them has refused, with its reason.
        other_sets, other_totals, other_facets: the queries to which they differ.
        overlap: of the queries with words that find something, the share of the first ten that
            both have.
        same_first: the share of them that both answer with the same statement first.
    """

    queries: int
    refused: list[tuple[str, str]]
    other_sets: list[str]
    other_totals: list[str]
    other_facets: list[str]
    overlap: float
    same_first: float

    @property
    def equal(self) -> bool:
        """Whether sets, totals and facets are."""
        return not (self.other_sets or self.other_totals or self.other_facets)


def agreement(
    ours: searchkit.Archive,
    theirs: searchkit.Archive,
    queries: Sequence[BenchQuery],
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Agreement:
    """Ask both archives all queries."""
    refused: list[tuple[str, str]] = []
    sets: list[str] = []
    totals: list[str] = []
    facets: list[str] = []
    overlaps: list[float] = []
    firsts: list[bool] = []
    for number, query in enumerate(queries):
        text = query.searchkit
        try:
            found = theirs.digests(text).keys()
        except (UnsupportedQuery, QueryTooBroad) as error:
            refused.append((text, str(error)))
            continue
        if found != ours.digests(text).keys():
            sets.append(text)
        one, other = (archive.facets(text) for archive in (ours, theirs))
        if not one.total == other.total == len(found):
            totals.append(text)
        if one.facets != other.facets:
            facets.append(text)
        pages = [
            [hit.id for hit in archive.search(text, limit=TOP, strict=True, snippets=False)]
            for archive in (ours, theirs)
        ]
        if pages[0]:
            overlaps.append(len(set(pages[0]) & set(pages[1])) / len(pages[0]))
            firsts.append(pages[0][:1] == pages[1][:1])
        progress(number + 1, len(queries))
    return Agreement(
        len(queries) - len(refused),
        refused,
        sets,
        totals,
        facets,
        statistics.fmean(overlaps) if overlaps else float("nan"),
        statistics.fmean(firsts) if firsts else float("nan"),
    )
