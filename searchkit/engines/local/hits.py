"""Ranked statements become hits, with their copies, snippets and explanations.

Lives here: everything that is done for the few statements of a page. Does not live
here: finding and ranking them (`searching`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np

from searchkit.engines.local.snapshot import Snapshot
from searchkit.hits.occurrences import occurrences
from searchkit.hits.snippets import Occurrence, highlights, snippets
from searchkit.matching.evaluate import Matcher
from searchkit.matching.leaves import Leaf
from searchkit.matching.sets import index_of
from searchkit.matching.supporting import supporting
from searchkit.model.answer import Copy, FrozenDict, Hit, Match, Snippet
from searchkit.ranking.order import Matches, Ranked, Scorer
from searchkit.schema.offsets import token_offsets
from searchkit.segment.store.records import Record

AT_ONCE = 200
"""Hits that are made together: of so many the whole texts are in memory."""


class Group(NamedTuple):
    """A ranked statement and those of equal text that match too."""

    first: Ranked
    others: tuple[Ranked, ...] = ()


def page_of_groups(
    snapshot: Snapshot,
    matches: Sequence[Matches],
    ranked: Callable[[int], list[Ranked]],
    offset: int,
    limit: int,
    group_copies: bool,
) -> list[Group]:
    """The groups [offset, offset + limit) of a ranking.

    Args:
        snapshot: the index.
        matches: of each segment.
        ranked: gives the first n statements of the ranking.
        offset, limit: of the page, in groups.
        group_copies: whether statements of equal text are one entry.
    """
    if not group_copies:
        return [Group(one) for one in ranked(offset + limit)[offset:]]
    total = sum(found.docs.size for found in matches)
    wanted = offset + limit
    count = wanted + 8
    while True:
        rows = ranked(count)
        firsts: list[Ranked] = []
        seen: set[int] = set()
        for row in rows:
            digest = int(snapshot.segments[row.segment].copy_digests[row.doc])
            if digest and digest in seen:
                continue
            seen.add(digest)
            firsts.append(row)
        if len(firsts) >= wanted or count >= total:
            break
        count *= 2
    return [_group(snapshot, matches, first) for first in firsts[offset:wanted]]


def _group(snapshot: Snapshot, matches: Sequence[Matches], first: Ranked) -> Group:
    digest = int(snapshot.segments[first.segment].copy_digests[first.doc])
    if not digest:
        return Group(first)
    others = []
    for number, segment in enumerate(snapshot.segments):
        for doc in segment.copies(digest):
            if (number, doc) == (first.segment, first.doc):
                continue
            if index_of(matches[number].docs, doc) >= 0:
                others.append(Ranked(number, doc, first.score))
    return Group(first, tuple(others))


class HitMaker:
    """Makes the hits of one answer."""

    def __init__(
        self,
        snapshot: Snapshot,
        matchers: Sequence[Matcher],
        scorer: Scorer,
        tree: Any | None,
        *,
        with_snippets: bool,
        with_explain: bool,
    ) -> None:
        self._snapshot = snapshot
        self._matchers = matchers
        self._scorer = scorer
        self._tree = tree
        self._weights = [scorer.idf[leaf] for leaf in scorer.leaves]
        self._with_snippets = with_snippets
        self._with_explain = with_explain

    def hits(
        self,
        groups: Sequence[Group],
        missing: Sequence[tuple[str, ...]] = (),
        floor: float = np.inf,
    ) -> tuple[Hit, ...]:
        """The hits of some groups.

        Args:
            groups: of the page.
            missing: what each of them lacks.
            floor: as `Scorer.score` returned it.
        """
        lacking = iter(missing) if missing else repeat(())
        found: list[Hit] = []
        for first in range(0, len(groups), AT_ONCE):
            found += self._hits_at_once(groups[first : first + AT_ONCE], lacking, floor)
        return tuple(found)

    def _hits_at_once(
        self, groups: Sequence[Group], missing: Iterator[tuple[str, ...]], floor: float
    ) -> list[Hit]:
        rows = [group.first for group in groups]
        records = [self._snapshot.segments[row.segment].record(row.doc) for row in rows]
        shown = self._shown(rows, records) if self._with_snippets else repeat(((), ()))
        return [
            self._hit(group, record, marks, pieces, next(missing), floor)
            for group, record, (marks, pieces) in zip(groups, records, shown, strict=False)
        ]

    def _hit(
        self,
        group: Group,
        record: Record,
        in_title: tuple[tuple[int, int], ...],
        in_body: tuple[Snippet, ...],
        missing: tuple[str, ...],
        floor: float,
    ) -> Hit:
        ranked = group.first
        return Hit(
            self._snapshot.segments[ranked.segment].id(ranked.doc),
            record.title,
            record.date,
            record.ministers,
            record.portfolios,
            record.url,
            record.attachments,
            ranked.score,
            in_title,
            in_body,
            tuple([self._copy(other) for other in group.others]),
            missing,
            self._explain(ranked, floor) if self._with_explain else None,
        )

    def _shown(
        self, rows: Sequence[Ranked], records: Sequence[Record]
    ) -> list[tuple[tuple[tuple[int, int], ...], tuple[Snippet, ...]]]:
        """(highlights of the title, snippets of the body) of each of some statements."""
        found = self._occurrences(rows)
        # All words of the page are looked for in one go, where something is to be marked.
        texts = [
            text if places else ""
            for record, both in zip(records, found, strict=True)
            for text, places in zip((record.title, record.text), both, strict=True)
        ]
        words = token_offsets(texts)
        return [
            (
                highlights(words[2 * i], titles),
                snippets(records[i].text, words[2 * i + 1], bodies, self._weights),
            )
            for i, (titles, bodies) in enumerate(found)
        ]

    def _copy(self, ranked: Ranked) -> Copy:
        segment = self._snapshot.segments[ranked.segment]
        record = segment.record(ranked.doc)
        return Copy(
            segment.id(ranked.doc), record.date, record.ministers, record.portfolios, record.url
        )

    def _occurrences(
        self, rows: Sequence[Ranked]
    ) -> list[tuple[list[Occurrence], list[Occurrence]]]:
        """What makes some statements match, in title and in body, ascending."""
        found: list[tuple[list[Occurrence], list[Occurrence]]] = [([], [])] * len(rows)
        leaves = self._scorer.leaves
        for number, matcher in enumerate(self._matchers):
            here = [place for place, row in enumerate(rows) if row.segment == number]
            if not here:
                continue
            docs = np.array([rows[place].doc for place in here], np.intp)
            everywhere = np.ones(docs.size, bool)
            if self._tree is None:
                counting = dict.fromkeys(leaves, everywhere)
            else:
                counting = supporting(matcher, self._tree, docs)
            held = [np.repeat(counting[leaf], 2) for leaf in leaves]
            fields = np.repeat(docs * 2, 2)
            fields[1::2] += 1
            both = occurrences(matcher, leaves, held, fields.tolist())
            for place, titles, bodies in zip(here, both[::2], both[1::2], strict=True):
                found[place] = titles, bodies
        return found

    def matches(self, ranked: Ranked) -> tuple[Match, ...]:
        """Every run of words that makes a statement match, title first."""
        record = self._snapshot.segments[ranked.segment].record(ranked.doc)
        texts = (record.title, record.text)
        ((titles, bodies),) = self._occurrences([ranked])
        in_title, in_body = token_offsets(texts)
        return (
            *[Match("title", start, end) for start, end in highlights(in_title, titles)],
            *[Match("body", start, end) for start, end in highlights(in_body, bodies)],
        )

    def _explain(self, ranked: Ranked, floor: float) -> dict[str, object]:
        """Where the score comes from; the parts add up to it."""
        matcher = self._matchers[ranked.segment]
        docs = np.array([ranked.doc])
        parts: list[dict[str, object]] = []
        base = float(self._scorer.base_scores(ranked.segment, docs)[0])
        for leaf in self._scorer.leaves:
            parts.append(self._explain_leaf(matcher, ranked, leaf, docs))
        if base >= floor and ranked.score:
            for pair in self._scorer.pairs():
                score = float(self._scorer.pair_scores(ranked.segment, docs, pair)[0])
                if score:
                    parts.append({"near": [leaf.label for leaf in pair], "score": score})
        return FrozenDict({"score": ranked.score, "parts": parts if ranked.score else []})

    def _explain_leaf(
        self,
        matcher: Matcher,
        ranked: Ranked,
        leaf: Leaf,
        docs: np.ndarray[tuple[int], np.dtype[np.int64]],
    ) -> dict[str, object]:
        postings = matcher.postings(leaf)
        place = index_of(postings.docs, ranked.doc)
        found = place >= 0
        return {
            "term": leaf.label,
            "in_title": int(postings.in_title[place]) if found else 0,
            "in_body": int(postings.in_body[place]) if found else 0,
            "idf": self._scorer.idf[leaf],
            "score": float(self._scorer.leaf_base_scores(ranked.segment, leaf, docs)[0]),
        }
