"""Portfolios that are one office under several names.

Lives here: which they are, by their names and by who held them when, and by the table of the
profile. Does not live here: how an index tells when a name was used (`name_usages`), who held an
office when (`offices`), what the table says (`searchkit.profiles`).

Two names that begin with the same telling word are one office where hardly any statement names
both and where, month by month, the same person speaks for both; or where the one begins as the
other ends. A name in the profile's table follows the table alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple, Protocol

from searchkit.query.names import KnownNames
from searchkit.schema.analysis import stem_all

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


class Usage(NamedTuple):
    """When a name is used, and by whom, by its statements with a date.

    Attributes:
        statements: how many they are.
        holders: of each month, the person with most statements that name nobody else; of equals
            the first by key.
        first, last: days of the first and the last, as `day_place` numbers them.
    """

    statements: int
    holders: Mapping[int, str]
    first: int
    last: int


class NameUsages(Protocol):
    """What an engine tells of how the names of a field of labels are used."""

    def usages(self, keys: Sequence[str]) -> Mapping[str, Usage]:
        """The usage of each name; those without a dated statement may be left out."""

    def together(self, one: str, other: str) -> int:
        """How many statements with a date have both names."""


def day_place(month: int, day: int) -> int:
    """A day's number, near enough to tell how far two are apart.

    Args:
        month: numbered on over the years.
        day: of the month.
    """
    return month * 30 + day


def holders_of(counted: Mapping[int, Mapping[str, int]]) -> dict[int, str]:
    """The holder of each month, by how many statements each person has in it."""
    return {month: min(of, key=lambda one: (-of[one], one)) for month, of in counted.items()}


def families(label: KnownNames, used: NameUsages) -> Families:
    """The families of the names of a field of labels.

    Args:
        label: those names.
        used: how they are used.
    """
    told = {key for group in _table(label) for key in group}
    groups = [tuple(key for key in group if key in label.shown) for group in _table(label)]
    alike = _alike(label, told)
    usages = used.usages([key for names in alike for key in names])
    for names in alike:
        joined: dict[str, set[str]] = {}
        often = [key for key in names if key in usages and usages[key].statements >= LEAST]
        for one, other in combinations(often, 2):
            least = min(usages[one].statements, usages[other].statements)
            if used.together(one, other) > TOGETHER * least:
                continue
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


def _is_one(one: Usage, other: Usage) -> bool:
    """Whether two names that hardly any statement has together are one office's."""
    months = one.holders.keys() & other.holders.keys()
    if len(months) >= MONTHS:
        same = sum(one.holders[month] == other.holders[month] for month in months)
        return same >= SAME * len(months)
    before, after = sorted((one, other), key=lambda usage: usage.last)
    return abs(after.first - before.last) <= GAP
