"""What is no option is said to be none; what the arguments are taken for is told."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

import searchkit
from searchkit import Statement
from tests.support.command_line import call, run_in_terminal


@pytest.mark.parametrize("line", [["-h"], ["korea", "-h"], ["-h", "--json"], ["--help"]])
def test_help_is_asked_for_in_each_way(port: Path, line: list[str]) -> None:
    result = call(port, *line)
    assert result.code == 0
    assert result.out == call(port, "--help").out


@pytest.mark.parametrize(
    ("name", "line"), [("search", ["--version"]), ("searchkit", ["--version"])]
)
def test_the_version(port: Path, name: str, line: list[str]) -> None:
    result = call(port, *line, name=name)
    assert (result.code, result.out) == (0, f"{name}, version {searchkit.__version__}\n")


@pytest.mark.parametrize("line", [["-h"], ["info", "-h"], ["index", "-h"], ["show", "-h"]])
def test_help_of_the_other_command(port: Path, line: list[str]) -> None:
    result = call(port, *line, name="searchkit")
    assert result.code == 0
    assert result.out.startswith("Usage: searchkit")


# What is typed, what is said.
REFUSED = [
    ("harbour -i", "there is no option -i (capitals make no difference; =ACT, in quotes, is just"),
    (
        "harbour -c",
        "there is no option -c (--count prints how many match); without the word 'c' is",
    ),
    ("-o harbour", "there is no option -o (--json has what matched)"),
    ("harbour -l", "there is no option -l (--files prints the ids"),
    ("harbour -v", "there is no option -v (-word leaves a word out)"),
    ("harbour -k", "there is no option -k; without the word 'k' is NOT k"),
    ("harbour -n", "-n has no number: how many are shown is -n 5"),
    ("harbour -n x", "-n has no number"),
    ("-n harbour", "-n has no number"),
    ("harbour -n=5", "-n=5 has no number"),
    ("harbour -n5x", "-n5x has no number"),
    ("harbour -n-5", "-n-5 has no number"),
    ("—count harbour", "—count begins with another dash: write --count"),
    ("harbour –sort=newest", "write --sort=newest"),
    ("harbour −json", "write --json"),
]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_what_is_refused_fits_the_terminal(port: Path) -> None:
    for arguments in (["harbour", "-i"], ["harbour", "--csv", "--json"], ["--nonsense"]):
        seen = run_in_terminal(port, *arguments, columns=40)
        assert seen.code == 2
        assert max(map(len, seen.out.splitlines())) <= 40
        assert " ".join(seen.out.split()) == " ".join(call(port, *arguments).err.split())


@pytest.mark.parametrize(("line", "said"), REFUSED)
def test_what_is_refused(port: Path, line: str, said: str) -> None:
    result = call(port, *line.split())
    assert (result.code, result.out) == (2, "")
    assert said in result.err


@pytest.mark.parametrize(
    "line",
    [
        *("harbour -nation", "harbour -ferry", "harbour -- -c", "harbour -- -n", "harbour -n5"),
        *("harbour NOT c", "harbour --count --sort newest", "harbour --json --explain"),
        *("harbour --jsonl --explain -n 2", "harbour --facets --json", "harbour --any --page 1"),
        *("harbour -é", "harbour -n 0 --files", "harbour --minister brannigan -1970"),
    ],
)
def test_what_is_no_mistake(port: Path, line: str) -> None:
    result = call(port, *line.split())
    assert result.code in (0, 1)
    assert "Note" not in result.err.replace("Note: minister:brannigan means any of", "")


# Notes on how the shell's arguments were taken


def notes(folder: Path, *arguments: str) -> list[tuple[str, str]]:
    result = call(folder, *arguments, "--json")
    assert result.code in (0, 1), result.err
    return [(note["code"], note["message"]) for note in json.loads(result.out)["notes"]]


def total(folder: Path, *arguments: str) -> str:
    return f"{json.loads(call(folder, *arguments, '--json').out)['total']:,}"


# The arguments, the note, and the arguments that mean the other reading.
TAKEN = [
    (
        ["the harbour OR lake"],
        "'the harbour OR lake' is read as a query, for it holds OR; \"the harbour OR lake\"",
        ['"the harbour OR lake"'],
    ),
    (
        ["harbour -lake", "the"],
        "'harbour -lake' is read as a query, for it holds -; \"harbour -lake\" the",
        ['"harbour -lake"', "the"],
    ),
    (
        ["harbour NEAR/5 lake"],
        "'harbour NEAR/5 lake' is read as a query, for it holds NEAR; \"harbour NEAR/5 lake\"",
        ['"harbour NEAR/5 lake"'],
    ),
    (
        ["the title:lake"],
        "'the title:lake' is read as a query, for it holds title:; \"the title:lake\"",
        ['"the title:lake"'],
    ),
    (
        ["the har* lake"],
        "'the har* lake' is read as a query, for it holds *; \"the har* lake\"",
        ['"the har* lake"'],
    ),
    (
        ["title:the lake"],
        'title:the lake is read as title:"the lake"; title:the lake',
        ["title:the", "lake"],
    ),
    (
        ["nofield:the lake"],
        '"nofield:the lake" is read as a phrase, for nofield: is no field; nofield:the lake',
        ["nofield:the", "lake"],
    ),
    (
        ["harbour", "-5"],
        "-5 leaves out the number 5; to show 5 is -n 5; harbour",
        ["harbour"],
    ),
]


@pytest.mark.parametrize(("arguments", "said", "other"), TAKEN)
def test_how_an_argument_is_taken(
    port: Path, arguments: list[str], said: str, other: list[str]
) -> None:
    _, message = notes(port, *arguments)[0]
    assert message == f"{said}: {total(port, *other)}"


def test_a_phrase_that_matches_nothing_may_have_been_words(port: Path) -> None:
    text = "lake harbour sanctions treaty ferry"
    (note,) = notes(port, text)
    assert note == (
        "shell-phrase",
        f'"{text}" is read as a phrase; {text}: {total(port, *text.split())}',
    )
    assert notes(port, "the harbour") == []  # It matches something.


@pytest.mark.parametrize(
    "arguments",
    [
        *(["harbour", "lake"], ['"the lake" OR harbour'], ["since:2000 until:2009"], ["a-b"]),
        *(["minister:okoro title:the"], ["the lake"], ["“the lake” harbour"]),
    ],
)
def test_what_can_mean_one_thing_only_needs_no_note(port: Path, arguments: list[str]) -> None:
    assert notes(port, *arguments) == []


def test_notes_are_the_same_in_every_output(port: Path) -> None:
    ((_, message),) = notes(port, "the harbour OR lake")
    for output in ([], ["--count"], ["--files"], ["--jsonl"], ["-n", "0"]):
        assert f"Note: {message}.\n" in call(port, "the harbour OR lake", *output).err


@pytest.fixture
def offices(tmp_path: Path) -> Path:
    """A folder with an index in which one person has two names."""

    def one(id: str, minister: str) -> Statement:
        return Statement(id=id, title="Harbour", body="Text.", ministers=(minister,))

    searchkit.build(
        [one("a", "Pat Doe"), one("b", "Pat Doe"), one("c", "Pat Doe-Smith"), one("d", "Ann Roe")],
        tmp_path / "index",
    )
    return tmp_path


@pytest.mark.parametrize(
    "arguments", [["--minister", "Pat Doe"], ["--minister", "hon pat doe"], ['minister:"Pat Doe"']]
)
def test_a_longer_name_is_not_hidden(offices: Path, arguments: list[str]) -> None:
    ((code, message),) = notes(offices, *arguments)
    assert code == "longer-name"
    assert message.endswith("means this name alone; with Pat Doe-Smith: 3")
    assert total(offices, *arguments) == "2"


def test_just_this_name_is_just_this_name(offices: Path) -> None:
    assert notes(offices, "--minister", '"Pat Doe"') == []
    assert notes(offices, "--minister", "doe") == [
        ("several-names", "minister:doe means any of: Pat Doe, Pat Doe-Smith")
    ]


def test_bytes_that_are_no_text_are_told(port: Path) -> None:
    code, message = notes(port, "harbour", "la\udcffke")[-1]
    assert (code, message) == ("bytes", "bytes that are no UTF-8 separate words")
