"""What was wrong with a file: skipped altogether, or read but repaired.

Lives here: the two records a run reports. Does not live here: deciding which it
is (`reader`, `files`).
"""

from __future__ import annotations

from dataclasses import dataclass


class Unreadable(Exception):
    """Why one file is skipped; never leaves the indexing run."""


class Unavailable(Unreadable):
    """The file can't be read now; what it holds is not known."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that could not be read into the index, and why; or a whole folder."""

    path: str
    reason: str
    is_folder: bool = False


@dataclass(frozen=True, slots=True)
class Warned:
    """A file that was read, and what had to be repaired.

    `line` is the 1-based line of the file it is about, or None.
    """

    path: str
    line: int | None
    message: str
