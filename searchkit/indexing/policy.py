"""Which segments an update merges.

Lives here: the choice, from sizes alone. Does not live here: merging (`commit`).

A size is a number of live words. Segments are merged so that, sorted by size, each is larger
than all smaller ones together. So their number is logarithmic; and a word is rewritten only
when its segment at least doubles, which is a logarithmic number of times. This is a
geometric merge policy: Lester, Moffat & Zobel, "Efficient online index construction for
text databases", TODS 2008. Segments below `SMALL` are always merged with each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

SMALL = 250_000
"""Words below which a segment is not worth a file of its own: merging so few takes less time
than starting the command. Retune it by timing updates of one statement."""
MAX_WORDS = 40_000_000
"""A segment ends near this many words. Making one takes about 40 bytes of memory for each."""
MAX_STATEMENTS = 65_536
"""A segment also ends near this many statements: up to here their numbers take two bytes."""


class Size(NamedTuple):
    """How large a segment is.

    Attributes:
        words, statements: the live ones.
        deleted: the share of its words that is deleted, 0 to 1.
    """

    words: int
    statements: int
    deleted: float = 0.0


def to_merge(sizes: Sequence[Size]) -> list[int]:
    """The numbers of the segments that become one, ascending; none: nothing is merged.

    A segment of which more than half is deleted is rewritten even if it is the only one.
    """
    order = sorted(range(len(sizes)), key=lambda i: (sizes[i].words, i))
    count = 0
    before = words = statements = 0
    for rank, i in enumerate(order):
        words += sizes[i].words
        statements += sizes[i].statements
        if rank and (words > MAX_WORDS or statements > MAX_STATEMENTS):
            break
        if rank and (before >= sizes[i].words or sizes[i].words < SMALL):
            count = rank + 1
        before += sizes[i].words
    chosen = set(order[:count])
    words = sum(sizes[i].words for i in chosen)
    statements = sum(sizes[i].statements for i in chosen)
    for i in order:
        if i in chosen or sizes[i].deleted <= 0.5:
            continue
        words += sizes[i].words
        statements += sizes[i].statements
        if chosen and (words > MAX_WORDS or statements > MAX_STATEMENTS):
            break
        chosen.add(i)
    return sorted(chosen)
