"""Names of ministers and portfolios as a user writes them.

Lives here: which known names the words of a query mean, and the nearest ones where
there is none. Does not live here: when two spellings are one name
(`searchkit.schema.names`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from searchkit.model.errors import UnknownName
from searchkit.schema.names import name_words, portfolio_key

NEAREST = 3


class KnownNames(NamedTuple):
    """The names an index knows of one kind.

    Attributes:
        kind: "minister" or "portfolio".
        shown: key -> the name as it is shown.
    """

    kind: str
    shown: Mapping[str, str]

    def _words(self, text: str) -> tuple[str, ...]:
        if self.kind == "minister":
            return name_words(text)
        return tuple(portfolio_key(text).split())

    def resolve(self, text: str, *, quoted: bool = False) -> list[str]:
        """The keys of the names that hold all words of `text`, sorted.

        Where `text` is several words or `quoted`, a name of just these words is
        meant alone.

        Raises:
            UnknownName: there is none.
        """
        words = self._words(text)
        exact = " ".join(words)
        if exact in self.shown and (quoted or len(words) > 1):
            return [exact]
        wanted = set(words)
        found = sorted(key for key in self.shown if wanted <= set(key.split()))
        if not words or not found:
            raise UnknownName(self.kind, text, self.nearest(text))
        return found

    def nearest(self, text: str) -> tuple[str, ...]:
        """The known names most like `text`, best first."""
        from rapidfuzz import fuzz, process
        from rapidfuzz.distance import OSA

        words = self._words(text)
        wanted = " ".join(words)
        if not wanted:
            return ()
        keys = sorted(self.shown)
        # A part of a name is what people type: of each word the most alike in a name.
        mistyped = []
        for key in keys:
            parts = key.split()
            errors = [min(OSA.distance(word, part) for part in parts) for word in words]
            if all(e <= max(1, len(w) // 3) for e, w in zip(errors, words, strict=True)):
                mistyped.append((sum(errors), -fuzz.WRatio(wanted, key), key))
        found = [key for _, _, key in sorted(mistyped)][:NEAREST]
        # And then what looks like it as a whole.
        scored = process.extract(wanted, keys, scorer=fuzz.WRatio, limit=NEAREST, score_cutoff=60)
        found += [key for key, _, _ in scored if key not in found]
        return tuple(self.shown[key] for key in found[:NEAREST])
