"""Whether offices begin and end as public lists of ministers have it.

Lives here: who held five of New Zealand's offices from when to when, and how far the tenures of an
index are from that. Does not live here: what tells tenures (`searchkit.engines`).

    python -m benchmarks.offices index          # every beginning and end, in days off
    python -m benchmarks.offices index --more 35     # those that are more than so many days off

The days are those on which ministers were sworn in, from general knowledge of what is public; they
were not copied from a list, and one may be some days off. Beginnings before
the index's first statement and ends after its last can't be seen, and are left out.
"""

from __future__ import annotations

import argparse
import datetime
import statistics
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import searchkit
from searchkit import OfficeTenure

_GOVERNMENTS = ("1999-12-10", "2008-11-19", "2017-10-26")
_LABOUR, _NATIONAL, _LABOUR_AGAIN = _GOVERNMENTS

HELD: dict[str, tuple[tuple[str, str], ...]] = {
    "Prime Minister": (
        ("Jim Bolger", "1990-11-02"),
        ("Jenny Shipley", "1997-12-08"),
        ("Helen Clark", _LABOUR),
        ("John Key", _NATIONAL),
        ("Bill English", "2016-12-12"),
        ("Jacinda Ardern", _LABOUR_AGAIN),
    ),
    "Finance": (
        ("Bill Birch", "1993-11-29"),
        ("Bill English", "1999-01-31"),
        ("Bill Birch", "1999-06-22"),
        ("Michael Cullen", _LABOUR),
        ("Bill English", _NATIONAL),
        ("Steven Joyce", "2016-12-12"),
        ("Grant Robertson", _LABOUR_AGAIN),
    ),
    "Foreign Affairs": (
        ("Don McKinnon", "1990-11-02"),
        ("Phil Goff", _LABOUR),
        ("Winston Peters", "2005-10-19"),
        ("Helen Clark", "2008-08-29"),
        ("Murray McCully", _NATIONAL),
        ("Gerry Brownlee", "2017-05-02"),
        ("Winston Peters", _LABOUR_AGAIN),
        ("Nanaia Mahuta", "2020-11-06"),
    ),
    "Health": (
        ("Jenny Shipley", "1993-11-29"),
        ("Bill English", "1996-04-12"),
        ("Wyatt Creech", "1999-01-31"),
        ("Annette King", _LABOUR),
        ("Pete Hodgson", "2005-10-19"),
        ("David Cunliffe", "2007-10-31"),
        ("Tony Ryall", _NATIONAL),
        ("Jonathan Coleman", "2014-10-06"),
        ("David Clark", _LABOUR_AGAIN),
        ("Chris Hipkins", "2020-07-02"),
        ("Andrew Little", "2020-11-06"),
    ),
    "Education": (
        ("Wyatt Creech", "1996-02-29"),
        ("Nick Smith", "1999-01-31"),
        ("Trevor Mallard", _LABOUR),
        ("Steve Maharey", "2005-10-19"),
        ("Chris Carter", "2007-10-31"),
        ("Anne Tolley", _NATIONAL),
        ("Hekia Parata", "2011-12-14"),
        ("Nikki Kaye", "2017-05-02"),
        ("Chris Hipkins", _LABOUR_AGAIN),
    ),
}
"""Who held each office, and from when; each until the next. From 1996 to the end of 2022."""


class End(NamedTuple):
    """A beginning or an end, and how many days later it is shown; None: it is not shown."""

    office: str
    person: str
    kind: str
    known: datetime.date
    off: int | None


def ends(archive: searchkit.Archive, office: str) -> Iterator[End]:
    """Each beginning and end of an office that an index can show."""
    shown = [one for one in archive.who(office) if one.office == office and not one.beside]
    known = [(name, datetime.date.fromisoformat(day)) for name, day in HELD[office]]
    first, last = _covered(archive)
    for place, (name, begin) in enumerate(known):
        end = known[place + 1][1] if place + 1 < len(known) else datetime.date.max
        tenure = _during(shown, name, begin, end)
        if begin > first:
            yield End(office, name, "from", begin, tenure and (tenure.first - begin).days)
        if end <= last:
            yield End(office, name, "to", end, tenure and (tenure.last - end).days)


def _covered(archive: searchkit.Archive) -> tuple[datetime.date, datetime.date]:
    """The days of the first and the last statement."""
    days = [
        archive.search(sort=sort, limit=1, snippets=False)[0].date for sort in ("oldest", "newest")
    ]
    assert days[0] and days[1]
    return days[0], days[1]


def _during(
    shown: Sequence[OfficeTenure], name: str, begin: datetime.date, end: datetime.date
) -> OfficeTenure | None:
    """The tenure of somebody with most statements that meets some time; None: there is none."""
    theirs = [one for one in shown if one.person == name and one.first < end and begin < one.last]
    return max(theirs, key=lambda one: one.statements, default=None)


def main() -> None:
    """Print how far beginnings and ends are off, and who is shown and held no office."""
    parser = argparse.ArgumentParser(description="Whether offices begin and end as is known.")
    parser.add_argument("index")
    parser.add_argument("--more", type=int, default=0, metavar="DAYS", help="only what is more off")
    arguments = parser.parse_args()
    with searchkit.open(arguments.index) as archive:
        found = [one for office in HELD for one in ends(archive, office)]
        others = [
            one
            for office in HELD
            for one in archive.who(office)
            if one.office == office
            and not one.beside
            and one.person not in {name for name, _ in HELD[office]}
        ]
    for one in found:
        if one.off is None or abs(one.off) >= arguments.more:
            off = "not shown" if one.off is None else f"{one.off:+d} days"
            print(f"{one.office}: {one.person} {one.kind} {one.known}: {off}")
    for other in others:
        print(f"{other.office}: {other.person} is shown, {other.first} to {other.last}")
    seen = [(one.kind, one.off) for one in found if one.off is not None]
    for kind in ("from", "to"):
        days = [off for of, off in seen if of == kind]
        print(f"{kind}: {len(days)} shown, median {statistics.median(days):+.0f} days")
    near = sum(abs(off) <= 35 for _, off in seen)
    print(f"all: {near} of {len(found)} at most five weeks off, {len(found) - len(seen)} not shown")


if __name__ == "__main__":
    main()
