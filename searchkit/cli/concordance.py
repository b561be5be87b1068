"""`searchkit concordance`: every occurrence of a query's words, a line each.

Lives here: its options, its lines as text, CSV and JSON. Does not live here: which lines there
are, and their order (`searchkit.engines.protocol`).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from searchkit.cli.arguments import taken_for
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
from searchkit.cli.options import COLOR, INDEX
from searchkit.cli.running import FOUND, NOTHING, one_line, say
from searchkit.cli.search import QueryCommand
from searchkit.cli.telling import notes_about
from searchkit.cli.terminal import width_of
from searchkit.model.arguments import CONTEXT, LINE_SORTS
from searchkit.model.tables import AT_ONCE
from searchkit.model.width import columns
from searchkit.rendering.addresses import safe_address
from searchkit.rendering.tables import lines_as_csv
from searchkit.schema.names import plain_name

if TYPE_CHECKING:
    from searchkit.cli.look import Look
    from searchkit.model.answer import Note
    from searchkit.model.words import Concordance, Line
    from searchkit.schema.fields import Schema

PAGE = 20
"""Lines a page: a screen of them."""
WIDEST = 200
"""Columns of a terminal that are used at most: the middle is where one reads."""
MATCH = 30
"""Columns that are kept for a match; a longer one leaves less of what follows."""
SPEAKER = 12
FULL = 72
"""Columns from which on there is room for who spoke."""
_DATE = len("2007-11-20")

_HELP = """Show every occurrence of a query's words, with what stands around it.

The query is one of `search`, with its filters:

\b
  searchkit concordance "six party talks" --sort right1
  searchkit concordance climate --minister shaw --csv > lines.csv
"""


@click.command(cls=QueryCommand, help=_HELP)
@click.argument("query", nargs=-1, required=True)
@click.option("-n", "--limit", type=click.IntRange(0), help="How many lines; 0: all.  [20]")
@click.option("--page", type=click.IntRange(1), help="Which page.")
@click.option(
    "--sort",
    type=click.Choice(LINE_SORTS),
    default=LINE_SORTS[0],
    help="By date, by what matched, by the 1st, 2nd or 3rd word before or after it.",
)
@click.option("--sample", type=click.IntRange(1), metavar="N", help="N lines, chosen by chance.")
@click.option("--seed", type=int, default=0, help="Another seed chooses other lines.")
@click.option("--width", type=click.IntRange(0), metavar="N", help="Characters on each side.")
@narrowing
@COLOR
@click.option("--csv", is_flag=True, help="List all lines as CSV.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@INDEX
def concordance(index: str | None, **options: Any) -> None:
    """Show every occurrence of a query's words, with what stands around it."""
    only_one(options, LISTS)
    with open_to_read(index) as archive:
        taken = taken_for(options["query"], archive.schema)
        common = {"query": taken.text, **narrowed(options)}
        found = archive.concordance(
            **common,
            sort=options["sort"],
            sample=options["sample"],
            seed=options["seed"],
            width=_context(options),
        )
        notes = (*found.notes, *notes_about(taken, found.statements, archive, common))
        _print(found, notes, options, archive.schema)
    click.get_current_context().exit(FOUND if found.occurrences else NOTHING)


def _context(options: dict[str, Any]) -> int:
    """Characters of context to ask for: what fills a terminal, unless told."""
    if options["width"] is not None:
        return int(options["width"])
    width = None if options["csv"] or options["as_json"] else width_of(most=WIDEST)
    return CONTEXT if width is None else width


def _print(
    found: Concordance, notes: Sequence[Note], options: dict[str, Any], schema: Schema
) -> None:
    part = part_of(options, len(found), PAGE)
    lines = _read(found, part)
    if options["csv"]:
        as_written()
        emit(map(tame, lines_as_csv(lines, schema)), colour=True)
    elif options["as_json"]:
        print_json(found.to_json(lines) | {"notes": [note._asdict() for note in notes]})
    else:
        from searchkit.cli.look import look_of

        width = None if options["width"] is not None else width_of(most=WIDEST)
        look = look_of(options["color"])
        emit((line + "\n" for line in text_lines(lines, width, look)), look.colour)
    if found.occurrences and not part:
        say(f"There is no page {options['page']}.")
    if not options["as_json"]:
        say_notes(notes)
        say(_footer(found, part))


def _read(found: Concordance, part: range) -> Iterator[Line]:
    for first in range(part.start, part.stop, AT_ONCE):
        yield from found[first : min(part.stop, first + AT_ONCE)]


def _footer(found: Concordance, part: range) -> str:
    if not found.occurrences:
        return "Nothing matches"
    occurrences = f"{found.occurrences:,} occurrence{'s' if found.occurrences != 1 else ''}"
    statements = f"{found.statements:,} statement{'s' if found.statements != 1 else ''}"
    sample = f", a sample of {len(found):,}" if len(found) < found.occurrences else ""
    shown = f", {part.start + 1}–{part.stop} shown" if 0 < len(part) < len(found) else ""
    return f"{occurrences} in {statements}{sample}{shown}"


def text_lines(lines: Iterable[Line], width: int | None, look: Look) -> Iterator[str]:
    """Lines for people: the match in the middle.

    Args:
        lines: of a concordance.
        width: columns of a line; None: context is as long as it comes, and who spoke and the
            id stand after it.
        look: for its colours; where there are any, the date leads to the original.
    """
    if width is None:
        yield from (_whole(line, look) for line in lines)
        return
    every = iter(lines)
    first = list(itertools.islice(every, AT_ONCE))  # There may be a million.
    match = min(MATCH, max((columns(one_line(line.match)) for line in first), default=0))
    speaker = SPEAKER + 2 if width >= FULL else 0
    room = width - _DATE - 2 - speaker - match
    left = room // 2
    for line in itertools.chain(first, every):
        yield _fitted(line, left, room - left + match, speaker, look)


def _whole(line: Line, look: Look) -> str:
    left, match, right = map(one_line, (line.left, line.match, line.right))
    who = ", ".join(line.said_by) or "nobody named"
    text = f"{_day(line, look)}  {_to_right(left, CONTEXT)}[{look.match(match)}]{right}"
    return text + one_line(f" · {who} · {line.id}")


def _fitted(line: Line, left: int, rest: int, speaker: int, look: Look) -> str:
    before, match = _last(one_line(line.left), left), _first(one_line(line.match), rest)
    after = _first(one_line(line.right), rest - columns(match))
    who = _first(_speaker(line), SPEAKER) if speaker else ""
    filled = " " * (rest - columns(match + after)) + "  " if who else ""
    text = f"{_to_right(before, left)}{look.match(match)}{after}{filled}{who}"
    return f"{_day(line, look)}  {text}".rstrip()


def _day(line: Line, look: Look) -> str:
    day = line.date.isoformat() if line.date else "unknown".ljust(_DATE)
    return look.link(day, safe_address(line.url or ""))


def _speaker(line: Line) -> str:
    """The last word of the first speaker's name."""
    words: Sequence[str] = plain_name(line.said_by[0]).split() if line.said_by else ()
    return one_line(words[-1]) if words else ""


def _to_right(text: str, room: int) -> str:
    return " " * (room - columns(text)) + text


def _first(text: str, room: int) -> str:
    """As much of the beginning of `text` as has room."""
    while columns(text) > room:
        text = text[: max(0, len(text) - max(1, (columns(text) - room) // 2))]
    return text


def _last(text: str, room: int) -> str:
    """As much of the end of `text` as has room."""
    while columns(text) > room:
        text = text[max(1, (columns(text) - room) // 2) :]
    return text
