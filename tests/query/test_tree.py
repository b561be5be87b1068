"""What every node of a query tree can tell, whatever its kind."""

from __future__ import annotations

import pytest

from searchkit.query import tree
from searchkit.query.limits import MAX_LEVELS, is_too_deep
from searchkit.query.tree import Choice, Leaf, Near, Node, Phrase, Stem, positive_leaves
from tests.support.short_trees import NEAR, PT, TT, XE, A, C, D, E, F, M, N, O, P, S, T, W, X, Z

EACH_KIND: list[Node] = [
    *(T("a"), XE("a"), X("a"), W("a*"), Z("a", 1), P("a b"), C(T("a"), T("b"))),
    *(S(T("a"), X("b")), NEAR(T("a"), T("b"), slop=2), A(T("a"), T("b")), O(T("a"), T("b"))),
    *(N(T("a")), E(), tree.Nothing(), M("a"), D("2007-01-01", None), E("minister")),
    *(tree.AmountRange(5.0, None, "NZD"), tree.AmountRange(5.0, None)),
]


def test_every_kind_is_here() -> None:
    kinds = {kind for kind in vars(tree).values() if isinstance(kind, type)}
    nodes = {kind for kind in kinds if issubclass(kind, Node)}
    groups = {tree.Node, tree.Leaf, tree.Word, tree.Filter}
    assert {type(node) for node in EACH_KIND} == nodes - groups


@pytest.mark.parametrize("node", EACH_KIND, ids=repr)
def test_nodes_are_values(node: Node) -> None:
    assert [other for other in EACH_KIND if other == node] == [node]
    with pytest.raises(AttributeError):
        node.column = 3  # type: ignore[misc]
    # What slots alone raise differs from version to version of Python.
    with pytest.raises((AttributeError, TypeError)):
        node.shown_as = "x"  # type: ignore[attr-defined]


def test_only_what_matches_makes_a_difference() -> None:
    written = Stem("korea", boost=2.0, written="Korea", column=7)
    assert written == T("korea")
    assert hash(written) == hash(T("korea"))
    assert written != TT("korea")
    assert T("act") != XE("act")
    assert tree.Named("minister", "a", "A") == M("a") != F("a")
    assert S(T("a"), T("b"), slop=3) == NEAR(T("a"), T("b"), slop=3, ordered=True)
    assert NEAR(T("a"), T("b"), slop=3) != NEAR(T("b"), T("a"), slop=3)


def test_choices_are_flat_and_know_what_they_have_in_common() -> None:
    choice = C(TT("a"), C(PT("b c"), C(TT("d"))))
    assert choice.leaves == (TT("a"), PT("b c"), TT("d"))
    assert choice.within == "title"
    assert C(TT("a"), T("b")).within is None
    assert S(TT("a"), choice).within == "title"
    assert Choice((T("a"),), within="title").within is None
    assert Near((), within="title").within is None


def test_words_of_an_occurrence() -> None:
    widths = [leaf.width for leaf in (T("a"), P("a b c"), P(""), C(P("a b")), S(T("a"), T("b")))]
    assert widths == [1, 3, 0, 1, 1]


def test_leaves_outside_not() -> None:
    near = NEAR(T("a"), T("b"), slop=2)
    found = A(near, N(T("c")), O(P("d e"), A(T("a"), N(N(T("f"))))), M("g"), T("a"))
    leaves: list[Leaf] = [near, P("d e"), T("a"), T("a")]
    assert list(positive_leaves(found)) == leaves


@pytest.mark.parametrize(
    ("node", "filters"),
    [
        *((node, True) for node in (M("a"), D("2007-01-01", None), E(), E("minister"))),
        *((node, True) for node in (N(T("a")), O(M("a"), M("b")), A(M("a"), N(T("b"))))),
        *((node, False) for node in (T("a"), Phrase(("a", "b")), S(T("a"), T("b")), A(), O())),
        *((node, False) for node in (O(M("a"), T("b")), A(M("a"), A(T("b"))), tree.Nothing())),
    ],
)
def test_what_only_narrows(node: Node, filters: bool) -> None:
    assert node.is_filter is filters


def test_depth_is_told_without_recursion() -> None:
    node: Node = T("a")
    for _ in range(MAX_LEVELS - 1):
        node = N(node)
    assert not is_too_deep(node, lambda one: one.children)
    assert is_too_deep(N(node), lambda one: one.children)
    # However often a node is shared, it is looked at once.
    for _ in range(60):
        node = O(node, node)
    assert is_too_deep(node, lambda one: one.children)
