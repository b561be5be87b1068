"""Amounts: the sums of money and the large numbers of the texts.

Lives here: the format in prose, writing and reading it, its checks. Does not live here: what
an amount is (`searchkit.schema.amounts`), plain numbers, which the dictionary has.

For each amount, in the order of the texts: `amount.position` has where its number stands,
`amount.value` what it counts, `amount.currency` the number of its currency
(`schema.currencies.CURRENCIES`; 0: none), `amount.width` how many words it covers: 1, or 2
where the next one multiplies it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from searchkit.kernels.arrays import Lengths, Positions, Starts
from searchkit.schema.currencies import CURRENCIES, LARGEST, NUMBER_OF, Amount
from searchkit.segment.checks import need
from searchkit.segment.positions.space import GAP
from searchkit.segment.section import F8, U1, U4, Section, as_many_as
from searchkit.storage.container import Array, Container, ContainerWriter

POSITION, VALUE, CURRENCY, WIDTH = (
    "amount.position",
    "amount.value",
    "amount.currency",
    "amount.width",
)
SECTIONS = (
    # Segments from before there were amounts have none of these.
    Section(POSITION, U4, optional=True),
    Section(VALUE, F8, as_many_as(POSITION), optional=True),
    Section(CURRENCY, U1, as_many_as(POSITION), optional=True),
    Section(WIDTH, U1, as_many_as(POSITION), optional=True),
)
MAX_WIDTH = 2


class Amounts(NamedTuple):
    """Some amounts, in order.

    Attributes:
        places: of the word of each: its position in a segment, or which of all words of a
            chunk it is (uint32).
        values: (float64).
        currencies: as the file has them (uint8).
        widths: words that each covers (uint8).
    """

    places: Array
    values: Array
    currencies: Array
    widths: Array

    def only(self, chosen: Array, places: Array) -> Amounts:
        """Those that `chosen` tells, at other places."""
        kept = (column[chosen] for column in self[1:])
        return Amounts(places.astype(np.uint32), *kept)


NONE = Amounts(np.zeros(0, np.uint32), np.zeros(0), np.zeros(0, np.uint8), np.zeros(0, np.uint8))


def columns_of(found: Sequence[Amount]) -> Amounts:
    """Amounts as columns; their words are their places."""
    return Amounts(
        np.array([amount.word for amount in found], np.uint32),
        np.array([amount.value for amount in found], np.float64),
        np.array([NUMBER_OF[amount.currency] for amount in found], np.uint8),
        np.array([amount.width for amount in found], np.uint8),
    )


def write_amounts(writer: ContainerWriter, amounts: Amounts) -> None:
    """Add the sections."""
    for section, values in zip(SECTIONS, amounts, strict=True):
        writer.add(section.name, values)


def read_amounts(container: Container) -> Amounts:
    """The amounts of a file; none where it knows of none."""
    if POSITION not in container:
        return NONE
    return Amounts(*(container.array(section.name) for section in SECTIONS))


def positions_of_words(words: Array, lengths: Lengths, starts: Starts) -> Positions:
    """Where words stand in a segment.

    Args:
        words: which of all words each is, ascending.
        lengths: of all texts.
        starts: where each text begins, then the end.
    """
    ends = np.cumsum(lengths, dtype=np.int64)
    texts = np.searchsorted(ends, words, side="right")
    before = ends[texts] - lengths[texts]
    positions: Positions = (starts[texts] + (words - before)).astype(np.uint32)
    return positions


def words_at(positions: Positions, lengths: Lengths, starts: Starts) -> Array:
    """Undo `positions_of_words` (int64)."""
    ends = np.cumsum(lengths, dtype=np.int64)
    texts = np.searchsorted(starts, positions, side="right") - 1
    before = ends[texts] - lengths[texts]
    words: Array = positions.astype(np.int64) - starts[texts] + before
    return words


class AmountReader:
    """The amounts of an open segment.

    Args:
        container: whose structure has been checked.
    """

    def __init__(self, container: Container) -> None:
        self._container = container

    @property
    def known(self) -> bool:
        """Whether the segment was written with amounts."""
        return POSITION in self._container

    @cached_property
    def all(self) -> Amounts:
        """All of them."""
        return read_amounts(self._container)

    def within(self, low: float, high: float, currency: int | None) -> Positions:
        """Where amounts stand whose value is in a range, both ends included, ascending.

        Args:
            low, high: the range.
            currency: the number of one; None: any, or none.
        """
        found = (self.all.values >= low) & (self.all.values <= high)
        if currency is not None:
            found &= self.all.currencies == currency
        places: Positions = self.all.places[found]
        return places

    def width_at(self, position: int) -> int:
        """How many words the amount at a position covers; 1 where there is none."""
        place = int(np.searchsorted(self.all.places, np.uint32(position)))
        if place < self.all.places.size and int(self.all.places[place]) == position:
            return int(self.all.widths[place])
        return 1

    def check(self, starts: Starts) -> None:
        """Verify what the sections must agree on.

        Args:
            starts: where each text begins, then the end; they have been checked.

        Raises:
            CorruptIndex: naming the file, the section and what is wrong there.
        """
        container, amounts = self._container, self.all
        if not self.known:
            return
        places, widths = amounts.places.astype(np.int64), amounts.widths.astype(np.int64)
        need(container, WIDTH, ((widths >= 1) & (widths <= MAX_WIDTH)).all(), "no width")
        need(container, POSITION, (np.diff(places) > 0).all(), "not in order")
        inside = not places.size or places[-1] < int(starts[-1])
        need(container, POSITION, inside, "in no text")
        ends = starts[np.searchsorted(starts, amounts.places, side="right")].astype(np.int64) - GAP
        need(container, POSITION, (places + widths <= ends).all(), "beyond its text")
        fits = (amounts.values >= 0) & (amounts.values <= LARGEST)
        need(container, VALUE, fits.all(), "no amount")
        known = (amounts.currencies < len(CURRENCIES)).all()
        need(container, CURRENCY, known, "no currency that there is")
