"""`searchkit index` and `searchkit remove`: the commands that change an index.

Lives here: their options and what they print. Does not live here: the work
(`searchkit.indexing`, `searchkit.meaning`).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from searchkit.cli.not_read import not_read_line
from searchkit.cli.opening import index_to_read
from searchkit.cli.options import INDEX, JSON
from searchkit.cli.places import DEFAULT, named_index
from searchkit.cli.progress import Bar
from searchkit.cli.running import FOUND, NOTHING, QuietPipe, say
from searchkit.engines.opening import folder_of, is_cluster
from searchkit.model.errors import InvalidInput

if TYPE_CHECKING:
    from searchkit.indexing.file_notes import DateOrder
    from searchkit.indexing.report import IndexReport
    from searchkit.meaning.model import SentenceModel

WAIT = click.option(
    "--wait",
    type=click.FloatRange(0),
    default=0.0,
    metavar="SECONDS",
    help="Wait so long for another writer [0].",
)


@click.command(cls=QuietPipe)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@INDEX
@click.option("--verify", is_flag=True, help="Read every file, whatever its size and time.")
@click.option("--rebuild", is_flag=True, help="Keep nothing of the index before.")
@click.option("--watch", is_flag=True, help="Go on, and take up changes as they happen.")
@click.option(
    "--date-order",
    type=click.Choice(["day-first", "month-first", "files"]),
    help="How 5/6/2007 is read; remembered [as other dates of the folder tell].",
)
@click.option(
    "--profile",
    metavar="FILE",
    help="How they are read, which fields they have [searchkit.toml beside them].",
)
@click.option(
    "--quotations/--no-quotations",
    default=None,
    help="Find who says what, for said: in queries [as before; of a new one, yes].",
)
@click.option("--meaning", is_flag=True, help="Make vectors too, for `search --meaning`.")
@click.option("--model", metavar="DIR", help="The sentence model [see `searchkit model`].")
@WAIT
@click.option("--processes", type=click.IntRange(1), help="Readers at once [one a core].")
@click.option("-q", "--quiet", is_flag=True, help="No list of warnings.")
@JSON
@click.pass_context
def index(
    context: click.Context,
    paths: tuple[str, ...],
    index: str | None,
    verify: bool,
    rebuild: bool,
    watch: bool,
    date_order: DateOrder | None,
    profile: str | None,
    quotations: bool | None,
    meaning: bool,
    model: str | None,
    wait: float,
    processes: int | None,
    quiet: bool,
    as_json: bool,
) -> None:
    """Bring the index up to date with folders of .md, .txt and .html files.

    .markdown, .mdown and .htm will do too; files of other kinds are counted.

    Only new and changed files are read; those that are gone are removed. The last part
    of a PATH begins the ids of its statements; NAME=PATH gives another name. Statements
    from other folders stay in the index. Exit code 1 means that a file was skipped; each
    is named.
    """
    from searchkit.indexing.build import build_files

    if model and not meaning:
        raise click.UsageError("--model goes with --meaning")
    address = named_index(index) or DEFAULT
    if is_cluster(address):
        if meaning:
            raise click.UsageError("--meaning needs an index in a folder")
        from searchkit.engines.opensearch.building import build_cluster
    else:
        folder = folder_of(address)
    sentence_model = _opened_model(model) if meaning else None

    def run(rebuild: bool = False, verify: bool = False, wait: float = 60.0) -> IndexReport:
        last = "Sending …" if is_cluster(address) else "Sorting the words …"
        with Bar("Reading", last) as bar:
            if is_cluster(address):
                return build_cluster(
                    address,
                    list(paths),
                    (),
                    processes=processes,
                    progress=bar.show,
                    fresh=rebuild,
                    wait=wait,
                    date_order=date_order,
                    profile=profile,
                    quotations=quotations,
                )
            return build_files(
                list(paths),
                folder,
                processes=processes,
                progress=bar.show,
                verify=verify,
                rebuild=rebuild,
                wait=wait,
                date_order=date_order,
                profile=profile,
                quotations=quotations,
            )

    def mean() -> None:
        if sentence_model:
            _make_vectors(folder, sentence_model, processes, wait)

    report = run(rebuild, verify, wait)
    _say_report(report, quiet, as_json)
    mean()
    if watch:
        from searchkit.indexing.watching import watch as watch_files

        def again() -> None:
            try:
                report = run()
            except InvalidInput as error:
                # Somebody is writing the profile: the next change may mend it.
                say(f"searchkit: {error}")
                return
            if report.added or report.updated or report.removed or report.skipped:
                _say_report(report, quiet, as_json)
                mean()

        say("Watching for changes; Ctrl-C ends it.")
        watch_files(paths, again)
    context.exit(NOTHING if report.skipped else FOUND)


def _opened_model(named: str | None) -> SentenceModel:
    """The sentence model, before anything is done that needs it."""
    from searchkit.meaning.places import model_folder, open_model

    return open_model(model_folder(named))


def _make_vectors(folder: Path, model: SentenceModel, processes: int | None, wait: float) -> None:
    """Bring the vectors up to date, and say what was done."""
    from searchkit.meaning.building import build_vectors
    from searchkit.meaning.relating import build_related

    with Bar("Reading what they mean") as bar:
        done = build_vectors(folder, model, processes=processes, progress=bar.show, wait=wait)
    say(
        f"vectors: {done.made:,} made, {done.kept:,} kept, {done.removed:,} removed "
        f"in {done.seconds:.1f} s"
    )
    with Bar("Reading other wordings") as bar:
        found = build_related(folder, model, processes=processes, progress=bar.show, wait=wait)
    if found is not None:
        say(f"wordings: {found:,}")


def _say_report(report: IndexReport, quiet: bool, as_json: bool) -> None:
    if as_json:
        import json

        click.echo(json.dumps(report.to_json(), ensure_ascii=False))
    else:
        _print_report(report, quiet)
    sys.stdout.flush()


@click.command(cls=QuietPipe)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@INDEX
@WAIT
def remove(paths: tuple[str, ...], index: str | None, wait: float) -> None:
    """Remove the statements of files or folders from the index.

    A PATH need not be there any more; an id will do, or what ids begin with. The files
    themselves stay, and `searchkit index` would add them again.
    """
    address = index_to_read(index).address
    if is_cluster(address):
        from searchkit.engines.opensearch.building import remove_from_cluster

        removed = remove_from_cluster(address, paths, wait=wait)
    else:
        from searchkit.indexing.removing import remove_paths

        removed = remove_paths(paths, folder_of(address), wait=wait)
    click.echo(f"{removed:,} removed")


def _print_report(report: IndexReport, quiet: bool) -> None:
    for skipped in report.skipped:
        say(f"skipped {_on_one_line(skipped.path)}: {skipped.reason}")
    for warning in () if quiet else report.warnings:
        line = f":{warning.line}" if warning.line else ""
        say(f"warning {_on_one_line(warning.path)}{line}: {_on_one_line(warning.message)}")
    for one in () if quiet else report.read_as:
        files = "1 file" if one.files == 1 else f"{one.files:,} files"
        say(f"{one.key} read as {one.field} in {files}")
    if report.reread:
        say(
            f"{report.reread:,} files are read again: this version of searchkit reads them "
            "otherwise than the one before."
        )
    if report.profile_changed:
        changed = ", ".join(report.profile_changed)
        say(f"The profile has changed ({changed}): all files were read again.")
    if report.unusable:
        say(
            f"The index before could not be used ({report.unusable}): "
            "the new one holds the folders named now, nothing else."
        )
    if report.resumed:
        say(f"A run before this one was not finished; {report.resumed:,} statements are taken up.")
    elif report.unfinished:
        say("A run before this one was not finished; what it had sent is deleted.")
    if report.replaced_sample:
        say("The sample that was built from the seeds is replaced.")
    count = len(report.warnings)
    warned = f" ({count} warning{'s' if count != 1 else ''})" if count else ""
    click.echo(
        f"{report.added:,} added, {report.updated:,} updated, {report.removed:,} removed, "
        f"{report.unchanged:,} unchanged, {len(report.skipped):,} skipped{warned} "
        f"in {report.seconds:.1f} s"
    )
    if line := not_read_line(report.not_read):
        say(line)


def _on_one_line(text: str) -> str:
    """`text` with escapes where a name holds a line break, so that each message is a line."""
    return "".join(c if c.isprintable() or c == "\u00a0" else ascii(c)[1:-1] for c in text)
