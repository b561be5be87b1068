"""What a writer asks of the file system, in one place.

Lives here: the five operations that must survive crashes. Does not live here: the order in
which they are used (`container`, `directory`, `searchkit.indexing`). An index is written
through a `Disk` alone, so that a test can put another in its place: one that fails, or one
that loses what was never synced.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from searchkit.model.errors import SearchkitError


class Disk:
    """The file system as it is."""

    def create(self, path: Path) -> BinaryIO:
        """A new file to write to; there must be none of this name."""
        return path.open("xb")

    def sync(self, file: BinaryIO) -> None:
        """Make what was written survive a loss of power."""
        file.flush()
        os.fsync(file.fileno())

    def sync_directory(self, path: Path) -> None:
        """Make the names in a folder survive a loss of power, where the system can do that."""
        if os.name == "nt":  # Windows has no handle of a folder that could be synced.
            return
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def replace(self, source: Path, target: Path) -> None:
        """Give a file another name, at once; a file that had it is gone."""
        os.replace(source, target)

    def remove(self, path: Path) -> None:
        """Remove a file, if it is there."""
        path.unlink(missing_ok=True)


SYSTEM = Disk()


@contextmanager
def written(where: Path) -> Iterator[None]:
    """Turn an error of the system inside into one of ours.

    Raises:
        SearchkitError: something can't be written.
    """
    try:
        yield
    except OSError as error:
        raise SearchkitError(
            f"the index can't be written: {error.strerror or error}",
            where=str(error.filename or where),
            remedy="It is as it was before",
        ) from None
