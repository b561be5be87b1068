"""`searchkit people`: under which names, in which offices and when somebody speaks.

Lives here: its options, people as text and JSON. Does not live here: reading them off front matter
(`searchkit.engines.protocol`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from searchkit.cli.instruments import print_json
from searchkit.cli.opening import open_to_read
from searchkit.cli.options import INDEX
from searchkit.cli.running import FOUND, QuietPipe, one_line
from searchkit.cli.terminal import fitted, width_of

if TYPE_CHECKING:
    from searchkit.model.offices import OfficeTenure
    from searchkit.model.people import Person, PersonForm, PersonStatement

BAR = 20
"""Columns of the year with most statements."""


_HELP = """Show who somebody is, as far as statements show.

The forms of the name, offices from when to when, statements a year, typical words, the first
and the last statement. NAME is words of a name.

\b
  searchkit people vell
  searchkit people "Jan Vell" --json
"""


@click.command(cls=QuietPipe, help=_HELP)
@click.argument("name", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
@INDEX
def people(name: tuple[str, ...], as_json: bool, index: str | None) -> None:
    """See `_HELP`."""
    with open_to_read(index) as archive:
        found = archive.people(" ".join(name))
    if as_json:
        print_json([one.to_json() for one in found])
    else:
        for line in text_lines(found, width_of()):
            click.echo(line)
    click.get_current_context().exit(FOUND)


def text_lines(found: Sequence[Person], width: int | None) -> Iterator[str]:
    """People, one after the other, for people."""
    for number, one in enumerate(found):
        if number:
            yield ""
        yield from fitted(f"{one_line(one.name)}, {_counted(one.statements)}", width, 2)
        yield from _forms("Forms", one.forms, width)
        yield from _forms("Perhaps the same, by a slip of the pen", one.perhaps, width)
        yield from _offices(one.offices, width)
        yield from _years(one.years)
        if one.words:
            yield "  Typical words"
            yield from _indented(", ".join(map(one_line, one.words)), width, 4)
        yield from _statement("First statement", one.first, width)
        yield from _statement("Last statement", one.last, width)


def _forms(title: str, forms: Sequence[PersonForm], width: int | None) -> Iterator[str]:
    if forms:
        yield f"  {title}"
    for form in forms:
        days = f", {form.first} to {form.last}" if form.first else ""
        text = f"{one_line(form.name)}: {_counted(form.statements)}{days}"
        yield from _indented(text, width, 4)


def _offices(offices: Sequence[OfficeTenure], width: int | None) -> Iterator[str]:
    if offices:
        yield "  Offices"
    for one in offices:
        names = ", ".join(map(one_line, one.names or (one.office,)))
        aside = f" (acting or associate: {one_line(one.beside)}'s time)" if one.beside else ""
        text = f"{one.first} to {one.last}  {names}, {one.statements:,}{aside}"
        # Broken lines go on below the name.
        yield from (f"    {line}" for line in fitted(text, width - 4 if width else None, 26))


def _years(years: Sequence[tuple[int, int]]) -> Iterator[str]:
    if not years:
        return
    yield "  Statements a year"
    most = max(count for _, count in years)
    wide = len(f"{most:,}")
    for year, count in years:
        yield f"    {year}  {count:>{wide},}  {'#' * max(1, round(BAR * count / most))}"


def _statement(title: str, one: PersonStatement | None, width: int | None) -> Iterator[str]:
    if one is None:
        return
    yield f"  {title}"
    yield from _indented(f"{one.date}  {one_line(one.title)}", width, 4)
    # Ids are what `searchkit show` takes: never broken.
    yield f"    {one_line(one.id)}"


def _indented(text: str, width: int | None, indent: int) -> Iterator[str]:
    return (" " * indent + line for line in fitted(text, width - indent if width else None))


def _counted(count: int) -> str:
    return f"{count:,} statement" + ("s" if count != 1 else "")
