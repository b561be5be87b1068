"""Queries of words and phrases mean the same without Whoosh."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchkit.query.language import grammar, plain
from searchkit.query.language.reading import Reading
from searchkit.query.tree import Node
from searchkit.schema.fields import DEFAULT
from tests.support.hypothesis_settings import examples

LONG_VOWELS = {"whanau": ("whaanau",), "maori": ("maaori",), "whaanau": ("whanau",)}
WORDS = st.sampled_from(
    [
        *("korea", "North", "whānau", "whanau", "MĀORI", "2007", "O", "東京", "straße"),
        *("and", "or", "Not", "near", "title", "minister", "date", "ACT", "x1", "the"),
    ]
)
PHRASES = st.lists(st.one_of(WORDS, st.sampled_from(["OR", "AND", "NEAR"])), min_size=1, max_size=4)
PIECES = st.one_of(WORDS, PHRASES.map(lambda words: f'"{" ".join(words)}"'))
SPACES = st.sampled_from([" ", "  ", "\t", "\n", "\u00a0", "\u2003"])
# What is not plain, or only almost.
ODD = st.sampled_from(
    [
        *("-korea", "title:x", "a*", "te?t", "korae~1", "=ACT", "word^2", "OR", "AND", "NOT"),
        *("NEAR/3", "(a)", '"a"b', '"a" b"', '""', '" a"', "O'Connor", "covid-19", "ma\u0304ori"),
        *("“north korea”", "a_b", "NEAR", "ADJ", "x:", '"a (b OR c)"', '"a*"', '"a"~2', "."),
    ]
)


def reading(text: str, any_word: bool) -> Reading:
    return Reading(text, DEFAULT, {}, any_word, lambda folded: LONG_VOWELS.get(folded, ()))


def everything(node: Node | None) -> Any:
    """A tree with what takes no part in equality: columns, boosts, what was written."""
    if node is None:
        return None
    values = {
        name: [everything(one) for one in value]
        if isinstance(value, tuple) and value and isinstance(value[0], Node)
        else value
        for name, value in node.as_dict().items()
    }
    return type(node).__name__, values


@examples(200)
@given(st.lists(st.tuples(PIECES, SPACES), min_size=1, max_size=5), st.booleans())
@example([('"a OR b"', " ")], False)
def test_the_same_tree_and_the_same_notes(pieces: Any, any_word: bool) -> None:
    text = "".join(piece + space for piece, space in pieces)
    short, whole = reading(text, any_word), reading(text, any_word)
    tree = plain.read(short)
    assert tree is not None
    assert everything(tree) == everything(grammar.read(whole))
    assert (short.doubts, short.ignored) == (whole.doubts, whole.ignored)


@examples(200)
@given(st.lists(st.one_of(WORDS, ODD, st.text(max_size=5)), min_size=1, max_size=4), st.booleans())
def test_what_is_not_plain_is_left_to_the_grammar(pieces: list[str], any_word: bool) -> None:
    text = " ".join(pieces)
    short, whole = reading(text, any_word), reading(text, any_word)
    tree = plain.read(short)
    if tree is not None:
        assert everything(tree) == everything(grammar.read(whole))
        assert (short.doubts, short.ignored) == (whole.doubts, whole.ignored)


@pytest.mark.parametrize(
    "text",
    [
        *("-korea", "a OR b", "NOT a", "title:x", "a*", "te?t", "korae~1", "=ACT", "word^2"),
        *("(a)", "a NEAR/3 b", '"a"b', "O'Connor", "covid-19", "ma\u0304ori", "“a b”", "a_b"),
        *("NEAR", "ADJ", '"a (b OR c)"', '"a"~2', '"open', "?", '""', "a, b", "1,000"),
    ],
)
def test_anything_else_is_no_plain_query(text: str) -> None:
    assert plain.read(reading(text, False)) is None
