"""Families of offices and timelines against plain loops; people, offices, timelines and quotations
of an index made in parts against one made at once. Invented ministers of an invented country.
"""

from __future__ import annotations

import datetime
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import searchkit
from searchkit import Archive, Profile, ProfileField, Statement
from searchkit.engines.local.families import GAP, LEAST, MONTHS, SAME, TOGETHER
from searchkit.quotations.finding import quotations
from tests.support.hypothesis_settings import examples
from tests.support.said import SPEAKERS, WORDS, said_text

VM = Profile(
    "VM",
    fields=(
        ProfileField("ministers", "person", query="minister"),
        ProfileField("portfolios", query="portfolio"),
    ),
)
OFFICES = ("Lake Fish", "Lakes", "Lakes and Ice", "Ferries")


@contextmanager
def opened(made: Sequence[Statement]) -> Iterator[Archive]:
    with tempfile.TemporaryDirectory() as folder:
        searchkit.build(made, Path(folder) / "index", profile=VM)
        with searchkit.open(Path(folder) / "index") as archive:
            yield archive


# Families

Run = tuple[int, int, int, int, bool]
"""The number of an office, that of a person, the first month, how many, and whether each statement
names the next office as well."""


def told(runs: Sequence[Run]) -> list[Statement]:
    """Statements, two a month."""
    made = []
    for office, person, first, count, both in runs:
        for number in range(count):
            month = first + number // 2
            offices = (OFFICES[office], OFFICES[(office + 1) % 4])
            made.append(
                Statement(
                    id=f"vm/{len(made):04}.md",
                    title="A note",
                    body="Grain.",
                    date=datetime.date(2000 + month // 12, month % 12 + 1, 1 + 14 * (number % 2)),
                    ministers=(SPEAKERS[person],),
                    portfolios=offices if both else offices[:1],
                )
            )
    return made


def families_by_loops(made: Sequence[Statement]) -> set[frozenset[str]]:
    """The families of more than one name, as docs/offices.md has it."""
    of = {name: [one for one in made if name in one.portfolios] for name in OFFICES}
    joined = {name: {name} for name in OFFICES}
    for one, other in combinations(OFFICES[:3], 2):  # Ferries begins with another word.
        if min(len(of[one]), len(of[other])) >= LEAST and is_one(of[one], of[other]):
            both = joined[one] | joined[other]
            for name in both:
                joined[name] = both
    return {frozenset(names) for names in joined.values() if len(names) > 1}


def is_one(one: Sequence[Statement], other: Sequence[Statement]) -> bool:
    both = [x for x in one for y in other if x.id == y.id]
    if len(both) > TOGETHER * min(len(one), len(other)):
        return False
    holders, others = by_month(one), by_month(other)
    months = holders.keys() & others.keys()
    if len(months) >= MONTHS:
        return sum(holders[m] == others[m] for m in months) >= SAME * len(months)
    before, after = sorted((one, other), key=lambda of: max(map(days, of)))
    return abs(min(map(days, after)) - max(map(days, before))) <= GAP


def days(one: Statement) -> int:
    assert one.date
    return (one.date.year * 12 + one.date.month) * 30 + one.date.day


def by_month(of: Sequence[Statement]) -> Mapping[tuple[int, int], str]:
    counts: dict[tuple[int, int], Counter[str]] = {}
    for one in of:
        assert one.date
        counts.setdefault((one.date.year, one.date.month), Counter())[one.ministers[0]] += 1
    return {month: min(c, key=lambda name: (-c[name], name)) for month, c in counts.items()}


def _runs(offices: list[int], months: int, both: int) -> st.SearchStrategy[list[Run]]:
    return st.lists(
        st.tuples(
            st.sampled_from(offices),
            st.integers(0, 1),
            st.integers(0, months),
            st.integers(6, 20),
            st.integers(0, both).map(lambda one: one == 1),
        ),
        min_size=3,
        max_size=7,
    )


runs = _runs([0, 1, 2, 3], 20, 7) | _runs([0, 1], 5, 0) | _runs([0, 2], 30, 0)


@examples(12)
@given(runs)
def test_families_are_those_of_loops(runs: list[Run]) -> None:
    made = told(runs)
    expected = families_by_loops(made)
    with opened(made) as archive:
        for name in {name for one in made for name in one.portfolios}:
            family = next((one for one in expected if name in one), frozenset([name]))
            wanted = {one.id for one in made if family & set(one.portfolios)}
            assert {hit.id for hit in archive.stream(f'office:"{name}"')} == wanted
            shown = archive.who(name)
            assert {said for one in shown for said in one.names} <= family
            assert shown == archive.who(min(family))


# Timelines


def spoken_of(draw: random.Random, count: int) -> list[Statement]:
    """Statements that quote people; some without a date, some twice."""
    made: list[Statement] = []
    for number in range(count):
        copied = draw.choice(made) if made and draw.random() < 0.15 else None
        day = datetime.date(2000, 1, 1) + datetime.timedelta(draw.randrange(900))
        made.append(
            Statement(
                id=f"vm/{number:03}.md",
                title="Oster",
                body=copied.body if copied else said_text(draw),
                date=None if draw.random() < 0.1 else day,
                ministers=copied.ministers if copied else (f"Hon {draw.choice(SPEAKERS)}",),
                portfolios=(draw.choice(OFFICES),),
            )
        )
    return made


Row = tuple[str, int, str, tuple[str, ...]]


def rows_by_loops(made: Sequence[Statement], word: str, who: str | None) -> list[Row]:
    """What a timeline has, by reading every text."""
    found: list[Row] = []
    seen: set[str] = set()
    for one in sorted(made, key=lambda one: (one.date or datetime.date.max, one.id)):
        has = re.search(rf"\b{word}\b", one.body, re.IGNORECASE) is not None
        named = who is None or one.ministers == (f"Hon {who}",)
        if one.date is None or one.body in seen or not (has and named):
            continue
        seen.add(one.body)
        found += [
            (one.id, said.start, said.text, said.speakers)
            for said in quotations(one.body, one.title, one.ministers)
            if re.search(rf"\b{word}\b", said.text, re.IGNORECASE)
            and (who is None or who in said.speakers)
        ]
    return found


@examples(6)
@given(
    st.randoms(use_true_random=False),
    st.sampled_from(WORDS[:-1]),
    st.sampled_from([None, *SPEAKERS]),
)
def test_timelines_are_those_of_loops(draw: random.Random, word: str, who: str | None) -> None:
    made = spoken_of(draw, 30)
    if all(one.ministers != (f"Hon {who}",) for one in made):
        who = None
    with opened(made) as archive:
        found = archive.timeline(f'{word} minister:"{who}"' if who else word)
        rows = [(row.id, row.start, row.text, row.speakers) for row in found]
        assert rows == rows_by_loops(made, word, who)
        offices = [
            one
            for name in {name for statement in made for name in statement.portfolios}
            for one in archive.who(name)
            if one.office == name and not one.beside and one.statements >= 3
        ]
        before: dict[str, set[str]] = {}
        for row in found:
            person = row.speakers[0]
            held = {
                o.office for o in offices if o.person == person and o.first <= row.date <= o.last
            }
            earlier = before.setdefault(person, held)
            before[person] = held
            assert set(row.offices) == held
            assert (set(row.began), set(row.ended)) == (held - earlier, earlier - held)


# In parts


def asked(archive: Archive) -> dict[str, Any]:
    """What this issue's instruments tell of an index."""
    names = [one.name for one in archive.names("minister")]
    ids = sorted(hit.id for hit in archive.stream())
    return {
        "people": [archive.people(f'"{name}"') for name in names],
        "who": archive.who(on="2001"),
        "timeline": list(archive.timeline("harbour")),
        "said": sorted(hit.id for hit in archive.stream("said:(* harbour)")),
        "quotations": [archive.quotations(id) for id in ids],
        "repeats": [archive.repeats(id) for id in ids],
        "marks": [(hit.id, hit.repeats) for hit in archive.search("ferry", repeats=True)],
    }


def test_an_index_made_in_parts_tells_what_one_made_at_once_tells(tmp_path: Path) -> None:
    made = spoken_of(random.Random(7), 40)
    searchkit.build(made, tmp_path / "once", profile=VM, quotations=True)
    old = [Statement(id=one.id, title="Old", body="Old words of the ferry.") for one in made[20:30]]
    searchkit.build([*made[:20], *old], tmp_path / "parts", profile=VM, quotations=True)
    for part in (made[20:25], made[25:35], made[35:]):
        with searchkit.open(tmp_path / "parts") as archive, archive.writer() as writer:
            for one in part:
                writer.add(one)
    with (
        searchkit.open(tmp_path / "once") as once,
        searchkit.open(tmp_path / "parts") as parts,
    ):
        assert len(parts) == len(once) == 40
        expected, found = asked(once), asked(parts)
        assert expected["timeline"] and expected["said"] and expected["who"]
        assert any(expected["repeats"])
        for what, value in expected.items():
            assert found[what] == value, what
