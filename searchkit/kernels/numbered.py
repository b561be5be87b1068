"""What numbering the words of some texts gives.

Lives here: the records, apart from those that a search needs (`arrays`). Does not live here:
how they are made (`searchkit.kernels.plain.words`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from searchkit.kernels.arrays import Forms, Lengths


class NumbersOfText(NamedTuple):
    """The numbers that a text has, and which text it is.

    Attributes:
        text: its place among the texts.
        spans: as `numbers` of `schema.analysis.Tokenised`; at least one.
        spaced: what the spans are in, as `text` there.
    """

    text: int
    spans: Sequence[tuple[int, int, int]]
    spaced: str


class NumberedWords(NamedTuple):
    """The words of some texts as numbers.

    Attributes:
        forms: the distinct words in UTF-8, in the order in which each is first seen.
        tokens: (words) all of them in reading order, as numbers of `forms` (uint32).
        lengths: (texts) how many each text has (uint32).
        numbers: of the texts that have any, in order.
    """

    forms: list[bytes]
    tokens: Forms
    lengths: Lengths
    numbers: list[NumbersOfText]
