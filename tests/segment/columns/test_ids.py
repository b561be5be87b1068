import numpy as np
import pytest

from searchkit.model.errors import CorruptIndex, InvalidInput
from searchkit.segment.columns.ids import ID, ORDER, Ids, sorted_by_id, write_id_order
from searchkit.storage.container import Container, ContainerWriter
from searchkit.storage.strings import write_strings

GIVEN = [b"r/b", "r/\u0101".encode(), b"r/a", b"q"]


def ids(path, order=None):
    with ContainerWriter(path) as writer:
        write_strings(writer, ID, GIVEN)
        write_id_order(writer, sorted_by_id(GIVEN) if order is None else np.array(order))
    return Ids(Container(path))


def test_statements_are_found_by_id(tmp_path):
    found = ids(tmp_path / "c")
    found.check()
    assert found.order.tolist() == [3, 2, 0, 1]
    assert [found.number(one.decode()) for one in GIVEN] == [0, 1, 2, 3]
    for nobody in ("", "p", "r/a2", "r/z", "\U0010ffff", "\udc80"):
        assert found.number(nobody) == -1


def test_two_equal_ids_are_refused():
    with pytest.raises(InvalidInput, match="two statements have this id") as caught:
        sorted_by_id([b"r/a", b"r/b", b"r/a"])
    assert caught.value.where == "r/a"


@pytest.mark.parametrize("order", [[0, 1, 2, 4], [2**32 - 1] * 4])
def test_an_order_of_other_statements_is_corrupt(tmp_path, order):
    with pytest.raises(CorruptIndex, match=ORDER):
        ids(tmp_path / "c", order).number("r/a")


@pytest.mark.parametrize(
    ("order", "said"), [([3, 2, 1, 0], "not in order"), ([3, 2, 0, 0], "not each statement once")]
)
def test_another_order_is_found(tmp_path, order, said):
    with pytest.raises(CorruptIndex, match=said):
        ids(tmp_path / "c", order).check()
