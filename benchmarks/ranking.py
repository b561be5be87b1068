"""Does searchkit put the right statement first, and how do others rank the same?

    python -m benchmarks.ranking [--known-items 500] [--tune N]

Question: nDCG@10 and MAP on five classic collections and on 24 topics over our corpus;
are they above the reference figures of the collections, and above the best peer?
Corpus: Cranfield, NPL, LISA, MED, CISI; press releases with judged topics (see `data`).
Seed: of the bootstrap, of known items and of tuning; `--seed` changes it.

Any-word mode: each engine gets the same words and ranks what holds any of them; of
searchkit every copy is an entry of its own then. The default answer is what the `search`
command prints: statements with all words, then, where these are fewer than a page, those
with most of them; an entry stands for its first statement, and for MAP its copies follow
it. "Copies apart" is the same answer with every copy an entry, as in any-word mode.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path

import searchkit
from benchmarks.common import RUNS, Report, bootstrap_interval, machine_line, table
from benchmarks.data import (
    CLASSICS,
    TOPICS_NAME,
    Collection,
    MissingData,
    collection,
    query_words,
)
from benchmarks.indexes import Indexes
from benchmarks.judging import OURS, REFERENCE, default_answer
from benchmarks.known_items import known_items
from benchmarks.metrics import DEPTH, TOP, Scores, score

SEED = 20_260_101
RESAMPLES = 10_000
DEFAULT_ANSWER = "searchkit, default answer"
COPIES_APART = "searchkit, default answer, copies apart"
ENGINES = (OURS, "tantivy", "tantivy-one-field", "fts5")


def any_word(judged: Collection, indexes: Indexes, engine: str) -> Scores:
    """An engine on a collection, any of the words being enough."""
    opened = indexes.opened(engine, judged.name)
    orders = {
        number: opened.rank(query_words(text), DEPTH) for number, text in judged.queries.items()
    }
    return score(judged, orders)


class Ranking:
    """All figures of one run, and their tables."""

    def __init__(self, report: Report, indexes: Indexes, seed: int) -> None:
        self._report = report
        self._indexes = indexes
        self._seed = seed
        self._collections: dict[str, Collection] = {}
        self.scores: dict[str, dict[str, Scores]] = {}

    def measure(self, names: list[str]) -> None:
        """Rank every collection in every way."""
        for name in names:
            judged = self._collections[name] = collection(name)
            self.scores[name] = {e: any_word(judged, self._indexes, e) for e in ENGINES}
            if name == TOPICS_NAME:
                with searchkit.open(self._indexes.path(OURS, name)) as archive:
                    self.scores[name] |= {
                        DEFAULT_ANSWER: default_answer(judged, archive),
                        COPIES_APART: default_answer(judged, archive, "all"),
                    }

    def show_classics(self) -> None:
        """nDCG@10 and MAP beside the reference."""
        names = [name for name in self.scores if name in REFERENCE]
        if not names:
            return
        relative: list[float] = []
        for place, measure in enumerate((f"nDCG@{TOP}", "MAP")):
            rows = []
            for name in names:
                figures = {e: _figures(s)[place] for e, s in self.scores[name].items()}
                reference = REFERENCE[name][place]
                difference = figures[OURS] / reference - 1
                relative.append(difference)
                rows.append(
                    [
                        name,
                        str(len(self._collections[name].queries)),
                        f"{figures[OURS]:.3f}",
                        f"{reference:.3f}",
                        f"{difference:+.1%}",
                        *(f"{figures[engine]:.3f}" for engine in ENGINES[1:]),
                    ]
                )
            head = [measure, "queries", OURS, "reference", "to reference", *ENGINES[1:]]
            self._report.add(table(head, rows))
        mean = sum(relative) / len(relative)
        self._report.add(
            f"To the reference: {mean:+.2%} on average over nDCG@{TOP} and MAP of "
            f"{len(names)} collections, worst {min(relative):+.2%}. (Goal: above 0, nowhere "
            "below -1 %.)"
        )

    def show_topics(self) -> None:
        """The topics, and each of them."""
        if TOPICS_NAME not in self.scores:
            return
        scores = self.scores[TOPICS_NAME]
        head = ["topics", f"nDCG@{TOP}", "MAP", f"of the first {TOP} judged"]
        rows = [
            [
                f"{name}, any word" if name in ENGINES else name,
                f"{one.mean_ndcg:.3f}",
                f"{one.map:.3f}",
                f"{one.judged:.1%}",
            ]
            for name, one in scores.items()
        ]
        self._report.add(table(head, rows))
        rival = self._best_peer(TOPICS_NAME)
        columns = (DEFAULT_ANSWER, COPIES_APART, OURS, rival)
        queries = self._collections[TOPICS_NAME].queries.values()
        self._report.add(
            table(
                [f"nDCG@{TOP} by topic", "default answer", "copies apart", "any word", rival],
                [
                    [text, *(f"{scores[name].ndcg[place]:.3f}" for name in columns)]
                    for place, text in enumerate(queries)
                ],
            )
        )

    def show_differences(self) -> None:
        """Query by query: we less the best peer, with the interval of the mean."""
        rows = []
        for name, scores in self.scores.items():
            rival = self._best_peer(name)
            pairs = [(OURS, rival)]
            if name == TOPICS_NAME:
                pairs += [(DEFAULT_ANSWER, rival), (DEFAULT_ANSWER, OURS), (COPIES_APART, OURS)]
            for ours, theirs in pairs:
                row = [name, ours, theirs]
                mine, other = scores[ours], scores[theirs]
                for both in (
                    zip(mine.ndcg, other.ndcg, strict=True),
                    zip(mine.precision, other.precision, strict=True),
                ):
                    differences = [a - b for a, b in both]
                    low, high = bootstrap_interval(differences, RESAMPLES, self._seed)
                    mean = sum(differences) / len(differences)
                    row.append(f"{mean:+.3f} [{low:+.3f}, {high:+.3f}]")
                rows.append(row)
        head = ["paired difference", "of", "less", f"nDCG@{TOP} [95 %]", "average precision [95 %]"]
        self._report.add(table(head, rows))

    def _best_peer(self, name: str) -> str:
        return max(ENGINES[1:], key=lambda engine: self.scores[name][engine].mean_ndcg)

    def to_json(self) -> dict[str, object]:
        """Everything, query by query."""
        return {
            name: {
                "queries": list(self._collections[name].queries),
                "scores": {engine: one._asdict() for engine, one in scores.items()},
            }
            for name, scores in self.scores.items()
        }


def _figures(scores: Scores) -> tuple[float, float]:
    return scores.mean_ndcg, scores.map


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure ranking beside other engines.")
    everything = [*CLASSICS, TOPICS_NAME]
    parser.add_argument("--collections", nargs="+", default=everything, choices=everything)
    parser.add_argument("--known-items", type=int, default=500, help="0: none")
    parser.add_argument("--tune", type=int, metavar="N", help="try N sets of constants instead")
    parser.add_argument("--work", type=Path, help="keep the indexes here, and use them again")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=RUNS)
    return parser.parse_args()


def main() -> None:
    """Measure, print, keep."""
    options = _options()
    temporary = tempfile.TemporaryDirectory(prefix="searchkit-ranking-")
    with temporary if options.work is None else nullcontext(str(options.work)) as folder:
        indexes = Indexes(Path(folder))
        if options.tune:
            from benchmarks.tuning import tune

            tune(indexes, options.collections, options.tune, options.seed, options.out)
            return
        report = Report("Ranking")
        report.add(f"Machine: {machine_line()}.", f"Seed {options.seed}.")
        ranking = Ranking(report, indexes, options.seed)
        ranking.measure(options.collections)
        ranking.show_classics()
        ranking.show_topics()
        ranking.show_differences()
        raw: dict[str, object] = {"seed": options.seed, "collections": ranking.to_json()}
        if options.known_items:
            shown, raw["known_items"] = known_items(
                indexes, ENGINES, options.known_items, options.seed
            )
            report.add(shown)
        indexes.close()
    path = report.save(options.out, "ranking", raw)
    print(f"\nKept in {path} and beside it as .json")


if __name__ == "__main__":
    try:
        main()
    except MissingData as problem:
        sys.exit(str(problem))
