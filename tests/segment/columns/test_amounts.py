"""The columns of amounts, by themselves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searchkit.segment.columns.amounts import (
    NONE,
    AmountReader,
    Amounts,
    positions_of_words,
    words_at,
    write_amounts,
)
from searchkit.segment.positions.space import GAP, text_starts
from searchkit.storage.container import Container, ContainerWriter

COLUMNS = Amounts(
    np.array([2, 5, 9], np.uint32),
    np.array([5e6, 0.5, 7.0]),
    np.array([1, 3, 0], np.uint8),
    np.array([2, 1, 1], np.uint8),
)


def reader(path: Path, amounts: Amounts) -> AmountReader:
    with ContainerWriter(path) as writer:
        write_amounts(writer, amounts)
    return AmountReader(Container(path))


def test_what_is_written_is_read(tmp_path: Path) -> None:
    found = reader(tmp_path / "c", COLUMNS)
    assert found.known
    assert all(map(np.array_equal, found.all, COLUMNS))
    assert [found.width_at(place) for place in (1, 2, 5, 9, 10)] == [1, 2, 1, 1, 1]
    found.check(np.array([0, 4 + GAP, 20], np.uint32))


def test_ranges(tmp_path: Path) -> None:
    found = reader(tmp_path / "c", COLUMNS)
    assert found.within(0, 10, None).tolist() == [5, 9]
    assert found.within(0.5, 0.5, 3).tolist() == [5]
    assert found.within(0.5, 7, 0).tolist() == [9]
    assert found.within(5e6, np.inf, 1).tolist() == [2]
    assert found.within(5e6, np.inf, 2).tolist() == []


def test_none(tmp_path: Path) -> None:
    found = reader(tmp_path / "c", NONE)
    assert found.known
    assert found.within(0, np.inf, None).size == 0
    assert found.width_at(0) == 1
    with ContainerWriter(tmp_path / "d") as writer:
        writer.add("other", np.zeros(1))
    assert not AmountReader(Container(tmp_path / "d")).known
    assert AmountReader(Container(tmp_path / "d")).all == NONE


@given(st.lists(st.integers(0, 5), min_size=1, max_size=12))
def test_words_and_positions(lengths: list[int]) -> None:
    counts = np.array(lengths, np.uint32)
    starts = text_starts(counts)
    words = np.arange(int(counts.sum()))
    positions = positions_of_words(words, counts, starts)
    expected = [int(start) + i for start, n in zip(starts, lengths, strict=False) for i in range(n)]
    assert positions.tolist() == expected
    assert words_at(positions, counts, starts).tolist() == words.tolist()
