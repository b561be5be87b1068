import os
import struct
import tempfile
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from searchkit.model.errors import CorruptIndex, IncompatibleIndex
from searchkit.storage import container
from searchkit.storage.container import ALIGNMENT, Container, ContainerWriter
from searchkit.version import __version__

TYPES = ["|u1", "<u2", "<u4", "<u8", "<i4", "<i8", "<f4", "<f8"]


def write(path, sections):
    with ContainerWriter(path) as writer:
        for name, data in sections.items():
            writer.add(name, data)
    return path


@pytest.fixture
def tiny(tmp_path):
    """A container of a few sections, one of them empty."""
    return write(
        tmp_path / "tiny",
        {
            "meta": np.array([3, 1, 4], np.int64),
            "nothing": np.zeros(0, np.uint32),
            "text": "kāinga".encode(),
            "small": np.array([1, 5, 9, 2, 6], np.uint16),
        },
    )


def test_arrays_and_bytes_come_back(tiny):
    opened = Container(tiny)
    opened.verify_all()
    assert opened.names() == ["meta", "nothing", "text", "small"]
    assert opened.array("meta").tolist() == [3, 1, 4]
    assert opened.array("meta").dtype == np.int64
    assert opened.array("nothing").size == 0
    assert bytes(opened.view("text")) == "kāinga".encode()
    assert opened.array("small").dtype == np.uint16
    assert opened.nbytes("small") == 10
    assert opened.size == tiny.stat().st_size


@settings(max_examples=50)
@given(
    st.lists(
        st.sampled_from(TYPES).flatmap(
            lambda kind: arrays.arrays(kind, st.integers(0, 40), elements=None)
        ),
        max_size=6,
    )
)
def test_any_arrays_come_back(values):
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder, "c"), {f"s{i}": value for i, value in enumerate(values)})
        opened = Container(path)
        opened.verify_all()
        for number, value in enumerate(values):
            found = opened.array(f"s{number}")
            assert found.dtype == value.dtype
            assert found.tobytes() == value.tobytes()  # Of floats, NaN too.


def test_sections_are_aligned(tmp_path):
    path = write(tmp_path / "c", {f"s{n}": bytes(n) for n in range(130)})
    opened = Container(path)
    for name in opened.names():
        array = opened.array(name)
        if array.size:
            assert array.__array_interface__["data"][0] % ALIGNMENT == 0


def test_parts_are_joined(tmp_path):
    parts = (np.array([n, n + 1], np.uint32) for n in range(0, 6, 2))
    with ContainerWriter(tmp_path / "c") as writer:
        writer.add("array", parts)
        writer.add("bytes", iter([b"ab", memoryview(b"cd"), b""]))
        writer.add("none", [], "<u4")
    opened = Container(tmp_path / "c")
    opened.verify_all()
    assert opened.array("array").tolist() == [0, 1, 2, 3, 4, 5]
    assert bytes(opened.view("bytes")) == b"abcd"
    assert opened.array("none").dtype == np.uint32


@pytest.mark.parametrize(
    "data",
    [np.arange(6, dtype=">u4"), np.arange(12, dtype=np.uint32)[::2] // 2],
    ids=["big-endian", "strided"],
)
def test_any_layout_is_written_little_endian_and_in_a_row(tmp_path, data):
    opened = Container(write(tmp_path / "c", {"s": data}))
    opened.verify_all()
    assert bytes(opened.view("s")) == struct.pack("<6I", *range(6))


def test_arrays_are_read_only(tiny):
    opened = Container(tiny)
    with pytest.raises(ValueError, match="read-only"):
        opened.array("meta")[0] = 1
    assert opened.view("text").readonly


def test_the_same_sections_give_the_same_bytes(tmp_path):
    sections = {"a": np.arange(9), "b": b"xyz"}
    one, other = write(tmp_path / "1", sections), write(tmp_path / "2", sections)
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("halves", np.zeros(2, np.float16)),
        ("bools", np.zeros(2, bool)),
        ("shorts", np.zeros(2, np.int16)),
        ("n" * 33, b""),
        ("ñ", b""),
    ],
)
def test_other_types_and_names_are_refused(tmp_path, name, data):
    writer = ContainerWriter(tmp_path / "c")
    with pytest.raises(ValueError), writer:
        writer.add(name, data)


def test_a_file_is_never_overwritten(tiny):
    with pytest.raises(FileExistsError):
        ContainerWriter(tiny)


def test_a_file_that_was_not_finished_is_no_container(tmp_path):
    path = tmp_path / "c"
    with pytest.raises(RuntimeError), ContainerWriter(path) as writer:
        writer.add("s", b"x" * 500)
        raise RuntimeError
    with pytest.raises(CorruptIndex):
        Container(path)


def test_a_missing_section_is_named(tiny):
    with pytest.raises(CorruptIndex, match="has no section 'gone'") as caught:
        Container(tiny).array("gone")
    assert caught.value.where == str(tiny)


# Damage


def detected(path):
    """Whether opening or verifying raises the error it should, and no other."""
    try:
        Container(path).verify_all()
    except (CorruptIndex, IncompatibleIndex) as error:
        assert error.where == str(path)
        assert "searchkit index" in error.remedy
        return True
    return False


def test_every_truncation_is_detected(tiny):
    whole = tiny.read_bytes()
    for length in range(len(whole)):
        tiny.write_bytes(whole[:length])
        assert detected(tiny), length


@pytest.mark.parametrize("more", [b"\0", b"x" * 64])
def test_bytes_behind_the_end_are_detected(tiny, more):
    tiny.write_bytes(tiny.read_bytes() + more)
    assert detected(tiny)


def test_every_flipped_byte_is_detected(tiny):
    whole = tiny.read_bytes()
    with tiny.open("r+b", buffering=0) as file:
        for place in range(len(whole)):
            for mask in (0x01, 0xFF):
                os.pwrite(file.fileno(), bytes([whole[place] ^ mask]), place)
                assert detected(tiny), (place, mask)
            os.pwrite(file.fileno(), whole[place : place + 1], place)
    Container(tiny).verify_all()


def test_opening_alone_detects_damage_in_header_and_table(tiny):
    whole = tiny.read_bytes()
    table = len(whole) - 64 * len(Container(tiny).names())
    for place in (*range(ALIGNMENT), *range(table, len(whole))):
        tiny.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        with pytest.raises(CorruptIndex):
            Container(tiny)


def test_the_checksum_tells_containers_apart(tmp_path):
    one, same, other = (
        Container(write(tmp_path / name, {"a": np.arange(4), "b": text}))
        for name, text in (("1", b"xy"), ("2", b"xy"), ("3", b"xz"))
    )
    assert one.checksum == same.checksum != other.checksum
    assert one.size == other.size


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_links_and_pipes_are_not_opened(tiny, tmp_path):
    (tmp_path / "link").symlink_to(tiny)
    with pytest.raises(CorruptIndex, match="links in an index are not followed") as caught:
        Container(tmp_path / "link")
    assert caught.value.where == str(tmp_path / "link")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CorruptIndex, match="no regular file"):
        Container(tmp_path / "pipe")
    (tmp_path / "folder").symlink_to(tmp_path, target_is_directory=True)
    Container(tmp_path / "folder" / tiny.name)


FORMAT = container.FORMAT_VERSION


def with_header(whole, version=FORMAT, count=None, offset=None, size=None, table=None):
    """The container `whole` with another header and table, checksums right."""
    magic, _, old_count, old_offset, old_size, _ = container._HEADER.unpack(whole[:60])
    table = whole[old_offset:] if table is None else table
    header = container._HEADER.pack(
        magic,
        version,
        old_count if count is None else count,
        old_offset if offset is None else offset,
        old_size if size is None else size,
        zlib.crc32(table),
    )
    return header + struct.pack("<I", zlib.crc32(header)) + whole[64:old_offset] + table


def test_another_format_is_incompatible(tiny):
    newer = FORMAT + 1
    tiny.write_bytes(with_header(tiny.read_bytes(), version=newer))
    with pytest.raises(IncompatibleIndex, match=f"format {newer}, by a newer searchkit") as caught:
        Container(tiny)
    assert caught.value.expected == f"format {FORMAT}, of searchkit {__version__}"
    assert "searchkit index" in caught.value.remedy


@pytest.mark.parametrize(
    "lie",
    [
        {"count": 3},
        {"count": 2**32 - 1},
        {"offset": 0},
        {"offset": 2**64 - 1},
        {"size": 2**64 - 1},
        {"offset": 2**63, "count": 0},
    ],
    ids=str,
)
def test_a_header_that_lies_is_detected(tiny, lie):
    tiny.write_bytes(with_header(tiny.read_bytes(), **lie))
    assert detected(tiny)


@pytest.mark.parametrize(
    ("kind", "start", "length"),
    [
        (b"<u4", 64, 2**63),
        (b"<u4", 2**64 - 64, 64),
        (b"<u4", 2**40, 4),
        (b"<u4", 65, 4),
        (b"<u4", 64, 3),
        (b"|O", 64, 8),
        (b"<f2", 64, 8),
        (b"<u4xxxxx", 64, 8),
        (b"", 64, 8),
        (b"\xff\xfe", 64, 8),
    ],
)
def test_an_impossible_section_is_detected(tiny, kind, start, length):
    whole = tiny.read_bytes()
    entry = container._ENTRY.pack(b"meta", kind, start, length, 0)
    old_offset = len(whole) - 4 * 64
    tiny.write_bytes(with_header(whole, table=entry + whole[old_offset + 64 :]))
    with pytest.raises(CorruptIndex, match="impossible section 'meta'"):
        Container(tiny)


@pytest.mark.parametrize(
    "change",
    [
        {"name": b"nothing"},  # Twice one name.
        {"start": 128},  # A gap that nothing would verify.
        {"length": 8},  # The same.
    ],
    ids=str,
)
def test_a_table_that_leaves_bytes_out_is_detected(tiny, change):
    whole = tiny.read_bytes()
    old_offset = len(whole) - 4 * 64
    values = {"name": b"meta", "kind": b"<i8", "start": 64, "length": 24, "checksum": 0} | change
    entry = container._ENTRY.pack(*values.values())
    tiny.write_bytes(with_header(whole, table=entry + whole[old_offset + 64 :]))
    assert detected(tiny)


@pytest.mark.parametrize("content", [b"", b"x", b"x" * 64, b"\0" * 64, b"SKCONT\r\n" * 40])
def test_other_files_are_no_containers(tmp_path, content):
    path = tmp_path / "other"
    path.write_bytes(content)
    with pytest.raises(CorruptIndex):
        Container(path)


def test_what_can_not_be_read_is_corrupt(tmp_path):
    for path in (tmp_path / "gone", tmp_path):
        with pytest.raises(CorruptIndex, match="can't be read"):
            Container(path)


@given(st.binary(max_size=400))
def test_any_bytes_are_refused(data):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "c")
        path.write_bytes(data)
        assert detected(path)
