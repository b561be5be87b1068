"""Quotations: who says what in a statement.

Lives here: the value that `Archive.quotations` gives. Does not live here: finding
quotations (`searchkit.quotations`), printing them (`searchkit.cli`).
"""

from __future__ import annotations

from typing import NamedTuple

from searchkit.model.showing import shown_by


@shown_by("speakers", "text")
class Quotation(NamedTuple):
    """Words that a statement quotes, within one line of its clean text.

    What runs over several paragraphs is one quotation for each.

    Attributes:
        text: the words, without the marks around them.
        start, end: where they are in the clean text of the body, in code points.
        speakers: who says them, by full names without titles; several of a joint
            statement, none where it can't be told.
        certain: whether the text itself names who speaks, beside these words or those that
            they go on from; otherwise it follows from who speaks before and after.
    """

    text: str
    start: int
    end: int
    speakers: tuple[str, ...]
    certain: bool

    def to_json(self) -> dict[str, object]:
        """The object that `searchkit quotations --json` prints for it."""
        return {**self._asdict(), "speakers": list(self.speakers)}
