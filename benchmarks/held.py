"""Keeping files in memory while something else is measured.

Lives here: locking the pages of files. Does not live here: what is measured.

Some systems take pages of files back that nobody has read for a few seconds, however much
memory is free. What is timed then is the disk, and who answered last. So the indexes of all
engines stay in memory while answers are timed.
"""

from __future__ import annotations

import ctypes
import mmap
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np


@contextmanager
def held(folders: Sequence[Path]) -> Iterator[int]:
    """Keep all files of some folders in memory.

    Yields:
        the bytes that are kept; less than there are where the system allows no more.
    """
    with ExitStack() as stack:
        yield sum(
            _hold(path, stack)
            for folder in folders
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.stat().st_size
        )


def _hold(path: Path, stack: ExitStack) -> int:
    with path.open("rb") as file:
        mapped = stack.enter_context(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    library = ctypes.CDLL(None, use_errno=True)
    lock = getattr(library, "mlock", None) if os.name == "posix" else None
    if lock is None:
        return 0
    # Unlocked with the mapping, when that is closed.
    address = np.frombuffer(mapped, np.uint8).ctypes.data
    kept = lock(ctypes.c_void_p(address), ctypes.c_size_t(len(mapped))) == 0
    return len(mapped) if kept else 0
