"""Exports: every statement, readable by the programs they are for, memory flat."""

from __future__ import annotations

import csv
import datetime
import io
import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import Statement
from searchkit.rendering.citable import one_line
from searchkit.rendering.citations import citation_key
from searchkit.rendering.exports import (
    bibtex_rows,
    columns,
    csv_rows,
    jsonl_rows,
    ris_rows,
)
from searchkit.rendering.tables import BLOCK
from searchkit.schema.fields import DEFAULT
from tests.support.reference_files import STATEMENTS, TALKS, read_bibtex, read_ris
from tests.support.vellmark import many

EXPORTS = (csv_rows, jsonl_rows, bibtex_rows, ris_rows)
COLUMNS = columns(DEFAULT)
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def permalink(id):
    return f"https://search.vellmark.example/s/{id}"


def read_csv(text):
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text[1:], newline="")))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_csv():
    text = "".join(csv_rows([TALKS, Statement(id="a.md", title="=1+1", body="")], permalink))
    assert text == (
        "\ufeffid,title,date,ministers,portfolios,url,permalink,attachments\r\n"
        "releases/2007/11/2007-11-20-six-harbour-talks.md,"
        '"“Six-harbour” talks: $100 million & 5% of ""Oster"" {sic}",2007-11-20,'
        'Rt Hon Orla Brannigan; Hon Dr Tamsin Ōhare,"Foreign Affairs; Lakes, Rivers and Ports",'
        "https://gov.vellmark.example/release/talks_1,"
        "https://search.vellmark.example/s/releases/2007/11/2007-11-20-six-harbour-talks.md,\r\n"
        "a.md,'=1+1,,,,,https://search.vellmark.example/s/a.md,\r\n"
    )


def test_jsonl():
    line = "".join(jsonl_rows([TALKS]))
    assert line.endswith("\n") and "Ōhare" in line
    assert json.loads(line) == {
        "id": TALKS.id,
        "title": TALKS.title,
        "date": "2007-11-20",
        "ministers": list(TALKS.ministers),
        "portfolios": list(TALKS.portfolios),
        "url": TALKS.url,
        "permalink": None,
        "attachments": [],
    }


def test_every_statement_is_in_every_export():
    statements = many(2_000)
    ids = [one.id for one in statements]
    assert [row["id"] for row in read_csv("".join(csv_rows(statements)))] == ids
    lines = "".join(jsonl_rows(statements)).splitlines()
    assert [json.loads(line)["id"] for line in lines] == ids
    keys = [citation_key(one) for one in statements]
    assert [entry["key"] for entry in read_bibtex("".join(bibtex_rows(statements)))] == keys
    assert [record["ID"] for record in read_ris("".join(ris_rows(statements)))] == [
        [key] for key in keys
    ]
    assert len(set(keys)) == len(keys)


def test_hits_and_statements_give_the_same(archive_of):
    archive = archive_of(*many(40))
    hits = list(archive.stream("", sort="newest"))
    statements = [archive.statement(hit.id) for hit in hits]
    for export in EXPORTS:
        assert list(export(hits, permalink)) == list(export(statements, permalink))


def test_nothing_gives_a_file_all_the_same():
    assert "".join(csv_rows([])) == "\ufeff" + ",".join(COLUMNS) + "\r\n"
    assert [list(export([])) for export in EXPORTS[1:]] == [[], [], []]


@pytest.mark.parametrize("first", FORMULAS)
def test_no_cell_is_a_formula(first):
    value = first + "HYPERLINK(1)"
    evil = Statement(
        id=value,
        title=value,
        body="",
        url=value,
        ministers=(value, value),
        portfolios=(value,),
        attachments=(value,),
    )
    (row,) = read_csv("".join(csv_rows([evil], lambda id: id)))
    for name in COLUMNS:
        assert row[name].startswith("'") if name != "date" else row[name] == ""


@given(st.lists(STATEMENTS, max_size=3))
def test_any_statements_can_be_read_back(statements):
    files = {export: "".join(export(statements, permalink)) for export in EXPORTS}
    for text in files.values():
        text.encode()
    rows = read_csv(files[csv_rows])
    assert len(rows) == len(statements)
    for row, one in zip(rows, statements, strict=True):
        assert row["title"].removeprefix("'") == one_line(one.title).removeprefix("'")
        assert not row["title"].startswith(FORMULAS)
    # A line ends at a line feed and nowhere else.
    lines = files[jsonl_rows].split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(statements)
    assert all(tuple(json.loads(line)) == COLUMNS for line in lines)
    assert len(read_bibtex(files[bibtex_rows])) == len(statements)
    assert len(read_ris(files[ris_rows]) if statements else []) == len(statements)


@pytest.mark.parametrize("export", EXPORTS)
def test_memory_is_flat(export):
    def endless():
        for number in range(2_500):
            yield Statement(
                id=f"vm/{number}.md", title="Ōrva " * 20, body="", date=datetime.date(2007, 1, 1)
            )

    tracemalloc.start()
    length = longest = 0
    for chunk in export(endless(), permalink):
        length += len(chunk)
        longest = max(longest, len(chunk))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # Whoever kept what was written would hold more than this.
    assert length > 400_000
    assert longest < 2 * BLOCK
    assert most < 300_000
