"""Files of many statements, written as they are read.

Lives here: CSV, JSON Lines, BibTeX and RIS as streams of text. Does not live here: one
citation (`citations`), the feed (`feeds`), compressing and sending.

Each function takes any iterable of statements or hits and gives chunks of text of some
`CHUNK` characters, to be encoded in UTF-8: at no time is more than a chunk in memory.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator

from searchkit.rendering.citations import Citable, cite, one_line

CHUNK = 16_384
COLUMNS = ("id", "title", "date", "ministers", "portfolios", "url", "permalink", "attachments")
Permalink = Callable[[str], str]
"""The address at which the statement of an id is shown."""

# What a spreadsheet would take for the beginning of a formula, full-width forms too.
_FORMULA = re.compile("[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def csv_rows(statements: Iterable[Citable], permalink: Permalink | None = None) -> Iterator[str]:
    """CSV with a header line (RFC 4180: commas, CR LF).

    It begins with a byte order mark, by which spreadsheets know UTF-8. Several names
    or addresses in a cell are separated by "; ". A cell never holds a line break or a
    control character: they become spaces. A cell that begins with one of = + - @ or
    with a tab or carriage return would be run as a formula: it gets an apostrophe in
    front, which spreadsheets take for "this is text" (https://owasp.org/www-community/
    attacks/CSV_Injection).
    """
    return _chunks(_csv(statements, permalink))


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
    """One JSON object a line, with the keys of `COLUMNS`; what is unknown is null."""
    return _chunks(
        _SURROGATES.sub(
            "\ufffd", json.dumps(dict(zip(COLUMNS, row, strict=True)), ensure_ascii=False)
        )
        + "\n"
        for row in _rows(statements, permalink)
    )


def bibtex_rows(statements: Iterable[Citable], permalink: Permalink | None = None) -> Iterator[str]:
    """A BibTeX file: entries with an empty line between."""
    return _chunks(_citations(statements, "bibtex", permalink, "\n"))


def ris_rows(statements: Iterable[Citable], permalink: Permalink | None = None) -> Iterator[str]:
    """A RIS file: one record after the other."""
    return _chunks(_citations(statements, "ris", permalink, ""))


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


def _chunks(pieces: Iterable[str]) -> Iterator[str]:
    """`pieces` joined to chunks of `CHUNK` characters or a little more."""
    waiting: list[str] = []
    length = 0
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length >= CHUNK:
            yield "".join(waiting)
            waiting.clear()
            length = 0
    if waiting:
        yield "".join(waiting)
