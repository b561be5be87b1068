"""`searchkit trend`: how often queries were said over time.

Lives here: its options, and the trend as CSV, JSON and files. Does not live here: the plot for
a terminal (`trend_plot`), charts (`searchkit.rendering`), counting
(`searchkit.engines.protocol`).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from searchkit.cli.arguments import taken_for
from searchkit.cli.instruments import LISTS, narrowed, narrowing, only_one, print_json
from searchkit.cli.lists import as_written, emit, tame
from searchkit.cli.opening import open_to_read
from searchkit.cli.options import INDEX
from searchkit.cli.running import FOUND, NOTHING, is_utf8, say
from searchkit.cli.search import QueryCommand
from searchkit.cli.telling import notes_about
from searchkit.cli.terminal import width_of
from searchkit.model.arguments import PERIODS
from searchkit.model.errors import InvalidArgument
from searchkit.model.trends import MAX_QUERIES, MEASURES, TREND_COLUMNS
from searchkit.rendering.tables import csv_lines

if TYPE_CHECKING:
    from searchkit.model.answer import Note
    from searchkit.model.trends import Trend

PIPE = 80
"""Columns of a plot that no terminal shows."""
WIDEST = 200
_DEFAULT = "per_1000_statements"
_CALLED = {one.replace("_", "-"): one for one in MEASURES}
_OUTPUTS = {**LISTS, "svg": "--svg", "png": "--png"}


_HELP = """Show how often queries were said over time.

Each argument is one query of `search`, up to six together; with white space in it, it
is a phrase, unless it holds an operator. Filters narrow what is counted in, and so
the denominators:

\b
  searchkit trend climate "global warming" --by quarter
  searchkit trend housing --minister ardern --csv > housing.csv
  searchkit trend covid influenza --svg covid.svg
"""


@click.command(cls=QueryCommand, help=_HELP)
@click.argument("queries", metavar="QUERY...", nargs=-1, required=True)
@click.option("--by", type=click.Choice(PERIODS), default=PERIODS[0], help="What is counted by.")
@click.option(
    "--measure",
    type=click.Choice([*_CALLED]),
    default=_DEFAULT.replace("_", "-"),
    help="What is drawn.  [per-1000-statements]",
)
@click.option("--own-scale", is_flag=True, help="Draw each query to its own scale.")
@narrowing
@click.option("--csv", is_flag=True, help="Print every number as CSV.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--svg", metavar="FILE", help="Write a chart; -: to standard output.")
@click.option("--png", metavar="FILE", help="Write a picture (needs matplotlib); -: as --svg.")
@INDEX
def trend(index: str | None, **options: Any) -> None:
    """See `_HELP`."""
    only_one(options, _OUTPUTS)
    if len(options["queries"]) > MAX_QUERIES:
        raise click.UsageError(
            f"{len(options['queries'])} queries are more than {MAX_QUERIES}; "
            'quote what is one query, as in: searchkit trend "north korea" japan'
        )
    common = narrowed(options)
    with open_to_read(index) as archive:
        taken = [taken_for([one], archive.schema) for one in options["queries"]]
        found = archive.trend(*(one.text for one in taken), by=options["by"], **common)
        about = [
            notes_about(one, totals.statements, archive, {**common, "query": one.text})
            for one, totals in zip(taken, found.totals, strict=True)
        ]
    notes = [(*own, *more) for own, more in zip(found.notes, about, strict=True)]
    _print(found, notes, options)
    some = any(totals.statements for totals in found.totals)
    click.get_current_context().exit(FOUND if some else NOTHING)


def _print(found: Trend, notes: list[tuple[Note, ...]], options: dict[str, Any]) -> None:
    measure = _CALLED[options["measure"]]
    if options["as_json"]:
        values = found.to_json()
        queries: Any = values["queries"]
        for one, own in zip(queries, notes, strict=True):
            one["notes"] = [note._asdict() for note in own]
        print_json(values)
        return
    if options["csv"]:
        as_written()
        emit(map(tame, csv_lines(TREND_COLUMNS, (row.cells() for row in found))), colour=True)
    elif options["svg"]:
        from searchkit.rendering.trend_charts import trend_chart

        _need_periods(found)
        svg = trend_chart(found, measure, standalone=True).svg
        _write(options["svg"], svg.encode("utf-8", "replace") + b"\n")
    elif options["png"]:
        from searchkit.rendering.trend_plots import trend_png

        _need_periods(found)
        _write(options["png"], trend_png(found, measure))
    else:
        from searchkit.cli.trend_plot import ASCII, UNICODE, plot_lines

        width, marks = width_of(most=WIDEST) or PIPE, UNICODE if is_utf8() else ASCII
        lines = plot_lines(found, measure, width, marks, own_scale=options["own_scale"])
        emit(line + "\n" for line in lines)
    for note in dict.fromkeys(note for own in notes for note in own):
        say(f"Note: {note.message}.")
    if not any(totals.statements for totals in found.totals):
        say("Nothing matches")


def _need_periods(found: Trend) -> None:
    if not found.periods:
        raise InvalidArgument(
            "there is nothing to draw: no statement with a date is counted",
            remedy="Ask with fewer filters, or for --json",
        )


def _write(name: str, content: bytes) -> None:
    """Write a file, or standard output.

    Raises:
        InvalidArgument: the file can't be written.
    """
    if name == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        return
    try:
        Path(name).write_bytes(content)
    except OSError as error:
        raise InvalidArgument(f"can't be written: {error.strerror}", where=name) from None
