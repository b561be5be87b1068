"""CSV: tables that a spreadsheet opens and a program reads.

Lives here: what a cell may hold, lines as RFC 4180 has them, the tables of a search's
hits and of a concordance's lines.
Does not live here: the files that the page offers (`exports`).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from searchkit.model.answer import Hit, Snippet
from searchkit.model.words import COLUMNS, Line
from searchkit.rendering.citable import one_line
from searchkit.schema.fields import Schema
from searchkit.schema.values import listed

Value = str | tuple[str, ...] | float | None
BLOCK = 16_384
PASSAGE = "passage"
"""The column of a hit's snippets."""
_WHO = "ministers"
"""The column of a line that has who spoke, as the usual field is called."""

# What a spreadsheet would take for the start of a formula, full-width forms included.
_FORMULA = re.compile("[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    """A header line and a line for each row, as RFC 4180 has them (commas, CR LF).

    Several names in a cell are separated by "; ". A cell never holds a line break or a
    control character: they become spaces. A text that begins with one of = + - @ or with a
    tab or carriage return would be run as a formula: it gets an apostrophe in front, which
    spreadsheets take for "this is text" (https://owasp.org/www-community/attacks/
    CSV_Injection).
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(header)
    yield buffer.getvalue()
    for row in rows:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([_cell(value) for value in row])
        yield buffer.getvalue()


def _cell(value: Value) -> str:
    if isinstance(value, float):
        return repr(value)
    text = "; ".join(value) if isinstance(value, tuple) else value or ""
    line = one_line(text)
    return f"'{line}" if _FORMULA.match(text) or _FORMULA.match(line) else line


def hit_columns(schema: Schema) -> tuple[str, ...]:
    """The columns of `hits_as_csv` where nobody chooses others."""
    names = (field.name for field in schema.filters)
    return ("id", "date", "title", *names, "url", "score", PASSAGE)


def all_columns(schema: Schema) -> tuple[str, ...]:
    """Every column that `hits_as_csv` can have."""
    return (*hit_columns(schema), "permalink", "attachments")


def hits_as_csv(
    hits: Iterable[Hit],
    schema: Schema,
    columns: Sequence[str] = (),
    permalink: Callable[[str], str] | None = None,
) -> Iterator[str]:
    """The hits of a search, a line each.

    Args:
        hits: without snippets, their passage is empty.
        schema: their fields.
        columns: some of `all_columns`, in any order; empty: `hit_columns`.
        permalink: gives the address at which the statement of an id is shown; without it,
            that column is empty.
    """
    header = columns or hit_columns(schema)
    values = _values(schema, permalink)
    chosen = [values[name] for name in header]
    return csv_lines(header, ([value(hit) for value in chosen] for hit in hits))


def _values(
    schema: Schema, permalink: Callable[[str], str] | None
) -> Mapping[str, Callable[[Hit], Value]]:
    """What each of `all_columns` has of a hit."""
    found: dict[str, Callable[[Hit], Value]] = {
        "id": lambda hit: hit.id,
        "date": lambda hit: hit.date.isoformat() if hit.date else None,
        "title": lambda hit: hit.title,
        "url": lambda hit: hit.url,
        "score": lambda hit: hit.score,
        PASSAGE: lambda hit: passage(hit.snippets),
        "permalink": lambda hit: permalink(hit.id) if permalink else None,
        "attachments": lambda hit: hit.attachments,
    }
    for field in schema.filters:
        found[field.name] = partial(listed, field=field)
    return found


def lines_as_csv(lines: Iterable[Line], schema: Schema) -> Iterator[str]:
    """The lines of a concordance; who spoke stands in the column of that field."""
    speaker = schema.speaker.name if schema.speaker else ""
    header = [speaker if name == _WHO else name for name in COLUMNS]
    kept = [name for name in header if name]
    return csv_lines(kept, (_line(line, kept, speaker) for line in lines))


def _line(line: Line, columns: Sequence[str], speaker: str) -> tuple[Value, ...]:
    values = line._asdict() | {"date": line.date.isoformat() if line.date else None}
    values |= {"start": str(line.start), "end": str(line.end), speaker: line.said_by}
    return tuple(values[name] for name in columns)


def passage(snippets: Sequence[Snippet]) -> str:
    """Snippets as one text, with one "…" for what is left out between them."""
    text = ""
    for snippet in snippets:
        before = text.removesuffix("…").rstrip() + " … " if text else ""
        text = before + (snippet.text.removeprefix("…") if before else snippet.text)
    return text


def blocks(pieces: Iterable[str]) -> Iterator[str]:
    """`pieces` joined to blocks of `BLOCK` characters or a little more."""
    waiting: list[str] = []
    length = 0
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length >= BLOCK:
            yield "".join(waiting)
            waiting.clear()
            length = 0
    if waiting:
        yield "".join(waiting)
