"""`searchkit collocates` and `searchkit keywords` as a user runs them."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

import searchkit
from searchkit import Statement
from searchkit.model.width import columns as width_of
from tests.support.command_line import ESCAPE, Result, call, run_in_terminal
from tests.support.golden import check_golden, terminal

HEADERS = {
    "collocates": "word,observed,expected,log_likelihood,log_ratio,mi,t,statements",
    "keywords": "word,count,rate,count_against,rate_against,log_likelihood,log_ratio,dispersion",
}


def run(folder: Path, *arguments: str) -> Result:
    return call(folder, *arguments, name="searchkit")


@terminal
@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize("command", ["collocates", "keywords"])
def test_what_people_see(shop: Path, command: str, columns: int) -> None:
    asked = {"collocates": ["korea", "--least", "2"], "keywords": ["minister:peters", "-n", "9"]}
    seen = run_in_terminal(shop, command, *asked[command], name="searchkit", columns=columns)
    check_golden(f"{command}-{columns}", seen.out)
    assert all(width_of(line) <= columns for line in seen.out.splitlines())


@terminal
def test_wide_and_long_words_keep_the_columns(tmp_path: Path) -> None:
    body = "harbour 東京 harbour whānau harbour " + "q\u0301" * 60 + " harbour ship"
    searchkit.build([Statement("1", "x", body), Statement("2", "x", "sea")], tmp_path / "index")
    words = ("collocates", "harbour", "--least", "1")
    seen = run_in_terminal(tmp_path, *words, name="searchkit", columns=60)
    table = seen.out.splitlines()[:5]  # The head and four words.
    assert table[1].split()[0].endswith("…")
    assert {width_of(line) for line in table} == {width_of(table[0])} <= set(range(61))


@pytest.mark.parametrize("command", ["collocates", "keywords"])
def test_csv_and_json_have_fixed_columns(port: Path, command: str) -> None:
    out = run(port, command, "harbour", "--csv", "--least", "3").out
    head, _, _ = out.partition("\r\n")
    assert head == HEADERS[command]
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    with searchkit.open(port / "index") as archive:
        found = getattr(archive, command)("harbour", least=3)
    assert len(rows) == len(found) > 20
    for row, wanted in zip(rows, found, strict=True):
        assert list(row.values()) == [str(value) for value in wanted]
    said = json.loads(run(port, command, "harbour", "--json", "-n0", "--least", "3").out)
    assert said == found.to_json()
    assert [list(row) for row in said[command]] == [[*head.split(","), "query"]] * len(found)
    page = json.loads(run(port, command, "harbour", "--json", "--page", "2", "-n3").out)
    assert page[command] == json.loads(run(port, command, "harbour", "--json").out)[command][3:6]


def test_options_reach_the_library(port: Path) -> None:
    with searchkit.open(port / "index") as archive:
        for arguments, wanted in (
            (["--left", "0", "--right", "2"], {"left": 0, "right": 2}),
            (["--sentence"], {"sentence": True}),
            (["--as-written", "--common"], {"as_written": True, "common": True}),
            (["--minister", "okoro", "--since", "2000"], {"minister": "okoro", "since": 2000}),
        ):
            said = json.loads(run(port, "collocates", "harbour", *arguments, "--json", "-n0").out)
            assert said == archive.collocates("harbour", **wanted).to_json()
        said = json.loads(run(port, "keywords", "lake", "--against", "harbour -lake", "--json").out)
        assert said == archive.keywords("lake", against="harbour -lake").to_json(slice(20))


def test_what_was_understood_is_said(port: Path) -> None:
    for command in ("collocates", "keywords"):
        said = json.loads(run(port, command, "harbour", "near/5", "the", "--json").out)["notes"]
        assert said
        for note in said:
            assert f"Note: {note['message']}." in run(port, command, "harbour", "near/5", "the").err
    assert "there is no page 99" in run(port, "collocates", "harbour", "--page", "99").err.lower()
    assert "very common left out (--common)" in run(port, "collocates", "harbour").err
    lines = run(port, "collocates", "--help").out.splitlines()
    assert "    searchkit collocates government" in lines


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["collocates", "harbour"], 0, "words stand 5 before and 5 after"),
        (["collocates", "harbour", "--sentence"], 0, "words stand in their sentences"),
        (["collocates", "zyzzyva"], 1, "Nothing matches"),
        (["collocates", "minister:okoro"], 2, "no word that others could stand around"),
        (["collocates", "harbour", "--left", "0", "--right", "0"], 2, "no window"),
        (["collocates", "harbour", "--left", "101"], 2, "--left"),
        (["collocates", "harbour", "--csv", "--json"], 2, "two outputs"),
        (["keywords", "minister:okoro"], 0, "statements of"),
        (["keywords", "zyzzyva"], 1, "Nothing matches"),
        (["keywords", "harbour", "--against", "the"], 2, "the two sets share"),
        (["keywords", "harbour", "--against", "(lake"], 2, "never closed"),
        (["keywords", "harbour", "--against", "zyzzyva"], 2, "no statements to compare with"),
        (["keywords"], 2, "QUERY"),
    ],
)
def test_exit_codes(port: Path, arguments: list[str], code: int, said: str) -> None:
    result = run(port, *arguments)
    assert result.code == code
    assert said in result.err
    assert code != 2 or result.out == ""


def test_nothing_steers_the_terminal(tmp_path: Path) -> None:
    evil = "\x1b[31mred\x1b]0;t\x07 harbour \x9b1m\u202e =1+1"
    searchkit.build([Statement(f"{n}", evil, evil) for n in range(3)], tmp_path / "index")
    for form in ([], ["--csv"], ["--json"]):
        words = ["collocates", "harbour", "--least", "1", *form]
        out = run_in_terminal(tmp_path, *words, name="searchkit").out
        assert not re.search("[\x07\x9b\u202e]", out)
        assert "\x1b" not in ESCAPE.sub("", out)
