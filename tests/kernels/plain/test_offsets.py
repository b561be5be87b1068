"""Offsets found by table are those that the pattern of a token finds."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.kernels.plain import offsets
from searchkit.kernels.plain.offsets import joined_offsets, token_offsets
from searchkit.schema.analysis import token_spans
from tests.support.hypothesis_settings import examples

_CHARACTERS = st.one_of(
    st.characters(codec=None),
    st.sampled_from("aZ9_ .\n\té½²ªß\u0308\u0304’—…\u200d\ufeff東ש\U0001f642\U0001d7d8\ud800"),
)
_texts = st.text(_CHARACTERS, max_size=200)


def spans(texts: list[str]) -> list[list[tuple[int, int]]]:
    return [list(zip(*one, strict=True)) for one in token_offsets(texts)]


@examples(500)
@given(st.lists(_texts, max_size=6))
def test_as_the_pattern_finds_them(texts: list[str]) -> None:
    expected = [list(token_spans(text)) for text in texts]
    assert spans(texts) == expected
    starts, ends, begins, firsts = (column.tolist() for column in joined_offsets(texts))
    of_texts = zip(begins, expected, strict=True)
    every = [(begin + start, begin + end) for begin, some in of_texts for start, end in some]
    assert list(zip(starts, ends, strict=True)) == every
    counts = [len(some) for some in expected]
    assert firsts == [sum(counts[:number]) for number in range(len(texts))]


def test_a_text_of_several_pieces() -> None:
    text = "harbour, " * 20_000 + "x" * 70_000 + " ka\u0308l"
    assert len(text) > 3 * offsets._PIECE
    assert spans([text, "", "a"]) == [list(token_spans(text)), [], [(0, 1)]]


@pytest.mark.parametrize("between", ["a", " "])
def test_every_character_there_is(between: str) -> None:
    """In texts of a few thousand, as the pattern of a text lists all its marks."""
    characters = list(map(chr, range(sys.maxunicode + 1)))
    texts = [between.join(characters[i : i + 4_096]) for i in range(0, len(characters), 4_096)]
    assert spans(texts) == [list(token_spans(text)) for text in texts]


def test_offsets_are_python_integers() -> None:
    ((starts, ends),) = token_offsets(["one two"])
    assert [type(n) for n in (*starts, *ends)] == [int] * 4
