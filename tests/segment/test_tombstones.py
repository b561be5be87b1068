import numpy as np
import pytest

from searchkit.model.errors import CorruptIndex
from searchkit.segment.tombstones import Tombstones, read_tombstones, write_tombstones
from searchkit.storage.container import ContainerWriter


def part(dead, touched=()):
    times = [10**18 + number for number in touched]
    return Tombstones(
        np.array(dead, np.uint32), np.array(touched, np.uint32), np.array(times, np.uint64)
    )


PARTS = [part([0, 3], [1]), part([]), part([], [0, 4]), part([1])]
SIZES = [4, 2, 5, 2]


def same(one, other):
    return all(np.array_equal(a, b) and a.dtype == b.dtype for a, b in zip(one, other, strict=True))


def test_what_is_written_is_read(tmp_path):
    write_tombstones(tmp_path / "t", PARTS)
    _, found = read_tombstones(tmp_path / "t", SIZES)
    assert all(map(same, found, PARTS))


@pytest.mark.parametrize("sizes", [[4, 2, 5], [4, 2, 5, 2, 1], [3, 2, 5, 2], [4, 2, 4, 2], []])
def test_tombstones_of_other_segments_are_refused(tmp_path, sizes):
    write_tombstones(tmp_path / "t", PARTS)
    with pytest.raises(CorruptIndex, match="is damaged in section"):
        read_tombstones(tmp_path / "t", sizes)


@pytest.mark.parametrize(
    "changes",
    [
        {"dead": [3, 0, 1]},
        {"dead": [0, 0, 1]},
        {"dead.ends": [2, 1, 2, 3]},
        {"dead.ends": [2, 2, 2, 2]},
        {"dead.ends": [2**32 - 1] * 4},
        {"touched.time": [1]},
        {"touched": [1, 4, 0]},
    ],
)
def test_impossible_tombstones_are_refused(tmp_path, changes):
    write_tombstones(tmp_path / "right", PARTS)
    container, _ = read_tombstones(tmp_path / "right", SIZES)
    with ContainerWriter(tmp_path / "t") as writer:
        for name in container.names():
            values = container.array(name)
            writer.add(name, np.array(changes.get(name, values), values.dtype))
    with pytest.raises(CorruptIndex):
        read_tombstones(tmp_path / "t", SIZES)


def test_every_flipped_byte_is_noticed(tmp_path):
    write_tombstones(tmp_path / "t", PARTS)
    whole = (tmp_path / "t").read_bytes()
    container, _ = read_tombstones(tmp_path / "t", SIZES)
    held = {place for name in container.names() for place in range(*_span(container, name))}
    for place in sorted(held):
        changed = bytearray(whole)
        changed[place] ^= 0xFF
        (tmp_path / "t").write_bytes(changed)
        with pytest.raises(CorruptIndex):
            read_tombstones(tmp_path / "t", SIZES)


def _span(container, name):
    _, start, length, _ = container._sections[name]
    return start, start + length
