"""`searchkit timeline`: what was said, in order of time.

Lives here: its options, a timeline as text. Does not live here: finding what was said
(`searchkit.engines.protocol`), Markdown and CSV (`searchkit.rendering.timelines`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from searchkit.cli.arguments import taken_for
from searchkit.cli.instruments import LISTS, narrowed, narrowing, only_one, print_json, say_notes
from searchkit.cli.lists import as_written, emit, tame
from searchkit.cli.opening import open_to_read
from searchkit.cli.options import INDEX
from searchkit.cli.running import FOUND, NOTHING, one_line, say
from searchkit.cli.search import QueryCommand
from searchkit.cli.telling import notes_about
from searchkit.cli.terminal import fitted, width_of

if TYPE_CHECKING:
    from searchkit.model.timelines import Timeline

UNKNOWN = "somebody"
"""Who speaks where a statement does not tell."""
INDENT = len("2007-05-01  ")


_HELP = """Show what was said, oldest first, and who was what by then.

The quotations with a query's words, and sentences of speeches. Where the query names
people, it is what these said. The query is one of `search`, with its filters:

\b
  searchkit timeline minister:peters "north korea"
  searchkit timeline wellbeing --minister robertson --markdown
"""


@click.command(cls=QueryCommand, help=_HELP)
@click.argument("query", nargs=-1, required=True)
@narrowing
@click.option("--markdown", is_flag=True, help="Print a list in Markdown.")
@click.option("--csv", is_flag=True, help="Print CSV.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@INDEX
def timeline(index: str | None, **options: Any) -> None:
    """See `_HELP`."""
    only_one(options, {**LISTS, "markdown": "--markdown"})
    with open_to_read(index) as archive:
        taken = taken_for(options["query"], archive.schema)
        common = {"query": taken.text, **narrowed(options)}
        found = archive.timeline(**common)
        notes = (*found.notes, *notes_about(taken, found.statements, archive, common))
    if options["as_json"]:
        print_json(found.to_json() | {"notes": [note._asdict() for note in notes]})
    else:
        _print(found, options)
        say_notes(notes)
        if not found:
            say("Nobody says so" if found.statements else "Nothing matches")
    click.get_current_context().exit(FOUND if found else NOTHING)


def _print(found: Timeline, options: dict[str, Any]) -> None:
    if options["csv"] or options["markdown"]:
        from searchkit.rendering.timelines import timeline_csv, timeline_markdown

        as_written()
        lines = timeline_csv(found) if options["csv"] else timeline_markdown(found)
        emit(map(tame, lines), colour=True)
    else:
        emit(line + "\n" for line in text_lines(found, width_of()))


def text_lines(found: Timeline, width: int | None) -> Iterator[str]:
    """What was said for people: of each row the day, who, the words and the id, on one line
    where nothing is fitted.
    """
    for row in found:
        if row.change:
            yield from fitted(f"-- {row.date}  {one_line(row.change)}", width, 3)
        who = (", ".join(map(one_line, row.speakers)) or UNKNOWN) + ("" if row.certain else " (?)")
        words = f"“{one_line(row.text)}”" if row.quoted else one_line(row.text)
        line = f"{row.date}  {who}: {words}"
        # Ids are what `searchkit show` takes: never broken.
        if width is None:
            yield f"{line}  {one_line(row.id)}"
        else:
            first, *more = fitted(line[INDENT:], width, INDENT)
            yield line[:INDENT] + first
            yield from more
            yield " " * INDENT + one_line(row.id)
    if found.undated:
        several = "statements have" if found.undated != 1 else "statement has"
        yield from fitted(f"{found.undated:,} {several} no date, and are left out", width)
