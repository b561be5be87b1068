"""`searchkit remove`: taking statements out by the path they came from.

Lives here: which statements a path means, whether or not it is still there. Does not live
here: removing statements by their ids (`writer`), writing (`commit`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from searchkit.corpus.files import names_of
from searchkit.indexing.session import open_session_to_change
from searchkit.model.address import Address
from searchkit.model.errors import InvalidInput
from searchkit.storage.disk import SYSTEM, Disk


def remove_paths(
    paths: Sequence[str], directory: Path, *, wait: float = 0.0, disk: Disk = SYSTEM
) -> int:
    """Remove the statements of files and folders, all of them or none.

    Args:
        paths: files or folders, there or not any more; or ids, or what ids begin with
            (`releases/2007`).
        directory: the index.
        wait: seconds to wait for another writer.
        disk: where the index is written.

    Returns:
        how many were removed.

    Raises:
        InvalidInput: a path means no statement of the index.
        IndexLocked: another process is writing to it.
    """
    with open_session_to_change(directory, wait=wait, disk=disk) as session:
        previous = session.previous
        gone: dict[str, Address] = {}
        for path in paths:
            meant = previous.inside(_prefixes(path, previous.manifest.roots))
            if not meant.keys() - gone.keys():
                raise InvalidInput(
                    "no statement of the index is there",
                    where=path,
                    expected="a file or folder that was indexed, or an id",
                    remedy="Nothing was removed. `search --files` prints ids",
                )
            gone |= meant
        with session.commit() as commit:
            commit.remove(gone.values())
            if not commit.changes_nothing:
                left = previous.addresses.keys() - gone.keys()
                roots = previous.roots_of(left)
                commit.publish(roots, recorded=previous.recorded(left, roots))
    return len(gone)


def _prefixes(path: str, roots: Mapping[str, str]) -> list[str]:
    """The beginnings of the ids that a path means: as a file, as a folder, as ids."""
    return [prefix for name in names_of(path, roots) for prefix in (name, name + "/")]
