"""The words that begin with some letters: in how many statements they stand, how they are written.

Lives here: counting them in segments. Does not live here: which are offered (`completion`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence
from heapq import nsmallest

import numpy as np

from searchkit.segment.reader import Segment
from searchkit.storage.container import Array


def together(segment: Segment, stem: str, docs: Array) -> int:
    """How many of some statements hold a stem."""
    number = segment.dictionary.stem_number(stem)
    return int(np.intersect1d(segment.docs(number), docs, assume_unique=True).size)


def begun_by(
    segment: Segment, prefix: str, limit: int, besides: Container[str]
) -> list[tuple[str, int]]:
    """The stems that most statements hold, of folded forms that begin with `prefix`; and those of
    `besides`.
    """
    dictionary = segment.dictionary
    stems = np.unique(dictionary.stems_of_folded(dictionary.with_prefix(prefix))).tolist()
    counted = [(-segment.document_frequency(stem), stem) for stem in stems]
    counted = [one for one in counted if one[0]]
    best = nsmallest(limit, counted)
    if besides:
        chosen = {stem for _, stem in best}
        best += [
            (count, stem)
            for count, stem in counted
            if stem not in chosen and dictionary.stems[stem].decode() in besides
        ]
    return [(dictionary.stems[stem].decode(), -count) for count, stem in best]


def commonest_form(segments: Sequence[Segment], stem: str, prefix: str) -> str:
    """How a stem is written most often, of the forms whose folded form begins with
    `prefix`; small letters win unless they are a fifth or less of all, for many words
    begin a sentence or a title.
    """
    counts: Counter[str] = Counter()
    for segment in segments:
        dictionary = segment.dictionary
        number = dictionary.stem_number(stem)
        for folded in dictionary.folded_of_stem(number) if number >= 0 else ():
            shown = dictionary.folded[folded].decode()
            if shown.startswith(prefix):
                alive = set(segment.live_forms(shown))
                for form in dictionary.forms_of_folded(folded):
                    written = dictionary.forms[form].decode()
                    if written in alive:
                        counts[written] += int(segment.positions_of_form(number, form).size)
    small = Counter({form: count for form, count in counts.items() if form == form.lower()})
    if small.total() * 5 >= counts.total():
        counts = small
    return min(counts, key=lambda form: (-counts[form], form))
