"""The memory of the process, held down and given back.

Lives here: what is asked of the allocator of the C library, where that is glibc's. Does not
live here: what one answer may take (`budgets`).

Left alone, glibc takes large arrays from heaps of its own, one for each thread, and keeps
most of it when they are freed. What it is told here costs a page fault for each page of a
large array, and nothing for others.
"""

from __future__ import annotations

import ctypes
import gc
import sys

TRIM_THRESHOLD, MMAP_THRESHOLD, ARENA_MAX = -1, -3, -8
"""Options of `mallopt` (malloc.h)."""
LARGE = 1 << 20
"""Bytes from which on memory is the system's own again as soon as it is freed."""


def _library() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    known = hasattr(library, "mallopt") and hasattr(library, "malloc_trim")
    return library if known else None


_C = _library()


def hold_down() -> None:
    """Have large arrays given back when they are freed, and one heap for all threads."""
    if _C:
        _C.mallopt(MMAP_THRESHOLD, LARGE)
        _C.mallopt(TRIM_THRESHOLD, LARGE)
        _C.mallopt(ARENA_MAX, 1)


def give_back() -> None:
    """Give the system what is free in the heap; takes about a millisecond."""
    if _C:
        _C.malloc_trim(0)


def tidy_up() -> None:
    """Collect garbage, then give the system what is free; takes some milliseconds."""
    gc.collect()
    give_back()
