"""The part of a run that reads files: what comes of them, told to the commit and counted.

Lives here: which statements are added, replaced, the same or gone once the files are read.
Does not live here: which files are read (`changes`), reading them (`pool`, `worker`), writing
what they hold (`commit`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from searchkit.corpus.problems import Skipped, Warned
from searchkit.indexing.changes import Changes
from searchkit.indexing.commit import Commit
from searchkit.indexing.pool import read_chunks
from searchkit.indexing.report import IndexReport
from searchkit.indexing.session import Session
from searchkit.indexing.worker import Job, OnFilesRead

FILES_PER_PROCESS = 150
"""Files that take about as long to read as starting a process does. Retune it by building a few
hundred files with one process and with two."""

OnProgress = Callable[[int, int], None]
"""Called with (files done, files in all)."""


class FileReading:
    """What comes of the files that are read.

    Args:
        session: the session on the index.
        changes: the files to read, and what is known of them.
        skipped: what could not be read so far.
    """

    def __init__(self, session: Session, changes: Changes, skipped: Sequence[Skipped]) -> None:
        self._session, self._changes = session, changes
        self._skipped = list(skipped)
        self._warnings: list[Warned] = []
        self._added = self._updated = self._same = self._kept = 0
        self._removed = len(changes.gone)

    @property
    def skipped(self) -> Sequence[Skipped]:
        """What could not be read."""
        return self._skipped

    @property
    def seen(self) -> int:
        """How many files hold a statement."""
        return self._added + self._updated + self._same + self._kept

    def read(
        self,
        commit: Commit,
        jobs: Sequence[Job],
        processes: int | None,
        on_progress: OnProgress | None,
    ) -> None:
        """Read all files, and tell `commit` what has changed."""
        total = sum(len(job.files) for job in jobs)
        useful = -(-total // FILES_PER_PROCESS)
        known = dict(self._changes.known)
        previous = self._session.previous
        for job, report in read_chunks(
            jobs,
            self._session.schema,
            min(processes or os.cpu_count() or 1, max(1, useful)),
            _adding_up(on_progress, total),
            self._session.disk,
        ):
            self._skipped += report.skipped
            self._warnings += report.warnings
            for file in report.same:
                address = known.pop(file.id)
                if previous.file_time(address) != file.time:
                    commit.touch(address, file.time)
            for statement_id in report.unavailable:
                self._kept += known.pop(statement_id, None) is not None
            replaced = [known.pop(i) for i in report.ids if i in known]
            commit.remove(replaced)
            self._updated += len(replaced)
            self._added += len(report.ids) - len(replaced)
            self._same += len(report.same)
            if report.ids:
                commit.add_chunk(job.output)
        # The rest can be read, but holds no statement any more.
        commit.remove(known.values())
        self._removed += len(known)

    def report(self, seconds: float) -> IndexReport:
        """What the run did, and how long it took."""
        return IndexReport(
            added=self._added,
            updated=self._updated,
            removed=self._removed,
            unchanged=self._changes.unchanged + self._same + self._kept,
            skipped=tuple(self._skipped),
            warnings=tuple(self._warnings),
            seconds=seconds,
            replaced_sample=self._session.previous.was_sample,
            unusable=self._session.previous.unusable,
        )


def _adding_up(on_progress: OnProgress | None, total: int) -> OnFilesRead:
    """Adds up the files that are read, and reports the sum."""
    done = 0

    def add(count: int) -> None:
        nonlocal done
        done += count
        if on_progress:
            on_progress(done, total)

    return add
