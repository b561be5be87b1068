"""Whoosh's own trees, translated into ours."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import query
from whoosh.query import spans

from searchkit import InvalidArgument, UnsupportedQuery
from searchkit.query.language.foreign import translated
from searchkit.query.tree import (
    Days,
    Exact,
    Fuzzy,
    Named,
    Near,
    Node,
    Nothing,
    Phrase,
    Prefix,
    Stem,
    Wildcard,
)
from searchkit.schema.fields import Day, Names, Schema, Text
from tests.support.hypothesis_settings import examples
from tests.support.query_texts import queries
from tests.support.short_trees import NEAR, A, C, D, E, F, N, O, P, S, T, boosts, same
from tests.support.whoosh_trees import to_whoosh


def parsed_tree(text: str) -> Node | None:
    from searchkit.model.errors import QuerySyntaxError, UnknownName
    from tests.support.known_names import parsed

    try:
        return parsed(text).tree
    except (QuerySyntaxError, UnknownName):
        return None


@examples(300)
@given(queries)
def test_there_and_back(text: str) -> None:
    tree = parsed_tree(text)
    if tree is not None:
        assert same(translated(to_whoosh(tree)), tree)


DAY = datetime.datetime(2007, 11, 20)
NOON = DAY.replace(hour=12)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (query.Term("title", "korea"), Stem("korea", within="title")),
        (query.Term("title_exact", "ACT"), Exact("ACT", within="title")),
        (query.Wildcard("title_folded", "k*a"), Wildcard("k*a", within="title")),
        (query.FuzzyTerm("folded", "korae", maxdist=2, prefixlength=1), Fuzzy("korae", 2, 1)),
        (query.FuzzyTerm("folded", "korae"), Fuzzy("korae", 1, 1)),
        (query.Phrase("text", ["a"], slop=9), P("a")),
        (query.Phrase("text", []), P("")),
        (query.Phrase("text", ["a", "b"], slop=9), S(T("a"), T("b"), slop=9)),
        (query.AndNot(query.Term("text", "a"), query.Term("text", "b")), A(T("a"), N(T("b")))),
        (query.Every("title_folded"), E("title")),
        (query.Every("folded"), E("text")),
        (query.Every("portfolio"), E("portfolio")),
        (query.NullQuery, Nothing()),
        (query.And([]), A()),
        (query.Or([]), O()),
    ],
)
def test_each_node(theirs: Any, ours: Node) -> None:
    assert translated(theirs) == ours


@pytest.mark.parametrize(
    ("bounds", "first", "last"),
    [
        ((DAY, DAY), "2007-11-20", "2007-11-20"),
        ((DAY, None, True), "2007-11-21", None),
        ((None, DAY, False, True), None, "2007-11-19"),
        ((NOON, None), "2007-11-21", None),
        ((NOON, None, True), "2007-11-21", None),
        ((None, NOON), None, "2007-11-20"),
        ((None, NOON, False, True), None, "2007-11-20"),
        ((None, None), None, None),
    ],
)
def test_moments_become_days(bounds: Any, first: str | None, last: str | None) -> None:
    """A statement is dated at midnight: what that moment is in, its day is in."""
    assert translated(query.DateRange("date", *bounds)) == D(first, last)


def test_days_that_can_not_be() -> None:
    last, first = datetime.datetime.max, datetime.datetime.min
    assert translated(query.DateRange("date", last, None)) == Nothing()
    assert translated(query.DateRange("date", None, first, endexcl=True)) == Nothing()
    odd = query.DateRange("date", DAY, None)
    odd.startdate = "2007"
    with pytest.raises(UnsupportedQuery, match="DateRange"):
        translated(odd)


def test_choices_are_flat() -> None:
    a, b, c = (query.Term("text", word) for word in "abc")
    near = spans.SpanNear(query.Or([a, query.Or([b, c])]), a, slop=2, ordered=False)
    assert translated(near) == NEAR(C(T("a"), T("b"), T("c")), T("a"), slop=2)


def test_boosts_of_groups_are_those_of_their_leaves() -> None:
    a, b = query.Term("text", "a", boost=3.0), query.Phrase("text", ["b", "c"])
    tree = translated(query.And([query.Or([a, b], boost=2.0), query.Not(a)], boost=5.0))
    assert [boost for _, boost in boosts(tree)] == [30.0, 10.0, 15.0]
    near = translated(query.Or([query.Sequence([a, b], boost=2.0)], boost=2.0))
    assert boosts(near)[0] == (S(T("a"), P("b c")), 4.0)


@pytest.mark.parametrize("what", [3, None, b"a", object(), T("a")])
def test_what_is_no_tree_of_theirs(what: object) -> None:
    with pytest.raises(InvalidArgument, match="a query can't be a"):
        translated(what)


def test_the_fields_are_those_of_the_schema() -> None:
    schema = Schema(
        (
            Text("headline", query="head"),
            Text("lead", query="lead"),
            Text("body"),
            Names("speakers", query="speaker", kind="person"),
            Day("spoken", query="day"),
        )
    )
    tree = query.And(
        [
            query.Phrase("lead", ["a", "b"]),
            query.Prefix("head_folded", "x"),
            query.Term("speaker", "orla brannigan"),
            query.DateRange("day", DAY, None),
        ]
    )
    phrase, prefix, speaker, day = translated(tree, schema).children
    assert phrase == Phrase(("a", "b"), within="lead")
    assert prefix == Prefix("x", within="head")
    assert speaker == Named("speaker", "orla brannigan")
    assert day == Days("day", DAY.date(), None)
    for theirs in (
        query.Term("title", "a"),
        to_whoosh(F("trade")),
        to_whoosh(D("2007-01-01", None)),
    ):
        with pytest.raises(UnsupportedQuery):
            translated(theirs, schema)


@examples(50)
@given(st.integers(1, 9), st.booleans())
def test_near_words_keep_their_distance_and_order(slop: int, ordered: bool) -> None:
    a, b = query.Term("text", "a"), query.Term("text", "b")
    for theirs, quoted in (
        (query.Sequence([a, b], slop=slop, ordered=ordered), True),
        (spans.SpanNear(a, b, slop=slop, ordered=ordered), False),
    ):
        found = translated(theirs)
        assert found == Near((T("a"), T("b")), slop, ordered)
        assert isinstance(found, Near)
        assert found.quoted == quoted
