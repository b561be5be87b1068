"""Wherever a writer stops, the index is the one before or the one after."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

import searchkit
from searchkit.indexing import policy
from searchkit.indexing.build import build_files
from searchkit.indexing.writer import IndexWriter
from searchkit.model.errors import SearchkitError
from searchkit.schema.analysis import versions
from searchkit.storage.manifest import is_ours, read_manifest
from tests.support.failing_disks import (
    FailingDisk,
    LosingDisk,
    Stopped,
    denied,
    disk_full,
    interrupted,
)
from tests.support.vellmark import many

EXTRA = many(12, seed=8)


def content(index):
    """What an index holds, verified: id -> (title, text)."""
    with searchkit.open(index, verify=True) as archive:
        return {hit.id: (hit.title, archive.text(hit.id)) for hit in archive.stream("")}


def run_on_files(index, folder, disk):
    build_files([str(folder)], index, processes=1, disk=disk)


def run_on_statements(index, folder, disk):
    with IndexWriter(index, disk=disk) as writer:
        for statement in EXTRA[6:]:
            writer.add(statement)
        writer.remove(EXTRA[0].id)


@pytest.fixture(params=["merging", "not merging"])
def layout(request, monkeypatch):
    """Small segments that are merged, or that stay as they are."""
    if request.param == "not merging":
        monkeypatch.setattr(policy, "SMALL", 0)


@pytest.fixture(params=[run_on_files, run_on_statements], ids=["files", "statements"])
def update(request, layout, statements_folder, write_files, tmp_path):
    """(index before, run(index, disk)): an update that adds, replaces and removes."""
    before = tmp_path / "before"
    build_files([str(statements_folder)], before, processes=1)
    with IndexWriter(before) as writer:
        for statement in EXTRA[:6]:
            writer.add(statement)
    with IndexWriter(before) as writer:
        writer.remove(EXTRA[3].id)
    write_files(
        statements_folder,
        {"new.md": "A new one", "2008/2008-06-01-grain-levy.txt": "Another levy altogether"},
    )
    (statements_folder / "2008/2008-02-29-leap-day.md").unlink()
    return before, lambda index, disk: request.param(index, statements_folder, disk)


def copied(before, tmp_path, name="index"):
    index = tmp_path / name
    shutil.rmtree(index, ignore_errors=True)
    shutil.copytree(before, index)
    return index


def strays(index):
    named = read_manifest(index, versions()).files
    return [p.name for p in index.iterdir() if is_ours(p.name) and p.name not in named]


ERRORS = {
    "create": [Stopped, denied, disk_full],
    "write": [Stopped, disk_full],
    "sync": [Stopped, interrupted],
    "replace": [Stopped, denied],
    # What can't be removed afterwards is no failure: a later run removes it.
    "remove": [Stopped],
}
WRITES = 12
"""Of the writes, every so many-th is made to fail: each section of a file is one."""


def failures(points, when):
    """(number, error) of what is made to fail, one after the other."""
    for number, name in enumerate(points):
        operation = name.split()[0]
        if operation == "write" and number % WRITES:
            continue
        for error in ERRORS[operation]:
            if when == "before" or error in (Stopped, interrupted):
                yield number, error


@pytest.mark.parametrize("when", ["before", "after"])
def test_every_failure_point(update, tmp_path, when):
    before, run = update
    every = FailingDisk()
    after_index = copied(before, tmp_path, "after")
    run(after_index, every)
    old, new = content(before), content(after_index)
    assert old != new
    ends = set()
    for number, error in failures(every.points, when):
        name = every.points[number]
        index = copied(before, tmp_path)
        disk = FailingDisk(number, error, after=when == "after")
        with pytest.raises(Stopped if error is Stopped else SearchkitError):
            run(index, disk)
        assert disk.points[: number + 1] == every.points[: number + 1]
        found = content(index)
        assert found in (old, new), (number, name)
        ends.add(found == new)
        if error is not Stopped and found == old:
            assert strays(index) == [], (number, name)
        # The next run succeeds, and nothing is left over.
        with IndexWriter(index) as writer:
            writer.add(searchkit.Statement(id="last", title="Last", body="Last"))
        assert strays(index) == []
        assert content(index) == found | {"last": ("Last", "Last")}
    assert ends == {False, True}


def test_the_failure_points_have_names(update, tmp_path):
    before, run = update
    disk = FailingDisk()
    run(copied(before, tmp_path), disk)
    order = [
        "create segment.sk",
        "write segment.sk",
        "sync segment.sk",
        "sync folder",
        "create manifest.json.new",
        "write manifest.json.new",
        "sync manifest.json.new",
        "replace manifest.json",
        "sync folder",
    ]
    places = iter(disk.points)
    assert all(one in places for one in order), disk.points
    last = len(disk.points) - 1 - disk.points[::-1].index("sync folder")
    assert {name.split()[0] for name in disk.points[last + 1 :]} == {"remove"}


def test_a_loss_of_power(update, tmp_path):
    before, run = update
    index = copied(before, tmp_path)
    disk = LosingDisk(index)
    old = content(index)
    run(index, disk)
    new = content(index)
    held = {"old": 0, "new": 0}
    for what, folder in disk.states(tmp_path / "scratch"):
        found = content(folder)
        assert found in (old, new), what
        held["old" if found == old else "new"] += 1
    assert held["old"] > 10 and held["new"] > 1
    # When the run has ended, what it did can't be lost any more.
    _, least, _ = disk.history[-2]
    shutil.rmtree(tmp_path / "scratch")
    (tmp_path / "scratch").mkdir()
    for name, data in least.items():
        assert data is not None
        (tmp_path / "scratch" / name).write_bytes(data)
    assert content(tmp_path / "scratch") == new


class NeverSyncs(LosingDisk):
    """Of a writer that forgets to sync, to see that the test above can fail."""

    def sync(self, file):
        file.flush()


class NeverSyncsFolders(LosingDisk):
    def sync_directory(self, path):
        pass


@pytest.mark.parametrize("kind", [NeverSyncs, NeverSyncsFolders])
def test_a_writer_that_does_not_sync_would_be_found_out(update, tmp_path, kind):
    before, run = update
    index = copied(before, tmp_path)
    old = content(index)
    disk = kind(index)
    run(index, disk)
    new = content(index)

    def is_sound(folder):
        try:
            return content(folder) in (old, new)
        except SearchkitError:
            return False

    assert not all(is_sound(folder) for _, folder in disk.states(tmp_path / "scratch"))


def test_a_disk_without_permission_from_the_start(statements_folder, index):
    index.mkdir()
    with pytest.raises(SearchkitError, match="Permission denied"):
        build_files([str(statements_folder)], index, processes=1, disk=FailingDisk(0, denied))
    assert [path.name for path in index.iterdir() if path.suffix == ".sk"] == []


@pytest.mark.skipif(os.name == "nt", reason="permissions are other ones there")
def test_an_index_that_is_read_only(statements_folder):
    index = Path(tempfile.mkdtemp())
    build_files([str(statements_folder)], index, processes=1)
    expected = content(index)  # And all modules are loaded.
    for path in index.iterdir():
        path.chmod(0o444)  # Whatever the mask of new files is.
    index.chmod(0o555)
    with as_nobody():
        assert content(index) == expected
        with pytest.raises(SearchkitError, match="Permission denied"), IndexWriter(index):
            pass
    assert content(index) == expected
    index.chmod(0o755)  # Only root may empty it as it is.
    shutil.rmtree(index)


@contextmanager
def as_nobody():
    """Root may write anywhere, so be somebody else."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_left_overs_of_every_kind_go_with_the_next_write(statements_folder, write_files, index):
    build_files([str(statements_folder)], index, processes=1)
    for name in ("segment-00000009-0000.sk", "tombstones-00000007.sk", "manifest.json.new"):
        (index / name).write_bytes(b"left over")
    (index / "building-abc").mkdir()
    (index / "building-abc" / "read-000000").write_bytes(b"left over")
    (index / "notes.txt").write_text("not ours")
    write_files(statements_folder, {"new.md": "New"})
    build_files([str(statements_folder)], index, processes=1)
    assert strays(index) == []
    assert (index / "notes.txt").exists()
    # A name that was once there is not used again.
    assert read_manifest(index, versions()).generation == 10
    assert Path(index / "segment-00000010-0000.sk").exists()
