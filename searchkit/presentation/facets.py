"""Facets: how many matches each minister, portfolio and year has.

Lives here: the counting, over all segments. Does not live here: narrowing by them
(`searchkit.matching`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import numpy as np

from searchkit.answer import Facets, FacetValue, FrozenDict
from searchkit.segment.columns import NameColumn
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array


def count_facets(found: Iterable[tuple[Segment, Array]]) -> Facets:
    """Count the matches (segment, statement numbers) of every segment."""
    parts = list(found)
    counted: dict[str, object] = {
        "minister": _names([(segment.ministers, docs) for segment, docs in parts]),
        "portfolio": _names([(segment.portfolios, docs) for segment, docs in parts]),
        "year": _years([segment.dates[docs] for segment, docs in parts]),
    }
    return cast(Facets, FrozenDict(counted))


def _names(parts: list[tuple[NameColumn, Array]]) -> tuple[FacetValue, ...]:
    counts: dict[str, int] = {}
    shown: dict[str, tuple[int, str]] = {}
    for column, docs in parts:
        numbers = column.count(docs)
        present = np.flatnonzero(numbers)
        for number, count in zip(present.tolist(), numbers[present].tolist(), strict=True):
            key = column.keys[number]
            # Segments may spell a name differently: the spelling that counts most.
            before = shown.get(key)
            if before is None or before < (count, column.names[number]):
                shown[key] = (count, column.names[number])
            counts[key] = counts.get(key, 0) + count
    rows = sorted((-count, shown[key][1]) for key, count in counts.items())
    return tuple([FacetValue(name, -count) for count, name in rows])


def _years(parts: list[Array]) -> tuple[FacetValue, ...]:
    total = np.zeros(10_000, np.int64)
    for dates in parts:
        total += np.bincount(dates // 10_000, minlength=10_000)
    total[0] = 0  # The date is unknown.
    return tuple(
        FacetValue(f"{year:04d}", int(total[year])) for year in np.flatnonzero(total).tolist()
    )
