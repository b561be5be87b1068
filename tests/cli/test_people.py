"""`searchkit people` and `searchkit timeline` as a user runs them."""

from __future__ import annotations

import csv
import datetime
import io
import json
from pathlib import Path

import pytest

import searchkit
from searchkit import Statement
from tests.support.command_line import Result, call, run_in_terminal
from tests.support.golden import check_golden, terminal

START = datetime.date(2001, 1, 1)
QUOTED = '"The ferries run again & nobody will be left on the quay," {} said in Oster.'


def run(folder: Path, *arguments: str) -> Result:
    return call(folder, *arguments, name="searchkit")


def said(person: str, office: str, day: int, body: str = "Granite.") -> Statement:
    return Statement(
        id=f"vm/{office.lower()}-{person.split()[-1].lower()}-{day}.md",
        title="A second quay for the harbour of Oster",
        body=body,
        date=START + datetime.timedelta(day),
        ministers=(person,),
        portfolios=(office,),
    )


@pytest.fixture(scope="module")
def islands(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("people")
    given = [
        *(said("Hon Jan Vell", "Harbours", day) for day in range(0, 400, 20)),
        *(said("Jan Vell", "Forests", day) for day in range(420, 700, 20)),
        *(said("Ida Brenn", "Lakes", day, "Trout swim.") for day in range(0, 700, 50)),
        said("Jan Vel", "Harbours", 33),
        said("Jan Vell", "Harbours", 101, QUOTED.format("Jan Vell")),
        said("Jan Vell", "Forests", 501, QUOTED.format("Jan Vell") + " It rained."),
    ]
    searchkit.build(given, folder / "index")
    return folder


@terminal
@pytest.mark.parametrize(
    ("name", "arguments"),
    [("people", ["people", "vell"]), ("timeline", ["timeline", "minister:vell", "ferries"])],
)
def test_what_people_see(islands: Path, name: str, arguments: list[str]) -> None:
    seen = run_in_terminal(islands, *arguments, name="searchkit", columns=80)
    check_golden(f"{name}-80", seen.out)


def test_json_is_what_the_library_gives(islands: Path) -> None:
    people = run(islands, "people", "vell", "--json")
    timeline = run(islands, "timeline", "ferries", "--json")
    with searchkit.open(islands / "index") as archive:
        assert json.loads(people.out) == [one.to_json() for one in archive.people("vell")]
        assert json.loads(timeline.out) == archive.timeline("ferries").to_json()
    assert (people.code, timeline.code) == (0, 0)


def test_a_timeline_is_a_line_each_in_a_pipe_and_as_csv_and_markdown(islands: Path) -> None:
    plain = run(islands, "timeline", "ferries").out.splitlines()
    assert [line[:10] for line in plain] == ["2001-04-12", "-- 2002-05", "2002-05-17"]
    rows = list(csv.DictReader(io.StringIO(run(islands, "timeline", "ferries", "--csv").out)))
    assert [(row["date"], row["began"]) for row in rows] == [
        ("2001-04-12", ""),
        ("2002-05-17", "Forests"),
    ]
    markdown = run(islands, "timeline", "ferries", "--markdown").out
    assert markdown.count("again \\& nobody") == 2 and markdown.count("\n") == 3


def test_nobody(islands: Path) -> None:
    unknown = run(islands, "people", "nobody")
    assert (unknown.code, unknown.out) == (2, "")
    silent = run(islands, "timeline", "granite")
    assert (silent.code, silent.out, silent.err) == (1, "", "Nobody says so\n")
    assert run(islands, "timeline", "xylophone").err.endswith("Nothing matches\n")
    assert run(islands, "timeline", "ferries", "--csv", "--json").code == 2
