"""What has changed in folders since they were indexed.

Lives here: comparing files with what the index knows of them, by size and time first. Files
that may have changed are to be read; their content decides. Does not live here: finding
files (`searchkit.corpus.files`), reading them (`worker`).
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from searchkit.corpus.files import Root, StatementFile, can_read_html, suffix_of
from searchkit.corpus.problems import Skipped
from searchkit.indexing.file_notes import OLD
from searchkit.indexing.previous import PreviousIndex
from searchkit.indexing.worker import ToRead
from searchkit.model.address import Address


class Changes(NamedTuple):
    """What there is to do about folders.

    Attributes:
        to_read: files that are new or may have changed.
        known: the addresses of those that are not new, by id.
        unchanged: how many files are as they were.
        gone: the addresses of statements whose files are not there any more, by id.
        reread: how many files of `to_read` are read for the only reason that they were read
            by another version of the reader.
    """

    to_read: list[ToRead]
    known: dict[str, Address]
    unchanged: int
    gone: dict[str, Address]
    reread: int = 0


def compare(
    previous: PreviousIndex,
    files: Sequence[StatementFile],
    roots: Sequence[Root],
    skipped: Sequence[Skipped],
    not_read: Counter[str] | None = None,
    *,
    verify: bool,
) -> Changes:
    """Compare the files that are there with the index before.

    Args:
        previous: the index before.
        files: all files of the folders.
        roots: the folders.
        skipped: what could not be read while the files were found. What the index holds of a
            folder that can't be listed stays.
        not_read: where files that this installation can't read are counted, by suffix. What
            the index holds of such a file stays.
        verify: rely on no size and time, read every file.
    """
    # Lists of Python integers: each file asks for one.
    sizes = [segment.file_sizes.tolist() for segment in previous.segments]
    times = [segment.file_times.tolist() for segment in previous.segments]
    before = previous.inside([root.prefix for root in roots])
    parts = _hidden_parts(skipped, roots)
    hidden = previous.inside(parts) if parts else {}
    to_read: list[ToRead] = []
    known: dict[str, Address] = {}
    unchanged = reread = 0
    notes = previous.notes
    reads_pages = can_read_html()
    other: Counter[str] = Counter() if not_read is None else not_read
    for file in files:
        address = before.pop(file.id, None)
        if not reads_pages and file.is_page:
            other[suffix_of(file.name)] += 1
            unchanged += address is not None
            continue
        if address is None:
            to_read.append(ToRead(file.id, file.name))
            continue
        segment, statement = address
        if notes and notes.get(file.id) == OLD:
            # Its content may be the same, but not what is made of it.
            known[file.id] = address
            to_read.append(ToRead(file.id, file.name))
            reread += 1
            continue
        size, time = sizes[segment][statement], times[segment][statement]
        if not verify and time and _is_same(file, size, time):
            unchanged += 1
        else:
            known[file.id] = address
            to_read.append(ToRead(file.id, file.name, previous.digest(address)))
    gone = {name: one for name, one in before.items() if name not in hidden}
    return Changes(to_read, known, unchanged, gone, reread)


def _is_same(file: StatementFile, size: int, time: int) -> bool:
    try:
        status = os.stat(file.name)  # noqa: PTH116 (`Path` would take longer than the call)
    except OSError:
        return False  # Reported when the file is read.
    return status.st_size == size and status.st_mtime_ns == time


def _hidden_parts(skipped: Sequence[Skipped], roots: Sequence[Root]) -> list[str]:
    """The beginnings of the ids of statements in folders that can't be listed."""
    found = []
    for one in skipped:
        for root in roots:
            path = str(root.path)
            if one.is_folder and (one.path == path or one.path.startswith(path + os.sep)):
                rest = one.path[len(path) :].replace(os.sep, "/").strip("/")
                found.append(root.prefix + (rest + "/" if rest else ""))
    return found
