"""What matches a query, and in which order.

Lives here: from a tree to statements of all segments, ranked or by date; the entries of a page
or of a list of them. Does not live here: scores (`searchkit.ranking`), which statements are one
entry (`paging`), what is made of entries (`searching`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from searchkit.engines.local.paging import Group, Page, groups_of
from searchkit.engines.local.snapshot import Snapshot
from searchkit.kernels import sets
from searchkit.matching.evaluate import Matcher
from searchkit.model import budget
from searchkit.model.arguments import OLDEST, RELEVANCE
from searchkit.query.tree import And, Fuzzy, Leaf, Near, Node, Or, Prefix, Wildcard, positive_leaves
from searchkit.query.understanding import Understood
from searchkit.ranking.order import Ranked, best, by_date, every
from searchkit.ranking.scoring import Scored, Scorer
from searchkit.storage.container import Array

if TYPE_CHECKING:
    from searchkit.engines.local.by_meaning import ByMeaning


class Matches(NamedTuple):
    """What matches a tree.

    Attributes:
        matchers: of each segment; they remember what they looked up.
        docs: statement numbers in each segment, ascending.
    """

    matchers: Sequence[Matcher]
    docs: Sequence[Array]

    @property
    def total(self) -> int:
        """How many statements."""
        return sum(docs.size for docs in self.docs)


class Ranking(NamedTuple):
    """How matches are ordered.

    Attributes:
        matches: what is ordered.
        sort: one of `SORTS`.
        leaves: what they are scored by, each once.
        scorer: None: scores play no part.
        scored: None: they are ordered by date.
    """

    matches: Matches
    sort: str
    leaves: Sequence[Leaf]
    scorer: Scorer | None
    scored: Scored | None

    @property
    def floor(self) -> float:
        """The least BM25F score that had more added."""
        return self.scored.floor if self.scored else math.inf

    def meaning(self, ranked: Ranked) -> float:
        """What of the score of a statement its meaning added."""
        if not self.scored or self.scored.gains is None:
            return 0.0
        place = sets.index_of(self.matches.docs[ranked.segment], ranked.statement)
        return float(self.scored.gains[ranked.segment][place])


def match(snapshot: Snapshot, tree: Node) -> Matches:
    """What matches a tree.

    Raises:
        QueryTooBroad: it asks for more work than any answer is worth.
    """
    matchers = [Matcher(segment) for segment in snapshot.segments]
    # Words alone cost little; without a budget nobody needs to know how little.
    if budget.is_set() or _may_cost_much(tree):
        budget.expect(sum(matcher.cost(tree).likely for matcher in matchers))
    docs = []
    for matcher in matchers:
        docs.append(matcher.docs(tree))
        budget.check()
    return Matches(matchers, docs)


def _may_cost_much(tree: Node) -> bool:
    return isinstance(tree, (Prefix, Wildcard, Fuzzy, Near)) or any(
        map(_may_cost_much, tree.children)
    )


class ScoredBy(NamedTuple):
    """What matches are scored by: leaves of the query, evidence that no match needs, and their
    meaning, if that is wanted.
    """

    leaves: Sequence[Leaf]
    evidence: Sequence[Leaf] = ()
    nearness: ByMeaning | None = None


def scored_by(snapshot: Snapshot, meant: Understood, nearness: ByMeaning | None = None) -> ScoredBy:
    """What a query is scored by: its words, and as evidence other ways to write them."""
    leaves = list(positive_leaves(meant.tree))
    if meant.text is None:
        return ScoredBy(leaves, (), nearness)
    asked = meant.asked
    if isinstance(asked, Or):
        # Where any word will do, words that follow one another may still be one thing.
        asked = And(asked.parts)
    ways = snapshot.writing.rewritten(asked)
    if not ways:
        return ScoredBy(leaves, (), nearness)
    own, weight = set(leaves), snapshot.constants.evidence
    others = dict.fromkeys(leaf for _, tree in ways for leaf in positive_leaves(tree))
    evidence = [leaf.replaced(boost=weight * leaf.boost) for leaf in others if leaf not in own]
    return ScoredBy(leaves, evidence, nearness)


def rank(snapshot: Snapshot, matches: Matches, by: ScoredBy, sort: str, weighs: bool) -> Ranking:
    """How `matches` are ordered; `weighs`: leaves are weighed even where nothing is ranked."""
    own = list(dict.fromkeys(by.leaves))
    ranks = sort == RELEVANCE and bool(own)
    if not ranks and not weighs:
        return Ranking(matches, sort, own, None, None)
    scorer = Scorer(
        *(matches.matchers, snapshot.weights, snapshot.statistics, snapshot.constants),
        by.leaves,
        by.evidence,
    )
    scored = scorer.score(matches.docs) if ranks else None
    if scored and by.nearness:
        scored = by.nearness.reordered(matches.docs, scored, scorer.weight)
    return Ranking(matches, sort, own, scorer, scored)


def first_of(snapshot: Snapshot, ranking: Ranking, count: int) -> list[Ranked]:
    """The first statements of a ranking."""
    segments, docs = snapshot.segments, ranking.matches.docs
    if ranking.scored:
        return best(segments, docs, ranking.scored.scores, count)
    return by_date(segments, docs, count, ranking.sort == OLDEST)


def groups_on(snapshot: Snapshot, ranking: Ranking, page: Page) -> list[Group]:
    """The entries of a page."""
    return groups_of(
        snapshot.segments,
        ranking.matches.docs,
        lambda count: first_of(snapshot, ranking, count),
        page,
    )


class Listed(NamedTuple):
    """Entries of a list, one by one, and how many there are."""

    groups: Iterator[Group]
    total: int


def listed_on(snapshot: Snapshot, ranking: Ranking, page: Page) -> Listed:
    """The entries of a page that may be all of a ranking. Only where copies are grouped are
    they in memory together.
    """
    if page.group_copies:
        groups = groups_on(snapshot, ranking, page)
        return Listed(iter(groups), len(groups))
    matches = ranking.matches
    scores = ranking.scored.scores if ranking.scored else None
    ordered = every(snapshot.segments, matches.docs, scores, ranking.sort == OLDEST)
    end = min(matches.total, page.offset + page.limit)
    return Listed(map(Group, islice(ordered, page.offset, end)), max(0, end - page.offset))
