"""Numbering words, by NumPy and compiled, beside what the tokeniser says of each text."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
import pytest

from searchkit.schema.analysis import normalise, tokenised
from tests.support.twins import twins


@pytest.fixture(params=twins("words"), scope="module")
def words(request: pytest.FixtureRequest) -> Any:
    return import_module(request.param)


TEXTS = [
    "",
    "Fish, and fish!",
    "snake_case isn't one-word",
    "Te Ōtākou \u2014 \u201cwhānau\u201d",
    "$5 million for 1,000 km\u00b2 and 10\u00a0000 ha; 2.5 %, .5, $NZ5m, USD\u202f5, 100km",
    "5 and 1999 and 17, 2007-8",
    "$5\u2009000 and \u0663\u0664 and \u00bd",
    "soft\u00adhyphen $5 million 10,000",
    "\u4eca\u5929 5 million",
    "x\u0301\u0300y \u0915\u094d\u0937",
    "half \ud800 of a pair, 5 million",
    "\u0130stanbul \u01c5 \u2167 \u24b6 \u2126",
]


def test_words_are_those_of_the_tokeniser(words: Any) -> None:
    texts = list(map(normalise, TEXTS))
    made = words.number_words(texts)
    assert made.tokens.dtype == made.lengths.dtype == np.uint32
    expected = [tokenised(text) for text in texts]
    assert made.lengths.tolist() == [len(one.words) for one in expected]
    every = [word for one in expected for word in one.words]
    assert [made.forms[number] for number in made.tokens.tolist()] == every
    assert made.forms == list(dict.fromkeys(every))
    numbers = [(i, one.numbers, one.text) for i, one in enumerate(expected) if one.numbers]
    assert [(text, list(spans), spaced) for text, spans, spaced in made.numbers] == numbers
    assert [text for text, *_ in numbers] == [4, 6, 7, 8, 10]


@pytest.mark.parametrize("texts", [[], ["", ""]])
def test_no_words_at_all(words: Any, texts: list[str]) -> None:
    forms, tokens, lengths, numbers = words.number_words(texts)
    assert (forms, tokens.tolist(), lengths.tolist(), numbers) == ([], [], [0] * len(texts), [])


def test_many_forms(words: Any) -> None:
    text = " ".join(f"w{number}" for number in range(70_000))
    made = words.number_words([text, text])
    assert made.tokens.tolist() == [*range(70_000)] * 2
    assert (made.forms[0], made.forms[-1]) == (b"w0", b"w69999")


def lists_of(*lists: list[bytes], dtype: type = np.uint32) -> list[tuple[bytes, Any]]:
    return [(b"".join(one), np.cumsum([0, *map(len, one)])[1:].astype(dtype)) for one in lists]


@pytest.mark.parametrize("dtype", [np.uint32, np.uint64])
def test_lists_of_words_become_one(words: Any, dtype: type) -> None:
    forms, numbers = words.merge_forms(
        lists_of([b"fish", b"cod"], [], [b"cod", b"ling", b"", b"fish"], dtype=dtype)
    )
    assert forms == [b"fish", b"cod", b"ling", b""]
    assert [one.tolist() for one in numbers] == [[0, 1], [], [1, 2, 3, 0]]
    assert {one.dtype for one in numbers} == {np.dtype(np.uint32)}
    assert words.merge_forms([]) == ([], [])
