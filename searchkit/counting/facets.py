"""Facets: how many matches each minister, portfolio and year has.

Lives here: the counting, over all segments. Does not live here: narrowing by them
(`searchkit.matching`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np

from searchkit.model.answer import Facets, FacetValue, FrozenDict
from searchkit.segment.columns.names import NameColumn
from searchkit.storage.container import Array


class FacetNames:
    """The names of a facet over all segments, made once for all answers.

    Args:
        columns: of each segment.
        shown: key -> how the name is shown.
    """

    def __init__(self, columns: Sequence[NameColumn], shown: Mapping[str, str]) -> None:
        self._columns = columns
        # In the order in which names of equal counts are listed.
        keys = sorted(shown, key=lambda key: (shown[key], key))
        self._names = [shown[key] for key in keys]
        number = {key: i for i, key in enumerate(keys)}
        self._number_of_member = [
            # A name that only deleted statements have is never counted.
            np.array([number.get(key, 0) for key in column.keys], np.intp)[column.key_of_member]
            for column in columns
        ]

    def count(self, found: Sequence[Array]) -> tuple[FacetValue, ...]:
        """The names that matches have, the most frequent first.

        Args:
            found: statement numbers in each segment.
        """
        total = np.zeros(len(self._names))
        for column, numbers, docs in zip(self._columns, self._number_of_member, found, strict=True):
            total += np.bincount(numbers, column.count_members(docs), total.size)
        present = total.nonzero()[0]
        present = present[np.argsort(-total[present], kind="stable")]
        names = [self._names[number] for number in present.tolist()]
        return tuple(map(FacetValue, names, total[present].astype(np.int64).tolist()))


def count_years(years: Sequence[Array]) -> tuple[FacetValue, ...]:
    """The years of matches, the first of them first; `years` of those in each segment, 0:
    the date is unknown.
    """
    total = np.bincount(years[0] if len(years) == 1 else np.concatenate([*years, _NONE]))
    present = total.nonzero()[0].tolist()
    return tuple([FacetValue(f"{year:04d}", int(total[year])) for year in present if year])


_NONE = np.zeros(0, np.uint16)


def count_facets(
    ministers: FacetNames, portfolios: FacetNames, years: Sequence[Array], found: Sequence[Array]
) -> Facets:
    """Count the matches.

    Args:
        ministers, portfolios: the names there are.
        years: of all statements of each segment.
        found: statement numbers in each segment.
    """
    counted: dict[str, object] = {
        "minister": ministers.count(found),
        "portfolio": portfolios.count(found),
        "year": count_years([of[docs] for of, docs in zip(years, found, strict=True)]),
    }
    return cast(Facets, FrozenDict(counted))
