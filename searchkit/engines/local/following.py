"""Which words follow one another, as far as somebody who is typing wants to know.

Lives here: the words that follow a word directly, and the phrase that a word most often begins.
Does not live here: which words are asked about, and what is offered (`completion`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from searchkit.segment.positions.forward import NO_WORD, RARE
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array

Docs = Sequence[Array] | None
"""Some statements of each segment, ascending; None: all of them."""

MOST_PLACES = 50_000
"""About so many occurrences of a word in a segment are looked at; of more, nothing is told."""
COMMON = 5
"""A word in a fifth of all statements, or more, is a part of no phrase that it would end."""
BEGINS, GOES_ON = 10, 2
"""A second word must follow in a tenth of the statements that have the first, a third or fourth in
half of those that have the words before it: a name, a treaty or a scheme, not just a sentence."""
LONGEST = 4


class _Places(NamedTuple):
    """Where words stand in a segment: positions, ascending, and the statement of each."""

    segment: Segment
    at: Array
    docs: Array

    def only(self, wanted: Array) -> _Places:
        """Those of which `wanted` is true."""
        return _Places(self.segment, self.at[wanted], self.docs[wanted])

    def after(self) -> _Places:
        """The next word of the same text, where there is one."""
        texts = np.searchsorted(self.segment.starts, self.at, side="right")
        # One position stays free after each text.
        inside = self.at.astype(np.int64) + 2 < self.segment.starts[texts]
        return _Places(self.segment, self.at[inside] + 1, self.docs[inside])

    def codes(self) -> Array:
        """The code of the stem at each place (`Segment.forward`); a stem too rare for one of its
        own begins and ends no phrase.
        """
        return self.segment.forward[self.at]


def directly_after(segments: Sequence[Segment], stem: str, prefix: str, docs: Docs) -> Counter[str]:
    """Stem -> in how many statements it follows a stem, of those of which a form begins with
    `prefix`.
    """
    found: Counter[str] = Counter()
    for place in _places(segments, stem, docs):
        dictionary = place.segment.dictionary
        begun = np.unique(dictionary.stems_of_folded(dictionary.with_prefix(prefix)))
        found.update(_by_stem(place.after(), begun))
    return found


def phrase_from(segments: Sequence[Segment], stem: str, docs: Docs) -> list[str]:
    """The stems of the phrase that a stem most often begins; just itself where it begins none."""
    statements = sum(segment.live_count for segment in segments)
    here = _places(segments, stem, docs)
    found = [stem]
    ends = 1
    while len(found) < LONGEST:
        held = _statements(here)
        after = [place.after() for place in here]
        counted: Counter[str] = Counter()
        for place in after:
            counted.update(_by_stem(place))
        best = _best(counted, held, BEGINS if len(found) == 1 else GOES_ON)
        if not best:
            break
        here = [place.only(place.codes() == _code(place, best)) for place in after]
        found.append(best)
        if COMMON * _frequency(segments, best) < statements:
            ends = len(found)
    return found[:ends]


def _best(counted: Mapping[str, int], held: int, share: int) -> str | None:
    """The word that most often goes on with a phrase of `held` statements."""
    if not counted:
        return None
    best = min(counted, key=lambda stem: (-counted[stem], stem))
    return best if counted[best] > 1 and counted[best] * share >= held else None


def _places(segments: Sequence[Segment], stem: str, docs: Docs) -> list[_Places]:
    found = []
    for number, segment in enumerate(segments):
        wanted = segment.dictionary.stem_number(stem)
        if wanted < 0:
            continue
        part = 1.0 if docs is None else docs[number].size / max(1, len(segment))
        if part * segment.position_count(wanted, wanted) > MOST_PLACES:
            continue
        if docs is None:
            at = segment.positions(wanted)
        else:
            at = segment.positions_in(wanted, wanted, docs[number])
        texts = np.searchsorted(segment.starts, at, side="right") - 1
        place = _Places(segment, at, segment.numbering.statement(texts))
        if docs is not None:
            place = place.only(np.isin(place.docs, docs[number]))
        elif segment.live is not None:
            place = place.only(segment.live[place.docs])
        found.append(place)
    return found


def _by_stem(place: _Places, wanted: Array | None = None) -> dict[str, int]:
    """Stem -> in how many statements it stands at these places; `wanted`: only of these stems."""
    segment = place.segment
    codes = place.codes()
    stems = segment.forward_array.stems[codes]
    told = (codes != RARE) & (codes != NO_WORD)
    if wanted is not None:
        told &= np.isin(stems, wanted)
    pairs = np.unique(stems[told].astype(np.int64) * len(segment) + place.docs[told])
    found, counts = np.unique(pairs // len(segment), return_counts=True)
    numbered = zip(found.tolist(), counts.tolist(), strict=True)
    return {segment.dictionary.stems[stem].decode(): count for stem, count in numbered}


def _statements(places: Sequence[_Places]) -> int:
    return sum(int(np.unique(place.docs).size) for place in places)


def _code(place: _Places, stem: str) -> int:
    """Of a stem; that of no word where the segment has none for it."""
    number = place.segment.dictionary.stem_number(stem)
    code = place.segment.code(number) if number >= 0 else None
    return NO_WORD if code is None else code


def _frequency(segments: Sequence[Segment], stem: str) -> int:
    numbers = ((segment, segment.dictionary.stem_number(stem)) for segment in segments)
    return sum(segment.document_frequency(number) for segment, number in numbers if number >= 0)
