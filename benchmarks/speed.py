"""How long does searchkit take beside other engines that do the same work?

    python -m benchmarks.speed [--statements N] [--queries 240] [--skip ENGINE] [--whoosh]

Question: building an index from a folder of Markdown files, its size, opening it, one
full answer (count, ten best hits, snippets, three facets), memory, and the whole process
of the `search` command: how much of each, and in which ratio to the peers?
Corpus: New Zealand ministerial press releases (see `data`), all or an even sample.
Larger corpora: see `growth`. Updates: see `updates`.
Seed: of queries, orders and choices, printed with the result; `--seed` changes it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.bench import OURS, Bench
from benchmarks.common import RUNS, Report, load, machine_line, table
from benchmarks.data import MissingData, corpus_folder, corpus_sample
from benchmarks.peers import available
from benchmarks.queries import SEED

ENGINES = (OURS, "tantivy", "fts5", "xapian")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure speed beside other engines.")
    parser.add_argument("--statements", type=int, help="only so many, evenly spread")
    parser.add_argument("--queries", type=int, default=240)
    parser.add_argument("--rounds", type=int, default=3, help="times each query is timed")
    parser.add_argument("--warming", type=int, default=5, help="queries answered before each")
    parser.add_argument("--builds", type=int, default=3)
    parser.add_argument("--commands", type=int, default=40, help="runs of the command")
    parser.add_argument("--strict", action="store_true", help="measure searchkit-strict, too")
    parser.add_argument("--skip", nargs="+", default=[], choices=ENGINES[1:], metavar="ENGINE")
    parser.add_argument("--whoosh", action="store_true", help="Whoosh on the same corpus (slow)")
    parser.add_argument("--whoosh-statements", type=int, help="Whoosh on a corpus so large")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=RUNS)
    return parser.parse_args()


def _kept(options: argparse.Namespace) -> dict[str, object]:
    """The options that say what was measured, not where it went."""
    return {name: value for name, value in vars(options).items() if name != "out"}


def main() -> None:
    """Measure everything, print it, keep it."""
    options = _options()
    report = Report("Speed")
    report.add(f"Machine: {machine_line()}.", f"Load before: {load()}.")
    raw: dict[str, object] = {"options": _kept(options), "load_before": load()}
    with tempfile.TemporaryDirectory(prefix="searchkit-speed-") as temporary:
        work = Path(temporary)
        folder = corpus_folder()
        whole = _sampled(folder, options.statements, work / "corpus")
        wanted = [name for name in ENGINES if name not in options.skip]
        engines = available([*wanted, "whoosh"] if options.whoosh else wanted, report.add)
        bench = Bench(report, whole, engines, work / "main", options.seed)
        bench.prepare(options.queries)
        bench.measure_building(options.builds)
        bench.measure_size()
        bench.measure_answers(options.rounds, options.warming, options.strict)
        bench.measure_answer_memory()
        bench.measure_command(options.commands)
        raw["main"], goals = bench.raw, bench.goals
        if options.whoosh_statements and not options.whoosh:
            part = _sampled(folder, options.whoosh_statements, work / "part")
            small = Bench(report, part, (OURS, "whoosh"), work / "whoosh", options.seed)
            small.prepare(options.queries)
            small.measure_building(options.builds)
            small.measure_answers(1, options.warming, strict=False)
            raw["whoosh"] = small.raw
            goals += small.goals
    report.add("Goals: ratios, each at most.", table(["what", "is", "goal", "met"], goals))
    report.add(f"Load after: {load()}.")
    raw |= {"goals": goals, "load_after": load()}
    path = report.save(options.out, "speed", raw)
    print(f"\nKept in {path} and beside it as .json")


def _sampled(folder: Path, statements: int | None, target: Path) -> Path:
    return folder if statements is None else corpus_sample(folder, statements, target)


if __name__ == "__main__":
    try:
        main()
    except MissingData as problem:
        sys.exit(str(problem))
