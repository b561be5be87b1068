"""`searchkit import`: what is printed, exit codes, and that an index takes what was written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.command_line import Result, call

LINES = """\
{"id": 1, "title": "Levy to end", "date": "2007-11-20", "by": "Orla Brannigan", "text": "Ends"}
{"id": 2, "title": "Harbour", "text": "The harbour opens."}
"""


def searchkit(folder: Path, *arguments: str) -> Result:
    return call(folder, *arguments, name="searchkit")


def test_from_a_source_to_an_answer(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(LINES)
    arguments = ("import", "jsonl", str(source), "--to", str(tmp_path / "out"))
    first = searchkit(tmp_path, *arguments)
    assert first == (0, "2 added, 0 changed, 0 unchanged, 0 kept, 0 not imported\n", "")
    assert "0 added, 0 changed, 2 unchanged" in searchkit(tmp_path, *arguments).out
    index = str(tmp_path / "index")
    assert searchkit(tmp_path, "index", str(tmp_path / "out"), "--index", index).code == 0
    found = call(tmp_path, "--index", index, "--json", "minister:brannigan")
    (hit,) = json.loads(found.out)["hits"]
    assert (hit["title"], hit["date"]) == ("Levy to end", "2007-11-20")


def test_what_is_not_imported_is_named_and_the_exit_code_says_so(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(LINES + "nonsense\n")
    arguments = ("import", "jsonl", str(source), "--to", str(tmp_path / "out"))
    result = searchkit(tmp_path, *arguments)
    assert result.code == 1 and "1 not imported" in result.out
    assert f"not imported {source}:3: the line is no JSON" in result.err
    in_json = json.loads(searchkit(tmp_path, *arguments, "--json").out)
    assert in_json["unchanged"] == 2 and in_json["refused"][0]["where"] == f"{source}:3"
    (tmp_path / "out/harbour.md").write_text("---\ntitle: Mine\n---\nby hand\n")
    source.write_text(LINES.replace("opens", "closes"))
    assert "kept harbour.md: corrected here" in searchkit(tmp_path, *arguments).err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("csv", "nowhere.csv", "--to", "out"), "nowhere.csv: it can't be read"),
        (("xls", "a", "--to", "out"), "'xls' is not one of"),
        (("csv", "a"), "Missing option '--to'"),
        (("csv", "a", "--to", "out", "--map", "title"), "no FIELD=COLUMN"),
        (("csv", "a", "--to", "out", "--encoding", "utf-7x"), "no encoding"),
        (("csv", "a", "--to", "out", "--encoding", "utf-16"), "no encoding"),
        (("csv", "a", "--to", "out", "--delimiter", "ab"), "one sign"),
    ],
)
def test_errors(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    result = searchkit(tmp_path, "import", *arguments)
    assert result.code == 2 and said in result.err and "Traceback" not in result.err


def test_an_index_run_names_the_import(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.md").write_text("# A\n\ntext\n")
    (folder / "b.csv").write_text("a,b\n")
    result = searchkit(tmp_path, "index", str(folder), "--index", str(tmp_path / "index"))
    assert "not read: 1 .csv (searchkit import csv ...)" in result.err
