"""Trees that are not evaluated are refused by name, never read as something else."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from whoosh import query
from whoosh.query import spans

from searchkit import QueryTooBroad, UnsupportedQuery
from searchkit.query.tree import Near, Node
from tests.support import short_trees
from tests.support.three_indexes import Collection
from tests.support.whoosh_trees import to_whoosh


def T(stem: str) -> Any:
    """A word anywhere, as Whoosh has it."""
    return to_whoosh(short_trees.T(stem))


def A(*nodes: Any) -> Any:
    return query.And(list(nodes))


def O(*nodes: Any) -> Any:  # noqa: E743
    return query.Or(list(nodes))


N, E = query.Not, query.Every

DAY = datetime.datetime(2007, 1, 1)

UNSUPPORTED = [
    (query.FuzzyTerm("text", "harbor"), "FuzzyTerm", "text"),
    (query.Wildcard("text", "h*r"), "Wildcard", "text"),
    (query.Regex("text", "h.*"), "Regex", "text"),
    (query.Variations("text", "harbour"), "Variations", "text"),
    (query.TermRange("text", "a", "b"), "TermRange", "text"),
    (query.NumericRange("date", 1, 2), "NumericRange", "date"),
    (query.DateRange("id", DAY, DAY), "DateRange", "id"),
    (query.Term("folded", "harbour"), "Term", "folded"),
    (query.Term("title_folded", "harbour"), "Term", "title_folded"),
    (query.Term("date", "2007"), "Term", "date"),
    (query.Term("id", "x"), "Term", "id"),
    (query.Term("nowhere", "harbour"), "Term", "nowhere"),
    (query.Phrase("folded", ["a", "b"]), "Phrase", "folded"),
    (query.Phrase("minister", ["a", "b"]), "Phrase", "minister"),
    (query.Prefix("text", "harb"), "Prefix", "text"),
    (query.Prefix("minister", "orla"), "Prefix", "minister"),
    (query.Every("id"), "Every", "id"),
    (query.Every("nowhere"), "Every", "nowhere"),
    (query.Or([T("a"), T("b")], minmatch=2), "Or", None),
    (query.Require(T("a"), T("b")), "Require", None),
    (query.AndMaybe(T("a"), T("b")), "AndMaybe", None),
    (query.Otherwise(T("a"), T("b")), "Otherwise", None),
    (query.DisjunctionMax([T("a"), T("b")]), "DisjunctionMax", None),
    (query.ConstantScoreQuery(T("a")), "ConstantScoreQuery", None),
    (spans.SpanFirst(T("a")), "SpanFirst", None),
    (spans.SpanNear(T("a"), T("b"), mindist=2), "SpanNear", None),
    (spans.SpanNear(T("a"), E()), "SpanNear", None),
    (query.Sequence([T("a"), N(T("b"))]), "Sequence", None),
    (query.Sequence([]), "Sequence", None),
    (query.Sequence([T("a"), query.Or([])]), "Sequence", None),
    (query.Sequence([T("a"), query.Or([T("a"), T("b")], minmatch=2)]), "Sequence", None),
    (spans.SpanOr([T("a"), T("b")]), "SpanOr", None),
]


@pytest.mark.parametrize(("node", "name", "field"), UNSUPPORTED)
def test_refused_by_name(small: Collection, node: object, name: str, field: str | None) -> None:
    for tree in (node, A(T("harbour"), node), O(T("harbour"), node), N(node), A(E(), N(N(node)))):
        with pytest.raises(UnsupportedQuery, match=f"a {name} node") as caught:
            small.archive.search(tree)
        assert (f"on field {field!r}" in caught.value.what) == (field is not None)
        assert caught.value.expected


def test_refused_by_stream_and_count_at_once(small: Collection) -> None:
    with pytest.raises(UnsupportedQuery):
        small.archive.stream(query.Wildcard("text", "a*"))
    with pytest.raises(UnsupportedQuery):
        small.archive.count(query.Wildcard("text", "a*"))


def test_refused_even_where_nothing_would_match(small: Collection) -> None:
    with pytest.raises(UnsupportedQuery):
        small.archive.search(A(T("nowhere"), query.Wildcard("text", "a*")))
    with pytest.raises(UnsupportedQuery):
        small.archive.search(A(query.Wildcard("text", "a*"), T("nowhere")))


def test_subclasses_of_what_is_evaluated_are_not_evaluated(small: Collection) -> None:
    class Odd(query.And):
        pass

    with pytest.raises(UnsupportedQuery, match="a Odd node"):
        small.archive.search(Odd([T("harbour")]))


@pytest.mark.parametrize(
    "tree",
    [
        O(query.Term("text", "harbour", boost=5.0), T("lake")),
        query.And([T("harbour"), T("lake")], boost=2.0),
        query.Phrase("text", ["the", "harbour"], boost=2.0),
    ],
)
def test_boosts_are_counted_or_refused(small: Collection, tree: query.Query) -> None:
    plain = tree.with_boost(1.0) if tree.boost != 1.0 else O(T("harbour"), T("lake"))
    try:
        boosted = small.archive.search(tree)
    except UnsupportedQuery:
        return
    assert [hit.score for hit in boosted] != [hit.score for hit in small.archive.search(plain)]


@pytest.mark.parametrize(
    "deeper",
    [
        lambda tree: query.And([tree]),
        lambda tree: query.Not(tree),
        lambda tree: spans.SpanNear(tree, T("lake"), slop=3),
        lambda tree: spans.SpanNear(T("lake"), query.Or([tree]), slop=3),
    ],
)
def test_trees_that_are_too_deep(small: Collection, deeper: Callable[[Any], Any]) -> None:
    tree: Any = T("harbour")
    for _ in range(5_000):
        tree = deeper(tree)
    with pytest.raises(UnsupportedQuery, match="deep"):
        small.archive.search(tree)


def test_a_tree_as_deep_as_allowed(small: Collection) -> None:
    tree: Any = T("harbour")
    for _ in range(90):
        tree = spans.SpanNear(tree, T("harbour"), slop=50)
    assert small.archive.search(tree).total == len(small.ours(tree))
    with pytest.raises(QueryTooBroad):
        small.archive.search(_either_way(90))


def test_trees_of_ours_are_bounded_too(small: Collection) -> None:
    for deeper in (short_trees.N, lambda tree: Near((tree, short_trees.T("lake")), 3)):
        tree: Node = short_trees.T("harbour")
        for _ in range(5_000):
            tree = deeper(tree)
        with pytest.raises(UnsupportedQuery, match="deep"):
            small.archive.search(tree)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "tree",
    [
        short_trees.Stem("harbour", within="body"),
        short_trees.Phrase(("the", "harbour"), within="body"),
        short_trees.Named("speaker", "orla brannigan"),
        short_trees.E("speaker"),
    ],
)
def test_fields_that_are_not_there_are_refused(small: Collection, tree: Node) -> None:
    with pytest.raises(UnsupportedQuery, match=r"called '(body|speaker)'"):
        small.archive.search(tree)  # type: ignore[arg-type]


def _either_way(count: int) -> Any:
    tree: Any = T("harbour")
    for _ in range(count):
        tree = spans.SpanNear(tree, T("lake"), slop=50, ordered=False)
    return tree
