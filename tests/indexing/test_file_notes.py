"""What an index notes of files, and what a folder's own dates decide."""

import itertools
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchkit
from searchkit.corpus import reader
from searchkit.corpus.files import can_read_html
from searchkit.indexing import build as build_module
from searchkit.indexing import commit, previous
from searchkit.indexing.file_notes import decide, decoded, encoded
from searchkit.indexing.removing import remove_paths
from searchkit.model.errors import InvalidArgument
from searchkit.model.statement import Statement
from searchkit.schema.analysis import versions
from searchkit.storage.manifest import MANIFEST, publish, read_manifest
from tests.support.building import build

OPEN = "5/6/2007"
DAY, MONTH = "25/6/2007", "6/25/2007"


def dated(date):
    return f"---\ntitle: a\ndate: {date}\n---\nGrain.\n"


@pytest.fixture
def folder(tmp_path, write_files):
    """`folder(name=date, ...)`: the root `r` holds these files, nothing else."""

    def write(**dates):
        root = tmp_path / "r"
        for path in [*root.rglob("*.md")] if root.exists() else []:
            if path.stem not in dates:
                path.unlink()
        return write_files(root, {f"{name}.md": dated(date) for name, date in dates.items()})

    return write


@pytest.fixture
def dates(contents):
    """`dates(index)`: {name: date} of an index."""

    def read(index):
        return {
            name.removeprefix("r/").removesuffix(".md"): str(statement.date)
            for name, statement in contents(index).items()
        }

    return read


JUNE, MAY = "2007-06-05", "2007-05-06"


def test_the_files_of_a_folder_tell_the_order(folder, index, dates):
    build(index, folder(a=OPEN, z=DAY))
    assert dates(index)["a"] == JUNE
    build(index, folder(a=OPEN, z=MONTH))
    assert dates(index)["a"] == MAY


def test_without_evidence_or_with_both_the_day_is_unknown_with_a_warning(folder, index, dates):
    for others in ({}, {"y": DAY, "z": MONTH}):
        report = build(index, folder(a=OPEN, **others), rebuild=True)
        assert dates(index)["a"] == "None"
        assert [w.line for w in report.warnings] == [3]


def test_new_evidence_reads_the_files_concerned_again(folder, index, dates, counts, read):
    build(index, folder(a=OPEN, b="2007-01-01"))
    read.clear()
    assert counts(build(index, folder(a=OPEN, b="2007-01-01", z=DAY))) == (1, 1, 0, 1)
    assert sorted(read) == ["a.md", "z.md"]
    assert dates(index)["a"] == JUNE


def test_evidence_goes_with_its_file(folder, index, dates, counts):
    build(index, folder(a=OPEN, y=DAY, z=MONTH))
    assert counts(build(index, folder(a=OPEN, y=DAY))) == (0, 1, 1, 1)
    assert dates(index)["a"] == JUNE
    assert counts(build(index, folder(a=OPEN, y=DAY))) == (0, 0, 0, 2)
    build(index, folder(a=OPEN))
    assert dates(index)["a"] == "None"


def test_evidence_of_a_removed_statement_goes_too(folder, index, dates, write_files):
    root = folder(a=OPEN, y=DAY)
    build(index, root)
    remove_paths([str(root / "y.md")], index)
    assert dates(index)["a"] == JUNE  # Nothing is read until the folder is.
    (root / "y.md").unlink()
    build(index, root)
    assert dates(index)["a"] == "None"


def test_a_file_outside_of_the_part_that_is_read_is_read_again(tmp_path, write_files, index, dates):
    write_files(tmp_path / "r", {"one/a.md": dated(OPEN), "two/b.md": dated("2007-01-01")})
    build(index, tmp_path / "r")
    write_files(tmp_path / "r", {"two/z.md": dated(DAY)})
    build(index, tmp_path / "r" / "two")
    assert dates(index)["one/a"] == JUNE


def test_each_folder_has_its_own_order(tmp_path, write_files, index, contents):
    write_files(tmp_path, {"r/a.md": dated(OPEN), "r/z.md": dated(DAY)})
    write_files(tmp_path, {"s/a.md": dated(OPEN), "s/z.md": dated(MONTH)})
    build(index, tmp_path / "r", tmp_path / "s")
    found = contents(index)
    assert (str(found["r/a.md"].date), str(found["s/a.md"].date)) == (JUNE, MAY)


def test_an_order_that_is_asked_for_holds_until_another_is(folder, index, dates):
    root = folder(a=OPEN, z=DAY)
    build(index, root, date_order="month-first")
    assert dates(index) == {"a": MAY, "z": "2007-06-25"}
    build(index, root)
    assert dates(index)["a"] == MAY
    build(index, root, date_order="files")
    assert dates(index)["a"] == JUNE
    build(index, root, date_order="month-first")
    assert dates(index)["a"] == MAY


def test_an_order_that_is_none_is_refused(folder, index):
    with pytest.raises(InvalidArgument, match="date_order can't be 'dmy'"):
        searchkit.build(folder(a=OPEN), index, date_order="dmy")


def test_the_library_takes_an_order(folder, index, dates):
    searchkit.build(folder(a=OPEN), index, processes=1, date_order="day-first")
    assert dates(index)["a"] == JUNE


def test_a_writer_keeps_what_is_noted(folder, index, dates):
    root = folder(a=OPEN, b=OPEN, z=DAY)
    build(index, root)
    with searchkit.open(index) as archive, archive.writer() as writer:
        writer.add(Statement(id="r/z.md", title="no file", body=""))
        writer.add(Statement(id="r/0.md", title="no file", body=""))
    manifest = read_manifest(index, versions())
    assert decoded(manifest.notes, dates_of(index)) == {"r/a.md": "D", "r/b.md": "D"}


def dates_of(index):
    with searchkit.open(index) as archive:
        return [hit.id for hit in archive.stream("")]


@pytest.mark.parametrize("seed", range(4))
def test_any_updates_give_what_a_rebuild_gives(folder, index, dates, tmp_path, seed):
    chance = random.Random(seed)
    kinds = [OPEN, "7/8/2007", DAY, MONTH, "2007-01-01", "soon"]
    for step in range(6):
        now = {name: chance.choice(kinds) for name in "abcde" if chance.random() < 0.7}
        now |= {"f": OPEN}
        root = folder(**now)
        build(index, root)
        rebuilt = tmp_path / f"rebuilt-{step}"
        build(rebuilt, root)
        assert dates(index) == dates(rebuilt)
        one, other = (read_manifest(path, versions()) for path in (index, rebuilt))
        assert (one.notes, one.date_orders, one.reader) == (
            other.notes,
            other.date_orders,
            other.reader,
        )


def test_processes_make_no_difference(folder, files_of, tmp_path, small_chunks):
    root = folder(**{f"a{n}": OPEN for n in range(5)}, z=DAY)
    build(tmp_path / "one", root)
    build(tmp_path / "two", root, processes=2)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


def test_nothing_is_noted_where_there_is_nothing_to_note(statements_folder, index):
    build(index, statements_folder)
    content = json.loads((index / MANIFEST).read_text())["content"]
    assert not {"notes", "date_orders"} & content.keys()
    assert content["reader"] == reader.READER_VERSION


# The letters

IDS = [f"{root}/{name}" for root in ("r", "s") for name in "abcdefgh"]


@given(st.dictionaries(st.sampled_from(IDS), st.sampled_from("odm?DM")))
def test_notes_survive_their_way(notes):
    assert decoded(encoded(notes, IDS, {"r", "s"}), reversed(IDS)) == notes


@pytest.mark.parametrize("runs", ["", "3d", "99999999999d", "8x", "8d8d", "-1d", "8d\n", "٨d"])
def test_letters_that_do_not_fit_mean_that_all_is_read_again(runs):
    ids = [one for one in IDS if one.startswith("r/")]
    assert decoded({"r": runs}, ids) == dict.fromkeys(ids, "o")


@given(st.dictionaries(st.sampled_from(IDS), st.sampled_from("dm?DM")))
def test_orders_do_not_depend_on_the_order_of_files(notes):
    other = dict(reversed(notes.items()))
    assert decide(notes, [], {}) == decide(other, [], {})


# Another reader


def as_of_another_reader(index, version):
    manifest = read_manifest(index, versions())
    publish(index, manifest._replace(reader=version, notes={}, date_orders={}))


@pytest.mark.parametrize("version", [0, 1, reader.READER_VERSION + 1])
def test_what_another_reader_read_is_read_once_again(
    statements_folder, index, counts, read, contents, version
):
    build(index, statements_folder)
    before = contents(index)
    as_of_another_reader(index, version)
    read.clear()
    report = build(index, statements_folder)
    assert counts(report) == (0, 5, 0, 0)
    assert report.reread == 5
    assert (len(read), contents(index)) == (5, before)
    assert counts(build(index, statements_folder)) == (0, 0, 0, 5)


def test_what_is_not_read_again_yet_is_later(statements_folder, index, counts):
    build(index, statements_folder)
    as_of_another_reader(index, 1)
    assert counts(build(index, statements_folder / "2007")) == (0, 1, 0, 0)
    assert counts(build(index, statements_folder / "2007")) == (0, 0, 0, 1)
    report = build(index, statements_folder)
    assert (counts(report), report.reread) == ((0, 4, 0, 1), 4)
    assert build(index, statements_folder).reread == 0


def test_the_reader_version_is_one_constant():
    modules = (build_module, commit, previous)
    assert {module.READER_VERSION for module in modules} == {reader.READER_VERSION}


# Whatever lies in a folder is counted

CONTENT = st.one_of(
    st.binary(max_size=60),
    st.sampled_from([dated(one) for one in (OPEN, DAY, MONTH, "soon", "2007-01-01")]).map(
        str.encode
    ),
    st.text(max_size=40).map(lambda text: text.encode("utf-16")),
    st.text(max_size=40).map(lambda text: f"+++\n{text}\n+++\nBody".encode()),
    st.text(max_size=40).map(lambda text: f'{{"title": "a", {text}'.encode()),
    st.text(max_size=40).map(lambda text: f"---\ntitle: a\n{text}\n---\n".encode()),
)
NAMES = [
    "a.md",
    "b.txt",
    "c.markdown",
    "d.MDOWN",
    "e.pdf",
    "f.HTML",
    "g",
    "h\ni.md",
    "2007-11-20-x.md",
]
NUMBERS = itertools.count()


@given(
    st.dictionaries(st.sampled_from(NAMES), CONTENT, min_size=1),
    st.dictionaries(st.sampled_from(NAMES), CONTENT),
)
def test_every_file_is_indexed_or_named(tmp_path_factory, first, second):
    folder = tmp_path_factory.mktemp(f"r{next(NUMBERS)}")
    (folder / "r").mkdir()
    (folder / "r" / "stays.md").write_text("It stays.")
    there = {"stays.md"}
    others = {"e.pdf", "g"} if can_read_html() else {"e.pdf", "g", "f.HTML"}
    for files in (first, second):
        for name, data in files.items():
            (folder / "r" / name).write_bytes(data)
        there |= files.keys()
        report = build(folder / "index", folder / "r")
        counted = report.added + report.updated + report.unchanged
        assert counted + len(report.skipped) + sum(report.not_read.values()) == len(there)
        assert sum(report.not_read.values()) == len(there & others)
        assert len(set(dates_of(folder / "index"))) == counted
