"""Several values of one kind, as a tuple that shows itself.

Lives here: what an archive gives where it gives a handful of values: tenures, people, quotations,
names. Does not live here: the values, and tables made of columns (`searchkit.model.tables`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from searchkit.model.tables import SHOWN, captioned, data_frame, html_table

Row = TypeVar("Row", bound=tuple[Any, ...])


class Rows(tuple[Row, ...]):
    """A tuple of named tuples of one class. It is what a tuple is, and equal to one; a notebook
    shows it as a table, and `to_pandas` makes a data frame of it.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        lines = [f" {one!r}," for one in self[:SHOWN]]
        if len(self) > SHOWN:
            lines.append(f" … {len(self) - SHOWN:,} more")
        return "\n".join(["(", *lines, ")"]) if lines else "()"

    def _repr_html_(self) -> str:
        kind = f" {type(self[0]).__name__}" if self else " rows"
        names = getattr(self[0], "_shown_by", self._names()) if self else ()
        rows = [[getattr(one, name) for name in names] for one in self[:SHOWN]]
        return html_table(names, rows, captioned(f"{len(self):,}{kind}", len(self)))

    def to_pandas(self) -> Any:
        """A `pandas.DataFrame` with a row for each, and their attributes as columns.

        Raises:
            InvalidArgument: pandas is not installed.
        """
        return data_frame(self, self._names())

    def _names(self) -> Iterable[str]:
        # Without a row there is none to ask.
        return self[0]._fields if self else ()  # type: ignore[attr-defined]
