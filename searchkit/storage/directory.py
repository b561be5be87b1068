"""The folder of an index: the writer's lock, replacing a file at once.

Lives here: what concerns the folder as a whole. Does not live here: what is in its files
(`container`, `manifest`).
"""

from __future__ import annotations

import errno
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from searchkit.model.errors import IndexLocked, InvalidInput
from searchkit.storage.disk import SYSTEM, Disk
from searchkit.storage.files import open_regular

LOCK = "write.lock"
HOLDER = "writer.json"
"""Who holds the lock, for people only. The lock itself is the operating system's: when a
process dies, its lock is free at once."""
NEW = ".new"


def replace_file(path: Path, data: bytes, disk: Disk = SYSTEM) -> None:
    """Write `data` to `path` so that a reader sees the old file or the new one, whole, even
    after a loss of power.
    """
    prepare_file(path, data, disk)
    put_in_place(path, disk)


def prepare_file(path: Path, data: bytes, disk: Disk = SYSTEM) -> None:
    """The first half of `replace_file`: all that may take time, or find the disk full."""
    new = _new(path)
    disk.remove(new)  # Left over by a crash.
    with disk.create(new) as file:
        file.write(data)
        disk.sync(file)


def put_in_place(path: Path, disk: Disk = SYSTEM) -> None:
    """The second half: what was prepared takes the place of the file, at once."""
    disk.replace(_new(path), path)
    disk.sync_directory(path.parent)


def _new(path: Path) -> Path:
    return path.with_name(path.name + NEW)


@contextmanager
def writing(directory: Path, wait: float = 0.0) -> Iterator[None]:
    """Hold the writer's lock of an index; the folder is made where it is missing.

    Args:
        directory: the index.
        wait: seconds to wait for another writer to finish.

    Raises:
        IndexLocked: another process holds it and did not let go in `wait` seconds.
        InvalidInput: the folder can't be made or written to.
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
        if (directory / LOCK).is_symlink():  # It would be emptied, wherever it is.
            raise OSError(errno.ELOOP, f"its {LOCK} is a link")
        lock.acquire(poll_interval=0.02)
    except Timeout:
        raise IndexLocked(
            f"another process is writing to this index{_holder(directory)}",
            where=str(directory),
            remedy="Try again when it has finished, or wait for it: --wait SECONDS",
        ) from None
    except OSError as error:
        raise InvalidInput(
            f"this folder can't be written to: {error.strerror or error}",
            where=str(directory),
            remedy="Name another folder with --index DIR",
        ) from None
    try:
        _write_holder(directory)
        yield
    finally:
        lock.release()


def _write_holder(directory: Path) -> None:
    since = time.strftime("%Y-%m-%d %H:%M:%S")
    try:
        text = json.dumps({"process": os.getpid(), "since": since})
        # A new file: writing to a link would change what it leads to.
        (directory / HOLDER).unlink(missing_ok=True)
        with (directory / HOLDER).open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        pass  # For people only; a full disk is noticed where it matters.


def _holder(directory: Path) -> str:
    try:
        with open_regular(directory / HOLDER) as file:
            holder = json.loads(file.read(1_000))
        return f": process {int(holder['process'])}, since {str(holder['since'])[:19]}"
    except (OSError, ValueError, KeyError, TypeError):
        return ""
