"""A query as a value becomes one tree, its filters included."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from whoosh import query as whoosh

from searchkit import InvalidArgument, UnknownName
from searchkit.query.request import Query
from searchkit.query.tree import Node
from searchkit.query.understanding import Understood, understood
from searchkit.schema.fields import DEFAULT
from tests.support.known_names import KNOWN
from tests.support.short_trees import A, D, E, F, M, N, O, T


def meant(*values: Any, **options: Any) -> Understood:
    return understood(Query(*values, **options), DEFAULT, KNOWN, lambda folded: ())


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        (Query("a"), T("a")),
        (Query("a b", any_word=True), O(T("a"), T("b"))),
        (Query("a", names={"minister": "okoro"}), A(T("a"), M("tamsin okoro"))),
        (Query("a -b", since=2007), A(T("a"), N(T("b")), D("2007-01-01", None))),
        (Query("a OR b", until="2007-02"), A(O(T("a"), T("b")), D(None, "2007-02-28"))),
        (Query("", names={"portfolio": ['"trade"']}), A(E(), F("trade"))),
        (
            Query("a", names={"minister": {"brannigan"}, "portfolio": ()}),
            A(T("a"), O(M("orla brannigan"), M("rory brannigan"))),
        ),
        (Query(T("a"), since=datetime.date(2007, 5, 1)), A(T("a"), D("2007-05-01", None))),
        (Query(whoosh.Term("text", "a")), T("a")),
    ],
)
def test_one_tree(query: Query, tree: Node) -> None:
    assert understood(query, DEFAULT, KNOWN, lambda folded: ()).tree == tree


def test_what_was_asked_stays_apart() -> None:
    found = meant("a minister:brannigan", names={"minister": "okoro"})
    assert found.asked == A(T("a"), O(M("orla brannigan"), M("rory brannigan")))
    assert found.tree == A(*found.asked.children, M("tamsin okoro"))
    assert (found.text, found.shown) == ("a minister:brannigan",) * 2
    assert [note.code for note in found.notes] == ["several-names"]
    ready = meant(T("a"))
    assert (ready.text, ready.shown, ready.notes) == (None, str(T("a")), ())


def test_fields_of_names_are_those_of_the_index() -> None:
    with pytest.raises(InvalidArgument, match="no names of 'speaker'") as caught:
        meant("a", names={"speaker": "okoro"})
    assert caught.value.expected == "minister or portfolio"
    assert meant("a", names={"speaker": ()}).tree == T("a")
    with pytest.raises(UnknownName):
        meant("a", names={"minister": ["okoro", "nobody"]})
