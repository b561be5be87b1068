"""Opening a file of an index for reading.

Lives here: what any such file must be before a byte of it is trusted: a regular file in the
folder itself. An index may come from a stranger: a link in it could lead to any file of the
reader, and a pipe could block for ever. Does not live here: what is in the file (`container`,
`manifest`), writing (`directory`).
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

_FLAGS = (
    os.O_RDONLY
    # None of these is on every system.
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # Opening a pipe would wait for its writer.
)


def open_regular(path: Path) -> BinaryIO:
    """`path` open for reading, if it is a regular file and no link.

    The folders above it may be links.

    Raises:
        OSError: it can't be opened; its `strerror` says why.
    """
    if not hasattr(os, "O_NOFOLLOW") and path.is_symlink():
        raise _link(path)
    try:
        handle = os.open(path, _FLAGS)
    except OSError:
        if path.is_symlink():
            raise _link(path) from None
        raise
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "it is no regular file", str(path))
        return open(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def _link(path: Path) -> OSError:
    return OSError(errno.ELOOP, "it is a link, and links in an index are not followed", str(path))
