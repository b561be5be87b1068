"""`searchkit first`: who said something first.

Lives here: its options, first uses as text, CSV and JSON. Does not live here: finding them
(`searchkit.engines.protocol`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from searchkit.cli.arguments import taken_for
from searchkit.cli.instruments import LISTS, narrowed, narrowing, only_one, print_json, say_notes
from searchkit.cli.lists import as_written, emit, tame
from searchkit.cli.opening import open_to_read
from searchkit.cli.options import COLOR, INDEX
from searchkit.cli.running import FOUND, NOTHING, one_line, say
from searchkit.cli.search import QueryCommand
from searchkit.cli.telling import notes_about
from searchkit.cli.terminal import fitted, width_of
from searchkit.model.arguments import CONTEXT
from searchkit.model.first_uses import FIRST, FIRST_COLUMNS, LAST
from searchkit.rendering.addresses import safe_address
from searchkit.rendering.tables import csv_lines

if TYPE_CHECKING:
    from searchkit.cli.look import Look
    from searchkit.model.first_uses import FirstUse, FirstUses

_CALLED = {FIRST: "First use", LAST: "Last use"}


_HELP = """Show who said something first.

The first and the last use of a query's words, and the first by each minister and in
each portfolio. The query is one of `search`, with its filters:

\b
  searchkit first "climate emergency"
  searchkit first wellbeing --minister robertson
"""


@click.command(cls=QueryCommand, help=_HELP)
@click.argument("query", nargs=-1, required=True)
@click.option("--width", type=click.IntRange(0), default=CONTEXT, help="Characters on each side.")
@narrowing
@COLOR
@click.option("--csv", is_flag=True, help="Print all uses as CSV.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@INDEX
def first(index: str | None, **options: Any) -> None:
    """See `_HELP`."""
    only_one(options, LISTS)
    with open_to_read(index) as archive:
        taken = taken_for(options["query"], archive.schema)
        common = {"query": taken.text, **narrowed(options)}
        found = archive.first(**common, width=options["width"])
        notes = (*found.notes, *notes_about(taken, found.statements, archive, common))
    if options["as_json"]:
        print_json(found.to_json() | {"notes": [note._asdict() for note in notes]})
    else:
        _print(found, options)
        say_notes(notes)
        if not found.statements:
            say("Nothing matches")
    click.get_current_context().exit(FOUND if found.statements else NOTHING)


def _print(found: FirstUses, options: dict[str, Any]) -> None:
    if options["csv"]:
        as_written()
        emit(map(tame, csv_lines(FIRST_COLUMNS, (use.cells() for use in found))), colour=True)
        return
    from searchkit.cli.look import look_of

    look = look_of(options["color"])
    emit((line + "\n" for line in text_lines(found, width_of(), look)), look.colour)


def text_lines(found: FirstUses, width: int | None, look: Look) -> Iterator[str]:
    """First uses for people: three lines each, below a heading for each kind.

    Args:
        found: the uses.
        width: columns of a line; None: none is fitted.
        look: for its colours; where there are any, the date leads to the original.
    """
    kind = ""
    for use in found:
        if use.kind != kind:
            if kind:
                yield ""
            yield _CALLED.get(use.kind, f"First by {use.kind}")
            kind = use.kind
        day = look.link(use.date.isoformat(), safe_address(use.url or ""))
        who = one_line(use.who) or "nobody named"
        # Ids are what `searchkit show` takes: never broken.
        yield f"  {day}  {who}"
        yield f"    {one_line(use.id)}"
        yield from _context(use, width, look)
    for text in found.limits:
        yield ""
        yield from fitted(text[0].upper() + text[1:], width)
    if found.undated:
        several = "statements have" if found.undated != 1 else "statement has"
        yield ""
        yield from fitted(f"{found.undated:,} {several} no date and can't be the first", width)


def _context(use: FirstUse, width: int | None, look: Look) -> Iterator[str]:
    left, match, right = map(one_line, (use.left, use.match, use.right))
    whole = left + match + right
    at = 0
    for line in fitted(whole, width - 4 if width else None):
        start = whole.index(line, at)
        at = start + len(line)
        begin, end = (
            min(max(one - start, 0), len(line)) for one in (len(left), len(left) + len(match))
        )
        yield (
            f"    {line[:begin]}"
            + (look.match(line[begin:end]) if end > begin else "")
            + (line[end:])
        )
