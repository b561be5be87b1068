"""Disks that fail, and disks that lose what was never synced.

Lives here: stand-ins for `searchkit.storage.disk.Disk`. Does not live here: what has to
hold on them (`tests/indexing/test_crashes.py`).
"""

from __future__ import annotations

import errno
import io
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from searchkit.storage.disk import Disk

Folder = dict[str, bytes | None]
"""What each file of a folder holds; None: what it holds was never synced."""


class Stopped(BaseException):
    """The writer is gone: nothing of it runs any more."""


def point(operation: str, path: Path) -> str:
    """The name of a failure point: what is done to which kind of file."""
    kind = "workspace" if "building-" in str(path) else re.sub(r"[-\d]+(?=\.)", "", path.name)
    return f"{operation} {kind if not path.is_dir() else 'folder'}"


class FailingDisk(Disk):
    """Fails at one of its operations; `points` are the names of those it came to.

    Args:
        at: which one fails, from 0; None: none.
        error: makes the exception that it raises.
        after: whether the operation is done before it fails.
    """

    def __init__(
        self,
        at: int | None = None,
        error: Callable[[], BaseException] = Stopped,
        *,
        after: bool = False,
    ) -> None:
        self.points: list[str] = []
        self._at, self._error, self._after = at, error, after
        self._down = False

    def _do(self, name: str, work: Callable[[], Any]) -> Any:
        if self._down:
            raise self._error()
        number = len(self.points)
        self.points.append(name)
        if number != self._at:
            return work()
        # A process that is gone does not tidy up after itself.
        self._down = self._error is Stopped
        if self._after:
            made = work()
            if isinstance(made, io.IOBase):
                made.close()
        raise self._error()

    def create(self, path: Path) -> BinaryIO:
        file = self._do(point("create", path), lambda: super(FailingDisk, self).create(path))
        return _File(self, file, path)  # type: ignore[return-value]

    def sync(self, file: BinaryIO) -> None:
        whole = super()
        path = Path(file.name)
        self._do(point("sync", path), lambda: whole.sync(file))

    def sync_directory(self, path: Path) -> None:
        whole = super()
        self._do(point("sync", path), lambda: whole.sync_directory(path))

    def replace(self, source: Path, target: Path) -> None:
        whole = super()
        self._do(point("replace", target), lambda: whole.replace(source, target))

    def remove(self, path: Path) -> None:
        whole = super()
        if self._error is not Stopped:
            # What removes what a failed run left is not made to fail as well.
            self.points.append(point("remove", path))
            whole.remove(path)
            return
        self._do(point("remove", path), lambda: whole.remove(path))


class _File:
    """A file whose writing can fail."""

    def __init__(self, disk: FailingDisk, file: BinaryIO, path: Path) -> None:
        self._disk, self._file, self._path = disk, file, path

    def write(self, data: Any) -> int:
        def half() -> int:
            return self._file.write(bytes(data)[: max(1, len(data) // 2)])

        try:
            written: int = self._disk._do(
                point("write", self._path), lambda: self._file.write(data)
            )
        except BaseException:
            half()
            raise
        return written

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def disk_full() -> OSError:
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def denied() -> OSError:
    return PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def interrupted() -> OSError:
    return OSError(errno.EIO, os.strerror(errno.EIO))


class LosingDisk(Disk):
    """Takes note of what a loss of power would leave.

    What a file holds survives once it is synced, a name once its folder is. After each
    operation, `states` gives the folders that may be found then: from the least that
    must be there to all that was done.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        present = [path for path in sorted(folder.iterdir()) if path.is_file()]
        # A file keeps its number whatever it is called.
        self._numbers = {path.name: number for number, path in enumerate(present)}
        self._synced: dict[int, bytes] = {
            number: path.read_bytes() for number, path in enumerate(present)
        }
        self._durable = dict(self._numbers)
        self._next = len(present)
        self.history: list[tuple[str, Folder, Folder]] = []

    def _note(self, name: str) -> None:
        least = {name: self._synced.get(number) for name, number in self._durable.items()}
        named = {name: self._synced.get(number) for name, number in self._numbers.items()}
        written: Folder = {name: (self._folder / name).read_bytes() for name in self._numbers}
        self.history.append((f"{name}, names lost", least, named))
        self.history.append((f"{name}, all kept", written, written))

    def create(self, path: Path) -> BinaryIO:
        file = super().create(path)
        if path.parent == self._folder:
            self._numbers[path.name] = self._next
            self._next += 1
            self._note(point("create", path))
        return file

    def sync(self, file: BinaryIO) -> None:
        super().sync(file)
        path = Path(file.name)
        if path.parent == self._folder:
            self._synced[self._numbers[path.name]] = path.read_bytes()
            self._note(point("sync", path))

    def sync_directory(self, path: Path) -> None:
        super().sync_directory(path)
        if path == self._folder:
            self._durable = dict(self._numbers)
            self._note(point("sync", path))

    def replace(self, source: Path, target: Path) -> None:
        super().replace(source, target)
        if target.parent == self._folder:
            self._numbers[target.name] = self._numbers.pop(source.name)
            self._note(point("replace", target))

    def remove(self, path: Path) -> None:
        super().remove(path)
        if path.parent == self._folder and self._numbers.pop(path.name, None) is not None:
            self._note(point("remove", path))

    def states(self, scratch: Path) -> Iterator[tuple[str, Path]]:
        """(which, a folder) of all that may be found after a loss of power.

        Names that were not synced may be there or not, one by one: each alone, and all.
        What is not synced of a file is lost: nothing of it is there, or half, or garbage.
        """
        seen: set[Any] = set()
        for what, least, most in self.history:
            for chosen in _between(least, most):
                key = tuple(sorted((name, _hash(data)) for name, data in chosen.items()))
                if key in seen:
                    continue
                seen.add(key)
                for fill in (b"", b"\0" * 4096, b"garbage" * 100):
                    shutil.rmtree(scratch, ignore_errors=True)
                    scratch.mkdir()
                    for name, data in chosen.items():
                        (scratch / name).write_bytes(fill if data is None else data)
                    yield what, scratch
                    if None not in chosen.values():
                        break


def _hash(data: bytes | None) -> int | None:
    return None if data is None else hash(data)


def _between(least: Folder, most: Folder) -> Iterator[Folder]:
    """Folders between two: each name that differs as in one or as in the other."""
    differing = [
        name
        for name in sorted(least.keys() | most.keys())
        if (name in least, least.get(name)) != (name in most, most.get(name))
    ]
    assert len(differing) <= 10, differing
    for choice in range(1 << len(differing)):
        folder = dict(least)
        for bit, name in enumerate(differing):
            if choice >> bit & 1:
                if name in most:
                    folder[name] = most[name]
                else:
                    folder.pop(name, None)
        yield folder
