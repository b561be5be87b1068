"""`searchkit import`: statements that others keep in other formats, as Markdown files.

Lives here: its options and what it prints. Does not live here: reading sources and writing
files (`searchkit.importers`).
"""

from __future__ import annotations

import sys
import time
from collections import Counter

import click

from searchkit.cli.not_read import not_read_line
from searchkit.cli.options import JSON
from searchkit.cli.progress import Bar
from searchkit.cli.running import FOUND, NOTHING, QuietPipe, one_line, say
from searchkit.importers.kinds import KINDS, import_from
from searchkit.importers.options import Options

SHOWN = 20
"""Refused statements that are named; `--json` has them all."""
WAIT = 2.0
"""Seconds before there is a progress bar."""
_NAMES = sorted(KINDS)


@click.command("import", cls=QuietPipe)
@click.argument("kind", type=click.Choice(_NAMES))
@click.argument("source")
@click.option("--to", "folder", required=True, metavar="FOLDER", help="Where the files go.")
@click.option(
    "--map",
    "columns",
    multiple=True,
    metavar="FIELD=COLUMN",
    help="Which column fills a field (title, date, url, ministers, portfolios, body, id).",
)
@click.option(
    "--body",
    type=click.Choice(["text", "markdown"]),
    default="text",
    help="What bodies are [text].",
)
@click.option("--encoding", default="utf-8-sig", metavar="NAME", help="Of the file [UTF-8].")
@click.option("--delimiter", default="", metavar="SIGN", help="Of columns [as the first line has].")
@click.option(
    "--delay",
    type=click.FloatRange(0),
    default=1.0,
    metavar="SECONDS",
    help="Between two requests to one host [1].",
)
@click.option("--private", is_flag=True, help="Ask servers of private networks, too.")
@click.option("--overwrite", is_flag=True, help="Write over what was corrected by hand, too.")
@JSON
@click.pass_context
def import_(
    context: click.Context,
    kind: str,
    source: str,
    folder: str,
    columns: tuple[str, ...],
    body: str,
    encoding: str,
    delimiter: str,
    delay: float,
    private: bool,
    overwrite: bool,
    as_json: bool,
) -> None:
    """Write the statements of SOURCE as Markdown files in FOLDER.

    Run again, it adds what is new and changes what has changed; files that you have
    corrected stay as they are. Then index the folder: searchkit index FOLDER. Exit code 1
    means that something could not be imported; each is named.
    """
    not_read: Counter[str] = Counter()
    started = time.monotonic()
    with Bar("Importing") as bar:

        def show(done: int, total: int) -> None:
            if time.monotonic() - started > WAIT:
                bar.show(done, total)

        options = Options(
            columns=_columns(columns),
            encoding=_encoding(encoding),
            delimiter=_delimiter(delimiter),
            body="markdown" if body == "markdown" else "text",
            progress=show,
            not_read=not_read,
            delay=delay,
            private=private,
        )
        report = import_from(kind, source, folder, options, overwrite=overwrite)
    if as_json:
        import json

        values = report.to_json() | {"not_read": dict(not_read)}
        click.echo(json.dumps(values, ensure_ascii=False))
    else:
        for one in report.refused[:SHOWN]:
            say(f"not imported {one_line(one.where)}: {one_line(one.reason)}")
        if len(report.refused) > SHOWN:
            say(f"... and {len(report.refused) - SHOWN:,} more (--json names them all)")
        for file in report.kept[:SHOWN]:
            say(f"kept {one_line(file)}: corrected here, and changed in the source (--overwrite)")
        click.echo(
            f"{report.added:,} added, {report.changed:,} changed, {report.unchanged:,} unchanged, "
            f"{len(report.kept):,} kept, {len(report.refused):,} not imported"
        )
        if line := not_read_line(not_read):
            say(one_line(line))
    sys.stdout.flush()
    context.exit(NOTHING if report.refused else FOUND)


def _columns(given: tuple[str, ...]) -> dict[str, str]:
    pairs = [one.partition("=") for one in given]
    for field, separator, column in pairs:
        if not (field and separator and column):
            raise click.BadParameter(
                f"{field + separator + column!r} is no FIELD=COLUMN", param_hint="--map"
            )
    return {field: column for field, _, column in pairs}


def _encoding(name: str) -> str:
    try:
        "".encode(name)
        if "\n".encode(name) == b"\n" or name == "utf-8-sig":
            return name
    except (LookupError, ValueError, UnicodeError):
        pass
    raise click.BadParameter(
        f"{name!r} is no encoding that lines can be read in", param_hint="--encoding"
    )


def _delimiter(sign: str) -> str:
    sign = {"tab": "\t", "\\t": "\t"}.get(sign, sign)
    if len(sign) > 1 or sign in ('"', "\n", "\r"):
        raise click.BadParameter("expected one sign, or tab", param_hint="--delimiter")
    return sign
