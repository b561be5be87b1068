"""When each name of an office was used, and by whom, told by the segments of an index.

Lives here: counting it. Does not live here: which names are one office's for it (`families`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchkit.engines.local.families import Usage, day_place, holders_of
from searchkit.kernels import periods
from searchkit.query.names import KnownNames
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array


class SegmentUsages:
    """How the names of a field of labels are used in the segments of an index.

    Args:
        segments: of the index.
        person: the names of who held them.
        field: of the labels.
    """

    def __init__(self, segments: Sequence[Segment], person: KnownNames, field: str) -> None:
        self._segments, self._field = segments, field
        self._keys = sorted(person.shown)
        # Who was renamed is one person.
        mains = {key: place for place, key in enumerate(self._keys)}
        number = {key: mains[person.main(key)] for key in person.shown}
        self._people = []
        for segment in segments:
            column = segment.names[person.field.query]
            numbers = np.array([number.get(key, -1) for key in column.keys] + [-1], np.int64)
            self._people.append(numbers[column.only()])

    def usages(self, keys: Sequence[str]) -> dict[str, Usage]:
        """See `NameUsages`."""
        found = {key: self._usage(key) for key in keys}
        return {key: one for key, one in found.items() if one is not None}

    def together(self, one: str, other: str) -> int:
        """See `NameUsages`."""
        return sum(
            np.intersect1d(
                self._dated(segment, one), self._dated(segment, other), assume_unique=True
            ).size
            for segment in self._segments
        )

    def _dated(self, segment: Segment, key: str) -> Array:
        """The statements with a name and a date."""
        docs = segment.alive(segment.names[self._field].with_key(key))
        found: Array = docs[segment.dates[docs] > 0]
        return found

    def _usage(self, key: str) -> Usage | None:
        docs = [self._dated(segment, key) for segment in self._segments]
        columns = zip(self._segments, self._people, docs, strict=True)
        parts = [(segment.dates[has].astype(np.int64), of[has]) for segment, of, has in columns]
        dates, people = (np.concatenate(column) for column in zip(*parts, strict=True))
        if not dates.size:
            return None
        months = periods.periods_of(dates, 1)
        counted: dict[int, dict[str, int]] = {}
        alone = people >= 0
        for month, person in zip(months[alone].tolist(), people[alone].tolist(), strict=True):
            of = counted.setdefault(month, {})
            of[self._keys[person]] = of.get(self._keys[person], 0) + 1
        first, last = (
            day_place(int(months[place]), int(dates[place]) % 100)
            for place in (dates.argmin(), dates.argmax())
        )
        return Usage(dates.size, holders_of(counted), first, last)
