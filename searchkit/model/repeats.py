"""Repeats: what was announced before, or again.

Lives here: the value that `Archive.repeats` gives. Does not live here: finding repeats
(`searchkit.engines`), printing them (`searchkit.cli`).
"""

from __future__ import annotations

import datetime
from typing import NamedTuple

from searchkit.model.showing import shown_by


@shown_by("date", "title", "score", "id")
class Repeat(NamedTuple):
    """A statement that says again, or said before, what another one says.

    Attributes:
        id, date, title: of the statement.
        score: how much of the shorter of the two texts the passages are, from 0 to 1.
        again: whether it tells the same thing again, as far as wording shows; otherwise both share
            a passage that may be no more than background.
        passages: what both say, as this statement has it, in its order.
    """

    id: str
    date: datetime.date | None
    title: str
    score: float
    passages: tuple[str, ...]
    again: bool = True

    def to_json(self) -> dict[str, object]:
        """The object that `searchkit repeats --json` prints for it."""
        return {
            "id": self.id,
            "date": self.date.isoformat() if self.date else None,
            "score": self.score,
            "passages": list(self.passages),
        }
