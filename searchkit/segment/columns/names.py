"""Columns of names: which names each statement has in a field.

Lives here: the format in prose, writing and reading such a column, its checks. Does not live
here: when two names are one (`searchkit.schema.names`), what a statement has in a field
(`searchkit.schema.values`).

A field that queries call Q has the sections `Q.…`:

- `Q.key`: the keys of all names, sorted; spellings of one name share a key;
- `Q.name`: the spellings as they are shown, sorted by (key, spelling);
- `Q.name_key`: the number of the key of each spelling;
- `Q.set`: for each statement, the number of its set of spellings, one for each name;
- `Q.members`: the spellings of all sets, set by set, and `Q.set_ends`, where each set ends.

Far fewer sets occur than statements, so a facet is one `bincount` of the numbers of sets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from searchkit.kernels.arrays import Docs, narrow
from searchkit.model.errors import CorruptIndex
from searchkit.schema.fields import Names
from searchkit.schema.names import NameKind
from searchkit.segment.arrays import starts_from_ends
from searchkit.segment.checks import ascends, need
from searchkit.segment.section import NARROW, U4, Section, per_statement, strings
from searchkit.storage.container import REBUILD, Array, Container, ContainerWriter
from searchkit.storage.strings import BYTES, Strings, write_strings

KEY, NAME, NAME_KEY = ".key", ".name", ".name_key"
SET, SET_ENDS, MEMBERS = ".set", ".set_ends", ".members"
"""What the sections of a column are called, after its name."""


def sections(field: Names) -> tuple[Section, ...]:
    """The sections of a column."""
    column = field.query
    return (
        *strings(column + KEY),
        *strings(column + NAME),
        Section(column + NAME_KEY, U4),
        Section(column + SET, NARROW, per_statement),
        Section(column + SET_ENDS, U4),
        Section(column + MEMBERS, U4),
    )


def kind_of(field: Names) -> NameKind:
    """How the names of a field are compared and shown."""
    return field.how


def write_names(writer: ContainerWriter, field: Names, names: Sequence[Sequence[str]]) -> None:
    """Add the column of a field.

    Args:
        writer: of the segment.
        field: which.
        names: of each statement, as written.
    """
    kind, column = kind_of(field), field.query
    written = {name for listed in names for name in listed}
    rows = {name: (kind.key(name), kind.shown(name)) for name in written}
    spellings = sorted({row for row in rows.values() if row[0]})
    keys = sorted({key for key, _ in spellings})
    number_of_key = {key: i for i, key in enumerate(keys)}
    number = {row: i for i, row in enumerate(spellings)}
    sets: dict[tuple[int, ...], int] = {(): 0}

    def set_number(listed: Sequence[str]) -> int:
        by_key: dict[str, int] = {}
        for name in listed:
            row = rows[name]
            if row[0]:
                by_key.setdefault(row[0], number[row])
        return sets.setdefault(tuple(sorted(by_key.values())), len(sets))

    numbers = np.fromiter(map(set_number, names), np.uint32, len(names))
    members = [member for one in sets for member in one]
    write_strings(writer, column + KEY, [key.encode() for key in keys])
    write_strings(writer, column + NAME, [name.encode() for _, name in spellings])
    key_numbers = [number_of_key[key] for key, _ in spellings]
    writer.add(column + NAME_KEY, np.array(key_numbers, np.uint32))
    writer.add(column + SET, narrow(numbers))
    writer.add(column + SET_ENDS, np.cumsum([len(one) for one in sets]).astype(np.uint32))
    writer.add(column + MEMBERS, np.array(members, np.uint32))


def _below(numbers: Array, bound: int) -> bool:
    return not numbers.size or int(numbers.max()) < bound


class NameColumn:
    """A column of names of an open segment.

    Attributes:
        keys: the key of each name, by number, sorted.
        spellings: how names are shown; a key may have several.
        key_of_spelling: (spellings) the number of each one's key.

    Raises:
        CorruptIndex: the numbers in its sections do not fit one another.
    """

    def __init__(self, container: Container, field: Names) -> None:
        self._container, self._column = container, field.query
        self.keys = [key.decode() for key in Strings(container, self._column + KEY)]
        self.spellings = [name.decode() for name in Strings(container, self._column + NAME)]
        self.key_of_spelling = container.array(self._column + NAME_KEY)
        self._sets = container.array(self._column + SET)
        self._set_starts = starts_from_ends(container.array(self._column + SET_ENDS))
        self._members = container.array(self._column + MEMBERS)
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
                f"is damaged in the column {self._column!r}",
                where=str(container.path),
                remedy=REBUILD,
            )

    @cached_property
    def _number(self) -> dict[str, int]:
        return {key: number for number, key in enumerate(self.keys)}

    @cached_property
    def _set_of_member(self) -> Array:
        """(members of all sets) the set of each."""
        return np.arange(self._set_starts.size - 1).repeat(np.diff(self._set_starts))

    def with_key(self, key: str) -> Array:
        """The statements that have this name, ascending (intp)."""
        number = self._number.get(key)
        if number is None:
            return np.zeros(0, np.intp)
        wanted = np.zeros(self._set_starts.size - 1, bool)
        wanted[self._set_of_member[self.key_of_spelling[self._members] == number]] = True
        return wanted[self._sets].nonzero()[0]

    def keys_of(self, doc: int) -> list[str]:
        """The names that a statement has, by key, ascending."""
        one = int(self._sets[doc])
        members = self._members[self._set_starts[one] : self._set_starts[one + 1]]
        return [self.keys[number] for number in self.key_of_spelling[members].tolist()]

    def with_any(self) -> Array:
        """The statements that have a name at all, ascending (intp)."""
        return (np.diff(self._set_starts) > 0)[self._sets].nonzero()[0]

    def names_of(self, docs: Docs) -> list[tuple[str, ...]]:
        """The names of each of some statements, as they are shown."""
        ends = self._set_starts
        sets = [
            tuple(self.spellings[member] for member in self._members[ends[i] : ends[i + 1]])
            for i in range(ends.size - 1)
        ]
        return [sets[number] for number in self._sets[docs].tolist()]

    def names_at(self, row: int) -> tuple[str, ...]:
        """The names of one statement, as they are shown."""
        one = int(self._sets[row])
        members = self._members[self._set_starts[one] : self._set_starts[one + 1]]
        return tuple(self.spellings[member] for member in members.tolist())

    @cached_property
    def key_of_member(self) -> Array:
        """(members of all sets) the number of each one's key."""
        return self.key_of_spelling[self._members]

    def count_members(self, docs: Docs | slice) -> Array:
        """(members of all sets) how many of some statements have each one's set (int64)."""
        sets = np.bincount(self._sets[docs], minlength=self._set_starts.size - 1)
        return sets[self._set_of_member]

    def count(self, docs: Docs | slice) -> Array:
        """How many of some statements have each name, by the number of its key (int64)."""
        # Weights are exact: counts are far below 2^53.
        counts = np.bincount(self.key_of_member, self.count_members(docs), len(self.keys))
        return counts.astype(np.int64)

    def count_spellings(self, docs: Docs | slice) -> Array:
        """How many of some statements have each spelling of a name (float64, exact)."""
        return np.bincount(self._members, self.count_members(docs), len(self.spellings))

    def check(self) -> None:
        """Verify the order of the names, and of the members of each set.

        Raises:
            CorruptIndex: naming the file, the section and what is wrong there.
        """
        container, column, keys = self._container, self._column, self.keys
        sound = keys == sorted(set(keys)) and "" not in keys
        need(container, column + KEY + BYTES, sound, "no keys")
        owners = self.key_of_spelling
        in_order = (owners[1:] >= owners[:-1]).all() and np.unique(owners).size == len(keys)
        need(container, column + NAME_KEY, in_order, "not each name once")
        members = ascends(self._members, self._set_starts[:-1])
        need(container, column + MEMBERS, members, "not in order")


class NameColumns(Mapping[str, NameColumn]):
    """The columns of all fields of names, by what a query calls them, each read when it is
    first asked for.

    Args:
        container: whose structure has been checked.
        fields: the fields of names.
    """

    def __init__(self, container: Container, fields: Sequence[Names]) -> None:
        self._container = container
        self._fields = {field.query: field for field in fields}
        self._read: dict[str, NameColumn] = {}

    def __getitem__(self, query: str) -> NameColumn:
        column = self._read.get(query)
        if column is None:
            column = self._read[query] = NameColumn(self._container, self._fields[query])
        return column

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)
