"""What is shown of a page of texts.

Lives here: the compiled twin of `searchkit.kernels.plain.passages`, and the table by which it knows
what a character is. Does not live here: the loops (`kernel/src/passages.rs`).

The table is filled as characters are met: most texts have a few hundred, and a search that shows
ten hits need not ask about all. A page with a character beyond the table, or with one that
nobody sees, is left to the plain twin; one page in fifty is.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterable, Sequence

from searchkit.kernels import _kernel
from searchkit.kernels.compiled.gathering import positions_in
from searchkit.kernels.marked import Marked, Shown
from searchkit.kernels.plain import passages as plain
from searchkit.kernels.plain.fragments import FRAGMENTS, LENGTH, WORDS
from searchkit.kernels.plain.passages import rows
from searchkit.schema.analysis import visible
from searchkit.schema.currencies import CODES
from searchkit.schema.numbers import BESIDE, LISTED_UNITS, SIGNS

__all__ = ["passages", "rows"]

ALPHANUMERIC, MARK, ALPHABETIC, DECIMAL, DIGIT, SPACE, KNOWN = (1 << bit for bit in range(7))
"""What a character is to the kernel."""
BEYOND = 0x3000
"""Characters from here on are left to the plain twin: those of East Asia, and whatever is
rarer."""
_FIRST = (*map(chr, range(0x180)), *"–—‘’“”•…€")
_SIZES = LENGTH, WORDS


def _flags(c: str) -> int:
    if visible(c) != c:
        return 0
    is_mark = unicodedata.category(c)[0] == "M"
    flags = (c.isalnum(), is_mark, c.isalpha(), c.isdecimal(), c.isdigit(), c.isspace(), True)
    return sum(1 << bit for bit, flag in enumerate(flags) if flag)


class _Table:
    """What each character is that was met so far. Serves all threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: set[str] = set()
        self._flags = bytearray(BEYOND)
        self.reading = self._with(_FIRST)

    def _with(self, characters: Iterable[str]) -> _kernel.Reading:
        for c in characters:
            self._asked.add(c)
            self._flags[ord(c)] = _flags(c)
        return _kernel.Reading(bytes(self._flags), sorted(LISTED_UNITS), BESIDE, CODES, SIGNS)

    def learn(self, texts: Sequence[str]) -> bool:
        """Ask about the characters of some texts; says whether there was one to ask about."""
        met = {c for c in set().union(*texts) if ord(c) < BEYOND}
        with self._lock:
            new = met - self._asked
            if new:
                self.reading = self._with(new)
        return bool(new)


_table: _Table | None = None


def _known() -> _Table:
    global _table
    if _table is None:
        _table = _Table()
    return _table


def passages(
    texts: Sequence[str],
    wanted: bytes,
    marked: Marked,
    weights: Sequence[float],
    most: int = FRAGMENTS,
) -> list[Shown]:
    """See `searchkit.kernels.plain.passages.passages`."""
    table = _known()
    starts, stops, leaves, runs = marked
    listed = list(texts)
    try:
        given = [
            (leaf, positions_in(positions, starts, stops), width, counting.tobytes())
            for leaf, positions, width, counting in leaves
        ]
        while True:
            found = _kernel.passages(
                *(table.reading, listed, wanted, starts, stops),
                *(given, runs, weights, (most, *_SIZES)),
            )
            if found is not None:
                return found
            if not table.learn(listed):
                break
    except (_kernel.Declined, UnicodeEncodeError):
        pass
    return plain.passages(texts, wanted, marked, weights, most)
