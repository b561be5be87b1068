"""What is added for where leaves stand beside its plain twin, to the last bit."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.kernels.plain import nearness as plain
from searchkit.kernels.standing import Pair, Standing, Texts, Worth
from searchkit.schema.numbering import Numbering
from tests.support.hypothesis_settings import examples
from tests.support.twins import outcome, same, twins


@pytest.fixture(params=twins("nearness")[1:], scope="module")
def compiled(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


WEIGHTS = st.floats(0.01, 9)
WORTH = Worth(0.2, 3, 8, 2.0)


@st.composite
def scored(draw: st.DrawFn) -> tuple[Texts, list[Standing], list[Pair], Worth]:
    """Texts of up to two statements, and leaves that stand in them; here and there out of order."""
    each, statements = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    sizes = draw(
        st.lists(st.integers(0, 12), min_size=each * statements, max_size=each * statements)
    )
    starts = np.cumsum([0, *[size + draw(st.integers(1, 9)) for size in sizes[:-1]]])
    stops = starts + np.array(sizes, np.int64)
    lengths = np.array(sizes[::each], np.uint8)
    texts = Texts(starts, stops, Numbering(each), lengths)
    places = st.lists(st.integers(0, int(stops[-1]) + 3), max_size=25, unique=True)
    leaves = [
        Standing(
            np.array(draw(places.map(sorted) if draw(st.booleans()) else places), np.uint32),
            draw(st.integers(1, 3)),
            draw(WEIGHTS) if number == 0 else draw(st.none() | WEIGHTS),
            draw(WEIGHTS),
        )
        for number in range(draw(st.integers(1, 3)))
    ]
    number = st.integers(0, len(leaves) - 1)
    pairs = draw(st.lists(st.builds(Pair, number, number, WEIGHTS), max_size=2))
    return texts, leaves, pairs, WORTH


@given(scored())
@examples(200)
def test_both_give_the_same(compiled: str, arguments: Any) -> None:
    found = outcome(compiled, "further", *arguments)
    assert same(found, outcome(plain, "further", *arguments))


def test_what_is_right_is_not_left_to_the_plain_twin(
    compiled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain, "further", None)
    bounds = np.array([0, 4]), np.array([3, 19])
    texts = Texts(*bounds, Numbering(2), np.array([2], np.uint8))
    leaves = [
        Standing(np.array(places, np.uint32), 1, title, 0.5)
        for places, title in (([0, 10], 2.0), ([1, 12], 2.0), ([18], None))
    ]
    found = import_module(compiled).further(texts, leaves, [Pair(0, 1, 3.0)], WORTH)
    assert found.title.tolist() == pytest.approx([0.2 * 4])
    assert [ledes.tolist() for ledes in found.ledes] == [[0.5], [0.5], [0.0]]
    assert found.proximities[0].tolist() == pytest.approx([3 * 1.25 / 3.25])
    assert found.total.tolist() == pytest.approx([0.8 + 1 + 3 * 1.25 / 3.25])


def test_many_positions_are_narrowed_to_those_in_the_texts(compiled: str) -> None:
    texts = Texts(np.array([40, 50_000]), np.array([60, 50_010]), Numbering(2), np.array([20]))
    leaves = [Standing(np.arange(60_000, dtype=np.uint32), 1, 1.0, 1.0)]
    found = outcome(compiled, "further", texts, leaves, [Pair(0, 0, 1.0)], WORTH)
    assert same(found, plain.further(texts, leaves, [Pair(0, 0, 1.0)], WORTH))
