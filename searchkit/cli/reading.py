"""`searchkit show` and `searchkit cite`: the commands that read one statement.

Lives here: their options and what they print. Does not live here: citations
(`searchkit.rendering.citations`).
"""

from __future__ import annotations

import click

from searchkit.cli.opening import open_to_read
from searchkit.cli.options import INDEX, JSON
from searchkit.cli.running import QuietPipe, printable
from searchkit.rendering.citations import STYLES
from searchkit.rendering.citations import cite as citation
from searchkit.rendering.exports import statement_object
from searchkit.schema.values import shown_names


@click.command(cls=QuietPipe)
@click.argument("id")
@INDEX
@JSON
def show(id: str, index: str | None, as_json: bool) -> None:
    """Print a statement: all that is known about it, and its text."""
    with open_to_read(index) as archive:
        statement, text = archive.statement(id), archive.text(id)
        schema = archive.schema
    if as_json:
        import json

        click.echo(json.dumps(statement_object(statement, text), ensure_ascii=False))
        return
    named = {field.name for field in schema.names}
    rows = [
        ("title", statement.title),
        ("date", statement.date.isoformat() if statement.date else "unknown"),
        ("url", statement.url or ""),
        *[(field.name, ", ".join(shown_names(statement, field))) for field in schema.names],
        *[("attachment", address) for address in statement.attachments],
        *[(name, str(value)) for name, value in statement.extra.items() if name not in named],
        ("id", statement.id),
    ]
    width = max(len(name) for name, _ in rows) + 2
    for name, value in rows:
        if value:
            click.echo(printable(f"{name:<{width}}{value}"))
    click.echo()
    click.echo(printable(text))


@click.command(cls=QuietPipe)
@click.argument("id")
@click.option(
    "--style",
    type=click.Choice(list(STYLES)),
    default=next(iter(STYLES)),
    help="nzlsg is the New Zealand Law Style Guide.",
    show_default=True,
)
@INDEX
def cite(id: str, style: str, index: str | None) -> None:
    """Print how to cite a statement."""
    with open_to_read(index) as archive:
        text = citation(archive.statement(id), style)
    end = "\r\n" if "\r\n" in text else "\n"
    click.echo("".join(printable(line) + end for line in text.splitlines()), nl=False)
