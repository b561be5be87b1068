"""Statements that may say what another one says.

Lives here: from the words of a statement to the statements of a segment worth comparing with it,
by postings alone. Does not live here: comparing (`shared_passages`).

A statement is worth it where it has most of the rare words of some short stretch of the other. So
one paragraph said again is found, whatever stands around it.
"""

from __future__ import annotations

import numpy as np

from searchkit.engines.local.own_words import OwnWords
from searchkit.engines.local.snapshot import Snapshot
from searchkit.model import budget
from searchkit.storage.container import Array

STRETCH = 30
"""Words of a stretch; each begins in the middle of the one before."""
STRETCHES = 300
"""Of a longer text, stretches are longer."""
RAREST = 8
"""Words of a stretch that are looked for."""
SHARE = 0.35
"""How much of what these words weigh a statement must have."""
CANDIDATES = 300
"""Statements of each segment that are compared."""
POSTINGS = 3_000_000
"""Postings that are read; of a text of common words alone, not all stretches are looked for."""


def candidates(snapshot: Snapshot, own: OwnWords, where: int) -> Array:
    """The statements of a segment most worth comparing, the best first; none that is deleted."""
    segment = snapshot.segments[where]
    counts = own.counts(where)
    numbers = own.stem_numbers(where)
    weights = np.log(1 + max(1, len(segment)) / np.maximum(counts, 1))
    best = np.zeros(len(segment), np.float32)
    left = POSTINGS
    for stretch in _stretches(own.words, counts):
        left -= int(counts[stretch].sum())
        if left < 0:
            break
        budget.check()
        scores = np.zeros(len(segment), np.float32)
        for number in stretch.tolist():
            if counts[number]:
                scores[segment.docs(int(numbers[number]))] += weights[number]
        np.maximum(best, scores / weights[stretch].sum(), out=best)
    if segment.live is not None:
        best[~segment.live] = 0
    docs = np.flatnonzero(best >= SHARE)
    found: Array = docs[np.argsort(-best[docs], kind="stable")][:CANDIDATES]
    return found


def _stretches(words: Array, counts: Array) -> list[Array]:
    """The rarest words of each stretch, those with the fewest postings first."""
    step = max(STRETCH // 2, -(-words.size // STRETCHES))
    found: dict[bytes, Array] = {}
    for begin in range(0, max(1, words.size - step), step):
        distinct = np.unique(words[begin : begin + 2 * step]).astype(np.int64)
        # A word that no other statement has tells of none.
        known = distinct[counts[distinct] > 1]
        if not known.size:
            known = distinct
        rarest = np.sort(known[np.argsort(counts[known], kind="stable")][:RAREST])
        found.setdefault(rarest.tobytes(), rarest)
    return sorted(found.values(), key=lambda one: int(counts[one].sum()))
