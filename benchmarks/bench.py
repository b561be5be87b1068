"""One corpus, some engines, and what is measured with them.

Lives here: building, sizes, memory, whole processes, and the tables of all these. Does
not live here: timing answers (`answers`), the options of a run (`speed`).
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import NamedTuple

from benchmarks.answers import Answers, time_answers
from benchmarks.common import MemoryWatch, Report, megabytes, milliseconds, table
from benchmarks.data import read_documents, text_size
from benchmarks.peers import Peer, peer
from benchmarks.queries import draw_queries

OURS = "searchkit"
COMMAND_QUERY = "North Korea"
COMMAND_WARMING = 3


SLOW = ("whoosh",)
"""Engines that build once only, watched or not."""


class Built(NamedTuple):
    """
    One building of an index.

    Attributes:
        seconds: imports not counted.
        whole: of the whole process.
        resident, private: as `MemoryWatch` says; 0 where nobody watched.
    """

    engine: str
    seconds: float
    whole: float
    resident: int
    private: int


class Bench:
    """One corpus, some engines, and everything that is measured with them."""

    def __init__(
        self, report: Report, folder: Path, engines: Sequence[str], work: Path, seed: int
    ) -> None:
        self._report = report
        self._folder = folder
        self._engines: list[Peer] = [peer(name) for name in engines]
        self._names = list(engines)
        self._work = work
        self._seed = seed
        self.raw: dict[str, object] = {"engines": self._names, "seed": seed}
        self.goals: list[list[str]] = []

    def index(self, engine: str) -> Path:
        return self._work / f"index-{engine}"

    def prepare(self, queries: int) -> None:
        """Read the corpus once, which also warms the file cache, and draw the queries."""
        processes = os.cpu_count() or 1
        documents = list(read_documents(self._folder, processes))
        self._statements, self._text = text_size(documents)
        self._timed, self._warm = draw_queries(documents, queries, seed=self._seed)
        self.raw |= {
            "statements": self._statements,
            "text_bytes": self._text,
            "queries": [query.to_json() for query in self._timed],
        }
        self._report.add(
            f"## {self._statements:,} statements, {megabytes(self._text)} MB of text",
            f"{len(self._timed)} queries, seed {self._seed}. Engines: "
            + ", ".join(f"{e.name} {e.version()}" for e in self._engines),
        )

    def measure_building(self, rounds: int) -> None:
        """Build with each engine in turn, `rounds` times; the last indexes stay."""
        # Watching takes a little time: once for the memory, then for the time.
        watched = [self._build(name, watch=True) for name in self._names]
        timed = [one for one in watched if one.engine in SLOW]
        quick = [name for name in self._names if name not in SLOW]
        for turn in range(rounds):
            shift = turn % len(quick)
            for name in (*quick[shift:], *quick[:shift]):
                timed.append(self._build(name, watch=False))
        self.raw["building"] = [one._asdict() for one in (*watched, *timed)]
        ours = _median(timed, OURS, "seconds")
        rows = []
        for name in self._names:
            seconds = _median(timed, name, "seconds")
            rows.append(
                [
                    name,
                    f"{seconds:.2f}",
                    f"{_median(timed, name, 'whole'):.2f}",
                    f"{self._statements / seconds:,.0f}",
                    f"{ours / seconds:.2f}",
                    megabytes(_median(watched, name, "resident")),
                    megabytes(_median(watched, name, "private")),
                ]
            )
        head = [
            "building",
            "s",
            "whole process, s",
            "statements/s",
            f"{OURS} / it",
            "peak MB, resident",
            "peak MB, private",
        ]
        self._report.add(
            f"Markdown files to searchable index, all cores; medians of {rounds}.",
            table(head, rows),
        )
        for name, goal in (("tantivy", 1.0), ("whoosh", 1 / 30)):
            if name in self._names:
                self._goal(f"building / {name}", ours / _median(timed, name, "seconds"), goal)

    def _build(self, name: str, watch: bool) -> Built:
        index = self.index(name)
        shutil.rmtree(index, ignore_errors=True)
        processes = str(os.cpu_count() or 1)
        ran = _child("build", name, str(self._folder), str(index), processes, watch=watch)
        return Built(name, ran.said["seconds"], ran.seconds, ran.resident, ran.private)

    def measure_size(self) -> None:
        """Bytes on disk, part by part."""
        rows, parts = [], {}
        for engine in self._engines:
            sizes = engine.parts(self.index(engine.name))
            parts[engine.name] = sizes
            total = sum(sizes.values())
            rows.append([engine.name, "all", megabytes(total), f"{total / self._text:.2f}"])
            for name, size in sorted(sizes.items(), key=lambda item: -item[1]):
                if size >= total / 1000:
                    rows.append(["", name, megabytes(size), f"{size / self._text:.3f}"])
        self.raw["parts"] = parts
        self._report.add("Index on disk.", table(["index", "part", "MB", "of the text"], rows))
        if OURS in parts:
            forward = parts[OURS].get("forward", 0)
            rest = sum(parts[OURS].values()) - forward
            self._goal("index / text, forward array not counted", rest / self._text, 1.3)
            self._goal("forward array / text", forward / self._text, 0.5)

    def measure_answers(self, rounds: int, warming: int, strict: bool) -> None:
        """Full answers; `strict`: of searchkit without relaxation, too."""
        engines = [(engine, self.index(engine.name)) for engine in self._engines]
        if strict:
            engines.append((peer(f"{OURS}-strict"), self.index(OURS)))
        samples = time_answers(
            engines, self._timed, self._warm, rounds=rounds, warming=warming, seed=self._seed
        )
        answers = Answers(samples, self._timed)
        self.raw["answers"] = answers.to_json()
        self._report.add(
            f"One full answer (count, 10 hits, snippets, 3 facets), each on an index just "
            f"opened and warmed with {warming} other queries; of each query the median of "
            f"{rounds} rounds.",
            answers.latency_table(OURS, 50),
            answers.latency_table(OURS, 99),
            answers.opening_table(),
            "Do they find the same? (Stemmers differ: Porter in FTS5 and Whoosh, Porter2 "
            "here and in Tantivy.)",
            answers.agreement_table(OURS),
        )
        for name, share, goal in (("tantivy", 50, 0.7), ("tantivy", 99, 1), ("whoosh", 50, 1 / 50)):
            if name in self._names:
                self._goal(f"answer p{share} / {name}", answers.ratio(OURS, name, share), goal)

    def measure_answer_memory(self) -> None:
        """Memory of a process that answers all queries from one open index."""
        path = self._work / "queries.json"
        path.write_text(json.dumps([query.to_json() for query in self._timed]), encoding="utf-8")
        rows, raw = [], {}
        for name in self._names:
            ran = _child("answer", name, str(self.index(name)), str(path), watch=True)
            raw[name] = {"resident": ran.resident, "private": ran.private}
            rows.append([name, megabytes(ran.resident), megabytes(ran.private)])
        self.raw["answering_memory"] = raw
        head = ["answering all queries", "peak MB, resident", "peak MB, private"]
        self._report.add(table(head, rows))

    def measure_command(self, runs: int) -> None:
        """The whole process of the command, against importing what it can't do without."""
        commands = {
            "search": [*_search_command(), "--index", str(self.index(OURS)), COMMAND_QUERY],
            "python": [sys.executable, "-c", "import click, numpy"],
        }
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        for run in range(COMMAND_WARMING + runs):
            for name, command in commands.items():
                began = time.perf_counter()
                done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
                elapsed = time.perf_counter() - began
                if done.returncode not in (0, 1):
                    raise RuntimeError(done.stderr.decode(errors="replace"))
                if run >= COMMAND_WARMING:
                    seconds[name].append(elapsed)
        self.raw["command"] = seconds
        medians = {name: statistics.median(values) for name, values in seconds.items()}
        ratio = medians["search"] / medians["python"]
        shown = {"search": f'search "{COMMAND_QUERY}"', "python": "import click, numpy"}
        self._report.add(
            f"Whole process, warm, alternated; {runs} runs each.",
            table(
                ["process", "median, ms", "fastest, ms"],
                [
                    [shown[n], milliseconds(medians[n]), milliseconds(min(seconds[n]))]
                    for n in shown
                ],
            ),
        )
        self._goal("search / import click, numpy", ratio, 1.6)

    def _goal(self, what: str, figure: float, goal: float) -> None:
        met = "yes" if figure <= goal else "no"
        self.goals.append([what, f"{figure:.3f}", f"{goal:.3f}", met])


class Ran(NamedTuple):
    """A run of `benchmarks.child`: memory it took if watched, seconds, what it said."""

    resident: int
    private: int
    seconds: float
    said: dict[str, float]


def _child(*arguments: str, watch: bool) -> Ran:
    began = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.child", *arguments],
        cwd=Path(__file__).resolve().parents[1],
        stdout=subprocess.PIPE,
    )
    watcher = MemoryWatch(child.pid)
    with watcher if watch else nullcontext():
        said, _ = child.communicate()
    seconds = time.perf_counter() - began
    if child.returncode:
        raise RuntimeError(f"{' '.join(arguments[:2])} ended with code {child.returncode}")
    return Ran(watcher.resident, watcher.private, seconds, json.loads(said))


def _median(built: Sequence[Built], engine: str, figure: str) -> float:
    values: list[float] = [getattr(one, figure) for one in built if one.engine == engine]
    return statistics.median(values)


def _search_command() -> list[str]:
    beside = Path(sys.executable).with_name("search")
    if beside.exists():
        return [str(beside)]
    return [sys.executable, "-c", "from searchkit.cli.search import main; main()"]
