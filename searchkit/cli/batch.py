"""`searchkit batch`: many queries at once, a line of answer for each.

Lives here: its options, asking, rows of CSV and JSON Lines. Does not live here: the file of
queries (`questions`), what a line says (`searchkit.model.summaries`).
"""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

import click

from searchkit.cli.lists import as_written, json_lines, tame
from searchkit.cli.naming import STANDARD_INPUT
from searchkit.cli.opening import open_to_read
from searchkit.cli.options import INDEX
from searchkit.cli.progress import Bar
from searchkit.cli.questions import Question, questions
from searchkit.cli.running import FOUND, NOTHING, QuietPipe, say
from searchkit.model.errors import (
    InvalidArgument,
    InvalidInput,
    QuerySyntaxError,
    QueryTooBroad,
    UnknownName,
)
from searchkit.rendering.tables import csv_lines

if TYPE_CHECKING:
    from searchkit.engines.protocol import Archive

EVERY = 0.1
"""Seconds between two looks of the progress bar."""
_BLOCK = 2**16


class AnswerRow(NamedTuple):
    """A line of the output; its names are the columns. Unknown values are None."""

    query: str
    total: int | None = None
    first: str | None = None
    last: str | None = None
    top_id: str | None = None
    top_title: str | None = None
    error: str | None = None


_HELP = """Ask every query of a file: how many match, from when to when, and the best.

The first line names the columns: query, and filters (minister, portfolio, since, until),
several names separated by semicolons. A row for each query, in order: query, total, first,
last, top_id, top_title, error. The exit code is 0, 1 where a row has an error, 2 where the
file can't be read; - is standard input.

\b
  searchkit batch queries.csv > answers.csv
  cut -f1 terms.tsv | searchkit batch - --jsonl
"""


@click.command(cls=QuietPipe, help=_HELP)
@click.argument("file", metavar="QUERIES.csv")
@click.option("--jsonl", is_flag=True, help="Print one JSON object a line [CSV].")
@INDEX
def batch(file: str, jsonl: bool, index: str | None) -> None:
    """See `_HELP`."""
    wrong = 0

    def counted(rows: Iterator[AnswerRow]) -> Iterator[AnswerRow]:
        nonlocal wrong
        for row in rows:
            wrong += row.error is not None
            yield row

    with ExitStack() as stack:
        archive = stack.enter_context(open_to_read(index))
        source = _opened(file, stack)
        progress = _progress(source, stack)
        name = "standard input" if file == STANDARD_INPUT else file
        asked = questions(source, name, archive.schema, progress)
        rows = counted(answer(archive, one) for one in asked)
        if jsonl:
            lines = json_lines(row._asdict() for row in rows)
        else:
            as_written()
            lines = map(tame, csv_lines(AnswerRow._fields, map(_cells, rows)))
        # Each as it comes: whoever writes the queries may be waiting for the answer.
        for line in lines:
            click.echo(line, nl=False)
    if wrong:
        say("1 row has an error." if wrong == 1 else f"{wrong:,} rows have errors.")
    click.get_current_context().exit(NOTHING if wrong else FOUND)


def answer(archive: Archive, question: Question) -> AnswerRow:
    """The row of a question. What is wrong with the query is in the row; what is wrong with the
    index is raised.
    """
    if question.error:
        return AnswerRow(question.query, error=question.error)
    try:
        found = archive.summary(
            question.query, where=question.names, since=question.since, until=question.until
        )
    except (QuerySyntaxError, UnknownName, QueryTooBroad, InvalidArgument) as error:
        return AnswerRow(question.query, error=str(error))
    return AnswerRow(
        question.query,
        found.total,
        found.first.isoformat() if found.first else None,
        found.last.isoformat() if found.last else None,
        found.top.id if found.top else None,
        found.top.title if found.top else None,
    )


def _cells(row: AnswerRow) -> tuple[str | None, ...]:
    return tuple(None if value is None else str(value) for value in row)


def _opened(file: str, stack: ExitStack) -> BinaryIO:
    if file == STANDARD_INPUT:
        return sys.stdin.buffer
    try:
        return stack.enter_context(Path(file).open("rb"))
    except OSError as error:
        raise InvalidInput(
            f"it can't be read: {error.strerror or error}", where=file, remedy="Check the path"
        ) from error


def _progress(source: BinaryIO, stack: ExitStack) -> Callable[[int], None]:
    """What shows how many lines were read: where there is a terminal beside the output, and an
    end that is known.
    """
    total = 0
    if sys.stderr.isatty() and not sys.stdout.isatty():
        total = _lines_left(source)
    if not total:
        return lambda done: None
    bar = stack.enter_context(Bar("Asking"))
    shown = time.monotonic()

    def show(done: int) -> None:
        nonlocal shown
        now = time.monotonic()
        if done >= total or now - shown > EVERY:
            shown = now
            bar.show(min(done, total), total)

    return show


def _lines_left(source: BinaryIO) -> int:
    """The lines of a file; 0 of a pipe or a terminal."""
    try:
        if not stat.S_ISREG(os.fstat(source.fileno()).st_mode):
            return 0
        start, lines, last = source.tell(), 0, b"\n"
        while block := source.read(_BLOCK):
            lines += block.count(b"\n")
            last = block[-1:]
        source.seek(start)
    except OSError:
        return 0
    return lines + (last != b"\n")
