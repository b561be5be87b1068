"""`searchkit trend` and `searchkit first` as a user runs them."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

import pytest

import searchkit
from searchkit import Statement
from searchkit.model.first_uses import FIRST_COLUMNS
from searchkit.model.trends import TREND_COLUMNS
from searchkit.model.width import columns as width_of
from tests.support.command_line import ESCAPE, Result, call, run, run_in_terminal
from tests.support.golden import check_golden, terminal


def trend(folder: Path, *arguments: str) -> Result:
    return call(folder, "trend", *arguments, name="searchkit")


def first(folder: Path, *arguments: str) -> Result:
    return call(folder, "first", *arguments, name="searchkit")


SEEN = {
    "trend": ["trend", "korea"],
    "trends": ["trend", "korea", "north korea", "minister:peters", "--by", "quarter"],
    "first": ["first", "korea", "--color", "never"],
}


@terminal
@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("name", SEEN)
def test_what_people_see(shop: Path, name: str, columns: int) -> None:
    seen = run_in_terminal(shop, *SEEN[name], name="searchkit", columns=columns).out
    check_golden(f"{name}-{columns}", seen)
    # What `searchkit show` takes is never broken.
    fitted = [line for line in seen.splitlines() if "seeds/" not in line]
    assert all(width_of(line) <= columns for line in fitted)


@terminal
def test_blocks_begin_with_a_year(port: Path) -> None:
    words = ("trend", "harbour", "--by", "month")
    out = run_in_terminal(port, *words, name="searchkit", columns=50).out
    panels = out.split("\n\n")
    axes = [line for line in out.splitlines() if re.match(r" {8}\d{4}", line)]
    assert len(axes) == 3 and all(len(line) <= 50 for line in out.splitlines())
    starts = [int(line[8:12]) for line in axes]
    assert starts == sorted(set(starts))
    assert sum("harbour ·" in panel for panel in panels) == len(axes)


def test_where_letters_are_ascii(port: Path) -> None:
    result = run(port, "trend", "harbour", "lake", name="searchkit", PYTHONIOENCODING="ascii")
    assert result.code == 0
    assert result.out.isascii() and "?" not in result.out.split("a partial")[0].splitlines()[2]
    assert re.search(r"\d \|.*#", result.out)


def test_bars_are_as_high_as_their_values(port: Path) -> None:
    with searchkit.open(port / "index") as archive:
        values = archive.trend("harbour").values(0, "statements")
    out = trend(port, "harbour", "--measure", "statements").out
    rows = [line[8:] for line in out.splitlines() if "│" in line[:8]][:8]
    wide = min(6, (80 - 8) // len(values))
    for at, value in enumerate(values):
        # Eighths, from the top row to the lowest.
        levels = [" ▁▂▃▄▅▆▇█".index(row.ljust(80)[at * wide]) for row in rows]
        tall = round(64 * (value or 0) / max(one or 0 for one in values))
        assert sum(levels) == max(1 if value else 0, tall)
    own = trend(port, "harbour", "zyzzyva OR käldby", "--own-scale").out
    assert "each to its own scale" in own


def test_csv_and_json_have_fixed_columns(port: Path) -> None:
    with searchkit.open(port / "index") as archive:
        wanted = archive.trend("harbour", '"the harbour"', by="quarter")
        uses = archive.first("harbour")
    how = ("harbour", "the harbour", "--by", "quarter")
    said = json.loads(trend(port, *how, "--json").out)
    assert said == json.loads(json.dumps(wanted.to_json()))
    assert all(tuple(row) == TREND_COLUMNS for row in said["rows"])
    out = trend(port, *how, "--csv").out
    assert out.startswith(",".join(TREND_COLUMNS) + "\r\n")
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    for row, one in zip(rows, wanted, strict=True):
        assert (row["period"], row["occurrences"]) == (one.period, str(one.occurrences))
        rate = one.per_million_words
        assert row["per_million_words"] == ("" if rate is None else repr(rate))
    said = json.loads(first(port, "harbour", "--json").out)
    assert said == json.loads(json.dumps(uses.to_json()))
    assert all(tuple(use) == FIRST_COLUMNS for use in said["uses"])
    out = first(port, "harbour", "--csv").out
    assert out.startswith("who,kind,date,id,context\r\n")
    assert len(list(csv.reader(io.StringIO(out, newline="")))) == len(uses) + 1


def test_charts(port: Path, tmp_path: Path) -> None:
    path = tmp_path / "chart.svg"
    assert trend(port, "harbour", "--svg", str(path)).code == 0
    text = path.read_text(encoding="utf-8")
    assert ElementTree.fromstring(text).tag == "{http://www.w3.org/2000/svg}svg"
    assert run(port, "trend", "harbour", "--svg", "-", name="searchkit").out == text
    lost = trend(port, "harbour", "--svg", str(tmp_path / "none" / "x.svg"))
    assert (lost.code, lost.out) == (2, "") and "can't be written" in lost.err


def test_a_picture(port: Path, tmp_path: Path) -> None:
    path = tmp_path / "chart.png"
    result = trend(port, "harbour", "--png", str(path))
    if find_spec("matplotlib"):
        assert result.code == 0 and path.read_bytes().startswith(b"\x89PNG")
    else:
        assert result.code == 2 and "pip install 'searchkit[plot]'" in result.err


def test_what_was_understood_is_said(port: Path) -> None:
    for words in (["harbour minister:brannigan"], ["harbour near/5 the"]):
        (query,) = json.loads(trend(port, *words, "--json").out)["queries"]
        said = json.loads(first(port, *words, "--json").out)["notes"]
        assert query["notes"] == said != []
        for note in said:
            assert f"Note: {note['message']}." in trend(port, *words).err
            assert f"Note: {note['message']}." in first(port, *words).err
    assert first(port, "harbour", "-h").out == first(port, "--help").out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["trend", "harbour"], 0, ""),
        (["trend", "zyzzyva"], 1, "Nothing matches"),
        (["trend", "zyzzyva", "harbour"], 0, ""),
        (["trend", "minister:okoro"], 0, ""),
        (["trend", "(harbour"], 2, "never closed"),
        (["trend", *"abcdefg"], 2, "7 queries are more than 6"),
        (["trend", "harbour", "--by", "week"], 2, "--by"),
        (["trend", "harbour", "--csv", "--svg", "-"], 2, "choose one"),
        (["trend", "harbour", "--since", "1890", "--until", "1891", "--svg", "-"], 2, "to draw"),
        (["trend"], 2, "QUERY"),
        (["first", "harbour"], 0, ""),
        (["first", "zyzzyva"], 1, "Nothing matches"),
        (["first", "minister:okoro"], 2, "no word that somebody could have said first"),
        (["first", "harbour", "--csv", "--json"], 2, "two outputs"),
        (["first"], 2, "QUERY"),
    ],
)
def test_exit_codes(port: Path, arguments: list[str], code: int, said: str) -> None:
    result = call(port, *arguments, name="searchkit")
    assert result.code == code
    assert said in result.err
    assert code != 2 or result.out == ""


@terminal
def test_nothing_steers_the_terminal(tmp_path: Path) -> None:
    evil = "\x1b[31mred\x1b]0;t\x07 harbour \x9b1m\u202e"
    one = Statement(
        "a\x1b[2J",
        evil,
        evil,
        date=datetime.date(2001, 2, 3),
        ministers=(f"Orla {evil}",),
        portfolios=("Prime Minister",),
        url="https://x/\x1b]8;;y",
    )
    searchkit.build([one], tmp_path / "index")
    for words in (["trend", "harbour"], ["first", "harbour"], ["trend", f"harbour {evil[:8]}"]):
        for how in ([], ["--json"], ["--csv"]):
            seen = run_in_terminal(tmp_path, *words, *how, name="searchkit").out
            assert not re.search("[\x07\x9b\u202e]", seen)
            assert "\x1b" not in ESCAPE.sub("", seen)
