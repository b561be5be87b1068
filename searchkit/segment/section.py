"""What a section of a segment file must be, as a value.

Lives here: `Section`, by which a structure declares its sections, and what opening verifies
of each one. Does not live here: which sections there are (each structure's own room), in
which order they are verified (`structure`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from searchkit.storage.container import Array, Container
from searchkit.storage.strings import BYTES, ENDS, are_ends


class Extent(NamedTuple):
    """How large a segment is.

    Attributes:
        statements: how many.
        words: how many, in all texts of them.
        texts: of each statement.
    """

    statements: int
    words: int
    texts: int


Size = Callable[[Container, Extent], int]
"""How many values a section must have, once the extent of the segment is known."""

U1, U2, U4, U8, I4, I8, F4, F8 = (
    frozenset({kind}) for kind in ("|u1", "<u2", "<u4", "<u8", "<i4", "<i8", "<f4", "<f8")
)
NARROW = U1 | U2 | U4
"""The types that `arrays.narrow` gives."""


def per_statement(container: Container, extent: Extent) -> int:
    """One value for each statement."""
    return extent.statements


def per_word(container: Container, extent: Extent) -> int:
    """One value for each word of the texts."""
    return extent.words


def as_many_as(section: str) -> Size:
    """As many values as another section has."""
    return lambda container, extent: container.length(section)


def per_string(name: str) -> Size:
    """One value for each string of a list."""
    return as_many_as(name + ENDS)


class Section(NamedTuple):
    """A section of a segment file.

    Attributes:
        name: in the file.
        types: that it may have, as NumPy writes them.
        size: how many values it must have; None: any number.
        ends_in: the section that its values divide, each saying where a share ends; None:
            they do no such thing.
        holds: what must be true of its values, told in time that grows with the number of
            words in the dictionary at most; None: nothing.
        verified: whether opening compares it with its checksum. Words are looked up by
            bisection: damage there would not show, but find nothing.
        text: whether it holds strings in UTF-8 (the `.bytes` of a list).
        optional: whether a segment may lack it.
    """

    name: str
    types: frozenset[str]
    size: Size | None = None
    ends_in: str | None = None
    holds: Callable[[Array], bool] | None = None
    verified: bool = False
    text: bool = False
    optional: bool = False

    def check_bytes(self, container: Container) -> None:
        """Verify that it is there, its type and, where declared so, its checksum.

        Raises:
            CorruptIndex: naming the file and the section.
        """
        kind = container.dtype(self.name)
        if kind not in self.types:
            raise container.damaged(self.name, f"its type is {kind}")
        if self.verified:
            container.verify(self.name)

    def check_values(self, container: Container, extent: Extent) -> None:
        """Verify how many values it has, and what must be true of them at once.

        Raises:
            CorruptIndex: naming the file and the section.
        """
        found = container.length(self.name)
        if self.size is not None and found != (size := self.size(container, extent)):
            raise container.damaged(self.name, f"{found:,} values, not {size:,}")
        if self.ends_in is None and self.holds is None:
            return
        values = container.array(self.name)
        if self.ends_in is not None and not are_ends(values, container.length(self.ends_in)):
            raise container.damaged(self.name)
        if self.holds is not None and not self.holds(values):
            raise container.damaged(self.name)


def strings(
    name: str, *, size: Size | None = None, verified: bool = False, text: bool = True
) -> tuple[Section, Section]:
    """The two sections of a list of strings.

    Args:
        name: of the list.
        size: how many strings it must have.
        verified: as in `Section`.
        text: whether the strings are UTF-8.
    """
    return (
        Section(name + BYTES, U1, verified=verified, text=text),
        Section(name + ENDS, U4 | U8, size, verified=verified),
    )


def check_sections(container: Container, sections: Iterable[Section], extent: Extent) -> None:
    """Verify `sections`, of which an optional one may be missing.

    Raises:
        CorruptIndex: naming the file and the section.
    """
    present = [one for one in sections if not one.optional or one.name in container]
    for section in present:
        section.check_bytes(container)
    for section in present:
        section.check_values(container, extent)
