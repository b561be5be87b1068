"""What answers take beside what they find, and how both grow with the corpus.

Lives here: the tables made of timed answers. Does not live here: timing them
(`answers`), the corpora (`grown`).
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence

from benchmarks.answers import Answers
from benchmarks.common import milliseconds, table
from benchmarks.query import KINDS, BenchQuery


def matches_table(answers: Answers, engine: str) -> str:
    """The time of an answer by decade of matches."""
    rows = []
    for decade, numbers in sorted(_decades(answers, engine).items()):
        seconds, totals = answers.seconds(engine), answers.totals(engine)
        per_thousand = [seconds[n] / totals[n] * 1000 for n in numbers if totals[n]]
        rows.append(
            [
                _name(decade),
                str(len(numbers)),
                f"{statistics.median(totals[n] for n in numbers):,.0f}",
                milliseconds(statistics.median(seconds[n] for n in numbers)),
                milliseconds(statistics.median(per_thousand)) if per_thousand else "-",
            ]
        )
    head = [f"matches, {engine}", "queries", "median matches", "p50, ms", "ms per 1,000 matches"]
    return table(head, rows)


def decades_table(by_size: Mapping[int, Answers], engine: str) -> str:
    """The same for corpora of several sizes, side by side: p50 and how many queries."""
    groups = {times: _decades(answers, engine) for times, answers in by_size.items()}
    rows = []
    for decade in sorted({decade for group in groups.values() for decade in group}):
        row = [_name(decade)]
        for times, answers in by_size.items():
            numbers = groups[times].get(decade, [])
            seconds = answers.seconds(engine)
            p50 = milliseconds(statistics.median(seconds[n] for n in numbers)) if numbers else "-"
            row += [str(len(numbers)), p50]
        rows.append(row)
    head = [f"matches, {engine}"]
    for times in by_size:
        head += ["queries", f"{times} x, p50 ms"]
    return table(head, rows)


def ratios_table(small: Answers, large: Answers, timed: Sequence[BenchQuery]) -> str:
    """
    Query by query, how much more the same query finds and takes on the larger corpus.

    Of each kind the median of the ratios.
    """
    engines = [name for name in small.engines if name in large.engines]
    rows = []
    for kind in (*KINDS, None):
        numbers = [n for n, query in enumerate(timed) if kind in (None, query.kind)]
        if not numbers:
            continue
        row = [kind or "all"]
        for place, engine in enumerate(engines):
            if place == 0:
                row.append(_ratio(small.totals(engine), large.totals(engine), numbers))
            row.append(_ratio(small.seconds(engine), large.seconds(engine), numbers))
        rows.append(row)
    return table(["the same query", "matches, times", *(f"{e}, times" for e in engines)], rows)


def _ratio(small: Mapping[int, float], large: Mapping[int, float], numbers: Sequence[int]) -> str:
    ratios = [large[n] / small[n] for n in numbers if n in large and small.get(n)]
    return f"{statistics.median(ratios):.2f}" if ratios else "-"


def _decades(answers: Answers, engine: str) -> dict[int, list[int]]:
    """The numbers of the queries by decade of their matches; -1: none."""
    groups: dict[int, list[int]] = {}
    for number, total in answers.totals(engine).items():
        groups.setdefault(math.floor(math.log10(total)) if total else -1, []).append(number)
    return groups


def _name(decade: int) -> str:
    return "none" if decade < 0 else f"{10**decade:,} to {10 ** (decade + 1) - 1:,}"
