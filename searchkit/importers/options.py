"""What a reader is told besides its source.

Lives here: the values. Does not live here: the command's options (`searchkit.cli.importing`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

Progress: TypeAlias = Callable[[int, int], None]
"""Called with how much is done, and of how much: bytes or files."""


def no_progress(_done: int, _total: int) -> None:
    """Show nothing."""


def nothing_yet(_key: str) -> bool:
    """Nothing was imported before."""
    return False


@dataclass(frozen=True, slots=True)
class Options:
    """What can be said of a source.

    Attributes:
        columns: for a field of the statement, the column or key that holds it.
        encoding: of a file that names none.
        delimiter: of columns; "" takes that of `,`, `;`, tab and `|` which the first line has
            most of.
        body: whether texts are plain text or Markdown (which may hold HTML).
        progress: is shown how far it is.
        folder: where the files go, and what a reader has to remember until the next run.
        has: tells whether the file of an item, by its key, is there from an earlier run.
        delay: seconds between two requests to one host.
        private: whether servers of private networks may be asked.
        not_read: counts, by suffix, the files of a folder that are of another kind, and what
            else was passed over.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str = "utf-8-sig"
    delimiter: str = ""
    body: Literal["text", "markdown"] = "text"
    progress: Progress = no_progress
    folder: Path | None = None
    has: Callable[[str], bool] = nothing_yet
    delay: float = 1.0
    private: bool = False
    not_read: Counter[str] = field(default_factory=Counter)
