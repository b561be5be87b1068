"""The order of the statements that match: the first k, the rest on demand.

Lives here: sorting the matches of every segment, always the same way: by score or by date,
then newest, then id. Does not live here: scores (`scoring`), grouping copies
(`searchkit.engines.local`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from searchkit.segment.reader import Segment
from searchkit.storage.container import Array


class Ranked(NamedTuple):
    """A statement: its segment, its number there, and its score."""

    segment: int
    statement: int
    score: float


_Row = tuple[float, int, str, Ranked]
"""What a statement is sorted by (-score, -date, id), and the statement."""
_NO_DATE = 1
"""In a row, the date of a statement without one; all others are negative."""
_LAST = 2**31
"""Later than any date."""


def nth_largest(parts: Sequence[Array], n: int) -> float:
    """The n-th largest value in all of `parts`; -inf if there are no more than n."""
    if not parts:
        return -math.inf
    values = np.concatenate(parts) if len(parts) != 1 else parts[0]
    if values.size <= n:
        return -math.inf
    return float(np.partition(values, values.size - n)[values.size - n])


def best(
    segments: Sequence[Segment], matches: Sequence[Array], scores: Sequence[Array], count: int
) -> list[Ranked]:
    """The first `count` by score, then newest, then id.

    Args:
        segments: of the index.
        matches: the statements of each that match, ascending.
        scores: of each of them.
        count: how many.
    """
    if count <= 0:
        return []
    floor = nth_largest(scores, count)
    rows: list[_Row] = []
    for number, (found, values) in enumerate(zip(matches, scores, strict=True)):
        kept = (values >= floor).nonzero()[0]
        docs, values = found[kept], values[kept]
        order = np.lexsort((segments[number].newest_ranks[docs], -values))[:count]
        rows += _rows(segments, number, docs[order], values[order])
    return _merged(rows, count)


def by_date(
    segments: Sequence[Segment], matches: Sequence[Array], count: int, oldest: bool
) -> list[Ranked]:
    """The first `count` by date, those without one last, then by id; none has a score."""
    rows: list[_Row] = []
    for number, found in enumerate(matches):
        segment = segments[number]
        ranks = segment.newest_ranks[found].astype(np.int64)
        if oldest:
            # Newest ranks order ids upwards within a day: sort the days alone.
            dates = segment.dates[found].astype(np.int64)
            order = np.lexsort((ranks, np.where(dates > 0, dates, _LAST)))[:count]
        elif ranks.size > count * 4:
            order = np.argpartition(ranks, count)[:count]
            order = order[np.argsort(ranks[order])]
        else:
            order = np.argsort(ranks)[:count]
        rows += _rows(segments, number, found[order], np.zeros(order.size))
    if len(matches) == 1:
        return [row[3] for row in rows]
    sign = -1 if oldest else 1
    rows = [(0.0, date * sign if date != _NO_DATE else _LAST, i, r) for _, date, i, r in rows]
    return _merged(rows, count)


def every(
    segments: Sequence[Segment],
    matches: Sequence[Array],
    scores: Sequence[Array] | None,
    oldest: bool,
) -> Iterator[Ranked]:
    """All of them, in the order of `best` where there are scores, else in that of `by_date`;
    made one by one, so that there may be many.
    """
    parts = []
    for number, found in enumerate(matches):
        ranks = segments[number].newest_ranks[found]
        if scores is not None:
            order = np.lexsort((ranks, -scores[number]))
        elif oldest:
            dates = segments[number].dates[found].astype(np.int64)
            order = np.lexsort((ranks, np.where(dates > 0, dates, _LAST)))
        else:
            order = np.argsort(ranks)
        values = np.zeros(found.size) if scores is None else scores[number][order]
        by_day = oldest and scores is None
        parts.append(_some_rows(segments, number, found[order], values, by_day))
    if len(parts) == 1:
        return (row[3] for row in parts[0])
    from heapq import merge  # Most searches do without.

    return (row[3] for row in merge(*parts, key=lambda row: row[:3]))


AT_ONCE = 500
"""Statements that are taken from arrays at a time."""


def _some_rows(
    segments: Sequence[Segment], number: int, docs: Array, scores: Array, oldest: bool
) -> Iterator[_Row]:
    """`_rows`, some at a time; if `oldest`, sorted by the date itself."""
    for first in range(0, docs.size, AT_ONCE):
        part = slice(first, first + AT_ONCE)
        for row in _rows(segments, number, docs[part], scores[part]):
            score, date, id, ranked = row
            yield (score, _LAST if date == _NO_DATE else -date, id, ranked) if oldest else row


def _rows(segments: Sequence[Segment], number: int, docs: Array, scores: Array) -> list[_Row]:
    """A row for each of some statements, by descending score and date."""
    segment = segments[number]
    several = len(segments) > 1  # Only then ids are compared.
    columns = docs.tolist(), segment.dates[docs].tolist(), scores.tolist()
    return [
        (
            -score,
            -date or _NO_DATE,
            segment.id(doc) if several else "",
            Ranked(number, doc, score),
        )
        for doc, date, score in zip(*columns, strict=True)
    ]


def _merged(rows: list[_Row], count: int) -> list[Ranked]:
    # Those of one segment are in order already, by the ranks stored there.
    rows.sort(key=lambda row: row[:3])
    return [row[3] for row in rows[:count]]
