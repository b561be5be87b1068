"""One share of the reading: files in, a chunk file out.

Lives here: reading a list of files into a chunk, and the process that does so on
request (`python -m searchkit.indexing.worker`: one JSON request a line on standard
input, JSON replies on standard output). Does not live here: starting and feeding
such processes (`pool`).
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from searchkit.corpus.problems import Skipped, Unreadable, Warned
from searchkit.corpus.reader import read_file
from searchkit.segment.builder import ChunkBuilder

PROGRESS_EVERY = 100
"""Files between two signs of progress."""


@dataclass(slots=True)
class ChunkReport:
    """What came of one chunk: `count` statements in the file, and problems."""

    count: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)


def read_chunk(
    files: Sequence[tuple[str, str]], output: Path, progress: Callable[[int], None]
) -> ChunkReport:
    """Read the statements of `files`, (id, path) each, into the chunk `output`.

    Where none could be read, no file is written. `progress` is called with the
    number of files done since the last call.
    """
    report = ChunkReport()
    builder = ChunkBuilder()
    for number, (statement_id, path) in enumerate(files, start=1):
        try:
            source = read_file(Path(path), statement_id)
            builder.add(source.statement, source.text, source.digest)
            report.warnings.extend(source.warnings)
        except Unreadable as problem:
            report.skipped.append(Skipped(path, str(problem)))
        except Exception as error:  # One bad file never stops a run, whatever it holds.
            reason = f"could not be read ({type(error).__name__}: {error})"
            report.skipped.append(Skipped(path, reason))
        if number % PROGRESS_EVERY == 0:
            progress(PROGRESS_EVERY)
    progress(len(files) % PROGRESS_EVERY)
    report.count = len(builder)
    if len(builder):
        builder.write(output)
    return report


def main() -> None:
    """Serve requests until standard input ends."""
    gc.disable()  # Nothing here makes cycles; looking for them takes a tenth of the time.

    def say(message: dict[str, object]) -> None:
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()

    for line in sys.stdin:
        request = json.loads(line)
        report = read_chunk(
            [(str(statement_id), str(path)) for statement_id, path in request["files"]],
            Path(request["output"]),
            lambda count: say({"done": count}),
        )
        say(
            {
                "count": report.count,
                "skipped": [[s.path, s.reason] for s in report.skipped],
                "warnings": [[w.path, w.line, w.message] for w in report.warnings],
            }
        )


if __name__ == "__main__":
    main()
