"""Matching and facets once more where a profile of an invented country has other fields
for everything: two of names, two texts (of which plain words look into one), and a date.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.kernels.plain.texts import texts_at
from searchkit.matching.evaluate import Matcher
from searchkit.query.language.parser import parse
from searchkit.query.rendering import interpreted
from searchkit.schema.analysis import normalise
from searchkit.schema.fields import schema_of
from searchkit.schema.names import label_key, person_key
from tests.support.hypothesis_settings import examples
from tests.support.three_indexes import Collection
from tests.support.vellmark import ABROAD, abroad

SCHEMA = schema_of(ABROAD)


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return Collection(abroad(120), tmp_path_factory.mktemp("abroad") / "index", profile=ABROAD)


@examples(150)
@given(data=st.data())
def test_what_matches(collection: Collection, data: st.DataObject) -> None:
    tree = data.draw(collection.all_trees)
    expected = collection.plain(tree)
    assert collection.ours(tree) == expected
    assert collection.answered(tree) == expected


@examples(80)
@given(data=st.data())
def test_where_and_how_often(collection: Collection, data: st.DataObject) -> None:
    leaf = data.draw(collection.leaves)
    places = [
        (document.id, field, number)
        for document in collection.documents
        for field, number in document.occurrences(leaf)
    ]
    (segment,) = collection.snapshot.segments
    names = [text.name for text in SCHEMA.texts]
    matcher = Matcher(segment)
    found = matcher.positions(leaf)
    assert (np.diff(found.astype(np.int64)) > 0).all()
    of_text = texts_at(segment.starts, found)
    here = [
        (segment.id(number // len(names)), names[number % len(names)], position - start)
        for number, position, start in zip(
            of_text.tolist(), found.tolist(), segment.starts[of_text].tolist(), strict=True
        )
    ]
    assert sorted(here) == sorted(places)
    docs, counts = matcher.postings(leaf)
    counted = Counter((name, field) for name, field, _ in places)
    assert {
        (segment.id(int(doc)), names[text]): int(count)
        for text, of_docs in enumerate(counts)
        for doc, count in zip(docs, of_docs, strict=True)
        if count
    } == counted


@examples(40)
@given(data=st.data())
def test_facets_count_what_matches(collection: Collection, data: st.DataObject) -> None:
    tree = data.draw(collection.trees)
    answer = collection.archive.search(tree, facets=True, limit=1, snippets=False)
    assert answer.facets is not None and list(answer.facets) == ["member", "house", "year"]
    expected = collection.plain(tree)
    matching = [one for one in collection.statements if one.id in expected]
    assert answer.total == len(matching)
    for facet, name, key in (("member", "speakers", person_key), ("house", "houses", label_key)):
        counted = Counter(k for one in matching for k in set(map(key, one.fields[name])))  # type: ignore[arg-type]
        assert {key(value): count for value, count in answer.facets[facet]} == counted
    years = Counter(f"{one.date.year:04d}" for one in matching if one.date)
    assert [tuple(value) for value in answer.facets["year"]] == sorted(years.items())


@pytest.mark.parametrize(
    "asked",
    [
        'member:"Orla Brannigan" harbour',
        "house:trade OR house:harbours",
        "gist:harbour -margin:harbour",
        "lodged:2000..2010 the",
        "lodged:unknown",
        "gist:(the NEAR/3 of)",
        "margin:(ferry OR lake)",
        "-member:okoro date:unknown",
    ],
)
def test_texts_in_the_query_language_mean_the_trees_that_are_matched(
    collection: Collection, asked: str
) -> None:
    tree = parse(asked, collection.snapshot.known, schema=SCHEMA).tree
    expected = collection.plain(tree)
    assert expected and collection.answered(asked) == expected
    assert collection.answered(interpreted(tree)) == expected


def test_what_hits_show_is_what_statements_hold(collection: Collection) -> None:
    given_fields = {one.id: one.fields for one in collection.statements}
    for hit in collection.archive.stream("the"):
        assert hit.fields.keys() == given_fields[hit.id].keys()
        for name, value in given_fields[hit.id].items():
            assert hit.fields[name] == (normalise(value) if isinstance(value, str) else value)
        assert (hit.ministers, hit.portfolios) == ((), ())
    assert collection.archive.check(deep=True).total == 0
