"""Which dictionary new statements are packed with, and that it depends on them alone."""

import pytest

import searchkit
from searchkit import Statement
from searchkit.indexing import dictionary as rule
from searchkit.indexing.build import build_files
from searchkit.indexing.previous import read_previous
from searchkit.indexing.statements import build_statements
from searchkit.indexing.writer import IndexWriter
from searchkit.model.errors import CorruptIndex
from searchkit.segment.store import frames
from tests.support.failing_disks import FailingDisk, disk_full

TEXT = "The harbour of Oster is open to every ship that carries grain, and to ferries. " * 4


@pytest.fixture(autouse=True)
def few_statements(monkeypatch):
    """Twenty new statements are enough, and every other one of them is a sample."""
    monkeypatch.setattr(rule, "MIN_STATEMENTS", 20)
    monkeypatch.setattr(rule, "SHARE", 2)
    monkeypatch.setattr(frames, "MIN_SAMPLES", 10)
    monkeypatch.setattr(frames, "_MIN_TRAINED", 1_000)
    monkeypatch.setattr("searchkit.indexing.chunks.CHUNK_STATEMENTS", 8)


@pytest.fixture
def folder(tmp_path, write_files):
    return write_files(tmp_path / "r", files(0, 30))


def files(first, last):
    return {f"{number:02}.md": f"Press {number}\n\n{TEXT}{number}" for number in range(first, last)}


def statements(first, last, text=TEXT):
    return [
        Statement(id=f"s/{number:02}", title=f"Press {number}", body=f"{text}{number}")
        for number in range(first, last)
    ]


def dictionaries(index):
    """Those of each segment."""
    return [list(segment.records.dictionaries) for segment in read_previous(index).segments]


def build(folder, index, **options):
    return build_files([str(folder)], index, **{"processes": 1} | options)


def is_whole(index, count):
    with searchkit.open(index, verify=True) as archive:
        found = archive.check(deep=True)
    return (found.statements, found.total) == (count, 0)


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_all_processes_pack_with_one(folder, tmp_path, files_of, monkeypatch, processes):
    monkeypatch.setattr("searchkit.indexing.reading.FILES_PER_PROCESS", 1)
    build(folder, tmp_path / "alone")
    build(folder, tmp_path / "shared", processes=processes)
    [[found]] = dictionaries(tmp_path / "shared")
    assert b"harbour" in found
    one, other = files_of(tmp_path / "alone"), files_of(tmp_path / "shared")
    assert one == other
    assert is_whole(tmp_path / "shared", 30)


def test_few_statements_have_none(folder, index, write_files, tmp_path):
    build(write_files(tmp_path / "few", files(0, 19)), index)
    assert dictionaries(index) == [[b""]]
    assert is_whole(index, 19)


def test_an_update_takes_that_of_the_index(folder, index, write_files, monkeypatch):
    build(folder, index)
    [[before]] = dictionaries(index)
    monkeypatch.setattr(rule, "train", None)  # An update trains nothing.
    write_files(folder, files(30, 50))
    assert build(folder, index).added == 20
    assert dictionaries(index) == [[before]]
    with IndexWriter(index) as writer:
        for statement in statements(0, 25):
            writer.add(statement)
    assert dictionaries(index) == [[before]]
    assert is_whole(index, 75)


def test_where_most_is_new_another_is_trained(folder, index, write_files):
    build(folder, index)
    [[before]] = dictionaries(index)
    other = {name: text.replace("ferries", "trains") for name, text in files(30, 60).items()}
    write_files(folder, other)
    build(folder, index)
    [[first, second]] = dictionaries(index)
    assert first == before
    assert b"trains" in second
    # The one that comes next is packed with the newer one.
    write_files(folder, files(60, 61))
    build(folder, index)
    assert dictionaries(index) == [[first, second]]
    assert is_whole(index, 61)


def test_a_run_without_anything_new_reads_no_dictionary(folder, index, monkeypatch):
    build(folder, index)
    monkeypatch.setattr(rule, "train", None)
    monkeypatch.setattr("searchkit.segment.store.records.RecordReader.last_dictionary", None)
    assert build(folder, index).unchanged == 30


def test_files_that_can_not_be_read_are_no_samples(folder, index, write_files):
    write_files(folder, {"bad.md": b"\0", "half.md": "---\ntitle: [\n---\nTalks"})
    report = build(folder, index)
    assert [one.path.split("/")[-1] for one in report.skipped] == ["bad.md"]
    assert len(dictionaries(index)[0][0]) > 0
    assert is_whole(index, 31)


def test_given_statements_have_one_of_themselves_alone(index, tmp_path, files_of):
    build_statements(statements(0, 8, "Something else entirely. "), index)
    for target in (index, tmp_path / "other"):
        build_statements(statements(0, 30), target)
    # Eight are in the first chunk.
    assert dictionaries(index) == [[b""]]


def test_the_first_chunk_of_given_statements_is_what_it_is_trained_with(
    index, tmp_path, monkeypatch
):
    monkeypatch.setattr("searchkit.indexing.chunks.CHUNK_STATEMENTS", 24)
    build_statements(statements(0, 30, "Something else entirely. "), index)
    build_statements(statements(0, 60), index)
    build_statements(statements(0, 60), tmp_path / "fresh")
    [[found]] = dictionaries(index)
    assert [[found]] == dictionaries(tmp_path / "fresh")
    assert b"harbour" in found
    assert is_whole(index, 60)


def damage(index):
    [segment] = read_previous(index).segments
    path = segment.container.path
    _, start, length, _ = segment.container._sections["dictionary.bytes"]
    data = bytearray(path.read_bytes())
    data[start + length - 50] ^= 0xFF  # It can still be packed with.
    path.write_bytes(data)


def test_a_damaged_dictionary_is_not_packed_with(folder, index, write_files):
    build(folder, index)
    damage(index)
    with pytest.raises(CorruptIndex, match=r"dictionary\.bytes"), IndexWriter(index) as writer:
        for statement in statements(0, 8):
            writer.add(statement)
    write_files(folder, files(30, 31))
    report = build(folder, index)
    assert "dictionary.bytes" in report.unusable
    assert report.added == 31
    assert is_whole(index, 31)


def test_a_disk_that_is_full_leaves_the_index_as_it_was(folder, index, write_files, files_of):
    build(folder, index)
    before = files_of(index)
    write_files(folder, files(30, 60))
    for point in range(3):  # tests/indexing/test_crashes.py has all others.
        with pytest.raises(searchkit.SearchkitError, match="No space left"):
            build(folder, index, disk=FailingDisk(point, disk_full))
        assert files_of(index).items() >= before.items()
    disk = FailingDisk()
    build(folder, index, disk=disk)
    assert disk.points[0] == "create workspace"
    assert is_whole(index, 60)
