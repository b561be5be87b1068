"""Queries as a file of CSV holds them.

Lives here: rows to questions, line by line with bounded memory, and what is wrong with the file
or with one row. Does not live here: asking them (`batch`).

The first line names the columns: `query`, and filters. A filter is called as a query calls the
field, or as the field itself is called: `minister` or `ministers`. `since` and `until` are
filters too. Any other column is refused: taken for a note, a mistyped filter would widen every
answer.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO, NamedTuple, Protocol

from searchkit.model.errors import InvalidInput
from searchkit.schema.fields import Schema

MAX_LINE = 2**20
"""Bytes of a line, and characters of a cell: fifty times the longest query."""
QUERY, DATES = "query", ("since", "until")
_DELIMITERS = ",;\t"


class _Rows(Iterator[list[str]], Protocol):
    """What `csv.reader` makes, whose own type has no public name."""

    @property
    def line_num(self) -> int: ...


class Question(NamedTuple):
    """A row of the file.

    Attributes:
        query: its text.
        names: what narrows it, by what a query calls the field.
        since, until: days, as the row has them; None where it has none.
        error: what is wrong with the row; empty where it can be asked.
    """

    query: str
    names: Mapping[str, tuple[str, ...]] = {}
    since: str | None = None
    until: str | None = None
    error: str = ""


def questions(
    file: BinaryIO, name: str, schema: Schema, progress: Callable[[int], None]
) -> Iterator[Question]:
    """The questions of a file, each as soon as its line is read; the first line is read now.
    Empty lines are no questions.

    Args:
        file: to read.
        name: what errors call it.
        schema: the fields there are.
        progress: called with the number of lines read.

    Raises:
        InvalidInput: the first line does not name the columns, a line is not UTF-8 or too long.
    """
    lines = _lines(file, name, progress)
    first = next(lines, "")
    delimiter = max(_DELIMITERS, key=first.count)
    csv.field_size_limit(MAX_LINE)
    rows = csv.reader(_and(first, lines), delimiter=delimiter, strict=True)
    try:
        columns = _columns(next(rows, []), name, schema)
    except csv.Error as error:
        raise _no_columns(name, str(error), schema) from None
    return _each(rows, columns)


def _each(rows: _Rows, columns: Sequence[str]) -> Iterator[Question]:
    while True:
        begins = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield _wrong(begins, rows.line_num, f"the row can't be read: {error}")
            continue
        if not row:
            continue
        if len(row) != len(columns):
            cells = "1 cell" if len(row) == 1 else f"{len(row)} cells"
            yield _wrong(
                begins,
                rows.line_num,
                f"the row has {cells}, the first line {len(columns)}; "
                'a cell with a comma in it is written in double quotes, as in "budget, tax"',
            )
            continue
        cells_of = dict(zip(columns, row, strict=True))
        yield _question(cells_of, begins, rows.line_num)


def _question(cells: Mapping[str, str], begins: int, ends: int) -> Question:
    if begins != ends:
        return _wrong(
            begins,
            ends,
            "a cell goes on over several lines; within double quotes, a double quote is "
            "written twice",
        )
    query = cells[QUERY].strip()
    names = {
        field: tuple(name.strip() for name in cell.split(";") if name.strip())
        for field, cell in cells.items()
        if field != QUERY and field not in DATES
    }
    since, until = (cells.get(day, "").strip() or None for day in DATES)
    error = "" if query or since or until or any(names.values()) else "no query and no filter"
    return Question(query, names, since, until, error)


def _wrong(begins: int, ends: int, what: str) -> Question:
    where = f"line {begins}" if ends <= begins else f"lines {begins} to {ends}"
    return Question("", error=f"{where}: {what}")


def _columns(header: Iterable[str], name: str, schema: Schema) -> list[str]:
    """What each column is, in order: `QUERY`, one of `DATES`, or a field as a query calls it."""
    known = {QUERY: QUERY} | {day: day for day in DATES}
    for field in schema.filters:
        known |= {field.name.casefold(): field.query, field.query.casefold(): field.query}
    given = [cell.strip() for cell in header]
    unknown = [cell for cell in given if cell.casefold() not in known]
    if unknown and any(given):
        raise _no_columns(name, f"{unknown[0]!r} is no filter", schema)
    columns = [known[cell.casefold()] for cell in given if cell]
    if QUERY not in columns:
        raise _no_columns(name, "there is no column `query`" if columns else "it is empty", schema)
    if len(set(columns)) < len(columns):
        raise _no_columns(name, "two columns are the same", schema)
    return columns


def _no_columns(name: str, what: str, schema: Schema) -> InvalidInput:
    filters = ", ".join([*(field.query for field in schema.filters), *DATES])
    return InvalidInput(
        f"the first line does not name the columns: {what}",
        where=f"{name}, line 1",
        expected=f"query, and any of {filters}",
    )


def _lines(file: BinaryIO, name: str, progress: Callable[[int], None]) -> Iterator[str]:
    number = 0
    while line := file.readline(MAX_LINE + 1):
        number += 1
        where = f"{name}, line {number}"
        if len(line) > MAX_LINE:
            raise InvalidInput("the line is longer than 1 MiB", where=where)
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            raise InvalidInput(
                "this line is not UTF-8", where=where, remedy="Save the file as CSV in UTF-8"
            ) from None
        progress(number)


def _and(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest
