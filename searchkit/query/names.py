"""The names an index knows, and which of them a user means.

Lives here: names that hold the words of a query, and the most similar ones if none does.
Does not live here: when two spellings are one name (`searchkit.schema.names`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from searchkit.model.errors import UnknownName
from searchkit.schema.fields import Names
from searchkit.schema.names import name_kinds

NEAREST = 3
"""How many names are suggested."""


class KnownNames(NamedTuple):
    """The names that an index knows of one field.

    Attributes:
        field: of the schema.
        shown: key -> the name as it is shown.
    """

    field: Names
    shown: Mapping[str, str]

    def resolve(self, text: str, *, quoted: bool = False) -> list[str]:
        """The keys of the names that hold all words of `text`, sorted.

        If `text` is several words or `quoted`, and a name consists of just these words, that
        name alone is meant.

        Raises:
            UnknownName: there is none.
        """
        words = name_kinds()[self.field.kind].words(text)
        exact = " ".join(words)
        if exact in self.shown and (quoted or len(words) > 1):
            return [exact]
        wanted = set(words)
        found = sorted(key for key in self.shown if wanted <= set(key.split()))
        if not words or not found:
            raise UnknownName(self.field.query, text, self.nearest(text))
        return found

    def nearest(self, text: str) -> tuple[str, ...]:
        """The known names most like `text`, best first."""
        from rapidfuzz import fuzz, process
        from rapidfuzz.distance import OSA

        words = name_kinds()[self.field.kind].words(text)
        wanted = " ".join(words)
        if not wanted:
            return ()
        keys = sorted(self.shown)
        # People type a part of a name: compare each word with the most similar one in it.
        mistyped = []
        for key in keys:
            parts = key.split()
            errors = [min(OSA.distance(word, part) for part in parts) for word in words]
            if all(e <= max(1, len(w) // 3) for e, w in zip(errors, words, strict=True)):
                mistyped.append((sum(errors), -fuzz.WRatio(wanted, key), key))
        found = [key for _, _, key in sorted(mistyped)][:NEAREST]
        # Then names similar as a whole.
        scored = process.extract(wanted, keys, scorer=fuzz.WRatio, limit=NEAREST, score_cutoff=60)
        found += [key for key, _, _ in scored if key not in found]
        return tuple(self.shown[key] for key in found[:NEAREST])
