"""The `searchkit` command: everything but searching, as subcommands.

Lives here: their options and what they print. Does not live here: the work
(`searchkit.indexing`, `searchkit.archive`), the `search` command (`search`).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from searchkit.cli.places import DEFAULT, index_to_search, named_index
from searchkit.cli.running import FOUND, NOTHING, QuietPipe, printable, run, say

if TYPE_CHECKING:
    from searchkit.indexing.report import IndexReport

_INDEX = click.option("--index", metavar="DIR", help="The index [$SEARCHKIT_INDEX or ./index].")
# Those of `searchkit.presentation.citations`, which most commands need not load.
_STYLES = ("plain", "bibtex", "ris", "nzlsg")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


class _Group(click.Group):
    """Its commands, and `serve`, which is in a module of its own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, sorted."""
        return sorted([*super().list_commands(ctx), "serve"])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, loaded when it is wanted."""
        if cmd_name == "serve":
            from searchkit.cli.serve import serve

            return serve
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


_WAIT = click.option(
    "--wait",
    type=click.FloatRange(0),
    default=0.0,
    metavar="SECONDS",
    help="Wait so long for another writer [0].",
)


@group.command(cls=QuietPipe)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@_INDEX
@click.option("--verify", is_flag=True, help="Read every file, whatever its size and time.")
@click.option("--rebuild", is_flag=True, help="Keep nothing of the index before.")
@click.option("--watch", is_flag=True, help="Go on, and take up changes as they happen.")
@_WAIT
@click.option("--processes", type=click.IntRange(1), help="Readers at once [one a core].")
@click.option("-q", "--quiet", is_flag=True, help="No list of warnings.")
@_JSON
@click.pass_context
def index(
    context: click.Context,
    paths: tuple[str, ...],
    index: str | None,
    verify: bool,
    rebuild: bool,
    watch: bool,
    wait: float,
    processes: int | None,
    quiet: bool,
    as_json: bool,
) -> None:
    """Bring the index up to date with folders of .md and .txt files.

    Only new and changed files are read; those that are gone are removed. The last part
    of a PATH begins the ids of its statements; NAME=PATH gives another name. Statements
    from other folders stay in the index. Exit code 1 means that a file was skipped; each
    is named.
    """
    from searchkit.indexing.build import build_files

    def run(rebuild: bool = False, verify: bool = False, wait: float = 60.0) -> IndexReport:
        with _Bar("Reading", "Sorting the words …") as bar:
            return build_files(
                list(paths),
                named_index(index) or DEFAULT,
                processes=processes,
                progress=bar.show,
                verify=verify,
                rebuild=rebuild,
                wait=wait,
            )

    report = run(rebuild, verify, wait)
    _say_report(report, quiet, as_json)
    if watch:
        from searchkit.indexing.watching import watch as watch_files

        def again() -> None:
            report = run()
            if report.added or report.updated or report.removed or report.skipped:
                _say_report(report, quiet, as_json)

        say("Watching for changes; Ctrl-C ends it.")
        watch_files(paths, again)
    context.exit(NOTHING if report.skipped else FOUND)


def _say_report(report: IndexReport, quiet: bool, as_json: bool) -> None:
    if as_json:
        import json

        click.echo(json.dumps(report.to_json(), ensure_ascii=False))
    else:
        _print_report(report, quiet)
    sys.stdout.flush()


@group.command(cls=QuietPipe)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@_INDEX
@_WAIT
def remove(paths: tuple[str, ...], index: str | None, wait: float) -> None:
    """Remove the statements of files or folders from the index.

    A PATH need not be there any more; an id will do, or what ids begin with. The files
    themselves stay, and `searchkit index` would add them again.
    """
    from searchkit.indexing.removing import remove_paths

    place = index_to_search(index, say).path
    removed = remove_paths(paths, place, wait=wait)
    click.echo(f"{removed:,} removed")


def _print_report(report: IndexReport, quiet: bool) -> None:
    for skipped in report.skipped:
        say(f"skipped {skipped.path}: {skipped.reason}")
    for warning in () if quiet else report.warnings:
        line = f":{warning.line}" if warning.line else ""
        say(f"warning {warning.path}{line}: {warning.message}")
    if report.unusable:
        say(
            f"The index before could not be used ({report.unusable}): "
            "the new one holds the folders named now, nothing else."
        )
    if report.replaced_sample:
        say("The sample that was built from the seeds is replaced.")
    count = len(report.warnings)
    warned = f" ({count} warning{'s' if count != 1 else ''})" if count else ""
    click.echo(
        f"{report.added:,} added, {report.updated:,} updated, {report.removed:,} removed, "
        f"{report.unchanged:,} unchanged, {len(report.skipped):,} skipped{warned} "
        f"in {report.seconds:.1f} s"
    )


class _Bar:
    """A progress bar on standard error, where that is a terminal.

    Args:
        label: what is being done.
        then: what is done next, when all of it is done.
    """

    def __init__(self, label: str, then: str = "") -> None:
        self._label, self._then = label, then
        self._bar: Any = None

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)

    def show(self, done: int, total: int) -> None:
        """Take note that `done` of `total` are done."""
        if not sys.stderr.isatty():
            return
        if self._bar is None:
            self._bar = click.progressbar(
                length=total, label=self._label, file=sys.stderr, show_pos=True
            )
            self._bar.__enter__()
        self._bar.update(done - self._bar.pos)
        if done >= total:
            self.__exit__()
            self._bar = None
            if self._then:
                say(self._then)


@group.command(cls=QuietPipe)
@_INDEX
@_JSON
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
@_INDEX
@_JSON
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
@_INDEX
def cite(id: str, style: str, index: str | None) -> None:
    """Print how to cite a statement."""
    from searchkit.presentation.citations import cite

    with _open(index) as archive:
        text = cite(archive.statement(id), style)
    end = "\r\n" if "\r\n" in text else "\n"
    click.echo("".join(printable(line) + end for line in text.splitlines()), nl=False)


@group.command(cls=QuietPipe)
@click.argument("name", nargs=-1)
@_INDEX
@_JSON
def ministers(name: tuple[str, ...], index: str | None, as_json: bool) -> None:
    """List the ministers: first and last date, and how many statements."""
    _print_names("minister", " ".join(name), index, as_json)


@group.command(cls=QuietPipe)
@click.argument("name", nargs=-1)
@_INDEX
@_JSON
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
@_INDEX
def check(deep: bool, index: str | None) -> None:
    """Verify every byte of the index.

    With --deep words, positions and columns are also made again from the stored
    texts and compared, which takes about as long as indexing them.
    """
    from searchkit.cli.checking import print_check

    with _Bar("Comparing") as bar:
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
    from searchkit.archive.archive import open_archive

    return open_archive(index_to_search(index, say).path)


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of the command, which ends the process."""

    def work() -> int:
        result = group.main(
            args=None if arguments is None else list(arguments),
            prog_name="searchkit",
            standalone_mode=False,
        )
        return result if isinstance(result, int) else FOUND

    run("searchkit", work)
