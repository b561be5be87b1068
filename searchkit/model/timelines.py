"""Timelines: what was said, in order of time.

Lives here: the values that `Archive.timeline` gives. Does not live here: finding what was said
(`searchkit.engines`), a timeline as Markdown or CSV (`searchkit.rendering.timelines`).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from searchkit.model.showing import shown_by
from searchkit.model.tables import SHOWN, captioned, data_frame, html_table

if TYPE_CHECKING:
    from searchkit.model.answer import Note

TIMELINE_COLUMNS = ("date", "speakers", "offices", "began", "ended", "text", "id", "title")
"""What CSV has of a row: fixed, for programs."""


@shown_by("date", "speakers", "text", "id")
class TimelineRow(NamedTuple):
    """Something that was said.

    Attributes:
        date, id, title: of the statement.
        text: the words, without the marks around them.
        start, end: where they are in the clean text of the body, in code points.
        speakers: who says them, as in `Quotation`.
        certain: as in `Quotation`.
        quoted: whether they are a quotation; else a sentence of a speech.
        offices: those that the first speaker held on the day, as far as statements show.
        began, ended: how they differ from those at the same speaker's row before; of the first
            row, nothing.
    """

    date: datetime.date
    id: str
    title: str
    text: str
    start: int
    end: int
    speakers: tuple[str, ...]
    certain: bool
    quoted: bool
    offices: tuple[str, ...] = ()
    began: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()

    @property
    def change(self) -> str:
        """The change of office before it, for people; empty: there is none."""
        parts = []
        if self.began:
            parts.append(f"now {', '.join(self.began)}")
        if self.ended:
            parts.append(f"no longer {', '.join(self.ended)}")
        return f"{self.speakers[0]}: {'; '.join(parts)}" if parts else ""

    def to_json(self) -> dict[str, object]:
        """The object that `searchkit timeline --json` prints for a row."""
        values = self._asdict()
        lists = {name: list(values[name]) for name in ("speakers", "offices", "began", "ended")}
        return {**values, "date": self.date.isoformat(), **lists}

    def cells(self) -> tuple[str | tuple[str, ...], ...]:
        """What a line of CSV has: `TIMELINE_COLUMNS`."""
        return (
            self.date.isoformat(),
            self.speakers,
            self.offices,
            self.began,
            self.ended,
            self.text,
            self.id,
            self.title,
        )


class Timeline(Sequence[TimelineRow]):
    """What was said with a query's words, by day, then id, then as it stands in the statement.

    Attributes:
        query: as it was given.
        interpreted: as it was understood.
        statements: how many statements match, copies each.
        undated: how many of them have no date, and are left out.
        notes: what the user should know.
    """

    def __init__(
        self,
        rows: Sequence[TimelineRow],
        *,
        query: str,
        interpreted: str,
        statements: int,
        undated: int,
        notes: tuple[Note, ...] = (),
    ) -> None:
        self._rows = tuple(rows)
        self.query = query
        self.interpreted = interpreted
        self.statements = statements
        self.undated = undated
        self.notes = notes

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> TimelineRow: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[TimelineRow, ...]: ...

    def __getitem__(self, place: int | slice) -> TimelineRow | tuple[TimelineRow, ...]:
        return self._rows[place]

    def __iter__(self) -> Iterator[TimelineRow]:
        return iter(self._rows)

    def __repr__(self) -> str:
        return f"<Timeline of {self.query!r}: {len(self)} rows>"

    def _repr_html_(self) -> str:
        rows = [(one.date, one.speakers, one.text, one.title, one.id) for one in self[:SHOWN]]
        names = ("date", "speakers", "text", "title", "id")
        return html_table(names, rows, captioned(repr(self), len(self)))

    def to_pandas(self) -> Any:
        """All rows as a `pandas.DataFrame` with the attributes of `TimelineRow` as columns.

        Raises:
            InvalidArgument: pandas is not installed.
        """
        return data_frame(self, TimelineRow._fields)

    def to_json(self) -> dict[str, object]:
        """The object that `searchkit timeline --json` prints."""
        return {
            "query": self.query,
            "interpreted": self.interpreted,
            "statements": self.statements,
            "undated": self.undated,
            "notes": [note._asdict() for note in self.notes],
            "rows": [one.to_json() for one in self],
        }
