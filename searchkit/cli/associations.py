"""`searchkit collocates` and `searchkit keywords`: words in numbers.

Lives here: their options, their tables as text, CSV and JSON. Does not live here: the numbers
(`searchkit.engines.protocol`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from searchkit.cli.arguments import Taken, taken_for
from searchkit.cli.instruments import (
    LISTS,
    narrowed,
    narrowing,
    only_one,
    part_of,
    print_json,
    say_notes,
)
from searchkit.cli.lists import as_written, emit, tame
from searchkit.cli.opening import open_to_read
from searchkit.cli.options import INDEX
from searchkit.cli.running import FOUND, NOTHING, one_line, say
from searchkit.cli.search import QueryCommand
from searchkit.cli.telling import notes_about
from searchkit.cli.terminal import width_of
from searchkit.model.arguments import LEAST, MOST_AROUND, WINDOW
from searchkit.model.associations import Collocate, Collocates, Keyword, Keywords
from searchkit.model.width import columns
from searchkit.rendering.tables import csv_lines

if TYPE_CHECKING:
    from searchkit.model.answer import Note
    from searchkit.schema.fields import Schema

PAGE = 20
"""Words a page: a screen of them."""
WORD = 12
"""Columns that a word should have; where there is no room for it, columns are left out."""
# What is left out first where a terminal is narrow, then what follows it.
_LEFT_OUT = (
    *("t", "expected", "rate_against", "mi", "rate", "statements", "dispersion"),
    *("log_ratio", "count_against"),
)
_HEADS = {
    "log_likelihood": "log-lik.",
    "log_ratio": "log-ratio",
    "rate": "per mill.",
    "count_against": "against",
    "rate_against": "per mill.",
}

_COLLOCATES = """Show the words that stand around a query's words.

The query is one of `search`, with its filters:

\b
  searchkit collocates government
  searchkit collocates "climate change" --left 0 --right 3 --csv
"""
_KEYWORDS = """Show what some statements say more than others.

Both queries are those of `search`; filters narrow both:

\b
  searchkit keywords minister:peters
  searchkit keywords date:2020..2022 --against date:1996..1999
"""

_Command = Callable[..., None]


def _common(command: _Command) -> _Command:
    """The options that both have."""
    options: list[Callable[[Any], Any]] = [
        click.option("-n", "--limit", type=click.IntRange(0), help="How many words; 0: all.  [20]"),
        click.option("--page", type=click.IntRange(1), help="Which page."),
        click.option(
            "--least",
            type=click.IntRange(1),
            default=LEAST,
            metavar="N",
            help=f"Words counted at least N times.  [{LEAST}]",
        ),
        click.option("--common", is_flag=True, help="Very common words as well: the, of ..."),
        narrowing,
        click.option("--csv", is_flag=True, help="List all words as CSV."),
        click.option("--json", "as_json", is_flag=True, help="Print one JSON object."),
        INDEX,
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.command(cls=QueryCommand, help=_COLLOCATES)
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--left",
    type=click.IntRange(0, MOST_AROUND),
    default=WINDOW,
    metavar="N",
    help=f"So many words before it.  [{WINDOW}]",
)
@click.option(
    "--right",
    type=click.IntRange(0, MOST_AROUND),
    default=WINDOW,
    metavar="N",
    help=f"So many words after it.  [{WINDOW}]",
)
@click.option("--sentence", is_flag=True, help="All of its sentence instead.")
@click.option("--as-written", is_flag=True, help="Words to the letter, not by stem.")
@_common
def collocates(index: str | None, **options: Any) -> None:
    """Show the words that stand around a query's words."""
    only_one(options, LISTS)
    with open_to_read(index) as archive:
        query, common = _asked(options, archive.schema)
        found = archive.collocates(
            **common,
            left=options["left"],
            right=options["right"],
            sentence=options["sentence"],
            as_written=options["as_written"],
            common=options["common"],
            least=options["least"],
        )
        notes = (*found.notes, *notes_about(query, found.statements, archive, common))
        _print(found, notes, Collocate._fields, _around(found, options), options)
    click.get_current_context().exit(FOUND if len(found) else NOTHING)


@click.command(cls=QueryCommand, help=_KEYWORDS)
@click.argument("query", nargs=-1, required=True)
@click.option("--against", metavar="QUERY", help="Other statements.  [all the rest]")
@_common
def keywords(index: str | None, **options: Any) -> None:
    """Show what some statements say more than others."""
    only_one(options, LISTS)
    against = options["against"]
    with open_to_read(index) as archive:
        query, common = _asked(options, archive.schema)
        found = archive.keywords(
            **common,
            against=None if against is None else taken_for([against], archive.schema).text,
            common=options["common"],
            least=options["least"],
        )
        notes = (*found.notes, *notes_about(query, found.statements, archive, common))
        _print(found, notes, Keyword._fields, _compared(found), options)
    click.get_current_context().exit(FOUND if len(found) else NOTHING)


def _asked(options: dict[str, Any], schema: Schema) -> tuple[Taken, dict[str, Any]]:
    """The query as it was taken, and what `Archive.count` is given for it."""
    taken = taken_for(options["query"], schema)
    return taken, {"query": taken.text, **narrowed(options)}


def _print(
    found: Collocates | Keywords,
    notes: Sequence[Note],
    names: Sequence[str],
    about: str,
    options: dict[str, Any],
) -> None:
    wanted = part_of(options, len(found), PAGE)
    part = slice(wanted.start, wanted.stop)
    if options["csv"]:
        as_written()
        emit(map(tame, csv_lines(names, map(_cells, found[part]))), colour=True)
    elif options["as_json"]:
        print_json(found.to_json(part) | {"notes": [note._asdict() for note in notes]})
        return
    else:
        emit(line + "\n" for line in text_lines(found[part], names, width_of()))
    if len(found) and part.start == part.stop:
        say(f"There is no page {options['page']}.")
    say_notes(notes)
    shown = ""
    if 0 < part.stop - part.start < len(found):
        shown = f", {part.start + 1}–{part.stop} shown"
    say(about if not len(found) else f"{_many(len(found), 'word')}{shown}; {about}")


def _cells(row: Sequence[Any]) -> list[str | float]:
    return [value if isinstance(value, (str, float)) else str(value) for value in row]


def _around(found: Collocates, options: dict[str, Any]) -> str:
    if not found.occurrences:
        return "Nothing matches"
    window = "in their sentences"
    if not options["sentence"]:
        window = f"{options['left']} before and {options['right']} after"
    return (
        f"{found.window_words:,} words stand {window}, around "
        f"{_many(found.occurrences, 'occurrence')} in {_many(found.statements, 'statement')}"
        f"{_left_out(found)}"
    )


def _compared(found: Keywords) -> str:
    if not found.statements:
        return "Nothing matches"
    return (
        f"{_many(found.statements, 'statement')} of {found.words:,} words against "
        f"{found.statements_against:,} of {found.words_against:,}{_left_out(found)}"
    )


def _left_out(found: Collocates | Keywords) -> str:
    if not found.left_out:
        return ""
    return f"; {found.left_out:,} very common left out (--common)"


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'s' if count != 1 else ''}"


def text_lines(
    rows: Iterable[Sequence[Any]], names: Sequence[str], width: int | None
) -> Iterator[str]:
    """A table for people: a word a line, numbers in columns.

    Args:
        rows: of the table.
        names: of its columns, the word first.
        width: columns of a line; None: nothing is left out.
    """
    values = list(zip(*rows, strict=True))
    if not values:
        return
    cells = list(zip(map(one_line, values[0]), *map(_shown, values[1:]), strict=True))
    heads = [_HEADS.get(name, name) for name in names]
    sizes = [max(columns(row[n]) for row in [heads, *cells]) for n in range(len(names))]
    kept = list(range(len(names)))
    if width is not None:
        for name in _LEFT_OUT:
            if sum(sizes[n] + 2 for n in kept[1:]) + min(sizes[0], WORD) <= width:
                break
            kept = [n for n in kept if names[n] != name]
        room = max(1, width - sum(sizes[n] + 2 for n in kept[1:]))
        sizes[0] = min(sizes[0], room)
    for row in [heads, *cells]:
        word = _cut(row[0], sizes[0])
        numbers = (" " * (2 + sizes[n] - columns(row[n])) + row[n] for n in kept[1:])
        yield word + " " * (sizes[0] - columns(word)) + "".join(numbers)


def _shown(values: Sequence[float]) -> list[str]:
    """The numbers of a column, all with as many decimals."""
    if all(isinstance(value, int) for value in values):
        return [f"{value:,}" for value in values]
    decimals = 1 if max(map(abs, values)) >= 100 else 2
    return [f"{value:,.{decimals}f}" for value in values]


def _cut(text: str, room: int) -> str:
    if columns(text) <= room:
        return text
    while columns(text) > room - 1:
        text = text[:-1]
    return text + "…"
