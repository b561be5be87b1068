import numpy as np
import pytest

from searchkit.model.errors import CorruptIndex, IndexTooLarge
from searchkit.segment.positions.space import (
    GAP,
    MAX_POSITIONS,
    read_starts,
    text_starts,
    write_starts,
)
from searchkit.storage.container import Container, ContainerWriter


def written(path, starts):
    with ContainerWriter(path) as writer:
        write_starts(writer, np.array(starts, np.uint32))
    return Container(path)


def test_there_is_a_gap():
    assert GAP >= 1


def test_a_text_begins_after_the_gap_of_the_one_before():
    starts = text_starts(np.array([0, 3, 1], np.uint8))
    assert (starts.tolist(), starts.dtype) == ([0, GAP, 3 + 2 * GAP, 4 + 3 * GAP], np.uint32)


def test_more_positions_than_a_segment_has_are_refused():
    assert text_starts(np.array([MAX_POSITIONS - 3, 0], np.uint32))[-1] == MAX_POSITIONS - 1
    with pytest.raises(IndexTooLarge, match="do not fit one segment"):
        text_starts(np.array([MAX_POSITIONS - 2, 0], np.uint32))
    with pytest.raises(IndexTooLarge):
        text_starts(np.array([2**32 - 1] * 4, np.uint32))


def test_where_texts_begin(tmp_path):
    assert read_starts(written(tmp_path / "c", [0, 3, 9])).tolist() == [0, 3, 9]


@pytest.mark.parametrize("starts", [[0, 3, 3], [0, 9, 3]])
def test_texts_that_begin_in_no_order_are_corrupt(tmp_path, starts):
    with pytest.raises(CorruptIndex, match=r"section 'field\.start'"):
        read_starts(written(tmp_path / "c", starts))
