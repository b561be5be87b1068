"""The ids of statements.

Lives here: the format in prose, writing and reading it, its checks. Does not live here: how
a file's id is made (`searchkit.corpus`).

`id` has the id of each statement in UTF-8; `id.order` the statements sorted by id.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from searchkit.model.errors import InvalidInput
from searchkit.segment.checks import is_permutation, need, sorted_strings
from searchkit.segment.section import U4, Section, per_statement, strings
from searchkit.storage.container import Array, Container, ContainerWriter
from searchkit.storage.strings import Strings

ID = "id"
ORDER = "id.order"
SECTIONS = (*strings(ID, size=per_statement), Section(ORDER, U4, per_statement))


def sorted_by_id(ids: Sequence[bytes]) -> Array:
    """The statements sorted by id (int64).

    Raises:
        InvalidInput: two ids are equal.
    """
    order = sorted(range(len(ids)), key=ids.__getitem__)
    for one, other in itertools.pairwise(order):
        if ids[one] == ids[other]:
            raise InvalidInput(
                "two statements have this id",
                where=ids[one].decode(),
                expected="a different id for each statement",
            )
    return np.array(order, np.int64)


def write_id_order(writer: ContainerWriter, by_id: Array) -> None:
    """Add the order; the ids themselves are joined from those of the chunks."""
    writer.add(ORDER, by_id.astype(np.uint32))


class Ids:
    """The ids of an open segment.

    Args:
        container: whose structure has been checked.
    """

    def __init__(self, container: Container) -> None:
        self._container = container

    @cached_property
    def all(self) -> Strings:
        """The id of each statement."""
        return Strings(self._container, ID)

    @cached_property
    def order(self) -> Array:
        """The statements sorted by id.

        Raises:
            CorruptIndex: it has a number that is no statement's.
        """
        return read_order(self._container, ORDER)

    def number(self, statement_id: str) -> int:
        """The number of the statement with this id, or -1."""
        wanted = statement_id.encode("utf-8", "surrogatepass")
        low, high = 0, self.order.size
        while low < high:
            middle = (low + high) // 2
            if self.all[int(self.order[middle])] < wanted:
                low = middle + 1
            else:
                high = middle
        found = int(self.order[low]) if low < self.order.size else -1
        return found if found >= 0 and self.all[found] == wanted else -1

    def check(self) -> None:
        """Verify the order.

        Raises:
            CorruptIndex: naming the file, the section and what is wrong there.
        """
        order = self._container.array(ORDER)
        need(self._container, ORDER, is_permutation(order), "not each statement once")
        ids = list(self.all)
        in_order = sorted_strings([ids[number] for number in order.tolist()])
        need(self._container, ORDER, in_order, "not in order")


def read_order(container: Container, section: str) -> Array:
    """A section that lists all statements in some order.

    Raises:
        CorruptIndex: it has a number that is no statement's.
    """
    order = container.array(section)
    if order.size and int(order.max()) >= order.size:
        raise container.damaged(section)
    return order
