"""The index before a run, whatever state it is in."""

import pytest

from searchkit.indexing.previous import read_previous
from searchkit.model.address import Address
from searchkit.model.errors import CorruptIndex, IncompatibleIndex, InvalidInput
from searchkit.schema.analysis import versions
from searchkit.segment.reader import Segment
from searchkit.storage.manifest import MANIFEST, publish, read_manifest
from tests.support.building import build, ids


def test_no_index_is_an_empty_one(index):
    previous = read_previous(index)
    assert (previous.addresses, previous.unusable, previous.was_sample) == ({}, None, False)
    assert previous.manifest.generation == 0


def test_every_statement_has_an_address(statements_folder, index):
    build(index, statements_folder)
    previous = read_previous(index)
    assert list(previous.addresses.values()) == [Address(0, number) for number in range(5)]
    for statement_id, address in previous.addresses.items():
        assert previous.segments[address.segment].id(address.statement) == statement_id


def is_inside(statement_id, prefix):
    return statement_id.startswith(prefix) if prefix.endswith("/") else statement_id == prefix


def test_folders_and_whole_ids(statements_folder, index):
    build(index, statements_folder)
    previous = read_previous(index)
    one = next(iter(previous.addresses))
    for prefixes in (["releases/2008/"], ["releases/2008"], [one], [one[:-1]], ["", "/"], []):
        expected = {i for i in previous.addresses if any(is_inside(i, one) for one in prefixes)}
        assert previous.inside(prefixes).keys() == expected, prefixes
    assert len(previous.inside(["releases/2008/"])) == 2


def test_the_folders_that_are_left(statements_folder, write_files, tmp_path, index):
    build(index, statements_folder, write_files(tmp_path / "speeches", {"x.md": "A speech"}))
    previous = read_previous(index)
    assert list(previous.roots_of(["speeches/x.md", "elsewhere/y.md"])) == ["speeches"]
    assert previous.roots_of(previous.addresses) == previous.manifest.roots


# One that can't be read


def broken_manifest(index):
    (index / MANIFEST).write_text("{")


def other_versions(index):
    manifest = read_manifest(index, versions())
    publish(index, manifest._replace(versions=versions() | {"unicode": "1.0"}))


def missing_segment(index):
    next(index.glob("*.sk")).unlink()


def cut_segment(index):
    path = next(index.glob("*.sk"))
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("damage", [broken_manifest, other_versions, missing_segment, cut_segment])
def test_an_index_that_can_not_be_read_is_built_again(
    statements_folder, index, contents, counts, damage
):
    build(index, statements_folder)
    damage(index)
    with pytest.raises((CorruptIndex, IncompatibleIndex)):
        contents(index)
    report = build(index, statements_folder)
    assert report.unusable
    assert counts(report) == (5, 0, 0, 0)
    assert len(contents(index)) == 5
    assert build(index, statements_folder).unusable is None


def test_a_damaged_statement_elsewhere_makes_the_index_unusable(
    statements_folder, write_files, tmp_path, index, contents
):
    build(index, statements_folder)
    path = next(index.glob("*.sk"))
    _, start, length, _ = Segment(path).container._sections["record.bytes"]
    content = bytearray(path.read_bytes())
    content[start : start + length] = b"\x55" * length
    path.write_bytes(content)
    report = build(index, write_files(tmp_path / "speeches", {"x.md": "A speech"}))
    assert "record" in report.unusable
    assert list(contents(index)) == ["speeches/x.md"]


def test_an_unusable_index_stays_where_there_is_nothing_new(
    statements_folder, write_files, tmp_path, index, files_of
):
    build(index, statements_folder)
    broken_manifest(index)
    before = files_of(index)
    with pytest.raises(InvalidInput):
        build(index, write_files(tmp_path / "none", {"x.odt": "x"}))
    assert files_of(index) == before


def damage(index, section):
    (path,) = index.glob("segment-*.sk")
    _, start, _, _ = Segment(path).container._sections[section]
    data = bytearray(path.read_bytes())
    data[start] ^= 0xFF
    path.write_bytes(data)


def test_verify_notices_a_damaged_index(statements_folder, index):
    build(index, statements_folder)
    damage(index, "position")
    assert build(index, statements_folder).unusable is None
    report = build(index, statements_folder, verify=True)
    assert "position" in report.unusable
    assert (report.added, report.unchanged) == (5, 0)
    assert len(ids(index)) == 5


def test_damage_that_merging_meets_makes_the_index_new(statements_folder, write_files, index):
    build(index, statements_folder)
    damage(index, "posting.frequency")
    write_files(statements_folder, {"new.md": "New"})
    report = build(index, statements_folder)
    assert "posting.frequency" in report.unusable
    assert report.added == 6
    assert len(ids(index)) == 6
