"""`searchkit batch`: many queries, a row of answer for each."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import searchkit
from searchkit import Statement
from searchkit.indexing.statements import build_statements
from searchkit.schema.fields import DEFAULT, Names, Schema
from tests.support.command_line import Result, call, command, environment

COLUMNS = ["query", "total", "first", "last", "top_id", "top_title", "error"]


def batch(folder: Path, tmp_path: Path, text: str | bytes, *options: str) -> Result:
    file = tmp_path / "queries.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return call(folder, "batch", str(file), *options, name="searchkit")


def rows_of(text: str) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(text, newline=""))]


def test_each_row_is_what_the_archive_says(port: Path, tmp_path: Path) -> None:
    text = (
        "query,minister,since,until\r\n"
        'harbour,,,\r\n"""harbour levy"" OR fish*",,,\r\nlake,okoro; brannigan,1997,\r\n'
        ",okoro,,1999-06\r\nzyzzyva,,,\r\n"
    )
    asked: list[dict[str, object]] = [
        {"query": "harbour"},
        {"query": '"harbour levy" OR fish*'},
        {"query": "lake", "minister": ["okoro", "brannigan"], "since": "1997"},
        {"query": "", "minister": "okoro", "until": "1999-06"},
        {"query": "zyzzyva"},
    ]
    done = batch(port, tmp_path, text)
    assert done.code == 0 and done.err == ""
    assert done.out.startswith(",".join(COLUMNS) + "\r\n")
    rows = rows_of(done.out)
    assert len(rows) == len(asked)
    with searchkit.open(port / "index") as archive:
        for row, arguments in zip(rows, asked, strict=True):
            hits = archive.search(**arguments, limit=None, strict=True, copies="all")  # type: ignore[arg-type]
            days = [hit.date.isoformat() for hit in hits if hit.date]
            top = (hits[0].id, hits[0].title) if hits else ("", "")
            assert row["query"] == arguments["query"]
            assert int(row["total"]) == hits.total
            assert (row["first"], row["last"]) == ((min(days), max(days)) if days else ("", ""))
            assert (row["top_id"], row["top_title"], row["error"]) == (*top, "")
    assert int(rows[0]["total"]) > int(rows[2]["total"]) > 0
    objects = [json.loads(line) for line in batch(port, tmp_path, text, "--jsonl").out.splitlines()]
    assert [[*one] for one in objects] == [COLUMNS] * 5
    written = [{k: "" if v is None else str(v) for k, v in one.items()} for one in objects]
    assert written == rows
    assert objects[4]["total"] == 0 and objects[4]["first"] is objects[0]["error"] is None


def test_a_bad_row_says_so_and_the_rest_goes_on(port: Path, tmp_path: Path) -> None:
    bad = {
        "(harbour,,": "this bracket is never closed, at column 1",
        "harbour,nobody,": "no minister is called 'nobody'",
        "harbour,,20x": "since: '20x' is not a date",
        ",,": "no query and no filter",
        "harbour,": "line 6: the row has 2 cells, the first line 3",
        '"harbour,\nlake",,': "lines 7 to 8: a cell goes on over several lines",
        '"harbour" lake,,': "line 9: the row can't be read",
    }
    done = batch(port, tmp_path, "\n".join(["query,minister,since", *bad, "harbour,,"]))
    assert done.code == 1
    assert done.err == "7 rows have errors.\n"
    *wrong, good = rows_of(done.out)
    for row, text in zip(wrong, bad.values(), strict=True):
        assert row["error"].startswith(text)
    assert {row["total"] + row["top_id"] for row in wrong} == {""}
    assert good["query"] == "harbour" and int(good["total"]) > 0 and good["error"] == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it is empty"),
        ("minister\nokoro\n", "there is no column `query`"),
        ("query,ministr\nharbour,okoro\n", "'ministr' is no filter (expected query, and any of"),
        ("query,minister,Ministers\nharbour,okoro,okoro\n", "two columns are the same"),
        ('"que"ry\nharbour\n', "line 1: the first line does not name the columns"),
        ("harbour\n", "'harbour' is no filter"),
        ("quéry\n".encode("latin-1"), "line 1: this line is not UTF-8"),
        (b"query" + b" " * 2**20, "line 1: the line is longer than 1 MiB"),
    ],
)
def test_an_error_of_the_file(port: Path, tmp_path: Path, text: str | bytes, said: str) -> None:
    done = batch(port, tmp_path, text)
    assert (done.code, done.out) == (2, "")
    assert said in done.err and "queries.csv" in done.err


def test_a_line_that_is_no_utf_8_ends_it(port: Path, tmp_path: Path) -> None:
    done = batch(port, tmp_path, b"query\nharbour\nm\xe4rz\nlake\n")
    assert done.code == 2 and "line 3: this line is not UTF-8" in done.err
    assert [row["query"] for row in rows_of(done.out)] == ["harbour"]


@pytest.mark.parametrize("name", ["nowhere.csv", "."])
def test_a_file_that_cant_be_read(port: Path, name: str) -> None:
    done = call(port, "batch", name, name="searchkit")
    assert (done.code, done.out) == (2, "")
    assert f"{name}: it can't be read" in done.err


def test_what_spreadsheets_write(port: Path, tmp_path: Path) -> None:
    done = batch(port, tmp_path, b"\xef\xbb\xbfQuery;Ministers\r\nharbour;Okoro\r\n\r\n-lake;\r\n")
    first, second = rows_of(done.out)
    assert done.code == 0
    said = call(port, "harbour", "--minister", "okoro", "--count").out
    assert first["total"] == said.strip() != "0"
    assert second["query"] == "'-lake", "it would be run as a formula"


def test_a_filter_of_another_schema(tmp_path: Path) -> None:
    schema = Schema((*DEFAULT.fields, Names("parties", query="party", kind="label")))
    statements = [
        Statement(party, "Harbour", "x", fields={"parties": [party]}) for party in ("Green", "Lake")
    ]
    build_statements(statements, tmp_path / "index", schema=schema)
    (row,) = rows_of(batch(tmp_path, tmp_path, "query,party\nharbour,green\n").out)
    assert (row["total"], row["top_id"], row["first"]) == ("1", "Green", "")


def test_standard_input_is_answered_line_by_line(port: Path) -> None:
    with subprocess.Popen(
        [*command("searchkit"), "batch", "-", "--jsonl"],
        cwd=port,
        env=environment(port),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin and process.stdout
        process.stdin.write(b"query\n")
        for query in (b"harbour", b"lake"):
            process.stdin.write(query + b"\n")
            process.stdin.flush()
            # The next question is not there yet.
            assert json.loads(process.stdout.readline())["query"] == query.decode()
        process.stdin.close()
        assert process.stdout.read() == b""
    assert process.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_terminal_beside_the_output_sees_progress(port: Path, tmp_path: Path) -> None:
    import pty

    (tmp_path / "queries.csv").write_text("query\nharbour\nlake")
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [*command("searchkit"), "batch", str(tmp_path / "queries.csv")],
        cwd=port,
        env=environment(port),
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=True,
    )
    os.close(theirs)
    seen = os.read(ours, 65_536).decode()
    os.close(ours)
    assert "Asking" in seen and "3/3" in seen
    assert len(rows_of(done.stdout.decode())) == 2
