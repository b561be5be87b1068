"""The arithmetic of postings beside its plain twin, on sound arrays and on damaged ones."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.kernels.plain import decoding as plain
from tests.support.hypothesis_settings import examples
from tests.support.twins import outcome, same, twins


@pytest.fixture(params=twins("decoding")[1:], scope="module")
def compiled(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


NARROW = st.sampled_from([np.uint8, np.uint16, np.uint32])
BEGINS = (np.arange(12) * 100).astype(np.uint32)


@st.composite
def postings(draw: st.DrawFn) -> list[Any]:
    """What `positions_among` takes; here and there damaged."""
    few, damaged = draw(st.booleans()), draw(st.integers(0, 9)) == 0
    docs = sorted(draw(st.sets(st.integers(0, 11))))
    if not few:
        docs += sorted(draw(st.sets(st.integers(0, 11))))
    if damaged:
        docs = draw(st.lists(st.integers(0, 13), max_size=12))
    few = few and bool(docs)  # Few are far fewer than those there are.
    totals = [draw(st.integers(1, 4)) for _ in docs]
    within = [draw(st.integers(0, 99)) for _ in range(sum(totals) - draw(st.integers(0, damaged)))]
    wanted = sorted(draw(st.sets(st.integers(0, 11 + damaged))))
    arrays = [
        BEGINS,
        np.array(docs, draw(NARROW)),
        np.array(totals, draw(st.sampled_from([np.uint8, np.int64]))),
        np.array(within, draw(NARROW)),
        np.array(wanted, np.intp),
    ]
    for array in arrays:
        array.setflags(write=draw(st.booleans()))
    return [*arrays, few]


@given(postings())
@examples(300)
def test_positions_in_some_statements(compiled: str, arguments: list[Any]) -> None:
    expected = outcome(plain, "positions_among", *arguments)
    listed, wanted = arguments[1], arguments[4]
    if arguments[-1] and not (_ascends(listed) and _ascends(wanted)):
        return  # What a search finds in what does not ascend is left open.
    assert same(outcome(compiled, "positions_among", *arguments), expected)


def _ascends(array: Any) -> bool:
    return bool((np.diff(array.astype(np.int64)) > 0).all())


@given(
    st.lists(st.tuples(*[st.integers(0, 3)] * 2)), st.data(), st.sampled_from([np.uint8, np.int64])
)
@examples(200)
def test_marks_by_text(compiled: str, sizes: list[Any], data: st.DataObject, kind: Any) -> None:
    count = max(0, sum(map(sum, sizes)) - data.draw(st.sampled_from([0, 0, 0, 1])))
    marked = np.array(data.draw(st.lists(st.booleans(), min_size=count, max_size=count)), bool)
    in_title, in_body = (np.array([one[text] for one in sizes], kind) for text in (0, 1))
    expected = outcome(plain, "count_marked", marked, in_title, in_body)
    assert same(outcome(compiled, "count_marked", marked, in_title, in_body), expected)


def test_what_is_right_is_not_left_to_the_plain_twin(
    compiled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("positions_among", "count_marked"):
        monkeypatch.setattr(plain, name, None)
    module = import_module(compiled)
    docs, totals = np.array([0, 2, 5], np.uint16), np.array([2, 1, 1], np.uint8)
    within, wanted = np.array([3, 4, 5, 6], np.uint16), np.array([2, 3, 5])
    for few in (False, True):
        found = module.positions_among(BEGINS, docs, totals, within, wanted, few)
        assert found.tolist() == [205, 506]
    marked = np.array([True, False, True, True])
    found = module.count_marked(marked, np.array([1, 0]), np.array([2, 1]))
    assert [one.tolist() for one in found] == [[1, 0], [1, 1]]


def test_what_can_be_written_to_is_copied(compiled: str) -> None:
    """An array that somebody writes to and one for reading only give the same."""
    docs, totals = np.arange(12, dtype=np.uint16), np.ones(12, np.uint8)
    within = np.arange(12, dtype=np.uint16)
    arrays = [BEGINS, docs, totals, within]
    frozen = [one.copy() for one in arrays]
    for one in frozen:
        one.setflags(write=False)
    wanted = np.array([1, 7])
    positions_among = import_module(compiled).positions_among
    expected = [101, 707]
    assert positions_among(*arrays, wanted, True).tolist() == expected
    assert positions_among(*frozen, wanted, True).tolist() == expected
    # Every second one: not contiguous, so it is copied, too.
    spread = [np.repeat(one, 2)[::2] for one in frozen]
    assert positions_among(*spread, wanted, True).tolist() == expected
