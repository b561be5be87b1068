"""Lists of statements: `--jsonl`, `--csv`, `--files`, `--bibtex`, `--ris`.

Lives here: writing them as they are made, and which columns were asked for. Does not live here:
which statements (`asking`), what a line of CSV is (`searchkit.rendering.tables`), the files that
the page offers as well (`searchkit.rendering.exports`).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from searchkit.cli.asking import AS_PAGE, named_columns
from searchkit.cli.running import escaped, is_utf8, one_line, printable
from searchkit.rendering.tables import all_columns, blocks, hits_as_csv

if TYPE_CHECKING:
    from searchkit.model.answer import Hit
    from searchkit.schema.fields import Schema


def print_list(hits: Iterable[Hit], options: Mapping[str, Any], schema: Schema) -> int:
    """Print the list that the options ask for; returns its length."""
    counted = _Counted(hits)
    if kind := _offered(options):
        from searchkit.rendering.exports import EXPORTS

        lines = EXPORTS[kind].rows(counted, permalink_of(options["site"]), schema)
        as_written()
        emit(map(tame, lines))
    elif options["csv"]:
        lines = hits_as_csv(
            counted, schema, columns_of(options, schema), permalink_of(options["site"])
        )
        as_written()
        emit(map(tame, lines))
    elif options["jsonl"]:
        emit(json_lines(hit.to_json() for hit in counted))
    elif options["null"]:
        # Click would take for colours what is part of an id.
        emit((tame(hit.id) + "\0" for hit in counted), colour=True)
    else:
        emit(one_line(hit.id) + "\n" for hit in counted)
    return counted.number


def _offered(options: Mapping[str, Any]) -> str:
    """The ending of the file that the page offers as well, if that is what is asked for."""
    if options["csv"]:
        return "csv" if named_columns(options["columns"]) == [AS_PAGE] else ""
    return "bib" if options["bibtex"] else "ris" if options["ris"] else ""


def columns_of(options: Mapping[str, Any], schema: Schema) -> list[str]:
    """The columns of CSV that are asked for; none: the usual ones.

    Raises:
        UsageError: one does not exist or is named twice.
    """
    columns, known = named_columns(options["columns"]), all_columns(schema)
    for name in columns:
        if name not in known:
            raise click.UsageError(
                f"--columns: there is no column {name!r}; there are {', '.join(known)}, "
                f"or {AS_PAGE} alone"
            )
        if columns.count(name) > 1:
            raise click.UsageError(f"--columns: {name} is named twice")
    return columns


def permalink_of(site: str | None) -> Callable[[str], str] | None:
    """What gives the address at which a site shows a statement; None: there is no site.

    Raises:
        UsageError: it is no address of a site.
    """
    if site is None:
        return None
    from searchkit.rendering.addresses import page_of, safe_address

    base = site.strip().rstrip("/")
    if not base.startswith(("http://", "https://")) or safe_address(base) != base:
        raise click.UsageError(f"--site {site}: give an address, as in https://search.example.org")
    return lambda id: base + page_of(id)


class _Counted:
    """Hits, and how many were taken."""

    def __init__(self, hits: Iterable[Hit]) -> None:
        self._hits = hits
        self.number = 0

    def __iter__(self) -> Iterator[Hit]:
        for hit in self._hits:
            self.number += 1
            yield hit


def emit(pieces: Iterable[str], colour: bool | None = None) -> None:
    """Print pieces of text: in a terminal each as it comes, else in blocks."""
    for piece in pieces if sys.stdout.isatty() else blocks(pieces):
        click.echo(piece, nl=False, color=colour)


def json_lines(objects: Iterable[dict[str, object]]) -> Iterator[str]:
    """Each object as JSON on a line."""
    to_ascii = not is_utf8()
    return (escaped(json.dumps(one, ensure_ascii=to_ascii)) + "\n" for one in objects)


def as_written() -> None:
    """A file of CSV is UTF-8 and has CR LF, whatever a terminal would have."""
    sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]


def tame(text: str) -> str:
    """`text` as it is for a program; on a terminal it must not steer that."""
    return printable(text.replace("\r\n", "\n")) if sys.stdout.isatty() else text
