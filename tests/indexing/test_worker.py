"""One share of the reading, in this process and in one of its own."""

import dataclasses
import json
import subprocess
import sys

import pytest

from searchkit.corpus.problems import Skipped, Warned
from searchkit.indexing.worker import (
    ChunkReport,
    Job,
    SameFile,
    ToRead,
    WorkerRequest,
    read_chunk,
    report_from,
    request_from,
)
from searchkit.model.errors import SearchkitError
from searchkit.schema.fields import DEFAULT, Day, Names, Schema, Text
from tests.support.failing_disks import FailingDisk, denied

OTHER = Schema((Text("body"), Names("seats", query="seat", kind="label"), Day("day", query="day")))


@pytest.fixture
def job(tmp_path, write_files):
    folder = write_files(tmp_path / "r", {"a.md": "Talks in Oster", "b.md": b"\0"})
    files = [ToRead(f"r/{name}", str(folder / name)) for name in ("a.md", "b.md")]
    return Job(files, tmp_path / "chunk")


def test_a_chunk_is_written_to_the_given_disk(job):
    disk = FailingDisk(0, denied)
    with pytest.raises(SearchkitError, match="Permission denied"):
        read_chunk(job, DEFAULT, lambda count: None, disk)
    assert len(disk.points) == 1
    assert not job.output.exists()


@pytest.mark.parametrize("schema", [DEFAULT, OTHER])
def test_a_request_survives_its_way(job, schema):
    line = WorkerRequest(job, schema).to_line()
    assert line.endswith("\n") and line.count("\n") == 1
    assert request_from(line) == WorkerRequest(job, schema)


def test_a_report_survives_its_way(job):
    report = ChunkReport(
        ["r/a.md"],
        [SameFile("r/c.md", 7)],
        ["r/d.md"],
        [Skipped("b.md", "is binary")],
        [Warned("a.md", 3, "title")],
    )
    sent = json.loads(json.dumps(dataclasses.asdict(report)))
    assert report_from(sent) == report


def test_a_worker_serves_requests_until_its_input_ends(job, tmp_path):
    jobs = [job, job._replace(output=tmp_path / "other", files=job.files * 2)]
    requests = [WorkerRequest(job, DEFAULT).to_line() for job in jobs]
    done = subprocess.run(
        [sys.executable, "-m", "searchkit.indexing.worker"],
        input="".join(requests),
        capture_output=True,
        text=True,
        check=True,
    )
    replies = [json.loads(line) for line in done.stdout.splitlines()]
    assert [len(reply["ids"]) for reply in replies if "ids" in reply] == [1, 2]
