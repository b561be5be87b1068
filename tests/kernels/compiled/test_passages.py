"""What is shown of a page beside its plain twin: words, numbers, sentences, damaged arguments."""

from __future__ import annotations

import sys
import threading
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.kernels.marked import (
    FRAGMENTS,
    FRAGMENTS_OF_MATCHES,
    HIGHLIGHTS,
    Marked,
    Occurring,
    Run,
)
from searchkit.kernels.plain import passages as plain
from searchkit.kernels.plain.offsets import token_offsets
from searchkit.schema.analysis import HIDDEN, normalise
from searchkit.schema.currencies import CODES
from searchkit.schema.numbers import BESIDE, LISTED_UNITS, SIGNS, SPACES
from tests.schema.test_numbers import TABLE
from tests.support.hypothesis_settings import examples
from tests.support.twins import outcome, same, twins


@pytest.fixture(params=twins("passages")[1:], scope="module")
def compiled(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


# What numbers are made of and stand beside, and letters of all kinds.
NUMBERLY = st.one_of(
    st.sampled_from("0123456789"),
    st.sampled_from(["000", "10", "30", "021", "5.5", "7.30", "1,000"]),
    st.sampled_from(
        [".", ".", ",", "-", "–", "/", "(", ")", "%", ":", "+", "_", "\n", " ", *SPACES]
    ),
    st.sampled_from([*SIGNS, *CODES, "NZ", "A", "a", "am", "p.m.", " to ", "km", "m", "K", "é"]),
    st.sampled_from([*BESIDE, *sorted(LISTED_UNITS), "²", "½", "١", "\u0301", "K"]),
)
# What sentences are made of and end with.
SENTENTIAL = st.one_of(
    st.sampled_from(["ferry", "harbour", "a", "5", "of", "kāinga", "-", "x" * 70]),
    st.sampled_from(
        [" ", " ", " ", ". ", "! ", "?”", ".) ", "…", "\n", "\n\n", "\t", ", ", "—", "  "]
    ),
    st.sampled_from(["’s ", "\xa0", "\u2003", "\x1c", "\x00", HIDDEN[0], "\ufeff", "漢", "\ud800"]),
)
TEXTS = st.one_of(
    st.lists(NUMBERLY, max_size=12), st.lists(SENTENTIAL, max_size=120), st.just(["ferry "] * 300)
).map(lambda pieces: normalise("".join(pieces)))


def every_word(text: str) -> Marked:
    """Each word of a text as an occurrence."""
    count = len(token_offsets([text])[0].starts)
    whole = Occurring(0, np.arange(count, dtype=np.uint32), 1, np.ones(1, bool))
    return Marked(np.array([0]), np.array([count]), [whole], [])


@given(TEXTS)
@examples(200)
def test_words_are_where_the_plain_twin_finds_them(compiled: str, text: str) -> None:
    given_ = ([text], bytes([HIGHLIGHTS]), every_word(text), [1.0])
    assert same(outcome(compiled, "passages", *given_), outcome(plain, "passages", *given_))


@pytest.mark.parametrize("text", [row[0] for row in TABLE])
def test_numbers_of_the_table(compiled: str, text: str) -> None:
    test_words_are_where_the_plain_twin_finds_them.hypothesis.inner_test(compiled, normalise(text))


@st.composite
def pages(draw: st.DrawFn) -> tuple[list[str], bytes, Marked, list[float]]:
    """Some texts, and leaves that occur in them; here and there a wrong position."""
    texts = draw(st.lists(TEXTS, max_size=4))
    sizes = [len(token_offsets([text])[0].starts) + draw(st.integers(0, 1)) for text in texts]
    stops = np.cumsum([size + 1 for size in sizes], dtype=np.int64)
    starts = stops - np.array([size + 1 for size in sizes], np.int64)
    end = int(stops[-1]) if texts else 0
    leaves = []
    for leaf in range(draw(st.integers(0, 3))):
        places = draw(st.lists(st.integers(0, end + 2), max_size=40, unique=True).map(sorted))
        counting = np.array([draw(st.booleans()) for _ in texts], bool)
        width = draw(st.integers(1, 3))
        leaves.append(Occurring(leaf, np.array(places, np.uint32), width, counting))
    run = st.tuples(
        st.integers(0, max(0, len(texts) - 1)), st.integers(0, 30), st.integers(1, 3), st.just(3)
    )
    runs: list[Run] = draw(st.lists(run, max_size=3)) if texts else []
    weights = draw(st.lists(st.floats(0, 12), min_size=4, max_size=4))
    kinds = st.sampled_from([HIGHLIGHTS, FRAGMENTS, FRAGMENTS_OF_MATCHES])
    wanted = bytes(draw(kinds) for _ in texts)
    return texts, wanted, Marked(starts, stops, leaves, runs), weights, draw(st.integers(0, 4))


@given(pages())
@examples(200)
def test_a_page_is_what_the_plain_twin_makes_of_it(compiled: str, page: Any) -> None:
    assert same(outcome(compiled, "passages", *page), outcome(plain, "passages", *page))


SHORT = ["one two three four."]


@pytest.mark.parametrize(
    "positions", [[3, 1], [1, 1], [4, 3, 2, 1, 0]], ids=["falls", "twice", "all fall"]
)
def test_positions_out_of_order_are_left_to_the_plain_twin(
    compiled: str, positions: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(plain, "passages", lambda *given_: asked.append(given_) or [])
    leaf = Occurring(0, np.array(positions, np.uint32), 1, np.ones(1, bool))
    marked = Marked(np.array([0]), np.array([5]), [leaf], [])
    import_module(compiled).passages(SHORT, bytes([FRAGMENTS]), marked, [1.0])
    assert len(asked) == (positions != sorted(positions) or len(set(positions)) < len(positions))


@pytest.mark.parametrize(
    "runs",
    [[(1, 0, 1, 0)], [(0, -1, 1, 0)], [(0, 0, 0, 0)], [(0, 0, 1, 1)], [(0, 2**62, 2**62, 0)]],
    ids=["no text", "before it", "no words", "no leaf", "far away"],
)
def test_runs_that_cannot_be_are_no_crash(compiled: str, runs: list[Run]) -> None:
    marked = Marked(np.array([0]), np.array([5]), [], runs)
    given_ = (SHORT, bytes([FRAGMENTS]), marked, [1.0])
    found = outcome(compiled, "passages", *given_)
    assert same(found, outcome(plain, "passages", *given_))


def test_what_is_right_is_not_left_to_the_plain_twin(
    compiled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain, "passages", None)
    # ᴬ is met for the first time here: it is asked about, and the page tried again.
    text = "The ferry cost $1.5m. A ᴬ ferry!"
    ferries = Occurring(0, np.array([11, 17], np.uint32), 1, np.ones(1, bool))
    cost = [(0, 2, 3, 1)]
    marked = Marked(np.array([10]), np.array([19]), [ferries], cost)
    found = import_module(compiled).passages(
        [text, ""], bytes([FRAGMENTS, FRAGMENTS]), _with_an_empty_text(marked), [1.0, 2.0]
    )
    assert found == [((), ((text, ((4, 9), (10, 20), (26, 31))),)), ((), ())]


def _with_an_empty_text(marked: Marked) -> Marked:
    starts, stops = (np.append(bounds, 30) for bounds in (marked.starts, marked.stops))
    leaves = [one._replace(counting=np.append(one.counting, False)) for one in marked.leaves]
    return Marked(starts, stops, leaves, marked.runs)


def test_threads_learn_characters_at_once(compiled: str) -> None:
    module = import_module(compiled)
    letters = [chr(code) for code in range(0x1E00, 0x1F00)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    wrong = []

    def ask(text: str) -> None:
        given_ = ([text], bytes([HIGHLIGHTS]), every_word(text), [1.0])
        if module.passages(*given_) != plain.passages(*given_):
            wrong.append(text)

    texts = [" ".join(letters[number::8]) for number in range(8)]
    threads = [threading.Thread(target=ask, args=(text,)) for text in texts]
    try:
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    finally:
        sys.setswitchinterval(interval)
    assert not wrong
