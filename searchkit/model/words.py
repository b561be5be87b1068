"""The words themselves: occurrences of a query in lines of context.

Lives here: the values that `Archive.concordance` gives. Does not live here: finding
occurrences (`searchkit.engines`), printing them (`searchkit.cli`, `searchkit.rendering`).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from searchkit.model.showing import shown_by
from searchkit.model.statement import fields_as_json
from searchkit.model.tables import AT_ONCE, SHOWN, SetOnce, captioned, data_frame

if TYPE_CHECKING:
    import numpy as np

    from searchkit.model.answer import Note
    from searchkit.model.statement import FieldValue

COLUMNS = (
    *("id", "date", "ministers", "title", "field", "start", "end", "left", "match", "right"),
)
"""What CSV and JSON have of a line: fixed, for programs."""


@shown_by("date", "context", "id")
class Line(NamedTuple):
    """An occurrence with what stands around it.

    Attributes:
        id, date, ministers, title: of the statement.
        field: the text it is in, "title" or "body".
        start, end: offsets into the title, or into the clean text of the body, in code points.
        left, match, right: the words before it, those that match, those after it. White
            space is run into one space.
        url: the address of the original, or None.
        said_by: who made the statement: the names of the first field of people.
        fields: what it has in the fields of a profile (`Statement.fields`).
    """

    id: str
    date: datetime.date | None
    ministers: tuple[str, ...]
    title: str
    field: str
    start: int
    end: int
    left: str
    match: str
    right: str
    url: str | None
    said_by: tuple[str, ...] = ()
    fields: Mapping[str, FieldValue | None] = {}

    @property
    def context(self) -> str:
        """All of it: the words before, those that match, those after."""
        return f"{self.left}{self.match}{self.right}"

    def to_json(self) -> dict[str, object]:
        """The object that `searchkit concordance --json` prints for a line."""
        values = self._asdict()
        own = fields_as_json(self.fields)
        return {name: values[name] for name in COLUMNS} | {
            "date": self.date.isoformat() if self.date else None,
            "ministers": list(self.ministers),
            **({"fields": own} if own else {}),
        }


Lines = Callable[[Sequence[int]], Sequence[Line]]
"""Makes the lines of some numbers."""


class Concordance(SetOnce, Sequence[Line]):
    """The occurrences of a query, in order: a sequence whose lines are made when they are
    asked for, so that a million of them take little memory.

    Args:
        arrays: see `arrays`.
        lines: makes lines.
        query: as it was given.
        interpreted: as it was understood.
        occurrences: how many there are, where this is a sample of them.
        statements: how many statements they are in.
        notes: what the user should know.

    Attributes:
        query, interpreted, occurrences, statements, notes: as given.
    """

    def __init__(
        self,
        arrays: Mapping[str, np.ndarray[Any, Any]],
        lines: Lines,
        *,
        query: str,
        interpreted: str,
        occurrences: int,
        statements: int,
        notes: tuple[Note, ...] = (),
    ) -> None:
        self._arrays = MappingProxyType(dict(arrays))
        self._lines = lines
        self.query = query
        self.interpreted = interpreted
        self.occurrences = occurrences
        self.statements = statements
        self.notes = notes

    @property
    def arrays(self) -> Mapping[str, np.ndarray[Any, Any]]:
        """One value a line, in their order, not to be written to: `segment` (uint32), `statement`
        (uint32, its number there), `field` (uint8, the place of the text in the schema),
        `first` (uint32, the number of the first word in the text, from 0) and `words` (uint32,
        from the first word to the last).
        """
        return self._arrays

    def of_query(self, query: str, interpreted: str, notes: tuple[Note, ...]) -> Concordance:
        """The same lines, of a query that was written otherwise."""
        return Concordance(
            self._arrays,
            self._lines,
            query=query,
            interpreted=interpreted,
            occurrences=self.occurrences,
            statements=self.statements,
            notes=notes,
        )

    def __len__(self) -> int:
        return int(self._arrays["first"].size)

    @overload
    def __getitem__(self, number: int) -> Line: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[Line, ...]: ...
    def __getitem__(self, number: int | slice) -> Line | tuple[Line, ...]:
        if isinstance(number, slice):
            return tuple(self._lines(range(*number.indices(len(self)))))
        return self._lines([range(len(self))[number]])[0]

    def __iter__(self) -> Iterator[Line]:
        for first in range(0, len(self), AT_ONCE):
            yield from self[first : first + AT_ONCE]

    def to_json(self, lines: Iterable[Line]) -> dict[str, object]:
        """The object that `searchkit concordance --json` prints; `lines`: those of a page."""
        return {
            "query": self.query,
            "interpreted": self.interpreted,
            "occurrences": self.occurrences,
            "statements": self.statements,
            "notes": [note._asdict() for note in self.notes],
            "lines": [line.to_json() for line in lines],
        }

    def __repr__(self) -> str:
        return f"<Concordance of {self.query!r}: {len(self)} of {self.occurrences}>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(str(one.date or ''))}</td>"
            f'<td style="text-align:right">{escape(one.left)}</td>'
            f"<td><b>{escape(one.match)}</b></td>"
            f'<td style="text-align:left">{escape(one.right)}</td>'
            f"<td>{escape(', '.join(one.said_by))}</td></tr>"
            for one in self[:SHOWN]
        )
        said = captioned(f"{len(self):,} of {self.occurrences:,} occurrences", len(self))
        return f"<table>{rows}</table><p>{said}</p>"

    def to_pandas(self) -> Any:
        """All lines as a `pandas.DataFrame` with the attributes of `Line` as columns.

        Raises:
            InvalidArgument: pandas is not installed.
        """
        return data_frame(self, Line._fields)
