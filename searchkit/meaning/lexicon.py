"""The words of an index under one numbering, and keys of a few words in a row.

Lives here: reading all segments as one stream of words, in blocks. Does not live here: which
phrases are worth anything (`phrases`), what stands around them (`contexts`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from searchkit.segment.positions.forward import NO_WORD, RARE
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array

COMMON = 0.3
"""The largest part of all statements in which the first and the last word may occur."""
BLOCK = 1 << 21
"""Positions that are looked at together."""
WIDTH = np.uint64(21)
"""Bits of a word in a key of up to three."""
MOST_WORDS = (1 << int(WIDTH)) - 1
"""Different words that can be in a phrase."""


class Lexicon:
    """The words of all segments under one numbering, 0 for none."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = segments
        counts: Counter[bytes] = Counter()
        for segment in segments:
            for local in np.flatnonzero(segment.forward_array.codes != RARE).tolist():
                counts[segment.dictionary.stems[local]] += segment.document_frequency(local)
        # More would not fit a key; no frequent phrase has a word as rare as that.
        kept = sorted(counts, key=lambda stem: (-counts[stem], stem))[:MOST_WORDS]
        self.stems = sorted(kept)
        self._number = number = {stem: place for place, stem in enumerate(self.stems, start=1)}
        self.of_code: list[Array] = []
        for segment in segments:
            codes = segment.forward_array.codes
            stems = [number.get(stem, 0) for stem in segment.dictionary.stems]
            of_code = np.zeros(RARE + 1, np.uint64)
            of_code[codes] = np.array(stems, np.uint64)
            of_code[[NO_WORD, RARE]] = 0
            self.of_code.append(of_code)
        frequency = np.array([0, *(counts[stem] for stem in self.stems)], np.int64)
        statements = sum(segment.live_count for segment in segments)
        letters = [False, *(len(s) > 1 and s.decode().isalpha() for s in self.stems)]
        self._frequency = frequency
        self._may_end = np.array(letters) & (frequency <= COMMON * statements) & (frequency > 0)

    def most_frequent(self, skipped: int, count: int) -> Array:
        """The words in most statements, without the first `skipped`."""
        order = np.argsort(-self._frequency, kind="stable")
        kept: Array = order[self._frequency[order] > 0][skipped : skipped + count]
        return kept

    def at(self, segment: int, positions: Array) -> Array:
        """The words at some positions, 0 where there is none."""
        forward = self.segments[segment].forward
        inside = (positions >= 0) & (positions < forward.size)
        codes = np.where(inside, forward[np.clip(positions, 0, max(0, forward.size - 1))], NO_WORD)
        return self.of_code[segment][codes].astype(np.intp)

    def key(self, stems: Sequence[str]) -> int:
        """The key of a phrase of known stems."""
        key = 0
        for stem in stems:
            key = (key << int(WIDTH)) | self._number[stem.encode()]
        return key

    def may_end(self, words: Array) -> Array:
        """Whether a phrase may begin and end with each of some words."""
        return self._may_end[words.astype(np.intp)]

    def stems_of(self, key: int, length: int) -> tuple[str, ...]:
        """The stems of a phrase."""
        mask = (1 << int(WIDTH)) - 1
        places = [(key >> (int(WIDTH) * part)) & mask for part in range(length - 1, -1, -1)]
        return tuple(self.stems[place - 1].decode() for place in places)

    def blocks(self, length: int) -> Iterator[tuple[int, int, Array]]:
        """(segment, first position, the key of the phrase at each position of a block or 0)."""
        for which, segment in enumerate(self.segments):
            forward, of_code = segment.forward, self.of_code[which]
            for first in range(0, forward.size, BLOCK):
                part = of_code[forward[first : first + BLOCK + length - 1]]
                keys = np.zeros(max(0, part.size - length + 1), np.uint64)
                whole = np.ones(keys.size, bool)
                for place in range(length):
                    words = part[place : place + keys.size]
                    keys = (keys << WIDTH) | words
                    whole &= words > 0
                yield which, first, np.where(whole, keys, np.uint64(0))
