"""The part of a run that reads files: what comes of them, told to the commit and counted.

Lives here: which statements are added, replaced, the same or gone once the files are read.
Does not live here: which files are read (`changes`), reading them (`pool`, `worker`), writing
what they hold (`commit`).
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence

from searchkit.corpus.problems import Skipped, Warned
from searchkit.indexing.changes import Changes
from searchkit.indexing.commit import Commit
from searchkit.indexing.file_notes import Notes
from searchkit.indexing.pool import read_chunks
from searchkit.indexing.report import IndexReport, ReadAs
from searchkit.indexing.session import Session
from searchkit.indexing.worker import Job, OnFilesRead, ToRead

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
        not_read: how many files of other kinds there are, by suffix.

    Attributes:
        notes: what is noted of the files that are there, by id (`file_notes`).
    """

    def __init__(
        self,
        session: Session,
        changes: Changes,
        skipped: Sequence[Skipped],
        not_read: Mapping[str, int],
    ) -> None:
        self._session, self._changes, self._not_read = session, changes, not_read
        self._skipped = list(skipped)
        self._warnings: list[Warned] = []
        self._read_as: Counter[tuple[str, str]] = Counter()
        self._added = self._updated = self._same = self._kept = self._again = 0
        self._removed = len(changes.gone)
        self._known = dict(changes.known)
        self._ids: set[str] = set()
        previous = session.previous.notes
        self.notes: Notes = {i: note for i, note in previous.items() if i not in changes.gone}

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
    ) -> list[ToRead]:
        """Read files, and tell `commit` what has changed.

        Returns:
            the files that can't be read before the order of days and months is known.
        """
        total = sum(len(job.files) for job in jobs)
        useful = -(-total // FILES_PER_PROCESS)
        known, waiting = self._known, list[ToRead]()
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
            self._read_as.update(report.read_as)
            waiting += report.waiting
            for file in report.same:
                address = known.pop(file.id)
                if previous.file_time(address) != file.time:
                    commit.touch(address, file.time)
            for statement_id in report.unavailable:
                self._kept += known.pop(statement_id, None) is not None
            for statement_id in self.notes and report.ids:
                self.notes.pop(statement_id, None)
            self.notes |= report.notes
            replaced = [known.pop(i) for i in report.ids if i in known]
            commit.remove(replaced)
            self._updated += len(replaced)
            self._added += len(report.ids) - len(replaced)
            self._same += len(report.same)
            if report.ids:
                self._ids.update(report.ids)
                commit.add_chunk(job.output)
        return waiting

    def forget_changed(self) -> None:
        """Forget what is noted of files that wait to be read, or hold no statement any more."""
        for statement_id in self.notes and self._known:
            self.notes.pop(statement_id, None)

    def read_again(self, statement_ids: Iterable[str], counted: Container[str]) -> None:
        """Expect files that have not changed to be read again.

        Args:
            statement_ids: of the files.
            counted: ids of those that were counted as unchanged.
        """
        addresses = self._session.previous.addresses
        for statement_id in statement_ids:
            self._known[statement_id] = addresses[statement_id]
            self._again += statement_id in counted

    def finish(self, commit: Commit) -> set[str]:
        """Remove the statements of files that hold none any more.

        Returns:
            the ids of all statements that the index holds then.
        """
        commit.remove(self._known.values())
        self._removed += len(self._known)
        before = self._session.previous.addresses.keys()
        return (before - self._known.keys() - self._changes.gone.keys()) | self._ids

    def report(self, seconds: float) -> IndexReport:
        """What the run did, and how long it took."""
        return IndexReport(
            added=self._added,
            updated=self._updated,
            removed=self._removed,
            unchanged=self._changes.unchanged + self._same + self._kept - self._again,
            skipped=tuple(self._skipped),
            warnings=tuple(self._warnings),
            seconds=seconds,
            replaced_sample=self._session.previous.was_sample,
            unusable=self._session.previous.unusable,
            not_read=dict(sorted(self._not_read.items(), key=lambda one: (-one[1], one[0]))),
            read_as=tuple(ReadAs(*pair, self._read_as[pair]) for pair in sorted(self._read_as)),
            reread=self._changes.reread,
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
