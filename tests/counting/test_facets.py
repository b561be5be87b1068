"""Counts of ministers, portfolios and years, against plain counting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import Archive, FacetValue
from searchkit.schema.names import label_key, person_key
from tests.support.hypothesis_settings import examples
from tests.support.three_indexes import Collection
from tests.support.vellmark import plain

Make = Callable[..., Archive]


def check(collection: Collection, query: object, **arguments: object) -> None:
    answer = collection.archive.search(query, facets=True, **arguments)  # type: ignore[arg-type]
    assert answer.facets is not None
    assert list(answer.facets) == ["minister", "portfolio", "year"]
    found = set(collection.answered(query))
    matching = [s for s in collection.statements if s.id in found]
    assert answer.total == len(matching)
    persons = Counter(key for s in matching for key in set(map(person_key, s.ministers)))
    portfolios = Counter(key for s in matching for key in set(map(label_key, s.portfolios)))
    years = Counter(f"{s.date.year:04d}" for s in matching if s.date)
    for name, key, counts in (
        ("minister", person_key, persons),
        ("portfolio", label_key, portfolios),
    ):
        values = answer.facets[name]
        assert {key(value): count for value, count in values} == counts
        assert len(values) == len(counts)
        ordered = sorted(values, key=lambda value: (-value.count, value.value))
        assert list(values) == ordered
    assert [tuple(value) for value in answer.facets["year"]] == sorted(years.items())


TEXTS = ["", "harbour", '"the of"', "harbour OR lake", "-the", "date:unknown", "nowhere"]


@pytest.mark.parametrize("text", [*TEXTS, "minister:brannigan", "portfolio:trade fish*"])
def test_counts(hundreds: Collection, text: str) -> None:
    check(hundreds, text)
    check(hundreds, text, limit=0)
    check(hundreds, text, limit=3, offset=2, sort="oldest", copies="all")


@examples(60)
@given(data=st.data())
def test_counts_of_any_tree(hundreds: Collection, data: st.DataObject) -> None:
    check(hundreds, data.draw(hundreds.trees), limit=1, snippets=False)


def test_honorifics_are_one_person(archive_of: Make) -> None:
    archive = archive_of(
        plain(1, "a", ministers=("Rt Hon Tamsin Okoro",)),
        plain(2, "b", ministers=("Tamsin Okoro",)),
        plain(3, "c", ministers=("Hon Dr TAMSIN OKORO", "Tamsin Okoro")),
        plain(4, "d", ministers=("Hon Édouard Määttä", "Edouard Maatta")),
    )
    facets = archive.search("", facets=True).facets
    assert facets is not None
    assert [value.count for value in facets["minister"]] == [3, 1]
    assert facets["minister"][0] == FacetValue("Tamsin Okoro", 3)
    assert person_key(facets["minister"][1].value) == "edouard maatta"


def test_what_is_no_person_is_in_no_facet(archive_of: Make) -> None:
    archive = archive_of(
        plain(1, "a", ministers=("https://vellmark.example/x", "Click here to view the report")),
        plain(2, "b", ministers=("Hon Orla Brannigan",)),
    )
    answer = archive.search("", facets=True)
    assert answer.facets is not None
    assert [tuple(value) for value in answer.facets["minister"]] == [("Orla Brannigan", 1)]
    assert {hit.id: len(hit.ministers) for hit in answer} == {"vm/001.md": 2, "vm/002.md": 1}


def test_copies_count_each(archive_of: Make) -> None:
    body = "The same words in the same order, long enough to be known as a copy."
    archive = archive_of(
        plain(1, "same", body, date="2001-01-01", portfolios=("Trade",)),
        plain(2, "same", body, date="2002-01-01", portfolios=("Trade",)),
    )
    answer = archive.search("same", facets=True)
    assert (len(answer), answer.total) == (1, 2)
    assert answer.facets is not None
    assert answer.facets["portfolio"] == (FacetValue("Trade", 2),)
    assert [value.value for value in answer.facets["year"]] == ["2001", "2002"]


def test_what_is_added_does_not_count(archive_of: Make) -> None:
    archive = archive_of(plain(1, "harbour lake"), plain(2, "harbour ferry", date="2015-01-01"))
    answer = archive.search("harbour lake", facets=True, limit=5)
    answer_with_also = archive.search("harbour lake ferry", facets=True, limit=5)
    assert answer.facets is not None
    assert [tuple(value) for value in answer.facets["year"]] == [("2010", 1)]
    assert answer_with_also.also
    assert answer_with_also.facets == {"minister": (), "portfolio": (), "year": ()}


def test_no_facets_unless_wanted(hundreds: Collection) -> None:
    assert hundreds.archive.search("harbour").facets is None
