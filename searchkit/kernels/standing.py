"""Where the leaves of a query stand in the statements that are scored best.

Lives here: the records that `nearness` takes and gives. Does not live here: what is made of them
(`searchkit.kernels.plain.nearness`), which statements these are (`searchkit.ranking.scoring`).
"""

from __future__ import annotations

from typing import NamedTuple

from searchkit.kernels.arrays import Integers, Lengths, Positions, Scores
from searchkit.schema.numbering import Numbering


class Texts(NamedTuple):
    """The texts of some statements.

    Attributes:
        starts, stops: the position where each text begins, and where it has ended (int64),
            statement by statement, ascending.
        numbering: of the texts.
        title_lengths: (statements) words in each title.
    """

    starts: Integers
    stops: Integers
    numbering: Numbering
    title_lengths: Lengths


class Standing(NamedTuple):
    """A leaf, and what its places are worth.

    Attributes:
        positions: the first of each occurrence, ascending (uint32); perhaps more than those in
            the texts.
        width: how many words an occurrence covers.
        title: what it weighs in a title; None: no title is asked for it.
        lede: what it adds by standing early.
    """

    positions: Positions
    width: int
    title: float | None
    lede: float


class Pair(NamedTuple):
    """Two leaves (their numbers), and the most that they add by standing near each other."""

    first: int
    second: int
    weight: float


class Worth(NamedTuple):
    """What places are worth: constants of ranking.

    Attributes:
        title: the most that a title adds which says what the query says and no more.
        lede_words: how many words of a text come first.
        reach: the largest distance, in words, that still counts as near.
        proximity_k: how soon more near pairs stop counting.
    """

    title: float
    lede_words: int
    reach: int
    proximity_k: float


class Further(NamedTuple):
    """What is added to the scores of some statements for where the leaves of a query stand.

    Attributes:
        title: what their titles add by saying what the query says (float64).
        ledes: for each leaf, what it adds by standing early.
        proximities: for each of the pairs, what its nearness adds.
    """

    title: Scores
    ledes: list[Scores]
    proximities: list[Scores]

    @property
    def total(self) -> Scores:
        """All of it, by statement."""
        total = self.title.copy()
        for part in (*self.ledes, *self.proximities):
            total += part
        return total
