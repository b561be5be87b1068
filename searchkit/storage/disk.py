"""What a writer asks of the file system, in one place.

Lives here: the five operations that have to survive crashes. Does not live here: in
which order they are used (`container`, `directory`, `searchkit.indexing`). Everything
that an index is written with goes through a `Disk`, so that a test can put another one
in its place: one that fails, or one that loses what was never synced.
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
        """A new file to be written; one of this name must not be there."""
        return path.open("xb")

    def sync(self, file: BinaryIO) -> None:
        """Make what was written survive a loss of power."""
        file.flush()
        os.fsync(file.fileno())

    def sync_directory(self, path: Path) -> None:
        """Make the names in a folder survive a loss of power, where the system can."""
        if os.name == "nt":  # Windows has no handle for a folder that could be synced.
            return
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def replace(self, source: Path, target: Path) -> None:
        """Give a file another name at once; a file of that name is gone."""
        os.replace(source, target)

    def remove(self, path: Path) -> None:
        """Remove a file, if it is there."""
        path.unlink(missing_ok=True)


SYSTEM = Disk()


@contextmanager
def written(where: Path) -> Iterator[None]:
    """Turn what the system refuses inside into one of our errors.

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
