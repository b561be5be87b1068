"""People and offices under all their names, whichever engine answers."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

import searchkit
from searchkit import Archive, Statement
from tests.engines.contract import BRANNIGAN, FARROW, OHARE, Engine

DAY = datetime.timedelta(days=1)
BEGIN = datetime.date(2005, 3, 1)


def _spoken(
    office: str, person: str, first: int, count: int, every: int = 7, also: tuple[str, ...] = ()
) -> Iterator[Statement]:
    """Statements of somebody for an office, one every few days."""
    for number in range(count):
        day = BEGIN + (first + number * every) * DAY
        yield Statement(
            id=f"vm/{office}-{person}-{first}-{number}.md".replace(" ", "-"),
            title=f"On the {office.split()[-1]} of the day",
            body="The harbour of Oster is open.",
            date=day,
            ministers=(person,),
            portfolios=(office, *also),
        )


def _statements() -> Iterator[Statement]:
    # It was renamed: the same person speaks for both names, month by month.
    yield from _spoken("Harbours", BRANNIGAN, 0, 40)
    yield from _spoken("Harbours and Fishing", BRANNIGAN, 3, 40)
    # The one begins as the other ends.
    yield from _spoken("Grain", OHARE, 0, 15)
    yield from _spoken("Grain Supply", FARROW, 200, 15)
    # Other people speak for the one than for the other.
    yield from _spoken("Roads", OHARE, 0, 40)
    yield from _spoken("Roads Safety", FARROW, 3, 40)
    # Statements have both.
    yield from _spoken("Schools", OHARE, 0, 30, also=("Schools Abroad",))
    yield Statement("vm/undated.md", "Harbours", "Open.", portfolios=("Harbours",))
    yield Statement("vm/short.md", "Harbours", "Open.", ministers=("Hon O Brannigan",))


@pytest.fixture(scope="module")
def renamed(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with searchkit.open(engine(_statements(), tmp_path_factory.mktemp("families"))) as opened:
        yield opened


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ('office:"harbours"', 81),
        ('office:"harbours and fishing"', 81),
        ('portfolio:"harbours and fishing"', 40),
        ("office:grain", 30),
        ('office:"grain supply"', 30),
        ('office:"roads safety"', 40),
        ('office:"schools abroad"', 30),
        ('minister:"orla brannigan"', 81),
    ],
)
def test_an_office_and_a_person_are_found_under_all_their_names(
    renamed: Archive, query: str, total: int
) -> None:
    assert renamed.count(query) == total


def test_a_note_names_them(renamed: Archive) -> None:
    (note,) = renamed.search('office:"grain supply"').notes
    assert note.message == "office:grain supply means any of: Grain, Grain Supply"


@pytest.mark.opensearch
def test_a_cluster_counts_names_as_a_folder_does(tmp_path: Path) -> None:
    from searchkit.engines.local.archive import open_archive
    from searchkit.engines.local.name_usages import SegmentUsages
    from searchkit.engines.opensearch.archive import open_cluster
    from searchkit.engines.opensearch.offices import ClusterUsages
    from tests.engines.contract import local, opensearch

    made = list(_statements())
    with (
        open_archive(Path(local(made, tmp_path))) as ours,
        open_cluster(opensearch(made, tmp_path)) as theirs,
    ):
        known = ours.snapshot.known
        by_folder = SegmentUsages(ours.snapshot.segments, known["minister"], "portfolio")
        by_cluster = ClusterUsages(
            theirs._snapshot, theirs._snapshot.known["minister"], "portfolio"
        )
        keys = sorted(known["portfolio"].shown)
        assert by_cluster.usages(keys) == by_folder.usages(keys)
        for one in keys:
            for other in keys:
                assert by_cluster.together(one, other) == by_folder.together(one, other)
