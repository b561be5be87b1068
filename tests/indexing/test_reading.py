"""What comes of the files that a run reads."""

from pathlib import Path

import pytest

import searchkit
from searchkit.indexing import worker
from tests.support.building import PROGRAM, build, ids, run_python
from tests.support.same_answers import answers

LEAP = "2008/2008-02-29-leap-day.md"


def test_a_file_that_can_no_longer_be_read_is_gone(statements_folder, write_files, index, counts):
    build(index, statements_folder)
    write_files(statements_folder, {"2008/2008-02-29-leap-day.md": b"\0"})
    report = build(index, statements_folder)
    assert counts(report) == (0, 0, 1, 4)
    assert len(report.skipped) == 1


def test_a_file_that_can_not_be_opened_keeps_its_statement(
    statements_folder, write_files, index, monkeypatch
):
    build(index, statements_folder)
    write_files(statements_folder, {LEAP: "Changed"})
    real = worker.read_file

    def read_file(path):
        if Path(path).name in LEAP:
            return real(Path(path) / "no such file")
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


def test_an_updated_index_answers_as_a_fresh_one(statements_folder, write_files, index, tmp_path):
    build(index, statements_folder)
    for number in range(12):
        write_files(statements_folder, {f"{number % 5}.md": f"Harbour {number} of the ferry"})
        (statements_folder / f"{(number + 2) % 5}.md").unlink(missing_ok=True)
        build(index, statements_folder)
    build(tmp_path / "fresh", statements_folder)
    with searchkit.open(index) as one, searchkit.open(tmp_path / "fresh") as other:
        assert answers(one) == answers(other)


# Files that must not stop a run


def test_an_enormous_number_in_a_file_stops_no_run(statements_folder, write_files, index):
    write_files(statements_folder, {"x.md": f"---\ntitle: a\nn: 0x{'f' * 4_000}\n---\nx"})
    assert build(index, statements_folder).added >= 5


def test_deep_nesting_in_a_file_stops_no_run(statements_folder, write_files, index):
    write_files(statements_folder, {"x.md": f"---\ntitle: a\nn: {'[' * 100_000}\n---\nx"})
    assert run_python(PROGRAM, statements_folder, index).returncode == 0


@pytest.mark.parametrize("error", [MemoryError("no room"), KeyError("?"), UnicodeError("odd")])
def test_an_unforeseen_error_skips_one_file(statements_folder, index, monkeypatch, error):
    real = worker.read_file

    def read_file(path):
        if "leap-day" in path:
            raise error
        return real(path)

    monkeypatch.setattr(worker, "read_file", read_file)
    report = build(index, statements_folder)
    assert report.added == 4
    assert [type(error).__name__ in s.reason for s in report.skipped] == [True]
