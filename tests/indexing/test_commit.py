"""A generation of an index: its files, and what is left if writing them fails."""

import pytest

from searchkit.indexing import commit, policy
from searchkit.model.errors import SearchkitError
from searchkit.schema.analysis import versions
from searchkit.storage.container import Container
from searchkit.storage.disk import Disk
from searchkit.storage.manifest import MANIFEST, read_manifest
from tests.support.building import build, run_python


def test_each_run_publishes_once_and_removes_the_files_before(
    statements_folder, write_files, index
):
    for generation in (1, 2, 3):
        write_files(statements_folder, {"new.md": f"New, {generation} times"})
        build(index, statements_folder)
        assert read_manifest(index, versions()).generation == generation
        names = sorted(path.name for path in index.iterdir())
        files = [MANIFEST, f"segment-{generation:08d}-0000.sk", "write.lock", "writer.json"]
        assert names == files


def test_a_run_without_changes_publishes_nothing(statements_folder, index, files_of):
    build(index, statements_folder)
    before = files_of(index)
    build(index, statements_folder)
    assert files_of(index) == before


# Segments


def test_many_words_make_several_segments(
    statements_folder, write_files, small_chunks, index, contents, counts, monkeypatch
):
    monkeypatch.setattr(policy, "MAX_WORDS", 1)
    build(index, statements_folder)
    entries = read_manifest(index, versions()).segments
    assert [entry.statements for entry in entries] == [2, 2, 1]
    assert [entry.file[-7:-3] for entry in entries] == ["0000", "0001", "0002"]
    assert len(contents(index)) == 5
    assert counts(build(index, statements_folder / "2008")) == (0, 0, 0, 2)
    assert len(contents(index)) == 5
    monkeypatch.undo()
    write_files(statements_folder, {"new.md": "New"})
    build(index, statements_folder)
    assert len(read_manifest(index, versions()).segments) == 1


def test_a_segment_ends_before_the_chunk_that_would_fill_it(
    statements_folder, small_chunks, index, monkeypatch
):
    monkeypatch.setattr(policy, "MAX_WORDS", 60)
    build(index, statements_folder)
    entries = read_manifest(index, versions()).segments
    assert [entry.statements for entry in entries] == [2, 3]


def test_a_segment_holds_so_many_statements(statements_folder, small_chunks, index, monkeypatch):
    monkeypatch.setattr(policy, "MAX_STATEMENTS", 3)
    build(index, statements_folder)
    entries = read_manifest(index, versions()).segments
    assert [entry.statements for entry in entries] == [2, 3]


def test_what_is_merged_is_verified_once(statements_folder, write_files, index, monkeypatch):
    build(index, statements_folder)
    write_files(statements_folder, {"new.md": "New"})
    verified = []
    real = Container.verify_all

    def verify_all(container):
        verified.append(container.path.name)
        real(container)

    monkeypatch.setattr(Container, "verify_all", verify_all)
    build(index, statements_folder)
    assert verified == ["segment-00000001-0000.sk"]


# Failures


def test_a_failure_while_writing_leaves_the_old_index(
    statements_folder, write_files, index, files_of, monkeypatch
):
    build(index, statements_folder)
    before = files_of(index)
    write_files(statements_folder, {"new.md": "New"})

    def fail(path, chunks, *others):
        path.write_bytes(b"half a segment")
        raise OSError("the disk is full")

    monkeypatch.setattr(commit, "write_segment", fail)
    with pytest.raises(SearchkitError, match="disk is full"):
        build(index, statements_folder)
    assert files_of(index) == before
    monkeypatch.undo()
    assert build(index, statements_folder).added == 1


def test_a_failure_in_the_second_segment_leaves_no_first(
    statements_folder, small_chunks, index, files_of, monkeypatch
):
    monkeypatch.setattr(policy, "MAX_WORDS", 1)
    real = commit.write_segment

    def fail(path, chunks, *others):
        if path.name.endswith("-0001.sk"):
            raise KeyboardInterrupt
        real(path, chunks, *others)

    monkeypatch.setattr(commit, "write_segment", fail)
    with pytest.raises(KeyboardInterrupt):
        build(index, statements_folder)
    assert files_of(index) == {}


def test_a_failure_after_the_manifest_is_replaced_loses_nothing(
    statements_folder, write_files, index, contents, monkeypatch
):
    build(index, statements_folder)
    write_files(statements_folder, {"new.md": "New"})

    class Failing(Disk):
        """The folder can't be synced once the new manifest is in place."""

        def sync_directory(self, path):
            if read_manifest(path, versions()).generation == 2:
                raise OSError("can't be synced")

    with pytest.raises(SearchkitError):
        build(index, statements_folder, disk=Failing())
    assert len(contents(index)) == 6


KILLED = """
import os, sys
from pathlib import Path
from searchkit.indexing import build, commit

def die(path, chunks, *others):
    path.write_bytes(b"half a segment")
    os._exit(7)

commit.write_segment = die
build.build_files([sys.argv[1]], Path(sys.argv[2]), processes=1)
"""


def test_what_a_killed_run_leaves_is_no_obstacle(statements_folder, write_files, index, contents):
    build(index, statements_folder)
    before = contents(index)
    write_files(statements_folder, {"new.md": "New"})
    assert run_python(KILLED, statements_folder, index).returncode == 7
    assert contents(index) == before
    left = {path.name for path in index.iterdir()}
    assert "segment-00000002-0000.sk" in left
    assert any(name.startswith("building-") for name in left)
    assert build(index, statements_folder).added == 1
    # The name that the killed run had taken is not used again.
    names = sorted(path.name for path in index.iterdir())
    assert names == [MANIFEST, "segment-00000003-0000.sk", "write.lock", "writer.json"]
    assert len(contents(index)) == 6
