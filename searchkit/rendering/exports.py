"""Files of many statements, written as they are read.

Lives here: CSV, JSON Lines, BibTeX and RIS as streams of text; a statement as JSON. Does
not live here: one citation (`citations`), the feed (`feeds`), compressing and sending.

Each function takes any iterable of statements or hits and yields blocks of text of about
`BLOCK` characters, to be encoded in UTF-8: no more than one block is in memory at a time.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from searchkit.model.statement import Statement
from searchkit.rendering.citable import Citable, encodable, one_line
from searchkit.rendering.citations import cite

BLOCK = 16_384
COLUMNS = ("id", "title", "date", "ministers", "portfolios", "url", "permalink", "attachments")
Permalink = Callable[[str], str]
"""The address at which the statement of an id is shown."""

# What a spreadsheet would take for the start of a formula, full-width forms included.
_FORMULA = re.compile("[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")


def csv_rows(statements: Iterable[Citable], permalink: Permalink | None = None) -> Iterator[str]:
    """CSV with a header line (RFC 4180: commas, CR LF).

    It begins with a byte order mark, by which spreadsheets know UTF-8. Several names
    or addresses in a cell are separated by "; ". A cell never holds a line break or a
    control character: they become spaces. A cell that begins with one of = + - @ or
    with a tab or carriage return would be run as a formula: it gets an apostrophe in
    front, which spreadsheets take for "this is text" (https://owasp.org/www-community/
    attacks/CSV_Injection).
    """
    return _blocks(_csv(statements, permalink))


def _csv(statements: Iterable[Citable], permalink: Permalink | None) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    yield "\ufeff" + buffer.getvalue()
    for row in _rows(statements, permalink):
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([_cell(value) for value in row])
        yield buffer.getvalue()


def _cell(value: str | tuple[str, ...] | None) -> str:
    text = "; ".join(value) if isinstance(value, tuple) else value or ""
    line = one_line(text)
    return f"'{line}" if _FORMULA.match(text) or _FORMULA.match(line) else line


def jsonl_rows(statements: Iterable[Citable], permalink: Permalink | None = None) -> Iterator[str]:
    """One JSON object a line, with the keys of `COLUMNS`; unknown values are null."""
    return _blocks(
        encodable(json.dumps(dict(zip(COLUMNS, row, strict=True)), ensure_ascii=False)) + "\n"
        for row in _rows(statements, permalink)
    )


def bibtex_rows(statements: Iterable[Citable], permalink: Permalink | None = None) -> Iterator[str]:
    """A BibTeX file: entries with an empty line between."""
    return _blocks(_citations(statements, "bibtex", permalink, "\n"))


def ris_rows(statements: Iterable[Citable], permalink: Permalink | None = None) -> Iterator[str]:
    """A RIS file: one record after the other."""
    return _blocks(_citations(statements, "ris", permalink, ""))


def _citations(
    statements: Iterable[Citable], style: str, permalink: Permalink | None, between: str
) -> Iterator[str]:
    for number, one in enumerate(statements):
        if number and between:
            yield between
        yield cite(one, style, permalink=permalink(one.id) if permalink else None)


def _rows(
    statements: Iterable[Citable], permalink: Permalink | None
) -> Iterator[tuple[str | tuple[str, ...] | None, ...]]:
    """The values of `COLUMNS`."""
    for one in statements:
        yield (
            one.id,
            one.title,
            one.date.isoformat() if one.date else None,
            one.ministers,
            one.portfolios,
            one.url,
            permalink(one.id) if permalink else None,
            one.attachments,
        )


def _blocks(pieces: Iterable[str]) -> Iterator[str]:
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


class Export(NamedTuple):
    """A kind of file.

    Attributes:
        label: what people call it.
        media_type: of HTTP.
        rows: makes its text, block by block, from statements and their permalinks.
    """

    label: str
    media_type: str
    rows: Callable[[Iterable[Citable], Permalink | None], Iterator[str]]


EXPORTS = {
    "csv": Export("CSV", "text/csv; charset=utf-8", csv_rows),
    "jsonl": Export("JSON Lines", "application/jsonl; charset=utf-8", jsonl_rows),
    "bib": Export("BibTeX", "application/x-bibtex; charset=utf-8", bibtex_rows),
    "ris": Export("RIS", "application/x-research-info-systems; charset=utf-8", ris_rows),
}
"""All kinds, by the ending of the file's name: pages offer these."""


def statement_object(statement: Statement, text: str) -> dict[str, object]:
    """A statement as the JSON object that commands and API give.

    Args:
        statement: the statement.
        text: the clean text of its body.
    """
    return {
        "id": statement.id,
        "title": statement.title,
        "date": statement.date.isoformat() if statement.date else None,
        "url": statement.url,
        "ministers": list(statement.ministers),
        "portfolios": list(statement.portfolios),
        "attachments": list(statement.attachments),
        "extra": dict(statement.extra),
        "text": text,
        "body": statement.body,
    }
