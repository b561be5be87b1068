"""Facets: how many matches each minister, portfolio and year has.

Lives here: the counting, over all segments. Does not live here: narrowing by them
(`searchkit.matching`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

import numpy as np

from searchkit.answer import Facets, FacetValue, FrozenDict
from searchkit.segment.columns import NameColumn
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array


def count_facets(
    found: Iterable[tuple[Segment, Array]],
    ministers: Mapping[str, str],
    portfolios: Mapping[str, str],
) -> Facets:
    """Count the matches.

    Args:
        found: (segment, statement numbers) of every segment.
        ministers, portfolios: key -> how the name is shown.
    """
    parts = list(found)
    counted: dict[str, object] = {
        "minister": _names([(segment.ministers, docs) for segment, docs in parts], ministers),
        "portfolio": _names([(segment.portfolios, docs) for segment, docs in parts], portfolios),
        "year": _years([segment.dates[docs] for segment, docs in parts]),
    }
    return cast(Facets, FrozenDict(counted))


def _names(
    parts: list[tuple[NameColumn, Array]], shown: Mapping[str, str]
) -> tuple[FacetValue, ...]:
    counts: dict[str, int] = {}
    for column, docs in parts:
        numbers = column.count(docs)
        present = np.flatnonzero(numbers)
        for number, count in zip(present.tolist(), numbers[present].tolist(), strict=True):
            key = column.keys[number]
            counts[key] = counts.get(key, 0) + count
    rows = sorted((-count, shown[key]) for key, count in counts.items())
    return tuple([FacetValue(name, -count) for count, name in rows])


def _years(parts: list[Array]) -> tuple[FacetValue, ...]:
    total = np.zeros(10_000, np.int64)
    for dates in parts:
        total += np.bincount(dates // 10_000, minlength=10_000)
    total[0] = 0  # The date is unknown.
    return tuple(
        FacetValue(f"{year:04d}", int(total[year])) for year in np.flatnonzero(total).tolist()
    )
