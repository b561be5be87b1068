"""`searchkit remove`: taking statements out by the path they came from.

Lives here: which ids a path means, whether or not it is still there. Does not live here:
removing them (`writer`).
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from searchkit.indexing.writer import IndexWriter
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
    total = 0
    with IndexWriter(directory, wait, disk) as writer:
        for path in paths:
            prefixes = _prefixes(path, writer.roots)
            removed = sum(writer.remove_inside(prefix) for prefix in prefixes)
            if not removed:
                raise InvalidInput(
                    "no statement of the index is there",
                    where=path,
                    expected="a file or folder that was indexed, or an id",
                    remedy="Nothing was removed. `search --files` prints ids",
                )
            total += removed
    return total


def _prefixes(path: str, roots: dict[str, str]) -> list[str]:
    """What the ids that a path means begin with: as a file, as a folder, as ids."""
    names = [path.rstrip("/")]
    # Not resolved as a whole: what is gone can't be.
    full = Path(os.path.abspath(path))  # noqa: PTH100
    for name, base in roots.items():
        for candidate in {full, full.parent.resolve() / full.name}:
            if candidate.is_relative_to(base):
                relative = candidate.relative_to(base).as_posix()
                names.append(name if relative == "." else f"{name}/{relative}")
    found = dict.fromkeys(unicodedata.normalize("NFC", name) for name in names)
    return [prefix for name in found for prefix in (name, name + "/")]
