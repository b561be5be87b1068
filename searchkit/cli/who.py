"""`searchkit who`: who held which office from when to when.

Lives here: its options, tenures as text and JSON, what is said of gaps and overlaps. Does not
live here: reading tenures off front matter (`searchkit.engines.protocol`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import click

from searchkit.cli.instruments import print_json
from searchkit.cli.opening import open_to_read
from searchkit.cli.options import INDEX
from searchkit.cli.running import FOUND, NOTHING, QuietPipe, one_line, say
from searchkit.cli.terminal import fitted, width_of
from searchkit.query.dates import parse_unit

if TYPE_CHECKING:
    from searchkit.engines.protocol import Archive
    from searchkit.model.offices import OfficeTenure

GAP = 31
"""Days without any holder that are worth a line."""


_HELP = """Show who held an office, from when to when.

As far as statements show: the days are those of the first and the last one. Without an
office, everybody who held one on a day. The exit code is 1 where nobody is shown.

\b
  searchkit who Harbours
  searchkit who Harbours --on 2007-11-20
  searchkit who --on 2009-05-01
"""


@click.command(cls=QuietPipe, help=_HELP)
@click.argument("office", nargs=-1)
@click.option("--on", metavar="DATE", help="Who held it then.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
@INDEX
def who(office: tuple[str, ...], on: str | None, as_json: bool, index: str | None) -> None:
    """See `_HELP`."""
    name = " ".join(office)
    if not name.strip() and on is None:
        raise click.UsageError("give an office, or --on DATE for all offices on a day")
    with open_to_read(index) as archive:
        found = archive.who(name, on=on)
        nearest = _nearest(archive, name, on) if on and name.strip() and not found else []
    if as_json:
        print_json([one.to_json() for one in found])
    else:
        lines = timeline(found, width_of()) if name.strip() else listed(found, width_of())
        for line in lines:
            click.echo(line)
        if not found:
            say("Nobody is shown" + (f" on {on}" if on else ""))
            for line in nearest:
                say(line)
    click.get_current_context().exit(FOUND if found else NOTHING)


def _nearest(archive: Archive, office: str, on: str) -> list[str]:
    """For each office of a name, who is shown before a time and after it."""
    day = parse_unit(on)[0]
    said = []
    for name, tenures in groupby(archive.who(office), lambda one: one.office):
        held = [one for one in tenures if not one.beside]
        before = [one for one in held if one.last < day]
        after = [one for one in held if one.first > day]
        parts = []
        if before:
            one = max(before, key=lambda one: one.last)
            parts.append(f"{one_line(one.person)} until {one.last}")
        if after:
            one = min(after, key=lambda one: one.first)
            parts.append(f"{one_line(one.person)} from {one.first}")
        said.append(f"{one_line(name)}: {', '.join(parts)}")
    return said


def listed(found: Sequence[OfficeTenure], width: int | None) -> Iterator[str]:
    """Offices of a day, each with those who held it, for people."""
    for one in found:
        yield from fitted(f"{one_line(one.office)}: {one_line(one.person)}", width, 2)
        yield from _indented(f"{one.first} to {one.last}, {_counted(one)}", width, 2)
        yield from _aside(one, width)
        yield from _called(one, width)


def timeline(found: Sequence[OfficeTenure], width: int | None) -> Iterator[str]:
    """Tenures by office, each with its first and last statement, gaps and overlaps, for people."""
    for number, (office, several) in enumerate(groupby(found, lambda one: one.office)):
        if number:
            yield ""
        yield from fitted(one_line(office), width, 2)
        latest: OfficeTenure | None = None
        for one in several:
            remark = "" if one.beside else _since(latest, one)
            if remark.startswith("nobody"):
                yield from _indented(remark, width, 2)
            head = f"{one.first} to {one.last}  "
            # Broken lines go on below the name.
            rows = fitted(f"{one_line(one.person)}, {_counted(one)}", _room(width, 2), len(head))
            rows[0] = head + rows[0]
            yield from (f"  {line}" for line in rows)
            yield from _aside(one, width)
            yield from _called(one, width)
            if remark and not remark.startswith("nobody"):
                yield from _indented(remark, width, 4)
            # Ids are what `searchkit show` takes: never broken.
            yield from (f"    {one_line(id)}" for id in dict.fromkeys(_ends(one)))
            if not one.beside and (latest is None or one.last > latest.last):
                latest = one


def _since(latest: OfficeTenure | None, one: OfficeTenure) -> str:
    """What is to be said of a holder after those before: a gap, an overlap, or nothing."""
    if latest is None:
        return ""
    if one.first <= latest.last:
        if one.person == latest.person:
            return ""
        return f"overlaps with {one_line(latest.person)} until {min(one.last, latest.last)}"
    days = (one.first - latest.last).days - 1
    return f"nobody is shown for {days:,} days" if days > GAP else ""


def _aside(one: OfficeTenure, width: int | None) -> Iterator[str]:
    if one.beside:
        text = f"acting or associate: few statements in the time of {one_line(one.beside)}"
        yield from _indented(text, width, 4)


def _called(one: OfficeTenure, width: int | None) -> Iterator[str]:
    """What the office was called then, where it was something else."""
    if one.names and one.names != (one.office,):
        names = ", ".join(map(one_line, one.names))
        yield from _indented(f"as {names}", width, 4)


def _indented(text: str, width: int | None, indent: int) -> Iterator[str]:
    return (" " * indent + line for line in fitted(text, _room(width, indent)))


def _room(width: int | None, indent: int) -> int | None:
    return width - indent if width else None


def _counted(one: OfficeTenure) -> str:
    return f"{one.statements:,} statement" + ("s" if one.statements != 1 else "")


def _ends(one: OfficeTenure) -> tuple[str, str]:
    return one.evidence[0], one.evidence[-1]
