"""A random search over the constants of ranking.

    python -m benchmarks.ranking --tune 100

Lives here: drawing constants, judging them through the floors below the archive (which
need no hits, so that a trial takes seconds), printing each trial. Does not live here:
deciding: many trials are within chance of one another, and the collections are few, so
round constants in the middle of a good region are to be preferred to the best trial.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.common import Report, machine_line
from benchmarks.data import TOPICS_NAME, Collection, collection, query_words
from benchmarks.indexes import Indexes
from benchmarks.judging import OURS, REFERENCE, default_answer
from benchmarks.metrics import DEPTH, Scores, score
from searchkit.engines.local.archive import LocalArchive
from searchkit.engines.local.snapshot import Snapshot
from searchkit.matching.evaluate import Matcher
from searchkit.query.language.parser import parse
from searchkit.query.tree import positive_leaves
from searchkit.ranking.bm25f import DEFAULT, Constants
from searchkit.ranking.order import best
from searchkit.ranking.scoring import Scorer
from searchkit.schema.analysis import versions
from searchkit.storage.manifest import read_manifest

LEAST_DIFFERENCE = -0.01
"""How far below the reference a figure may be."""
PENALTY = 5.0

RANGES: dict[str, tuple[float, float]] = {
    "k1": (0.8, 2.6),
    "common": (0.0, 1.2),
    "b_title": (0.0, 0.9),
    "b_body": (0.3, 0.9),
    "title_weight": (1.0, 6.0),
    "proximity": (0.0, 1.0),
    "proximity_k": (0.3, 6.0),
    "reach": (3, 20),
}
"""What is drawn from; constants that are not named keep their value."""
_LOGARITHMIC = ("title_weight", "proximity_k")


class Trial(NamedTuple):
    """Constants and how they do: collection (and way) -> nDCG@10, MAP."""

    constants: Constants
    figures: dict[str, tuple[float, float]]

    def relative(self) -> list[float]:
        """To the reference, of both figures of each classic collection."""
        return [
            figure / reference - 1
            for name, references in REFERENCE.items()
            if name in self.figures
            for figure, reference in zip(self.figures[name], references, strict=True)
        ]

    def objective(self, base: Trial) -> float:
        """
        Mean relative gain on the classics (over the reference) and on the topics (over
        `base`); a figure too far below the reference costs much.
        """
        classics = self.relative()
        topics = [
            figure / before - 1
            for name in self.figures
            if name not in REFERENCE
            for figure, before in zip(self.figures[name], base.figures[name], strict=True)
        ]
        worst = min(classics, default=0.0)
        means = sum(sum(part) / len(part) for part in (classics, topics) if part)
        return means - PENALTY * max(0.0, LEAST_DIFFERENCE - worst)


def orders(snapshot: Snapshot, judged: Collection) -> dict[str, list[str]]:
    """The order of each query in any-word mode, by the floors below the archive."""
    found: dict[str, list[str]] = {}
    for number, text in judged.queries.items():
        tree = parse(" ".join(query_words(text)), snapshot.known, any_word=True).tree
        matchers = [Matcher(segment) for segment in snapshot.segments]
        matches = [matcher.docs(tree) for matcher in matchers]
        leaves = positive_leaves(tree)
        scorer = Scorer(matchers, snapshot.weights, snapshot.statistics, snapshot.constants, leaves)
        scores = scorer.score(matches).scores
        ranked = best(snapshot.segments, matches, scores, DEPTH)
        found[number] = [snapshot.segments[one.segment].id(one.statement) for one in ranked]
    return found


def try_constants(
    constants: Constants, collections: Sequence[Collection], indexes: Indexes
) -> Trial:
    """Judge constants on collections."""
    figures: dict[str, tuple[float, float]] = {}

    def keep(name: str, scores: Scores) -> None:
        figures[name] = scores.mean_ndcg, scores.map

    for judged in collections:
        path = indexes.path(OURS, judged.name)
        snapshot = Snapshot(path, read_manifest(path, versions()), constants)
        keep(judged.name, score(judged, orders(snapshot, judged)))
        if judged.name == TOPICS_NAME:
            keep("default answer", default_answer(judged, LocalArchive(path, snapshot)))
    return Trial(constants, figures)


def draw(rng: random.Random) -> Constants:
    """Random constants, rounded to what is worth writing down."""
    values: dict[str, Any] = {}
    for name, (low, high) in RANGES.items():
        if name not in Constants._fields:
            continue
        if isinstance(low, int):
            values[name] = rng.randint(low, int(high))
        elif name in _LOGARITHMIC:
            values[name] = round(math.exp(rng.uniform(math.log(low), math.log(high))), 2)
        else:
            values[name] = round(rng.uniform(low, high), 2)
    return DEFAULT._replace(**values)


def tune(indexes: Indexes, names: Sequence[str], trials: int, seed: int, out: Path) -> None:
    """
    Print the constants as they are, then `trials` others, then the best of them.

    Args:
        names: of the collections.
        out: the folder for the run.
    """
    report = Report("Constants of ranking")
    report.add(f"Machine: {machine_line()}.", f"Seed {seed}, {trials} trials.")
    collections = [collection(name) for name in names]
    rng = random.Random(seed)
    base = try_constants(DEFAULT, collections, indexes)
    done = [base]
    report.add(f"As they are: {_line(base, base)}")
    for number in range(trials):
        done.append(try_constants(draw(rng), collections, indexes))
        report.add(f"{number + 1}: {_line(done[-1], base)}")
    done.sort(key=lambda trial: -trial.objective(base))
    report.add("Best:", *(_line(trial, base) for trial in done[:10]))
    raw = [{"constants": t.constants._asdict(), "figures": t.figures} for t in done]
    report.save(out, "tuning", {"seed": seed, "trials": raw})


def _line(trial: Trial, base: Trial) -> str:
    constants = " ".join(f"{name}={value:g}" for name, value in trial.constants._asdict().items())
    figures = " ".join(f"{name} {a:.3f}/{b:.3f}" for name, (a, b) in trial.figures.items())
    relative = trial.relative()
    to_reference = (
        f"to the reference {sum(relative) / len(relative):+.2%}, worst {min(relative):+.2%}; "
        if relative
        else ""
    )
    return f"objective {trial.objective(base):+.4f}; {to_reference}{figures}; {constants}"
