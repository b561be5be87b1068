"""People, offices under several names and timelines: invented ministers of an invented country."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

import searchkit
from searchkit import InvalidArgument, Profile, ProfileField, Statement, UnknownName
from searchkit.query.same_people import LEAST, same_people, slips

FIELDS = (
    ProfileField("ministers", "person", query="minister"),
    ProfileField("portfolios", query="portfolio"),
)
VM = Profile("VM", fields=FIELDS, head_of_government="First Minister")
START = datetime.date(1990, 1, 1)


def said(
    person: str, office: str, day: int, body: str = "Grain.", title: str = "A note"
) -> Statement:
    return Statement(
        id=f"vm/{office}-{person.split()[-1]}-{day}.md".replace(" ", "-").lower(),
        title=title,
        body=body,
        date=START + datetime.timedelta(day),
        ministers=(person,),
        portfolios=(office,),
    )


def built(folder: Path, given: list[Statement], profile: Profile = VM) -> searchkit.Archive:
    searchkit.build(given, folder / "index", profile=profile)
    return searchkit.open(folder / "index")


def renamed() -> list[Statement]:
    """Harbours, called Harbours and Ports first; Harbour Police beside it, of somebody else."""
    return [
        *(said("Hon Jan Vell", "Harbours and Ports", day, "Quays.") for day in range(0, 600, 20)),
        *(said("Jan Vell", "Harbours", day, "Quays.") for day in range(640, 900, 20)),
        *(said("Ida Brenn", "Harbours", day) for day in range(900, 1200, 20)),
        *(said("Mika Storr", "Harbour Police", day) for day in range(0, 1200, 20)),
    ]


def test_a_renamed_office_is_one(tmp_path: Path) -> None:
    with built(tmp_path, renamed()) as archive:
        found = archive.who("Harbours and Ports")
        assert found == archive.who("Harbours")
        assert [(one.office, one.person, one.statements) for one in found] == [
            ("Harbours", "Jan Vell", 43),
            ("Harbours", "Ida Brenn", 15),
        ]
        assert [one.names for one in found] == [("Harbours and Ports", "Harbours"), ("Harbours",)]
        assert archive.count('office:"Harbours"') == 58
        assert archive.count('portfolio:"Harbours"') == 28
        assert archive.count('office:"Harbours" -minister:brenn') == 43
        assert "office:harbour means any of" not in str(archive.search("office:police").notes)
        with pytest.raises(UnknownName):
            archive.search("office:lighthouses")


def test_the_profile_joins_names_and_keeps_them_apart(tmp_path: Path) -> None:
    apart = VM.replaced(same_offices=(("Harbours",), ("Harbour Police", "Constables")))
    given = [*renamed(), *(said("Odda Lund", "Constables", day) for day in range(1300, 1400, 20))]
    with built(tmp_path, given, apart) as archive:
        assert archive.count('office:"Harbours"') == 28
        assert {one.office for one in archive.who("Harbour Police")} == {"Constables"}


def test_two_who_speak_at_once_hold_two_offices(tmp_path: Path) -> None:
    given = [
        *(said("Jan Vell", "Lake Ferries", day) for day in range(0, 900, 15)),
        *(said("Ida Brenn", "Lake Fish", day) for day in range(5, 900, 15)),
    ]
    with built(tmp_path, given) as archive:
        assert archive.count('office:"Lake Fish"') == 60


def test_who_somebody_is(tmp_path: Path) -> None:
    given = [
        *renamed(),
        said("J Vell", "Harbours", 701, title="By initials"),
        said("Jan Vel", "Harbours", 721, title="A slip"),
        said("Dame Jan Vell", "Harbours", 881, title="Thanks"),
    ]
    with built(tmp_path, given) as archive:
        (one,) = archive.people("vell")
        assert (one.name, one.statements) == ("Jan Vell", 45)
        assert [(form.name, form.statements) for form in one.forms] == [
            ("Hon Jan Vell", 30),
            ("Jan Vell", 13),
            ("Dame Jan Vell", 1),
            ("J Vell", 1),
        ]
        assert [form.name for form in one.perhaps] == ["Jan Vel"]
        assert [(two.office, two.names) for two in one.offices] == [
            ("Harbours", ("Harbours and Ports", "Harbours"))
        ]
        assert one.years == ((1990, 19), (1991, 17), (1992, 9))
        assert sum(count for _, count in one.years) == one.statements
        assert "Quays" in one.words or "quays" in [word.lower() for word in one.words]
        assert one.first and one.first.date == START and one.last and one.last.title == "Thanks"
        assert archive.people("vel")[0].perhaps[0].name == "Hon Jan Vell"
        assert archive.count("minister:vell") == 45
        with pytest.raises(UnknownName):
            archive.people("nobody")
        with pytest.raises(InvalidArgument):
            archive.people(" ")


def test_a_slip_and_a_new_surname_are_merged_by_the_profile(tmp_path: Path) -> None:
    merged = VM.replaced(same_people=(("Jan Storrvik", "Jan Vell", "Jan Vel"),))
    given = [
        *renamed(),
        said("Jan Vel", "Harbours", 721),
        said("Jan Storrvik", "Harbours", 891, title="Married"),
    ]
    with built(tmp_path, given, merged) as archive:
        (one,) = archive.people("vell")
        assert (one.name, one.statements, one.perhaps) == ("Jan Storrvik", 45, ())
        assert archive.people("storrvik") == (one,)
        assert archive.count("minister:storrvik") == archive.count("minister:vel") == 45
        assert [two.person for two in archive.who("Harbours")] == ["Jan Storrvik", "Ida Brenn"]


def test_two_people_of_one_name(tmp_path: Path) -> None:
    years = 365
    given = [
        *(said("Jan Vell", "Harbours", day, "Quays.") for day in range(0, 300, 20)),
        *(said("Jan Vell", "Forests", 14 * years + day, "Trees.") for day in range(0, 300, 20)),
        *(said("Mika Storr", "Lakes", day) for day in range(0, 300, 20)),
        *(said("Mika Storr", "Lakes", 14 * years + day) for day in range(0, 300, 20)),
    ]
    with built(tmp_path, given) as archive:
        first, second = archive.people("vell")
        assert (first.statements, second.statements) == (15, 15)
        assert [one.office for one in first.offices] == ["Harbours"]
        assert [one.office for one in second.offices] == ["Forests"]
        # In the same office it is the same person, back again.
        assert [one.statements for one in archive.people("storr")] == [30]
    told = VM.replaced(same_people=(("Jan Vell",),))
    (tmp_path / "told").mkdir()
    with built(tmp_path / "told", given, told) as archive:
        assert [one.statements for one in archive.people("vell")] == [30]


def test_initials_that_may_be_two_people_are_nobodys() -> None:
    assert same_people(["j vell", "jan vell"], [])["j vell"] == ("jan vell", "j vell")
    assert same_people(["j vell", "jan vell", "jona vell"], []) == {}
    assert same_people(["jan p vell", "jan vell"], [])["jan p vell"][0] == "jan vell"
    assert same_people(["j vell", "jan vell"], [["jan vell"]]) == {"jan vell": ("jan vell",)}


def test_a_slip_has_one_statement_and_the_name_many() -> None:
    assert slips("jan vell", {"jan vell": LEAST, "jan velt": 1, "jan vel": 2}) == ["jan velt"]
    assert slips("jan vell", {"jan vell": LEAST - 1, "jan velt": 1}) == []


SPEECH = (
    "I am glad to be here. I thank my hosts, and I know how much you do. "
    "I said last year that ferries are the blood of the islands. I meant it, and I mean it today."
)


LONG = "The quay was wet, the wind was high, and nobody had brought an umbrella. " * 5


@pytest.fixture(scope="module")
def ferries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("timeline")
    quoted = '"{}," Jan Vell said. "We shall see," Ida Brenn said about ferries.'
    given = [
        *(said("Jan Vell", "Harbours", day) for day in range(0, 300, 20)),
        *(said("Jan Vell", "Forests", day) for day in range(400, 900, 20)),
        said("Jan Vell", "Harbours", 101, quoted.format("The ferries run again")),
        said("Jan Vell", "Forests", 501, quoted.format("I liked the ferries better")),
        said("Jan Vell", "Forests", 601, SPEECH, "Speech to the islanders"),
        said("Ida Brenn", "Harbours", 602, f'"Our ferries are new," Ida Brenn said. {LONG}'),
    ]
    copy = given[-1]
    given.append(copy.__class__(**{**_fields(copy), "id": "vm/zz-copy.md"}))
    given.append(copy.__class__(**{**_fields(copy), "id": "vm/undated.md", "date": None}))
    searchkit.build(given, folder / "index", profile=VM)
    return folder / "index"


def _fields(one: Statement) -> dict[str, object]:
    names = ("title", "body", "ministers", "portfolios", "date")
    return {name: getattr(one, name) for name in names}


def test_what_somebody_said_in_order(ferries: Path) -> None:
    with searchkit.open(ferries) as archive:
        found = archive.timeline("minister:vell ferries")
        assert [(row.text, row.quoted) for row in found] == [
            ("The ferries run again,", True),
            ("I liked the ferries better,", True),
            ("I said last year that ferries are the blood of the islands.", False),
        ]
        assert {row.speakers for row in found} == {("Jan Vell",)}
        assert [row.change for row in found] == [
            "",
            "Jan Vell: now Forests; no longer Harbours",
            "",
        ]
        for row in found:
            assert archive.text(row.id)[row.start : row.end] == row.text


def test_anybody_said_it_and_copies_count_once(ferries: Path) -> None:
    with searchkit.open(ferries) as archive:
        found = archive.timeline("ferries")
        assert [row.speakers for row in found] == [("Jan Vell",)] * 3 + [("Ida Brenn",)]
        assert (found.statements, found.undated) == (6, 1)
        assert archive.timeline("ferries", minister="brenn")[:] == found[3:]
        assert len(archive.timeline("ferries", until="1990")) == 1
        assert not archive.timeline("grain")  # Nobody is quoted with it.
