"""The folder an index lives in: the writer's lock, syncing, names never used twice.

Lives here: what has to hold for the files of a folder together. Does not live
here: what is in the files (`container`, `manifest`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from searchkit.errors import IndexLocked, InvalidInput

LOCK = "write.lock"


def sync_directory(path: Path) -> None:
    """Make the names in a folder survive a loss of power, where the system can."""
    if os.name == "nt":  # Windows has no handle for a folder that could be synced.
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_file(path: Path, data: bytes) -> None:
    """Write `data` under `path` so that a reader sees the old file or the new one."""
    new = path.with_name(path.name + ".new")
    with new.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, path)
    sync_directory(path.parent)


@contextmanager
def writing(directory: Path, wait: float = 0.0) -> Iterator[None]:
    """Hold the writer's lock of an index; the folder is made where it is missing.

    Raises:
        IndexLocked: another process holds it and did not let go in `wait` seconds.
    """
    from filelock import FileLock, Timeout

    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidInput(
            f"no index can be made here: {error.strerror}",
            where=str(directory),
            remedy="Name another folder with --index DIR",
        ) from None
    lock = FileLock(directory / LOCK, timeout=wait)
    try:
        lock.acquire()
    except Timeout:
        raise IndexLocked(
            "another process is writing to this index",
            where=str(directory),
            remedy="Try again when it has finished",
        ) from None
    try:
        yield
    finally:
        lock.release()
