"""What was wrong with a file: it is skipped, or read but repaired.

Lives here: the two records that a run reports. Does not live here: deciding which it is
(`reader`, `files`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Warn = Callable[[int | None, str], None]
"""Takes note of a repair: (1-based line of the file or None, message)."""


class Unreadable(Exception):
    """Why one file is skipped. It never leaves the run."""


class Unavailable(Unreadable):
    """The file can't be read now; nobody knows what it holds."""


class OrderNeeded(Exception):
    """A date can't be read before the order of its site's days and months is known."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is not in the index, and why; or a whole folder."""

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
