"""The words of one statement, to look for them in others.

Lives here: its words as numbers of its own, and the same numbers for the words of other
statements. Does not live here: which statements these are (`repeat_candidates`), what they share
(`shared_passages`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from searchkit.engines.local.snapshot import Snapshot
from searchkit.model import budget
from searchkit.quotations.comparing import quoted_text
from searchkit.schema.analysis import stem_all
from searchkit.segment.positions.forward import RARE
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array

BODY = "body"
LONGEST = 20_000
"""Words of a statement that are looked for: its first ones."""
LOOKED_AT = 1_000_000
"""Words of other statements that are compared in each segment."""
FOREIGN = 0
"""The number of every word that the statement does not have."""


class Others(NamedTuple):
    """The bodies of some statements of one segment, one after the other.

    Attributes:
        docs: the statements, ascending.
        starts: (statements + 1) where each begins in `words`, then the end.
        words: the own number of each word, or `FOREIGN` (uint64).
    """

    docs: Array
    starts: Array
    words: Array


class OwnWords:
    """The words of a statement's body.

    Args:
        snapshot: where other statements are.
        text: the clean text of the body.

    Attributes:
        words: the number of each; equal stems have equal numbers, counting up from 1 (uint64).
        stems: (numbers) the stem of each number; that of `FOREIGN` is empty.
    """

    def __init__(self, snapshot: Snapshot, text: str) -> None:
        self._snapshot = snapshot
        folded = quoted_text(text).folded[:LONGEST]
        number_of: dict[str, int] = {}
        numbers = [number_of.setdefault(s, len(number_of) + 1) for s in stem_all(list(folded))]
        self.words = np.array(numbers, np.uint64)
        self.stems = ["", *number_of]
        names = [field.name for field in snapshot.schema.texts]
        self._body = snapshot.schema.text_number(BODY) if BODY in names else len(names) - 1
        self._stem_numbers: dict[int, Array] = {}

    def stem_numbers(self, where: int) -> Array:
        """(numbers) the number of each stem in a segment, -1 where it has none (int64)."""
        if where not in self._stem_numbers:
            find = self._snapshot.segments[where].dictionary.stem_number
            found = [-1, *(find(stem) for stem in self.stems[1:])]
            self._stem_numbers[where] = np.array(found, np.int64)
        return self._stem_numbers[where]

    def counts(self, where: int) -> Array:
        """(numbers) in how many statements of a segment each stem is (int64)."""
        segment, numbers = self._snapshot.segments[where], self.stem_numbers(where).tolist()
        return np.array([segment.posting_count(n, n) if n >= 0 else 0 for n in numbers], np.int64)

    def begins(self, segment: Segment, docs: Array) -> Array:
        """The position at which the body of each of some statements begins (int64)."""
        texts = segment.numbering.number(docs.astype(np.int64), self._body)
        found: Array = segment.starts[texts].astype(np.int64)
        return found

    def lengths(self, segment: Segment, docs: Array) -> Array:
        """The words of each body (int64)."""
        name = self._snapshot.schema.texts[self._body].name
        found: Array = segment.lengths[name][docs].astype(np.int64)
        return found

    def of_others(self, where: int, docs: Array) -> Others:
        """The words of other statements of a segment, `LOOKED_AT` at most.

        Args:
            docs: the statements, the most promising first.
        """
        segment = self._snapshot.segments[where]
        kept = np.cumsum(self.lengths(segment, docs)) <= LOOKED_AT
        kept[:1] = True
        docs = np.sort(docs[kept])
        sizes = np.minimum(self.lengths(segment, docs), LOOKED_AT)
        starts = np.concatenate(([0], np.cumsum(sizes)))
        budget.need(40 * int(starts[-1]))
        shifts = np.repeat(self.begins(segment, docs) - starts[:-1], sizes)
        positions = np.arange(starts[-1]) + shifts
        numbers = self.stem_numbers(where)
        known = np.flatnonzero(numbers >= 0)
        codes = segment.forward_array.codes[numbers[known]]
        own_number = np.zeros(RARE + 1, np.uint64)
        own_number[codes] = known
        own_number[RARE] = FOREIGN
        words = own_number[segment.forward[positions]]
        # Stems without a code of their own are told apart by their positions; they have few.
        for number in known[codes == RARE].tolist():
            stem = int(numbers[number])
            there = segment.positions(stem).astype(np.int64)
            place = np.searchsorted(positions, there)
            inside = place < positions.size
            place, there = place[inside], there[inside]
            words[place[positions[place] == there]] = number
        return Others(docs, starts, words)
