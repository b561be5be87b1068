"""Word files of our own making: their text, tracked changes accepted; hostile containers."""

import zipfile

import pytest

from searchkit.importers import docx
from searchkit.importers.items import Item, Refused
from searchkit.importers.kinds import found_in, import_from
from searchkit.importers.options import Options
from searchkit.model.errors import InvalidInput

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = f"""<?xml version="1.0"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>
<Relationship Id="r2" Target="docProps/core.xml"
 Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"/>
</Relationships>"""
PROPERTIES = """<?xml version="1.0"?><cp:coreProperties xmlns:cp="x" xmlns:dc="y" xmlns:t="z">
<dc:title>{title}</dc:title><dc:creator>Orla  Brannigan</dc:creator>
<t:created>2021-03-02T09:30:00Z</t:created><t:modified>2021-03-05T09:30:00Z</t:modified>
</cp:coreProperties>"""
STYLES = f"""<w:styles {W}>
<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:styleId="H2"><w:name w:val="heading 2"/></w:style>
<w:style w:styleId="Kopf"><w:name w:val="Kopf"/><w:basedOn w:val="H2"/></w:style>
<w:style w:styleId="Round"><w:basedOn w:val="Round"/></w:style>
<w:style w:styleId="Punkt"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
</w:styles>"""
NUMBERING = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num></w:numbering>"""


def run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs, style="", number="", level="0", mark=""):
    numbers = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{numbers if number else ""}'
        f"<w:rPr><w:vanish/>{mark}</w:rPr></w:pPr>{''.join(runs)}</w:p>"
    )


def inserted(text):
    return f'<w:ins w:id="1" w:author="Ken Tuller">{run(text)}</w:ins>'


def deleted(text):
    return f"<w:del><w:r><w:delText>{text}</w:delText><w:t>{text}</w:t><w:tab/></w:r></w:del>"


def cell(*paragraphs):
    return f"<w:tc>{''.join(paragraphs)}</w:tc>"


BODY = (
    paragraph(run("Harbour"), run(" dues"), style="Titel"),
    paragraph(run("The dues are "), deleted("five"), inserted("six"), run(" *each*.")),
    paragraph(run("One"), mark="<w:del/>"),
    paragraph(run(" and two"), "<w:r><w:br/><w:t>three</w:t></w:r>"),
    paragraph("<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>", run("seen")),
    paragraph(run("What stays"), style="Kopf"),
    paragraph("<w:pPr><w:pPrChange><w:pStyle w:val='H2'/></w:pPrChange></w:pPr>", run("Boats.")),
    paragraph(run("bullet"), style="Punkt"),
    paragraph(run("first"), number="2"),
    paragraph(run("inner"), number="2", level="1"),
    f"<w:moveFrom>{run('moved away')}</w:moveFrom>",
    "<w:tbl><w:tr>",
    cell(paragraph(run("Year"))),
    cell(paragraph(run("Boats")), paragraph(run("in all"))),
    "</w:tr><w:tr>",
    cell(paragraph(run("2001"))),
    cell("<w:tbl><w:tr>", cell(paragraph(run("7"))), cell(paragraph(run("1"))), "</w:tr></w:tbl>"),
    "</w:tr></w:tbl>",
    "<w:p><w:r><mc:AlternateContent xmlns:mc='m'><mc:Choice><w:txbxContent>",
    paragraph(run("In a box.")),
    "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>",
    paragraph(run("In a box, again.")),
    "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>",
    paragraph(run("Round."), style="Round"),
    "<w:sectPr/>",
)
NOTES = (
    f"<w:footnotes {W}><w:footnote w:type='separator'>{paragraph(run('line'))}</w:footnote>"
    f"<w:footnote w:id='2'>{paragraph(run('A note.'))}</w:footnote></w:footnotes>"
)
MARKDOWN = """# Harbour dues

The dues are six \\*each\\*.

One and two three

seen

## What stays

Boats.

- bullet
1. first
   1. inner

| Year | Boats in all |
| --- | --- |
| 2001 | 7 1 |

In a box.

Round.

A note."""


def written(path, *body, title="", parts=(), method=zipfile.ZIP_DEFLATED):
    path.parent.mkdir(parents=True, exist_ok=True)
    document = f"<w:document {W}><w:body>{''.join(body or BODY)}</w:body></w:document>"
    content = {
        "_rels/.rels": RELATIONS,
        "docProps/core.xml": PROPERTIES.format(title=title),
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
        "word/document.xml": document,
        "word/footnotes.xml": NOTES,
        **dict(parts),
    }
    with zipfile.ZipFile(path, "w", method) as container:
        for name, text in content.items():
            if text is not None:
                container.writestr(name, text)
    return path


def found(source):
    return list(found_in("docx", str(source), Options()))


def test_a_file_is_one_statement(tmp_path):
    path = written(tmp_path / "dues.docx", title="Dues, and what stays")
    assert found(path) == [
        Item(
            key="dues.docx",
            title="Dues, and what stays",
            body=MARKDOWN,
            date="2021-03-02",
            extra={"author": "Orla Brannigan"},
            where=str(path),
        )
    ]


@pytest.mark.parametrize("title", ["", "Microsoft Word - dues.doc", "Document1", "dues.docx", " "])
def test_a_title_that_nobody_gave(tmp_path, title):
    assert found(written(tmp_path / "a.docx", title=title))[0].title == "Harbour dues"
    plain = written(tmp_path / "b.docx", paragraph(run("No heading.")), title=title)
    assert found(plain)[0].title == "No heading."


def test_parts_that_may_be_missing_or_elsewhere(tmp_path):
    path = written(
        tmp_path / "a.docx",
        parts={
            "docProps/core.xml": None,
            "word/styles.xml": None,
            "word/footnotes.xml": None,
            "_rels/.rels": RELATIONS.replace("word/document", "/word/document2"),
            "word/document2.xml": f"<w:document {W}>{paragraph(run('Here.'))}</w:document>",
        },
    )
    (item,) = found(path)
    assert (item.body, item.title, item.date, item.extra) == ("Here.", "Here.", None, {})


def box(*paragraphs, form="Choice"):
    return f"<mc:{form}><w:txbxContent>{''.join(paragraphs)}</w:txbxContent></mc:{form}>"


def drawn(*forms):
    return f"<mc:AlternateContent xmlns:mc='m'>{''.join(forms)}</mc:AlternateContent>"


def table(*rows):
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


GONE = "<w:del/>"
IN_BOX = paragraph(run("in the box"))
WIDE = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # A box stands in a run that goes on after it.
        (
            f"<w:p><w:r><w:t>before </w:t>{drawn(box(IN_BOX))}<w:t>after</w:t></w:r></w:p>",
            "in the box\n\nbefore after",
        ),
        (f"<w:p><w:r><w:t>a </w:t><w:pict>{box(IN_BOX)}</w:pict></w:r></w:p>", "in the box\n\na"),
        (f"<w:p><w:r>{drawn(box(IN_BOX, form='Fallback'))}</w:r></w:p>", "in the box"),
        (f"<w:p><w:r>{drawn(box(IN_BOX), box(IN_BOX))}</w:r></w:p>", "in the box"),
        # Ends of paragraphs that were deleted: several in a row, and with nothing to go on with.
        (
            "".join(paragraph(run(one), mark=GONE) for one in ("a ", "b ")) + paragraph(run("c")),
            "a b c",
        ),
        (paragraph(run("last"), mark=GONE), "last"),
        (
            paragraph(run("first"), mark=GONE)
            + table(cell(paragraph(run("x"))) + cell(paragraph(run("y")))),
            "first\n\n| x | y |\n| --- | --- |",
        ),
        # Tables: a frame around the text, wide cells, a row that was deleted.
        (
            table(cell(paragraph(run("One."), style="H2"), paragraph(run("Two.")))),
            "## One.\n\nTwo.",
        ),
        (
            table(
                "<w:trPr><w:gridBefore w:val='1'/></w:trPr>" + cell(WIDE + paragraph(run("wide"))),
                "".join(cell(paragraph(run(one))) for one in "abc"),
                "<w:trPr><w:del/></w:trPr>" + cell(paragraph(run("gone"))) * 3,
            ),
            "|  | wide |  |\n| --- | --- | --- |\n| a | b | c |",
        ),
        # What encloses runs, and signs between them.
        (
            f"<w:sdt><w:sdtContent><w:p><w:hyperlink>{run('link')}</w:hyperlink>"
            f"<w:r><w:ptab/><w:sym w:char='00B7'/><w:sym w:char='F0B7'/></w:r>"
            f"<w:smartTag>{run('tag')}</w:smartTag><w:fldSimple>{run(' field')}</w:fldSimple>"
            "</w:p></w:sdtContent></w:sdt>",
            "link · tag field",
        ),
        (
            "<w:p><m:oMath xmlns:m='m'><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num>"
            "<m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath></w:p>",
            "1/2",
        ),
    ],
)
def test_no_text_is_lost(tmp_path, body, expected):
    (item,) = found(written(tmp_path / "a.docx", body, parts={"word/footnotes.xml": None}))
    assert item.body == expected


def test_parts_are_what_the_relations_of_the_text_say(tmp_path):
    relations = f"""<Relationships><Relationship Type="{OFFICE}/footnotes" Target="notes2.xml"/>
    <Relationship Type="{OFFICE}/styles" Target="/word/../styles2.xml"/></Relationships>"""
    parts = {
        "word/_rels/document.xml.rels": relations,
        "word/notes2.xml": NOTES,
        "word/footnotes.xml": None,
        "styles2.xml": STYLES.replace("Kopf", "Other"),
    }
    (item,) = found(written(tmp_path / "a.docx", paragraph(run("A"), style="Other"), parts=parts))
    assert item.body == "## A\n\nA note."


def test_a_document_inside_the_document_is_not_left_out_in_silence(tmp_path):
    path = written(tmp_path / "a.docx", paragraph(run("A")), "<w:altChunk r:id='r1' xmlns:r='r'/>")
    with pytest.raises(InvalidInput, match="another file inside of it"):
        found(path)


def test_a_body_text_outline_is_no_heading(tmp_path):
    styles = STYLES.replace(
        "</w:styles>",
        "<w:style w:styleId='Toc'><w:pPr><w:outlineLvl w:val='9'/></w:pPr></w:style></w:styles>",
    )
    path = written(
        tmp_path / "a.docx", paragraph(run("A"), style="Toc"), parts={"word/styles.xml": styles}
    )
    assert found(path)[0].body.startswith("A\n")


def lies(path, said):
    """Makes a container say that its text is of another size than it is."""
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"word/document.xml"))
    data[at + 24 : at + 28] = said.to_bytes(4, "little")
    path.write_bytes(data)


def hostile(folder):
    yield "no zip", (folder / "no.docx").write_bytes(b"PK but no zip")
    yield "older than 2007", (folder / "old.docx").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    yield "damaged", (folder / "empty.docx").write_bytes(b"")
    cut = written(folder / "cut.docx")
    yield "damaged", cut.write_bytes(cut.read_bytes()[:-900])
    yield "no text part", written(folder / "else.docx", parts={"_rels/.rels": "<Relationships/>"})
    bomb = "<w:document>" + " " * 30_000_000
    yield "would unpack to", written(folder / "bomb.docx", parts={"word/document.xml": bomb})
    with_style = written(folder / "style.docx", parts={"word/styles.xml": bomb})
    yield "styles.xml would unpack to", with_style
    entity = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><w:p>&b;</w:p>'
    yield "stands for more", written(folder / "ent.docx", parts={"word/document.xml": entity})
    outside = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:p>&a;</w:p>'
    yield "outside", written(folder / "out.docx", parts={"docProps/core.xml": outside})
    yield "document.xml, line 2", written(folder / "half.docx", "\n<w:p>")
    yield "packed as no Word", written(folder / "lzma.docx", method=zipfile.ZIP_LZMA)
    yield (
        "it has no text",
        written(folder / "none.docx", "<w:p/>", parts={"word/footnotes.xml": ""}),
    )
    small = written(folder / "small.docx")
    yield "damaged|line", lies(small, 700)


def test_hostile_files_are_named_and_the_rest_goes_in(tmp_path):
    written(tmp_path / "in" / "good.docx")
    reasons = [reason for reason, _ in hostile(tmp_path / "in")]
    got = found(tmp_path / "in")
    assert [type(one) for one in got].count(Item) == 1
    refused = " ".join(one.reason for one in got if isinstance(one, Refused))
    assert len(got) == len(reasons) + 1
    for reason in {one.split("|")[0] for one in reasons} - {"no zip"}:
        assert reason in refused, reason
    with pytest.raises(InvalidInput, match=r"no\.docx.*no Word file"):
        found(tmp_path / "in" / "no.docx")


def test_a_directory_that_would_fill_the_memory(tmp_path, monkeypatch):
    path = tmp_path / "many.docx"
    written(path, parts={f"word/{n}.xml": "" for n in range(50)})
    monkeypatch.setattr(docx, "MAX_DIRECTORY", 400)
    monkeypatch.setattr(docx.zipfile, "ZipFile", None)  # It is not even opened.
    with pytest.raises(InvalidInput, match="directory is too large"):
        found(path)


def test_a_directory_behind_the_directory(tmp_path):
    path = written(tmp_path / "a.docx")
    data = path.read_bytes()
    at = data.rindex(b"PK\x05\x06")
    path.write_bytes(data[:at] + b"PK\x06\x07" + bytes(16) + data[at:])
    with pytest.raises(InvalidInput, match="directory is too large"):
        found(path)


def test_a_text_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("searchkit.importers.docx.MAX_BODY", 1_000)
    monkeypatch.setattr("searchkit.importers.word_text.MAX_BODY", 1_000)
    path = written(tmp_path / "a.docx", *(paragraph(run("word " * 50)) for _ in range(100)))
    with pytest.raises(InvalidInput, match="more than 1,000 characters"):
        found(path)


def test_a_folder_twice(tmp_path):
    written(tmp_path / "in" / "a" / "dues.docx")
    written(tmp_path / "in" / "b" / "dues.docx", paragraph(run("Other.")))
    report = import_from("docx", str(tmp_path / "in"), tmp_path / "to", Options())
    assert (report.added, report.refused) == (2, [])
    report = import_from("docx", str(tmp_path / "in"), tmp_path / "to", Options())
    assert (report.added, report.unchanged) == (0, 2)
