"""The keys at the top of front matter, one value each.

Lives here: which of two values of one key counts, and how keys are compared. Does not live
here: what a key means (`fields`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from searchkit.corpus.problems import Warn
from searchkit.corpus.values import Pairs, Scalar, Value, is_empty

IsKnown = Callable[[str], bool]
"""Whether a key, as `plain_key` gives it, is one that a statement's fields are read from."""


@lru_cache(maxsize=1024)  # Most front matters have the same few.
def plain_key(key: str) -> str:
    """A key as keys are compared: `Pub-Date` is `pub_date`."""
    return key.strip().casefold().replace("-", "_").replace(" ", "_")


class Entry(NamedTuple):
    """A key and its value."""

    key: Scalar
    value: Value

    @property
    def line(self) -> int | None:
        """The line of the file that the value begins in, or its key."""
        return self.key.line or self.value.line


class Entries:
    """Keys and values. Of two values of one key, the first that says something counts.

    Args:
        tree: of the front matter.
        is_known: keys of fields are compared as `plain_key` gives them, others as written.
        warn: told of keys that are there twice.
    """

    def __init__(self, tree: Pairs, is_known: IsKnown, warn: Warn) -> None:
        self._found: dict[str, Entry] = {}
        for key, value in tree.pairs:
            plain = plain_key(key.text)
            name = plain if is_known(plain) else key.text
            entry = Entry(key, value)
            before = self._found.setdefault(name, entry)
            if before is not entry:
                self._found[name] = _counting(before, entry, warn)

    def __contains__(self, name: str) -> bool:
        return name in self._found

    def get(self, name: str) -> Entry | None:
        """The entry of a key, which stays; None if there is none."""
        return self._found.get(name)

    def pop(self, name: str) -> Entry | None:
        """Take the entry of a key out; None if there is none."""
        return self._found.pop(name, None)

    def rest(self) -> list[Entry]:
        """All that was not taken, in order."""
        return list(self._found.values())


def _counting(first: Entry, second: Entry, warn: Warn) -> Entry:
    """Which of two entries of one key counts."""
    kept, left = first, second
    if is_empty(first.value) and not is_empty(second.value):
        kept, left = second, first
    lines = f" (lines {first.line} and {second.line})" if first.line and second.line else ""
    which = "first" if kept is first else "second"
    warn(left.line, f"{left.key.text}: is there twice{lines}; the {which} is read")
    return kept
