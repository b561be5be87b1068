"""How long until changed files can be found, and what do many small updates leave?

    python -m benchmarks.updates [--statements N] [--skip ENGINE ...]

Question: ten files of the corpus change: how long until they are found, by searchkit,
which looks for what changed in the folder, and by the engines that are told; nothing, 1,
10 and 1,000 changed files beside a full build; 50 small updates in a row: their times,
how many segments they leave, and whether answers get slower.
Corpus: a copy of the corpus, so that its files can change.
Seed: of the files and their changes, printed with the result; `--seed` changes it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import searchkit
from benchmarks.answers import Answers, time_answers
from benchmarks.bench import OURS, Material
from benchmarks.common import RUNS, Report, load, machine_line, milliseconds, percentile, table
from benchmarks.data import MissingData, read_files
from benchmarks.grown import add_options, changed, original_corpus, words_of
from benchmarks.peers import available, peer
from benchmarks.processes import run_child, searchkit_command
from benchmarks.query import BenchQuery
from benchmarks.speed import ENGINES
from searchkit.corpus.files import SETTLED, StatementFile, find, parse_root

FEW = 10
GOAL_SHARE, GOAL_SECONDS = 0.05, 1.0
"""Ten changed files take at most this share of a full build, or this long."""
GIVEN = f"{OURS}, told"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure updates beside other engines.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--many", type=int, default=1_000, help="files of a large update")
    parser.add_argument("--small", type=int, default=50, help="small updates in a row")
    parser.add_argument("--queries", type=int, default=52)
    parser.add_argument("--skip", nargs="+", default=[], choices=ENGINES[1:], metavar="ENGINE")
    add_options(parser)
    parser.add_argument("--out", type=Path, default=RUNS)
    return parser.parse_args()


class Updates:
    """A corpus whose files change, the indexes of it, and what is measured."""

    def __init__(self, report: Report, folder: Path, work: Path, seed: int) -> None:
        self._report = report
        self._folder = folder
        self._work = work
        self._seed = seed
        self._rng = random.Random(seed)
        self._files = list(find(parse_root(str(folder)), []))
        self._vocabulary = words_of([file.path for file in self._files])
        self._marks = 0
        self.raw: dict[str, object] = {"statements": len(self._files), "seed": seed}
        self.goals: list[list[str]] = []

    def _index(self, engine: str) -> Path:
        return self._work / f"index-{engine.replace(', ', '-')}"

    def build(self, engines: Sequence[str]) -> None:
        """Full builds, to be updated."""
        self._engines = engines
        self._full = {}
        for name in engines:
            arguments = (str(self._folder), str(self._index(name)), str(os.cpu_count() or 1))
            self._full[name] = run_child("build", name, *arguments, watch=False).said["seconds"]
        shutil.copytree(self._index(OURS), self._index(GIVEN))
        self.raw["building"] = self._full
        self._report.add(
            f"{len(self._files):,} statements, seed {self._seed}. Full builds, one each: "
            + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in self._full.items())
            + "."
        )

    # Changing files

    def _change(self, count: int) -> tuple[list[StatementFile], str]:
        """Change so many files, and put a new word into each; returns that, too."""
        files = self._rng.sample(self._files, min(count, len(self._files)))
        self._marks += 1
        mark = "zqv" + "".join(chr(ord("a") + int(digit)) for digit in str(self._marks)) + "k"
        for file in files:
            text = file.path.read_bytes().decode("utf-8", "surrogateescape")
            text = changed(text, self._rng, self._vocabulary).rstrip() + f"\n\nAlso {mark}.\n"
            file.path.write_bytes(text.encode("utf-8", "surrogateescape"))
        return files, mark

    def _found(self, engine: str, mark: str, expected: int) -> None:
        """Open the index and see that the changed files are found; inside the clock."""
        opened = peer(engine.partition(",")[0]).open(self._index(engine))
        answer = opened.answer(BenchQuery("rare word", mark, mark, mark, mark, mark))
        opened.close()
        if answer is None or answer.total != expected:
            raise RuntimeError(f"{engine} finds {answer and answer.total}, not {expected}")

    def _scan(self) -> None:
        searchkit.build(self._folder, self._index(OURS))

    def _told(self, engine: str, files: Sequence[StatementFile]) -> None:
        documents = read_files([(file.id, str(file.path)) for file in files])
        peer(engine.partition(",")[0]).update(documents, self._index(engine))

    def _settle(self) -> None:
        """Wait until the times of all files can be relied on, and let searchkit note them."""
        time.sleep(SETTLED / 1e9 + 0.1)
        self._scan()

    # Measuring

    def measure_ten(self, rounds: int) -> None:
        """Ten changed files, every engine."""
        ways = [GIVEN, *self._engines]
        seconds: dict[str, list[float]] = {way: [] for way in ways}
        for turn in range(rounds):
            files, mark = self._change(FEW)
            shift = turn % len(ways)
            for way in (*ways[shift:], *ways[:shift]):
                began = time.perf_counter()
                if way == OURS:
                    self._scan()
                else:
                    self._told(way, files)
                self._found(way, mark, len(files))
                seconds[way].append(time.perf_counter() - began)
        self.raw["ten"] = seconds
        ours = statistics.median(seconds[OURS])
        rows = []
        for way in (OURS, GIVEN, *(name for name in self._engines if name != OURS)):
            median = statistics.median(seconds[way])
            full = self._full[way.partition(",")[0]]
            looks = "yes" if way == OURS else "no"
            rows.append(
                [
                    way,
                    looks,
                    milliseconds(median),
                    milliseconds(max(seconds[way])),
                    f"{median / full:.2%}",
                    f"{ours / median:.2f}",
                ]
            )
        self._report.add(
            f"{FEW} files changed: until they are found in an index opened anew; {rounds} rounds.",
            table(
                [
                    "updating",
                    "looks for changes",
                    "median, ms",
                    "slowest, ms",
                    "of a full build",
                    f"{OURS} / it",
                ],
                rows,
            ),
        )

    def measure_counts(self, rounds: int, many: int) -> None:
        """Nothing, one, ten and many changed files: the call and the command."""
        counts = [0, 1, FEW, min(many, len(self._files))]
        ways: dict[str, Callable[[], None]] = {"call": self._scan, "command": self._command}
        seconds: dict[str, dict[int, list[float]]] = {
            way: {count: [] for count in counts} for way in ways
        }
        for _ in range(rounds):
            for way, update in ways.items():
                self._settle()
                for count in counts:
                    files, mark = self._change(count)
                    began = time.perf_counter()
                    update()
                    seconds[way][count].append(time.perf_counter() - began)
                    self._found(OURS, mark, len(files))
        self.raw["counts"] = seconds
        full = self._full[OURS]
        rows = []
        for count in counts:
            call, command = (statistics.median(seconds[way][count]) for way in ways)
            share = f"{call / full:.2%}"
            rows.append([f"{count:,}", milliseconds(call), share, milliseconds(command)])
        self._report.add(
            f"{OURS}: files changed, folder looked through, index published; medians of {rounds}.",
            table(["files", "searchkit.build, ms", "of a full build", "whole process, ms"], rows),
        )
        ten = statistics.median(seconds["call"][FEW])
        goal = max(GOAL_SHARE, GOAL_SECONDS / full)
        met = "yes" if ten / full <= goal else "no"
        self.goals.append([f"{FEW} files / full build", f"{ten / full:.4f}", f"{goal:.4f}", met])

    def _command(self) -> None:
        command = [*searchkit_command(), "index", str(self._folder), "--json", "--index"]
        done = subprocess.run([*command, str(self._index(OURS))], capture_output=True)
        # 1: a file was skipped, which was so in the full build, too.
        if done.returncode not in (0, 1):
            raise RuntimeError(done.stderr.decode(errors="replace"))
        json.loads(done.stdout)

    def measure_small(self, updates: int, material: Material) -> None:
        """Small updates in a row: their times, segments, answers before and after."""
        shutil.rmtree(self._index(OURS))
        self._scan()
        built = self._info().segments
        before = self._answers(material)
        steps = []
        for _ in range(updates):
            files, mark = self._change(self._rng.randint(1, FEW))
            began = time.perf_counter()
            self._scan()
            seconds = time.perf_counter() - began
            self._found(OURS, mark, len(files))
            info = self._info()
            steps.append(
                {
                    "files": len(files),
                    "seconds": seconds,
                    "segments": info.segments,
                    "deleted": info.deleted,
                    "bytes": info.size,
                }
            )
        after = self._answers(material)
        times = [float(step["seconds"]) for step in steps]
        segments = [int(step["segments"]) for step in steps]
        self.raw["small"] = {
            "steps": steps,
            "before": before.to_json(),
            "after": after.to_json(),
            "queries": [query.to_json() for query in material.timed],
        }
        p50 = [percentile(list(a.seconds(OURS).values()), 50) for a in (before, after)]
        p99 = [percentile(list(a.seconds(OURS).values()), 99) for a in (before, after)]
        self._report.add(
            f"{updates} updates of 1 to {FEW} files in a row: median "
            f"{milliseconds(statistics.median(times))} ms, slowest {milliseconds(max(times))} "
            f"ms; at most {max(segments)} segments, at the end {segments[-1]}, with "
            f"{steps[-1]['deleted']:,} deleted statements.",
            table(
                ["answers", "segments", "p50, ms", "p99, ms"],
                [
                    ["before", str(built), milliseconds(p50[0]), milliseconds(p99[0])],
                    ["after", str(segments[-1]), milliseconds(p50[1]), milliseconds(p99[1])],
                    ["after / before", "", f"{p50[1] / p50[0]:.2f}", f"{p99[1] / p99[0]:.2f}"],
                ],
            ),
        )

    def _info(self) -> searchkit.Info:
        with searchkit.open(self._index(OURS)) as archive:
            return archive.info()

    def _answers(self, material: Material) -> Answers:
        samples = time_answers(
            [(peer(OURS), self._index(OURS))],
            material.timed,
            material.warm,
            rounds=3,
            warming=3,
            seed=self._seed,
        )
        return Answers(samples, material.timed)


def main() -> None:
    """Measure everything, print it, keep it."""
    options = _options()
    report = Report("Updates")
    report.add(f"Machine: {machine_line()}.", f"Load before: {load()}.")
    kept = {name: value for name, value in vars(options).items() if name not in ("out", "grown")}
    raw: dict[str, object] = {"options": kept, "load_before": load()}
    engines = available([name for name in ENGINES if name not in options.skip], report.add)
    with (
        original_corpus(options.statements) as original,
        tempfile.TemporaryDirectory(prefix="searchkit-updates-") as temporary,
    ):
        folder = Path(temporary) / original.name
        shutil.copytree(original, folder)
        material = Material.of(folder, options.queries, options.seed)
        updates = Updates(report, folder, Path(temporary), options.seed)
        updates.build(engines)
        updates.measure_ten(options.rounds)
        updates.measure_counts(options.rounds, options.many)
        updates.measure_small(options.small, material)
    report.add("Goals: ratios, each at most.", table(["what", "is", "goal", "met"], updates.goals))
    report.add(f"Load after: {load()}.")
    raw |= updates.raw | {"goals": updates.goals, "load_after": load()}
    path = report.save(options.out, "updates", raw)
    print(f"\nKept in {path} and beside it as .json")


if __name__ == "__main__":
    try:
        main()
    except MissingData as problem:
        sys.exit(str(problem))
