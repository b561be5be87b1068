"""Is this version slower than another one?

    git worktree add /tmp/before SOME_COMMIT
    python -m benchmarks.versions /tmp/before [--rounds 5] [--builds 3] [--commands 30]

Question: full answers by kind of query, building, and the whole `search` command: how do
the times of this checkout compare with those of another, on the same files and queries?
Corpus: New Zealand ministerial press releases (see `data`), all or an even sample.
Seed: of queries, orders and choices; `--seed` changes it.

Both versions run at the same time, each in a process of its own, and take turns: which
goes first changes from query to query, so what the machine does meanwhile happens to
both. A query's time is the median of its rounds; what is reported is the ratio of the two
(above 1: this version takes longer), its geometric mean over the queries of a kind, and
the 95 % bootstrap interval of that mean.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from benchmarks.common import (
    RUNS,
    Report,
    bootstrap_interval,
    load,
    machine_line,
    milliseconds,
    table,
)
from benchmarks.data import MissingData, corpus_folder, corpus_sample, read_documents
from benchmarks.queries import SEED, draw_queries
from benchmarks.query import KINDS

HERE = Path(__file__).resolve().parent.parent
CHILD = Path(__file__).with_name("version_child.py")
COMMAND = "from searchkit.cli.search import main; main()"
RESAMPLES = 2_000


def _environment(checkout: Path) -> dict[str, str]:
    """That of a checkout's processes. Modules are compiled once, as those of an installed
    package are, whatever is said here.
    """
    inherited = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return inherited | {"PYTHONPATH": str(checkout)}


class Version:
    """A process that runs one checkout."""

    def __init__(self, checkout: Path) -> None:
        self.environment = _environment(checkout)
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(CHILD)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=self.environment,
        )
        found = Path(self.ask(where=True))
        if not found.is_relative_to(checkout):
            raise RuntimeError(f"asked for {checkout}, but {found} is imported")

    def ask(self, **request: object) -> Any:
        """The reply to one request."""
        assert self._process.stdin and self._process.stdout
        print(json.dumps(request), file=self._process.stdin, flush=True)
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the process has ended with {self._process.wait()}")
        return json.loads(line)

    def command(self, index: Path) -> float:
        """Seconds of the whole command, from outside."""
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-P", "-c", COMMAND, "--index", str(index), "North Korea"],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        seconds = time.perf_counter() - began
        if done.returncode not in (0, 1):  # Found, or nothing found in a small corpus.
            raise RuntimeError(f"the command has ended with {done.returncode}")
        return seconds

    def __enter__(self) -> Version:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(60)


def compared(pairs: Sequence[tuple[float, float]], seed: int) -> tuple[float, float, float]:
    """(geometric mean of now / before, the ends of its 95 % interval)."""
    logs = [math.log(now / before) for before, now in pairs]
    low, high = bootstrap_interval(logs, RESAMPLES, seed)
    return math.exp(statistics.fmean(logs)), math.exp(low), math.exp(high)


def _row(
    name: str, pairs: Sequence[tuple[float, float]], seed: int, unit: float = 1000
) -> list[str]:
    mean, low, high = compared(pairs, seed)
    before, now = (statistics.median(side) for side in zip(*pairs, strict=True))
    figures = [milliseconds(value * unit / 1000) for value in (before, now)]
    return [name, str(len(pairs)), *figures, f"{mean:.3f}", f"{low:.3f} to {high:.3f}"]


def main() -> None:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(description="Compare this checkout with another.")
    parser.add_argument("before", type=Path, help="the other checkout")
    parser.add_argument("--statements", type=int, help="only so many, evenly spread")
    parser.add_argument("--queries", type=int, default=260)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--warming", type=int, default=3)
    parser.add_argument("--builds", type=int, default=3)
    parser.add_argument("--commands", type=int, default=30)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=RUNS)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    report = Report("This version beside another")
    report.add(f"Machine: {machine_line()}.", f"Load before: {load()}.")
    with tempfile.TemporaryDirectory(prefix="searchkit-versions-") as temporary:
        work, folder = Path(temporary), corpus_folder()
        if options.statements:
            folder = corpus_sample(folder, options.statements, work / "corpus")
        documents = list(read_documents(folder, 2))
        timed, warm = draw_queries(documents, options.queries, seed=options.seed)
        del documents
        indexes = [work / "before", work / "now"]
        head = ["", "n", "before", "now", "now / before", "95 %"]
        with Version(options.before.resolve()) as old, Version(HERE) as new:
            both = (old, new)
            built: list[list[float]] = [[], []]
            for turn in range(max(1, options.builds)):
                for side in ((0, 1), (1, 0))[turn % 2]:
                    asked = {"build": str(folder), "index": str(indexes[side])}
                    built[side].append(both[side].ask(**asked))
            pairs = list(zip(*built, strict=True))
            report.add("Building, s.", table(head, [_row("build", pairs, options.seed, 1)]))
            for side in (0, 1):
                both[side].ask(open=str(indexes[side]))
            seconds: dict[tuple[int, int], list[float]] = {}
            differ = set()
            for turn in range(options.rounds):
                order = rng.sample(range(len(timed)), len(timed))
                for step, number in enumerate(order):
                    query = timed[number]
                    words = query.words()
                    others = [one for one in warm if not words & one.words()]
                    before = [q.searchkit for q in rng.sample(others, options.warming)]
                    totals = []
                    for side in ((0, 1), (1, 0))[(step + turn) % 2]:
                        took, total = both[side].ask(answer=query.searchkit, before=before)
                        seconds.setdefault((side, number), []).append(took)
                        totals.append(total)
                    if totals[0] != totals[1]:
                        differ.add(query.searchkit)
            median = {key: statistics.median(values) for key, values in seconds.items()}
            rows = []
            for kind in (*KINDS, None):
                chosen = [n for n, query in enumerate(timed) if kind in (None, query.kind)]
                pairs = [(median[0, n], median[1, n]) for n in chosen]
                rows.append(_row(kind or "all", pairs, options.seed))
            report.add("Full answers, ms (medians).", table(head, rows))
            report.add(f"Totals that differ: {len(differ)}. {'; '.join(sorted(differ)[:10])}")
            runs: list[list[float]] = [[], []]
            for turn in range(options.commands):
                for side in ((0, 1), (1, 0))[turn % 2]:
                    runs[side].append(both[side].command(indexes[side]))
            pairs = list(zip(*runs, strict=True))
            if pairs:
                row = _row('search "North Korea"', pairs, options.seed)
                report.add("The command, ms.", table(head, [row]))
    report.add(f"Load after: {load()}.")
    raw = {
        "before": str(options.before),
        "queries": [query.to_json() for query in timed],
        "builds": built,
        "answers": [[side, number, values] for (side, number), values in seconds.items()],
        "commands": runs,
    }
    print(f"\nKept in {report.save(options.out, 'versions', raw)}")


if __name__ == "__main__":
    try:
        main()
    except MissingData as problem:
        sys.exit(str(problem))
