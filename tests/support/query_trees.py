"""
Hypothesis strategies for query trees and query texts.

Lives here: trees over the words that documents really hold.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from searchkit.query.tree import (
    And,
    Choice,
    Days,
    Everything,
    Exact,
    Has,
    Leaf,
    Named,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Stem,
    Wildcard,
)
from tests.support.plain_matcher import Document


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
        fields = documents[0].keys
        self.names = {
            field: sorted({key for d in documents for key in d.keys[field]}) for field in fields
        }
        self.days = sorted({day for d in documents for day in d.days.values() if day})
        self.day_fields = list(documents[0].days)
        self.texts = list(documents[0].called)


def _runs(rows: Sequence[Sequence[str]]) -> st.SearchStrategy[list[str]]:
    """Words that stand in a row somewhere."""

    def cut(row: Sequence[str]) -> st.SearchStrategy[list[str]]:
        start = st.integers(0, len(row) - 1)
        return st.builds(lambda i, n: list(row[i : i + n]), start, st.integers(1, 4))

    return pick(rows).flatmap(cut)


def leaves(vocabulary: Vocabulary) -> st.SearchStrategy[Leaf]:
    """Words, phrases and prefixes."""
    stems = pick([*vocabulary.stems, "nowhere"])
    within = st.sampled_from([None, *vocabulary.texts])
    word = st.builds(lambda stem, within: Stem(stem, within=within), stems, within)
    run = st.one_of(_runs(vocabulary.rows), st.lists(stems, min_size=2, max_size=3)).map(tuple)
    phrase = st.builds(lambda words, within: Phrase(words, within=within), run, within)
    beginning = st.builds(
        lambda w, n: w[:n], pick([*vocabulary.folded, "nowhere"]), st.integers(1, 6)
    )
    prefix = st.builds(lambda text, within: Prefix(text, within=within), beginning, within)
    return st.one_of(word, phrase, prefix)


def further_leaves(vocabulary: Vocabulary) -> st.SearchStrategy[Leaf]:
    """Wildcards, exact words, loose phrases, choices in phrases and near words."""
    word = pick(vocabulary.stems).map(Stem)

    def wild(text: str, place: int, sign: str) -> Wildcard:
        if len(text) == 1:  # A lone * is no pattern, to Whoosh either.
            return Wildcard(text + sign)
        place %= len(text)
        return Wildcard(text[:place] + sign + text[place + 1 :])

    wildcard = st.builds(
        wild, pick(vocabulary.folded), st.integers(0, 9), st.sampled_from(["*", "?"])
    )
    exact = pick(vocabulary.written).map(Exact)
    slop = st.integers(1, 9)

    def loose_phrase(words: list[str], n: int) -> Leaf:
        if n == 1 or len(words) == 1:
            return Phrase(tuple(words))
        return Near(tuple(map(Stem, words)), n, quoted=True)

    loose = st.builds(loose_phrase, _runs(vocabulary.rows), slop)
    one = st.one_of(word, word, wildcard, exact)
    either = st.tuples(one, one).map(Choice)
    choice = st.builds(lambda parts, n: Near(parts, n, quoted=True), st.tuples(one, either), slop)
    near = st.builds(
        lambda a, b, n, o: Near((a, b), n, o),
        st.one_of(one, either, loose),
        st.one_of(one, either),
        slop,
        st.booleans(),
    )
    return st.one_of(wildcard, exact, loose, choice, near)


def days(vocabulary: Vocabulary) -> st.SearchStrategy[datetime.date]:
    """Days of the documents and their neighbours."""
    return st.builds(
        lambda d, n: d + datetime.timedelta(days=n),
        pick(vocabulary.days),
        st.integers(-1, 1),
    )


def filters(vocabulary: Vocabulary) -> st.SearchStrategy[Node]:
    """Names, days, and all that have something."""
    bound = st.one_of(st.none(), days(vocabulary))
    fields = st.sampled_from(vocabulary.day_fields)
    ranges = (
        st.tuples(fields, bound, bound)
        .filter(lambda b: b[1] is None or b[2] is None or b[1] <= b[2])
        .map(lambda b: Days(*b))
    )
    named = [
        pick(keys).map(lambda key, field=field: Named(field, key))
        for field, keys in vocabulary.names.items()
    ]
    known = [Days(field) for field in vocabulary.day_fields]
    having = [Has(field) for field in (*vocabulary.names, *vocabulary.texts, None)]
    return st.one_of(*named, ranges, st.sampled_from([Everything(), *known, *having]))


def trees(
    vocabulary: Vocabulary, *, filtered: bool = True, further: bool = False
) -> st.SearchStrategy[Node]:
    """Whole trees, nested; with `further`, of all that Whoosh can judge."""
    one: st.SearchStrategy[Node] = leaves(vocabulary)
    if further:
        one = st.one_of(one, further_leaves(vocabulary))
    if filtered:
        one = st.one_of(one, one, filters(vocabulary))

    def nested(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        several = st.lists(inner, min_size=1, max_size=3).map(tuple)
        return st.one_of(
            several.map(And),
            several.map(Or),
            inner.map(Not),
            st.builds(lambda a, b: And((a, Not(b))), inner, inner),
        )

    return st.recursive(one, nested, max_leaves=6)
