"""One corpus, some engines, and what is measured with them.

Lives here: building, sizes, memory, whole processes, and the tables of all these. Does
not live here: timing answers (`answers`), running processes (`processes`), the options
of a run (`speed`, `growth`).
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
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.answers import Answers, time_answers
from benchmarks.common import Report, megabytes, milliseconds, table
from benchmarks.data import read_documents, text_size
from benchmarks.held import held
from benchmarks.peers import Peer, peer
from benchmarks.processes import run_child, search_command
from benchmarks.queries import draw_queries
from benchmarks.query import KINDS, BenchQuery

OURS = "searchkit"
COMMAND_QUERY = "North Korea"
COMMAND_WARMING = 3


SLOW = ("whoosh", "xapian")
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


class Material(NamedTuple):
    """
    What measuring on a corpus takes, beside its files.

    Attributes:
        statements: how many there are.
        text: bytes of their titles and bodies.
        timed, warm: queries to time and to warm up with.
    """

    statements: int
    text: int
    timed: list[BenchQuery]
    warm: list[BenchQuery]

    @staticmethod
    def of(folder: Path, queries: int, seed: int) -> Material:
        """Reads the corpus."""
        documents = list(read_documents(folder, os.cpu_count() or 1))
        timed, warm = draw_queries(documents, queries, seed=seed)
        return Material(*text_size(documents), timed, warm)


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
        self.built: list[Built] = []
        self.answers: Answers
        self._sizes: dict[str, int] = {}

    def index(self, engine: str) -> Path:
        return self._work / f"index-{engine}"

    def prepare(self, queries: int) -> None:
        """Read the corpus once, which also warms the file cache, and draw the queries."""
        self.take(Material.of(self._folder, queries, self._seed))

    def take(self, material: Material, what: str = "the corpus") -> None:
        """Measure with these queries on a corpus that large; `what` says how it is called."""
        self._statements, self._text, self._timed, self._warm = material
        self.raw |= {
            "statements": self._statements,
            "text_bytes": self._text,
            "queries": [query.to_json() for query in self._timed],
        }
        self._report.add(
            f"## {what[0].upper()}{what[1:]}: {self._statements:,} statements, "
            f"{megabytes(self._text)} MB of text",
            f"{len(self._timed)} queries, seed {self._seed}. Engines: "
            + ", ".join(f"{e.name} {e.version()}" for e in self._engines),
        )

    def measure_building(self, rounds: int) -> None:
        """
        Build with each engine in turn, `rounds` times; the last indexes stay.

        Of 0 rounds, the time is that of the build whose memory is watched.
        """
        # Watching takes a little time: once for the memory, then for the time.
        watched = [self._build(name, watch=True) for name in self._names]
        timed = [one for one in watched if one.engine in SLOW or not rounds]
        quick = [name for name in self._names if name not in SLOW]
        for turn in range(rounds):
            shift = turn % len(quick)
            for name in (*quick[shift:], *quick[:shift]):
                timed.append(self._build(name, watch=False))
        self.built = watched
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
            "Markdown files to searchable index, all cores; "
            + (f"medians of {rounds}." if rounds else "one build, while its memory is watched."),
            table(head, rows),
        )
        for name, goal in (("tantivy", 1.0), ("whoosh", 1 / 30)):
            if name in self._names:
                self._goal(f"building / {name}", ours / _median(timed, name, "seconds"), goal)

    def _build(self, name: str, watch: bool) -> Built:
        index = self.index(name)
        shutil.rmtree(index, ignore_errors=True)
        processes = str(os.cpu_count() or 1)
        ran = run_child("build", name, str(self._folder), str(index), processes, watch=watch)
        return Built(name, ran.said["seconds"], ran.seconds, ran.resident, ran.private)

    def measure_size(self) -> None:
        """Bytes on disk, part by part."""
        rows, parts = [], {}
        for engine in self._engines:
            sizes = engine.parts(self.index(engine.name))
            parts[engine.name] = sizes
            total = self._sizes[engine.name] = sum(sizes.values())
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

    def index_size(self, engine: str) -> int:
        """Bytes on disk, once measured."""
        return self._sizes[engine]

    def measure_answers(self, rounds: int, warming: int, strict: bool) -> None:
        """Full answers; `strict`: of searchkit without relaxation, too."""
        engines = [(engine, self.index(engine.name)) for engine in self._engines]
        if strict:
            engines.append((peer(f"{OURS}-strict"), self.index(OURS)))
        with held([self.index(name) for name in self._names]) as kept:
            samples = time_answers(
                engines, self._timed, self._warm, rounds=rounds, warming=warming, seed=self._seed
            )
        self.raw["held_bytes"] = kept
        self.answers = answers = Answers(samples, self._timed)
        self.raw["answers"] = answers.to_json()
        self._report.add(
            f"One full answer (count, 10 hits, snippets, 3 facets), each on an index just "
            f"opened and warmed with {warming} other queries; of each query the median of "
            f"{rounds} rounds. {megabytes(kept)} MB of indexes held in memory meanwhile.",
            answers.latency_table(OURS, 50),
            answers.latency_table(OURS, 99),
            answers.opening_table(),
            "Do they find the same? (Stemmers differ: Porter in FTS5 and Whoosh, Porter2 "
            "here, in Tantivy and in Xapian.)",
            answers.agreement_table(OURS),
        )
        for name, share, goal in (("tantivy", 50, 0.7), ("tantivy", 99, 1), ("whoosh", 50, 1 / 50)):
            if name in self._names:
                self._goal(f"answer p{share} / {name}", answers.ratio(OURS, name, share), goal)

    def measure_answer_memory(self) -> None:
        """Memory of a process that answers all queries from one open index."""
        path = self._write_queries()
        rows, raw = [], {}
        for name in self._names:
            ran = run_child("answer", name, str(self.index(name)), str(path), watch=True)
            raw[name] = {"resident": ran.resident, "private": ran.private}
            rows.append([name, megabytes(ran.resident), megabytes(ran.private)])
        self.raw["answering_memory"] = raw
        head = ["answering all queries", "peak MB, resident", "peak MB, private"]
        self._report.add(table(head, rows))

    def measure_peaks(self) -> None:
        """Of searchkit, what single answers allocate, by Python's own account."""
        index, queries = str(self.index(OURS)), str(self._write_queries())
        said = run_child("peaks", OURS, index, queries, watch=False).said
        self.raw["peaks"] = said
        rows = [
            [
                what,
                f"{peak['total']:,}",
                megabytes(peak["bytes"]),
                f"{peak['bytes'] / self._statements:.1f}",
            ]
            for what, peak in _picked(said["peaks"])
        ]
        self._report.add(
            f"{OURS}: what one answer allocates at once, beside the "
            f"{megabytes(said['open'])} MB that an open archive holds after another answer.",
            table(["answer", "matches", "peak MB", "bytes a statement"], rows),
        )

    def _write_queries(self) -> Path:
        path = self._work / "queries.json"
        path.write_text(json.dumps([query.to_json() for query in self._timed]), encoding="utf-8")
        return path

    def measure_command(self, runs: int) -> None:
        """The whole process of the command, against importing what it can't do without."""
        commands = {
            "search": [*search_command(), "--index", str(self.index(OURS)), COMMAND_QUERY],
            "python": [sys.executable, "-c", "import click, numpy"],
        }
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        with held([self.index(OURS)]):
            for _ in range(COMMAND_WARMING + runs):
                for name, command in commands.items():
                    seconds[name].append(_run(command))
        seconds = {name: values[COMMAND_WARMING:] for name, values in seconds.items()}
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


def _run(command: Sequence[str]) -> float:
    """Seconds that a command takes."""
    began = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    elapsed = time.perf_counter() - began
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr.decode(errors="replace"))
    return elapsed


def _median(built: Sequence[Built], engine: str, figure: str) -> float:
    values: list[float] = [getattr(one, figure) for one in built if one.engine == engine]
    return statistics.median(values)


def _picked(peaks: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """The median, and the largest of each kind."""
    ordered = sorted(peaks, key=lambda peak: peak["bytes"])
    largest = {peak["kind"]: peak for peak in ordered}
    return [("median", ordered[len(ordered) // 2])] + [
        (f"largest, {kind}", largest[kind]) for kind in KINDS if kind in largest
    ]
