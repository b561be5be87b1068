"""`searchkit repeats`: what was announced before, or again.

Lives here: its options, repeats as text and JSON. Does not live here: finding them
(`searchkit.engines.protocol`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from searchkit.cli.instruments import print_json
from searchkit.cli.naming import each_named, names_of
from searchkit.cli.opening import open_to_read
from searchkit.cli.options import INDEX
from searchkit.cli.running import FOUND, NOTHING, QuietPipe, one_line, say
from searchkit.cli.terminal import fitted, width_of
from searchkit.rendering.dates import seen_from

if TYPE_CHECKING:
    import datetime

    from searchkit.model.repeats import Repeat


BACKGROUND = "These share a passage, which may be no more than background:"


@click.command(cls=QuietPipe)
@click.argument("id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
@INDEX
def repeats(id: str, as_json: bool, index: str | None) -> None:
    """List the statements that say the same, before or after.

    ID is an id, the address of the original, or the path of a file that was indexed. Of each
    statement the passages are shown that both have, as that statement has them. The percentage
    is how much of the shorter text they are. What only shares a passage, which may be no more
    than background, comes last. The exit code is 1 where nothing is said again.
    """
    with open_to_read(index) as archive:
        ids = list(each_named(archive, names_of([id])))
        if len(ids) > 1:
            several = ", ".join(map(one_line, ids))
            raise click.UsageError(f"{one_line(id)} is {len(ids)} statements: choose {several}")
        found = archive.repeats(ids[0])
        date = None if as_json else archive.statement(ids[0]).date
    if as_json:
        print_json([one.to_json() for one in found])
    else:
        for line in text_lines(found, date, width_of()):
            click.echo(line)
        if not found:
            say("Nothing is said again")
    click.get_current_context().exit(FOUND if found else NOTHING)


def text_lines(
    found: Sequence[Repeat], date: datetime.date | None, width: int | None
) -> Iterator[str]:
    """Repeats for people: when and how much, title, id, then the passages, indented.

    Args:
        date: of the statement that is repeated.
    """
    room = width - 2 if width else None
    for number, one in enumerate(found):
        if number:
            yield ""
        if not one.again and (number == 0 or found[number - 1].again):
            yield from fitted(BACKGROUND, width)
            yield ""
        when = seen_from(one.date, date)
        parts = (str(one.date or "date unknown"), when, f"{one.score:.0%}")
        yield "  ".join(part for part in parts if part)
        yield from (f"  {line}" for line in fitted(one_line(one.title), room) if line)
        yield f"  {one_line(one.id)}"
        for passage in one.passages:
            lines = fitted(one_line(passage), room and room - 2)
            yield from (f"  {'  ' if at else '- '}{line}" for at, line in enumerate(lines))
