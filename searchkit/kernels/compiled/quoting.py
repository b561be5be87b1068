"""Who says what in a statement.

Lives here: the compiled twin of `searchkit.quotations`, and the table by which it knows what a
character is. Does not live here: the rules (`kernel/src/quoting.rs`).

The table has the letters and signs of European texts. A statement with any other character is left
to `searchkit.quotations`; of the corpus that is one in 280.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

from searchkit.kernels import _kernel
from searchkit.kernels.plain import quoting as plain
from searchkit.kernels.spoken import Said, SpeechWords
from searchkit.schema.analysis import fold

__all__ = ["spoken"]

_RANGES = range(0x20, 0x7F), range(0xA0, 0x250), range(0x2000, 0x2070)
_OTHERS = "\n\t€−"
KNOWN = (*map(chr, chain(*_RANGES)), *_OTHERS)
"""Characters that the table may have."""

Character = tuple[int, int, int, str]


def characters() -> list[Character]:
    """Of each character: its number, what it is, its small letter, and how `fold` has it."""
    return [
        (ord(c), _flags(c), ord(c.lower()), fold(c))
        for c in KNOWN
        # Not what is two letters, in one form or another.
        if len(c.lower()) == 1 and (c.isupper() or not c.istitle())
    ]


def _flags(c: str) -> int:
    flags = (
        c.isalnum(),
        c.isalpha(),
        c.isspace(),
        c.isupper(),
        c.islower(),
        c.isdigit(),
        c.isdecimal(),
    )
    return sum(1 << bit for bit, flag in enumerate(flags) if flag)


@lru_cache(maxsize=4)
def _speech(words: SpeechWords) -> _kernel.Speech:
    return _kernel.Speech([sorted(some) for some in words], characters())


def spoken(words: SpeechWords, text: str, title: str, people: Sequence[str]) -> Said | None:
    """See `searchkit.kernels.plain.quoting.spoken`."""
    try:
        return _speech(words).spoken(text, title, list(people))
    except (_kernel.Declined, UnicodeEncodeError):  # Half of a surrogate pair.
        return plain.spoken(words, text, title, people)
