"""The best alignment of a quotation with a text, word by word.

Lives here: local alignment of two sequences of numbers (T. F. Smith and M. S. Waterman,
"Identification of common molecular subsequences", 1981), with gaps that cost an opening and an
extension (O. Gotoh, 1982). Does not live here: what the numbers stand for (the caller's), how
two aligned texts differ (`comparing`).

A row of the matrix is computed at once: what skips words of the text is a running maximum.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from searchkit.schema.numbering import Array

_EQUAL, _OTHER = 1.0, -0.6
# Words of the text that the quotation leaves out: many at once are a cut, not many changes.
_CUT, _CUT_MORE = 0.8, 0.12
# Words that the text does not have.
_ADDED, _ADDED_MORE = 0.9, 0.5
_TINY = 1e-4


class Alignment(NamedTuple):
    """Words of a quotation and of a text that stand beside one another.

    Attributes:
        score: the better, the higher; 0 where nothing is alike.
        pairs: (number in the quotation, number in the text) of words beside one another, equal
            or not, ascending in both.
        equal: how many of them are equal.
    """

    score: float
    pairs: tuple[tuple[int, int], ...]
    equal: int


def align(quote: Array, source: Array) -> Alignment:
    """The best alignment of a part of `quote` with a part of `source`.

    Args:
        quote, source: numbers of words (int32), equal where words are; shapes (n,) and (m,).
            Takes time and memory of n times m.
    """
    n, m = quote.size, source.size
    if not n or not m:
        return Alignment(0.0, (), 0)
    places = np.arange(m + 1, dtype=np.float32)
    # Without a gap in the text at the end of the row; with the best such gap.
    plain = np.zeros((n + 1, m + 1), np.float32)
    best = np.zeros((n + 1, m + 1), np.float32)
    added = np.full(m + 1, -np.inf, np.float32)
    for row in range(1, n + 1):
        added = np.maximum(best[row - 1] - _ADDED, added - _ADDED_MORE)
        here = np.maximum(added, 0)
        beside = np.where(source == quote[row - 1], _EQUAL, _OTHER).astype(np.float32)
        np.maximum(here[1:], best[row - 1, :-1] + beside, out=here[1:])
        plain[row] = here
        reached = np.maximum.accumulate(here + _CUT_MORE * places) - _CUT_MORE * places
        best[row, 0] = here[0]
        best[row, 1:] = np.maximum(here[1:], reached[:-1] - _CUT - _CUT_MORE)
    return _traced(quote, source, plain, best)


def _traced(quote: Array, source: Array, plain: Array, best: Array) -> Alignment:
    """The way back from the best cell."""
    row, column = divmod(int(best.argmax()), best.shape[1])
    score = float(best[row, column])
    pairs: list[tuple[int, int]] = []
    equal = 0
    while row and column and best[row, column] > _TINY:
        if best[row, column] > plain[row, column] + _TINY:
            # Words of the text are left out: from where.
            back = np.arange(column, dtype=np.float32)
            reached = plain[row, :column] - _CUT - _CUT_MORE * (column - back)
            column = int(np.abs(reached - best[row, column]).argmin())
            continue
        same = bool(source[column - 1] == quote[row - 1])
        step = _EQUAL if same else _OTHER
        if abs(best[row - 1, column - 1] + step - plain[row, column]) < _TINY:
            pairs.append((row - 1, column - 1))
            equal += same
            row, column = row - 1, column - 1
            continue
        row -= _added(best[:, column], row, float(plain[row, column]))
    return Alignment(score, tuple(reversed(pairs)), equal)


def _added(column: Array, row: int, value: float) -> int:
    """How many words of the quotation the text does not have, which end at `row`."""
    count = np.arange(1, row + 1, dtype=np.float32)
    reached = column[row - 1 :: -1][:row] - _ADDED - _ADDED_MORE * (count - 1)
    return int(np.abs(reached - value).argmin()) + 1
