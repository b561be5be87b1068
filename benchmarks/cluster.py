"""What does a cluster cost, and does it answer as a folder does?

    python -m benchmarks.cluster [--times 1 4] [--nodes 1 3] [--statements N]

Question: on 1 and 4 times the corpus, on one node and on three, beside an index in a folder in
the same run: how long does indexing take, how large is an index, how long do full answers take
(p50, p99 by kind of query); are sets, totals and facets those of the folder; how alike is the
order (first ten, nDCG@10 and MAP on the topics)?
Corpus: see `grown`. The queries are drawn from the corpus itself: the same at every size.
Seed: of words, dates, queries, orders, printed with the result; `--seed` changes it.

It starts real nodes (a JDK and Maven are needed, see CONTRIBUTING.md), and ends them, whatever
happens. On three nodes the index has three shards with a replica each, on one node one shard alone.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import searchkit
from benchmarks.agreement import Agreement, agreement
from benchmarks.answers import Answers, time_answers
from benchmarks.bench import Material
from benchmarks.common import RUNS, Report, load, machine_line, megabytes, percentile, table
from benchmarks.data import Collection, MissingData, topics
from benchmarks.grown import add_options, file_bytes, grown_corpus, original_corpus
from benchmarks.judging import OURS, default_answer
from benchmarks.metrics import TOP, Scores
from benchmarks.peers import Peer
from benchmarks.peers.cluster_peer import ClusterPeer
from benchmarks.peers.searchkit_peer import SearchkitPeer

INDEX = "benchmark"


class Built(NamedTuple):
    """An index that was built.

    Attributes:
        engine: what the tables call it.
        times: the corpus.
        statements: in it.
        seconds: of the build.
        one_copy, all_copies: bytes of it, without replicas and with them.
    """

    engine: str
    times: int
    statements: int
    seconds: float
    one_copy: int
    all_copies: int


class Progress:
    """A line on standard error that says what is being done."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self._what = ""

    def stage(self, what: str) -> None:
        """Something else begins."""
        self._what = what
        self._write("")

    def show(self, done: int, of: int) -> None:
        """So much of it is done."""
        self._write(f" {done:,} of {of:,}")

    def end(self) -> None:
        """Nothing more is done."""
        if sys.stderr.isatty():
            sys.stderr.write("\r\033[K")

    def _write(self, more: str) -> None:
        elapsed = time.perf_counter() - self._began
        end, begin = ("", "\r\033[K") if sys.stderr.isatty() else ("\n", "")
        if end and more:
            return  # In a file, one line for each stage.
        sys.stderr.write(f"{begin}{elapsed:6.0f} s  {self._what}{more}{end}")
        sys.stderr.flush()


class ClusterBench:
    """All figures of one run, and their tables."""

    def __init__(self, report: Report, material: Material, options: argparse.Namespace) -> None:
        self._report, self._material, self._options = report, material, options
        self._progress = Progress()
        self.built: list[Built] = []
        self.answers: dict[int, list[Answers]] = {}
        self.agreements: dict[tuple[int, int], Agreement] = {}
        self.scores: dict[str, Scores] = {}

    def measure(self, times: int, folder: Path, judged: Collection | None) -> None:
        """One size of the corpus, in a folder and on each number of nodes."""
        with tempfile.TemporaryDirectory(prefix="searchkit-cluster-") as work:
            index = Path(work) / "index"
            self._build(SearchkitPeer(), index, times, folder)
            for nodes in self._options.nodes:
                with self._cluster(nodes) as address:
                    self._on_cluster(times, nodes, address, folder, index, judged)
        self._progress.end()

    @contextmanager
    def _cluster(self, nodes: int) -> Iterator[str]:
        from tests.engines.opensearch.nodes import NoNodes, running

        self._progress.stage(f"starting {_nodes(nodes)}")
        try:
            with running(nodes, self._options.heap, ("node.store.allow_mmap=true",)) as cluster:
                # A node that has much to do answers late, not never.
                yield f"{cluster.address}/{INDEX}?shards={nodes}&timeout=60"
        except NoNodes as missing:
            raise MissingData(str(missing)) from None

    def _on_cluster(
        self,
        times: int,
        nodes: int,
        address: str,
        folder: Path,
        index: Path,
        judged: Collection | None,
    ) -> None:
        name = _nodes(nodes)
        peer = ClusterPeer(name, address)
        self._build(peer, index, times, folder)
        with searchkit.open(index) as ours, searchkit.open(address) as theirs:
            self._progress.stage(f"{times} x, {name}: comparing answers")
            found = agreement(ours, theirs, self._material.timed, self._progress.show)
            self.agreements[times, nodes] = found
            if judged is not None and nodes == self._options.nodes[0]:
                self._progress.stage(f"{name}: ranking the topics")
                self.scores = {
                    OURS: default_answer(judged, ours),
                    name: default_answer(judged, theirs),
                }
        self._progress.stage(f"{times} x, {name}: timing answers")
        samples = time_answers(
            [(SearchkitPeer(), index), (peer, index)],
            self._material.timed,
            self._material.warm,
            rounds=self._options.rounds,
            warming=self._options.warming,
            seed=self._options.seed,
            progress=self._progress.show,
        )
        self.answers.setdefault(times, []).append(Answers(samples, self._material.timed))

    def _build(self, peer: Peer, index: Path, times: int, folder: Path) -> None:
        self._progress.stage(f"{times} x, {peer.name}: indexing")
        began = time.perf_counter()
        peer.build(folder, index, os.cpu_count() or 1)
        seconds = time.perf_counter() - began
        address = peer.address if isinstance(peer, ClusterPeer) else index
        with searchkit.open(address) as archive:
            info = archive.info()
            copies = _copies(address) if isinstance(address, str) else 1
            self.built.append(
                Built(peer.name, times, len(archive), seconds, info.size, copies * info.size)
            )

    def show(self) -> None:
        """All tables."""
        rows = [
            [
                one.engine,
                f"{one.times} x",
                f"{one.statements:,}",
                f"{one.seconds:.1f}",
                f"{one.statements / one.seconds:,.0f}",
                megabytes(one.one_copy),
                f"{one.one_copy / one.statements:,.0f}",
                megabytes(one.all_copies),
            ]
            for one in self.built
        ]
        head = ["indexing", "corpus", "statements", "s", "statements/s", "MB, one copy"]
        self._report.add("## Indexing", table([*head, "bytes a statement", "MB, all copies"], rows))
        self._report.add("## Full answers", self._summary())
        for times, measured in self.answers.items():
            for answers in measured:
                self._report.add(
                    f"{times} x:",
                    answers.latency_table(OURS, 50),
                    answers.latency_table(OURS, 99),
                )
        self._report.add("## The same answers?", self._same())
        for (times, nodes), found in self.agreements.items():
            for text, reason in found.refused:
                self._report.add(f"{times} x, {_nodes(nodes)} refuses `{text}`: {reason}")
            for what, which in (
                ("statements", found.other_sets),
                ("totals", found.other_totals),
                ("facets", found.other_facets),
            ):
                if which:
                    self._report.add(f"{times} x, {_nodes(nodes)}, other {what}: {which}")
        if self.scores:
            scored = [
                [name, f"{one.mean_ndcg:.3f}", f"{one.map:.3f}", f"{one.judged:.1%}"]
                for name, one in self.scores.items()
            ]
            head = ["topics, default answer", f"nDCG@{TOP}", "MAP", f"of the first {TOP} judged"]
            self._report.add("## Ranking", table(head, scored))

    def _summary(self) -> str:
        rows = []
        for times, measured in self.answers.items():
            for answers in measured:
                for engine in answers.engines:
                    seconds = list(answers.seconds(engine).values())
                    beside = next(one for one in answers.engines if one != engine)
                    figures = [f"{1000 * percentile(seconds, share):.1f}" for share in (50, 99)]
                    rows.append([f"{engine} (beside {beside})", f"{times} x", *figures])
        return table(["all queries", "corpus", "p50, ms", "p99, ms"], rows)

    def _same(self) -> str:
        rows = [
            [
                _nodes(nodes),
                f"{times} x",
                str(found.queries),
                str(len(found.refused)),
                *(
                    f"{found.queries - len(which)}"
                    for which in (found.other_sets, found.other_totals, found.other_facets)
                ),
                f"{found.overlap:.1%}",
                f"{found.same_first:.1%}",
            ]
            for (times, nodes), found in self.agreements.items()
        ]
        head = ["beside the folder", "corpus", "queries", "refused", "same statements"]
        head += ["same total", "same facets", f"first {TOP} in common", "same first"]
        return table(head, rows)

    def to_json(self) -> dict[str, object]:
        """Everything."""
        return {
            "built": [one._asdict() for one in self.built],
            "answers": {
                f"{times}x": [one.to_json() for one in measured]
                for times, measured in self.answers.items()
            },
            "agreement": {
                f"{times}x, {_nodes(nodes)}": found._asdict()
                for (times, nodes), found in self.agreements.items()
            },
            "topics": {name: one._asdict() for name, one in self.scores.items()},
        }


def _nodes(count: int) -> str:
    return "one node" if count == 1 else f"{count} nodes"


def _copies(address: str) -> int:
    """How many copies of its index a cluster keeps, the first among them."""
    from searchkit.engines.opensearch.address import parse_address
    from searchkit.engines.opensearch.connection import ClusterConnection

    connection = ClusterConnection(parse_address(address))
    try:
        shards = connection.ask("GET", f"/{INDEX}/_stats/store")["_shards"]
        return int(shards["total"]) // parse_address(address).shards
    finally:
        connection.close()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure an index in a cluster.")
    parser.add_argument("--times", type=int, nargs="+", default=[1, 4])
    parser.add_argument("--nodes", type=int, nargs="+", default=[1, 3])
    parser.add_argument("--queries", type=int, default=260)
    parser.add_argument("--rounds", type=int, default=1, help="times each query is timed")
    parser.add_argument("--warming", type=int, default=2, help="queries answered before each")
    parser.add_argument("--heap", default="1g", help="of each node [1g]")
    add_options(parser)
    parser.add_argument("--out", type=Path, default=RUNS)
    return parser.parse_args()


def main(say: Callable[[str], None] = print) -> None:
    """Measure at every size, print it, keep it."""
    options = _options()
    report = Report("An index in a cluster", say)
    report.add(
        f"Machine: {machine_line()}.",
        f"Load before: {load()}. Seed {options.seed}; heap of a node {options.heap}.",
    )
    kept = {name: value for name, value in vars(options).items() if name not in ("out", "grown")}
    raw: dict[str, object] = {"options": kept, "load_before": load()}
    with original_corpus(options.statements) as original:
        material = Material.of(original, options.queries, options.seed)
        bench = ClusterBench(report, material, options)
        for times in sorted(set(options.times)):
            folder = grown_corpus(original, times, options.grown, options.seed)
            file_bytes(folder)  # Reading all files brings them to the system's cache.
            # The topics are judged on the corpus as it is.
            judged = topics() if times == 1 and options.statements is None else None
            bench.measure(times, folder, judged)
    bench.show()
    report.add(f"Load after: {load()}.")
    raw |= {**bench.to_json(), "load_after": load()}
    path = report.save(options.out, "cluster", raw)
    say(f"\nKept in {path} and beside it as .json")
    if not all(found.equal for found in bench.agreements.values()):
        sys.exit("The cluster has not answered as the folder does: see above")


if __name__ == "__main__":
    try:
        main()
    except MissingData as problem:
        sys.exit(str(problem))
