"""Files as they come.

Lives here: a file's lines with bounded memory; the files of a folder. Does not live here: what
they hold (the readers).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from searchkit.importers.options import Options, Progress
from searchkit.model.errors import InvalidInput


def lines_of(path: Path, most: int, progress: Progress) -> Iterator[tuple[int, bytes | None]]:
    """(number, line with its end) of a file; None for a line of more than `most` bytes.

    Raises:
        InvalidInput: there is no such file.
    """
    try:
        with path.open("rb") as file:
            total, number, done = os.fstat(file.fileno()).st_size, 0, 0
            while line := file.readline(most + 1):
                number += 1
                done += len(line)
                if len(line) > most and not line.endswith(b"\n"):
                    while rest := file.readline(most):
                        done += len(rest)
                        if rest.endswith(b"\n"):
                            break
                    yield number, None
                else:
                    yield number, line
                progress(done, total)
    except OSError as error:
        raise unreadable(path, error) from None


def files_of(source: str, suffixes: tuple[str, ...], options: Options) -> Iterator[Path]:
    """The files of a kind: the one that is named, or those of a folder, sorted by path.

    Names that begin with a dot and links are left out; files of other kinds are counted.

    Raises:
        InvalidInput: there is nothing at the path.
    """
    top = Path(source)
    if not top.is_dir():
        if not top.is_file():
            raise unreadable(top, FileNotFoundError(2, "there is no such file or folder"))
        yield top
        return
    found = sorted(_walk(top, suffixes, options))
    for done, path in enumerate(found):
        yield path
        options.progress(done + 1, len(found))


def _walk(top: Path, suffixes: tuple[str, ...], options: Options) -> Iterator[Path]:
    for folder, folders, names in os.walk(top):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(folder, name)
            if name.startswith(".") or path.is_symlink():
                continue
            if path.suffix.lower() in suffixes:
                yield path
            else:
                options.not_read[path.suffix.lower()] += 1


def read_whole(path: Path, most: int) -> bytes:
    """The bytes of a file.

    Raises:
        InvalidInput: it can't be read, or is larger than `most` bytes.
    """
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise unreadable(path, error) from None
    if len(data) > most:
        raise InvalidInput(f"it is larger than {most // 2**20} MiB", where=str(path))
    return data


def unreadable(path: Path, error: OSError) -> InvalidInput:
    """The error for a source that the system won't give."""
    return InvalidInput(
        f"it can't be read: {error.strerror or error}", where=str(path), remedy="Check the path"
    )
