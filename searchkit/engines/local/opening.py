"""Opening an index.

Lives here: reading the manifest, mapping what it names, telling one generation from
another. Does not live here: which addresses are folders (`searchkit.engines.opening`).
"""

from __future__ import annotations

from pathlib import Path

from searchkit.engines.local.snapshot import Snapshot
from searchkit.model.errors import CorruptIndex
from searchkit.schema.analysis import versions
from searchkit.storage.manifest import MANIFEST, Manifest, read_manifest

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


def is_index(directory: Path) -> bool:
    """Whether there is an index in `directory`, sound or not."""
    return (directory / MANIFEST).exists()


def stamp_of(manifest: Manifest) -> str:
    """Short text that no other generation has: every file is in it, with its checksum."""
    from hashlib import blake2b  # A search does without.

    return blake2b(repr(manifest).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def latest_stamp(directory: Path) -> str:
    """See `Archive.latest`."""
    return stamp_of(read_manifest(directory, versions()))
