"""The `searchkit` command: everything but searching, as subcommands.

Lives here: the group, and the commands that look at an index. Does not live here: those
that change it (`update`) or serve it (`serve`), the work (`searchkit.engines.local`), the
`search` command (`search`).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from searchkit.cli.options import INDEX, JSON
from searchkit.cli.places import index_to_search
from searchkit.cli.progress import Bar
from searchkit.cli.running import QuietPipe, printable, run_command, say

# Those of `searchkit.rendering.citations`, which most commands need not load.
_STYLES = ("plain", "bibtex", "ris", "nzlsg")


_ELSEWHERE = {
    "index": "searchkit.cli.update",
    "remove": "searchkit.cli.update",
    "serve": "searchkit.cli.serve",
}


class _Group(click.Group):
    """Its commands, and those in modules of their own, which are loaded when wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, sorted."""
        return sorted([*super().list_commands(ctx), *_ELSEWHERE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        if cmd_name in _ELSEWHERE:
            found: click.Command = getattr(import_module(_ELSEWHERE[cmd_name]), cmd_name)
            return found
        return super().get_command(ctx, cmd_name)


@click.group("searchkit", cls=_Group, context_settings={"max_content_width": 80})
@click.version_option(package_name="searchkit")
@click.option("-v", "--verbose", is_flag=True, help="Say what is being done and how long it took.")
def group(verbose: bool) -> None:
    """Index what ministers said, and look after the index.

    Searching is a command of its own: `search --help`.
    """
    if verbose:
        import logging

        logging.basicConfig(
            stream=sys.stderr, level=logging.INFO, format="%(relativeCreated)6d ms  %(message)s"
        )


@group.command(cls=QuietPipe)
@INDEX
@JSON
def info(index: str | None, as_json: bool) -> None:
    """Say what the index holds."""
    with _open(index) as archive:
        found = archive.info()
    if as_json:
        import json

        values = found._asdict() | {"files": [one._asdict() for one in found.files]}
        click.echo(json.dumps(values, ensure_ascii=False))
        return
    dates = f"{found.first_date} to {found.last_date}" if found.first_date else "none known"
    if found.unknown_dates:
        dates += f"; {found.unknown_dates:,} unknown"
    deleted = f" (and {found.deleted:,} deleted)" if found.deleted else ""
    rows = [
        ("statements", f"{found.statements:,}{deleted}"),
        ("words", f"{found.words:,}"),
        ("terms", f"{found.terms:,}"),
        ("dates", dates),
        ("size", f"{found.size / 1e6:,.1f} MB"),
        *[(f"  {part}", f"{size / 1e6:,.1f} MB") for part, size in found.sizes.items() if size],
        ("segments", f"{found.segments}"),
        *[
            (
                f"  {one.file[8:-3]}",
                f"{one.statements - one.deleted:,} statements, "
                f"{one.deleted:,} deleted, {one.size / 1e6:,.1f} MB",
            )
            for one in found.files
        ],
        ("generation", f"{found.generation}"),
        ("format", f"{found.format}"),
        *[("root", f"{name} = {path}") for name, path in found.roots.items()],
    ]
    if found.sample:
        rows.append(("sample", "built from the seeds; `searchkit index PATH` replaces it"))
    width = max(len(name) for name, _ in rows) + 2
    for name, value in rows:
        click.echo(f"{name:<{width}}{printable(value)}")


@group.command(cls=QuietPipe)
@click.argument("id")
@INDEX
@JSON
def show(id: str, index: str | None, as_json: bool) -> None:
    """Print a statement: all that is known about it, and its text."""
    with _open(index) as archive:
        statement, text = archive.statement(id), archive.text(id)
    if as_json:
        import json

        fields = {
            "id": statement.id,
            "title": statement.title,
            "date": statement.date.isoformat() if statement.date else None,
            "url": statement.url,
            "ministers": statement.ministers,
            "portfolios": statement.portfolios,
            "attachments": statement.attachments,
            "extra": dict(statement.extra),
            "text": text,
            "body": statement.body,
        }
        click.echo(json.dumps(fields, ensure_ascii=False))
        return
    rows = [
        ("title", statement.title),
        ("date", statement.date.isoformat() if statement.date else "unknown"),
        ("url", statement.url or ""),
        ("ministers", ", ".join(statement.ministers)),
        ("portfolios", ", ".join(statement.portfolios)),
        *[("attachment", address) for address in statement.attachments],
        *[(name, str(value)) for name, value in statement.extra.items()],
        ("id", statement.id),
    ]
    width = max(len(name) for name, _ in rows) + 2
    for name, value in rows:
        if value:
            click.echo(printable(f"{name:<{width}}{value}"))
    click.echo()
    click.echo(printable(text))


@group.command(cls=QuietPipe)
@click.argument("id")
@click.option(
    "--style",
    type=click.Choice(_STYLES),
    default="plain",
    help="nzlsg is the New Zealand Law Style Guide.",
    show_default=True,
)
@INDEX
def cite(id: str, style: str, index: str | None) -> None:
    """Print how to cite a statement."""
    from searchkit.rendering.citations import cite

    with _open(index) as archive:
        text = cite(archive.statement(id), style)
    end = "\r\n" if "\r\n" in text else "\n"
    click.echo("".join(printable(line) + end for line in text.splitlines()), nl=False)


@group.command(cls=QuietPipe)
@click.argument("name", nargs=-1)
@INDEX
@JSON
def ministers(name: tuple[str, ...], index: str | None, as_json: bool) -> None:
    """List the ministers: first and last date, and how many statements."""
    _print_names("minister", " ".join(name), index, as_json)


@group.command(cls=QuietPipe)
@click.argument("name", nargs=-1)
@INDEX
@JSON
def portfolios(name: tuple[str, ...], index: str | None, as_json: bool) -> None:
    """List the portfolios: first and last date, and how many statements."""
    _print_names("portfolio", " ".join(name), index, as_json)


def _print_names(kind: str, containing: str, index: str | None, as_json: bool) -> None:
    with _open(index) as archive:
        found = archive.names(kind, containing)
    if as_json:
        import json

        click.echo(json.dumps([name._asdict() for name in found], ensure_ascii=False))
        return
    width = max((len(name.name) for name in found), default=0)
    for name in found:
        dates = f"{name.first_date or '?':<10} to {name.last_date or '?':<10}"
        click.echo(printable(f"{name.name:<{width}}  {dates}  {name.statements:>6,}"))


@group.command(cls=QuietPipe)
@click.option("--deep", is_flag=True, help="Analyse every stored text again and compare.")
@INDEX
def check(deep: bool, index: str | None) -> None:
    """Verify every byte of the index.

    With --deep words, positions and columns are also made again from the stored
    texts and compared, which takes about as long as indexing them.
    """
    from searchkit.cli.checking import print_check

    with Bar("Comparing") as bar:
        print_check(index_to_search(index, say).path, deep, bar.show)


_SHELLS = {
    "bash": 'eval "$(_SEARCH_COMPLETE=bash_source search)"',
    "zsh": 'eval "$(_SEARCH_COMPLETE=zsh_source search)"',
    "fish": "_SEARCH_COMPLETE=fish_source search | source",
}


@group.command(cls=QuietPipe)
@click.argument("shell", type=click.Choice(list(_SHELLS)))
def completion(shell: str) -> None:
    """Print the lines that teach a shell to complete both commands.

    For bash: searchkit completion bash >> ~/.bashrc
    """
    line = _SHELLS[shell]
    click.echo(line)
    click.echo(
        line.replace("_SEARCH_COMPLETE", "_SEARCHKIT_COMPLETE").replace(
            "source search", "source searchkit"
        )
    )


def _open(index: str | None) -> Any:
    from searchkit.engines.local.archive import open_archive

    return open_archive(index_to_search(index, say).path)


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of the command, which ends the process."""
    run_command("searchkit", group, arguments)
