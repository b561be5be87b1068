"""Checking a whole index: `Archive.check`.

Lives here: doing so for all segments of a generation. Does not live here: what is
verified of one segment (`searchkit.segment.invariants`, `searchkit.segment.rederiving`),
printing what was found (`searchkit.cli`).
"""

from __future__ import annotations

from collections.abc import Callable

from searchkit.engines.local.snapshot import Snapshot
from searchkit.model.information import Checked, Fault
from searchkit.segment.blame import blaming
from searchkit.segment.invariants import check_segment
from searchkit.segment.rederiving import differences
from searchkit.storage.container import REBUILD

MAX_LISTED = 100
"""Faults that are listed; of more only the number is known."""


def check(
    snapshot: Snapshot, *, deep: bool = False, progress: Callable[[int, int], None] | None = None
) -> Checked:
    """See `Archive.check`."""
    for segment in snapshot.segments:
        check_segment(segment)
    if snapshot.manifest.vectors:
        from searchkit.meaning.vectors import check_vectors

        check_vectors(snapshot.directory, snapshot.manifest)
    if snapshot.manifest.related:
        snapshot.wordings.check()
    faults: list[Fault] = []
    count = 0
    total, before = sum(map(len, snapshot.segments)), 0
    for segment in snapshot.segments if deep else ():

        def say(done: int, _: int, before: int = before) -> None:
            if progress:
                progress(before + done, total)

        with blaming([segment]):
            for one in differences(segment, say):
                count += 1
                if len(faults) < MAX_LISTED:
                    file = segment.container.path.name
                    faults.append(Fault(file, one.statement, one.section, one.what))
        before += len(segment)
    return Checked(len(snapshot), tuple(faults), count, REBUILD)
