"""Portfolios that are one office under several names.

Lives here: which they are, by their names and by who held them when, and by the table of the
profile. Does not live here: who held an office when (`offices`), what the table says
(`searchkit.profiles`).

Two names that begin with the same telling word are one office where hardly any statement names
both and where, month by month, the same person speaks for both; or where the one begins as the
other ends. A name in the profile's table follows the table alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import combinations

import numpy as np

from searchkit.kernels import periods
from searchkit.query.names import KnownNames
from searchkit.schema.analysis import stem_all
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array

LEAST = 10
"""Statements that a name must have to be told by who held it."""
TOGETHER = 0.02
"""Of the statements of the rarer name, how many may have the other as well."""
MONTHS = 3
"""With fewer months in common, one name must follow the other."""
SAME = 0.75
"""Of the months in common, in how many the same person must speak for both."""
GAP = 200
"""Days between the last statement of a name and the first of the one that follows: an election,
the making of a government, and a summer."""
_OTHER_HOLDERS = frozenset(["associate", "acting", "deputy", "assistant", "under"])
"""Words of names of those who stand beside the holder of an office."""
_LINKING = frozenset(["minister", "for", "of", "the", "and"])


class Families:
    """The names of offices by family.

    Args:
        groups: keys of one office each.
    """

    def __init__(self, groups: Iterable[Sequence[str]]) -> None:
        self._of = {key: tuple(sorted(one)) for one in groups for key in one}

    def of(self, key: str) -> tuple[str, ...]:
        """The keys of the family of one, it among them, ascending."""
        return self._of.get(key, (key,))


class _Usage:
    """When a name is used, and by whom.

    Attributes:
        docs: (statements) numbers that no other statement of the index has.
        days: (statements) as `date.toordinal` numbers them.
        months: (statements) the number of the month.
        people: (statements) the number of the only person; negative: there is not just one.
    """

    def __init__(self, docs: Array, dates: Array, people: Array) -> None:
        dated = dates > 0
        self.docs, self.people = docs[dated], people[dated]
        self.months = periods.periods_of(dates[dated], 1)
        self.days = self.months * 30 + dates[dated] % 100

    @cached_property
    def holders(self) -> Mapping[int, int]:
        """Of each month, the person with most statements; of equals the first by number."""
        counted: dict[int, dict[int, int]] = {}
        alone = self.people >= 0
        pairs = zip(self.months[alone].tolist(), self.people[alone].tolist(), strict=True)
        for month, person in pairs:
            of = counted.setdefault(month, {})
            of[person] = of.get(person, 0) + 1
        return {month: min(of, key=lambda one: (-of[one], one)) for month, of in counted.items()}


def families(segments: Sequence[Segment], person: KnownNames, label: KnownNames) -> Families:
    """The families of the names of a field of labels.

    Args:
        person: the names of who held them.
        label: those names.
    """
    told = {key for group in _table(label) for key in group}
    groups = [tuple(key for key in group if key in label.shown) for group in _table(label)]
    holders = _Holders(segments, person)
    for names in _alike(label, told):
        joined: dict[str, set[str]] = {}
        usages = {key: holders.usage(label.field.query, key) for key in names}
        often = [key for key, usage in usages.items() if usage.docs.size >= LEAST]
        for one, other in combinations(often, 2):
            if _is_one(usages[one], usages[other]):
                both = joined.get(one, {one}) | joined.get(other, {other})
                joined.update(dict.fromkeys(both, both))
        groups += sorted({tuple(sorted(group)) for group in joined.values()})
    return Families(group for group in groups if len(group) > 1)


def _table(label: KnownNames) -> list[list[str]]:
    """The keys that the profile says to be of one office each."""
    profile, key = label.field.profile, label.field.how.key
    return [[key(name) for name in names] for names in profile.same_offices]


def _alike(label: KnownNames, told: set[str]) -> list[list[str]]:
    """The names that begin with the same telling word, stemmed; those of `told` are left out."""
    first = {}
    for key in sorted(label.shown):
        words = [word for word in key.split() if word not in _LINKING]
        if words and key not in told and not _OTHER_HOLDERS & set(words):
            first[key] = words[0]
    found: dict[str, list[str]] = {}
    for key, stem in zip(first, stem_all(list(first.values())), strict=True):
        found.setdefault(stem, []).append(key)
    return [keys for keys in found.values() if len(keys) > 1]


class _Holders:
    """The one person whom each statement names, over all segments."""

    def __init__(self, segments: Sequence[Segment], person: KnownNames) -> None:
        self._segments = segments
        # Who was renamed is one person; of equals the first by name counts.
        mains = {key: place for place, key in enumerate(sorted(person.shown))}
        number = {key: mains[person.main(key)] for key in person.shown}
        self._people = []
        for segment in segments:
            column = segment.names[person.field.query]
            numbers = np.array([number.get(key, -1) for key in column.keys] + [-1], np.int64)
            self._people.append(numbers[column.only()])

    def usage(self, field: str, key: str) -> _Usage:
        """That of a label."""
        docs, dates, people = [], [], []
        begin = 0
        for segment, person in zip(self._segments, self._people, strict=True):
            has = segment.alive(segment.names[field].with_key(key))
            docs.append(has + begin)
            dates.append(segment.dates[has].astype(np.int64))
            people.append(person[has])
            begin += len(segment)
        return _Usage(np.concatenate(docs), np.concatenate(dates), np.concatenate(people))


def _is_one(one: _Usage, other: _Usage) -> bool:
    """Whether two names are one office's."""
    both = np.intersect1d(one.docs, other.docs, assume_unique=True).size
    if both > TOGETHER * min(one.docs.size, other.docs.size):
        return False
    months = one.holders.keys() & other.holders.keys()
    if len(months) >= MONTHS:
        same = sum(one.holders[month] == other.holders[month] for month in months)
        return same >= SAME * len(months)
    before, after = sorted((one, other), key=lambda usage: int(usage.days.max()))
    return abs(int(after.days.min()) - int(before.days.max())) <= GAP
