import subprocess
import sys
from pathlib import Path

import pytest

from searchkit.corpus.document import content_digest, digest_number
from searchkit.indexing import pool, worker
from searchkit.indexing.worker import Job, ToRead
from searchkit.model.errors import SearchkitError
from searchkit.schema.fields import DEFAULT, Day, Names, Schema, Text
from searchkit.storage.container import Container
from searchkit.storage.strings import Strings

FILES = {
    **{f"{n}.md": f"Statement {n} of Oster" for n in range(7)},
    "3.md": b"\0",
    "5.md": b"caf\xe9 of Oster",
}


@pytest.fixture
def jobs(tmp_path, write_files):
    """Four jobs of two files each; the last has one."""
    folder = write_files(tmp_path / "r", FILES)

    def make(name):
        (tmp_path / name).mkdir()
        files = [ToRead(f"r/{n}.md", str(folder / f"{n}.md")) for n in range(7)]
        return [Job(files[i : i + 2], tmp_path / name / f"chunk-{i}") for i in range(0, 7, 2)]

    return make


def ignore(count):
    pass


def read_chunks(jobs, processes, on_read=ignore):
    """The reports alone."""
    return [report for _, report in pool.read_chunks(jobs, DEFAULT, processes, on_read)]


def test_reports_are_in_the_order_of_the_jobs(jobs):
    reports = read_chunks(jobs("out"), 2)
    assert [len(report.ids) for report in reports] == [2, 1, 2, 1]
    assert [[s.reason for s in report.skipped] for report in reports][1] == [
        "is binary (it holds a zero byte)"
    ]
    assert [[w.line for w in report.warnings] for report in reports] == [[], [], [1], []]


@pytest.mark.parametrize("processes", [0, 2, 9])
def test_any_number_of_processes_does_the_same(jobs, processes):
    alone, shared = jobs("alone"), jobs("shared")
    assert read_chunks(alone, 1) == read_chunks(shared, processes)
    for one, other in zip(alone, shared, strict=True):
        assert one.output.read_bytes() == other.output.read_bytes()


@pytest.mark.parametrize("processes", [1, 2])
def test_progress_adds_up(jobs, processes, monkeypatch):
    monkeypatch.setattr(worker, "PROGRESS_EVERY", 1)
    said = []
    read_chunks(jobs("out"), processes, said.append)
    assert sum(said) == 7


def test_a_chunk_holds_its_statements(jobs):
    (files, output, *_), *_ = jobs("out")
    read_chunks([Job(files, output)], 2)
    assert list(Strings(Container(output), "id")) == [b"r/0.md", b"r/1.md"]


def test_a_job_of_nothing_but_skipped_files_writes_no_chunk(jobs, tmp_path):
    (files, *_), *_ = jobs("out")[1:]
    [report] = read_chunks([Job(files[1:], tmp_path / "none")], 1)
    assert (report.ids, len(report.skipped)) == ([], 1)
    assert not (tmp_path / "none").exists()


def test_no_jobs():
    assert read_chunks([], 4) == []


def test_one_process_starts_no_other(jobs, monkeypatch):
    monkeypatch.setattr(pool, "_start", None)
    assert len(read_chunks(jobs("out"), 1)) == 4


def test_no_more_processes_than_jobs(jobs, monkeypatch):
    started = []
    real = pool._start

    def start():
        started.append(real())
        return started[-1]

    monkeypatch.setattr(pool, "_start", start)
    read_chunks(jobs("out"), 99)
    assert len(started) == 4
    assert all(process.returncode is not None for process in started)


def replaced(program):
    def start():
        return subprocess.Popen(
            [sys.executable, "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    return start


@pytest.mark.parametrize(
    "program",
    ["raise SystemExit(3)", "import sys; sys.stdin.readline(); raise SystemExit(3)"],
    ids=["at once", "at work"],
)
def test_a_worker_that_dies_is_an_error_of_ours(jobs, monkeypatch, program):
    monkeypatch.setattr(pool, "_start", replaced(program))
    with pytest.raises(SearchkitError, match="ended with code 3") as caught:
        read_chunks(jobs("out"), 2)
    assert "--processes 1" in caught.value.remedy


def test_an_error_in_progress_stops_the_workers(jobs, monkeypatch):
    started = []
    real = pool._start
    monkeypatch.setattr(pool, "_start", lambda: started.append(real()) or started[-1])

    def fail(count):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        read_chunks(jobs("out"), 2, fail)
    assert all(process.returncode is not None for process in started)


def test_workers_import_nothing_from_the_current_folder(jobs, tmp_path, monkeypatch):
    (tmp_path / "json.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    assert len(read_chunks(jobs("out"), 2)) == 4


@pytest.mark.parametrize("processes", [1, 2])
def test_files_of_the_same_content_are_not_read_again(jobs, processes):
    (files, output, *_), *_ = jobs("out")
    known = digest_number(content_digest(Path(files[0].path).read_bytes()))
    asked = [files[0]._replace(digest=known), files[1]._replace(digest=known)]
    [report] = read_chunks([Job(asked, output)], processes)
    assert [file.id for file in report.same] == ["r/0.md"]
    assert report.ids == ["r/1.md"]
    assert list(Strings(Container(output), "id")) == [b"r/1.md"]


@pytest.mark.parametrize("processes", [1, 2])
def test_files_that_can_not_be_read_at_all_are_told_apart(jobs, tmp_path, processes):
    (files, output, *_), *rest = jobs("out")
    gone = files[0]._replace(path=str(tmp_path / "nowhere.md"))
    report, *_ = read_chunks([Job([gone, files[1]], output), *rest], processes)
    assert report.unavailable == ["r/0.md"]
    assert "can't be read" in report.skipped[0].reason


@pytest.mark.parametrize("processes", [1, 2])
def test_a_chunk_that_can_not_be_written_is_an_error_of_ours(jobs, tmp_path, processes):
    made = [job._replace(output=tmp_path / "no" / "folder") for job in jobs("out")]
    with pytest.raises(SearchkitError, match="can't be written: No such file"):
        read_chunks(made, processes)


@pytest.mark.parametrize("processes", [1, 2])
def test_the_schema_reaches_every_reader(write_files, tmp_path, processes):
    head = "---\ntitle: a\nportfolios: [7 up]\n---\n"
    folder = write_files(tmp_path / "r", {f"{n}.md": head for n in range(4)})
    jobs = [
        Job([ToRead(f"r/{n}.md", str(folder / f"{n}.md"))], tmp_path / f"chunk-{n}")
        for n in range(4)
    ]
    persons = Names("portfolios", query="portfolio", kind="person")
    schema = Schema((Text("title"), Text("body"), persons, Day("date", query="date")))
    reports = [report for _, report in pool.read_chunks(jobs, schema, processes, ignore)]
    assert ["no person's name" in report.warnings[0].message for report in reports] == [True] * 4
    again = [job._replace(output=tmp_path / f"again-{n}") for n, job in enumerate(jobs)]
    assert [report.warnings for report in read_chunks(again, processes)] == [[]] * 4
