"""Which segments an update merges.

Lives here: the choice, from sizes alone. Does not live here: merging (`commit`).

Sizes are live words. Segments are merged so that, sorted by size, each is larger than
all smaller ones together: their number is logarithmic, and a word is rewritten only
when its segment at least doubles, so a logarithmic number of times (a geometric merge
policy: Lester, Moffat & Zobel, "Efficient online index construction for text
databases", TODS 2008). Segments below `SMALL` are always merged with each other: that
takes less time than starting the command.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

SMALL = 250_000
"""Words below which a segment is not worth a file of its own."""
MAX_WORDS = 40_000_000
"""A segment ends near this many words; making one takes about 40 bytes a word of memory."""
MAX_STATEMENTS = 65_536
"""And near this many statements: their numbers then take two bytes."""


class Size(NamedTuple):
    """How large a segment is.

    Attributes:
        words, statements: live ones.
        deleted: share of its words that are deleted, 0 to 1.
    """

    words: int
    statements: int
    deleted: float = 0.0


def to_merge(sizes: Sequence[Size]) -> list[int]:
    """The segments that become one, ascending; fewer than two: nothing is merged.

    A segment of which more than half is deleted is always among them, if alone.
    """
    order = sorted(range(len(sizes)), key=lambda i: (sizes[i].words, i))
    count = 0
    before = words = statements = 0
    for place, i in enumerate(order):
        words += sizes[i].words
        statements += sizes[i].statements
        if place and (words > MAX_WORDS or statements > MAX_STATEMENTS):
            break
        if place and (before >= sizes[i].words or sizes[i].words < SMALL):
            count = place + 1
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
