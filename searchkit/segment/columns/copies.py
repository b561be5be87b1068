"""Statements of equal text.

Lives here: the format in prose, making, reading and checking it. Does not live here: what a
search does with copies (`searchkit.engines`).

`copy` has for each statement the BLAKE2b-64 of its title and text, or 0 where the text is
shorter than 50 characters; `copy.order` the statements sorted by that number, then by their
own.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

import numpy as np

from searchkit.segment.checks import need
from searchkit.segment.columns.ids import read_order
from searchkit.segment.section import U4, U8, Section, per_statement
from searchkit.storage.container import Array, Container, ContainerWriter

COPY = "copy"
ORDER = "copy.order"
SECTIONS = (Section(COPY, U8, per_statement), Section(ORDER, U4, per_statement))
TYPE = np.uint64

MIN_LENGTH = 50
"""Characters of text from which on equal statements count as copies: shorter ones may be
equal by chance."""


def copy_digest(title: str, text: str) -> int:
    """A number that statements of one title and text share; 0 for a short text."""
    from hashlib import blake2b  # A search does without.

    if len(text) < MIN_LENGTH:
        return 0
    both = f"{title}\x1e{text}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(both, digest_size=8).digest(), "little")


def write_copies(writer: ContainerWriter, digests: Array) -> None:
    """Add the digest of each statement, and their order."""
    writer.add(COPY, digests)
    writer.add(ORDER, np.argsort(digests, kind="stable").astype(np.uint32))


class Copies:
    """The digests of an open segment.

    Args:
        container: whose structure has been checked.
    """

    def __init__(self, container: Container) -> None:
        self._container = container

    @cached_property
    def digests(self) -> Array:
        """Of each statement (uint64)."""
        return self._container.array(COPY)

    @cached_property
    def _order(self) -> Array:
        return read_order(self._container, ORDER)

    def of(self, digest: int) -> list[int]:
        """The statements of one digest, ascending."""
        order, digests = self._order.data, self.digests.data
        place = bisect_left(order, digest, key=digests.__getitem__)
        found = []
        while place < len(order) and digests[order[place]] == digest:
            found.append(order[place])
            place += 1
        return found

    def check(self) -> None:
        """Verify the order.

        Raises:
            CorruptIndex: naming the file, the section and what is wrong there.
        """
        in_order = np.argsort(self.digests, kind="stable")
        right = np.array_equal(in_order, self._container.array(ORDER))
        need(self._container, ORDER, right, "not in order")
