"""Lists of statements: `--jsonl`, `--csv`, `--files`.

Lives here: writing them as they are made. Does not live here: which statements (`asking`),
what a line of CSV is (`searchkit.rendering.tables`).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from searchkit.cli.running import escaped, is_utf8, one_line, printable
from searchkit.rendering.tables import blocks, hits_as_csv

if TYPE_CHECKING:
    from searchkit.model.answer import Hit
    from searchkit.schema.fields import Schema


def print_list(hits: Iterable[Hit], options: Mapping[str, Any], schema: Schema) -> int:
    """Print the list that the options ask for; returns its length."""
    counted = _Counted(hits)
    if options["csv"]:
        _as_written()
        emit(map(_tame, hits_as_csv(counted, schema)))
    elif options["jsonl"]:
        emit(json_lines(hit.to_json() for hit in counted))
    elif options["null"]:
        # Click would take for colours what is part of an id.
        emit((_tame(hit.id) + "\0" for hit in counted), colour=True)
    else:
        emit(one_line(hit.id) + "\n" for hit in counted)
    return counted.number


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


def _as_written() -> None:
    """A file of CSV is UTF-8 and has CR LF, whatever a terminal would have."""
    sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]


def _tame(text: str) -> str:
    """`text` as it is for a program; on a terminal it must not steer that."""
    return printable(text.replace("\r\n", "\n")) if sys.stdout.isatty() else text
