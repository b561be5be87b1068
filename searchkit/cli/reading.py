"""`searchkit show` and `searchkit cite`: the commands that read statements.

Lives here: their options and what they print. Does not live here: which statements are
meant (`naming`), citations (`searchkit.rendering.citations`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from searchkit.cli.naming import each_named, names_argument, names_of
from searchkit.cli.opening import open_to_read
from searchkit.cli.options import INDEX
from searchkit.cli.running import QuietPipe, escaped, one_line, printable
from searchkit.cli.terminal import fitted, table, width_of
from searchkit.rendering.citations import STYLES
from searchkit.rendering.citations import cite as citation
from searchkit.rendering.exports import statement_object
from searchkit.schema.values import listed, shown_text

if TYPE_CHECKING:
    from searchkit.model.statement import Statement
    from searchkit.schema.fields import Schema

_NAMES = """ID is an id, the address of the original, or the path of a file that was
indexed; - reads them from standard input, a line each, as in:

\b
  search korea --files | searchkit {command} -
"""


@click.command(
    cls=QuietPipe,
    help=f"Print statements: all that is known about each, and its text.\n\n"
    f"{_NAMES.format(command='show')}",
)
@names_argument
@INDEX
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object, one a line.")
def show(id: tuple[str, ...], index: str | None, as_json: bool) -> None:
    """See `help`."""
    names = names_of(id)
    width = width_of()
    with open_to_read(index) as archive:
        for number, one in enumerate(each_named(archive, names)):
            statement, text = archive.statement(one), archive.text(one)
            if as_json:
                import json

                click.echo(
                    escaped(json.dumps(statement_object(statement, text), ensure_ascii=False))
                )
                continue
            if number:
                click.echo(f"\n{'─' * min(width or 80, 80)}\n")
            for line in statement_lines(statement, text, archive.schema, width):
                click.echo(line)


def statement_lines(
    statement: Statement, text: str, schema: Schema, width: int | None
) -> Iterator[str]:
    """What is known about a statement, and its text, in lines of `width` columns."""
    rows = [
        ("title", statement.title),
        ("date", statement.date.isoformat() if statement.date else "unknown"),
        ("url", statement.url or ""),
        *[(field.name, ", ".join(listed(statement, field))) for field in schema.filters],
        *[(field.name, shown_text(statement, field)) for field in schema.own_texts],
        *[("attachment", address) for address in statement.attachments],
        *[(name, str(value)) for name, value in statement.extra.items()],
        ("id", statement.id),
    ]
    yield from table([(one_line(name), one_line(value)) for name, value in rows], width)
    yield ""
    for line in printable(text).split("\n"):
        yield from fitted(line, width)


@click.command(
    cls=QuietPipe, help=f"Print how to cite statements.\n\n{_NAMES.format(command='cite')}"
)
@names_argument
@click.option(
    "--style",
    type=click.Choice(list(STYLES)),
    default=next(iter(STYLES)),
    help="nzlsg is the New Zealand Law Style Guide.",
    show_default=True,
)
@INDEX
def cite(id: tuple[str, ...], style: str, index: str | None) -> None:
    """See `help`."""
    names = names_of(id)
    with open_to_read(index) as archive:
        for number, one in enumerate(each_named(archive, names)):
            text = citation(archive.statement(one), style, schema=archive.schema)
            end = "\r\n" if "\r\n" in text else "\n"
            if number and not STYLES[style].for_people and end == "\n":
                click.echo()
            click.echo("".join(printable(line) + end for line in text.splitlines()), nl=False)
