"""What one set of statements says more than another.

Lives here: from two queries to keywords. Does not live here: formulas
(`searchkit.counting.measures`), the value that comes of it (`searchkit.model.associations`).

Words are counted by postings, a million of them at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from searchkit.counting import measures
from searchkit.engines.local.collocates import by_preference
from searchkit.engines.local.leading import together, word_leaf
from searchkit.engines.local.searching import count, find
from searchkit.engines.local.snapshot import Snapshot
from searchkit.engines.local.telling import told
from searchkit.engines.local.vocabulary import counts_in
from searchkit.kernels import windows
from searchkit.model import budget
from searchkit.model.arguments import LEAST
from searchkit.model.associations import Keywords
from searchkit.model.errors import InvalidArgument
from searchkit.query.rendering import interpreted
from searchkit.query.request import Query
from searchkit.query.tree import Everything
from searchkit.storage.container import Array


class WantedKeywords(NamedTuple):
    """Which words are wanted; `Archive.keywords` explains each."""

    common: bool = False
    least: int = LEAST

    def check(self) -> None:
        """Refuse what can't be meant.

        Raises:
            InvalidArgument: naming the argument.
        """
        if not isinstance(self.least, int) or isinstance(self.least, bool) or self.least < 1:
            raise InvalidArgument(f"least can't be {self.least!r}", expected="1 or more")


Sets = list[Array]
"""For each segment, which statements are in a set (a mask)."""


def keywords(
    snapshot: Snapshot, query: Query, against: Query | None, wanted: WantedKeywords
) -> Keywords:
    """See `Archive.keywords`."""
    wanted.check()
    meant, matches = find(snapshot, query)
    notes = told(query, meant, matches.total, lambda other: count(snapshot, other))
    own = _masks(snapshot, matches.docs)
    against_text = against_interpreted = None
    if against is None:
        others = _rest(snapshot, query, own)
    else:
        other, other_matches = find(snapshot, against)
        against_text, against_interpreted = other.shown, interpreted(other.tree)
        total = other_matches.total
        notes += told(against, other, total, lambda asked: count(snapshot, asked))
        others = _masks(snapshot, other_matches.docs)
        shared = sum(int((a & b).sum()) for a, b in zip(own, others, strict=True))
        if shared:
            raise InvalidArgument(
                f"the two sets share {shared:,} statement{'s' if shared != 1 else ''}",
                where=f"{meant.shown!r} against {other.shown!r}",
                expected="sets that share none",
                remedy="Narrow one of them, or leave out what to compare with: then it is the rest",
            )
    statements_against = sum(int(one.sum()) for one in others)
    if matches.total and not statements_against:
        raise InvalidArgument(
            "there are no statements to compare with",
            where=meant.shown if against_text is None else against_text,
            expected="a query that leaves some" if against is None else "a query that finds some",
        )
    counts = _counts(snapshot, own)
    if statements_against + matches.total == len(snapshot):
        counts_against = snapshot.vocabulary.stem_counts - counts
    else:
        counts_against = _counts(snapshot, others)
    words, words_against = int(counts.sum()), int(counts_against.sum())
    vocabulary = snapshot.vocabulary
    chosen = np.flatnonzero(counts >= wanted.least)
    kept = chosen if wanted.common else chosen[~vocabulary.common[chosen]]
    shown = vocabulary.forms.several(vocabulary.shown[kept])
    spread = _dispersion(snapshot, own, counts, words)[kept]
    columns = _columns(shown, counts[kept], words, counts_against[kept], words_against, spread)
    return Keywords(
        columns,
        query=meant.shown,
        against=against_text,
        interpreted=interpreted(meant.tree),
        interpreted_against=against_interpreted,
        statements=matches.total,
        statements_against=statements_against,
        words=words,
        words_against=words_against,
        left_out=chosen.size - kept.size,
        lines=lambda word: together(meant.tree, word_leaf(word, False)),
        notes=notes,
    )


def _columns(
    shown: list[str], count: Array, words: int, against: Array, words_against: int, spread: Array
) -> dict[str, Array]:
    table = (count, words, against, words_against)
    # Statements may have no words at all.
    rate, rate_against = count / max(1, words) * 1e6, against / max(1, words_against) * 1e6
    likely = measures.keyness(*table)
    order = by_preference(shown, likely, rate - rate_against)
    columns = {
        "word": np.array([*shown, None], object)[:-1],
        "count": count,
        "rate": rate,
        "count_against": against,
        "rate_against": rate_against,
        "log_likelihood": likely,
        "log_ratio": measures.log_ratio(*table),
        "dispersion": spread,
    }
    return {name: values[order] for name, values in columns.items()}


def _masks(snapshot: Snapshot, docs: Sequence[Array]) -> Sets:
    masks = []
    for segment, found in zip(snapshot.segments, docs, strict=True):
        masks.append(np.zeros(len(segment), bool))
        masks[-1][found] = True
    return masks


def _rest(snapshot: Snapshot, query: Query, own: Sets) -> Sets:
    """All others that the filters beside the query let through."""
    every = find(snapshot, query._replace(asked=Everything(), variants=False))[1]
    return [mask & ~mine for mask, mine in zip(_masks(snapshot, every.docs), own, strict=True)]


def _counts(snapshot: Snapshot, wanted: Sets) -> Array:
    """(stems) how often each occurs in a set of statements (int64)."""
    vocabulary = snapshot.vocabulary
    result = np.zeros(vocabulary.stems.size, np.int64)
    for segment, numbers, mask in zip(
        snapshot.segments, vocabulary.stems.numbers, wanted, strict=True
    ):
        budget.expect(segment.posting_lists.all_docs.size // 8)
        result[numbers] += counts_in(segment, mask)
        budget.check()
    return result


def _dispersion(snapshot: Snapshot, wanted: Sets, counts: Array, words: int) -> Array:
    """(stems) Gries' DP over the statements of a set: half the sum of |v - s|, where v is the
    share of a word's occurrences that a statement has, and s its share of all words.

    Source: Gries, Dispersions and adjusted frequencies in corpora, International Journal of Corpus
    Linguistics 13 (2008), 403-437.
    """
    vocabulary = snapshot.vocabulary
    # Of a statement without the word |v - s| is s; the shares of all make 1.
    sums = np.ones(vocabulary.stems.size)
    for segment, numbers, mask in zip(
        snapshot.segments, vocabulary.stems.numbers, wanted, strict=True
    ):
        lengths = sum(np.asarray(one, np.float64) for one in segment.lengths.values())
        shares = np.asarray(lengths / max(1, words))
        postings = segment.posting_lists
        for first, last, docs, totals in postings.in_parts():
            some = numbers[first : last + 1]
            sums[some] += windows.deviations(
                docs, totals, postings.sizes(first, last), mask, counts[some], shares
            )
            budget.check()
    return np.asarray(np.clip(sums / 2, 0.0, 1.0))
