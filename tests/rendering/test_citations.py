"""Citations: the same facts in four forms, and every form can be read back."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import InvalidArgument, Statement
from searchkit.rendering.citable import one_line
from searchkit.rendering.citations import STYLES, citation_key, cite
from tests.support.reference_files import STATEMENTS, TALKS, read_bibtex, read_ris, untex

READ = datetime.date(2026, 1, 5)


def test_plain():
    assert cite(TALKS, "plain", accessed=READ) == (
        "Orla Brannigan and Tamsin Ōhare, “‘Six-harbour’ talks: $100 million & 5% of ‘Oster’ "
        "{sic}”, press release, 20 November 2007, https://gov.vellmark.example/release/talks_1 "
        "(accessed 5 January 2026)."
    )


def test_new_zealand_law_style_guide():
    assert cite(TALKS, "nzlsg") == (
        "Orla Brannigan and Tamsin Ōhare “‘Six-harbour’ talks: $100 million & 5% of ‘Oster’ "
        "{sic}” (press release, 20 November 2007)."
    )


@pytest.mark.parametrize(
    ("names", "author"),
    [
        ((), ""),
        (("Sir Wendell Fairchild",), "Wendell Fairchild "),
        (("Ada Ro", "Ben Mo", "Cy Lo"), "Ada Ro, Ben Mo and Cy Lo "),
        (("Ada Ro", "Ben Mo", "Cy Lo", "Di Po"), "Ada Ro and others "),
        (("Hon Ada Ro", "Ada Ro", "Rt Hon Dame Ada Ro"), "Ada Ro "),
        (("Click here to view the report", "https://a.example/x"), ""),
    ],
)
def test_who_is_named(names, author):
    statement = replace(TALKS, title="Talks", ministers=names)
    assert cite(statement, "nzlsg") == f"{author}“Talks” (press release, 20 November 2007)."


def test_bibtex():
    assert cite(TALKS, "bibtex", accessed=READ) == (
        "@misc{brannigan-2007-4knzstfbgqr4,\n"
        "  author = {Orla Brannigan and Tamsin Ōhare},\n"
        r'  title = {{“Six-harbour” talks: \$100 million \& 5\% of "Oster" '
        "\\textbraceleft{}sic\\textbraceright{}}},\n"
        "  howpublished = {Press release},\n"
        "  year = {2007},\n"
        "  month = nov,\n"
        "  day = {20},\n"
        "  keywords = {Foreign Affairs, {Lakes, Rivers and Ports}},\n"
        "  url = {https://gov.vellmark.example/release/talks_1},\n"
        "  urldate = {2026-01-05}\n"
        "}\n"
    )


def test_ris():
    assert cite(TALKS, "ris", accessed=READ).split("\r\n") == [
        "TY  - RPRT",
        "ID  - brannigan-2007-4knzstfbgqr4",
        "AU  - Brannigan, Orla",
        "AU  - Ōhare, Tamsin",
        'TI  - “Six-harbour” talks: $100 million & 5% of "Oster" {sic}',
        "M3  - Press release",
        "PY  - 2007",
        "DA  - 2007/11/20",
        "KW  - Foreign Affairs",
        "KW  - Lakes, Rivers and Ports",
        "UR  - https://gov.vellmark.example/release/talks_1",
        "Y2  - 2026/01/05",
        "ER  - ",
        "",
    ]


def test_what_is_unknown_is_not_guessed():
    unknown = Statement(id="x", title=" ", body="")
    assert cite(unknown, "plain", accessed=READ) == "“[Untitled]”, press release, date unknown."
    assert cite(unknown, "nzlsg") == "“[Untitled]” (press release, date unknown)."
    (entry,) = read_bibtex(cite(unknown, "bibtex", accessed=READ))
    assert set(entry) == {"key", "title", "howpublished", "note"}
    assert entry["note"] == "Date unknown"
    (record,) = read_ris(cite(unknown, "ris", accessed=READ))
    assert set(record) == {"TY", "ID", "TI", "M3", "N1", "ER"}


def test_the_permalink_stands_in_for_the_address_of_the_original():
    permalink = "https://search.vellmark.example/statement/x"
    without = replace(TALKS, url=None)
    for style in ("plain", "bibtex", "ris"):
        assert permalink in cite(without, style, permalink=permalink)
        assert permalink not in cite(TALKS, style, permalink=permalink)
    hostile = replace(TALKS, url="javascript:alert(1)")
    assert "javascript" not in "".join(cite(hostile, style) for style in STYLES)


def test_names_of_several_words():
    statement = replace(
        TALKS, ministers=("Hon Piet van der Sloot", "Ada", "Te Uru Flax", "Bo Ro-Mo")
    )
    (record,) = read_ris(cite(statement, "ris"))
    assert record["AU"] == ["van der Sloot, Piet", "Ada", "Flax, Te Uru", "Ro-Mo, Bo"]
    assert citation_key(statement).startswith("vandersloot-2007-")


def test_keys_differ_by_id_alone():
    keys = {citation_key(replace(TALKS, id=f"vm/{number}.md")) for number in range(5_000)}
    assert len(keys) == 5_000
    assert citation_key(TALKS) == "brannigan-2007-4knzstfbgqr4"
    assert citation_key(replace(TALKS, ministers=("東京 東京",), date=None)).startswith(
        "statement-undated-"
    )


def test_another_style_is_an_error():
    with pytest.raises(InvalidArgument, match=r"no citation style 'apa' \(expected plain, bibtex"):
        cite(TALKS, "apa")


@given(STATEMENTS, st.none() | st.dates())
def test_any_statement_can_be_read_back(statement, accessed):
    title = one_line(statement.title) or "[Untitled]"
    (entry,) = read_bibtex(cite(statement, "bibtex", accessed=accessed))
    assert untex(entry["title"]) == title
    assert entry["key"] == citation_key(statement)
    (record,) = read_ris(cite(statement, "ris", accessed=accessed))
    assert record["TI"] == [title]
    assert record["ID"] == [citation_key(statement)]
    assert ("author" in entry) == ("AU" in record)
    if "AU" in record:
        assert len(entry["author"].split(" and ")) >= len(record["AU"])
    if statement.date:
        year = f"{statement.date.year:04d}"
        assert entry["year"] == year
        assert record["DA"] == [f"{year}/{statement.date:%m/%d}"]
    for style in STYLES:
        cite(statement, style, accessed=accessed).encode()
    for style in ("plain", "nzlsg"):
        assert len(cite(statement, style, accessed=accessed).splitlines()) == 1
