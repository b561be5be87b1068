"""Columns of names: which persons (or portfolios) each statement has.

Lives here: writing and reading one such column. Few distinct sets of names occur,
so a statement holds the number of its set, and counting is one `bincount` over
sets. Does not live here: who is one person (`searchkit.schema.names`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from searchkit.model.errors import CorruptIndex
from searchkit.segment.layout import narrow, starts_from_ends
from searchkit.storage.container import REBUILD, Array, Container, ContainerWriter
from searchkit.storage.strings import Strings, write_strings


def write_names(
    writer: ContainerWriter,
    column: str,
    names: Sequence[Sequence[str]],
    key: Callable[[str], str],
    display: Callable[[str], str],
) -> None:
    """Add the sections of a column.

    Args:
        column: its name.
        names: of each statement, as written.
        key: the key that spellings of one name share; empty: no name at all.
        display: a name as it is to be shown.
    """
    written = {name for listed in names for name in listed}
    rows: dict[str, tuple[str, str]] = {name: (key(name), display(name)) for name in written}
    spellings = sorted({row for row in rows.values() if row[0]})
    keys = sorted({one for one, _ in spellings})
    number_of_key = {one: i for i, one in enumerate(keys)}
    number = {row: i for i, row in enumerate(spellings)}
    sets: dict[tuple[int, ...], int] = {(): 0}

    def set_number(listed: Sequence[str]) -> int:
        by_key: dict[str, int] = {}
        for name in listed:
            row = rows[name]
            if row[0]:
                by_key.setdefault(row[0], number[row])
        return sets.setdefault(tuple(sorted(by_key.values())), len(sets))

    column_values = np.fromiter(map(set_number, names), np.uint32, len(names))
    members = [member for one in sets for member in one]
    write_strings(writer, f"{column}.key", [one.encode() for one in keys])
    write_strings(writer, f"{column}.name", [name.encode() for _, name in spellings])
    key_numbers = [number_of_key[one] for one, _ in spellings]
    writer.add(f"{column}.name_key", np.array(key_numbers, np.uint32))
    writer.add(f"{column}.set", narrow(column_values))
    writer.add(f"{column}.set_ends", np.cumsum([len(one) for one in sets]).astype(np.uint32))
    writer.add(f"{column}.members", np.array(members, np.uint32))


def _below(numbers: Array, bound: int) -> bool:
    return not numbers.size or int(numbers.max()) < bound


class NameColumn:
    """A column of names.

    Attributes:
        keys: the key of each name, by number, sorted.
        spellings: how names are shown; a key may have several.
        key_of_spelling: (spellings) the number of each one's key.
    """

    def __init__(self, container: Container, column: str) -> None:
        self.keys = [key.decode() for key in Strings(container, f"{column}.key")]
        self.spellings = [name.decode() for name in Strings(container, f"{column}.name")]
        self.key_of_spelling = container.array(f"{column}.name_key")
        self._sets = container.array(f"{column}.set")
        self._set_starts = starts_from_ends(container.array(f"{column}.set_ends"))
        self._members = container.array(f"{column}.members")
        starts = self._set_starts
        fits = (
            bool((starts[1:] >= starts[:-1]).all())
            and int(starts[-1]) == self._members.size
            and _below(self._members, len(self.spellings))
            and _below(self._sets, starts.size - 1)
            and self.key_of_spelling.size == len(self.spellings)
            and _below(self.key_of_spelling, len(self.keys))
        )
        if not fits:
            raise CorruptIndex(
                f"is damaged in the column {column!r}",
                where=str(container.path),
                remedy=REBUILD,
            )

    @cached_property
    def _number(self) -> dict[str, int]:
        return {key: number for number, key in enumerate(self.keys)}

    @cached_property
    def _set_of_member(self) -> Array:
        """For each of `_members`, the set it stands in."""
        return np.repeat(np.arange(self._set_starts.size - 1), np.diff(self._set_starts))

    def with_key(self, key: str) -> Array:
        """The statements that have this name, ascending (intp)."""
        number = self._number.get(key)
        if number is None:
            return np.zeros(0, np.intp)
        wanted = np.zeros(self._set_starts.size - 1, bool)
        wanted[self._set_of_member[self.key_of_spelling[self._members] == number]] = True
        return np.flatnonzero(wanted[self._sets])

    def keys_of(self, doc: int) -> list[str]:
        """The names that a statement has, by key, ascending."""
        one = int(self._sets[doc])
        members = self._members[self._set_starts[one] : self._set_starts[one + 1]]
        return [self.keys[number] for number in self.key_of_spelling[members].tolist()]

    def with_any(self) -> Array:
        """The statements that have a name at all, ascending (intp)."""
        return np.flatnonzero((np.diff(self._set_starts) > 0)[self._sets])

    def names_of(self, docs: Array) -> list[tuple[str, ...]]:
        """The names of each of some statements, as they are shown."""
        ends = self._set_starts
        sets = [
            tuple(self.spellings[member] for member in self._members[ends[i] : ends[i + 1]])
            for i in range(ends.size - 1)
        ]
        return [sets[number] for number in self._sets[docs].tolist()]

    @cached_property
    def key_of_member(self) -> Array:
        """(members of all sets) the number of each one's key."""
        return self.key_of_spelling[self._members]

    def count_members(self, docs: Array | slice) -> Array:
        """(members of all sets) how many of some statements have each one's set (int64)."""
        sets = np.bincount(self._sets[docs], minlength=self._set_starts.size - 1)
        return sets[self._set_of_member]

    def count(self, docs: Array | slice) -> Array:
        """How many of some statements have each name, by the number of its key (int64)."""
        # Weights are exact: counts are far below 2^53.
        counts = np.bincount(self.key_of_member, self.count_members(docs), len(self.keys))
        return counts.astype(np.int64)

    def count_spellings(self, docs: Array | slice) -> Array:
        """How many of some statements have each spelling of a name (float64, exact)."""
        return np.bincount(self._members, self.count_members(docs), len(self.spellings))
