"""`searchkit concordance` as a user runs it."""

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
from searchkit.model.words import COLUMNS
from tests.support.command_line import ESCAPE, Result, call, run_in_terminal
from tests.support.golden import check_golden, terminal


def lines(folder: Path, *arguments: str) -> Result:
    return call(folder, "concordance", *arguments, name="searchkit")


@terminal
@pytest.mark.parametrize("columns", [40, 80, 120])
def test_what_people_see(shop: Path, columns: int) -> None:
    seen = run_in_terminal(
        shop,
        *("concordance", "korea", "OR", "maori", "--sort", "right1", "--color", "never"),
        name="searchkit",
        columns=columns,
    )
    check_golden(f"concordance-{columns}", seen.out)
    assert all(width_of(line) <= columns for line in seen.out.splitlines())


@terminal
@pytest.mark.parametrize("columns", [40, 80, 120])
def test_the_match_stands_in_one_column(tmp_path: Path, columns: int) -> None:
    bodies = ["東京の harbour を", "whānau harbour kāinga", "q\u0301" * 40 + " harbour", "harbour"]
    searchkit.build(
        [Statement(f"{n}", "x", body) for n, body in enumerate(bodies)], tmp_path / "index"
    )
    seen = run_in_terminal(
        *(tmp_path, "concordance", "harbour"), name="searchkit", columns=columns, NO_COLOR="1"
    )
    shown = [line for line in seen.out.splitlines() if "harbour" in line]
    assert len(shown) == 4
    assert len({width_of(line[: line.index("harbour")]) for line in shown}) == 1


@terminal
def test_colours_and_links(shop: Path) -> None:
    seen = run_in_terminal(shop, "concordance", "korea", "-n", "1", name="searchkit").out
    assert "\x1b[1;31mKorea" in seen
    assert re.search(r"\x1b\]8;;https://\S+\x1b\\\d{4}-\d\d-\d\d\x1b\]8;;\x1b\\", seen)
    plain = run_in_terminal(shop, "concordance", "korea", "-n", "1", name="searchkit", NO_COLOR="1")
    without = re.sub(r"\x1b\]8;;[^\x1b]*\x1b\\", "", ESCAPE.sub("", seen))
    assert without == plain.out


def test_in_a_pipe(port: Path) -> None:
    result = lines(port, "harbour", "-n", "3")
    assert result.code == 0
    for line in result.out.splitlines():
        assert re.match(r"(\d{4}-\d\d-\d\d|unknown   )  .*\[[^]]*\].* · .* · vm/\d/\d+\.md$", line)
    assert re.fullmatch(r"[\d,]+ occurrences in \d+ statements, 1–3 shown\n", result.err)


def test_csv_and_json_have_fixed_columns(port: Path) -> None:
    with searchkit.open(port / "index") as archive:
        found = archive.concordance("harbour OR lake", sort="left2")
        wanted = [line.to_json() for line in found]
    how = ("harbour", "OR", "lake", "--sort", "left2")
    assert all(tuple(line) == COLUMNS for line in wanted)
    said = json.loads(lines(port, *how, "--json", "-n0").out)
    assert list(said) == ["query", "interpreted", "occurrences", "statements", "notes", "lines"]
    assert said["lines"] == wanted
    assert (said["occurrences"], said["statements"]) == (len(wanted), found.statements)
    out = lines(port, *how, "--csv").out
    assert out.startswith("id,date,ministers,title,field,start,end,left,match,right\r\n")
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    assert len(rows) == len(wanted)
    for row, line in zip(rows, wanted, strict=True):
        assert (row["id"], row["start"]) == (line["id"], str(line["start"]))
        assert row["match"].removeprefix("'") == line["match"]


def test_pages_and_everything(port: Path) -> None:
    whole = json.loads(lines(port, "the", "--json", "-n0").out)["lines"]
    assert len(whole) > 100
    assert json.loads(lines(port, "the", "--json").out)["lines"] == whole[:20]
    cut = ("--json", "-n", "7", "--page", "3")
    assert json.loads(lines(port, "the", *cut).out)["lines"] == whole[14:21]
    assert len(lines(port, "the", "-n0").out.splitlines()) == len(whole)
    assert len(lines(port, "the", "--csv", "-n", "5").out.splitlines()) == 6
    beyond = lines(port, "the", "--page", "9999")
    assert (beyond.code, beyond.out) == (0, "")
    assert "There is no page 9999." in beyond.err
    sample = json.loads(lines(port, "the", "--sample", "9", "--seed", "3", "--json").out)
    assert len(sample["lines"]) == 9 and sample["occurrences"] == len(whole)
    assert "a sample of 9" in lines(port, "the", "--sample", "9").err


def test_what_was_understood_is_said(port: Path) -> None:
    for words in (
        ["harbour", "near/5", "the"],
        ["harbour", "🙂"],
        ["harbour", "minister:brannigan"],
    ):
        said = json.loads(call(port, *words, "--json").out)["notes"]
        assert said == json.loads(lines(port, *words, "--json").out)["notes"] != []
        for note in said:
            assert f"Note: {note['message']}." in lines(port, *words).err
    assert "there is no option -i" in lines(port, "harbour", "-i").err
    assert lines(port, "harbour", "-h").out == lines(port, "--help").out


def test_filters_and_the_language_of_search(port: Path) -> None:
    few = json.loads(lines(port, "harbour", "--minister", "okoro", "--json", "-n0").out)
    assert (
        0
        < len(few["lines"])
        < len(json.loads(lines(port, "harbour", "--json", "-n0").out)["lines"])
    )
    assert all(any("Okoro" in name for name in one["ministers"]) for one in few["lines"])
    assert json.loads(lines(port, "harbour", "-lake", "--json").out)["interpreted"] == (
        "harbour -lake"
    )
    assert json.loads(lines(port, "the harbour", "--json").out)["interpreted"] == '"the harbour"'


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["harbour"], 0, "occurrences in"),
        (["zyzzyva"], 1, "Nothing matches"),
        (["minister:okoro"], 2, "there is no word whose occurrences could be shown"),
        (["(harbour"], 2, "never closed"),
        (["harbour", "--sort", "left4"], 2, "--sort"),
        (["harbour", "--csv", "--json"], 2, "two outputs"),
        ([], 2, "QUERY"),
    ],
)
def test_exit_codes(port: Path, arguments: list[str], code: int, said: str) -> None:
    result = lines(port, *arguments)
    assert result.code == code
    assert said in result.err
    assert code != 2 or result.out == ""


def test_nothing_steers_the_terminal(tmp_path: Path) -> None:
    evil = "\x1b[31mred\x1b]0;t\x07 harbour \x9b1m\u202e"
    one = Statement("a\x1b[2J", evil, evil, ministers=(f"Orla {evil}",), url="https://x/\x1b]8;;y")
    searchkit.build([one], tmp_path / "index")
    for arguments in ([], ["--json"]):
        out = lines(tmp_path, "harbour", *arguments).out
        assert not re.search("[\x1b\x07\x9b\u202e]", out), arguments
    for arguments in ([], ["--csv"], ["--json"]):
        words = ["concordance", "harbour", *arguments]
        coloured = run_in_terminal(tmp_path, *words, name="searchkit").out
        assert not re.search("[\x07\x9b\u202e]", coloured)
        assert "\x1b" not in ESCAPE.sub("", coloured)
