import numpy as np
import pytest

from searchkit.model.errors import CorruptIndex
from searchkit.segment.positions.space import GAP, read_starts, write_starts
from searchkit.storage.container import Container, ContainerWriter


def written(path, starts):
    with ContainerWriter(path) as writer:
        write_starts(writer, np.array(starts))
    return Container(path)


def test_there_is_a_gap():
    assert GAP >= 1


def test_where_texts_begin(tmp_path):
    assert read_starts(written(tmp_path / "c", [0, 3, 9])).tolist() == [0, 3, 9]


@pytest.mark.parametrize("starts", [[0, 3, 3], [0, 9, 3]])
def test_texts_that_begin_in_no_order_are_corrupt(tmp_path, starts):
    with pytest.raises(CorruptIndex, match=r"section 'field\.start'"):
        read_starts(written(tmp_path / "c", starts))
