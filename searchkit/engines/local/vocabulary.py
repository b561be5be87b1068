"""The words of all segments under one numbering, and how often each occurs.

Lives here: numbers that segments share, live counts of stems and surface forms, how a stem is
shown, which stems are very common. Does not live here: counting in some statements or windows
(`collocates`, `keywords`).

All of it is computed when it is first needed, and stays with the snapshot: two to twelve bytes
for each word of the dictionaries.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from searchkit.kernels import windows
from searchkit.profiles.profile import Profile
from searchkit.schema.analysis import stem_all
from searchkit.segment.positions import forward
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array
from searchkit.storage.strings import Strings


class Shared:
    """Lists of words of several segments as one.

    Args:
        lists: of each segment, without repetitions.

    Attributes:
        numbers: for each segment, the shared number of each of its words.
        size: how many different words.
    """

    def __init__(self, lists: Sequence[Strings]) -> None:
        self._words: Sequence[bytes]
        if len(lists) == 1:
            self._words = lists[0]
            self.numbers = [np.arange(len(lists[0]))]
        else:
            number: dict[bytes, int] = {}
            for words in lists:
                for word in words:
                    number.setdefault(word, len(number))
            self._words = list(number)
            self.numbers = [np.array([number[w] for w in words], np.intp) for words in lists]
        self.size = len(self._words)

    def several(self, numbers: Array) -> list[str]:
        """Some of the words."""
        if isinstance(self._words, Strings):
            return [word.decode() for word in self._words.several(numbers)]
        return [self._words[number].decode() for number in numbers.tolist()]


class Vocabulary:
    """The words of a snapshot.

    Args:
        segments: of it.
        profile: that of its schema.
    """

    def __init__(self, segments: Sequence[Segment], profile: Profile) -> None:
        self._segments, self._profile = segments, profile

    @cached_property
    def stems(self) -> Shared:
        """All stems."""
        return Shared([segment.dictionary.stems for segment in self._segments])

    @cached_property
    def forms(self) -> Shared:
        """All surface forms."""
        return Shared([segment.dictionary.forms for segment in self._segments])

    @cached_property
    def stem_of_form(self) -> Array:
        """(surface forms) the stem of each (intp)."""
        result = np.zeros(self.forms.size, np.intp)
        every = zip(self._segments, self.stems.numbers, self.forms.numbers, strict=True)
        for segment, stems, forms in every:
            result[forms] = stems[segment.dictionary.stems_of_forms()]
        return result

    @cached_property
    def stem_counts(self) -> Array:
        """(stems) how often each occurs, in statements that are not deleted (int64)."""
        result = np.zeros(self.stems.size, np.int64)
        for segment, numbers in zip(self._segments, self.stems.numbers, strict=True):
            if segment.live is None:
                result[numbers] += segment.position_counts(np.arange(numbers.size))
            else:
                result[numbers] += counts_in(segment, segment.live)
        return result

    @cached_property
    def form_counts(self) -> Array:
        """(surface forms) the same of each (int64)."""
        result = np.zeros(self.forms.size, np.int64)
        for segment, numbers in zip(self._segments, self.forms.numbers, strict=True):
            result[numbers] += _live_forms(segment, numbers.size)
        return result

    @cached_property
    def shown(self) -> Array:
        """(stems) the surface form that each is shown as: the commonest, the first of equals as
        they are sorted by their letters in Unicode (intp).
        """
        rank = np.empty(self.forms.size, np.intp)
        words = self.forms.several(np.arange(self.forms.size))
        rank[sorted(range(len(words)), key=words.__getitem__)] = np.arange(len(words))
        order = np.lexsort((rank, -self.form_counts, self.stem_of_form))
        stems = self.stem_of_form[order]
        first = np.flatnonzero(np.diff(stems, prepend=-1))
        result = np.zeros(self.stems.size, np.intp)
        result[stems[first]] = order[first]
        return result

    @cached_property
    def common(self) -> Array:
        """(stems) whether each is that of a word that every text is made of."""
        known = {stem.encode() for stem in stem_all(sorted(self._profile.function_words))}
        result = np.zeros(self.stems.size, bool)
        for segment, numbers in zip(self._segments, self.stems.numbers, strict=True):
            found = [segment.dictionary.stems.find(stem) for stem in known]
            result[numbers[[number for number in found if number >= 0]]] = True
        return result

    @cached_property
    def rare(self) -> list[tuple[Array, Array]]:
        """For each segment, the positions of stems without a code of their own, ascending, and
        the stem at each (its number in the segment).
        """
        return [_rare_of(segment) for segment in self._segments]

    @cached_property
    def most_of_rare(self) -> int:
        """How often a stem without a code of its own occurs at most."""
        most = 0
        for segment, numbers in zip(self._segments, self.stems.numbers, strict=True):
            without = segment.forward_array.codes == forward.RARE
            most = max(most, int(self.stem_counts[numbers[without]].max(initial=0)))
        return most


def counts_in(segment: Segment, wanted: Array) -> Array:
    """(stems of a segment) how often each occurs in a set of statements, a mask (int64)."""
    postings = segment.posting_lists
    parts = [
        windows.sums_by_stem(docs, totals, postings.sizes(first, last), wanted)
        for first, last, docs, totals in postings.in_parts()
    ]
    return np.concatenate([np.zeros(0, np.int64), *parts])


def _live_forms(segment: Segment, size: int) -> Array:
    result = np.zeros(size, np.int64)
    live = None if segment.live is None else np.repeat(segment.live, segment.numbering.texts)
    for positions, forms in segment.occurrences.forms_in_parts():
        if live is not None:
            texts = np.searchsorted(segment.starts, positions, side="right") - 1
            forms = forms[live[texts]]
        result += np.bincount(forms, minlength=size)
    return result


def _rare_of(segment: Segment) -> tuple[Array, Array]:
    stems = np.flatnonzero(segment.forward_array.codes == forward.RARE)
    if not stems.size:
        return np.zeros(0, np.uint32), stems
    breaks = np.flatnonzero(np.diff(stems) != 1) + 1
    positions = segment.positions_of_runs(
        [(int(r[0]), int(r[-1])) for r in np.split(stems, breaks)]
    )
    which = np.repeat(stems, segment.position_counts(stems))
    order = np.argsort(positions)
    return positions[order], which[order]
