"""The forward array: which stem occurs at each position.

Lives here: the format in prose, making, reading and checking it. Does not live here: where
each stem occurs (`positions`).

`forward` has a code of 16 bits for each position, `stem.code` the code of each stem: 1 for
the most frequent, then counting up; 65535 for all stems after the 65,534 most frequent. A gap
has 0. So a phrase is found by its rarest word, and its neighbours are looked at in place.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from searchkit.kernels.arrays import Codes
from searchkit.segment.checks import need
from searchkit.segment.positions.space import per_position
from searchkit.segment.section import U2, Section, per_string
from searchkit.segment.terms.sections import STEM
from searchkit.storage.container import Array, Container, ContainerWriter

FORWARD = "forward"
CODE = "stem.code"
SECTIONS = (
    Section(FORWARD, U2, per_position),
    Section(CODE, U2, per_string(STEM), verified=True),
)

NO_WORD = 0
"""The code of a position without a word."""
RARE = 65535
"""The code of all stems too rare for one of their own."""


def codes_of(counts: Array) -> Codes:
    """The code of each stem.

    Args:
        counts: (stems) how often each occurs in the segment.
    """
    order = np.argsort(-counts, kind="stable")
    codes = np.full(counts.size, RARE, np.uint16)
    frequent = order[: RARE - 1]
    codes[frequent] = np.arange(1, frequent.size + 1)
    return codes


def write_codes(writer: ContainerWriter, codes: Codes) -> None:
    """Add the code of each stem."""
    writer.add(CODE, codes)


def write_forward(writer: ContainerWriter, forward: Codes) -> None:
    """Add the code at each position."""
    writer.add(FORWARD, forward)


class ForwardReader:
    """The forward array of an open segment.

    Args:
        container: whose structure has been checked.
    """

    def __init__(self, container: Container) -> None:
        self._container = container

    @cached_property
    def at(self) -> Codes:
        """The code at each position."""
        return self._container.array(FORWARD)

    @cached_property
    def codes(self) -> Codes:
        """The code of each stem."""
        return self._container.array(CODE)

    def code(self, stem: int) -> int | None:
        """The code of a stem, or None where it is too rare for one of its own."""
        code = int(self.codes[stem])
        return None if code == RARE else code

    @cached_property
    def stems(self) -> Array:
        """(codes) the stem that each code is of; that of `NO_WORD` and `RARE` says nothing
        (uint32).
        """
        codes = self.codes
        frequent = np.flatnonzero(codes != RARE)
        found = np.zeros(RARE + 1, np.uint32)
        found[codes[frequent]] = frequent
        return found

    def check(self, words: Array) -> None:
        """Verify that each word has a code, and each code is one stem's.

        Args:
            words: (positions) whether a word occurs there.

        Raises:
            CorruptIndex: naming the file, the section and what is wrong there.
        """
        container, forward = self._container, self.at
        each_once = np.array_equal(forward != NO_WORD, words)
        need(container, FORWARD, each_once, "not each word once")
        distinct = np.sort(self.codes[self.codes != RARE])
        counts_up = np.array_equal(distinct, np.arange(1, distinct.size + 1))
        need(container, CODE, counts_up, "not each code once")
        known = (forward <= distinct.size) | (forward == RARE)
        need(container, FORWARD, known.all(), "a code of no word")
