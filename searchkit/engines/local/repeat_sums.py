"""The same sum for the same thing.

Lives here: passages of other statements that name a sum of money which a statement names too, with
the same words around it. Does not live here: what a sum is (`searchkit.schema.amounts`), passages
of the same wording (`shared_passages`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from searchkit.engines.local.own_words import FOREIGN, Others, OwnWords
from searchkit.engines.local.shared_passages import SharedPassage
from searchkit.engines.local.snapshot import Snapshot
from searchkit.model import budget
from searchkit.model.address import Address
from searchkit.storage.container import Array

AROUND = 15
"""Words on each side of a sum that tell what it is for."""
SUMS = 50
"""Sums of a statement that are looked for: its first ones."""
OFTEN = 60
"""A sum that so many places of a segment name is a round one, and not looked at."""
PLACES = 1_000
"""Places of other statements that are looked at in each segment."""
COMMON, FEW = 0.05, 10
"""Words in more than this share of the statements, and in more than so many, tell nothing."""
LEAST = 5
"""Words around a sum that must be shared."""
SUM = float("inf")
"""How telling a passage is that names the same sum for the same thing."""
SHARE = 0.3
"""How much of what the words around a sum weigh must be shared."""


class Sum(NamedTuple):
    """A sum that a statement names.

    Attributes:
        value, currency: of the sum, as the index has them.
        around: the distinct words around it, wherever the statement names it; own numbers.
    """

    value: float
    currency: int
    around: Array


def sums_of(snapshot: Snapshot, own: OwnWords, address: Address) -> list[Sum]:
    """The different sums of a statement's body, in its order."""
    segment = snapshot.segments[address.segment]
    begin = int(own.begins(segment, np.array([address.statement]))[0])
    amounts = segment.amounts.all
    first, last = np.searchsorted(amounts.places, (begin, begin + own.words.size))
    around: dict[tuple[float, int], list[Array]] = {}
    for number in range(int(first), int(last)):
        key = float(amounts.values[number]), int(amounts.currencies[number])
        if key[1] and (key in around or len(around) < SUMS):
            low, end = _window(int(amounts.places[number]) - begin, own.words.size)
            around.setdefault(key, []).append(own.words[low:end])
    return [Sum(*key, np.unique(np.concatenate(words))) for key, words in around.items()]


def same_sums(
    snapshot: Snapshot, own: OwnWords, sums: Sequence[Sum], where: int, but: int
) -> list[SharedPassage]:
    """The passages of a segment's statements that name one of some sums for the same thing, by
    statement, in their order; no two overlap.

    Args:
        but: a statement to leave out.
    """
    segment = snapshot.segments[where]
    amounts, counts = segment.amounts.all, own.counts(where)
    weights = np.log(1 + max(1, len(segment)) / np.maximum(counts, 1))
    weights[(counts > FEW) & (counts > COMMON * len(segment))] = 0
    found: list[tuple[Sum, Array]] = []
    for one in sums:
        budget.check()
        same = (amounts.values == one.value) & (amounts.currencies == one.currency)
        places = amounts.places[same].astype(np.int64)
        if places.size <= OFTEN and sum(before.size for _, before in found) < PLACES:
            found.append((one, places))
    if not found:
        return []
    every = np.concatenate([places for _, places in found])
    texts = np.searchsorted(segment.starts, every, side="right") - 1
    docs = segment.alive(np.unique(segment.numbering.statement(texts)))
    docs = docs[docs != but]
    if not docs.size:
        return []
    others = own.of_others(where, docs)
    begins = own.begins(segment, others.docs)
    passages: list[SharedPassage] = []
    for one, places in found:
        for place in places.tolist():
            number = int(np.searchsorted(begins, place, side="right")) - 1
            if number >= 0:
                passages += _passage(one, others, number, place - int(begins[number]), weights)
    return without_overlaps(passages)


def _window(at: int, size: int) -> tuple[int, int]:
    return max(0, at - AROUND), min(size, at + AROUND + 1)


def _passage(one: Sum, others: Others, number: int, at: int, weights: Array) -> list[SharedPassage]:
    """The passage around a place of another statement, if it is for the same thing."""
    words = others.words[others.starts[number] : others.starts[number + 1]]
    if at >= words.size:  # It stands in the title, or beyond what is looked at.
        return []
    low, end = _window(at, words.size)
    shared = (words[low:end] != FOREIGN) & np.isin(words[low:end], one.around)
    telling = shared & (weights[words[low:end].astype(np.int64)] > 0)
    both = np.unique(words[low:end][telling]).astype(np.int64)
    whole = weights[one.around.astype(np.int64)].sum()
    if both.size < LEAST or weights[both].sum() < SHARE * whole:
        return []
    reach = np.append(low + np.flatnonzero(telling), at)
    first, last = int(reach.min()), int(reach.max()) + 1
    count = int(shared[first - low : last - low].sum())
    return [SharedPassage(int(others.docs[number]), first, last, count, SUM)]


def without_overlaps(passages: Sequence[SharedPassage]) -> list[SharedPassage]:
    """Passages by statement, in their order; of two that overlap, that with more shared words."""
    kept: list[SharedPassage] = []
    for one in sorted(passages, key=lambda one: (one.doc, one.first, -one.shared)):
        before = kept[-1] if kept else None
        if before is None or before.doc != one.doc or before.last <= one.first:
            kept.append(one)
        elif before.shared < one.shared:
            kept[-1] = one
    return kept
