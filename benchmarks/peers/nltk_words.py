"""The instruments of words as a plain script on NLTK does them.

Lives here: one run of the script over all texts of an index, which it is given as tokens in
memory. Does not live here: what is timed and printed (`benchmarks.words`).

NLTK is no part of any extra: `pip install nltk`. The script is told nothing that it would not
find by itself, and its tokens are words in small letters, without stems or filters, so its
numbers are like those of searchkit and not the same.
"""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from itertools import accumulate
from typing import Any

from searchkit import Archive
from searchkit.schema.analysis import tokens

WINDOW = 5
LINES = 50


class Script:
    """All words of an index in memory, and what NLTK makes of them.

    Args:
        archive: where the texts are from.
    """

    def __init__(self, archive: Archive) -> None:
        self._nltk: Any = import_module("nltk")
        self._words: list[str] = []
        self._years: list[str] = []
        known: dict[str, str] = {}
        lengths = []
        for hit in archive.stream("", snippets=False):
            text = f"{hit.title}\n{archive.text(hit.id)}".lower()
            words = [known.setdefault(word, word) for word in tokens(text)]
            self._words += words
            self._years.append(str(hit.date.year) if hit.date else "")
            lengths.append(len(words))
        self._ends = list(accumulate(lengths))
        self._index = import_module("nltk.text").ConcordanceIndex(self._words)

    def concordance(self, word: str) -> int:
        """The first lines of a word; how many there are."""
        found = self._index.find_concordance(word, 80)
        return len(found[:LINES]) and len(found)

    def collocates(self, word: str) -> int:
        """Words beside another one, by log-likelihood; how many."""
        measures = self._nltk.collocations.BigramAssocMeasures
        places, total = self._index.offsets(word), len(self._words)
        beside = Counter(
            other
            for place in places
            for other in (
                *self._words[max(0, place - WINDOW) : place],
                *self._words[place + 1 : place + 1 + WINDOW],
            )
        )
        everywhere = self._index._offsets
        scored = [
            (
                measures.likelihood_ratio(
                    count, (2 * WINDOW * len(places), len(everywhere[other])), total
                ),
                other,
            )
            for other, count in beside.items()
            if count >= 5
        ]
        return len(sorted(scored, reverse=True))

    def keywords(self, year: str) -> int:
        """Words of a year against all other years, by log-likelihood; how many."""
        measures = self._nltk.collocations.BigramAssocMeasures
        here: Any = self._nltk.FreqDist()
        start = 0
        for end, its in zip(self._ends, self._years, strict=True):
            if its == year:
                here.update(self._words[start:end])
            start = end
        everywhere, total = self._index._offsets, len(self._words)
        scored = [
            (measures.likelihood_ratio(count, (here.N(), len(everywhere[word])), total), word)
            for word, count in here.items()
            if count >= 5
        ]
        return len(sorted(scored, reverse=True))

    def trend(self, *words: str) -> int:
        """How often words are there by year; how many counts."""
        wanted = set(words)
        counts: Any = self._nltk.ConditionalFreqDist()
        start = 0
        for end, year in zip(self._ends, self._years, strict=True):
            for word in self._words[start:end]:
                if word in wanted:
                    counts[word][year] += 1
            start = end
        return sum(len(counts[word]) for word in words)
