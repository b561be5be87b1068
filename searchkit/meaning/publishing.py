"""A file beside the segments becomes part of the next generation.

Lives here: the order of it, for both files of this room. Does not live here: what is in them
(`vectors`, `related`), the manifest (`searchkit.storage.manifest`).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Literal

from searchkit.indexing.commit import next_generation, remove_strays
from searchkit.schema.analysis import versions
from searchkit.storage.directory import writing
from searchkit.storage.disk import SYSTEM, Disk, written
from searchkit.storage.manifest import (
    FileEntry,
    publish,
    read_manifest,
    related_file,
    vectors_file,
)

Kind = Literal["vectors", "related"]
_NAMES = {"vectors": vectors_file, "related": related_file}


def publish_beside(
    directory: Path,
    kind: Kind,
    write: Callable[[Path], FileEntry],
    wait: float,
    disk: Disk = SYSTEM,
) -> None:
    """Give the newest generation, whatever has been written since, another file of a kind.

    Args:
        directory: the index.
        kind: which of the manifest's files.
        write: writes it to a path, and says how a manifest names it.
        wait: seconds to wait for another writer.
        disk: where it is written.

    Raises:
        IndexLocked: another process is writing to the index.
        SearchkitError: it can't be written; the index stays as it was.
    """
    with writing(directory, wait), written(directory):
        manifest = read_manifest(directory, versions())
        generation = next_generation(directory, manifest)
        path = directory / _NAMES[kind](generation)
        try:
            entry = write(path)
            disk.sync_directory(directory)
            newer = manifest._replace(generation=generation)
            newer = (
                newer._replace(vectors=entry)
                if kind == "vectors"
                else newer._replace(related=entry)
            )
            publish(directory, newer, disk)
        except BaseException:
            # Syncing may have failed after the manifest was in place: it needs this file.
            if read_manifest(directory, versions()).generation != generation:
                with suppress(OSError):
                    disk.remove(path)
            raise
        remove_strays(directory, newer, disk)
