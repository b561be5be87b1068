"""`searchkit quotations` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import searchkit
from searchkit import Statement
from tests.support.command_line import Result, call, run_in_terminal
from tests.support.golden import check_golden, terminal

TALKS = "seeds/2007/2007-11-20-north-korea-talks-in-washington.md"
BODY = (
    "The **harbour** of Oster opens in May.\n\n"
    "“It took nine years,” says Harbour Minister Jan Vell. “I thank all who built it.\n\n"
    "“Twelve ships will come.”\n\n"
    "“We were never in a *hurry*,” said Mayor Mika Storr.\n\n"
    "“The sea was there first.”\n"
)


def quotations(folder: Path, *arguments: str) -> Result:
    return call(folder, "quotations", *arguments, name="searchkit")


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quotations")
    opens = Statement(id="vm/opens.md", title="Harbour opens", body=BODY, ministers=("Jan Vell",))
    quiet = Statement(id="vm/quiet.md", title="Harbour", body="Nobody spoke.")
    copy = Statement(id="vm/copy.md", title="A", body="B", url="https://vm.example/a")
    again = Statement(id="vm/again.md", title="A", body="B", url="https://vm.example/a")
    searchkit.build([opens, quiet, copy, again], folder / "index")
    return folder


@terminal
@pytest.mark.parametrize("columns", [40, 80])
def test_what_people_see(harbour: Path, columns: int) -> None:
    seen = run_in_terminal(harbour, "quotations", "vm/opens.md", name="searchkit", columns=columns)
    check_golden(f"quotations-{columns}", seen.out)


def test_json_is_the_fixed_list_with_offsets_in_the_clean_body(harbour: Path) -> None:
    done = quotations(harbour, "vm/opens.md", "--json")
    assert (done.code, done.err) == (0, "")
    found = json.loads(done.out)
    with searchkit.open(harbour / "index") as archive:
        text = archive.text("vm/opens.md")
        assert found == [one.to_json() for one in archive.quotations("vm/opens.md")]
    assert [list(one) for one in found] == [["text", "start", "end", "speakers", "certain"]] * 5
    assert [text[one["start"] : one["end"]] for one in found] == [one["text"] for one in found]
    assert [(one["text"], one["speakers"], one["certain"]) for one in found] == [
        ("It took nine years,", ["Jan Vell"], True),
        ("I thank all who built it.", ["Jan Vell"], True),
        ("Twelve ships will come.", ["Jan Vell"], True),
        ("We were never in a hurry,", ["Mika Storr"], True),
        ("The sea was there first.", ["Mika Storr"], False),
    ]


def test_where_nobody_is_quoted(harbour: Path) -> None:
    done = quotations(harbour, "vm/quiet.md")
    assert (done.code, done.out, done.err) == (1, "", "Nobody is quoted\n")
    assert quotations(harbour, "vm/quiet.md", "--json").out == "[]\n"


def test_a_statement_that_is_not_there(harbour: Path) -> None:
    done = quotations(harbour, "vm/nowhere.md")
    assert done.code == 2 and "vm/nowhere.md" in done.err and done.out == ""


def test_a_name_of_several_statements_is_not_guessed(harbour: Path) -> None:
    done = quotations(harbour, "https://vm.example/a")
    assert done.code == 2 and "vm/again.md" in done.err and "vm/copy.md" in done.err
