"""Any-word mode: one word is enough, but what filters or excludes stays in force."""

from __future__ import annotations

import pytest
from hypothesis import given

from searchkit.model.errors import QuerySyntaxError
from searchkit.query.rendering import interpreted
from searchkit.query.tree import And
from tests.support.hypothesis_settings import examples
from tests.support.known_names import parsed
from tests.support.query_texts import queries
from tests.support.short_trees import TT, A, D, E, M, N, O, P, T, X, same

MEANINGS = [
    ("a", T("a"), "a"),
    ("a b", O(T("a"), T("b")), "a OR b"),
    ('a "b c"', O(T("a"), P("b c")), 'a OR "b c"'),
    ("a nuc* title:b", O(T("a"), X("nuc"), TT("b")), "a OR nuc* OR title:b"),
    ("a b -c", A(O(T("a"), T("b")), N(T("c"))), "(a OR b) -c"),
    ("-c a b", A(O(T("a"), T("b")), N(T("c"))), "(a OR b) -c"),
    ("a -c", A(T("a"), N(T("c"))), "a -c"),
    ("-c", A(E(), N(T("c"))), "-c"),
    ("-c -d", A(E(), N(T("c")), N(T("d"))), "-c -d"),
    ("a b minister:okoro", A(O(T("a"), T("b")), M("tamsin okoro")), None),
    ("a b date:2007", A(O(T("a"), T("b")), D("2007-01-01", "2007-12-31")), None),
    ("a b since:2007", A(O(T("a"), T("b")), D("2007-01-01", None)), None),
    ("a b date:unknown", A(O(T("a"), T("b")), N(E("date"))), "(a OR b) date:unknown"),
    ("minister:okoro date:2007", A(M("tamsin okoro"), D("2007-01-01", "2007-12-31")), None),
    ("a AND b c", O(A(T("a"), T("b")), T("c")), "(a b) OR c"),
    ("a AND NOT b c", O(A(T("a"), N(T("b"))), T("c")), "(a -b) OR c"),
    ("(a b) AND c", A(O(T("a"), T("b")), T("c")), "(a OR b) c"),
    ("a b OR c", O(T("a"), O(T("b"), T("c"))), None),
]


@pytest.mark.parametrize(("text", "tree", "shown"), MEANINGS)
def test_any_word(text: str, tree: object, shown: str | None) -> None:
    found = parsed(text, any_word=True)
    assert same(found.tree, tree)  # type: ignore[arg-type]
    if shown is not None:
        assert interpreted(found.tree) == shown


def test_several_names_stay_a_filter() -> None:
    tree = parsed("a b minister:brannigan", any_word=True).tree
    assert tree == A(O(T("a"), T("b")), O(M("orla brannigan"), M("rory brannigan")))


@examples(200)
@given(queries)
def test_excluded_words_stay_excluded(text: str) -> None:
    try:
        tree = parsed(f"{text} -zzz", any_word=True).tree
    except QuerySyntaxError:
        return
    assert isinstance(tree, And)
    assert N(T("zzz")) in tree.parts
