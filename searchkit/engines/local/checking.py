"""Checking a whole index: `searchkit check`.

Lives here: doing so for all segments of the newest generation. Does not live here:
what is verified of one segment (`searchkit.segment.invariants`, `rederiving`), printing
what was found (`searchkit.cli`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from searchkit.engines.local.opening import open_snapshot
from searchkit.segment.blame import blaming
from searchkit.segment.rederiving import Difference, differences

MAX_LISTED = 100
"""Differences that are listed; of more only the number is known."""


class Found(NamedTuple):
    """What a check found.

    Attributes:
        statements: in the index.
        listed: (file, difference), the first `MAX_LISTED`.
        differences: how many there are.
    """

    statements: int
    listed: tuple[tuple[Path, Difference], ...]
    differences: int


def check_index(
    directory: Path, *, deep: bool = False, progress: Callable[[int, int], None] | None = None
) -> Found:
    """Verify every byte and invariant of the index in `directory`.

    Args:
        directory: the folder of the index.
        deep: hold it against the texts it stores, too: analyses all of them again.
        progress: called with (statements read, statements in all) when `deep`.

    Returns:
        what differs from the texts; nothing where not `deep`.

    Raises:
        IndexNotFound, CorruptIndex, IncompatibleIndex: as `searchkit.open`.
    """
    snapshot = open_snapshot(directory, verify=True)
    listed: list[tuple[Path, Difference]] = []
    count = 0
    total, before = sum(map(len, snapshot.segments)), 0
    for segment in snapshot.segments if deep else ():

        def say(done: int, _: int, before: int = before) -> None:
            if progress:
                progress(before + done, total)

        with blaming([segment]):
            for difference in differences(segment, say):
                count += 1
                if len(listed) < MAX_LISTED:
                    listed.append((segment.container.path, difference))
        before += len(segment)
    return Found(len(snapshot), tuple(listed), count)
