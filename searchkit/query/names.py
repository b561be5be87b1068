"""The names an index knows, and which of them a user means.

Lives here: names that hold the words of a query, and the most similar ones if none does.
Does not live here: when two spellings are one name (`searchkit.schema.names`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from searchkit.model.errors import UnknownName
from searchkit.schema.fields import Names

NEAREST = 3
"""How many names are suggested."""
MAX_NAMED = 12
"""How many of the names that a query means are named in a note."""


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
        words = self.field.how.words(text)
        exact = " ".join(words)
        if exact in self.shown and (quoted or len(words) > 1):
            return [exact]
        found = self.holding(text)
        if not found:
            raise UnknownName(self.field.query, text, self.nearest(text))
        return found

    def holding(self, text: str) -> list[str]:
        """The keys of the names that hold all words of `text`, sorted; none of no word."""
        wanted = set(self.field.how.words(text))
        return sorted(key for key in self.shown if wanted <= set(key.split())) if wanted else []

    def meaning(self, text: str, keys: list[str]) -> Iterator[tuple[str, str]]:
        """What the user should know of the names that `text` was taken for: (code, message)."""
        if len(keys) > 1:
            shown = [self.shown[key] for key in keys]
            more = f" and {len(shown) - MAX_NAMED} more" if len(shown) > MAX_NAMED else ""
            yield (
                "several-names",
                f"{self.field.query}:{text} means any of: {', '.join(shown[:MAX_NAMED])}{more}",
            )

    def longer(self, text: str, keys: list[str]) -> list[str]:
        """The keys of the names that hold the words of `text`, which is several words and was
        taken for the name of `keys` alone.
        """
        words = self.field.how.words(text)
        return [key for key in self.holding(text) if key not in keys] if len(words) > 1 else []

    def also(self, keys: list[str]) -> str:
        """What a reading that takes longer names, too, is called."""
        shown = [self.shown[key] for key in keys]
        more = f" and {len(shown) - NEAREST} more" if len(shown) > NEAREST else ""
        return f"with {', '.join(shown[:NEAREST])}{more}"

    def nearest(self, text: str) -> tuple[str, ...]:
        """The known names most like `text`, best first."""
        from rapidfuzz import fuzz, process
        from rapidfuzz.distance import OSA

        words = self.field.how.words(text)
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


class SpeakerNames(KnownNames):
    """The names of who is quoted, of which there are many: they are looked up by their words."""

    def holding(self, text: str) -> list[str]:
        """The keys of the names that hold all words of `text`, sorted; none of no word."""
        words = self.field.how.words(text)
        if not words:
            return []
        wanted = set(words)
        # Most names do not even have the letters.
        return sorted(key for key in self.shown if words[0] in key and wanted <= set(key.split()))
