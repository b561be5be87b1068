"""`searchkit quote` as a user runs it."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

import searchkit
from tests.support.command_line import Result, call, run_in_terminal
from tests.support.golden import check_golden, terminal
from tests.support.quoted import HARBOUR, LEVY, one

REAL = "It took nine long years and twelve ships"
ALTERED = "it took nine years and a dozen ships full of granite"
SPLICED = "The grain levy ends on the last day of June, and every one of these stones was carried"
SEEN = {"exact": REAL, "altered": ALTERED, "spliced": SPLICED, "not-found": "Penguins sing"}


def quote(folder: Path, *arguments: str) -> Result:
    return call(folder, "quote", *arguments, name="searchkit")


@pytest.fixture(scope="module")
def quay(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quote")
    harbour = one("harbour", HARBOUR, "2007-05-01", "Hon Jan Vell")
    searchkit.build([harbour, one("levy", LEVY, None, "Odda Brenn")], folder / "index")
    return folder


@terminal
def test_what_people_see(quay: Path) -> None:
    seen = "".join(
        run_in_terminal(quay, "quote", text, name="searchkit", columns=80).out
        for text in SEEN.values()
    )
    check_golden("quote-80", seen)


@pytest.mark.parametrize(
    ("text", "verdict", "code"),
    [
        (REAL, "exact", 0),
        (ALTERED, "altered", 1),
        (SPLICED, "spliced", 1),
        ("Penguins sing", "not found", 1),
    ],
)
def test_json_and_exit_codes(quay: Path, text: str, verdict: str, code: int) -> None:
    done = quote(quay, text, "--json")
    assert (done.code, done.err) == (code, "")
    (check,) = json.loads(done.out)
    assert list(check) == ["verdict", "matches"] and check["verdict"] == verdict
    for match in check["matches"]:
        assert list(match) == ["id", "date", "speakers", "text", "diff"]
    with searchkit.open(quay / "index") as archive:
        assert check == archive.check_quote(text).to_json()


def test_words_without_quotes_are_one_quotation(quay: Path) -> None:
    assert quote(quay, *REAL.split(), "--json").out == quote(quay, REAL, "--json").out


def test_a_file_of_several(quay: Path) -> None:
    (quay / "several.txt").write_text(f"{REAL}\n\n“{SPLICED}”\n{REAL}.\n", encoding="utf-8-sig")
    done = quote(quay, "--file", "several.txt", "--json")
    assert done.code == 1
    assert [one["verdict"] for one in json.loads(done.out)] == ["exact", "spliced", "exact"]
    shown = quote(quay, "--file", "several.txt").out
    assert shown.count("\nExact\n") == 2 and shown.startswith(f"{REAL}\nExact\n")
    (quay / "real.txt").write_text(f"{REAL}\n{REAL}\n", encoding="utf-8")
    assert quote(quay, "--file", "real.txt").code == 0


def test_standard_input(quay: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(REAL.encode())))
    assert quote(quay, "--file", "-").code == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\n \n", "there is no quotation in it"),
        (b"caf\xe9\n", "it is not UTF-8"),
        (b"It took nine\n\n...\n", "line 3"),
    ],
)
def test_a_file_that_is_no_list_of_quotations(quay: Path, content: bytes, said: str) -> None:
    (quay / "bad.txt").write_bytes(content)
    done = quote(quay, "--file", "bad.txt")
    assert (done.code, done.out) == (2, "") and said in done.err and "bad.txt" in done.err


@pytest.mark.parametrize(
    "arguments", [(), ("",), ("a", "--file", "b"), ("!",), ("--file", "nowhere"), ("a " * 501,)]
)
def test_errors(quay: Path, arguments: tuple[str, ...]) -> None:
    done = quote(quay, *arguments)
    assert done.code == 2 and done.out == "" and "Traceback" not in done.err


def test_what_a_statement_says_cant_control_the_terminal(quay: Path, tmp_path: Path) -> None:
    body = "“The \x1b[31mred\x1b[0m harbour is open,” Mr Vell said."
    searchkit.build([one("red", body, None, "Jan Vell")], tmp_path / "index")
    assert "\x1b" not in quote(tmp_path, "harbour is open").out
    shown = quote(tmp_path, "The red boat is open").out
    assert "\x1b" not in shown
