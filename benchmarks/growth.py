"""Does searchkit stay as fast, small and frugal as the corpus grows?

    python -m benchmarks.growth [--times 1 4 16] [--statements N] [--skip ENGINE ...]

Question: on 1, 4 and 16 times the corpus, beside the same work done by the peers: one
build and its peak of memory, sizes, opening, full answers by kind of query, memory of
answering and of single answers, the whole process of the command; does building stay
linear, and do answers grow no faster than their matches?
Corpus: see `grown`; written once, kept in the system's temporary folder or `--grown`.
The queries are drawn from the corpus itself, so they are the same at every size.
Seed: of words, dates, queries, orders, printed with the result; `--seed` changes it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from benchmarks.bench import OURS, Bench, Material
from benchmarks.common import RUNS, Report, load, machine_line, megabytes, table
from benchmarks.data import MissingData
from benchmarks.grown import add_options, file_bytes, grown_corpus, original_corpus
from benchmarks.peers import available
from benchmarks.scaling import decades_table, matches_table, ratios_table
from benchmarks.speed import ENGINES


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure how things grow with the corpus.")
    parser.add_argument("--times", type=int, nargs="+", default=[1, 4, 16])
    parser.add_argument("--queries", type=int, default=78)
    parser.add_argument("--rounds", type=int, default=1, help="times each query is timed")
    parser.add_argument("--warming", type=int, default=3, help="queries answered before each")
    parser.add_argument("--commands", type=int, default=10, help="runs of the command")
    parser.add_argument("--skip", nargs="+", default=[], choices=ENGINES[1:], metavar="ENGINE")
    parser.add_argument("--xapian", type=int, default=1, help="up to so many times the corpus")
    add_options(parser)
    parser.add_argument("--out", type=Path, default=RUNS)
    return parser.parse_args()


def main() -> None:
    """Measure at every size, print it, keep it."""
    options = _options()
    report = Report("Growth")
    report.add(f"Machine: {machine_line()}.", f"Load before: {load()}.")
    kept = {name: value for name, value in vars(options).items() if name not in ("out", "grown")}
    raw: dict[str, object] = {"options": kept, "load_before": load()}
    wanted = available([name for name in ENGINES if name not in options.skip], report.add)
    benches: dict[int, Bench] = {}
    with original_corpus(options.statements) as original:
        material = Material.of(original, options.queries, options.seed)
        size = file_bytes(original)
        for times in sorted(set(options.times)):
            engines = [name for name in wanted if name != "xapian" or times <= options.xapian]
            folder = grown_corpus(original, times, options.grown, options.seed)
            # Reading all files brings them to the system's cache, too. What the changes
            # added to the files they added to the text.
            text = times * material.text + file_bytes(folder) - times * size
            grown = material._replace(statements=times * material.statements, text=text)
            with tempfile.TemporaryDirectory(prefix="searchkit-growth-") as work:
                bench = Bench(report, folder, engines, Path(work), options.seed)
                bench.take(grown, f"{times} times the corpus")
                _measure(bench, report, options)
            benches[times] = bench
            raw[f"{times}x"] = bench.raw
    for times, bench in benches.items():
        head = [f"goal, {times} x", "is", "goal", "met"]
        report.add(table(head, bench.goals))
    if len(benches) > 1:
        _compare(benches, report, material)
    report.add(f"Load after: {load()}.")
    raw["load_after"] = load()
    path = report.save(options.out, "growth", raw)
    print(f"\nKept in {path} and beside it as .json")


def _measure(bench: Bench, report: Report, options: argparse.Namespace) -> None:
    bench.measure_building(0)
    bench.measure_size()
    bench.measure_answers(options.rounds, options.warming, strict=False)
    report.add(matches_table(bench.answers, OURS))
    bench.measure_answer_memory()
    bench.measure_peaks()
    if options.commands:
        bench.measure_command(options.commands)


def _compare(benches: Mapping[int, Bench], report: Report, material: Material) -> None:
    """How things grow, over all sizes."""
    report.add("## Growth", "Building: a linear one has the same statements/s at every size.")
    rows = []
    for name in dict.fromkeys(one.engine for bench in benches.values() for one in bench.built):
        for times, bench in benches.items():
            for one in (one for one in bench.built if one.engine == name):
                count = times * material.statements
                rows.append(
                    [
                        name,
                        f"{times} x",
                        f"{one.seconds:.1f}",
                        f"{count / one.seconds:,.0f}",
                        megabytes(one.resident),
                        megabytes(one.private),
                        megabytes(bench.index_size(name)),
                        f"{bench.index_size(name) / count:,.0f}",
                    ]
                )
    head = ["building", "corpus", "s", "statements/s", "peak MB, resident", "peak MB, private"]
    report.add(table([*head, "index MB", "index bytes a statement"], rows))
    answers = {times: bench.answers for times, bench in benches.items()}
    report.add(
        "Answers by their number of matches: alike in a row, where only matches cost.",
        decades_table(answers, OURS),
    )
    small, large = min(benches), max(benches)
    report.add(
        f"The same query at {large} x beside {small} x: medians of matches and of times.",
        ratios_table(answers[small], answers[large], material.timed),
    )


if __name__ == "__main__":
    try:
        main()
    except MissingData as problem:
        sys.exit(str(problem))
