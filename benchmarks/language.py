"""Queries that only some engines can be asked: a choice in a phrase, words near each
other, wildcards, typing errors, exact words.

Lives here: drawing them from statements, and writing them for the engines that have such
a query. Does not live here: the kinds that all have (`queries`).

A peer is asked what a careful user of it would ask: a choice becomes two phrases, a
wildcard Tantivy's regular expression, a typing error its fuzzy query. Peers index stems,
so the words of these two kinds are their own stems. FTS5 counts the words between near
ones, not places.
"""

from __future__ import annotations

import itertools
import random
import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from benchmarks.data import Document
from benchmarks.query import OPERATORS, BenchQuery
from searchkit.schema.analysis import stem

DISTANCE = 10
"""Places that near words may be apart."""
_WRITTEN = re.compile(r"[A-Z][A-Za-z]{2,}")


class Language:
    """Draws them from a sample of statements.

    Attributes:
        makers: of each kind, what draws one (given how many were drawn), or None where
            the draw is no good.
    """

    def __init__(
        self,
        rng: random.Random,
        documents: Sequence[Document],
        tokens: Sequence[Sequence[str]],
        topical: set[str],
    ) -> None:
        """Takes the statements, their words and the words that people search for."""
        self._rng = rng
        self._documents = documents
        self._tokens = tokens
        self._topical = topical
        self._own_stems = sorted(w for w in topical if len(w) > 4 and stem(w) == w)
        self._following: dict[str, set[str]] = defaultdict(set)
        for row in tokens:
            for word, other in itertools.pairwise(row):
                if word in topical and other in topical:
                    self._following[word].add(other)
        self._choices = sorted(w for w, others in self._following.items() if len(others) > 1)
        self.makers: dict[str, Callable[[int], BenchQuery | None]] = {
            "choice in a phrase": self._choice,
            "near": self._near,
            "wildcard": self._wildcard,
            "typing error": self._mistyped,
            "exact": self._exact,
        }

    def _choice(self, _: int) -> BenchQuery:
        first = self._rng.choice(self._choices)
        others = self._rng.sample(sorted(self._following[first]), 2)
        both = " OR ".join(f'"{first} {other}"' for other in others)
        ours = f'"{first} ({" OR ".join(others)})"'
        return BenchQuery("choice in a phrase", ours, both, both, both, both)

    def _near(self, _: int) -> BenchQuery | None:
        row = self._rng.choice(self._tokens)
        start = self._rng.randrange(max(1, len(row) - DISTANCE))
        window = {word for word in row[start : start + DISTANCE] if word in self._topical}
        if len(window) < 2:
            return None
        a, b = self._rng.sample(sorted(window), 2)
        ours = f"{a} NEAR/{DISTANCE} {b}"
        return BenchQuery("near", ours, None, f"NEAR({a} {b}, {DISTANCE - 1})", None, ours)

    def _wildcard(self, number: int) -> BenchQuery:
        word = self._rng.choice(self._own_stems)
        place = self._rng.randrange(1, len(word) - 1)
        if number % 3 == 2:  # An ending.
            pattern = f"*{word[-4:]}"
        else:
            pattern = word[:place] + "?*"[number % 2] + word[place + 1 :]
        expression = pattern.replace("*", ".*").replace("?", ".")
        regex = f"(title:/{expression}/ OR body:/{expression}/)"
        # To highlight one, Whoosh goes through its words at each hit: through all of them
        # where it begins with a star, which took more than 13 minutes for a single answer.
        whoosh = None if pattern.startswith("*") else pattern
        return BenchQuery("wildcard", pattern, regex, None, whoosh, None)

    def _mistyped(self, number: int) -> BenchQuery:
        word = self._rng.choice(self._own_stems)
        errors = 1 + number % 2
        for _ in range(errors):
            place = self._rng.randrange(1, len(word) - 1)
            letter = self._rng.choice("etaoinshr")
            word = word[:place] + letter + word[place + 1 :]
        ours = f"{word}~{errors}"
        return BenchQuery("typing error", ours, word, None, None, None, errors=errors)

    def _exact(self, _: int) -> BenchQuery | None:
        found = _WRITTEN.findall(self._rng.choice(self._documents).body)
        found = [word for word in found if word.lower() not in OPERATORS]
        if not found:
            return None
        return BenchQuery("exact", f"={self._rng.choice(found)}", None, None, None, None)
