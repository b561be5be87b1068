"""Files of many statements, written as they are read.

Lives here: CSV, JSON Lines, BibTeX and RIS as streams of text; a statement as JSON. Does
not live here: what a cell of CSV may hold (`tables`), one citation (`citations`), the feed
(`feeds`), compressing and sending.

Each function takes any iterable of statements or hits and yields blocks of text of about
`tables.BLOCK` characters, to be encoded in UTF-8: no more than one block is in memory at a time.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from searchkit.model.statement import Statement, fields_as_json
from searchkit.rendering.citable import Citable, encodable
from searchkit.rendering.citations import cite
from searchkit.rendering.tables import blocks, csv_lines
from searchkit.schema.fields import DEFAULT, Schema
from searchkit.schema.values import listed

Permalink = Callable[[str], str]
"""The address at which the statement of an id is shown."""


def columns(schema: Schema) -> tuple[str, ...]:
    """What CSV and JSON Lines have of a statement, in the fields of the schema that narrow."""
    names = (field.name for field in schema.filters)
    return ("id", "title", "date", *names, "url", "permalink", "attachments")


def csv_rows(
    statements: Iterable[Citable], permalink: Permalink | None = None, schema: Schema = DEFAULT
) -> Iterator[str]:
    """CSV as `tables.csv_lines` makes it, after a byte order mark, by which spreadsheets know
    UTF-8 in a file that is opened by a click.
    """
    rows = _rows(statements, permalink, schema)
    return blocks(itertools.chain(["\ufeff"], csv_lines(columns(schema), rows)))


def jsonl_rows(
    statements: Iterable[Citable], permalink: Permalink | None = None, schema: Schema = DEFAULT
) -> Iterator[str]:
    """One JSON object a line, with the keys that `columns` gives; unknown values are null."""
    keys = columns(schema)
    return blocks(
        encodable(json.dumps(dict(zip(keys, row, strict=True)), ensure_ascii=False)) + "\n"
        for row in _rows(statements, permalink, schema)
    )


def bibtex_rows(
    statements: Iterable[Citable], permalink: Permalink | None = None, schema: Schema = DEFAULT
) -> Iterator[str]:
    """A BibTeX file: entries with an empty line between."""
    return blocks(_citations(statements, "bibtex", permalink, schema, "\n"))


def ris_rows(
    statements: Iterable[Citable], permalink: Permalink | None = None, schema: Schema = DEFAULT
) -> Iterator[str]:
    """A RIS file: one record after the other."""
    return blocks(_citations(statements, "ris", permalink, schema, ""))


def _citations(
    statements: Iterable[Citable],
    style: str,
    permalink: Permalink | None,
    schema: Schema,
    between: str,
) -> Iterator[str]:
    for number, one in enumerate(statements):
        if number and between:
            yield between
        address = permalink(one.id) if permalink else None
        yield cite(one, style, permalink=address, schema=schema)


def _rows(
    statements: Iterable[Citable], permalink: Permalink | None, schema: Schema
) -> Iterator[tuple[str | tuple[str, ...] | None, ...]]:
    """The values of `columns`."""
    for one in statements:
        yield (
            one.id,
            one.title,
            one.date.isoformat() if one.date else None,
            *(listed(one, field) for field in schema.filters),
            one.url,
            permalink(one.id) if permalink else None,
            one.attachments,
        )


class Export(NamedTuple):
    """A kind of file.

    Attributes:
        label: what people call it.
        media_type: of HTTP.
        rows: makes its text, block by block, from statements, their permalinks and their fields.
    """

    label: str
    media_type: str
    rows: Callable[[Iterable[Citable], Permalink | None, Schema], Iterator[str]]


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
    own = fields_as_json(statement.fields)
    return {
        "id": statement.id,
        "title": statement.title,
        "date": statement.date.isoformat() if statement.date else None,
        "url": statement.url,
        "ministers": list(statement.ministers),
        "portfolios": list(statement.portfolios),
        "attachments": list(statement.attachments),
        "extra": dict(statement.extra),
        **({"fields": own} if own else {}),
        "text": text,
        "body": statement.body,
    }
