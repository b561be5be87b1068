"""What a reader is told besides its source.

Lives here: the values. Does not live here: the command's options (`searchkit.cli.importing`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Progress: TypeAlias = Callable[[int, int], None]
"""Called with how much is done, and of how much: bytes or files."""


def no_progress(_done: int, _total: int) -> None:
    """Show nothing."""


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
        not_read: counts, by suffix, the files of a folder that are of another kind.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str = "utf-8-sig"
    delimiter: str = ""
    body: Literal["text", "markdown"] = "text"
    progress: Progress = no_progress
    not_read: Counter[str] = field(default_factory=Counter)
