"""A tree written out again means the same."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from searchkit.model.errors import QuerySyntaxError, UnknownName
from searchkit.query.rendering import interpreted
from searchkit.query.tree import Named, Node, Nothing, Phrase, Prefix, Stem, Wildcard
from tests.support.hypothesis_settings import examples
from tests.support.known_names import parsed
from tests.support.query_texts import noise, queries
from tests.support.short_trees import NEAR, XE, A, C, E, N, O, P, S, T, flat


def _check_round_trip(text: str, any_word: bool = False) -> None:
    try:
        tree = parsed(text, any_word=any_word).tree
    except (QuerySyntaxError, UnknownName):
        assume(False)
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


_WORDS = st.sampled_from(["AND", "OR", "NOT", "NEAR", "NEAR/5", "ADJ/2", "and", "korea", "te?t"])
_SIGNS = ("{}", "{}~1", "{}~2", "{}*", "{}^2", "={}", '"{}"', '"{}~1"', '"{}"~2', '"{}"^2', '="{}"')
_PLACES = (
    *('"{} x"', '"x {}"', '"(a OR {}) b"', '"({} OR b) x"~3', "title:{}", "exact:{}", "-{}"),
    *("({})", "({} OR a)", "title:({} b)", "{}", "{},", '="{} x"^2', "-({} a)"),
)
_operator_words = st.builds(
    lambda word, sign, place: place.replace("{}", sign.replace("{}", word)),
    _WORDS,
    st.sampled_from(_SIGNS),
    st.sampled_from(_PLACES),
)
_JOINTS = st.sampled_from([" ", " OR ", " AND ", " NOT ", " NEAR/3 ", " ADJ/2 "])


@examples(400)
@given(st.lists(st.tuples(_operator_words, _JOINTS), min_size=1, max_size=4), st.booleans())
@example([("korea", " OR "), ("AND~1", " ")], False)
@example([('="AND OR"^2', " ")], False)
@example([('"AND"', " NEAR/3 "), ("OR", " ")], True)
def test_words_that_are_operators_with_any_sign_parse_back(
    pieces: list[tuple[str, str]], any_word: bool
) -> None:
    text = "".join(piece + joint for piece, joint in pieces[:-1]) + pieces[-1][0]
    _check_round_trip(text, any_word)


@pytest.mark.parametrize("text", ['"OR"', 'a "AND" b', '"NOT" a', "OR:", "a OR, b", "-(a OR,)"])
def test_words_that_are_operators_parse_back(text: str) -> None:
    tree = parsed(text).tree
    assert flat(parsed(interpreted(tree)).tree) == flat(tree)


@pytest.mark.parametrize(
    ("tree", "shown"),
    [
        (Stem("korea"), "korea"),
        (Phrase(("north", "korea"), within="title"), 'title:"north korea"'),
        (Prefix("nuc", within="title"), "title:nuc*"),
        (Named("minister", "orla brannigan"), 'minister:"orla brannigan"'),
        (A(T("a"), N(O(T("b"), T("c")))), "a -(b OR c)"),
        (A(O(T("a"), T("b")), N(T("c"))), "(a OR b) -c"),
        (A(T("a"), A(T("b"), O(T("c"), T("d")))), "a b (c OR d)"),
        (O(A(T("a"), T("b")), A(T("c"), N(T("d")))), "(a b) OR (c -d)"),
        (N(N(T("a"))), "-(-a)"),
        (E(), ""),
        (A(E(), T("a")), "a"),
        (E("date"), "-date:unknown"),
        (N(E("date")), "date:unknown"),
        (E("minister"), "minister:*"),
        (Nothing(), "(nothing)"),
        (NEAR(T("a"), T("b"), T("c"), slop=3), "a NEAR/3 b NEAR/3 c"),
        (NEAR(T("a"), NEAR(T("b"), T("c"), slop=2), slop=3), "a NEAR/3 (b NEAR/2 c)"),
        (S(NEAR(T("a"), T("b"), slop=2), T("c")), '"(a NEAR/2 b) c"'),
        (S(P("a b"), C(T("c"), P("d e"))), '"a b (c OR d e)"'),
        (XE("OR"), '="OR"'),
        (Prefix("and", written="AND"), "AND*"),
    ],
)
def test_trees_that_were_not_parsed(tree: Node, shown: str) -> None:
    assert interpreted(tree) == shown


@pytest.mark.parametrize("text", ["AND*", "OR~1", "a NOT* b", "title:OR*", "=OR"])
def test_operators_with_a_sign_are_words(text: str) -> None:
    tree = parsed(text).tree
    assert flat(parsed(interpreted(tree)).tree) == flat(tree)


@pytest.mark.parametrize("text", ["0?A\u03000", "wha\u0304?au", "h?n\u0928\u094d\u0926\u0940"])
def test_a_question_mark_in_a_word_with_combining_marks(text: str) -> None:
    tree = parsed(text).tree
    assert isinstance(tree, (Wildcard, Prefix))
    assert flat(parsed(interpreted(tree)).tree) == flat(tree)
