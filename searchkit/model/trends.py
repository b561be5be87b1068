"""Trends: how often queries are said in each year, quarter or month.

Lives here: the value that `Archive.trend` gives, and what periods are called. Does not live
here: counting (`searchkit.engines`), plots and tables (`searchkit.rendering`,
`searchkit.cli`).
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from searchkit.model.arguments import MONTH, QUARTER, YEAR
from searchkit.model.showing import shown_by
from searchkit.model.tables import Table

if TYPE_CHECKING:
    import numpy as np

    from searchkit.model.answer import Note

MONTHS = {YEAR: 12, QUARTER: 3, MONTH: 1}
"""How many months each has."""
MAX_QUERIES = 6
"""Queries of a trend: as many as lines can be told apart."""
MAX_PERIODS = 12_000
"""Periods of a trend: a thousand years of months."""
FEW = 20
"""Of fewer statements, one more or less changes the rate by more than 50 in 1,000."""

TREND_COLUMNS = (
    *("query", "period", "statements", "occurrences", "all_statements", "all_words"),
    *("per_1000_statements", "per_million_words"),
)
"""What CSV and JSON have of a row of a trend: fixed, for programs."""
MEASURES = ("statements", "occurrences", "per_1000_statements", "per_million_words")
"""The columns of a trend that can be drawn."""


def period_name(number: int, by: str) -> str:
    """What a period is called: "2007", "2007-Q4", "2007-11".

    Args:
        number: its place, counted from the first period of the year 0.
        by: one of `searchkit.model.arguments.PERIODS`.
    """
    in_year = 12 // MONTHS[by]
    year, part = divmod(number, in_year)
    if by == YEAR:
        return f"{year:04d}"
    return f"{year:04d}-Q{part + 1}" if by == QUARTER else f"{year:04d}-{part + 1:02d}"


def period_days(number: int, by: str) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of a period; the arguments are those of `period_name`."""
    months = MONTHS[by]
    year, part = divmod(number, 12 // months)
    first = datetime.date(year, part * months + 1, 1)
    year, part = divmod((number + 1) * months, 12)
    if year > datetime.MAXYEAR:
        return first, datetime.date.max
    return first, datetime.date(year, part + 1, 1) - datetime.timedelta(days=1)


@shown_by("name", "statements", "partial")
class Period(NamedTuple):
    """A year, quarter or month of a trend.

    Attributes:
        name: "2007", "2007-Q4" or "2007-11", which a query can name as `date:2007` and, but
            for quarters, as `since` and `until`.
        since, until: its days that are counted: all of them, unless it is the first or the
            last and the archive, or what was asked for, begins or ends inside of it.
        partial: whether that is so.
        statements, words: how many are counted in it: the denominators.
    """

    name: str
    since: datetime.date
    until: datetime.date
    partial: bool
    statements: int
    words: int

    @property
    def is_sparse(self) -> bool:
        """Whether it has so few statements (fewer than `FEW`) that a rate says little."""
        return self.statements < FEW


@shown_by("name", "since", "until")
class Government(NamedTuple):
    """A term of government, as the statements tell of it.

    Attributes:
        name: of the head of government.
        since, until: the days of the first and the last statement that name this minister
            alone, for the portfolio of the head of government. Not the days of a warrant.
        query: finds the statements that tell so.
    """

    name: str
    since: datetime.date
    until: datetime.date
    query: str


class TrendTotals(NamedTuple):
    """What the rows of one query of a trend add up to.

    Attributes:
        statements: all that match: those of all periods, and `undated_statements`.
        occurrences: all in them: those of all periods, and `undated_occurrences`; None where
            the query has no words.
        undated_statements, undated_occurrences: those without a date, which are in no period.
    """

    statements: int
    occurrences: int | None
    undated_statements: int
    undated_occurrences: int | None


@shown_by("query", "period", "statements", "occurrences")
class TrendRow(NamedTuple):
    """How often a query was said in one period.

    Attributes:
        query: as it was given.
        period: its name: "2007", "2007-Q4" or "2007-11".
        statements: how many match; copies count each.
        occurrences: how many runs of words make them match, as `Archive.matches` gives them;
            None where the query has no words.
        all_statements, all_words: how many statements there are in the period, and words of
            their titles and bodies: the denominators.
        per_1000_statements: 1,000 * statements / all_statements; None of no statement.
        per_million_words: 1,000,000 * occurrences / all_words; None where the query has no
            words, or the period none.
    """

    query: str
    period: str
    statements: int
    occurrences: int | None
    all_statements: int
    all_words: int
    per_1000_statements: float | None
    per_million_words: float | None

    def to_json(self) -> dict[str, object]:
        """The object that `searchkit trend --json` prints for a row."""
        return self._asdict()

    def cells(self) -> tuple[str | float | None, ...]:
        """What a line of CSV has: `TREND_COLUMNS`."""
        return tuple(str(value) if isinstance(value, int) else value for value in self)


class Trend(Table[TrendRow]):
    """How often queries were said over time: a row for each query and period, query by query,
    periods ascending, none left out between the first and the last.

    `arrays` has `query` and `period` (str), `statements`, `all_statements` and `all_words`
    (int64), `occurrences` (int64, -1 where the query has no words), `per_1000_statements` and
    `per_million_words` (float64, NaN where a row has None); shape (queries * periods,) each.

    Attributes:
        by: "year", "quarter" or "month".
        queries: as they were given.
        interpreted: as each was understood.
        totals: what the rows of each add up to.
        notes: what the user should know of each.
        periods: those of every query, with their denominators.
        undated: how many of the statements that are counted have no date and are in no period.
        governments: terms of government, by their beginning; empty where nothing tells.
        told_by: what tells of them, for people: "the portfolio Prime Minister".
    """

    def __init__(
        self,
        columns: Mapping[str, np.ndarray[Any, Any]],
        *,
        by: str,
        queries: tuple[str, ...],
        interpreted: tuple[str, ...],
        totals: tuple[TrendTotals, ...],
        notes: tuple[tuple[Note, ...], ...],
        periods: tuple[Period, ...],
        undated: int,
        governments: tuple[Government, ...] = (),
        told_by: str = "",
    ) -> None:
        super().__init__(TrendRow, columns)
        self.by = by
        self.queries = queries
        self.interpreted = interpreted
        self.totals = totals
        self.notes = notes
        self.periods = periods
        self.undated = undated
        self.governments = governments
        self.told_by = told_by

    @overload
    def __getitem__(self, number: int) -> TrendRow: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[TrendRow, ...]: ...
    def __getitem__(self, number: int | slice) -> TrendRow | tuple[TrendRow, ...]:
        if isinstance(number, slice):
            return tuple(map(_without_nan, super().__getitem__(number)))
        return _without_nan(super().__getitem__(number))

    def of(self, query: int) -> tuple[TrendRow, ...]:
        """The rows of one query, by its place among `queries`."""
        count = len(self.periods)
        return self[query * count : (query + 1) * count]

    def values(self, query: int, measure: str) -> tuple[float | None, ...]:
        """One of `MEASURES` of a query in every period."""
        return tuple(getattr(row, measure) for row in self.of(query))

    def __repr__(self) -> str:
        asked = ", ".join(map(repr, self.queries))
        return f"<Trend of {asked} by {self.by}: {len(self.periods)} periods>"

    def to_json(self) -> dict[str, object]:
        """The object that `searchkit trend --json` prints."""
        return {
            "by": self.by,
            "queries": [
                {
                    "query": self.queries[number],
                    "interpreted": self.interpreted[number],
                    **self.totals[number]._asdict(),
                    "notes": [note._asdict() for note in self.notes[number]],
                }
                for number in range(len(self.queries))
            ],
            "periods": [
                {
                    "period": period.name,
                    "since": period.since.isoformat(),
                    "until": period.until.isoformat(),
                    "partial": period.partial,
                    "few": period.is_sparse,
                }
                for period in self.periods
            ],
            "undated": self.undated,
            "governments": [
                {
                    **one._asdict(),
                    "since": one.since.isoformat(),
                    "until": one.until.isoformat(),
                }
                for one in self.governments
            ],
            "told_by": self.told_by,
            "rows": [row.to_json() for row in self],
        }


def _without_nan(row: TrendRow) -> TrendRow:
    """What no number can be is None for people and programs."""
    counted = row.occurrences is not None and row.occurrences >= 0
    per_1000, per_million = row.per_1000_statements, row.per_million_words
    return row._replace(
        occurrences=row.occurrences if counted else None,
        per_1000_statements=None if per_1000 is None or math.isnan(per_1000) else per_1000,
        per_million_words=None if per_million is None or math.isnan(per_million) else per_million,
    )
