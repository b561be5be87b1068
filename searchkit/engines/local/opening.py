"""Opening an index.

Lives here: reading the manifest and mapping what it names. Does not live here:
where the command looks for an index (`searchkit.cli.places`).
"""

from __future__ import annotations

from pathlib import Path

from searchkit.engines.local.snapshot import Snapshot
from searchkit.model.errors import CorruptIndex
from searchkit.schema.analysis import versions
from searchkit.storage.manifest import read_manifest

ATTEMPTS = 5
"""How often a new manifest is read because a writer has just replaced the old one."""


def open_snapshot(
    directory: Path, verify: bool = False, before: Snapshot | None = None
) -> Snapshot:
    """The newest generation of the index in `directory`.

    Args:
        directory: the index.
        verify: compare everything with its checksum.
        before: an earlier snapshot of it; returned where nothing is newer, and its
            files that still serve are not opened again.

    Raises:
        IndexNotFound, CorruptIndex, IncompatibleIndex: as they say.
    """
    for attempt in range(ATTEMPTS):
        manifest = read_manifest(directory, versions())
        if before and manifest == before.manifest:
            return before
        try:
            snapshot = Snapshot(directory, manifest, before=before)
        except CorruptIndex:
            # A writer may have removed the files of this generation by now.
            newer = read_manifest(directory, versions()).generation != manifest.generation
            if not newer or attempt == ATTEMPTS - 1:
                raise
            continue
        if verify:
            from searchkit.segment.invariants import check_segment

            for segment in snapshot.segments:
                check_segment(segment)
        return snapshot
    raise AssertionError("unreachable")
