"""The order of statements by age.

Lives here: the format in prose, making, reading and checking it. Does not live here: their
order by id (`ids`) and by text (`copies`).

`newest` has the place of each statement when all are sorted newest first, those of unknown
day last, those of one day by id.
"""

from __future__ import annotations

import numpy as np

from searchkit.segment.checks import need
from searchkit.segment.section import U4, Section, per_statement
from searchkit.storage.container import Array, Container, ContainerWriter

NEWEST = "newest"
SECTIONS = (Section(NEWEST, U4, per_statement),)


def newest_ranks(days: Array, by_id: Array) -> Array:
    """The place of each statement (uint32).

    Args:
        days: of each statement, as numbers.
        by_id: the statements sorted by id.
    """
    rank_of_id = np.empty(by_id.size, np.int64)
    rank_of_id[by_id] = np.arange(by_id.size)
    order = np.lexsort((rank_of_id, -days.astype(np.int64)))
    ranks = np.empty(order.size, np.uint32)
    ranks[order] = np.arange(order.size)
    return ranks


def write_newest(writer: ContainerWriter, ranks: Array) -> None:
    """Add the place of each statement."""
    writer.add(NEWEST, ranks)


def check_newest(container: Container, days: Array, by_id: Array) -> None:
    """Verify the order; ids and days have been checked.

    Raises:
        CorruptIndex: naming the file, the section and what is wrong there.
    """
    right = np.array_equal(newest_ranks(days, by_id), container.array(NEWEST))
    need(container, NEWEST, right, "not in order")
