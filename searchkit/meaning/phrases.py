"""The frequent phrases of an index: one to three words that belong together.

Lives here: counting them, choosing those worth offering, and how they are written. Does not
live here: the words (`lexicon`), what phrases mean (`related`).

All counts are of occurrences, over all segments. The words of a phrase belong together where
they stand together far more often than by chance: normalised pointwise mutual information
(Bouma, "Normalized (Pointwise) Mutual Information in Collocation Extraction", GSCL 2009), of a
phrase of three words the lower one of its two cuts. A phrase neither begins nor ends with a
word that a large part of all statements has; there is no list of such words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from searchkit.meaning.lexicon import WIDTH, Lexicon
from searchkit.schema.analysis import tokens
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array

LEAST = 20
"""Occurrences of a phrase."""
COHESION = 0.3
"""The least that the words of a phrase belong together; 1: they never stand apart."""
FRAGMENT = 0.7
"""The part of its occurrences from which on a phrase that goes on with one word, or has one in
front of it, is only a part of a longer one."""
LONGEST = 3
"""Words of a phrase."""
MOST = 40_000
"""Phrases that are kept."""
SEEN = 3
"""Occurrences that are read to see how a phrase is written."""


class Wording(NamedTuple):
    """A frequent phrase.

    Attributes:
        stems: of its words.
        shown: how it is written.
        often: how often it occurs.
        is_part: whether it mostly stands inside one longer phrase: it may be asked for, but is
            nothing to offer.
    """

    stems: tuple[str, ...]
    shown: str
    often: int
    is_part: bool = False


class _Place(NamedTuple):
    """A position of a segment."""

    segment: int
    position: int


class _Counted(NamedTuple):
    """Keys of phrases, ascending, and how often each occurs."""

    keys: Array
    counts: Array

    def of(self, keys: Array) -> Array:
        """How often each of some keys occurs, 0 where it is not here."""
        if not self.keys.size:
            return np.zeros(keys.size, np.int64)
        places = np.minimum(np.searchsorted(self.keys, keys), self.keys.size - 1)
        return np.where(self.keys[places] == keys, self.counts[places], 0)


def frequent_phrases(words: Lexicon, least: int = LEAST) -> list[Wording]:
    """The frequent phrases, sorted by their stems; the most frequent ones if they are many.

    Args:
        words: of the index.
        least: occurrences of each.
    """
    counted = {1: _counted(words, 1, least)}
    for length in range(2, LONGEST + 1):
        counted[length] = _counted(words, length, least, counted[length - 1])
    total = max(2, int(counted[1].counts.sum()))
    found: list[Wording] = []
    for length, phrases in counted.items():
        if length == 1:
            keys = phrases.keys[words.may_end(phrases.keys)]
            is_part = np.zeros(keys.size, bool)
        else:
            keys = _together(words, counted, length, total)
            is_part = _are_fragments(words, keys, length)
        written = _written(words, keys, length)
        rows = zip(keys.tolist(), written, phrases.of(keys).tolist(), is_part.tolist(), strict=True)
        found += [Wording(words.stems_of(key, length), *rest) for key, *rest in rows if rest[0]]
    found.sort(key=lambda one: (-one.often, one.stems))
    return sorted(found[:MOST])


def _first_of(keys: Array, length: int, kept: int) -> Array:
    """The key of the first `kept` words of phrases."""
    return keys >> (WIDTH * np.uint64(length - kept))


def _last_of(keys: Array, kept: int) -> Array:
    """The key of the last `kept` words of phrases."""
    mask = np.uint64((1 << (int(WIDTH) * kept)) - 1)
    return keys & mask


def _counted(words: Lexicon, length: int, least: int, shorter: _Counted | None = None) -> _Counted:
    """The phrases of a length that occur often enough.

    Args:
        words: of the index.
        length: of the phrases.
        least: occurrences of each.
        shorter: those of one word less, of which a frequent phrase is made.
    """
    keys, counts = np.zeros(0, np.uint64), np.zeros(0, np.int64)
    for _, _, found in words.blocks(length):
        found = found[found > 0]
        if shorter is not None and found.size:
            first = shorter.of(_first_of(found, length, length - 1)) > 0
            found = found[first]
            found = found[shorter.of(_last_of(found, length - 1)) > 0]
        here, often = np.unique(found, return_counts=True)
        joined, inverse = np.unique(np.concatenate((keys, here)), return_inverse=True)
        sums = np.zeros(joined.size, np.int64)
        np.add.at(sums, inverse, np.concatenate((counts, often)))
        keys, counts = joined, sums
    enough = counts >= least
    return _Counted(keys[enough], counts[enough])


def _together(words: Lexicon, counted: Mapping[int, _Counted], length: int, total: int) -> Array:
    """The phrases of a length that may be offered and whose words belong together.

    Args:
        words: of the index.
        counted: by length.
        length: 2 or 3.
        total: occurrences of all words.
    """
    keys, counts = counted[length]
    ends = words.may_end(_first_of(keys, length, 1)) & words.may_end(_last_of(keys, 1))
    chance = counts / total
    least = np.full(keys.size, np.inf)
    for left in range(1, length):
        before = counted[left].of(_first_of(keys, length, left))
        after = counted[length - left].of(_last_of(keys, length - left))
        # Both are as frequent as the phrase at least.
        mutual = np.log(chance / (before / total * after / total)) / -np.log(chance)
        least = np.minimum(least, mutual)
    kept: Array = keys[ends & (least >= COHESION)]
    return kept


def _are_fragments(words: Lexicon, keys: Array, length: int) -> Array:
    """Whether each of some phrases (ascending) mostly stands inside one longer phrase."""
    is_part = np.zeros(keys.size, bool)
    if not keys.size:
        return is_part
    occurrences = np.zeros(keys.size, np.int64)
    beside: list[dict[int, int]] = [{}, {}]
    for which, first, found in words.blocks(length):
        places = np.minimum(np.searchsorted(keys, found), keys.size - 1)
        here = np.flatnonzero(keys[places] == found)
        whose, positions = places[here], here + first
        np.add.at(occurrences, whose, 1)
        for counts, step in zip(beside, (-1, length), strict=True):
            near = words.at(which, positions + step)
            tells = words.may_end(near)  # "of" after a phrase is no part of it.
            pairs = (whose[tells] << int(WIDTH)) | near[tells]
            distinct, often = np.unique(pairs, return_counts=True)
            for pair, count in zip(distinct.tolist(), often.tolist(), strict=True):
                counts[pair] = counts.get(pair, 0) + count
    for counts in beside:
        for pair, count in counts.items():
            phrase = pair >> int(WIDTH)
            is_part[phrase] |= count >= FRAGMENT * occurrences[phrase]
    return is_part


def _written(words: Lexicon, keys: Array, length: int) -> list[str]:
    """How each of some phrases is written: as most of its first occurrences are, in small
    letters where one of them is.

    Args:
        words: of the index.
        keys: ascending.
        length: of the phrases.
    """
    seen: dict[_Place, list[int]] = {}
    lacking = np.full(keys.size, SEEN)
    for which, first, found in words.blocks(length):
        here, positions = np.unique(found, return_index=True)
        places = np.minimum(np.searchsorted(keys, here), max(0, keys.size - 1))
        if not keys.size:
            break
        wanted = np.flatnonzero((keys[places] == here) & (lacking[places] > 0))
        lacking[places[wanted]] -= 1
        for one in wanted:
            place = _Place(which, first + int(positions[one]))
            seen.setdefault(place, []).append(int(places[one]))
    forms: list[list[str]] = [[] for _ in range(keys.size)]
    for place, text in _read(words.segments, sorted(seen), length):
        for number in seen[place]:
            forms[number].append(text)
    return [_usual(some) for some in forms]


def _read(
    segments: Sequence[Segment], places: Sequence[_Place], length: int
) -> Iterator[tuple[_Place, str]]:
    """The words at some places (ascending); each statement is read once."""
    before: tuple[int, int] | None = None
    written: list[str] = []
    for place in places:
        segment = segments[place.segment]
        number = int(np.searchsorted(segment.starts, place.position, side="right")) - 1
        if before != (place.segment, number):
            before = place.segment, number
            record = segment.record(int(segment.numbering.statement(number)))
            text = (record.title, record.text)[int(segment.numbering.text(number))]
            written = tokens(text)
        at = place.position - int(segment.starts[number])
        yield place, " ".join(written[at : at + length])


def _usual(forms: Sequence[str]) -> str:
    """The commonest of some ways to write a phrase, the first of equals."""
    counted = Counter(forms)
    small = [form for form in forms if form.islower()]
    return max(small or forms, key=counted.__getitem__, default="")
