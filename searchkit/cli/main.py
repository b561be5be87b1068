"""The `searchkit` command: everything but searching, as subcommands.

Lives here: the group, and the commands that say what an index holds. Does not live here:
those that read a statement (`reading`), verify an index (`checking`), change it (`update`),
serve it (`serve`, `mcp`) or get a sentence model (`model`); the `search` command (`search`).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword

import click

from searchkit.cli.opening import open_to_read
from searchkit.cli.options import INDEX, JSON
from searchkit.cli.running import QuietPipe, one_line, run_command
from searchkit.cli.terminal import beside, table, width_of
from searchkit.schema.fields import DEFAULT, Names

_ELSEWHERE = {
    "alerts": "searchkit.cli.alerts",
    "batch": "searchkit.cli.batch",
    "check": "searchkit.cli.checking",
    "cite": "searchkit.cli.reading",
    "collocates": "searchkit.cli.associations",
    "concordance": "searchkit.cli.concordance",
    "first": "searchkit.cli.first",
    "import": "searchkit.cli.importing",
    "index": "searchkit.cli.update",
    "keywords": "searchkit.cli.associations",
    "mcp": "searchkit.cli.mcp",
    "model": "searchkit.cli.model",
    "people": "searchkit.cli.people",
    "quotations": "searchkit.cli.quotations",
    "quote": "searchkit.cli.quote",
    "remove": "searchkit.cli.update",
    "repeats": "searchkit.cli.repeats",
    "rerun": "searchkit.cli.receipts",
    "save": "searchkit.cli.saved",
    "saved": "searchkit.cli.saved",
    "serve": "searchkit.cli.serve",
    "show": "searchkit.cli.reading",
    "timeline": "searchkit.cli.timeline",
    "trend": "searchkit.cli.trend",
    "who": "searchkit.cli.who",
}
"""Commands with modules of their own, which are loaded only when they are wanted."""


class _Group(click.Group):
    """Its own commands and those of `_ELSEWHERE`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, sorted."""
        return sorted([*super().list_commands(ctx), *_ELSEWHERE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        if cmd_name in _ELSEWHERE:
            found: click.Command = getattr(
                import_module(_ELSEWHERE[cmd_name]),
                f"{cmd_name}_" * iskeyword(cmd_name) or cmd_name,
            )
            return found
        return super().get_command(ctx, cmd_name)


@click.group(
    "searchkit",
    cls=_Group,
    context_settings={"max_content_width": 80, "help_option_names": ["-h", "--help"]},
)
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
    from searchkit.engines.computing import computed_by

    with open_to_read(index) as archive:
        found = archive.info()
    kernel = computed_by()
    if as_json:
        import json

        values = found._asdict() | {
            "files": [one._asdict() for one in found.files],
            "fields": [one._asdict() for one in found.fields],
            "kernel": kernel,
        }
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
        ("profile", found.profile),
        *[
            (
                f"  {one.name}",
                f"{one.kind}, {one.statements:,} statements"
                + (f", {one.query}:" if one.query else ""),
            )
            for one in found.fields
        ],
        ("kernel", kernel),
    ]
    if found.sample:
        rows.append(("sample", "built from the seeds; `searchkit index PATH` replaces it"))
    for line in table([(name, one_line(value)) for name, value in rows], width_of()):
        click.echo(line)


def _names_command(field: Names) -> click.Command:
    """The command that lists the names of a field."""

    @click.command(
        field.name,
        cls=QuietPipe,
        help=f"List the {field.name}: first and last date, and how many statements.",
    )
    @click.argument("name", nargs=-1)
    @INDEX
    @JSON
    def command(name: tuple[str, ...], index: str | None, as_json: bool) -> None:
        _print_names(field.query, " ".join(name), index, as_json)

    return command


# Commands must exist before an index is open, so they are those of the default schema.
for _field in DEFAULT.names:
    group.add_command(_names_command(_field))


def _print_names(kind: str, containing: str, index: str | None, as_json: bool) -> None:
    with open_to_read(index) as archive:
        found = archive.names(kind, containing)
    if as_json:
        import json

        click.echo(json.dumps([name._asdict() for name in found], ensure_ascii=False))
        return
    rows = [
        (
            one_line(name.name),
            f"{name.first_date or '?':<10} to {name.last_date or '?':<10}  {name.statements:>6,}",
        )
        for name in found
    ]
    for line in beside(rows, width_of()):
        click.echo(line)


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


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of the command, which ends the process."""
    run_command("searchkit", group, arguments)
