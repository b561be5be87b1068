"""Comparing words, beside the plain twin, for which rapidfuzz counts the edits."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.kernels.plain import spellings as plain
from tests.support.hypothesis_settings import examples
from tests.support.twins import outcome, same, twins


@pytest.fixture(params=twins("spellings")[1:], scope="module")
def compiled(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


WORDS = st.text("abcā", max_size=9) | st.text(max_size=4)


def joined(words: list[str], kind: Any) -> tuple[Any, Any]:
    """Words as the dictionary has them: their letters, and where each ends."""
    written = [word.encode("utf-8", "surrogatepass") for word in words]
    letters = np.frombuffer(b"".join(written), np.uint8)
    return letters, np.cumsum([len(one) for one in written]).astype(kind)


@given(WORDS, st.lists(WORDS, max_size=12), st.integers(0, 5))
@examples(300)
def test_distances(compiled: str, word: str, words: list[str], most: int) -> None:
    letters, ends = joined(words, np.int64)
    numbers = np.arange(len(words), dtype=np.uint32) * 3
    expected = outcome(plain, "near", word, letters, ends, numbers, most)
    assert same(outcome(compiled, "near", word, letters, ends, numbers, most), expected)


@given(
    st.lists(WORDS, max_size=12),
    st.sampled_from([np.uint32, np.uint64]),
    st.sampled_from([None, None, 3, 2**32 - 1]),
)
@examples(100)
def test_lines(compiled: str, words: list[str], kind: Any, wrong: int | None) -> None:
    letters, ends = joined(words, kind)
    if wrong is not None and ends.size:
        ends[ends.size // 2] = wrong
    expected = outcome(plain, "lines", letters, ends)
    assert same(outcome(compiled, "lines", letters, ends), expected)


def test_words_are_not_left_to_the_plain_twin(
    compiled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("near", "lines"):
        monkeypatch.setattr(plain, name, None)
    letters, ends = joined(["harbour", "harbor", "harbuor", "hārbour", "barber"], np.uint32)
    module = import_module(compiled)
    found = module.near("harbour", letters, ends, np.arange(5, dtype=np.uint32), 1)
    assert found == [(0, 0), (1, 1), (2, 1), (3, 1)]
    assert module.lines(letters, ends).decode().split() == [
        *("harbour", "harbor", "harbuor", "hārbour", "barber")
    ]
