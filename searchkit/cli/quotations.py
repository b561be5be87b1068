"""`searchkit quotations`: who says what in a statement.

Lives here: its options, quotations as text and JSON. Does not live here: finding them
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

if TYPE_CHECKING:
    from searchkit.model.quotations import Quotation

UNKNOWN = "somebody"
"""Who speaks where a statement does not tell."""


@click.command(cls=QuietPipe)
@click.argument("id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
@INDEX
def quotations(id: str, as_json: bool, index: str | None) -> None:
    """List the quotations of a statement, and who says them.

    ID is an id, the address of the original, or the path of a file that was indexed. "(?)"
    marks a speaker whom the statement does not name beside the words. The exit code is 1 where
    nobody is quoted.
    """
    with open_to_read(index) as archive:
        ids = list(each_named(archive, names_of([id])))
        if len(ids) > 1:
            several = ", ".join(map(one_line, ids))
            raise click.UsageError(f"{one_line(id)} is {len(ids)} statements: choose {several}")
        found = archive.quotations(ids[0])
    if as_json:
        print_json([one.to_json() for one in found])
    else:
        for line in text_lines(found, width_of()):
            click.echo(line)
        if not found:
            say("Nobody is quoted")
    click.get_current_context().exit(FOUND if found else NOTHING)


def text_lines(found: Sequence[Quotation], width: int | None) -> Iterator[str]:
    """Quotations for people: the speaker where it is another one, then the words, indented."""
    before: tuple[tuple[str, ...], bool] | None = None
    for one in found:
        if (one.speakers, one.certain) != before:
            if before is not None:
                yield ""
            before = one.speakers, one.certain
            yield speakers_of(one.speakers, one.certain)
        for line in fitted(one_line(one.text), width - 2 if width else None):
            yield f"  {line}"


def speakers_of(speakers: Sequence[str], certain: bool) -> str:
    """Who speaks, for people."""
    return (", ".join(map(one_line, speakers)) or UNKNOWN) + ("" if certain else " (?)")
