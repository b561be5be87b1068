"""What statements share with another one.

Lives here: the passages of statements made of shingles, four words in a row, that the other one
has too. Does not live here: which statements are compared (`repeat_candidates`), their text.

Where the shingles stand in the other one does not matter, so paragraphs may change places; words
may differ between them. All statements are compared at once, in time that grows with their words.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from searchkit.engines.local.own_words import FOREIGN, Others
from searchkit.storage.container import Array

SHINGLE = 4
GAP = 6
"""Words in a row that a passage may have of its own."""
LEAST = 16
"""Words of a passage that must be shared; fewer where one of both texts is short."""
FEWEST = 6
"""Even where a text is shorter than `LEAST`."""
MOST_OF = 0.8
"""Of a text that is shorter, how much must be shared."""
OFTEN = 30
"""A shingle that more of the statements share is a formula, and says nothing."""
_BITS = 16


class SharedPassage(NamedTuple):
    """A passage that two statements share.

    Attributes:
        doc: the statement.
        first, last: its words, from `first` up to before `last`.
        shared: how many of them the other one has too.
        telling: these, each by how few of the compared statements have it in the same wording:
            1 where it is this one alone, a half where there are two.
    """

    doc: int
    first: int
    last: int
    shared: int
    telling: float = 0.0


def shared_passages(own: Array, others: Others, copies: Array) -> list[SharedPassage]:
    """The passages that statements share with another one, by statement, in their order.

    Args:
        own: the words of that one.
        others: the statements.
        copies: (statements) which have the same text, and count for no formula.
    """
    text_of = np.repeat(np.arange(others.docs.size), np.diff(others.starts))
    wanted = np.unique(_shingles(own))
    places = _known_shingles(others, text_of)
    if not wanted.size or not places.size:
        return []
    shingles = _shingles(others.words)[places]
    which = np.searchsorted(wanted, shingles)
    which[which == wanted.size] = 0
    same = wanted[which] == shingles
    places, which = places[same], which[same]
    # In how many statements each shingle is.
    once = np.unique(text_of[places] * np.int64(wanted.size) + which)
    counted = once[~copies[once // wanted.size]] % wanted.size
    counts = np.bincount(counted, minlength=wanted.size)
    of_copy = copies[text_of[places]]
    kept = (counts <= OFTEN)[which] | of_copy
    weights = np.where(of_copy, 1.0, 1 / np.maximum(counts[which], 1))
    telling = _telling(places[kept], weights[kept], others.words.size)
    return _passages(others, text_of, telling, own.size)


def _shingles(words: Array) -> Array:
    """The number of the shingle that begins at each word (uint64)."""
    size = max(0, words.size - SHINGLE + 1)
    found = np.zeros(size, np.uint64)
    for step in range(SHINGLE):
        found = (found << np.uint64(_BITS)) | words[step : step + size]
    return found


def _known_shingles(others: Others, text_of: Array) -> Array:
    """Where shingles begin that are within one text and have no foreign word."""
    size = max(0, others.words.size - SHINGLE + 1)
    known = text_of[:size] == text_of[SHINGLE - 1 :][:size]
    is_own = others.words != FOREIGN
    for step in range(SHINGLE):
        known &= is_own[step : step + size]
    return np.flatnonzero(known)


def _telling(places: Array, weights: Array, size: int) -> Array:
    """(words) the highest weight of the shingles that each word is in; 0: it is in none."""
    telling = np.zeros(size, np.float64)
    for step in range(SHINGLE):
        there = places + step  # Each once: shingles begin at different words.
        telling[there] = np.maximum(telling[there], weights)
    return telling


def _passages(others: Others, text_of: Array, telling: Array, size: int) -> list[SharedPassage]:
    """Words of shingles as passages, those long enough."""
    covered = np.flatnonzero(telling)
    if not covered.size:
        return []
    parted = (np.diff(covered) > GAP + 1) | (np.diff(text_of[covered]) > 0)
    firsts = np.concatenate(([0], np.flatnonzero(parted) + 1))
    ends = np.append(firsts[1:], covered.size)
    texts = text_of[covered[firsts]]
    shorter = np.minimum(np.diff(others.starts)[texts], size)
    least = np.clip(np.ceil(MOST_OF * shorter), FEWEST, LEAST)
    long = np.flatnonzero(ends - firsts >= least)
    return [
        SharedPassage(
            int(others.docs[texts[one]]),
            int(covered[firsts[one]] - others.starts[texts[one]]),
            int(covered[ends[one] - 1] - others.starts[texts[one]]) + 1,
            int(ends[one] - firsts[one]),
            float(telling[covered[firsts[one] : ends[one]]].sum()),
        )
        for one in long.tolist()
    ]
