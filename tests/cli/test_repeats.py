"""`searchkit repeats` as a user runs it."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

import searchkit
from searchkit import Statement
from tests.support.command_line import Result, call, run_in_terminal
from tests.support.golden import check_golden, terminal

PARAGRAPH = (
    "The harbour of Oster gets a second quay and a crane, and ferries will run twice a day from "
    "there to the northern islands as soon as the granite is cut, Harbour Minister Jan Vell said "
    "in Oster town hall."
)
OTHER = (
    "Seals sleep on the beach, so nobody may build below the old lighthouse before the council "
    "has heard everybody who lives nearby."
)
SUM = "Granite cutters in Oster harbour will share $3.7 million for the second quay."


def repeats(folder: Path, *arguments: str) -> Result:
    return call(folder, "repeats", *arguments, name="searchkit")


def one(id: str, title: str, body: str, day: str | None, url: str | None = None) -> Statement:
    date = datetime.date.fromisoformat(day) if day else None
    return Statement(id=f"vm/{id}.md", title=title, body=body, date=date, url=url)


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repeats")
    address = "https://vm.example/a"
    given = [
        one("quay", "A second quay", f"{PARAGRAPH}\n\n{OTHER}\n\n{SUM}", "2007-05-02"),
        one("before", "Quay planned", f"Welcome to Oster.\n\n{PARAGRAPH}", "2006-11-20"),
        one("same-day", "Seals\x1b[31m are safe", f"{OTHER} Ferries come later.", "2007-05-02"),
        one("undated", "Quay", PARAGRAPH.replace("twice", "nine times"), None),
        one("after", "Money", f"Let me add this. {SUM.replace('will', 'now')}", "2009-01-01"),
        one("alone", "Barley", "Barley grows on the southern islands, and nowhere else.", None),
        one("a", "A", "B", None, address),
        one("again", "A", "B", None, address),
    ]
    searchkit.build(given, folder / "index")
    return folder


@terminal
@pytest.mark.parametrize("columns", [40, 80])
def test_what_people_see(harbour: Path, columns: int) -> None:
    seen = run_in_terminal(harbour, "repeats", "vm/quay.md", name="searchkit", columns=columns)
    check_golden(f"repeats-{columns}", seen.out)


def test_json_is_the_fixed_list(harbour: Path) -> None:
    done = repeats(harbour, "vm/quay.md", "--json")
    assert (done.code, done.err) == (0, "")
    found = json.loads(done.out)
    with searchkit.open(harbour / "index") as archive:
        assert found == [repeat.to_json() for repeat in archive.repeats("vm/quay.md")]
    assert [list(repeat) for repeat in found] == [["id", "date", "score", "passages"]] * 4
    by_id = {repeat["id"]: repeat for repeat in found}
    assert set(by_id) == {"vm/before.md", "vm/same-day.md", "vm/undated.md", "vm/after.md"}
    assert by_id["vm/before.md"]["date"] == "2006-11-20"
    assert by_id["vm/before.md"]["passages"] == [PARAGRAPH[:-1]]
    assert by_id["vm/undated.md"]["date"] is None


def test_where_nothing_is_said_again(harbour: Path) -> None:
    done = repeats(harbour, "vm/alone.md")
    assert (done.code, done.out, done.err) == (1, "", "Nothing is said again\n")
    done = repeats(harbour, "vm/alone.md", "--json")
    assert (done.code, done.out) == (1, "[]\n")


def test_a_statement_that_is_not_there(harbour: Path) -> None:
    done = repeats(harbour, "vm/nowhere.md")
    assert done.code == 2 and "vm/nowhere.md" in done.err and done.out == ""


def test_a_name_of_several_statements_is_not_guessed(harbour: Path) -> None:
    done = repeats(harbour, "https://vm.example/a")
    assert done.code == 2 and "vm/again.md" in done.err and "vm/a.md" in done.err


def search(folder: Path, *arguments: str) -> Result:
    return call(folder, *arguments)


def test_results_show_what_announces_the_same(harbour: Path) -> None:
    shown = search(harbour, "title:second", "--repeats").out.splitlines()
    assert [line.strip() for line in shown if "announced" in line] == [
        "announced before: 20 Nov 2006 · vm/before.md",
        "announced the same day: 2 May 2007 · vm/same-day.md",
        "announced too: date unknown · vm/undated.md",
    ]
    assert "announced" not in search(harbour, "title:second").out
    hits = json.loads(search(harbour, "title:second", "--repeats", "--json").out)["hits"]
    assert [one["id"] for one in hits[0]["repeats"]] == [
        "vm/before.md",
        "vm/same-day.md",
        "vm/undated.md",
    ]
    assert list(hits[0]["repeats"][0]) == ["id", "date", "score", "passages"]


def test_more_than_a_few_are_counted(tmp_path: Path) -> None:
    given = [
        one(f"q{n}", f"Quay {n}", f"{PARAGRAPH} Part {n}.", f"2007-05-0{n}") for n in range(1, 6)
    ]
    searchkit.build(given, tmp_path / "index")
    shown = search(tmp_path, "title:5", "--repeats").out
    assert shown.count("announced before: ") == 3
    assert "and 1 more: searchkit repeats vm/q5.md" in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["quay", "--repeats", "-n", "0"], "--repeats goes with -n of 1 to 100"),
        (["quay", "--repeats", "-n", "101"], "--repeats goes with -n of 1 to 100"),
        (["quay", "--repeats", "--csv"], "--csv does not go with --repeats"),
        (["quay", "--repeats", "--count"], "--count does not go with --repeats"),
        (["--like", "vm/quay.md", "--repeats"], "--like does not go with --repeats"),
    ],
)
def test_where_results_cannot_show_it(harbour: Path, arguments: list[str], said: str) -> None:
    done = search(harbour, *arguments)
    assert done.code == 2 and said in done.err
