"""What stands around words, and how often words stand in some statements.

Lives here: the positions around runs of words, counting the codes in stretches, counting
postings by set of statements, how evenly a word is spread. Does not live here: which runs and
which sets (`searchkit.engines`), what is made of the counts (`searchkit.counting.measures`).
"""

from __future__ import annotations

import numpy as np

from searchkit.kernels.arrays import Codes, Docs, Integers, Mask, Scores, Totals

CODES = 1 << 16
"""How many codes of stems there can be."""


def around(
    begins: Integers,
    ends: Integers,
    lows: Integers,
    highs: Integers,
    left: int,
    right: int,
) -> tuple[Integers, Integers]:
    """The positions around some runs of positions, each once, those of the runs left out.

    Args:
        begins, ends: of the runs, which share no position; ascending (int64).
        lows, highs: for each run, the bounds that what stands around it does not cross.
        left, right: how many positions before and after a run at most.

    Returns:
        (first, behind the last) of stretches, two for each run, in order; some are empty.
    """
    after = np.minimum(ends + right, highs)
    after[:-1] = np.minimum(after[:-1], begins[1:])
    before = np.maximum(begins - left, lows)
    # What stands after one run and before the next is counted once.
    before[1:] = np.maximum(before[1:], after[:-1])
    return np.stack((before, ends), 1).reshape(-1), np.stack((begins, after), 1).reshape(-1)


def spread(starts: Integers, stops: Integers) -> Integers:
    """Every position of some stretches [start, stop), in order (int64)."""
    sizes = stops - starts
    before = np.cumsum(sizes) - sizes
    found: Integers = np.repeat(starts - before, sizes)
    found += np.arange(found.size)
    return found


def count(codes: Codes, starts: Integers, stops: Integers) -> Integers:
    """How often each code stands in some stretches of codes (`CODES`, int64).

    Args:
        codes: at neighbouring positions.
        starts, stops: of the stretches, by place in `codes` (int64).
    """
    return np.bincount(codes[spread(starts, stops)], minlength=CODES)


def tally(codes: Codes, starts: Integers, stops: Integers, docs: Docs) -> tuple[Integers, Integers]:
    """How often each code stands in some stretches of codes, and in how many statements.

    Args:
        codes, starts, stops: as for `count`.
        docs: the statement of each stretch, ascending (uint32).

    Returns:
        two arrays (`CODES`, int64).
    """
    there = codes[spread(starts, stops)]
    if not there.size:
        return np.zeros(CODES, np.int64), np.zeros(CODES, np.int64)
    # A code and its statement are one number, and a sort of numbers is several times as fast as
    # one of places.
    docs = np.repeat(docs - docs.min(), stops - starts)
    pairs: Integers = there.astype(np.uint32 if int(docs.max()) < CODES else np.uint64)
    bits = pairs.itemsize * 4
    pairs = (pairs << bits) | docs.astype(pairs.dtype)
    pairs.sort()
    new = np.ones(pairs.size, bool)
    new[1:] = pairs[1:] != pairs[:-1]
    held = pairs[new] >> bits
    return np.bincount(there, minlength=CODES), np.bincount(held.astype(np.intp), minlength=CODES)


def distinct_pairs(words: Integers, docs: Docs, size: int) -> Integers:
    """In how many statements each of some words occurs.

    Args:
        words, docs: at some positions, in any order.
        size: words are below this.
    """
    if not words.size:
        return np.zeros(size, np.int64)
    width = int(docs.max()) + 1
    # Not `np.unique`, which takes a hundred times as long for it (NumPy 2.4).
    pairs = np.sort(words.astype(np.int64) * width + docs)
    new = np.ones(pairs.size, bool)
    new[1:] = pairs[1:] != pairs[:-1]
    return np.bincount(pairs[new] // width, minlength=size)


def sums_by_stem(docs: Docs, totals: Totals, sizes: Integers, wanted: Mask) -> Integers:
    """How often each of some stems occurs in a set of statements (int64).

    Args:
        docs, totals: of the postings of these stems, stem by stem.
        sizes: how many postings each stem has.
        wanted: (statements of the segment) the set.
    """
    kept = np.where(wanted[docs], totals, 0)
    before = np.concatenate(([0], np.cumsum(kept, dtype=np.int64)))
    ends = np.cumsum(sizes)
    sums: Integers = before[ends] - before[ends - sizes]
    return sums


def deviations(
    docs: Docs,
    totals: Totals,
    sizes: Integers,
    wanted: Mask,
    counts: Integers,
    shares: Scores,
) -> Scores:
    """For each of some stems, the sum over the statements of a set in which it occurs of
    |v - s| - s: v is the share of its occurrences that a statement has, s the share of the set's
    words.

    Args:
        docs, totals, sizes, wanted: as for `sums_by_stem`.
        counts: how often each stem occurs in the whole set, all segments together.
        shares: (statements of the segment) s.
    """
    chosen = np.flatnonzero(wanted[docs])
    stems = np.searchsorted(np.cumsum(sizes), chosen, side="right")
    expected = shares[docs[chosen]]
    deviation = np.abs(totals[chosen] / counts[stems] - expected) - expected
    return np.bincount(stems, deviation, sizes.size).astype(np.float64, copy=False)
