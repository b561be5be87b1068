"""Bringing an index up to date with files: what is read, what is removed, what is kept."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

import searchkit
from searchkit.corpus import files as files_module
from searchkit.indexing import watching, worker
from searchkit.indexing.build import build_files
from searchkit.indexing.removing import remove_paths
from searchkit.model.errors import InvalidInput, SearchkitError
from searchkit.schema.analysis import versions
from searchkit.segment.reader import Segment
from searchkit.storage.manifest import read_manifest
from tests.support.same_answers import answers

LEAP = "2008/2008-02-29-leap-day.md"


@pytest.fixture
def read(monkeypatch):
    """The names of the files that are read from here on."""
    names = []
    real = worker.read_bytes

    def read_bytes(data, path, *others):
        names.append(Path(path).name)
        return real(data, path, *others)

    monkeypatch.setattr(worker, "read_bytes", read_bytes)
    return names


def build(index, *paths, **options):
    return build_files([str(path) for path in paths], index, processes=1, **options)


def ids(index):
    with searchkit.open(index, verify=True) as archive:
        return sorted(hit.id for hit in archive.stream(""))


def generation(index):
    return read_manifest(index, versions()).generation


def test_only_new_and_changed_files_are_read(statements_folder, write_files, index, read, counts):
    build(index, statements_folder)
    read.clear()
    write_files(statements_folder, {"new.md": "New", LEAP: "Another day"})
    assert counts(build(index, statements_folder)) == (1, 1, 0, 4)
    assert sorted(read) == ["2008-02-29-leap-day.md", "new.md"]


def test_a_file_of_the_same_content_is_not_written_again(statements_folder, index, read, counts):
    build(index, statements_folder)
    read.clear()
    os.utime(statements_folder / LEAP, ns=(0, 5 * 10**17))
    assert counts(build(index, statements_folder)) == (0, 0, 0, 5)
    # Its new time is known from then on: it is not even compared.
    before = generation(index)
    Path(statements_folder / LEAP).chmod(0o644)
    assert counts(build(index, statements_folder)) == (0, 0, 0, 5)
    assert (generation(index), read) == (before, [])
    (segment,) = read_manifest(index, versions()).segments
    assert segment.file == "segment-00000001-0000.sk"


def test_a_known_time_survives_merging(statements_folder, write_files, index, monkeypatch):
    build(index, statements_folder)
    os.utime(statements_folder / LEAP, ns=(0, 5 * 10**17))
    build(index, statements_folder)
    write_files(statements_folder, {"new.md": "New"})
    build(index, statements_folder)
    monkeypatch.setattr(worker, "read_file", None)  # Nothing is read.
    assert build(index, statements_folder).unchanged == 6


def test_a_file_written_just_now_is_compared_by_content(statements_folder, index, read):
    path = statements_folder / LEAP
    path.write_text("One text, and of this length.")
    build(index, statements_folder)
    state = path.stat()
    path.write_text("Another text of this length..")
    # A clock too coarse to tell the two apart.
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    read.clear()
    assert build(index, statements_folder).updated == 1
    assert read == ["2008-02-29-leap-day.md"]


def test_verify_reads_all_and_finds_what_kept_its_time(statements_folder, index, counts):
    build(index, statements_folder)
    path = statements_folder / LEAP
    state = path.stat()
    path.write_bytes(path.read_bytes().replace(b"a", b"o"))
    os.utime(path, ns=(0, state.st_mtime_ns))
    assert counts(build(index, statements_folder)) == (0, 0, 0, 5)
    assert counts(build(index, statements_folder, verify=True)) == (0, 1, 0, 4)


def test_verify_notices_a_damaged_index(statements_folder, index):
    build(index, statements_folder)
    damage(index, "position")
    assert build(index, statements_folder).unusable is None
    report = build(index, statements_folder, verify=True)
    assert "position" in report.unusable
    assert (report.added, report.unchanged) == (5, 0)
    assert len(ids(index)) == 5


def damage(index, section):
    (path,) = index.glob("segment-*.sk")
    _, start, _, _ = Segment(path).container._sections[section]
    data = bytearray(path.read_bytes())
    data[start] ^= 0xFF
    path.write_bytes(data)


def test_damage_that_merging_meets_makes_the_index_new(statements_folder, write_files, index):
    build(index, statements_folder)
    damage(index, "posting.frequency")
    write_files(statements_folder, {"new.md": "New"})
    report = build(index, statements_folder)
    assert "posting.frequency" in report.unusable
    assert report.added == 6
    assert len(ids(index)) == 6


def test_rebuild_keeps_nothing(statements_folder, write_files, tmp_path, index, read, counts):
    build(index, write_files(tmp_path / "other", {"x.md": "Else"}), statements_folder)
    read.clear()
    assert counts(build(index, statements_folder, rebuild=True)) == (5, 0, 0, 0)
    assert len(read) == 5
    assert not any(name.startswith("other/") for name in ids(index))
    assert list(read_manifest(index, versions()).roots) == ["releases"]


def test_an_updated_index_answers_as_a_fresh_one(statements_folder, write_files, index, tmp_path):
    build(index, statements_folder)
    for number in range(12):
        write_files(statements_folder, {f"{number % 5}.md": f"Harbour {number} of the ferry"})
        (statements_folder / f"{(number + 2) % 5}.md").unlink(missing_ok=True)
        build(index, statements_folder)
    build(tmp_path / "fresh", statements_folder)
    with searchkit.open(index) as one, searchkit.open(tmp_path / "fresh") as other:
        assert answers(one) == answers(other)


def test_a_folder_that_can_not_be_listed_keeps_its_statements(
    statements_folder, index, counts, monkeypatch
):
    build(index, statements_folder)
    real = os.scandir

    def scandir(path):
        if str(path).endswith("2008"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(files_module.os, "scandir", scandir)
    (statements_folder / "2006/2006-10-09-harbour-opens.md").unlink()
    report = build(index, statements_folder)
    assert (report.removed, len(report.skipped)) == (1, 1)
    assert [name for name in ids(index) if "/2008/" in name]


def test_a_file_that_can_not_be_opened_keeps_its_statement(
    statements_folder, write_files, index, monkeypatch
):
    build(index, statements_folder)
    write_files(statements_folder, {LEAP: "Changed"})
    real = worker.read_file

    def read_file(path):
        if path.name in LEAP:
            return real(path / "no such file")
        return real(path)

    monkeypatch.setattr(worker, "read_file", read_file)
    report = build(index, statements_folder)
    assert (report.removed, report.updated, report.unchanged) == (0, 0, 5)
    assert "can't be read" in report.skipped[0].reason
    monkeypatch.undo()
    assert build(index, statements_folder).updated == 1


def test_a_file_that_is_no_statement_any_more_is_gone(
    statements_folder, write_files, index, counts
):
    build(index, statements_folder)
    write_files(statements_folder, {LEAP: b"\0\0"})
    report = build(index, statements_folder)
    assert (counts(report), len(report.skipped)) == ((0, 0, 1, 4), 1)
    assert f"releases/{LEAP}" not in ids(index)
    # Named again by each run, until it is put right.
    assert len(build(index, statements_folder).skipped) == 1


# Removing


def test_removing_a_file(statements_folder, index):
    build(index, statements_folder)
    assert remove_paths([str(statements_folder / LEAP)], index) == 1
    assert f"releases/{LEAP}" not in ids(index)


def test_removing_a_folder_that_is_gone(statements_folder, index, monkeypatch):
    build(index, statements_folder)
    statements_folder.rename(statements_folder.with_name("moved"))
    monkeypatch.chdir(statements_folder.parent)
    assert remove_paths(["releases/2008"], index) == 2
    assert len(ids(index)) == 3
    assert remove_paths([str(statements_folder)], index) == 3
    assert ids(index) == []
    assert read_manifest(index, versions()).roots == {}


@pytest.mark.parametrize("name", [f"releases/{LEAP}", "releases/2008", "releases/2008/"])
def test_removing_by_id(statements_folder, index, name):
    build(index, statements_folder)
    assert remove_paths([name], index) == (1 if LEAP in name else 2)


def test_a_name_that_begins_alike_is_not_removed(statements_folder, write_files, index):
    write_files(statements_folder, {"2008b/x.md": "x", "2008.md": "y"})
    build(index, statements_folder)
    assert remove_paths(["releases/2008"], index) == 2
    assert {"releases/2008b/x.md", "releases/2008.md"} <= set(ids(index))


def test_removing_what_is_not_there_removes_nothing(statements_folder, index):
    build(index, statements_folder)
    for paths in (["nowhere"], ["releases/2008", "nowhere"], [""], ["/"], ["releases/200"]):
        with pytest.raises(InvalidInput, match="no statement of the index is there"):
            remove_paths(paths, index)
    assert len(ids(index)) == 5


# Watching


def test_watching_takes_up_changes(statements_folder, write_files, index):
    pytest.importorskip("watchfiles")
    build(index, statements_folder)
    stop = threading.Event()
    thread = threading.Thread(
        target=watching.watch,
        args=([str(statements_folder)], lambda: build(index, statements_folder)),
        kwargs={"stop": stop},
    )
    thread.start()
    try:
        time.sleep(0.5)
        write_files(statements_folder, {"2009/new.md": "New"})
        wait_for(lambda: len(ids(index)) == 6)
        (statements_folder / LEAP).unlink()
        wait_for(lambda: len(ids(index)) == 5)
        (statements_folder / "2009").rename(statements_folder / "2010")
        wait_for(lambda: "releases/2010/new.md" in ids(index))
    finally:
        stop.set()
        thread.join()


def wait_for(condition):
    for _ in range(200):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("nothing has changed")


def test_watching_without_its_package(monkeypatch, statements_folder):
    monkeypatch.setitem(__import__("sys").modules, "watchfiles", None)
    with pytest.raises(SearchkitError, match=r"needs the package watchfiles.*searchkit\[watch\]"):
        watching.watch([str(statements_folder)], print)
