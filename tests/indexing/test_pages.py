"""Pages beside Markdown and plain text, where they can be read and where they can't."""

from importlib.util import find_spec

import pytest

import searchkit
from searchkit.cli.not_read import not_read_line
from searchkit.indexing import build as build_module
from searchkit.indexing import changes
from searchkit.model.errors import InvalidInput
from tests.support.building import build

PAGE = "<html><head><title>{0}</title></head><body><main><p>{0} of boats.</p></main></body></html>"
FILES = {"a.md": "Levy", "b.html": PAGE.format("Harbour"), "c.HTM": PAGE.format("Grain")}
HAS_EXTRA = find_spec("trafilatura") is not None
needs_extra = pytest.mark.skipif(not HAS_EXTRA, reason="needs the extra [html]")


@pytest.fixture
def folder(tmp_path, write_files):
    return write_files(tmp_path / "releases", FILES)


@pytest.fixture
def without(monkeypatch):
    for module in (changes, build_module):
        monkeypatch.setattr(module, "can_read_html", lambda: False)


def ids(index, query="boats OR levy"):
    with searchkit.open(index) as archive:
        return sorted(hit.id for hit in archive.search(query))


@needs_extra
def test_pages_are_read_beside_other_files(folder, tmp_path, write_files):
    report = build(tmp_path / "index", folder)
    assert (report.added, report.not_read, report.skipped) == (3, {}, ())
    assert ids(tmp_path / "index") == ["releases/a.md", "releases/b.html", "releases/c.HTM"]
    write_files(folder, {"b.html": PAGE.format("Grain and salt")})
    assert build(tmp_path / "index", folder).updated == 1
    assert ids(tmp_path / "index", "salt") == ["releases/b.html"]


@needs_extra
def test_processes_read_pages_as_one_does(folder, tmp_path, write_files):
    write_files(folder, {f"{n}.html": PAGE.format(f"Word{n}") for n in range(300)})
    for name, processes in (("one", 1), ("two", 2)):
        build(tmp_path / name, folder, processes=processes)
    one, two = (sorted((tmp_path / name).glob("segment-*")) for name in ("one", "two"))
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]
    assert one


def test_pages_that_can_t_be_read_are_counted(folder, tmp_path, without):
    report = build(tmp_path / "index", folder)
    assert (report.added, report.skipped) == (1, ())
    assert dict(report.not_read) == {".htm": 1, ".html": 1}
    line = 'not read: 1 .htm, 1 .html (pip install "searchkit[html]")'
    assert not_read_line(report.not_read) == line


def test_a_folder_of_pages_alone_says_what_reads_them(tmp_path, write_files, without):
    folder = write_files(tmp_path / "pages", {"b.html": PAGE.format("Harbour")})
    for path in (folder, folder / "b.html"):
        with pytest.raises(InvalidInput, match=r"searchkit\[html\]"):
            build(tmp_path / "index", path)


@needs_extra
def test_what_the_index_holds_of_pages_stays_where_they_can_t_be_read(
    folder, tmp_path, write_files, monkeypatch
):
    index = tmp_path / "index"
    build(index, folder)
    write_files(folder, {"b.html": PAGE.format("Salt")})
    (folder / "c.HTM").unlink()
    with monkeypatch.context() as patch:
        patch.setattr(changes, "can_read_html", lambda: False)
        report = build(index, folder)
    assert (report.unchanged, report.removed, report.not_read) == (2, 1, {".html": 1})
    assert ids(index) == ["releases/a.md", "releases/b.html"]
    assert build(index, folder).updated == 1


@pytest.mark.parametrize(
    ("not_read", "line"),
    [
        ({}, ""),
        ({".odt": 1200, "": 1}, "not read: 1,200 .odt, 1 without a suffix"),
        ({f".{n:02}": 1 for n in range(30)}, None),
    ],
)
def test_what_was_not_read_in_one_line(not_read, line):
    said = not_read_line(not_read)
    assert said.endswith(", 1 .19, …") if line is None else said == line
