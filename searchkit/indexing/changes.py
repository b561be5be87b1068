"""What has changed in folders since they were indexed.

Lives here: holding files against what the index knows of them, by size and time first;
files that may have changed are named for reading, where their content decides. Does not
live here: finding files (`searchkit.corpus.files`), reading them (`worker`).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

from searchkit.corpus.files import Found
from searchkit.corpus.problems import Skipped
from searchkit.indexing.previous import Old, Place, inside
from searchkit.indexing.worker import ToRead


class Changes(NamedTuple):
    """What to do about folders.

    Attributes:
        to_read: files that are new or may have changed.
        known: where the index holds each of those that are not new, by id.
        unchanged: how many files are as they were.
        gone: statements whose files are not there any more.
    """

    to_read: list[ToRead]
    known: dict[str, Place]
    unchanged: int
    gone: list[Place]


def compare(
    old: Old,
    files: Sequence[Found],
    prefixes: Sequence[str],
    hidden: Sequence[str],
    *,
    verify: bool,
) -> Changes:
    """Hold the files that are there against the index before.

    Args:
        old: the index before.
        files: all files of the folders, by id.
        prefixes: what the ids of these folders begin with.
        hidden: the same of parts of them that can't be listed: what the index holds
            of those stays.
        verify: rely on no size and time, read every file.
    """
    # Lists, whose items are Python integers: each file asks for one.
    sizes = [segment.file_sizes.tolist() for segment in old.segments]
    times = [segment.file_times.tolist() for segment in old.segments]
    before = old.inside(prefixes)
    to_read: list[ToRead] = []
    known: dict[str, Place] = {}
    unchanged = 0
    for file in files:
        place = before.pop(file.id, None)
        if place is None:
            to_read.append(ToRead(file.id, file.name))
            continue
        size, time = sizes[place.segment][place.doc], times[place.segment][place.doc]
        is_same = not verify and time and _is_same(file, size, time)
        if is_same:
            unchanged += 1
        else:
            known[file.id] = place
            to_read.append(ToRead(file.id, file.name, old.digest(place)))
    gone = [place for name, place in before.items() if not inside(name, hidden)]
    return Changes(to_read, known, unchanged, gone)


def _is_same(file: Found, size: int, time: int) -> bool:
    try:
        status = os.stat(file.name)  # noqa: PTH116 (`Path` would take longer than the call)
    except OSError:
        return False  # Said by whoever reads it.
    return status.st_size == size and status.st_mtime_ns == time


def hidden_parts(skipped: Sequence[Skipped], roots: Sequence[tuple[str, str]]) -> list[str]:
    """What the ids of statements in folders that can't be listed begin with.

    Args:
        skipped: what could not be read while files were sought.
        roots: (path, what the ids of files under it begin with) of the folders.
    """
    found = []
    for one in skipped:
        for path, prefix in roots:
            if one.is_folder and (one.path == path or one.path.startswith(path + os.sep)):
                rest = one.path[len(path) :].replace(os.sep, "/").strip("/")
                found.append(prefix + (rest + "/" if rest else ""))
    return found
