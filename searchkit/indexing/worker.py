"""One share of the reading: files in, a chunk file out.

Lives here: reading a list of files into a chunk, and the process that does so on
request (`python -m searchkit.indexing.worker`: one JSON request a line on standard
input, JSON replies on standard output). Does not live here: starting and feeding
such processes (`pool`), deciding which files are read (`changes`).
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NamedTuple

from searchkit.corpus.document import content_digest, digest_number
from searchkit.corpus.problems import Skipped, Unavailable, Unreadable, Warned
from searchkit.corpus.reader import read_bytes, read_file
from searchkit.model.errors import SearchkitError
from searchkit.segment.chunks.builder import ChunkBuilder
from searchkit.storage.disk import written

PROGRESS_EVERY = 100
"""Files between two signs of progress."""


class ToRead(NamedTuple):
    """A file to read: the id of its statement, its path, and the digest (as a number)
    that the index holds of it, or None: a file of this digest has not changed.
    """

    id: str
    path: str
    digest: int | None = None


@dataclass(slots=True)
class ChunkReport:
    """What came of one chunk.

    Attributes:
        ids: of the statements in the chunk file, in order.
        same: files that have not changed: [id, size, time] as in `FileState`.
        unavailable: ids of files that could not be read at all.
        skipped, warnings: problems.
    """

    ids: list[str] = field(default_factory=list)
    same: list[tuple[str, int, int]] = field(default_factory=list)
    unavailable: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)


def read_chunk(
    files: Sequence[ToRead], output: Path, progress: Callable[[int], None]
) -> ChunkReport:
    """Read the statements of `files` into the chunk `output`.

    Where none is new or changed, no file is written. `progress` is called with the
    number of files done since the last call.

    Raises:
        SearchkitError: the chunk can't be written.
    """
    report = ChunkReport()
    builder = ChunkBuilder()
    for number, file in enumerate(files, start=1):
        try:
            _read(file, builder, report)
        except Unreadable as problem:
            report.skipped.append(Skipped(file.path, str(problem)))
            if isinstance(problem, Unavailable):
                report.unavailable.append(file.id)
        except Exception as error:  # One bad file never stops a run, whatever it holds.
            reason = f"could not be read ({type(error).__name__}: {error})"
            report.skipped.append(Skipped(file.path, reason))
        if number % PROGRESS_EVERY == 0:
            progress(PROGRESS_EVERY)
    progress(len(files) % PROGRESS_EVERY)
    if len(builder):
        with written(output):
            builder.write(output)
    return report


def _read(file: ToRead, builder: ChunkBuilder, report: ChunkReport) -> None:
    data, state = read_file(Path(file.path))
    if file.digest is not None and digest_number(content_digest(data)) == file.digest:
        report.same.append((file.id, *state))
        return
    document = read_bytes(data, file.path, file.id, state)
    builder.add(document)
    report.ids.append(file.id)
    report.warnings.extend(document.warnings)


def main() -> None:
    """Serve requests until standard input ends."""
    gc.disable()  # Nothing here makes cycles; looking for them takes a tenth of the time.

    def say(message: dict[str, object]) -> None:
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()

    for line in sys.stdin:
        request = json.loads(line)
        files = [ToRead(*file) for file in request["files"]]
        try:
            report = read_chunk(files, Path(request["output"]), lambda count: say({"done": count}))
        except SearchkitError as error:
            say({"what": error.what, "where": error.where, "remedy": error.remedy})
            continue
        say(asdict(report))


def report_of(reply: dict[str, list[object]]) -> ChunkReport:
    """The report that a worker process sent as JSON."""
    lists: dict[str, list[object]] = {
        **reply,
        "skipped": [Skipped(**values) for values in reply["skipped"]],  # type: ignore[arg-type]
        "warnings": [Warned(**values) for values in reply["warnings"]],  # type: ignore[arg-type]
    }
    return ChunkReport(**lists)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
