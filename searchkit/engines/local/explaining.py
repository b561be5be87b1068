"""Where a score comes from.

Lives here: the parts of a score, which add up to it. Does not live here: scoring
(`searchkit.ranking.scoring`), printing it (`searchkit.cli`).
"""

from __future__ import annotations

import numpy as np

from searchkit.kernels import sets
from searchkit.matching.evaluate import Matcher
from searchkit.model.frozen import FrozenDict
from searchkit.query.rendering import label
from searchkit.query.tree import Leaf
from searchkit.ranking.order import Ranked
from searchkit.ranking.scoring import Scorer
from searchkit.storage.container import Array


def explained(
    scorer: Scorer, matcher: Matcher, ranked: Ranked, floor: float, meaning: float = 0.0
) -> FrozenDict[object]:
    """The parts of a score.

    Args:
        scorer: that gave it.
        matcher: of the statement's segment.
        ranked: the statement and its score; 0: it was not ranked, so there are no parts.
        floor: of the `Scored` matches.
        meaning: what of the score its meaning added.
    """
    parts: list[dict[str, object]] = []
    if ranked.score:
        docs = np.array([ranked.statement])
        parts += [_leaf(scorer, matcher, leaf, ranked, docs) for leaf in scorer.leaves]
        if float(scorer.base_scores(ranked.segment, docs)[0]) >= floor:
            further = scorer.further(ranked.segment, docs)
            if further.title[0]:
                parts.append({"title": "as the query", "score": float(further.title[0])})
            for leaf, scores in zip(scorer.leaves, further.ledes, strict=True):
                if scores[0]:
                    parts.append({"lede": label(leaf), "score": float(scores[0])})
            for pair, scores in zip(scorer.pairs(), further.proximities, strict=True):
                if scores[0]:
                    parts.append({"near": [*map(label, pair)], "score": float(scores[0])})
        if meaning:
            parts.append({"meaning": "near the query", "score": meaning})
    return FrozenDict({"score": ranked.score, "parts": parts})


def _leaf(
    scorer: Scorer, matcher: Matcher, leaf: Leaf, ranked: Ranked, docs: Array
) -> dict[str, object]:
    postings = matcher.postings(leaf)
    place = sets.index_of(postings.docs, ranked.statement)
    counts = [int(one[place]) if place >= 0 else 0 for one in postings.counts]
    texts = [f"in_{text.name}" for text in matcher.segment.schema.texts]
    return {
        "term": label(leaf),
        **dict(zip(texts, counts, strict=True)),
        "idf": scorer.idf[leaf],
        "score": float(scorer.leaf_base_scores(ranked.segment, leaf, docs)[0]),
    }
