"""Who held which office when: invented ministers of an invented country, and a plain judge."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchkit
from searchkit import InvalidArgument, OfficeTenure, Statement, UnknownName
from searchkit.engines.local.tenures import BREAK, FEW, OfficeStatement, Stretch, tenures_of
from tests.support.hypothesis_settings import examples

VELL, STORR, BRENN = "Hon Jan Vell", "Mika Storr", "Rt Hon Ida Brenn"


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def told(person: str, *days: int) -> list[OfficeStatement]:
    return [OfficeStatement(one, f"{person}-{one}", tuple(person.split("+"))) for one in days]


def rows(stretches: Iterable[Stretch]) -> list[tuple[str, int, int, int, str]]:
    return [
        (one.person, one.first, one.last, len(one.alone) + one.joint, one.beside)
        for one in stretches
    ]


def test_one_holder_after_another() -> None:
    said = told("a", *range(0, 500, 10)) + told("b", *range(510, 900, 10))
    assert rows(tenures_of(said)) == [("a", 0, 490, 50, ""), ("b", 510, 890, 39, "")]


def test_who_comes_back_has_two_tenures() -> None:
    said = told("a", *range(0, 300, 10), *range(600, 900, 10)) + told("b", *range(300, 600, 10))
    assert rows(tenures_of(said)) == [
        ("a", 0, 290, 30, ""),
        ("b", 300, 590, 30, ""),
        ("a", 600, 890, 30, ""),
    ]


def test_a_silence_in_which_nobody_else_holds_the_office_parts_nothing() -> None:
    assert rows(tenures_of(told("a", 0, 900))) == [("a", 0, 900, 2, "")]
    # A few days of somebody else in it are not enough, BREAK days and one more are.
    acting = told("a", *range(50), *range(500, 550)) + told("b", 200, 200 + BREAK)
    assert [one[:3] for one in rows(tenures_of(acting)) if one[0] == "a"] == [("a", 0, 549)]
    held = told("a", *range(50), *range(500, 550)) + told("b", 200, 201 + BREAK)
    assert [one[:3] for one in rows(tenures_of(held)) if one[0] == "a"] == [
        ("a", 0, 49),
        ("a", 500, 549),
    ]


def test_whoever_shows_long_in_a_silence_parts_it() -> None:
    # b's days reach beyond the silence of a, c's do not.
    said = told("a", 0, 300) + told("b", 40, 400) + told("c", 80, 220)
    assert [one[:3] for one in rows(tenures_of(said)) if one[0] == "a"] == [
        ("a", 0, 0),
        ("a", 300, 300),
    ]
    # The very days around a silence are not in it.
    said = told("a", 0, 300) + told("b", 40, 300) + told("c", 0, 280)
    assert [one[:3] for one in rows(tenures_of(said)) if one[0] == "a"] == [("a", 0, 300)]


def test_few_statements_in_a_long_tenure_are_acting_or_associate_and_one_row() -> None:
    said = told("a", *range(0, 1000, 10)) + told("b", 105, 455, 805)
    assert rows(tenures_of(said)) == [("a", 0, 990, 100, ""), ("b", 105, 805, 3, "a")]


def test_many_statements_in_a_long_tenure_are_an_overlap() -> None:
    said = told("a", *range(0, 1000, 10)) + told("b", *range(200, 720, 20))
    assert rows(tenures_of(said))[1] == ("b", 200, 700, 26, "")
    assert rows(tenures_of(said[:-1]))[1] == ("b", 200, 680, 25, "a")


def test_a_handover_parts_few_statements_in_the_time_of_the_other() -> None:
    # b was a's associate twice before, and a speaks once more while b holds the office.
    said = told("a", *range(0, 400, 5), 460) + told("b", 340, 370, *range(400, 800, 5))
    assert rows(tenures_of(said)) == [
        ("a", 0, 395, 80, ""),
        ("b", 340, 370, 2, "a"),
        ("b", 400, 795, 80, ""),
        ("a", 460, 460, 1, "b"),
    ]


def test_a_handover_in_which_both_speak_is_an_overlap() -> None:
    said = told("a", *range(0, 400, 10)) + told("b", *range(350, 800, 10))
    assert [one[:3] for one in rows(tenures_of(said))] == [("a", 0, 390), ("b", 350, 790)]
    # Few beside the other's, but not of one's own.
    said = told("a", *range(0, 400, 5)) + told("b", 300, 390, 410, 500)
    assert [one[:3] for one in rows(tenures_of(said))] == [("a", 0, 395), ("b", 300, 500)]


def test_a_joint_statement_tells_nothing_by_itself() -> None:
    assert tenures_of(told("a+b", 1, 2, 3)) == []
    assert rows(tenures_of(told("a", 10, 20) + told("a+b", 5, 15, 25))) == [("a", 10, 20, 3, "")]
    # Where both may hold it on that day, it is nobody's.
    both = told("a", 10, 20) + told("b", 12, 18) + told("a+b", 15, 19)
    assert rows(tenures_of(both)) == [("a", 10, 20, 3, ""), ("b", 12, 18, 2, "")]


def wrong_sides(old: list[int], new: list[int]) -> tuple[int, int]:
    """What is left on the wrong side of the best day to hand over."""
    choices = []
    for handed in range(new[0], old[-1] + 2):
        late = len([one for one in old if one >= handed])
        early = len([one for one in new if one < handed])
        beside_early = len([one for one in old if new[0] <= one < handed])
        beside_late = len([one for one in new if handed <= one <= old[-1]])
        few = (
            FEW * early <= min(beside_early, len(new) - early)
            and FEW * late <= min(beside_late, len(old) - late)
        )  # fmt: skip
        choices.append((early + late, handed, late, early, few))
    cost = min(choices)[0]
    # The first such day on which the new one speaks, or after all of it.
    of_all = [one for one in choices if one[0] == cost and one[1] in {*new, old[-1] + 1}]
    _, _, late, early, few = min(of_all)
    return (late, early) if few else (0, 0)


def judged(said: list[OfficeStatement]) -> list[tuple[str, int, int, int, str]]:
    """The same by loops over all pairs, as the documentation has it."""
    alone = sorted(one for one in said if len(one.people) == 1)
    pieces: list[tuple[str, list[int]]] = []
    for person in sorted({one.people[0] for one in alone}):
        piece: list[int] = []
        for now in [one.day for one in alone if one.people[0] == person]:
            if piece and now - piece[-1] > BREAK:
                inside = [one for one in alone if piece[-1] < one.day < now]
                if any(
                    x.people == y.people and y.day - x.day > BREAK for x in inside for y in inside
                ):
                    pieces.append((person, piece))
                    piece = []
            piece.append(now)
        pieces.append((person, piece))
    pieces.sort(key=lambda one: (one[1][0], one[1][-1], one[0]))
    parted: list[tuple[str, list[int]]] = []
    for person, days in pieces:
        lead = trail = 0
        before = [of for _, of in pieces if of[0] < days[0] <= of[-1] < days[-1]]
        after = [of for _, of in pieces if days[0] < of[0] <= days[-1] < of[-1]]
        if before:
            lead = wrong_sides(max(before, key=len), days)[1]
        if after:
            trail = wrong_sides(days, max(after, key=len))[0]
        middle = days[lead : len(days) - trail]
        parted += [(person, part) for part in (days[:lead], middle, days[len(days) - trail :])]
    pieces = [one for one in parted if one[1]]
    pieces.sort(key=lambda one: (one[1][0], one[1][-1], one[0]))
    grouped: dict[tuple[str, int], list[int]] = {}
    for number, (person, days) in enumerate(pieces):
        around = [
            (-len(of), place)
            for place, (other, of) in enumerate(pieces)
            if other != person
            and of[0] <= days[0]
            and days[-1] <= of[-1]
            and FEW * len(days) <= len(of)
        ]
        key = (person, min(around)[1]) if around else (person, -1 - number)
        grouped.setdefault(key, []).extend(days)
    found = [
        [person, days[0], days[-1], len(days), pieces[host][0] if host >= 0 else ""]
        for (person, host), days in grouped.items()
    ]
    found.sort(key=lambda one: (one[1], one[2], one[0]))
    for one in said:
        holding = [row for row in found if row[0] in one.people and row[1] <= one.day <= row[2]]
        if len(one.people) > 1 and len({row[0] for row in holding}) == 1:
            holding[0][3] += 1
    return [tuple(row) for row in found]  # type: ignore[misc]


_SOME = st.lists(
    st.tuples(
        st.sampled_from("aaaaaabbbc"), st.integers(0, 12).map(lambda at: at * 40), st.booleans()
    ),
    max_size=40,
)


def _while(people: str, first: int, last: int) -> st.SearchStrategy[list[tuple[str, int, bool]]]:
    days = st.integers(first, last).map(lambda at: at * 20)
    return st.lists(
        st.tuples(st.sampled_from(people), days, st.just(False)), min_size=12, max_size=25
    )


_HANDED_OVER = st.builds(
    lambda old, both, new: old + both + new,
    _while("a", 0, 10),
    _while("aaab", 8, 12),
    _while("bbba", 12, 30),
)


@examples(250)
@given(_SOME | _HANDED_OVER)
def test_tenures_are_those_of_loops(some: list[tuple[str, int, bool]]) -> None:
    said = [
        OfficeStatement(at, f"{number:03}", ("a", "b") if joint and number % 4 == 0 else (person,))
        for number, (person, at, joint) in enumerate(some)
    ]
    found = tenures_of(said)
    assert rows(found) == judged(said)
    parts = [one for stretch in found for one in stretch.alone]
    assert sorted(parts) == sorted(one for one in said if len(one.people) == 1)


def test_hostile_statements_are_bounded_work() -> None:
    begun = time.perf_counter()
    tenures_of(
        [OfficeStatement(number * 7, f"{number}", (f"p{number // 2}",)) for number in range(20_000)]
    )
    tenures_of(
        [OfficeStatement(number, f"{number}", (f"p{number % 101}",)) for number in range(20_000)]
    )
    assert time.perf_counter() - begun < 20


# In an index


def statements() -> list[Statement]:
    def one(
        id: str, date: str | None, ministers: tuple[str, ...], portfolios: tuple[str, ...]
    ) -> Statement:
        return Statement(
            id=f"vm/{id}.md",
            title=id,
            body="Text.",
            date=day(date) if date else None,
            ministers=ministers,
            portfolios=portfolios,
        )

    made = [
        one(f"v{n:02}", f"2001-{n:02}-10", (VELL,), ("Harbours", "Trade")) for n in range(1, 13)
    ]
    made += [
        one("acting", "2001-07-01", (STORR,), ("Harbours",)),
        one("joint", "2001-07-02", ("Jan Vell", BRENN), ("Harbours", "Forests")),
        one("undated", None, (BRENN,), ("Harbours",)),
        one("nobody", "2001-08-01", (), ("Harbours",)),
        one("later", "2002-03-01", (BRENN,), ("Harbours",)),
        one("small", "2001-02-01", (STORR,), ("Associate Harbours",)),
    ]
    return made


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterable[searchkit.Archive]:
    folder = tmp_path_factory.mktemp("offices")
    searchkit.build(statements(), folder / "index")
    with searchkit.open(folder / "index") as opened:
        yield opened


def short(found: Iterable[OfficeTenure]) -> list[tuple[str, str, str, str, int, str]]:
    return [(one.office, one.person, *map(str, one[2:4]), one[4], one.beside) for one in found]


HARBOURS = [
    ("Harbours", "Jan Vell", "2001-01-10", "2001-12-10", 13, ""),
    ("Harbours", "Mika Storr", "2001-07-01", "2001-07-01", 1, "Jan Vell"),
    ("Harbours", "Ida Brenn", "2002-03-01", "2002-03-01", 1, ""),
]


def test_an_office_through_time(archive: searchkit.Archive) -> None:
    found = archive.who("harbours")
    assert short(found) == HARBOURS
    assert found[0].evidence == tuple(f"vm/v{n:02}.md" for n in (1, 2, 3, 4, 5, 8, 9, 10, 11, 12))
    assert found[1].evidence == ("vm/acting.md",)
    # No office is called by this word alone, so it is any whose name has it.
    assert [one.office for one in archive.who("associate")] == ["Associate Harbours"]


def test_on_a_day(archive: searchkit.Archive) -> None:
    assert short(archive.who("Harbours", on="2001-07-01")) == HARBOURS[:2]
    assert short(archive.who("Harbours", on=day("2001-07-02"))) == HARBOURS[:1]
    assert short(archive.who("Harbours", on="2001-12-11")) == []
    assert short(archive.who("Harbours", on="2001-12")) == HARBOURS[:1]
    assert short(archive.who("Harbours", on=2002)) == HARBOURS[2:]


def test_all_offices_of_a_day(archive: searchkit.Archive) -> None:
    found = archive.who(on="2001-02-01")
    assert [(one.office, one.person) for one in found] == [
        ("Associate Harbours", "Mika Storr"),
        ("Harbours", "Jan Vell"),
        ("Trade", "Jan Vell"),
    ]
    # Who of two ministers has Forests, nothing tells.
    assert archive.who("Forests") == ()


def test_what_is_refused(archive: searchkit.Archive) -> None:
    with pytest.raises(InvalidArgument, match="neither an office nor a day"):
        archive.who()
    with pytest.raises(InvalidArgument, match="on: 'soon' is not a date"):
        archive.who("Harbours", on="soon")
    with pytest.raises(InvalidArgument, match="office can't be 7"):
        archive.who(7)  # type: ignore[arg-type]
    with pytest.raises(UnknownName) as unknown:
        archive.who("Harbors")
    assert unknown.value.nearest[0] == "Harbours"


def test_an_index_made_in_parts_tells_the_same(tmp_path: Path, archive: searchkit.Archive) -> None:
    given = statements()
    searchkit.build(given[::2], tmp_path / "index")
    with searchkit.open(tmp_path / "index") as parts:
        with parts.writer() as writer:
            for one in given[1::2]:
                writer.add(one)
            writer.add(Statement(id="vm/v13.md", title="x", body="x", portfolios=("Harbours",)))
        parts.refresh()
        with parts.writer() as writer:
            writer.remove("vm/v13.md")
        parts.refresh()
        assert parts.who(on="2001") == archive.who(on="2001")
        assert parts.who("harbours") == archive.who("harbours")
