import pytest

from searchkit.indexing import workspace
from searchkit.indexing.workspace import workspace_in
from searchkit.model.errors import SearchkitError
from tests.support.building import build


def test_no_path_is_given_twice(tmp_path):
    with workspace_in(tmp_path) as scratch:
        paths = {scratch.new_file() for _ in range(3)}
        assert len(paths) == 3
        assert not any(path.exists() for path in paths)
        for path in paths:
            path.open("xb").close()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_removed_and_nothing_else(tmp_path):
    (tmp_path / "building-abc").mkdir()
    (tmp_path / "building-abc" / "000001").write_bytes(b"left over")
    (tmp_path / "notes.txt").write_text("not ours")
    with workspace_in(tmp_path):
        assert not (tmp_path / "building-abc").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_folder_that_can_not_be_written_is_an_error_of_ours(
    statements_folder, index, monkeypatch
):
    def fail(**_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(workspace.tempfile, "mkdtemp", fail)
    with pytest.raises(SearchkitError, match="can't write here: Permission denied"):
        build(index, statements_folder)
