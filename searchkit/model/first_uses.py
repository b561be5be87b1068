"""First uses: who said something first, and when.

Lives here: the value that `Archive.first` gives. Does not live here: finding uses
(`searchkit.engines`), printing them (`searchkit.cli`).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from searchkit.model.showing import shown_by
from searchkit.model.tables import SHOWN, Table, captioned, html_table

if TYPE_CHECKING:
    import numpy as np

    from searchkit.model.answer import Note

FIRST_COLUMNS = ("who", "kind", "date", "id", "context")
"""What CSV and JSON have of a first use: fixed, for programs."""
FIRST, LAST = "first", "last"
"""The kinds of the first and the last use of all."""


@shown_by("who", "kind", "date", "context")
class FirstUse(NamedTuple):
    """The first or the last use of a query's words, by all or by one.

    Attributes:
        who: the minister or the portfolio; of the first and the last use of all, the names of
            the ministers, separated by "; ".
        kind: "first" or "last" of all; else the first use of a name of this field, as a query
            writes it ("minister", "portfolio").
        date: of the statement.
        id: of the statement.
        context: the words around it, those that match among them.
        title, url: of the statement.
        field: the text the words are in, "title" or "body".
        start, end: of those that match: offsets as in `Line`.
        left, match, right: the parts of `context`.
    """

    who: str
    kind: str
    date: datetime.date
    id: str
    context: str
    title: str
    url: str | None
    field: str
    start: int
    end: int
    left: str
    match: str
    right: str

    def to_json(self) -> dict[str, object]:
        """The object that `searchkit first --json` prints for a use."""
        return {
            "who": self.who,
            "kind": self.kind,
            "date": self.date.isoformat(),
            "id": self.id,
            "context": self.context,
        }

    def cells(self) -> tuple[str, ...]:
        """What a line of CSV has: `FIRST_COLUMNS`."""
        return self.who, self.kind, self.date.isoformat(), self.id, self.context


class FirstUses(Table[FirstUse]):
    """The first use of a query's words, the last, then the first by each name of each field,
    by date; of equal dates by id, then as they stand. A statement without a date can't be the
    first: it is left out, and `undated` counts it.

    `arrays` has a column for each attribute of `FirstUse`: `date` as datetime64[D], `start`
    and `end` as int64, the others as objects; shape (uses,) each.

    Attributes:
        query: as it was given.
        interpreted: as it was understood.
        statements: how many statements its words are in.
        undated: how many of them have no date.
        begins, ends: the days of the first and the last statement of the archive, or None
            where no date is known.
        notes: what the user should know.
    """

    def __init__(
        self,
        columns: Mapping[str, np.ndarray[Any, Any]],
        *,
        query: str,
        interpreted: str,
        statements: int,
        undated: int,
        begins: datetime.date | None,
        ends: datetime.date | None,
        notes: tuple[Note, ...] = (),
    ) -> None:
        super().__init__(FirstUse, columns)
        self.query = query
        self.interpreted = interpreted
        self.statements = statements
        self.undated = undated
        self.begins = begins
        self.ends = ends
        self.notes = notes

    @property
    def limits(self) -> tuple[str, ...]:
        """What the dates can't tell, for people: the words may be older than the archive."""
        said = []
        whole: Sequence[FirstUse] = self[:2]
        if whole and whole[0].date == self.begins:
            said.append(f"nothing before {self.begins}: the archive begins there")
        if whole and whole[-1].date == self.ends:
            said.append(f"nothing after {self.ends}: the archive ends there")
        return tuple(said)

    def __repr__(self) -> str:
        return f"<FirstUses of {self.query!r}: {len(self)}>"

    def _repr_html_(self) -> str:
        rows = [(one.who, one.kind, one.date, one.context, one.id) for one in self[:SHOWN]]
        said = "; ".join([captioned(repr(self), len(self)), *self.limits])
        return html_table(("who", "kind", "date", "context", "id"), rows, said)

    def to_json(self) -> dict[str, object]:
        """The object that `searchkit first --json` prints."""
        return {
            "query": self.query,
            "interpreted": self.interpreted,
            "statements": self.statements,
            "undated": self.undated,
            "begins": self.begins.isoformat() if self.begins else None,
            "ends": self.ends.isoformat() if self.ends else None,
            "limits": list(self.limits),
            "notes": [note._asdict() for note in self.notes],
            "uses": [use.to_json() for use in self],
        }
