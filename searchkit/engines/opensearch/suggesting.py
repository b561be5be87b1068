"""Words that were perhaps meant, and words that begin with what was typed.

Lives here: asking the cluster for both. Does not live here: when a word is taken for mistyped
(`searchkit.engines.local.spelling`), what is offered beside words
(`searchkit.engines.local.completion`).
"""

from __future__ import annotations

from functools import cached_property

from searchkit.engines.local.completion import Completer, Found
from searchkit.engines.local.spelling import edits, likelihood, needed, suggestion
from searchkit.engines.opensearch.layout import FOLDED, field_of, term
from searchkit.engines.opensearch.snapshot import ClusterSnapshot
from searchkit.model.answer import Completion
from searchkit.query.tree import Node
from searchkit.schema.analysis import fold, normalise, stem_all

CANDIDATES = 50


def suggested(snapshot: ClusterSnapshot, text: str, tree: Node) -> str | None:
    """The query with words corrected that occur hardly anywhere, or None."""
    return suggestion(
        text,
        tree,
        len(snapshot),
        snapshot.frequency,
        lambda folded, now: _better(snapshot, folded, now),
    )


def _better(snapshot: ClusterSnapshot, folded: str, now: int) -> str | None:
    """The word that another, in `now` statements, was perhaps meant to be."""
    from rapidfuzz.distance import OSA

    distance, least = edits(folded, now), needed(now)
    asked = {
        f"at{place}": {
            "term": {
                "field": field_of(text.name, FOLDED),
                "suggest_mode": "always",
                "max_edits": distance,
                "prefix_length": 0,
                "min_word_length": 3,
                "size": CANDIDATES,
                "string_distance": "damerau_levenshtein",
                "sort": "frequency",
            }
        }
        for place, text in enumerate(snapshot.schema.texts)
    }
    body = {"size": 0, "query": {"match_none": {}}, "suggest": {"text": term(folded), **asked}}
    found = snapshot.ask(body)["suggest"]
    words = sorted(
        {option["text"] for rows in found.values() for row in rows for option in row["options"]}
    )
    near = [(one, OSA.distance(folded, one)) for one in words]
    near = [(one, errors) for one, errors in near if errors <= distance]
    counts = snapshot.frequencies(stem_all([one for one, _ in near], snapshot.schema.profile))
    best, best_score = None, 0.0
    for (candidate, errors), count in zip(near, counts, strict=True):
        score = likelihood(folded, candidate, errors, count)
        if count >= least and score > best_score:
            best, best_score = candidate, score
    return best


class ClusterCompleter(Completer):
    """Completes queries from one state of a cluster; words are offered as they are folded."""

    def __init__(self, snapshot: ClusterSnapshot) -> None:
        # It asks this of its fields and names alone; words are asked for below.
        super().__init__(snapshot)  # type: ignore[arg-type]
        self.cluster = snapshot

    def _with(self, before: str) -> Found:
        """None: in a cluster a word is completed by itself, whatever stands before it."""
        return None

    def _words(self, word: str, before: str, limit: int, docs: Found) -> tuple[Completion, ...]:
        prefix = fold(normalise(word))
        # The cluster's own regular expressions have more signs that mean something.
        include = "".join(c if c.isalnum() else f"\\{c}" for c in prefix) + ".*"
        body = {
            "query": self.cluster.head.visible,
            "size": 0,
            "aggs": {
                "words": {"terms": {"field": "vocabulary", "include": include, "size": 4 * limit}}
            },
        }
        buckets = self.cluster.ask(body)["aggregations"]["words"]["buckets"]
        words = [bucket["key"] for bucket in buckets]
        stems = stem_all(words, self.cluster.schema.profile)
        shown: dict[str, str] = {}
        for stem, one in zip(stems, words, strict=True):
            shown.setdefault(stem, one)  # The commonest comes first.
        counts = dict(zip(shown, self.cluster.frequencies(list(shown)), strict=True))
        best = sorted(shown, key=lambda stem: (-counts[stem], stem))[:limit]
        return tuple(
            Completion("word", shown[stem], before + shown[stem], counts[stem]) for stem in best
        )

    @cached_property
    def _bearers(self) -> dict[str, dict[str, int]]:
        """Kind -> key of a name -> how many statements bear it."""
        return {kind: dict(self.cluster.values(f"names.{kind}")) for kind in self.snapshot.known}
