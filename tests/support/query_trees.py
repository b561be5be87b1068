"""
Hypothesis strategies for query trees and query texts.

Lives here: trees over the words that documents really hold.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st
from whoosh import query
from whoosh.query import spans

from tests.support.plain_matcher import Document

_MIDNIGHT = datetime.time()


def pick(values: Sequence[Any]) -> st.SearchStrategy[Any]:
    """One of `values`, which Hypothesis does not print (they may be thousands)."""
    return st.integers(0, len(values) - 1).map(lambda number: values[number])


class Vocabulary:
    """What a collection of documents holds, sorted, so that draws can be repeated."""

    def __init__(self, documents: Sequence[Document]) -> None:
        rows = [row for d in documents for row in d.stems.values() if row]
        self.rows = sorted(rows)
        self.stems = sorted({word for row in rows for word in row})
        self.written = sorted(
            {word for d in documents for row in d.written.values() for word in row}
        )
        self.folded = sorted({word for d in documents for row in d.folded.values() for word in row})
        self.ministers = sorted({key for d in documents for key in d.keys["minister"]})
        self.portfolios = sorted({key for d in documents for key in d.keys["portfolio"]})
        self.days = sorted({d.moment.date() for d in documents if d.moment})


def _runs(rows: Sequence[Sequence[str]]) -> st.SearchStrategy[list[str]]:
    """Words that stand in a row somewhere."""

    def cut(row: Sequence[str]) -> st.SearchStrategy[list[str]]:
        start = st.integers(0, len(row) - 1)
        return st.builds(lambda i, n: list(row[i : i + n]), start, st.integers(1, 4))

    return pick(rows).flatmap(cut)


def leaves(vocabulary: Vocabulary) -> st.SearchStrategy[Any]:
    """Words, phrases and prefixes."""
    stems = pick([*vocabulary.stems, "nowhere"])
    word = st.builds(query.Term, st.sampled_from(["text", "title"]), stems)
    run = st.one_of(_runs(vocabulary.rows), st.lists(stems, min_size=2, max_size=3))
    phrase = st.builds(query.Phrase, st.sampled_from(["text", "title"]), run)
    beginning = st.builds(
        lambda w, n: w[:n], pick([*vocabulary.folded, "nowhere"]), st.integers(1, 6)
    )
    prefix = st.builds(query.Prefix, st.sampled_from(["folded", "title_folded"]), beginning)
    return st.one_of(word, phrase, prefix)


def further_leaves(vocabulary: Vocabulary) -> st.SearchStrategy[Any]:
    """Wildcards, exact words, loose phrases, choices in phrases and near words."""
    stem = pick(vocabulary.stems)
    word = st.builds(query.Term, st.just("text"), stem)

    def wild(text: str, place: int, sign: str) -> Any:
        if len(text) == 1:  # A lone * is no pattern, to Whoosh either.
            return query.Wildcard("folded", text + sign)
        place %= len(text)
        return query.Wildcard("folded", text[:place] + sign + text[place + 1 :])

    wildcard = st.builds(
        wild, pick(vocabulary.folded), st.integers(0, 9), st.sampled_from(["*", "?"])
    )
    exact = st.builds(query.Term, st.just("exact"), pick(vocabulary.written))
    slop = st.integers(1, 9)
    loose = st.builds(
        lambda words, n: query.Phrase("text", words, slop=n), _runs(vocabulary.rows), slop
    )
    one = st.one_of(word, word, wildcard, exact)
    either = st.lists(one, min_size=2, max_size=2).map(query.Or)
    choice = st.builds(
        lambda parts, n: query.Sequence(parts, slop=n), st.tuples(one, either).map(list), slop
    )
    near = st.builds(
        lambda a, b, n, o: spans.SpanNear(a, b, slop=n, ordered=o),
        st.one_of(one, either, loose),
        st.one_of(one, either),
        slop,
        st.booleans(),
    )
    return st.one_of(wildcard, exact, loose, choice, near)


def moments(vocabulary: Vocabulary) -> st.SearchStrategy[datetime.datetime]:
    """Days of the documents and their neighbours."""
    around = st.builds(
        lambda d, n: d + datetime.timedelta(days=n),
        pick(vocabulary.days),
        st.integers(-1, 1),
    )
    return around.map(lambda d: datetime.datetime.combine(d, _MIDNIGHT))


def filters(vocabulary: Vocabulary) -> st.SearchStrategy[Any]:
    """Names, dates, and all that have something."""
    bound = st.one_of(st.none(), moments(vocabulary))
    dates = (
        st.tuples(bound, bound, st.booleans(), st.booleans())
        .filter(lambda b: b[0] is not None or b[1] is not None)
        .filter(lambda b: b[0] is None or b[1] is None or b[0] <= b[1])
        .map(lambda b: query.DateRange("date", *b))
    )
    return st.one_of(
        st.builds(query.Term, st.just("minister"), pick(vocabulary.ministers)),
        st.builds(query.Term, st.just("portfolio"), pick(vocabulary.portfolios)),
        dates,
        st.sampled_from([None, "date", "minister", "title", "text"]).map(query.Every),
    )


def trees(
    vocabulary: Vocabulary, *, filtered: bool = True, further: bool = False
) -> st.SearchStrategy[Any]:
    """Whole trees, nested; with `further`, of all that Whoosh can judge."""
    one = leaves(vocabulary)
    if further:
        one = st.one_of(one, further_leaves(vocabulary))
    if filtered:
        one = st.one_of(one, one, filters(vocabulary))

    def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        several = st.lists(inner, min_size=1, max_size=3)
        return st.one_of(
            st.builds(query.And, several),
            st.builds(query.Or, several),
            st.builds(query.Not, inner),
            st.builds(query.AndNot, inner, inner),
        )

    return st.recursive(one, nested, max_leaves=6)
