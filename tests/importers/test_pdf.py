"""PDFs of our own making: text as it is read, and files that would harm."""

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from searchkit.importers.documents import UnreadableDocument
from searchkit.importers.isolated import GaveUp, Isolated
from searchkit.importers.items import Item, Refused
from searchkit.importers.kinds import found_in, import_from
from searchkit.importers.options import Options
from searchkit.model.errors import InvalidInput, SearchkitError
from tests.support.pdfs import content, pdf, written

needs_extra = pytest.mark.skipif(find_spec("pypdfium2") is None, reason="needs the extra [pdf]")
LEFT = (
    "The harbour dues stay as they",
    "are, and no boat that is well-",
    "kept pays more than it does.",
)
RIGHT = (
    "Grain is weighed at the gate by",
    "those who carry it, who are not",
    "paid by the sack. It is well.",
)
INFO = "/Title (Dues and grain) /Author (Orla Brannigan) /CreationDate (D:20210302093000Z)"


def lines(texts, x, top, step=12):
    return [(x, top - step * number, text) for number, text in enumerate(texts)]


def two_columns(top=700):
    """Drawn line by line across the gutter, as programs do that know no columns."""
    left, right = lines(LEFT, 60, top), lines(RIGHT, 320, top)
    return [one for pair in zip(left, right, strict=True) for one in pair]


def found(source):
    return list(found_in("pdf", str(source), Options()))


def file(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@needs_extra
def test_two_columns_under_a_title(tmp_path):
    title = content([(150, 740, "Harbour dues and the weight of grain")], size=18)
    page = title + b"\n" + content(two_columns())
    path = file(tmp_path / "dues.pdf", pdf([page], INFO))
    assert found(path) == [
        Item(
            key="dues.pdf",
            title="Dues and grain",
            body="Harbour dues and the weight of grain\n\n"
            "The harbour dues stay as they are, and no boat that is wellkept pays more than it "
            "does.\n\nGrain is weighed at the gate by those who carry it, who are not paid by the "
            "sack. It is well.",
            date="2021-03-02",
            extra={"author": "Orla Brannigan"},
            where=str(path),
        )
    ]


@needs_extra
def test_what_a_file_does_not_say_of_itself(tmp_path):
    title = content([(150, 740, "Harbour dues")], size=18)
    page = title + b"\n" + content(lines(LEFT, 60, 700))
    info = "/Title (Microsoft Word - dues.doc) /Author (anonymous)"
    (item,) = found(file(tmp_path / "a.pdf", pdf([page], info)))
    assert (item.title, item.date, item.extra) == ("Harbour dues", None, {})


@needs_extra
def test_running_heads_and_stamps(tmp_path):
    pages = [
        content([(60, 780, "Gazette of Vellmark"), (300, 20, f"Page {number} of 4")])
        + b"\n"
        + content(lines(LEFT, 60, 700 - number))
        + b"\n"
        + content([(590, 100, "stamped here")], turn="0 1 -1 0")
        for number in range(1, 5)
    ]
    (item,) = found(file(tmp_path / "a.pdf", pdf([*pages, b""], INFO)))
    assert "Gazette" not in item.body and "Page" not in item.body and "stamped" not in item.body
    assert item.body.count("The harbour dues stay") == 4
    assert item.extra["pages_without_text"] == 1
    (item,) = found(file(tmp_path / "b.pdf", pdf(pages[:1], INFO)))
    assert "Gazette" in item.body and item.body.endswith("stamped here")


@needs_extra
def test_a_page_that_lies_on_its_side(tmp_path):
    turned = content([(100 + 12 * n, 60, text) for n, text in enumerate(LEFT)], turn="0 1 -1 0")
    (item,) = found(file(tmp_path / "a.pdf", pdf([turned])))
    assert [item.body.index(text[:9]) for text in LEFT] == sorted(
        item.body.index(text[:9]) for text in LEFT
    )


def hostile(folder):
    encrypt = "/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{0}>/U<{0}>>>/ID[<00><00>]"
    page = content(lines(LEFT, 60, 700))
    yield "encrypted", "enc", pdf([page], trailer=encrypt.format("00" * 32))
    yield "a scan", "scan", pdf([b"q 600 0 0 800 0 0 cm Q"] * 3)
    yield "damaged", "empty", b""
    yield "damaged", "text", b"no PDF at all"
    yield "damaged", "cut", pdf([page])[:60]
    yield "pages (at most", "pages", pdf([b""] * 2_001)
    bomb = content(lines(LEFT, 60, 700)) + b" " * 50_000_000
    yield "", "bomb", pdf([bomb], packed=True)
    yield "", "deep", pdf([b"[" * 200_000 + page])
    loop = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"]
    yield "", "loop", written(loop, "/Root 1 0 R")
    itself = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/ObjStm/N 9/First 9/Length 2 0 R/Extends 2 0 R>>",
    ]
    yield "", "stream", written(itself, "/Root 1 0 R")

    many = content(((9, 790 - 1.2 * n, f"{n} " + "word " * 160) for n in range(600)), size=1)
    yield "characters on a page", "signs", pdf([many], packed=True)


@needs_extra
def test_hostile_files_are_named_and_the_rest_goes_in(tmp_path):
    file(tmp_path / "zgood.pdf", pdf([content(lines(LEFT, 60, 700))]))
    reasons = {}
    for reason, name, data in hostile(tmp_path):
        file(tmp_path / f"{name}.pdf", data)
        reasons[name] = reason
    got = found(tmp_path)
    assert len(got) == len(reasons) + 1 and isinstance(got[-1], Item)
    refused = {Path(one.where).stem: one for one in got if isinstance(one, Refused)}
    for name, reason in reasons.items():
        if reason:
            assert reason in refused[name].reason
    with pytest.raises(InvalidInput, match=r"enc\.pdf.*encrypted"):
        found(tmp_path / "enc.pdf")


@needs_extra
def test_a_reader_that_fails_costs_one_file(tmp_path, monkeypatch):
    for name in ("a", "fails", "hangs", "z"):
        file(tmp_path / "in" / f"{name}.pdf", pdf([content(lines(LEFT, 60, 700))]))
    monkeypatch.setattr("searchkit.importers.pdf._READER", "tests.support.failing_reader")
    monkeypatch.setattr("searchkit.importers.pdf.SECONDS", 1.0)
    report = import_from("pdf", str(tmp_path / "in"), tmp_path / "to", Options())
    assert report.added == 2
    assert [one.reason.split(",")[0] for one in report.refused] == [
        "it made its reader fail",
        "reading it takes longer than 1 s",
    ]


def test_a_process_of_its_own_is_ended():
    reader = Isolated("tests.support.failing_reader", 20.0)
    try:
        assert reader.ask("one")["body"] == "one"
        process = reader._process
        assert reader.ask("two")["body"] == "two" and reader._process is process
        with pytest.raises(GaveUp):
            reader.ask("fails")
        assert process.poll() is not None
        assert reader.ask("three")["body"] == "three"
    finally:
        reader.close()
    reader.close()


@pytest.mark.skipif(sys.platform != "linux", reason="needs a system that bounds memory")
def test_a_process_of_its_own_has_bounded_memory():
    reader = Isolated("tests.support.failing_reader", 20.0)
    try:
        with pytest.raises(GaveUp, match="memory"):
            reader.ask("grows")
    finally:
        reader.close()


def test_the_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("searchkit.importers.pdf.find_spec", lambda name: None)
    with pytest.raises(SearchkitError, match=r"pip install 'searchkit\[pdf\]'"):
        found(file(tmp_path / "a.pdf", b""))


def test_a_file_that_is_too_large(tmp_path, monkeypatch):
    monkeypatch.setattr("searchkit.importers.pdf.MAX_FILE", 3)
    monkeypatch.setattr("searchkit.importers.pdf.find_spec", lambda name: True)
    from searchkit.importers import pdf as module

    with pytest.raises(UnreadableDocument, match="larger than"):
        module._document(file(tmp_path / "a.pdf", b"four"), Isolated("nobody", 1.0))
