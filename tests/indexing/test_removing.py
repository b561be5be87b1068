"""Taking statements out by the path they came from."""

import pytest

from searchkit.indexing.removing import remove_paths
from searchkit.model.errors import InvalidInput
from searchkit.schema.analysis import versions
from searchkit.storage.manifest import read_manifest
from tests.support.building import build, ids

LEAP = "2008/2008-02-29-leap-day.md"


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
