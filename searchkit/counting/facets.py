"""Facets: how many matches each name of a field, and each year, has.

Lives here: the counting, over all segments. Does not live here: narrowing by them
(`searchkit.matching`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat

import numpy as np

from searchkit.model.facets import Facets, FacetValue
from searchkit.segment.columns.names import NameColumn
from searchkit.storage.container import Array

YEAR = "year"
"""The name of the facet of years."""


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

    def count(self, matches: Sequence[Array]) -> tuple[FacetValue, ...]:
        """The names that matches have, the most frequent first.

        Args:
            matches: statement numbers in each segment.
        """
        total = np.zeros(len(self._names))
        rows = zip(self._columns, self._number_of_member, matches, strict=True)
        for column, numbers, docs in rows:
            total += np.bincount(numbers, column.count_members(docs), total.size)
        present = total.nonzero()[0]
        present = present[np.argsort(-total[present], kind="stable")]
        names = map(self._names.__getitem__, present.tolist())
        return _listed(zip(names, total[present].astype(np.int64).tolist(), strict=True))


def count_years(years: Sequence[Array]) -> tuple[FacetValue, ...]:
    """The years of matches, the earliest first.

    Args:
        years: of the matches in each segment; 0 if the day is unknown.
    """
    total = np.bincount(years[0] if len(years) == 1 else np.concatenate([*years, _NONE]))
    present = total.nonzero()[0]
    counts = total[present].tolist()
    rows = zip(present.tolist(), counts, strict=True)
    return _listed((f"{year:04d}", count) for year, count in rows if year)


def _listed(rows: Iterable[tuple[str, int]]) -> tuple[FacetValue, ...]:
    """Values of a facet. There are hundreds, and what a `NamedTuple` is called by takes three
    times as long as what it is made by.
    """
    return tuple(map(tuple.__new__, repeat(FacetValue), rows))


_NONE = np.zeros(0, np.uint16)


def count_facets(
    names: Mapping[str, FacetNames], years: Sequence[Array], matches: Sequence[Array]
) -> Facets:
    """Count the matches.

    Args:
        names: by field, the names there are.
        years: of all statements of each segment.
        matches: statement numbers in each segment.
    """
    counted = {field: known.count(matches) for field, known in names.items()}
    counted[YEAR] = count_years([of[docs] for of, docs in zip(years, matches, strict=True)])
    return Facets(counted)
