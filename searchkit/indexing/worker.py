"""One share of the reading: files in, a chunk file out.

Lives here: reading a list of files into a chunk, and the process that does so on request
(`python -m searchkit.indexing.worker`: one JSON request a line on standard input, JSON
replies on standard output). Does not live here: starting and feeding such processes
(`pool`), deciding which files are read (`changes`).
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from searchkit.corpus.dates import AMBIGUOUS, Order
from searchkit.corpus.document import content_digest, digest_number
from searchkit.corpus.problems import OrderNeeded, Skipped, Unavailable, Unreadable, Warned
from searchkit.corpus.reader import read_bytes, read_file
from searchkit.indexing.file_notes import READ_AS, Notes, root_of
from searchkit.model.errors import SearchkitError
from searchkit.schema.fields import Schema
from searchkit.segment.chunks.builder import ChunkBuilder
from searchkit.storage.disk import SYSTEM, Disk, written

PROGRESS_EVERY = 100
"""Files between two reports of progress. Each report costs a line through a pipe; reading so
many files takes well under a second."""

OnFilesRead = Callable[[int], None]
"""Called with the number of files read since the last call."""


class ToRead(NamedTuple):
    """A file to read.

    Attributes:
        id: of its statement.
        path: of the file.
        digest: what the index holds as the digest of its content (`digest_number`), or None;
            a file of this digest has not changed.
    """

    id: str
    path: str
    digest: int | None = None


class SameFile(NamedTuple):
    """A file whose content has not changed: its id, and its time as in `FileState`."""

    id: str
    time: int


class Job(NamedTuple):
    """A share of the reading.

    Attributes:
        files: to read.
        output: the chunk file to make of them.
        orders: of days and months in dates, by root. Files of other roots that depend on it
            wait.
        dictionary: the file of the dictionary that records are packed with; None: none.
        quotations: whether who says what is looked for.
    """

    files: Sequence[ToRead]
    output: Path
    orders: Mapping[str, Order] = {}
    dictionary: Path | None = None
    quotations: bool = False


@dataclass(slots=True)
class ChunkReport:
    """What came of one job.

    Attributes:
        ids: of the statements in the chunk file, in order.
        same: files that have not changed.
        unavailable: ids of files that could not be read at all.
        waiting: files that can't be read before the order of days and months is known.
        notes: what is noted of files, by id (`file_notes`).
        read_as: how often each (key, field) was read that is not the field's own key.
        skipped, warnings: problems.
    """

    ids: list[str] = field(default_factory=list)
    same: list[SameFile] = field(default_factory=list)
    unavailable: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    waiting: list[ToRead] = field(default_factory=list)
    notes: Notes = field(default_factory=dict)
    read_as: dict[tuple[str, str], int] = field(default_factory=dict)


def read_chunk(job: Job, schema: Schema, on_read: OnFilesRead, disk: Disk = SYSTEM) -> ChunkReport:
    """Read the statements of a job's files into its chunk file.

    If none is new or changed, no file is written.

    Raises:
        SearchkitError: the chunk can't be written.
    """
    report = ChunkReport()
    with written(job.output):
        dictionary = job.dictionary.read_bytes() if job.dictionary else b""
    builder = ChunkBuilder(schema, dictionary, job.quotations)
    for number, file in enumerate(job.files, start=1):
        try:
            _read(file, job.orders, schema, builder, report)
        except OrderNeeded:
            report.waiting.append(file._replace(digest=None))
        except Unreadable as problem:
            report.skipped.append(Skipped(file.path, str(problem)))
            if isinstance(problem, Unavailable):
                report.unavailable.append(file.id)
        except Exception as error:  # One bad file never stops a run, whatever it holds.
            reason = f"could not be read ({type(error).__name__}: {error})"
            report.skipped.append(Skipped(file.path, reason))
        if number % PROGRESS_EVERY == 0:
            on_read(PROGRESS_EVERY)
    on_read(len(job.files) % PROGRESS_EVERY)
    if len(builder):
        with written(job.output):
            builder.write(job.output, disk)
    return report


def _read(
    file: ToRead,
    orders: Mapping[str, Order],
    schema: Schema,
    builder: ChunkBuilder,
    report: ChunkReport,
) -> None:
    data, state = read_file(file.path)
    if file.digest is not None and digest_number(content_digest(data)) == file.digest:
        report.same.append(SameFile(file.id, state.time))
        return
    order = orders.get(root_of(file.id)) if orders else None
    document = read_bytes(data, file.path, file.id, state, schema, order)
    builder.add(document)
    report.ids.append(file.id)
    report.warnings.extend(document.warnings)
    if document.date_order:
        is_open = document.date_order == AMBIGUOUS
        report.notes[file.id] = READ_AS[order or "unknown"] if is_open else document.date_order
    for pair in document.read_as:
        report.read_as[pair] = report.read_as.get(pair, 0) + 1


def main() -> None:
    """Serve requests until standard input ends."""
    gc.disable()  # Nothing here makes cycles; looking for them takes a tenth of the time.

    def reply(message: dict[str, object]) -> None:
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()

    for line in sys.stdin:
        job, schema = request_from(line)
        try:
            report = read_chunk(job, schema, lambda count: reply({"done": count}))
        except SearchkitError as error:
            reply({"what": error.what, "where": error.where, "remedy": error.remedy})
            continue
        reply(asdict(report) | {"read_as": [*report.read_as.items()]})


class WorkerRequest(NamedTuple):
    """What a worker process is asked for."""

    job: Job
    schema: Schema

    def to_line(self) -> str:
        """The request as a line of JSON."""
        files, output, orders, dictionary, quotations = self.job
        request = {
            "files": files,
            "output": str(output),
            "orders": dict(orders),
            "dictionary": str(dictionary) if dictionary else None,
            "quotations": quotations,
            "schema": self.schema.to_json(),
        }
        return json.dumps(request) + "\n"


def request_from(line: str) -> WorkerRequest:
    """Undo `WorkerRequest.to_line`."""
    request = json.loads(line)
    files = [ToRead(*file) for file in request["files"]]
    dictionary = Path(request["dictionary"]) if request["dictionary"] else None
    output = Path(request["output"])
    job = Job(files, output, request["orders"], dictionary, request["quotations"])
    return WorkerRequest(job, Schema.from_json(request["schema"]))


def report_from(reply: dict[str, Any]) -> ChunkReport:
    """The report that a worker process sent as JSON."""
    return ChunkReport(
        ids=reply["ids"],
        same=[SameFile(*values) for values in reply["same"]],
        unavailable=reply["unavailable"],
        waiting=[ToRead(*values) for values in reply["waiting"]],
        notes=reply["notes"],
        read_as={(key, field): count for (key, field), count in reply["read_as"]},
        skipped=[Skipped(**values) for values in reply["skipped"]],
        warnings=[Warned(**values) for values in reply["warnings"]],
    )


if __name__ == "__main__":
    main()
