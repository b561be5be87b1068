"""JSON Lines and tables: which value fills which field, and what is refused by name."""

import json

import pytest

from searchkit.importers.items import Item, Refused
from searchkit.importers.kinds import KINDS, found_in, import_from
from searchkit.importers.options import Options
from searchkit.model.errors import InvalidArgument, InvalidInput

RECORD = {
    "id": 7,
    "headline": "Levy  to end",
    "published": "20 November 2007",
    "speakers": [{"name": "Orla Brannigan"}, "Ken Tuller"],
    "department": "Trade; Customs",
    "text": "The levy * ends.\r\n\r\n# Not a heading",
    "party": "Green",
    "words": 4,
    "nothing": None,
}
LEVY = {
    "title": "Levy to end",
    "body": "The levy \\* ends.\n\n\\# Not a heading",
    "date": "20 November 2007",
    "ministers": ("Orla Brannigan", "Ken Tuller"),
    "portfolios": ("Trade", "Customs"),
    "extra": {"party": "Green", "words": 4, "id": "7"},
}


def found(tmp_path, kind, data, **options):
    path = tmp_path / f"in.{kind}"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(found_in(kind, str(path), Options(**options)))


def test_a_line_of_json(tmp_path):
    (item,) = found(tmp_path, "jsonl", "\ufeff" + json.dumps(RECORD) + "\n\n")
    assert {name: getattr(item, name) for name in LEVY} == LEVY
    assert item.key == "in.jsonl#7" and item.where.endswith("in.jsonl:1")


def test_lines_that_are_no_statements_are_named(tmp_path):
    lines = ["nonsense", "[1]", '{"id": 3}', "[" * 200_000, '{"text": "good"}']
    got = found(tmp_path, "jsonl", "\n".join(lines).encode() + b'\n{"text": "\xff"}\n')
    assert [type(one) for one in got] == [Refused] * 4 + [Item, Refused]
    assert [one.where.rpartition(":")[2] for one in got] == list("123456")
    assert "looked for body" in got[2].reason and "--encoding" in got[5].reason


def test_a_number_without_end_is_named_as_one(tmp_path):
    (refused,) = found(tmp_path, "jsonl", '{"text": "a", "n": ' + "1" * 5_000 + "}")
    assert isinstance(refused, Refused) and "too many digits" in refused.reason


def test_a_line_too_long_is_named_and_the_next_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr("searchkit.importers.json_lines.MAX_LINE", 100)
    got = found(tmp_path, "jsonl", '{"text": "' + "x" * 500 + '"}\n{"text": "good"}')
    assert isinstance(got[0], Refused) and got[1].body == "good"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_table(tmp_path, delimiter, ends):
    rows = [
        ["Title", "Publication Date", "Speaker", "Body", "Party"],
        ["Levy to end", "20/11/2007", '"Orla Brannigan; Ken Tuller"', f'"One{ends}two"', "Green"],
        ["", "", "", "", ""],
        ["Harbour", "", "", '"He said ""no""."', ""],
    ]
    text = "\ufeff" + ends.join(delimiter.join(row) for row in rows) + ends
    levy, harbour = found(tmp_path, "csv", text)
    assert (levy.title, levy.date, levy.body) == ("Levy to end", "20/11/2007", "One\ntwo")
    assert levy.ministers == ("Orla Brannigan", "Ken Tuller") and levy.extra == {"Party": "Green"}
    assert harbour.body == 'He said "no".' and harbour.date is None and harbour.extra == {}


def test_empty_rows_are_counted_and_columns_may_have_no_name(tmp_path):
    options = Options()
    path = tmp_path / "in.csv"
    path.write_text("sep=;\nbody;;\nOne, two.;;3\n;;\n\n ; ;\nThree.\n")
    item, refused = found_in("csv", str(path), options)
    assert (item.body, item.extra) == ("One, two.", {"column 3": "3"})
    assert isinstance(refused, Refused) and refused.where == f"{path}:7"
    assert item.where == f"{path}:3"
    assert options.not_read == {"empty rows": 2}


def test_columns_by_name(tmp_path):
    text = "Titel,Wer,Was,text\nLevy,Orla Brannigan,The levy ends.,a note\n"
    chosen = {"title": "Titel", "ministers": "Wer", "body": "Was"}
    (item,) = found(tmp_path, "csv", text, columns=chosen)
    assert (item.title, item.ministers, item.body) == (
        "Levy",
        ("Orla Brannigan",),
        "The levy ends.",
    )
    assert item.extra == {"text": "a note"}
    with pytest.raises(InvalidInput, match="no column 'Wo'"):
        found(tmp_path, "csv", text, columns={"url": "Wo"})
    with pytest.raises(InvalidInput, match="can't fill 'party'"):
        found(tmp_path, "csv", text, columns={"party": "Wer"})


def test_rows_that_do_not_fit_are_named(tmp_path):
    got = found(tmp_path, "csv", 'title,body\na,b,c\nd\ne,f\n"g,h\n')
    assert [type(one) for one in got] == [Refused, Refused, Item, Refused]
    assert [one.where.rpartition(":")[2] for one in got if isinstance(one, Refused)] == list("235")


def test_a_cell_that_never_ends_and_lines_that_do_not(tmp_path):
    (refused,) = found(tmp_path, "csv", 'title,body\nA,"one\nB,two\n')
    assert isinstance(refused, Refused) and refused.where.endswith("in.csv:2")
    assert "the rest of the file is in it" in refused.reason
    with pytest.raises(InvalidInput, match="carriage returns alone"):
        found(tmp_path, "csv", "title,body\rA,one\r")


@pytest.mark.parametrize("text", ["", "\n\n", "a,a\n1,2\n", '"a\n'])
def test_a_first_line_without_names_is_refused(tmp_path, text):
    with pytest.raises(InvalidInput, match="names no columns"):
        found(tmp_path, "csv", text)


def test_another_encoding_has_to_be_named(tmp_path):
    data = "title,body\nCaf\u00e9,Na\u00efve\n".encode("cp1252")
    with pytest.raises(InvalidInput, match="windows-1252"):
        found(tmp_path, "csv", data)
    (item,) = found(tmp_path, "csv", data, encoding="windows-1252")
    assert (item.title, item.body) == ("Café", "Naïve")


def test_markdown_stays_as_it_is(tmp_path):
    (item,) = found(tmp_path, "jsonl", '{"text": "# A *heading*"}', body="markdown")
    assert item.body == "# A *heading*"


def test_a_source_that_is_not_there(tmp_path):
    for kind in ("csv", "jsonl"):
        with pytest.raises(InvalidInput, match="can't be read"):
            list(found_in(kind, str(tmp_path / "nowhere"), Options()))
    with pytest.raises(InvalidArgument, match="no kind"):
        import_from("xls", "a", tmp_path, Options())


def test_every_kind_can_be_read():
    assert {"csv", "jsonl"} <= set(KINDS)
