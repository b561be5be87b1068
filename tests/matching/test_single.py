"""Where words, phrases and prefixes stand, and how often, against the plain matcher."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.kernels.plain.texts import positions_within, texts_at
from searchkit.matching.evaluate import Matcher
from searchkit.query.language.parser import parse
from searchkit.query.rendering import label
from searchkit.query.tree import Leaf, positive_leaves
from tests.support.hypothesis_settings import examples
from tests.support.short_trees import PT, TT, XT, P, T, X
from tests.support.three_indexes import Collection
from tests.support.vellmark import plain


def places_in_our_index(collection: Collection, leaf: Leaf) -> list[tuple[str, str, int]]:
    """(id, field, number of the first word) of each occurrence."""
    (segment,) = collection.snapshot.segments
    found = Matcher(segment).positions(leaf)
    assert (np.diff(found.astype(np.int64)) > 0).all()
    fields = texts_at(segment.starts, found)
    return sorted(
        (
            segment.id(int(field) // 2),
            "body" if field % 2 else "title",
            int(position) - int(segment.starts[field]),
        )
        for position, field in zip(found, fields, strict=True)
    )


def counts_in_our_index(collection: Collection, leaf: Leaf) -> dict[str, tuple[int, int]]:
    """id -> (occurrences in the title, in the body)."""
    (segment,) = collection.snapshot.segments
    postings = Matcher(segment).postings(leaf)
    assert (np.diff(postings.docs) > 0).all()
    rows = zip(postings.docs, *postings.counts, strict=True)
    return {segment.id(int(doc)): (int(title), int(body)) for doc, title, body in rows}


def check(collection: Collection, leaf: Leaf) -> int:
    """Compare with the plain matcher; returns how many occurrences there are."""
    expected = [
        (document.id, field, number)
        for document in collection.documents
        for field, number in document.occurrences(leaf)
    ]
    assert places_in_our_index(collection, leaf) == sorted(expected)
    counts: dict[str, Counter[str]] = {}
    for name, field, _ in expected:
        counts.setdefault(name, Counter())[field] += 1
    assert counts_in_our_index(collection, leaf) == {
        name: (count["title"], count["body"]) for name, count in counts.items()
    }
    (segment,) = collection.snapshot.segments
    assert Matcher(segment).frequency(leaf) == len(counts)
    return len(expected)


@examples(120)
@given(data=st.data())
def test_occurrences(collection: Collection, data: st.DataObject) -> None:
    check(collection, data.draw(collection.leaves))


@pytest.mark.corpus
def test_occurrences_in_the_real_corpus(sample: Collection) -> None:
    @examples(60)
    @given(sample.leaves)
    def each(node: Leaf) -> None:
        check(sample, node)

    each()


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return Collection(
        [
            plain(1, "the harbour", "the the the harbour"),
            plain(2, "harbour of", "treaty harbours; HARBOUR."),
            plain(3, "", "harbouring"),
            plain(4, "ferry", ""),
            plain(5, "", ""),
            plain(6, "Ōrva harbour", "orva ORVA Ōrvas orvieto"),
        ],
        tmp_path_factory.mktemp("tiny"),
    )


@pytest.mark.parametrize(
    ("node", "count"),
    [
        (T("the"), 4),
        (TT("the"), 1),
        (T("harbour"), 7),
        (TT("harbour"), 3),
        (P("the harbour"), 2),
        (PT("the harbour"), 1),
        (P("the the"), 2),
        (P("the the the"), 1),
        (P("the the the the"), 0),
        (P("harbour the"), 0),
        (P("of treati"), 0),
        (P("harbour harbour"), 1),
        (P("harbour orva"), 0),
        (PT("harbour the"), 0),
        (P("the"), 4),
        (X("harbour"), 7),
        (X("harbouri"), 1),
        (X("harbours"), 1),
        (XT("harbour"), 3),
        (X("orv"), 5),
        (X("orva"), 4),
        (X("orvas"), 1),
        (XT("o"), 2),
        (X("harbouringly"), 0),
        (X(""), 19),
        (T(""), 0),
        (P(""), 0),
        (P("nowhere harbour"), 0),
    ],
)
def test_tiny(tiny: Collection, node: Leaf, count: int) -> None:
    assert check(tiny, node) == count


@examples(100)
@given(data=st.data())
def test_positions_in_some_fields(small: Collection, data: st.DataObject) -> None:
    (segment,) = small.snapshot.segments
    found = Matcher(segment).positions(data.draw(small.leaves))
    fields = np.array(sorted(data.draw(st.sets(st.integers(0, 2 * len(segment) - 1), min_size=1))))
    kept, which = positions_within(segment.starts, found, fields)
    starts = segment.starts.tolist()
    expected = [
        (position, place)
        for place, field in enumerate(fields.tolist())
        for position in found.tolist()
        if starts[field] <= position < starts[field + 1]
    ]
    assert list(zip(kept.tolist(), which.tolist(), strict=True)) == expected


def test_leaves_outside_not_in_order(small: Collection) -> None:
    text = 'korea -lake "b c" (nuc* OR title:x -y) minister:okoro date:2007 korea'
    tree = parse(text, small.snapshot.known).tree
    expected = [T("korea"), P("b c"), X("nuc"), TT("x"), T("korea")]
    assert list(positive_leaves(tree)) == expected


def test_labels_are_as_the_user_wrote() -> None:
    tree = parse('Käldby “North  Seas” Nuc* title:Lakes title:"a b" title:n*', {}).tree
    assert [label(leaf) for leaf in positive_leaves(tree)] == [
        "Käldby",
        '"North Seas"',
        "Nuc*",
        "title:Lakes",
        'title:"a b"',
        "title:n*",
    ]
