"""Days in the shape of TheyWorkForYou's XML: speeches, written answers, corrected versions."""

import pytest

from searchkit.corpus.markdown import clean_text
from searchkit.importers.hansard import Credit, credit
from searchkit.importers.items import Item, Refused
from searchkit.importers.kinds import found_in, import_from
from searchkit.importers.options import Options
from searchkit.model.errors import InvalidInput

ENTITIES = "".join(
    f'<!ENTITY {name} "&#{code};">\n' for name, code in {"mdash": 8212, "pound": 163}.items()
)
GID = "uk.org.publicwhip"
DAY = f"""<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE publicwhip [
{ENTITIES}]>
<publicwhip scrapeversion="b" latest="yes">
<gidredirect oldgid="{GID}/debate/2021-03-02a.1.0" newgid="{GID}/debate/2021-03-02b.1.0"/>
<major-heading id="{GID}/debate/2021-03-02b.1.0" nospeaker="true" colnum="1" time="" url="">
 Oral Answers </major-heading>
<minor-heading id="{GID}/debate/2021-03-02b.1.1" nospeaker="true">Harbour&mdash;dues</minor-heading>
<speech id="{GID}/debate/2021-03-02b.1.2" nospeaker="true" colnum="1" time="">
<p class="italic">The House met at a quarter to three.</p></speech>
<speech id="{GID}/debate/2021-03-02b.1.3" speakername="Orla Brannigan" person_id="{GID}/person/7"
 speakeroffice="The Minister for Harbours" colnum="2" time="14:30:00"
 url="https://hansard.vellmark.example/1#3">
<p pid="b.1.3/1">The dues are &pound;5 <i>* each</i>&mdash;<phrase class="honfriend" name="X">my
 friend</phrase> knows\xe9.</p>
<p pid="b.1.3/2">Second&#151;part.</p><ul><li>one</li><li>two</li></ul>
<table><tbody><tr><td>Year</td><td><p>Boats</p></td></tr><tr><td>2001</td><td>71</td></tr></tbody>
</table></speech>
<division id="{GID}/debate/2021-03-02b.1.4" divnumber="1"><divisioncount ayes="3" noes="2"/>
<mplist vote="aye"><mpname>Ken Tuller</mpname></mplist></division>
<major-heading id="{GID}/debate/2021-03-02b.2.0">Grain</major-heading>
<ques id="{GID}/wrans/2021-03-02b.9.q0" speakername="Ken Tuller (Osthaven) (Grn)">
<p>To ask the Minister.</p></ques>
<reply id="{GID}/wrans/2021-03-02b.9.r0" speakername="The Presiding Officer (Orla Brannigan)"
 speakerid="unknown"><p>No.</p></reply>
<speech id="{GID}/debate/2021-03-02b.2.9" speakername="Hon. Members:" nospeaker="true"/>
</publicwhip>"""


def written(path, text=DAY):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("iso-8859-1"))
    return path


def found(source, options=None):
    return list(found_in("hansard", str(source), options or Options()))


def test_one_statement_a_speech(tmp_path):
    path = written(tmp_path / "debates2021-03-02b.xml")
    opening, speech, question, answer = found(path)
    assert speech == Item(
        key=f"{GID}/debate/2021-03-02.1.3",
        title="Orla Brannigan: Harbour\u2014dues",
        body="The dues are £5 * each\u2014my friend knowsé.\n\nSecond\u2014part.\n\n"
        "- one\n- two\n\n| Year | Boats |\n| --- | --- |\n| 2001 | 71 |",
        date="2021-03-02",
        ministers=("Orla Brannigan",),
        portfolios=("Minister for Harbours",),
        url="https://hansard.vellmark.example/1#3",
        extra={
            "section": "Oral Answers",
            "column": "2",
            "time": "14:30:00",
            "person": f"{GID}/person/7",
            "id": f"{GID}/debate/2021-03-02b.1.3",
        },
        where=f"{path}: {GID}/debate/2021-03-02b.1.3",
    )
    assert opening.ministers == () and opening.title == "Harbour\u2014dues"
    assert (question.title, question.extra["party"]) == ("Ken Tuller: Grain", "Grn")
    assert question.extra["role"] == "question" and answer.extra["role"] == "answer"
    assert answer.ministers == ("Orla Brannigan",) and answer.portfolios == ("Presiding Officer",)
    assert "person" not in answer.extra


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Orla Brannigan", Credit("Orla Brannigan")),
        ("Hon. Members:", Credit("Hon. Members")),
        ("The Speaker", Credit("The Speaker")),
        ("The Speaker (Orla Brannigan)", Credit("Orla Brannigan", office="Speaker")),
        ("Ken Tuller (Osthaven)", Credit("Ken Tuller")),
        ("Ken  Tuller (Osthaven) (Grn)", Credit("Ken Tuller", party="Grn")),
        ("(Osthaven)", Credit("(Osthaven)")),
        ("", Credit("")),
    ],
)
def test_whom_a_record_names(text, meant):
    assert credit(text) == meant


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (
            "<p>Tuller, Ken (Grn)<br/>\n Farrow,\nBede<br/><br/>(Tide)</p>",
            "Tuller, Ken (Grn)\\\nFarrow, Bede\\\n(Tide)",
        ),
        ("<p>one<br/>- two<br/># 3</p>", "one\\\n\\- two\\\n\\# 3"),
        ("<dl><dt>dues</dt><dd>six</dd></dl><h4>Boats</h4>all", "dues\n\nsix\n\nBoats\n\nall"),
        ("<ol><li><p>one</p><p>more</p></li><li>two</li></ol>", "1. one\n\nmore\n\n1. two"),
        ("<ul><li>one<ol><li>inner</li></ol></li><li>two</li></ul>", "- one\n   1. inner\n- two"),
        (
            "<table><caption>Boats</caption><tr><td>a <table><tr><td>b</td><td>c</td></tr></table>"
            " d</td><td>e<br/>f</td></tr>stray</table>",
            "Boats\n\nstray\n\n| a b c d | e f |\n| --- | --- |",
        ),
    ],
)
def test_the_text_of_a_speech_loses_no_line_and_no_word(tmp_path, text, body):
    day = f'<publicwhip><speech id="{GID}/debate/2021-03-02.1.1">{text}</speech></publicwhip>'
    (item,) = found(written(tmp_path / "a.xml", day))
    assert item.body == body
    if "<br/>" in text and "table" not in text:
        assert clean_text(body).count("\n") == 2


def test_the_day_of_a_committee_is_that_of_its_sitting(tmp_path):
    text = (
        f'<publicwhip><speech id="{GID}/standing/standing2020-10-20_DUES_05-0_2021-03-02a.1.1">'
        "<p>It sits.</p></speech><speech><p>It rises.</p></speech></publicwhip>"
    )
    sits, rises = found(written(tmp_path / "standing2020-10-20_DUES_05-0_2021-03-02a.xml", text))
    assert sits.date == rises.date == "2021-03-02"
    assert sits.key == f"{GID}/standing/standing2020-10-20_DUES_05-0_2021-03-02.1.1"


def test_a_corrected_day_changes_its_statements(tmp_path):
    earlier = DAY.replace("2021-03-02b", "2021-03-02a").replace("£5", "£4")
    written(tmp_path / "in" / "debates2021-03-02a.xml", earlier.replace("&pound;5", "&pound;4"))
    report = import_from("hansard", str(tmp_path / "in"), tmp_path / "to", Options())
    assert (report.added, report.refused) == (4, [])
    written(tmp_path / "in" / "debates2021-03-02b.xml")
    written(tmp_path / "in" / "votes2021-03-02b.xml", DAY.replace('latest="yes"', 'latest="no"'))
    written(tmp_path / "in" / "members.xml", "<publicwhip><member/></publicwhip>")
    options = Options()
    report = import_from("hansard", str(tmp_path / "in"), tmp_path / "to", options)
    assert (report.added, report.changed, report.unchanged, report.refused) == (0, 4, 0, [])
    assert options.not_read == {".xml superseded": 2, ".xml without speeches": 1}
    assert any("£5" in path.read_text() for path in (tmp_path / "to").rglob("*.md"))


def test_a_copy_is_no_second_statement_and_a_different_one_is_named(tmp_path):
    one = f'<publicwhip><speech id="{GID}/debate/2021-03-02.1.1"><p>No.</p></speech></publicwhip>'
    for name, text in {"a": one, "b": one, "c": one.replace("No.", "Yes.")}.items():
        written(tmp_path / "in" / f"{name}.xml", text)
    report = import_from("hansard", str(tmp_path / "in"), tmp_path / "to", Options())
    assert (report.added, report.unchanged, len(report.refused)) == (1, 1, 1)
    assert "c.xml" in report.refused[0].where


def test_what_is_broken_is_named_and_the_rest_goes_in(tmp_path):
    written(tmp_path / "a.xml", DAY[: DAY.index(">Grain")])
    written(tmp_path / "b.xml", "<TEI/>")
    written(tmp_path / "c.xml", DAY.replace("&#8212;", "&pound;" * 9))
    written(tmp_path / "d.xml", DAY.replace("debate/2021-03-02b", "debate/2021-03-03b"))
    got = found(tmp_path)
    reasons = [one.reason for one in got if isinstance(one, Refused)]
    assert len(reasons) == 3 and "broken here" in reasons[0] and "but <TEI>" in reasons[1]
    assert "more than a few characters" in reasons[2]
    assert sum(isinstance(one, Item) for one in got) == 6
    for name in "bc":
        with pytest.raises(InvalidInput):
            found(tmp_path / f"{name}.xml")


def test_a_speech_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("searchkit.importers.hansard.MAX_BODY", 1_000)
    path = written(tmp_path / "a.xml", DAY.replace("Second", "word " * 400))
    assert [type(one) for one in found(path)] == [Item, Refused, Item, Item]
