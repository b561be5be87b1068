"""The scratch files of a run.

Lives here: the folder they are in, and its names. Does not live here: what is written to
them (`chunks`, `worker`, `commit`).

None of it is data of the index: no manifest names it, nothing in it is synced, and it goes
with the run or, after a crash, with the next one. So the folder is made and removed directly.
What is written into it still goes through the run's `Disk`, so that tests can let it fail.
Worker processes are the exception: a `Disk` can't be handed to another process, and they
write to the system's.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from searchkit.model.errors import SearchkitError


class Workspace:
    """A folder of scratch files.

    Attributes:
        directory: the index that the folder is in.
    """

    def __init__(self, folder: Path) -> None:
        self.directory = folder.parent
        self._folder = folder
        self._made = 0

    def new_file(self) -> Path:
        """The path of a file that is not there yet; no path is given twice."""
        self._made += 1
        return self._folder / f"{self._made:06d}"


@contextmanager
def workspace_in(directory: Path) -> Iterator[Workspace]:
    """A workspace on the same disk as the index in `directory`, removed afterwards.

    Raises:
        SearchkitError: the folder can't be written to.
    """
    for left_over in directory.glob("building-*"):
        shutil.rmtree(left_over, ignore_errors=True)
    try:
        folder = Path(tempfile.mkdtemp(prefix="building-", dir=directory))
    except OSError as error:
        raise SearchkitError(f"can't write here: {error.strerror}", where=str(directory)) from None
    try:
        yield Workspace(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
