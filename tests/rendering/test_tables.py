"""CSV of a search's hits, and the cells of all CSV."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import Hit, Snippet
from searchkit.rendering.tables import BLOCK, blocks, csv_lines, hit_columns, hits_as_csv, passage
from searchkit.schema.fields import DEFAULT, Names, Schema
from tests.support.hypothesis_settings import examples

PARTIES = Schema((*DEFAULT.fields, Names("parties", query="party", kind="label")))
HIT = Hit(
    "vm/001.md",
    'Harbour of "Oster", open',
    datetime.date(2007, 11, 5),
    ("Hon Orla Brannigan", "Tamsin Ōhare"),
    ("Trade",),
    "https://vellmark.example/1",
    (),
    1.25,
    snippets=(Snippet("The harbour\nopened.", ()),),
    fields={"parties": ("Lakes",)},
)


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_hit() -> None:
    assert "".join(hits_as_csv([HIT], DEFAULT)) == (
        "id,date,title,ministers,portfolios,url,score,passage\r\n"
        'vm/001.md,2007-11-05,"Harbour of ""Oster"", open",'
        "Hon Orla Brannigan; Tamsin Ōhare,Trade,https://vellmark.example/1,1.25,"
        "The harbour opened.\r\n"
    )


def test_another_schema_has_its_own_columns() -> None:
    assert hit_columns(PARTIES)[3:6] == ("ministers", "portfolios", "parties")
    (row,) = read("".join(hits_as_csv([HIT], PARTIES)))
    assert list(row) == [*hit_columns(PARTIES)]
    assert row["parties"] == "Lakes"


def test_what_is_unknown_is_empty() -> None:
    bare = Hit("a", "", None, (), (), None, (), 0.0)
    assert list(hits_as_csv([bare], DEFAULT))[1] == "a,,,,,,0.0,\r\n"
    assert len(list(hits_as_csv([], DEFAULT))) == 1


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], ""),
        (["One."], "One."),
        (["One.", "Two."], "One. … Two."),
        (["One…", "Two."], "One … Two."),
        (["One.", "…two"], "One. … two"),
        (["…one…", "…two…"], "…one … two…"),
    ],
)
def test_passages_are_one_text(texts: list[str], expected: str) -> None:
    assert passage([Snippet(text, ()) for text in texts]) == expected


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t=", "\r=", " =", "＝", "＋", "－", "＠"])
def test_no_text_is_a_formula(first: str) -> None:
    evil: Any = HIT._replace(
        id=f"{first}1",
        title=f"{first}HYPERLINK(1)",
        url=f"{first}1",
        ministers=(f"{first}1",),
        snippets=(Snippet(f"{first}1", ()),),
    )
    (row,) = read("".join(hits_as_csv([evil], DEFAULT)))
    for name in ("id", "title", "url", "ministers", "passage"):
        assert row[name].startswith("'"), name
    # Numbers and dates are our own.
    assert (row["date"], row["score"]) == ("2007-11-05", "1.25")


@examples(100)
@given(st.lists(st.lists(st.text(), min_size=3, max_size=3)))
def test_any_table_can_be_read_back(rows: list[list[str]]) -> None:
    text = "".join(csv_lines(("a", "b", "c"), rows))
    found = read(text)
    assert len(found) == len(rows)
    assert text.count("\r\n") == text.count("\n") == len(rows) + 1
    for row, given_row in zip(found, rows, strict=True):
        for cell, value in zip(row.values(), given_row, strict=True):
            assert "".join(cell.removeprefix("'").split()) in (
                "".join(_visible(value).split()),
                "".join(_visible(value).removeprefix("'").split()),
            )


def _visible(text: str) -> str:
    unwanted = {*map(chr, range(32)), *map(chr, range(0x7F, 0xA0)), "\ufffe", "\uffff"}
    return "".join(c for c in text if c not in unwanted and not "\ud800" <= c <= "\udfff")


def test_blocks_are_what_they_were_made_of() -> None:
    pieces = ["x" * n for n in range(400)]
    made = list(blocks(pieces))
    assert "".join(made) == "".join(pieces)
    assert all(BLOCK <= len(block) < BLOCK + 400 for block in made[:-1])
    assert list(blocks([])) == []
