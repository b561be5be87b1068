"""Columns of names: which persons (or portfolios) each statement has.

Lives here: writing and reading one such column. Few distinct sets of names occur,
so a statement holds the number of its set, and counting is one `bincount` over
sets. Does not live here: who is one person (`searchkit.schema.names`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from searchkit.errors import CorruptIndex
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
        display: a name as it is to be shown; the most frequent one is.
    """
    spellings: dict[str, Counter[str]] = {}
    keyed: dict[str, str] = {}
    for listed in names:
        for name in listed:
            if name not in keyed:
                keyed[name] = key(name)
            if keyed[name]:
                spellings.setdefault(keyed[name], Counter())[display(name)] += 1
    keys = sorted(spellings)
    number = {k: i for i, k in enumerate(keys)}
    sets: dict[tuple[int, ...], int] = {(): 0}
    column_values = np.fromiter(
        (
            sets.setdefault(
                tuple(sorted({number[keyed[n]] for n in listed if keyed[n]})), len(sets)
            )
            for listed in names
        ),
        np.uint32,
        len(names),
    )
    shown = [min(spellings[k].items(), key=lambda item: (-item[1], item[0]))[0] for k in keys]
    members = [member for one in sets for member in one]
    write_strings(writer, f"{column}.key", [k.encode() for k in keys])
    write_strings(writer, f"{column}.name", [name.encode() for name in shown])
    writer.add(f"{column}.set", narrow(column_values))
    writer.add(f"{column}.set_ends", np.cumsum([len(one) for one in sets]).astype(np.uint32))
    writer.add(f"{column}.members", np.array(members, np.uint32))


def _below(numbers: Array, bound: int) -> bool:
    return not numbers.size or int(numbers.max()) < bound


class NameColumn:
    """A column of names.

    Attributes:
        keys: the key of each name, by number.
        names: how each is shown.
    """

    def __init__(self, container: Container, column: str) -> None:
        self.keys = [key.decode() for key in Strings(container, f"{column}.key")]
        self.names = [name.decode() for name in Strings(container, f"{column}.name")]
        self._sets = container.array(f"{column}.set")
        self._set_starts = starts_from_ends(container.array(f"{column}.set_ends"))
        self._members = container.array(f"{column}.members")
        starts = self._set_starts
        fits = (
            bool((starts[1:] >= starts[:-1]).all())
            and int(starts[-1]) == self._members.size
            and _below(self._members, len(self.keys))
            and _below(self._sets, starts.size - 1)
            and len(self.names) == len(self.keys)
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
        wanted[self._set_of_member[self._members == number]] = True
        return np.flatnonzero(wanted[self._sets])

    def keys_of(self, doc: int) -> list[str]:
        """The names that a statement has, by key, ascending."""
        one = int(self._sets[doc])
        members = self._members[self._set_starts[one] : self._set_starts[one + 1]]
        return [self.keys[member] for member in members.tolist()]

    def with_any(self) -> Array:
        """The statements that have a name at all, ascending (intp)."""
        return np.flatnonzero((np.diff(self._set_starts) > 0)[self._sets])

    def count(self, docs: Array) -> Array:
        """How many of `docs` have each name, by its number (int64)."""
        sets = np.bincount(self._sets[docs], minlength=self._set_starts.size - 1)
        # Weights are exact: counts are far below 2^53.
        weights = sets[self._set_of_member]
        return np.bincount(self._members, weights, len(self.keys)).astype(np.int64)
