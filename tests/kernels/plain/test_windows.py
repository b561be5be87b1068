"""What stands around words, against lists of Python."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.kernels import windows
from tests.support.hypothesis_settings import examples
from tests.support.twins import twins


@examples(80)
@given(
    data=st.data(),
    lengths=st.lists(st.integers(0, 12), min_size=1, max_size=6),
    left=st.integers(0, 5),
    right=st.integers(0, 5),
)
def test_around(data: st.DataObject, lengths: list[int], left: int, right: int) -> None:
    starts = np.cumsum([0, *(length + 1 for length in lengths)])
    runs, bounds, wanted, own = [], [], set(), set()
    for start, length in zip(starts.tolist(), lengths, strict=False):
        at = start
        while at < start + length:
            if data.draw(st.booleans()):
                end = data.draw(st.integers(at + 1, start + length))
                runs.append((at, end))
                bounds.append((start, start + length))
                own.update(range(at, end))
                wanted.update(range(max(start, at - left), at))
                wanted.update(range(end, min(start + length, end + right)))
                at = end
            else:
                at += 1
    begins, ends = np.array(runs, np.int64).reshape(-1, 2).T
    lows, highs = np.array(bounds, np.int64).reshape(-1, 2).T
    first, behind = windows.around(begins, ends, lows, highs, left, right)
    assert (first <= behind).all() and first.size == 2 * begins.size
    assert windows.spread(first, behind).tolist() == sorted(wanted - own)
    assert windows.spread(begins, ends).tolist() == sorted(own)


STRETCHES = st.lists(
    st.tuples(st.lists(st.sampled_from([0, 1, 7, 40, 65535]), max_size=9), st.integers(0, 2)),
    max_size=12,
)
"""The codes of a stretch, and how many statements after the one before it stands."""


@pytest.fixture(params=twins("windows"), scope="module")
def twin(request: pytest.FixtureRequest) -> ModuleType:
    return import_module(request.param)


@examples(80)
@given(stretches=STRETCHES, apart=st.sampled_from([1, 70_000]), gap=st.integers(0, 2))
def test_counts(
    twin: ModuleType,
    stretches: list[tuple[list[int], int]],
    apart: int,
    gap: int,
) -> None:
    codes, starts, stops, docs = [], [], [], []
    doc = 0
    for there, further in stretches:
        doc += further * apart
        starts.append(len(codes))
        codes += there
        stops.append(len(codes))
        # What lies between stretches is not counted.
        codes += [7] * gap
        docs.append(doc)
    arguments = (
        np.array(codes, np.uint16),
        np.array(starts, np.int64),
        np.array(stops, np.int64),
        np.array(docs, np.uint32),
    )
    counts, statements = twin.tally(*arguments)
    assert twin.count(*arguments[:3]).tolist() == counts.tolist()
    pairs = [(code, doc) for (there, _), doc in zip(stretches, docs, strict=True) for code in there]
    words, of = np.array(pairs, np.int64).reshape(-1, 2).T
    distinct = twin.distinct_pairs(words, of, windows.CODES)
    for code in {0, 1, 7, 40, 65535, 2}:
        assert counts[code] == sum(one == code for one, _ in pairs)
        assert statements[code] == distinct[code] == len({d for one, d in pairs if one == code})
    assert counts.size == statements.size == windows.CODES
    assert counts.sum() == len(pairs)


@examples(60)
@given(data=st.data(), sizes=st.lists(st.integers(0, 6), min_size=1, max_size=8))
def test_sums_by_stem(data: st.DataObject, sizes: list[int]) -> None:
    docs = np.array([doc for size in sizes for doc in range(size)], np.uint16)
    values = [data.draw(st.integers(1, 250)) for _ in docs]
    wanted = np.array([data.draw(st.booleans()) for _ in range(7)])
    found = windows.sums_by_stem(docs, np.array(values, np.uint8), np.array(sizes), wanted)
    rows = iter(zip(docs.tolist(), values, strict=True))
    for size, total in zip(sizes, found.tolist(), strict=True):
        assert total == sum(v for d, v in (next(rows) for _ in range(size)) if wanted[d])
