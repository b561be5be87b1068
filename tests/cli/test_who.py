"""`searchkit who` as a user runs it."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

import searchkit
from searchkit import Statement
from tests.support.command_line import Result, call, run_in_terminal
from tests.support.golden import check_golden, terminal

START = datetime.date(2001, 1, 1)


def who(folder: Path, *arguments: str) -> Result:
    return call(folder, "who", *arguments, name="searchkit")


def statement(office: str, person: str, day: int) -> Statement:
    return Statement(
        id=f"vm/{office.lower()}-{person.split()[-1].lower()}-{day}.md",
        title="Harbour",
        body="Text.",
        date=START + datetime.timedelta(day),
        ministers=(person,),
        portfolios=(office,),
    )


@pytest.fixture(scope="module")
def cabinet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("who")
    given = [statement("Harbours", "Hon Jan Vell", day) for day in range(0, 400, 20)]
    given += [statement("Harbours", "Mika Storr", day) for day in (101, 115)]
    given += [statement("Harbours", "Ida Brenn", day) for day in range(370, 700, 20)]
    given += [statement("Harbours", "Jan Vell", day) for day in range(800, 900, 20)]
    given += [statement("Forests", "Ida Brenn", day) for day in (5, 150)]
    searchkit.build(given, folder / "index")
    return folder


@terminal
@pytest.mark.parametrize(
    ("name", "arguments"),
    [("who", ["Harbours"]), ("who-on", ["--on", "2001-04-20"])],
)
def test_what_people_see(cabinet: Path, name: str, arguments: list[str]) -> None:
    seen = run_in_terminal(cabinet, "who", *arguments, name="searchkit", columns=80)
    check_golden(f"{name}-80", seen.out)


def test_json_is_the_fixed_list(cabinet: Path) -> None:
    done = who(cabinet, "harbours", "--on", "2001-04-20", "--json")
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out) == [
        {
            "office": "Harbours",
            "person": "Jan Vell",
            "from": "2001-01-01",
            "to": "2002-01-16",
            "statements": 20,
            "evidence": [
                f"vm/harbours-vell-{day}.md" for day in (*range(0, 100, 20), *range(300, 400, 20))
            ],
        },
        {
            "office": "Harbours",
            "person": "Mika Storr",
            "from": "2001-04-12",
            "to": "2001-04-26",
            "statements": 2,
            "evidence": ["vm/harbours-storr-101.md", "vm/harbours-storr-115.md"],
        },
    ]
    assert list(json.loads(done.out)[0]) == [
        *("office", "person", "from", "to", "statements", "evidence")
    ]


def test_a_day_on_which_nobody_is_shown_names_those_around_it(cabinet: Path) -> None:
    done = who(cabinet, "harbours", "--on", "2003-1")
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        "Nobody is shown on 2003-1\n"
        "Harbours: Ida Brenn until 2002-11-22, Jan Vell from 2003-03-12\n"
    )
    assert who(cabinet, "harbours", "--on", "2003-1", "--json").out == "[]\n"
    assert who(cabinet, "--on", "1990").code == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "give an office, or --on DATE"),
        (["Ferries"], "no portfolio is called 'Ferries'"),
        (["Harbours", "--on", "soon"], "'soon' is not a date"),
    ],
)
def test_what_is_refused(cabinet: Path, arguments: list[str], said: str) -> None:
    done = who(cabinet, *arguments)
    assert done.code == 2 and said in done.err and done.out == ""


def test_the_same_days_in_a_pipe_on_lines_of_their_own(cabinet: Path) -> None:
    done = who(cabinet, "Forests")
    assert done.code == 0
    assert done.out.splitlines() == [
        "Forests",
        "  2001-01-06 to 2001-05-31  Ida Brenn, 2 statements",
        "    vm/forests-brenn-5.md",
        "    vm/forests-brenn-150.md",
    ]
