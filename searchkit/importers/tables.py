"""CSV: one statement a row, columns named in the first.

Lives here: rows to records. Does not live here: what a record means (`records`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from searchkit.importers.items import Found, Refused
from searchkit.importers.options import Options
from searchkit.importers.records import Columns, item_of
from searchkit.importers.sources import lines_of
from searchkit.model.errors import InvalidInput

MAX_CELL = 8 * 1024 * 1024
"""Characters of a cell, and bytes of a line."""
DELIMITERS = ",;\t|"
_SAYS_DELIMITER = re.compile(r"\"?sep=([^\"\r\n])\"?[\r\n]*", re.IGNORECASE)
"""The line that Excel reads before the table."""


def read(source: str, options: Options) -> Found:
    """The statements of a file, one by one.

    Raises:
        InvalidInput: there is no such file, its first line names no columns, or it is in
            another encoding.
    """
    path = Path(source)
    lines = _text_of(path, options)
    first = next(lines, "")
    said = _SAYS_DELIMITER.fullmatch(first)
    if said:
        first = next(lines, "")
    delimiter = options.delimiter or (said[1] if said else max(DELIMITERS, key=first.count))
    csv.field_size_limit(MAX_CELL)
    rows = csv.reader(_and(first, lines), delimiter=delimiter, strict=True)
    try:
        header = [name.strip() for name in next(rows, [])]
    except csv.Error as error:
        raise _no_columns(source, _reason(error)) from None
    # Spreadsheets write columns that somebody touched once, and gave no name.
    names = [name or f"column {number}" for number, name in enumerate(header, start=1)]
    if not any(header) or len(set(names)) < len(names):
        raise _no_columns(source, "two columns have one name" if any(header) else "it is empty")
    columns = Columns(names, options.columns, source, complete=True)
    empty = 0
    while True:
        where = f"{source}:{rows.line_num + 1 + bool(said)}"
        try:
            row = next(rows)
        except StopIteration:
            if empty:
                options.not_read["empty row" if empty == 1 else "empty rows"] = empty
            return
        except csv.Error as error:
            yield Refused(where, f"the row can't be read: {_reason(error)}")
            continue
        if not any(cell.strip() for cell in row):
            empty += bool(row)  # An empty line is no row.
            continue
        if len(row) != len(names):
            reason = f"the row has {len(row)} columns, the first line {len(names)}"
            yield Refused(where, reason)
            continue
        yield item_of(dict(zip(names, row, strict=True)), columns, options, path.name, where)


def _reason(error: csv.Error) -> str:
    """What the parser says, in words for whoever made the table."""
    said = str(error)
    if said.startswith("new-line character"):
        return "its lines end in carriage returns alone (save it with other line ends)"
    if said == "unexpected end of data":
        return "a quoted cell that begins here never ends, so the rest of the file is in it"
    return said


def _text_of(path: Path, options: Options) -> Iterator[str]:
    for number, line in lines_of(path, MAX_CELL, options.progress):
        if line is None:
            raise InvalidInput(
                f"a line is longer than {MAX_CELL // 2**20} MiB", where=f"{path}:{number}"
            )
        try:
            yield line.decode(options.encoding if number == 1 else _later(options.encoding))
        except UnicodeDecodeError:
            raise InvalidInput(
                f"this line is not {options.encoding}",
                where=f"{path}:{number}",
                remedy="Name the encoding, such as --encoding windows-1252; "
                "what was imported before it is there",
            ) from None


def _later(encoding: str) -> str:
    """The encoding of lines that have no mark before them."""
    return "utf-8" if encoding.lower() == "utf-8-sig" else encoding


def _and(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _no_columns(source: str, reason: str) -> InvalidInput:
    return InvalidInput(
        f"the first line names no columns: {reason}",
        where=f"{source}:1",
        expected="title, date, body, ... (see --map and --delimiter)",
    )
