"""A statement that a quotation may come from, read.

Lives here: its words, who says them, and where it only says who speaks. Does not live here: which
statements are read (`checking_quotes`), finding quotations (`searchkit.quotations`).
"""

from __future__ import annotations

from functools import cached_property

from searchkit.model.quotations import Quotation
from searchkit.quotations.comparing import quoted_text
from searchkit.quotations.finding import narrators, quotations
from searchkit.segment.store.records import Record


class QuotedStatement:
    """A statement, read; its quotations are found where they matter.

    Attributes:
        id, date, title: of the statement.
        source: its body.
    """

    def __init__(self, id: str, record: Record, people: tuple[str, ...]) -> None:
        self.id, self.date, self.title = id, record.date, record.title
        self.source = quoted_text(record.text)
        self._people = people

    @cached_property
    def _quoted(self) -> list[Quotation]:
        return quotations(self.source.text, self.title, self._people)

    def speakers(self, start: int, end: int) -> tuple[str, ...]:
        """Who says what stands from `start` to `end`."""
        inside = [one for one in self._quoted if one.start < end and start < one.end]
        if inside:
            return tuple(dict.fromkeys(name for one in inside for name in one.speakers))
        return narrators(self.source.text, self.title, self._people)

    def only_attributes(self, first: int, last: int) -> bool:
        """Whether words only say who speaks, between two parts of what one speaker says."""
        if first < 1 or last >= len(self.source.spans) or first >= last:
            return False
        start, end = self.source.spans[first][0], self.source.spans[last - 1][1]
        before = [one for one in self._quoted if one.end <= start][-1:]
        after = [one for one in self._quoted if one.start >= end][:1]
        if not before or not after or before[0].speakers != after[0].speakers:
            return False
        touches = before[0].end > self.source.spans[first - 1][0]
        touches = touches and after[0].start < self.source.spans[last][1]
        inside = any(one.start < end and start < one.end for one in self._quoted)
        return touches and not inside and "\n" not in self.source.text[start:end]
