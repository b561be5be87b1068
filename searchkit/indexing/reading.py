"""The part of a run that reads files: what comes of them, told to the commit and counted.

Lives here: which statements are added, replaced, the same or gone once the files are
read. Does not live here: which files are read (`changes`), reading them (`pool`,
`worker`), writing what they hold (`commit`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from searchkit.corpus.problems import Skipped, Warned
from searchkit.indexing.changes import Changes
from searchkit.indexing.commit import Commit
from searchkit.indexing.pool import Job, read_chunks
from searchkit.indexing.previous import Old
from searchkit.indexing.report import IndexReport

FILES_PER_PROCESS = 150
"""Files that take about as long to read as starting a process does."""

Progress = Callable[[int, int], None]
"""Called with (files done, files in all)."""


class Reading:
    """What comes of the files that are read."""

    def __init__(self, old: Old, changes: Changes, skipped: list[Skipped]) -> None:
        self._old, self._changes = old, changes
        self._skipped = skipped
        self._warnings: list[Warned] = []
        self._added = self._updated = self._same = self._kept = 0
        self._removed = len(changes.gone)

    @property
    def seen(self) -> int:
        """Files that hold a statement."""
        return self._added + self._updated + self._same + self._kept

    def read(
        self,
        commit: Commit,
        jobs: Sequence[Job],
        processes: int | None,
        progress: Progress | None,
    ) -> None:
        """Read all files, and tell `commit` what has changed."""
        total = sum(len(job.files) for job in jobs)
        useful = -(-total // FILES_PER_PROCESS)
        known = dict(self._changes.known)
        for job, report in read_chunks(
            jobs,
            min(processes or os.cpu_count() or 1, max(1, useful)),
            _counter(progress, total),
        ):
            self._skipped += report.skipped
            self._warnings += report.warnings
            for statement_id, _, modified in report.same:
                place = known.pop(statement_id)
                if int(self._old.segments[place.segment].file_times[place.doc]) != modified:
                    commit.touch(place, modified)
            for statement_id in report.unavailable:
                self._kept += known.pop(statement_id, None) is not None
            replaced = [known.pop(i) for i in report.ids if i in known]
            commit.remove(replaced)
            self._updated += len(replaced)
            self._added += len(report.ids) - len(replaced)
            self._same += len(report.same)
            if report.ids:
                commit.add_chunk(job.output)
        # What is left can be read, but holds no statement any more.
        commit.remove(known.values())
        self._removed += len(known)

    def report(self, seconds: float) -> IndexReport:
        """What the run did."""
        return IndexReport(
            added=self._added,
            updated=self._updated,
            removed=self._removed,
            unchanged=self._changes.unchanged + self._same + self._kept,
            skipped=tuple(self._skipped),
            warnings=tuple(self._warnings),
            seconds=seconds,
            replaced_sample=self._old.was_sample,
            unusable=self._old.unusable,
        )


def _counter(progress: Progress | None, total: int) -> Callable[[int], None]:
    """Adds up what is done, and says so."""
    done = 0

    def say(count: int) -> None:
        nonlocal done
        done += count
        if progress:
            progress(done, total)

    return say
