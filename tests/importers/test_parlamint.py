"""Corpora in the shape of ParlaMint: who said what, when, for which party; and hostile XML."""

import re

import pytest

from searchkit.importers import xml_events
from searchkit.importers.items import Item, Refused
from searchkit.importers.kinds import found_in, import_from
from searchkit.importers.options import Options
from searchkit.model.errors import InvalidInput

TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'
HEADER = """<teiHeader><fileDesc>
<titleStmt><title type="main" xml:lang="vl">Korpus</title>
<title type="sub" xml:lang="en">Sitting 4 of the Thing of Vellmark</title>
<title type="sub" xml:lang="vl">Sits 4 av Vellmarks Ting</title>
<respStmt><persName>An Editor</persName></respStmt></titleStmt>
<publicationStmt><idno type="URI">https://handle.example/1</idno>
<date when="2024-01-23"/></publicationStmt>
<sourceDesc><bibl><title>Minutes</title>
<idno type="URI" subtype="parliament">https://ting.vellmark.example/4</idno>
<date when="2021-03-02">2. 3. 2021</date></bibl></sourceDesc></fileDesc>
<profileDesc><settingDesc><setting><name type="city">Osthaven</name>
<date when="2021-03-02" ana="#parla.sitting">2. 3. 2021</date></setting></settingDesc></profileDesc>
<revisionDesc><change when="2024-01-24"><name>An Editor</name>: made.</change></revisionDesc>
</teiHeader>"""
PLAIN = f"""<?xml version="1.0" encoding="UTF-8"?>
<TEI {TEI} xml:id="ParlaMint-VL_2021-03-02" xml:lang="vl" ana="#parla.sitting">{HEADER}
<text><body><div type="debateSection">
<head>Harbour  dues</head><head type="session">Fourth sitting</head>
<note type="speaker">THE CHAIR:</note>
<u xml:id="ParlaMint-VL_2021-03-02.u1" who="#BranniganOrla" ana="#chair senti:neu">
  <seg xml:id="x.1">The Thing   is
    open.</seg> <note type="comment">(Applause.)</note>
  <seg>The dues <note>He coughs.</note>*stay*.<gap><desc>inaudible</desc></gap></seg>
</u>
<u xml:id="ParlaMint-VL_2021-03-02.u2" who="#TullerKen" ana="#regular"><seg>No.</seg></u>
<u xml:id="ParlaMint-VL_2021-03-02.u3" who="#TullerKen" ana="#regular"><note>Silence.</note></u>
<note type="time">End.</note></div>
<div><u who="#Nobody" ana="#guest"><seg>Good day.</seg></u><u><seg>Order!</seg></u></div>
</body></text></TEI>"""
ANNOTATED = f"""<?xml version="1.0" encoding="UTF-8"?>
<TEI {TEI} xml:id="ParlaMint-VL_2021-03-02.ana" xml:lang="vl">{HEADER}
<text><body><div><head>Harbour dues</head>
<u xml:id="ParlaMint-VL_2021-03-02.ana.u1" who="#BranniganOrla" ana="#chair">
<seg><s>
<w lemma="the">The</w>
<name type="ORG">
<w lemma="thing">Thing</w>
</name>
<w>isn't<w norm="is"/><w norm="not"/></w>
<w join="right">open</w>
<pc>.</pc>
<linkGrp><link target="#a #b"/>linked</linkGrp>
</s>
<s>
<pc join="right">(</pc>
<w>Quite</w>
<pc join="left">)</pc>
</s></seg></u></div></body></text></TEI>"""
PEOPLE = f"""<listPerson {TEI} xml:id="ParlaMint-VL-listPerson" xml:lang="vl"><head>Folk</head>
<person xml:id="BranniganOrla">
<persName to="2018"><surname>Quill</surname><forename>Orla</forename></persName>
<persName from="2019"><surname>Brannigan</surname><forename>Orla</forename>
<roleName>Dr</roleName></persName>
<persName xml:lang="en" from="2019"><forename>Orlagh</forename>
<surname>Brannigan</surname></persName>
<affiliation role="member" ref="#party.G" from="2015-01-01" to="2020-12-31"/>
<affiliation role="member" ref="#group.B" from="2021-01-01">
<roleName xml:lang="en">Member</roleName>
</affiliation>
<affiliation role="member" ref="#party.S"/>
<affiliation role="minister" ref="#GOV" from="2020" to="2021-03"><roleName xml:lang="en">Minister of
 Harbours</roleName><roleName xml:lang="vl">Havnminister</roleName></affiliation>
<affiliation role="minister" ref="#GOV" from="2022">Minister of Grain</affiliation>
</person>
<person xml:id="TullerKen"><persName>Ken Tuller</persName>
<affiliation role="member" ref="#party.unlisted" when="2021-03-02"/></person></listPerson>"""
PARTIES = f"""<listOrg {TEI} xml:lang="vl">
<org xml:id="party.G" role="politicalParty"><orgName full="yes">Grønne</orgName></org>
<org xml:id="party.S" role="politicalParty"><orgName full="yes">Saltfolk</orgName></org>
<org xml:id="group.B" role="parliamentaryGroup"><orgName full="abb">B</orgName>
<orgName full="yes">Brinegruppe</orgName><orgName full="yes" xml:lang="en">Brine Group</orgName>
<state><label><orgName full="yes">Not this</orgName></label></state></org></listOrg>"""


def corpus(tmp_path, **files):
    for name, text in files.items():
        path = tmp_path / "ParlaMint-VL" / name.replace("__", "/").replace("_DOT_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(f"{path.suffix}.xml" if path.suffix else ".xml").write_text(text, "utf-8")
    return tmp_path / "ParlaMint-VL"


def found(source, **options):
    return list(found_in("parlamint", str(source), Options(**options)))


def whole(tmp_path, **more):
    lists = {"ParlaMint-VL-listPerson": PEOPLE, "ParlaMint-VL-listOrg": PARTIES}
    return corpus(tmp_path, **{"2021__ParlaMint-VL_2021-03-02": PLAIN}, **lists, **more)


def test_one_statement_a_speech(tmp_path):
    chair, no, guest, order = found(whole(tmp_path))
    assert chair == Item(
        key="ParlaMint-VL_2021-03-02.u1",
        title="Orla Brannigan: Harbour dues",
        body="The Thing is open.\n\nThe dues \\*stay\\*.",
        date="2021-03-02",
        ministers=("Orla Brannigan",),
        portfolios=("Havnminister",),
        url="https://ting.vellmark.example/4",
        extra={
            "party": "Brinegruppe",
            "role": "chair",
            "sitting": "Sits 4 av Vellmarks Ting",
            "language": "vl",
            "id": "ParlaMint-VL_2021-03-02.u1",
        },
        where=chair.where,
    )
    assert (no.title, no.extra["party"], no.portfolios) == (
        "Ken Tuller: Harbour dues",
        "unlisted",
        (),
    )
    # Who is in no list keeps the identifier; a division without a heading has the sitting's title.
    assert guest.title == "Nobody: Sits 4 av Vellmarks Ting" and guest.ministers == ("Nobody",)
    assert order.ministers == () and order.title == "Sits 4 av Vellmarks Ting"
    assert order.key == "ParlaMint-VL_2021-03-02.u5" and "party" not in guest.extra


def test_who_speaks_where_no_identifier_says_it(tmp_path):
    speeches = """<div><head>Grain</head><note type="speaker">01.02 Bede
    Farrow (Tide):</note> <u><seg>One.</seg></u><note type="time">9.00</note><u><seg>Two.</seg></u>
    <note type="speaker">THE CHAIR:</note><u><note type="speaker">No.</note><seg>Three.</seg></u>
    <head>Boats</head><u who="#TullerKen"><seg>Four.</seg></u></div></body>"""
    nameless = "<person><persName>Ken Other</persName></person></listPerson>"
    sitting = PLAIN.replace("</body>", speeches)
    lists = {"listPerson": PEOPLE.replace("</listPerson>", nameless)}
    titles = [item.title for item in found(corpus(tmp_path, s=sitting, **lists))]
    assert titles[4:] == ["Bede Farrow: Grain", "Grain", "THE CHAIR: Grain", "Ken Tuller: Boats"]
    assert titles[3] == "Sits 4 av Vellmarks Ting"


def test_a_number_inside_a_title_is_no_kind_of_title(tmp_path):
    sitting = PLAIN.replace("Sits 4 av", 'Sits <idno type="x">4</idno> av')
    assert found(corpus(tmp_path, s=sitting))[-1].extra["sitting"].endswith("av Vellmarks Ting")


def test_what_a_person_is_on_another_day(tmp_path):
    earlier = PLAIN.replace("2021-03-02", "2016-05-01")
    chair = found(corpus(tmp_path, s=earlier, listPerson=PEOPLE, listOrg=PARTIES))[0]
    assert chair.ministers == ("Orla Quill",) and chair.portfolios == ()
    assert chair.extra["party"] == "Grønne"


def test_words_one_by_one_are_the_same_text(tmp_path):
    (item,) = found(corpus(tmp_path, **{"ParlaMint-VL_2021-03-02_DOT_ana": ANNOTATED}))
    assert item.body == "The Thing isn't open. (Quite)"
    assert item.key == "ParlaMint-VL_2021-03-02.u1" == item.extra["id"]


def test_a_sitting_that_is_there_twice_is_read_once(tmp_path):
    top = whole(tmp_path, **{"2021__ParlaMint-VL_2021-03-02_DOT_ana": ANNOTATED})
    options = Options()
    assert len(list(found_in("parlamint", str(top), options))) == 4
    assert options.not_read == {".ana.xml": 1}


def test_a_translation_is_another_statement(tmp_path):
    english = PLAIN.replace('id="ParlaMint-VL_2021-03-02" ', 'id="ParlaMint-VL-en_2021-03-02" ')
    first, other = found(whole(tmp_path))[0], found(corpus(tmp_path / "en", e=english))[0]
    assert first.key == "ParlaMint-VL_2021-03-02.u1"
    assert other.key == "ParlaMint-VL-en_2021-03-02#ParlaMint-VL_2021-03-02.u1"


def test_one_sitting_alone_finds_its_lists(tmp_path):
    path = whole(tmp_path) / "2021" / "ParlaMint-VL_2021-03-02.xml"
    assert found(path)[0].extra["party"] == "Brinegruppe"


def test_lists_in_the_root_file_and_a_prefix(tmp_path):
    root = (
        f'<teiCorpus {TEI} xmlns:xi="http://www.w3.org/2001/XInclude">'
        f'<xi:include href="../../secret.xml"/>{PEOPLE}{PARTIES}</teiCorpus>'
    )
    prefixed = PLAIN.replace("<", "<t:").replace("<t:/", "</t:").replace("<t:?", "<?")
    top = corpus(tmp_path, s=prefixed.replace("xmlns=", "xmlns:t="), **{"ParlaMint-VL": root})
    assert found(top)[0].extra["party"] == "Brinegruppe"
    with pytest.raises(InvalidInput, match="no sitting but <teiCorpus>"):
        found(top / "ParlaMint-VL.xml")


def test_a_second_run_changes_nothing(tmp_path):
    top = whole(tmp_path)
    assert import_from("parlamint", str(top), tmp_path / "to", Options()).added == 4
    report = import_from("parlamint", str(top), tmp_path / "to", Options())
    assert (report.added, report.changed, report.unchanged) == (0, 0, 4)


def test_a_file_that_breaks_off_is_named_and_the_rest_goes_in(tmp_path):
    top = whole(
        tmp_path,
        a=PLAIN[: PLAIN.index("<seg>No.")].replace("2021-03-02", "2021-03-01"),
        b="no xml",
        c="<publicwhip/>",
        d="",
        e='<taxonomy xml:id="topics"/>',
    )
    got = found(top)
    refused = {one.where.rpartition("/")[2]: one.reason for one in got if isinstance(one, Refused)}
    assert sorted(refused) == ["a.xml:24", "b.xml:1", "c.xml", "d.xml:1"]
    assert "broken here" in refused["a.xml:24"] and "no TEI but <publicwhip>" in refused["c.xml"]
    assert sum(isinstance(one, Item) for one in got) == 5
    for name in "bc":
        with pytest.raises(InvalidInput):
            found(top / f"{name}.xml")


BOMB = (
    '<!DOCTYPE TEI [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    f"<TEI {TEI}><text><body><u><seg>&b;</seg></u></body></text></TEI>"
)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (BOMB, "'b' stands for more"),
        (BOMB.replace("&a;&a;&a;&a;", "ha" * 20), "'b' stands for more"),
        (BOMB.replace("&a;&a;&a;&a;", "%a;"), "broken|'b' stands for more"),
        (BOMB.replace('b "&a;&a;&a;&a;"', 'b SYSTEM "file:///etc/passwd"'), "outside"),
        (BOMB.replace('b "&a;&a;&a;&a;"', '% c SYSTEM "http://127.0.0.1/x.dtd"'), "outside"),
        ("<TEI>" + "<div>" * 300, "deeper than"),
        ("<TEI " + "a" * 3_000_000, "longer than 1 MiB"),
        ("<TEI><u><!--" + "a" * 3_000_000, "longer than 1 MiB"),
        ("<TEI>\x01</TEI>", "broken"),
        ("<TEI>&nbsp;</TEI>", "broken"),
        ('<!DOCTYPE TEI SYSTEM "x.dtd"><TEI>&nbsp;</TEI>', "nowhere declared"),
        ('<?xml version="1.0" encoding="utf-7"?><TEI/>', "multi-byte encodings"),
        ('<?xml version="1.0" encoding="nonsense"?><TEI/>', "unknown encoding"),
    ],
)
def test_hostile_xml_is_refused(tmp_path, text, reason):
    path = tmp_path / "hostile.xml"
    path.write_text(text, "utf-8")
    (tmp_path / "good.xml").write_text(PLAIN, "utf-8")
    bad, *good = found(tmp_path)
    if isinstance(good[-1], Refused):
        bad = good.pop()
    assert isinstance(bad, Refused) and re.search(reason, bad.reason), bad
    assert str(path) in bad.where and len([one for one in good if isinstance(one, Item)]) >= 3


def test_a_speech_without_end_is_refused_and_not_kept(tmp_path, monkeypatch):
    monkeypatch.setattr("searchkit.importers.parlamint.MAX_BODY", 1_000)
    long = "<seg>" + "word " * 400 + "</seg>"
    text = PLAIN.replace("<seg>No.</seg>", long)
    path = tmp_path / "a.xml"
    path.write_text(text, "utf-8")
    kinds = [type(one) for one in found(path)]
    assert kinds == [Item, Refused, Item, Item]


def test_lists_without_end_are_left_off(tmp_path, monkeypatch):
    monkeypatch.setattr("searchkit.importers.parliament_lists.MAX_ENTRIES", 13)
    monkeypatch.setattr("searchkit.importers.parliament_lists.MAX_TEXT", 6)
    chair, no, *_ = found(whole(tmp_path))
    assert chair.ministers == ("Orla",) and "party" not in chair.extra
    assert no.ministers == ("TullerKen",)


def test_what_all_speeches_share_is_short(tmp_path):
    text = PLAIN.replace("Harbour  dues", "d" * 9_000).replace("Sits 4", "s" * 9_000)
    text = text.replace('xml:id="ParlaMint-VL_2021-03-02" ', f'xml:id="{"i" * 9_000}" ')
    path = tmp_path / "a.xml"
    path.write_text(text, "utf-8")
    for item in found(path):
        written = (item.key, item.title, *map(str, item.extra.values()))
        assert max(map(len, written)) < 600


def test_other_encodings(tmp_path):
    text = PLAIN.replace("The Thing", "Tinget på")
    for encoding in ("utf-16", "iso-8859-1", "windows-1252"):
        path = tmp_path / "a.xml"
        path.write_bytes(text.replace("UTF-8", encoding).encode(encoding))
        assert found(path)[0].body.startswith("Tinget på is")
    path.write_bytes(text.encode("iso-8859-1"))
    assert "broken here" in (reason := found(path)[0].reason) and "see --encoding" in reason
    assert found(path, encoding="iso-8859-1")[0].body.startswith("Tinget på is")


def test_only_a_piece_of_a_file_is_held(tmp_path):
    path = tmp_path / "long.xml"
    speech = "<u><seg>" + "word " * 2_000 + "</seg></u>"
    with path.open("w") as file:
        file.write("<TEI><text>")
        for _ in range(200):
            file.write(speech)
        file.write("</text></TEI>")
    reader = _Counter()
    pauses = 0
    for _ in xml_events.fed(path, reader, encoding="", progress=lambda done, total: None):
        pauses += 1
        assert reader.most <= 2 * xml_events.CHUNK
        reader.held = 0
    assert pauses > 25


class _Counter:
    held = most = 0

    def start(self, name, attributes): ...

    def end(self, name): ...

    def text(self, text):
        self.held += len(text)
        self.most = max(self.most, self.held)
