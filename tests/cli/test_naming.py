"""Statements named on the command line: by id, address or path, several, and from a pipe."""

from __future__ import annotations

import io
import json
from pathlib import Path
from unittest import mock

import pytest

import searchkit
from tests.support.command_line import Result, call, run, run_in_terminal

ADDRESS = "https://gov.vellmark.example/release/harbour-opens"
OPENS, TALKS = (
    "releases/2006/2006-10-09-harbour-opens.md",
    "releases/2007/2007-11-20-six-harbour-talks.md",
)


@pytest.fixture
def own(statements_folder: Path) -> Path:
    """A folder with statements in `releases`, and an index of them."""
    folder = statements_folder.parent
    searchkit.build(statements_folder, folder / "index")
    return folder


def show(folder: Path, *names: str) -> list[str]:
    """The ids of the statements that `show` prints."""
    result = call(folder, "show", "--json", *names, name="searchkit")
    assert (result.code, result.err) == (0, "")
    return [json.loads(line)["id"] for line in result.out.splitlines()]


def piped(folder: Path, given: bytes, *arguments: str) -> Result:
    with mock.patch("sys.stdin", io.TextIOWrapper(io.BytesIO(given), "utf-8")):
        return call(folder, *arguments, name="searchkit")


@pytest.mark.parametrize(
    "name",
    [
        *(OPENS, f"./{OPENS}", f"{OPENS}/", "FOLDER/" + OPENS, f"index/../{OPENS}"),
        *(ADDRESS, f"{ADDRESS}/", f"{ADDRESS}#top", ADDRESS.replace("https", "http")),
        *(ADDRESS.replace("//", "//www."), ADDRESS.replace("gov.v", "GOV.V")),
        ADDRESS.replace("https://", "www."),
    ],
)
def test_what_names_a_statement(own: Path, name: str) -> None:
    assert show(own, name.replace("FOLDER", str(own))) == [OPENS]


def test_a_file_that_is_gone_is_still_named_by_its_path(own: Path) -> None:
    (own / OPENS).unlink()
    assert show(own, f"./{OPENS}") == [OPENS]


@pytest.mark.parametrize(
    "name",
    [
        *("nowhere", "releases", "releases/2006", "/", "..", "https://gov.vellmark.example/"),
        *(ADDRESS + "?page=2", ADDRESS[:-1], ADDRESS.upper(), "x" * 5_000, "https://", "www."),
    ],
)
def test_what_names_none(own: Path, name: str) -> None:
    for verb in ("show", "cite"):
        result = call(own, verb, name, name="searchkit")
        assert (result.code, result.out) == (2, "")
        assert "no statement has this id, address or path" in result.err
        assert "mistake" not in result.err


def test_several_each_once_in_their_order(own: Path) -> None:
    assert show(own, TALKS, OPENS, ADDRESS, f"./{TALKS}") == [TALKS, OPENS]
    out = call(own, "show", TALKS, OPENS, name="searchkit").out
    one, other = out.split(f"\n\n{'─' * 80}\n\n")
    assert "Six-harbour talks" in one and "Harbour of Oster" in other
    cited = call(own, "cite", TALKS, OPENS, name="searchkit").out.splitlines()
    assert ["Six-harbour" in line for line in cited] == [True, False]
    records = call(own, "cite", TALKS, OPENS, "--style", "bibtex", name="searchkit").out
    assert records.count("@misc{") == 2 and "}\n\n@misc" in records
    ris = call(own, "cite", TALKS, OPENS, "--style", "ris", name="searchkit").out
    assert ris.count("ER  - \r\nTY") == 1


def test_one_that_is_not_there_stops_no_other(own: Path) -> None:
    result = call(own, "cite", OPENS, "nowhere", "neither", TALKS, name="searchkit")
    assert result.code == 2
    assert len(result.out.splitlines()) == 2
    assert "nowhere: no statement has this id, address or path (nor 1 more)" in result.err


def test_names_from_standard_input(own: Path) -> None:
    for given in (f"{TALKS}\n{OPENS}\n", f"{TALKS}\r\n\n{OPENS}", f"{TALKS}\0{OPENS}\0"):
        result = piped(own, given.encode(), "show", "--json", "-")
        assert [json.loads(line)["id"] for line in result.out.splitlines()] == [TALKS, OPENS]
    both = piped(own, OPENS.encode(), "cite", TALKS, "-")
    assert len(both.out.splitlines()) == 2
    empty = piped(own, b"\n", "show", "-")
    assert (empty.code, empty.out) == (2, "")
    assert "standard input names no statement" in empty.err
    assert piped(own, b"\xff\n", "show", "-").code == 2
    # Without `-` standard input is left alone.
    assert "ID" in run(own, "show", name="searchkit").err


def test_search_names_what_show_takes(own: Path) -> None:
    for null in ([], ["--null"]):
        listed = call(own, "harbour", "--files", *null).out
        result = piped(own, listed.encode(), "show", "--json", "-")
        ids = [json.loads(line)["id"] for line in result.out.splitlines()]
        assert ids == call(own, "harbour", "--files").out.splitlines()


@pytest.mark.parametrize("columns", [40, 80])
def test_a_statement_fits_the_terminal(own: Path, columns: int) -> None:
    seen = run_in_terminal(own, "show", TALKS, OPENS, name="searchkit", columns=columns)
    assert seen.code == 0
    for line in seen.out.splitlines():
        assert len(line) <= columns or ("/" in line and " " not in line.strip())
    whole = call(own, "show", TALKS, OPENS, name="searchkit").out
    assert " ".join(seen.out.replace("─", "").split()) == " ".join(whole.replace("─", "").split())
    assert max(map(len, whole.splitlines())) > 80
