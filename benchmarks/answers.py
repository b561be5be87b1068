"""Timing full answers: each query on an index just opened, engine by engine in turn.

Lives here: the timing and the figures made of it. Does not live here: the queries
(`queries`), the other measures (`speed`).

A query is answered by every engine before the next query, which engine is first changes
from query to query. Before the clock starts the index is opened anew and answers other
queries, which share no word with the timed one, so that caches of the system are warm
and caches of answers are of no use. Within the clock: the query text is parsed, and
everything of the answer becomes plain Python values.
"""

from __future__ import annotations

import gc
import random
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.common import milliseconds, percentile, table
from benchmarks.peers import Peer, PlainAnswer
from benchmarks.query import KINDS, BenchQuery


class Sample(NamedTuple):
    """
    One answer of one engine.

    Attributes:
        query: number in the list of timed queries.
        opened: seconds to open the index.
        first: seconds to open it and to answer a first, other query.
        seconds: of the answer; None where the engine has no such query.
        total: statements it found.
        facets: the counts of each facet, largest first.
    """

    engine: str
    round: int
    query: int
    opened: float
    first: float
    seconds: float | None
    total: int | None
    facets: dict[str, list[int]]

    def to_json(self) -> dict[str, object]:
        """Everything but the facets, which are only compared."""
        return {name: value for name, value in self._asdict().items() if name != "facets"}


def time_answers(
    engines: Sequence[tuple[Peer, Path]],
    timed: Sequence[BenchQuery],
    warm: Sequence[BenchQuery],
    *,
    rounds: int,
    warming: int,
    seed: int,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> list[Sample]:
    """
    Time every query on every engine.

    Args:
        engines: with the folders of their indexes.
        timed: the queries.
        warm: queries to choose those from that are answered before.
        rounds: how often each is timed, in another order each time.
        warming: how many queries are answered before.
        seed: of orders and choices.
        progress: called with (queries timed, queries in all).
    """
    rng = random.Random(seed)
    samples: list[Sample] = []
    for turn in range(rounds):
        order = rng.sample(range(len(timed)), len(timed))
        for step, number in enumerate(order):
            query = timed[number]
            words = query.words()
            others = [one for one in warm if not words & one.words()]
            before = rng.sample(others, min(warming, len(others)))
            shift = (step + turn) % len(engines)
            for engine, index in (*engines[shift:], *engines[:shift]):
                samples.append(_sample(engine, index, turn, number, query, before))
            progress(turn * len(timed) + step + 1, rounds * len(timed))
    return samples


def _sample(
    engine: Peer,
    index: Path,
    turn: int,
    number: int,
    query: BenchQuery,
    before: Sequence[BenchQuery],
) -> Sample:
    clock = time.perf_counter
    gc.collect()
    began = clock()
    opened = engine.open(index)
    open_seconds = first_seconds = clock() - began
    for place, other in enumerate(before):
        opened.answer(other)
        if place == 0:
            first_seconds = clock() - began
    began = clock()
    answer = opened.answer(query)
    seconds = clock() - began
    opened.close()
    return Sample(
        engine.name,
        turn,
        number,
        open_seconds,
        first_seconds,
        seconds if answer else None,
        answer.total if answer else None,
        _counts(answer),
    )


def _counts(answer: PlainAnswer | None) -> dict[str, list[int]]:
    if answer is None:
        return {}
    return {
        name: sorted((count for _, count in values), reverse=True)
        for name, values in answer.facets.items()
    }


class Answers:
    """What the samples say."""

    def __init__(self, samples: Sequence[Sample], timed: Sequence[BenchQuery]) -> None:
        self._timed = timed
        self._samples = samples
        self.engines = list(dict.fromkeys(sample.engine for sample in samples))
        times: dict[tuple[str, int], list[float]] = {}
        for sample in samples:
            if sample.seconds is not None:
                times.setdefault((sample.engine, sample.query), []).append(sample.seconds)
        # Of the rounds of one query the median, so that a hiccup of the machine in one
        # of them is not taken for a slow query.
        self._seconds = {key: statistics.median(values) for key, values in times.items()}
        self._first_sample = {(s.engine, s.query): s for s in samples if s.round == 0}

    def seconds(self, engine: str, kind: str | None = None) -> dict[int, float]:
        """Of each query (of a kind), by its number."""
        return {
            number: self._seconds[engine, number]
            for number, query in enumerate(self._timed)
            if (engine, number) in self._seconds and kind in (None, query.kind)
        }

    def totals(self, engine: str) -> dict[int, int]:
        """How many statements each query found, by its number."""
        return {
            number: sample.total
            for (name, number), sample in self._first_sample.items()
            if name == engine and sample.total is not None
        }

    def ratio(self, ours: str, theirs: str, share: float, kind: str | None = None) -> float:
        """Our percentile over theirs, of the queries both have."""
        mine, other = self.seconds(ours, kind), self.seconds(theirs, kind)
        both = mine.keys() & other.keys()
        low = percentile([other[number] for number in both], share)
        return percentile([mine[number] for number in both], share) / low

    def latency_table(self, ours: str, share: float) -> str:
        """A percentile by kind of query: milliseconds of each engine, and ratios."""
        others = [name for name in self.engines if name != ours]
        head = [f"p{share:g}, ms", "queries", ours]
        for name in others:
            head += [name, f"{ours} / {name}"]
        rows = []
        for kind in (*KINDS, None):
            mine = self.seconds(ours, kind)
            if not mine:
                continue
            row = [kind or "all", str(len(mine)), milliseconds(_percentile(mine, share))]
            for name in others:
                theirs = self.seconds(name, kind)
                if not theirs:
                    row += ["-", "-"]
                    continue
                row += [
                    milliseconds(_percentile(theirs, share)),
                    f"{self.ratio(ours, name, share, kind):.2f}",
                ]
            rows.append(row)
        return table(head, rows)

    def opening_table(self) -> str:
        """How long opening takes."""
        rows = []
        for name in self.engines:
            mine = [sample for sample in self._samples if sample.engine == name]
            rows.append(
                [
                    name,
                    milliseconds(percentile([sample.opened for sample in mine], 50)),
                    milliseconds(percentile([sample.first for sample in mine], 50)),
                ]
            )
        return table(["median, ms", "open", "open and first answer"], rows)

    def agreement_table(self, ours: str) -> str:
        """How often the peers find as many statements as we do, and count them alike."""
        rows = []
        for name in (name for name in self.engines if name != ours):
            totals: list[tuple[int, int]] = []
            compared = alike = 0
            for number in self.seconds(name):
                mine, theirs = self._first_sample[ours, number], self._first_sample[name, number]
                assert mine.total is not None and theirs.total is not None
                totals.append((mine.total, theirs.total))
                if mine.total == theirs.total:
                    compared += 1
                    alike += mine.facets == theirs.facets
            same = sum(a == b for a, b in totals)
            near = sum(abs(a - b) <= 0.05 * max(a, b) for a, b in totals)
            rows.append(
                [
                    name,
                    str(len(totals)),
                    f"{same / len(totals):.1%}" if totals else "-",
                    f"{near / len(totals):.1%}" if totals else "-",
                    f"{alike / compared:.1%}" if compared else "-",
                ]
            )
        head = ["beside " + ours, "queries", "same total", "within 5 %", "then same facets"]
        return table(head, rows)

    def to_json(self) -> list[dict[str, object]]:
        """Every sample."""
        return [sample.to_json() for sample in self._samples]


def _percentile(seconds: dict[int, float], share: float) -> float:
    return percentile(list(seconds.values()), share)
