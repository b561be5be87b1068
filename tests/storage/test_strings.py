import tempfile
from bisect import bisect_left
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.model.errors import CorruptIndex
from searchkit.storage.container import Container, ContainerWriter
from searchkit.storage.strings import Strings, write_joined, write_strings

LISTS = st.lists(st.binary(max_size=12), max_size=12)


def opened(folder, strings):
    with ContainerWriter(Path(folder, "c")) as writer:
        write_strings(writer, "s", strings)
    return Strings(Container(Path(folder, "c")), "s")


@given(LISTS)
def test_strings_come_back(strings):
    with tempfile.TemporaryDirectory() as folder:
        found = opened(folder, strings)
        assert len(found) == len(strings)
        assert list(found) == strings
        assert [found[i] for i in range(len(found))] == strings
        assert found.joined() == b"".join(strings)
        assert found[:] == strings
        assert found[1:3] == strings[1:3]
        assert found[::-1] == strings[::-1]
        assert list(reversed(found)) == strings[::-1]
        with pytest.raises(IndexError):
            found[len(strings)]


@given(LISTS, st.sampled_from([np.uint32, np.int64]), st.data())
def test_several_are_those_one_by_one(strings, kind, data):
    numbers = data.draw(st.lists(st.integers(0, len(strings) - 1))) if strings else []
    with tempfile.TemporaryDirectory() as folder:
        found = opened(folder, strings)
        assert found.several(np.array(numbers, kind)) == [strings[i] for i in numbers]


@given(LISTS, st.binary(max_size=12), st.integers(0, 12), st.integers(0, 12))
def test_look_ups_are_those_of_bisect(strings, wanted, low, high):
    strings = sorted(set(strings))
    low, high = min(low, len(strings)), min(high, len(strings))
    with tempfile.TemporaryDirectory() as folder:
        found = opened(folder, strings)
        assert found.insertion(wanted) == bisect_left(strings, wanted)
        assert found.find(wanted) == (strings.index(wanted) if wanted in strings else -1)
        for number, string in enumerate(strings):
            assert found.find(string) == number
        if low <= high:
            assert found.insertion(wanted, low, high) == bisect_left(strings, wanted, low, high)
            part = strings[low:high]
            expected = low + part.index(wanted) if wanted in part else -1
            assert found.find(wanted, low, high) == expected


def test_strings_count_from_the_end_too(tmp_path):
    found = opened(tmp_path, [b"a", b"bc"])
    assert found[-1] == b"bc"
    assert found[-2] == b"a"


def test_parts_that_are_joined_already(tmp_path):
    with ContainerWriter(tmp_path / "c") as writer:
        write_joined(writer, "s", [b"ab", memoryview(b"c")], np.array([1, 3]))
    assert list(Strings(Container(tmp_path / "c"), "s")) == [b"a", b"bc"]


def test_ends_are_narrow_where_they_can_be(tmp_path):
    opened(tmp_path, [b"abc"])
    assert Container(tmp_path / "c").array("s.ends").dtype == np.uint32


@pytest.mark.parametrize(
    "ends", [[], [2], [4], [5, 3], [1, 0, 3], [2**32 - 1]], ids=lambda ends: str(ends)
)
def test_ends_that_do_not_fit_are_corrupt(tmp_path, ends):
    with ContainerWriter(tmp_path / "c") as writer:
        writer.add("s.bytes", b"abc")
        writer.add("s.ends", np.array(ends, np.uint32))
    with pytest.raises(CorruptIndex, match=r"damaged in section 's\.ends'") as caught:
        Strings(Container(tmp_path / "c"), "s")
    assert caught.value.where == str(tmp_path / "c")


@pytest.mark.parametrize("kind", [np.int32, np.int64])
def test_ends_below_nought_read_nothing_from_outside(tmp_path, kind):
    with ContainerWriter(tmp_path / "c") as writer:
        writer.add("s.bytes", b"abc")
        writer.add("s.ends", np.array([-2, -1, 3], kind))
    try:
        strings = Strings(Container(tmp_path / "c"), "s")
    except CorruptIndex:
        return
    assert all(string in b"abc" for string in strings)
