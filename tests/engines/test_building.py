import subprocess
import sys
from pathlib import Path

import pytest

import searchkit
from searchkit import InvalidInput, Statement, build

STATEMENTS = [Statement(id=name, title=name, body="Oster") for name in "abc"]


def test_a_folder_as_text_or_path(statements_folder, tmp_path, contents):
    for number, source in enumerate([str(statements_folder), statements_folder]):
        assert build(source, tmp_path / str(number), processes=1).added == 5
    assert contents(tmp_path / "0") == contents(tmp_path / "1")


def test_a_list_of_folders(statements_folder, index, contents):
    sources = [statements_folder / "2007", f"old={statements_folder / '2008'}"]
    assert build(sources, index, processes=1).added == 3
    assert {name.split("/")[0] for name in contents(index)} == {"2007", "old"}


def as_generator(statements):
    yield from statements


def as_values(statements):
    return {statement.id: statement for statement in statements}.values()


@pytest.mark.parametrize("kind", [list, tuple, iter, as_generator, as_values])
def test_statements_of_any_iterable(index, contents, kind):
    assert build(kind(STATEMENTS), index).added == 3
    assert sorted(contents(index)) == ["a", "b", "c"]


def test_nothing_is_refused(index):
    with pytest.raises(InvalidInput):
        build([], index)


def test_paths_in_an_iterator_are_refused(index):
    with pytest.raises(InvalidInput, match="str is no Statement"):
        build(iter(["releases"]), index)


def test_the_default_index_is_in_the_current_folder(statements_folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    build("releases", processes=1)
    assert (tmp_path / "index/manifest.json").exists()


def test_progress(statements_folder, index):
    said = []
    build(statements_folder, index, processes=1, progress=lambda *both: said.append(both))
    assert said[-1] == (5, 5)


def test_a_report_as_json(statements_folder, write_files, index):
    write_files(statements_folder, {"x.md": b"\0", "y.md": "---\ntitle: 2007\n---\nBody."})
    report = build(statements_folder, index, processes=1)
    printed = report.to_json()
    names = ["added", "updated", "removed", "unchanged", "skipped", "warnings"]
    names += ["not_read", "read_as", "reread", "profile_changed", "seconds"]
    assert list(printed) == names
    assert printed["added"] == 6
    path = str(statements_folder / "x.md")
    assert printed["skipped"] == [{"path": path, "reason": "is binary (it holds a zero byte)"}]
    assert {"path": str(statements_folder / "y.md"), "line": 2} == {
        name: printed["warnings"][-1][name] for name in ("path", "line")
    }


SCRIPT = """\
print("the script runs")
import searchkit
import searchkit.indexing.chunks
searchkit.indexing.chunks.CHUNK_STATEMENTS = 1
report = searchkit.build("releases", "index", processes=2)
print(report.added)
"""


@pytest.mark.parametrize("how", ["file", "stdin", "option"])
def test_a_script_needs_no_guard(statements_folder, tmp_path, how):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    arguments = {"file": [str(script)], "stdin": ["-"], "option": ["-c", SCRIPT]}[how]
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=tmp_path,
        input=SCRIPT if how == "stdin" else "",
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stderr == ""
    assert done.stdout == "the script runs\n5\n"


def test_build_is_public():
    assert searchkit.build is build
    assert Path(searchkit.__file__).with_name("py.typed").exists()
