"""The arithmetic of postings and positions.

Lives here: taking packed frequencies apart, from positions within statements to positions in
the segment, choosing some of them. Does not live here: where the arrays come from
(`searchkit.segment.postings`, `searchkit.segment.positions`).

Throughout, some postings are given by `docs`, their statements, and `totals`, how many
positions each has; `within` holds these positions, posting by posting, each counted from
where its statement begins; `begins` says where each statement of the segment begins.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchkit.kernels.arrays import (
    Docs,
    Frequencies,
    Integers,
    Mask,
    Narrow,
    Packed,
    Places,
    Positions,
    Totals,
)


def frequencies(packed: Packed, bits: int) -> tuple[Frequencies, Frequencies]:
    """(in the title, in the body) of postings that have both in one byte: the second in its
    lower `bits` bits.
    """
    # Looking bytes up in a table of 256 takes ten times as long as shifting and masking.
    return packed >> bits, packed & (1 << bits) - 1


def both_frequencies(packed: Packed, bits: int) -> Totals:
    """The sums of the two (narrow)."""
    return (packed >> bits) + (packed & (1 << bits) - 1)


def all_positions(begins: Positions, docs: Docs, totals: Totals, within: Narrow) -> Positions:
    """All positions of some postings."""
    found: Positions = begins[docs].repeat(totals)
    found += within
    return found


def some_positions(
    begins: Positions, docs: Docs, totals: Totals, within: Narrow, kept: Places
) -> Positions:
    """Those of the positions of some postings whose places in `within` are `kept`."""
    # The posting of a position is looked up only for those that are wanted.
    ends = np.cumsum(totals, dtype=np.int64)
    found: Positions = begins[docs[ends.searchsorted(kept, side="right")]]
    found += within[kept]
    return found


def postings_in(listed: Docs, wanted: Docs, count: int, few: bool) -> Places:
    """The places in `listed` of those statements that are `wanted`, too.

    Args:
        listed: statements, ascending if `few`; perhaps some of them several times if not.
        wanted: statements, ascending.
        count: the statements of the segment.
        few: whether there are far fewer of `wanted` than of `listed`.
    """
    if few:
        # Statements without words may have larger numbers than the narrow type holds.
        wanted = wanted[: wanted.searchsorted(np.iinfo(listed.dtype).max, side="right")]
        wanted = wanted.astype(listed.dtype)
        which = listed.searchsorted(wanted)
        which[which == listed.size] = 0
        there: Places = which[listed[which] == wanted]
        return there
    mask = np.zeros(count, bool)
    mask[wanted] = True
    return mask[listed].nonzero()[0]


def positions_among(
    begins: Positions, listed: Docs, totals: Totals, within: Narrow, wanted: Docs, few: bool
) -> Positions:
    """The positions of some postings that are in some statements.

    Args:
        begins: of all statements of the segment.
        listed: the statements of the postings.
        totals, within: of the postings.
        wanted, few: as `postings_in` takes them.

    Raises:
        ValueError: as `places_of_postings`.
    """
    which = postings_in(listed, wanted, begins.size, few)
    counts, places = places_of_postings(totals, which, within.size)
    found: Positions = begins[listed[which]].repeat(counts)
    found += within[places]
    return found


def places_of_postings(totals: Totals, which: Places, most: int) -> tuple[Integers, Integers]:
    """Where in `within` the positions of some postings are.

    Args:
        totals: of all postings.
        which: the postings that are meant, ascending.
        most: how many positions they can have together.

    Returns:
        how many positions each of them has; their places, posting by posting (both int64).

    Raises:
        ValueError: they have more than `most`, so `which` does not ascend: memory is taken
            by this number.
    """
    counts = totals[which].astype(np.int64)
    ends = np.cumsum(counts)
    total = int(ends[-1]) if ends.size else 0
    if total > most:
        raise ValueError(f"{total} positions, not at most {most}")
    places = np.arange(total)
    # Each posting's positions are moved from where they go to where they are.
    places += (np.cumsum(totals, dtype=np.int64)[which] - ends).repeat(counts)
    return counts, places


def count_marked(
    marked: Mask, in_title: Frequencies, in_body: Frequencies
) -> tuple[Frequencies, Frequencies]:
    """How many of the positions in the title and in the body of each posting are marked.

    Args:
        marked: (positions) whether each is.
        in_title, in_body: (postings) how many positions there are of each.

    Returns:
        two arrays (uint32).
    """
    # How many there are before each position, and after the last.
    before = np.zeros(marked.size + 1, np.uint32)
    np.cumsum(marked, out=before[1:])
    totals = in_title.astype(np.int64) + in_body
    ends = np.cumsum(totals)
    starts = ends - totals
    bodies = starts + in_title
    return before[bodies] - before[starts], before[ends] - before[bodies]


def count_marked_in(marked: Mask, counts: Sequence[Frequencies]) -> tuple[Frequencies, ...]:
    """`count_marked` for any number of texts; `counts`: of each, in order."""
    before = np.zeros(marked.size + 1, np.uint32)
    np.cumsum(marked, out=before[1:])
    # The positions of a posting are neighbours, text by text.
    ends = np.cumsum(np.stack(counts, axis=1).astype(np.int64)).reshape(-1, len(counts))
    starts = ends - np.stack(counts, axis=1)
    return tuple(before[ends[:, text]] - before[starts[:, text]] for text in range(len(counts)))
