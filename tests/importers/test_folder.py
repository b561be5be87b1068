"""Items as files: what is read back, what a second run does, what can't go wrong."""

import datetime
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.plain_text import as_markdown
from searchkit.corpus.reader import read_bytes
from searchkit.importers import folder as folders
from searchkit.importers.folder import RECORD, Folder, file_name, markdown_file
from searchkit.importers.items import MAX_BODY, Item, Refused
from searchkit.model.errors import InvalidInput, SearchkitError
from tests.support.hypothesis_settings import examples

LEVY = Item(
    key="a#1",
    title="Levy to end",
    body="The levy ends.",
    date=datetime.date(2007, 11, 20),
    ministers=("Orla Brannigan", "Ken Tuller"),
    portfolios=("Trade",),
    url="https://gov.vellmark.example/1",
    extra={"party": "Green", "tags": ["a", "b"]},
)


def files(path):
    return sorted(str(p.relative_to(path)) for p in path.rglob("*") if p.is_file())


def changed(item, **values):
    return Item(**{name: getattr(item, name) for name in Item.__slots__} | values)


def test_what_is_written_is_what_is_read():
    document = read_bytes(markdown_file(LEVY), "x/levy.md", "x/levy.md")
    statement = document.statement
    assert statement.title == LEVY.title and statement.date == LEVY.date
    assert statement.ministers == LEVY.ministers and statement.portfolios == LEVY.portfolios
    assert statement.url == LEVY.url and statement.body == LEVY.body
    assert statement.extra == LEVY.extra
    assert not document.warnings


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@examples(60)
@given(title=TEXTS, body=TEXTS, value=TEXTS)
def test_any_text_is_read_back(title, body, value):
    title = " ".join(title.split())
    item = Item(key="k", title=title, body="Words. " + as_markdown(body), extra={"note": value})
    document = read_bytes(markdown_file(item), "x/y.md", "x/y.md")
    assert document.statement.extra.get("note", "") in (value, value.strip())
    if title:
        plain = read_bytes(markdown_file(Item("k", "t", item.body)), "x/y.md", "x/y.md")
        assert document.statement.body == plain.statement.body


def test_a_second_run_changes_only_what_is_new(tmp_path):
    assert Folder(tmp_path).take([LEVY]).added == 1
    assert files(tmp_path) == [RECORD, "2007/2007-11-20-levy-to-end.md"]
    before = (tmp_path / "2007/2007-11-20-levy-to-end.md").stat().st_mtime_ns
    harbour = Item(key="a#2", title="Harbour", body="It opens.")
    report = Folder(tmp_path).take([LEVY, harbour])
    assert (report.added, report.changed, report.unchanged) == (1, 0, 1)
    assert (tmp_path / "2007/2007-11-20-levy-to-end.md").stat().st_mtime_ns == before
    # Another title and another day do not make it another statement.
    report = Folder(tmp_path).take([changed(LEVY, title="Levy ended", date="2008-01-01")])
    assert (report.added, report.changed, report.unchanged) == (0, 1, 0)
    assert files(tmp_path) == [RECORD, "2007/2007-11-20-levy-to-end.md", "harbour.md"]


def test_what_was_corrected_by_hand_stays(tmp_path):
    Folder(tmp_path).take([LEVY])
    path = tmp_path / "2007/2007-11-20-levy-to-end.md"
    path.write_text("---\ntitle: Corrected\n---\nby hand\n")
    report = Folder(tmp_path).take([LEVY])
    assert (report.unchanged, report.kept) == (1, [])
    report = Folder(tmp_path).take([changed(LEVY, body="It goes on.")])
    assert report.kept == ["2007/2007-11-20-levy-to-end.md"] and not report.changed
    assert "by hand" in path.read_text()
    report = Folder(tmp_path, overwrite=True).take([changed(LEVY, body="It goes on.")])
    assert report.changed == 1 and "It goes on." in path.read_text()


def test_a_file_that_is_gone_is_written_again(tmp_path):
    Folder(tmp_path).take([LEVY])
    (tmp_path / "2007/2007-11-20-levy-to-end.md").unlink()
    assert Folder(tmp_path).take([LEVY]).added == 1


def test_files_of_others_are_left_alone(tmp_path):
    mine = tmp_path / "harbour.md"
    mine.write_text("mine")
    item = Item(key="a#2", title="Harbour", body="It opens.")
    twin = Item(key="a#3", title="Harbour!", body="It opens twice.")
    Folder(tmp_path).take([item, twin])
    assert files(tmp_path) == [RECORD, "harbour-2.md", "harbour-3.md", "harbour.md"]
    assert mine.read_text() == "mine"
    # Without the record, what says the same is taken for what it is.
    (tmp_path / RECORD).unlink()
    Folder(tmp_path).take([item, twin])
    assert files(tmp_path) == [RECORD, "harbour-2.md", "harbour-3.md", "harbour.md"]


def test_one_bad_item_is_named_and_the_rest_goes_in(tmp_path):
    bad = [
        changed(LEVY, key="a#3", body="half \ud800", where="a:3"),
        changed(LEVY, key="a#4", body="x\0", where="a:4"),
        changed(LEVY, key="a#5", body="x" * (MAX_BODY + 1), where="a:5"),
        changed(LEVY, key="a#6", body=" ", title="", where="a:6"),
        changed(LEVY, where="a:7"),
        Refused("a:8", "it is unreadable"),
    ]
    report = Folder(tmp_path).take([LEVY, *bad])
    assert report.added == 1
    assert [one.where for one in report.refused] == [f"a:{n}" for n in range(3, 9)]
    assert files(tmp_path) == [RECORD, "2007/2007-11-20-levy-to-end.md"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("Ōtaki: Māori Development", "otaki-maori-development"),
        ("CON. / a\\b\0c", "con-a-b-c"),
        ("x" * 500, "x" * 80),
    ],
)
def test_names_are_letters_and_digits(title, name):
    assert file_name(Item(key="k", title=title, body="b")) == name


def test_a_title_without_latin_letters_gets_a_name_of_its_own():
    name = file_name(Item(key="k", title="水曜日", body="b"))
    assert len(name) == 16 and name == file_name(Item(key="k", title="木曜日", body="b"))


@pytest.mark.parametrize(
    "record",
    [
        b"not json",
        b"[]",
        b'{"version": 9, "items": {}}',
        json.dumps({"version": 1, "items": {"a": ["../x.md", "0"]}}).encode(),
        json.dumps({"version": 1, "items": {"a": ["/etc/x.md", "0"]}}).encode(),
        json.dumps({"version": 1, "items": {"a": ["a/b/c.md", "0"]}}).encode(),
        json.dumps({"version": 1, "items": {"a": [".x.md", "0"]}}).encode(),
        json.dumps({"version": 1, "items": {"a": 7}}).encode(),
    ],
)
def test_a_record_that_is_damaged_or_hostile_is_refused(tmp_path, record):
    (tmp_path / RECORD).write_bytes(record)
    with pytest.raises(InvalidInput, match="record"):
        Folder(tmp_path)


def test_a_run_that_is_cut_short_leaves_whole_files_and_is_gone_on_with(tmp_path, monkeypatch):
    def cut_short():
        yield LEVY
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Folder(tmp_path).take(cut_short())
    assert Folder(tmp_path).take([LEVY]).unchanged == 1

    def full(_self, _target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folders.Path, "replace", full)
    with pytest.raises(SearchkitError, match="No space left"):
        Folder(tmp_path).take([Item(key="b", title="Harbour", body="It opens.")])
    assert files(tmp_path) == [RECORD, "2007/2007-11-20-levy-to-end.md"]


def test_a_link_is_not_written_through(tmp_path):
    Folder(tmp_path / "to").take([LEVY])
    path = tmp_path / "to/2007/2007-11-20-levy-to-end.md"
    target = tmp_path / "elsewhere"
    target.write_text("theirs")
    path.unlink()
    path.symlink_to(target)
    Folder(tmp_path / "to").take([changed(LEVY, body="New.")])
    assert target.read_text() == "theirs"


def test_the_record_is_written_seldom_where_there_is_much_of_it(tmp_path, monkeypatch):
    written = []
    replace = folders._replace
    monkeypatch.setattr(folders, "SAVE_EVERY", 1)
    monkeypatch.setattr(
        folders, "_replace", lambda path, data: (written.append(path.name), replace(path, data))
    )
    items = [Item(key=str(n), title="Harbour", body=f"Boat {n}.") for n in range(60)]
    assert Folder(tmp_path).take(items).added == 60
    assert 3 < written.count(RECORD) < 25
    assert Folder(tmp_path).take(items).unchanged == 60
    assert "harbour-60.md" in files(tmp_path)


def test_a_folder_of_an_early_year_is_known_again(tmp_path):
    item = changed(LEVY, date=datetime.date(999, 1, 2))
    assert Folder(tmp_path).take([item]).added == 1
    assert files(tmp_path) == [RECORD, "0999/0999-01-02-levy-to-end.md"]
    assert Folder(tmp_path).take([item]).unchanged == 1
