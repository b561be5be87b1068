"""A tree written out again means the same."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from whoosh import query

from searchkit.model.errors import QuerySyntaxError, UnknownName
from searchkit.query.render import interpreted
from tests.support.hypothesis_settings import examples
from tests.support.known_names import parsed
from tests.support.query_texts import noise, queries
from tests.support.short_trees import A, E, N, O, T, flat

OPERATORS = {"AND", "OR", "NOT"}


def _names_an_operator(tree: object) -> bool:
    """Whether a word of the tree is written as an operator is (see the test below)."""
    if isinstance(tree, query.Term) and tree.fieldname == "text":
        return getattr(tree, "written", "") in OPERATORS
    if isinstance(tree, query.Not):
        return _names_an_operator(tree.query)
    return any(map(_names_an_operator, getattr(tree, "subqueries", ())))


def _check_round_trip(text: str, any_word: bool = False) -> None:
    try:
        tree = parsed(text, any_word=any_word).tree
    except (QuerySyntaxError, UnknownName):
        assume(False)
    assume(not _names_an_operator(tree))
    shown = interpreted(tree)
    again = parsed(shown).tree
    assert flat(again) == flat(tree), shown
    assert interpreted(again) == shown


@examples(300)
@given(queries)
@example("a AND (b OR c) d")
@example("-(-date:unknown) OR -(a b)")
@example("-(minister:brannigan OR date:2007)")
def test_interpreted_parses_back(text: str) -> None:
    _check_round_trip(text)


@examples(150)
@given(queries)
def test_interpreted_parses_back_in_any_word_mode(text: str) -> None:
    # What is shown says OR, so it need not be read in any-word mode again.
    _check_round_trip(text, any_word=True)


@examples(300)
@given(noise)
@example("=AND:0")
def test_interpreted_parses_back_whatever_the_text(text: str) -> None:
    _check_round_trip(text)


@pytest.mark.parametrize("text", ['"OR"', 'a "AND" b', '"NOT" a', "OR:", "a OR, b", "-(a OR,)"])
def test_words_that_are_operators_parse_back(text: str) -> None:
    tree = parsed(text).tree
    assert flat(parsed(interpreted(tree)).tree) == flat(tree)


@pytest.mark.parametrize(
    ("tree", "shown"),
    [
        (query.Term("text", "korea"), "korea"),
        (query.Phrase("title", ["north", "korea"]), 'title:"north korea"'),
        (query.Prefix("title_folded", "nuc"), "title:nuc*"),
        (query.Term("minister", "orla brannigan"), 'minister:"orla brannigan"'),
        (query.AndNot(T("a"), O(T("b"), T("c"))), "a -(b OR c)"),
        (query.AndNot(O(T("a"), T("b")), T("c")), "(a OR b) -c"),
        (A(T("a"), A(T("b"), O(T("c"), T("d")))), "a b (c OR d)"),
        (O(A(T("a"), T("b")), query.AndNot(T("c"), T("d"))), "(a b) OR (c -d)"),
        (N(N(T("a"))), "-(-a)"),
        (E(), ""),
        (A(E(), T("a")), "a"),
    ],
)
def test_trees_that_were_not_parsed(tree: object, shown: str) -> None:
    assert interpreted(tree) == shown


@pytest.mark.parametrize("text", ["0?A\u03000", "wha\u0304?au", "h?n\u0928\u094d\u0926\u0940"])
def test_a_question_mark_in_a_word_with_combining_marks(text: str) -> None:
    tree = parsed(text).tree
    assert isinstance(tree, (query.Wildcard, query.Prefix))
    assert flat(parsed(interpreted(tree)).tree) == flat(tree)
