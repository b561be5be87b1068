"""A run over folders, from first to last."""

import datetime
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from searchkit.model.errors import InvalidInput
from searchkit.schema.analysis import versions
from searchkit.schema.fields import DEFAULT, Schema
from searchkit.storage.manifest import MANIFEST, read_manifest
from tests.support.building import PROGRAM, build, ids, run_python

# The first time


def test_a_folder_becomes_an_index(statements_folder, index, contents, counts):
    report = build(index, statements_folder)
    assert counts(report) == (5, 0, 0, 0)
    assert report.total == 5
    assert report.skipped == ()
    found = contents(index)
    assert sorted(found) == [
        "releases/2006/2006-10-09-harbour-opens.md",
        "releases/2007/2007-11-20-six-harbour-talks.md",
        "releases/2008/2008-02-29-leap-day.md",
        "releases/2008/2008-06-01-grain-levy.txt",
        "releases/undated/0001-01-01-archive-note.md",
    ]
    talks = found["releases/2007/2007-11-20-six-harbour-talks.md"]
    assert talks.title == "Six-harbour talks in Oster"
    assert talks.date == datetime.date(2007, 11, 20)
    assert talks.ministers == ("Rt Hon Orla Brannigan", "Hon Dr Tamsin Ōhare")
    assert talks.attachments == ("https://gov.vellmark.example/files/agenda.pdf",)
    assert talks.extra == {"series": "harbours"}
    assert "[treaty of the islands](https://" in talks.body


def test_the_manifest_of_a_first_build(statements_folder, index):
    build(index, statements_folder)
    manifest = read_manifest(index, versions())
    assert manifest.generation == 1
    assert manifest.roots == {"releases": str(statements_folder.resolve())}
    assert not manifest.sample
    names = sorted(path.name for path in index.iterdir())
    assert names == [MANIFEST, "segment-00000001-0000.sk", "write.lock", "writer.json"]


def test_problems_are_reported_with_their_paths(statements_folder, write_files, index, contents):
    write_files(
        statements_folder,
        {
            "broken.md": "---\ntitle: Oster\nNo end.",
            "binary.md": b"\0\1",
            "year.md": "---\ntitle: 2007\n---\nBody.",
            "latin.txt": b"The caf\xe9 of Oster",
        },
    )
    (statements_folder / "link.md").symlink_to("gone.md")
    report = build(index, statements_folder)
    assert report.added == 8
    reasons = {s.path: s.reason for s in report.skipped}
    assert reasons == {
        str(statements_folder / "binary.md"): "is binary (it holds a zero byte)",
        str(statements_folder / "link.md"): reasons[str(statements_folder / "link.md")],
    }
    warned = [(Path(w.path).name, w.line) for w in report.warnings]
    assert ("year.md", 2) in warned and ("latin.txt", 1) in warned and ("broken.md", None) in warned
    found = contents(index)
    assert found["releases/latin.txt"].body == "The café of Oster"
    assert found["releases/broken.md"].title == "Oster"
    assert found["releases/broken.md"].body == "No end."


def test_progress_counts_every_file_once(statements_folder, small_chunks, index):
    said = []
    build(index, statements_folder, progress=lambda done, total: said.append((done, total)))
    assert said[-1] == (5, 5)
    assert [done for done, _ in said] == sorted(done for done, _ in said)
    assert {total for _, total in said} == {5}


def test_a_copied_index_is_an_index(statements_folder, index, tmp_path, contents):
    build(index, statements_folder)
    shutil.copytree(index, tmp_path / "copy")
    assert contents(tmp_path / "copy") == contents(index)


# The same bytes


def test_building_twice_gives_the_same_bytes(statements_folder, tmp_path, files_of):
    for name in ("one", "two"):
        build(tmp_path / name, statements_folder)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


@pytest.mark.parametrize("processes", [2, 3, 16])
def test_the_number_of_processes_changes_nothing(
    statements_folder, small_chunks, tmp_path, files_of, write_files, processes
):
    write_files(
        statements_folder, {"broken.md": "---\na: [\n---\n\0", "year.md": "---\ntitle: 1\n---\nx"}
    )
    alone = build(tmp_path / "one", statements_folder)
    shared = build(tmp_path / "many", statements_folder, processes=processes)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "many")
    assert replace(alone, seconds=0) == replace(shared, seconds=0)
    assert len(alone.skipped) == 1 and len(alone.warnings) == 2


def test_other_hashes_give_the_same_bytes(statements_folder, tmp_path, files_of):
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        done = run_python(PROGRAM, statements_folder, tmp_path / seed, env=environment)
        assert done.returncode == 0, done.stderr
    assert files_of(tmp_path / "1") == files_of(tmp_path / "2")


# The schema


@pytest.mark.parametrize("processes", [1, 2])
def test_names_that_no_field_is_for_are_kept_as_they_stand(
    statements_folder, small_chunks, index, contents, processes
):
    names = [field for field in DEFAULT.names if field.name == "ministers"]
    schema = Schema((*DEFAULT.texts, *names, DEFAULT.day))
    build(index, statements_folder, schema=schema, processes=processes)
    talks = contents(index)["releases/2007/2007-11-20-six-harbour-talks.md"]
    assert talks.ministers == ("Rt Hon Orla Brannigan", "Hon Dr Tamsin Ōhare")
    assert talks.portfolios == ()
    assert talks.extra == {"portfolios": ["Foreign Affairs"], "series": "harbours"}


# Names of roots


def test_two_folders_of_one_name_need_names(write_files, tmp_path, index, contents):
    one = write_files(tmp_path / "a/releases", {"x.md": "x"})
    other = write_files(tmp_path / "b/releases", {"x.md": "y"})
    with pytest.raises(InvalidInput, match="two folders are called 'releases'"):
        build(index, one, other)
    build(index, one, f"b={other}")
    assert sorted(contents(index)) == ["b/x.md", "releases/x.md"]


def test_a_second_folder_of_a_known_name_is_refused(write_files, tmp_path, index, files_of):
    one = write_files(tmp_path / "a/releases", {"x.md": "x"})
    other = write_files(tmp_path / "b/releases", {"x.md": "y"})
    build(index, one)
    before = files_of(index)
    with pytest.raises(InvalidInput, match="already holds a folder called 'releases'"):
        build(index, other)
    assert files_of(index) == before


def test_a_folder_that_has_moved_is_named(statements_folder, tmp_path, index, counts):
    build(index, statements_folder)
    moved = statements_folder.rename(tmp_path / "moved")
    assert counts(build(index, f"releases={moved}")) == (0, 0, 0, 5)
    assert read_manifest(index, versions()).roots == {"releases": str(moved)}


def test_the_same_command_again_brings_the_same_folders_up_to_date(
    write_files, tmp_path, index, contents
):
    folder = write_files(tmp_path / "r", {"speeches/x.md": "x", "speeches/y.md": "y"})
    build(index, folder, folder / "speeches")
    before = set(contents(index))
    (folder / "speeches/x.md").unlink()
    build(index, folder, folder / "speeches")
    assert before - set(contents(index)) == {i for i in before if i.endswith("x.md")}


def test_a_folder_inside_one_that_is_no_unicode(tmp_path, index, contents):
    folder = tmp_path / os.fsdecode(b"\xff") / "r"
    try:
        folder.mkdir(parents=True)
    except OSError:
        pytest.skip("this file system holds Unicode names only")
    (folder / "x.md").write_text("x")
    build(index, folder)
    assert list(contents(index)) == ["r/x.md"]


def test_another_folder_is_added(statements_folder, write_files, tmp_path, index, counts, contents):
    build(index, statements_folder)
    speeches = write_files(tmp_path / "speeches", {"x.md": "A speech"})
    assert counts(build(index, speeches)) == (1, 0, 0, 0)
    assert len(contents(index)) == 6
    assert set(read_manifest(index, versions()).roots) == {"releases", "speeches"}


def test_several_folders_at_once(statements_folder, write_files, tmp_path, index, contents):
    speeches = write_files(tmp_path / "speeches", {"x.md": "A speech"})
    assert build(index, statements_folder, speeches, statements_folder).added == 6
    assert "speeches/x.md" in contents(index)


# Nothing to index


def test_a_missing_folder_makes_no_index(tmp_path, index):
    with pytest.raises(InvalidInput, match="no such file or folder"):
        build(index, tmp_path / "nowhere")
    assert not index.exists()


@pytest.mark.parametrize(
    "files", [{"page.odt": "x"}, {"a.md": b"\0", "b.md": ""}, {".hidden.md": "x"}], ids=str
)
def test_a_folder_without_statements_is_refused(write_files, tmp_path, index, files_of, files):
    with pytest.raises(InvalidInput, match="no statement here") as caught:
        build(index, write_files(tmp_path / "none", files))
    assert caught.value.where == str(tmp_path / "none")
    assert files_of(index) == {}


def test_the_first_of_the_skipped_is_named(write_files, tmp_path, index):
    folder = write_files(tmp_path / "none", {"a.md": b"\0", "b.md": b"\0"})
    with pytest.raises(InvalidInput, match=r"2 files were skipped; the first, .*a\.md, is binary"):
        build(index, folder)


def test_a_run_that_fails_changes_no_byte(
    statements_folder, write_files, tmp_path, index, files_of
):
    build(index, statements_folder)
    before = files_of(index)
    empty = write_files(tmp_path / "empty", {"x.odt": "x"})
    two = write_files(tmp_path / "other/releases", {"x.md": "x"})
    for paths in ([tmp_path / "nowhere"], [empty], [statements_folder, tmp_path / "no"], [two]):
        with pytest.raises(InvalidInput):
            build(index, *paths)
        assert files_of(index) == before


def test_a_folder_whose_statements_are_all_gone(statements_folder, index, counts, contents):
    build(index, statements_folder)
    for path in statements_folder.rglob("*.*"):
        path.unlink()
    assert counts(build(index, statements_folder)) == (0, 0, 5, 0)
    assert contents(index) == {}
    assert list(index.glob("segment-*")) == []
    with pytest.raises(InvalidInput):
        build(index, statements_folder)


# Samples and rebuilding


def test_a_sample_is_replaced(statements_folder, write_files, tmp_path, index, contents):
    seeds = write_files(tmp_path / "seeds", {"s.md": "A sample"})
    build(index, seeds, sample=True)
    assert read_manifest(index, versions()).sample
    report = build(index, statements_folder)
    assert report.replaced_sample
    assert report.added == 5
    assert len(contents(index)) == 5
    manifest = read_manifest(index, versions())
    assert not manifest.sample
    assert set(manifest.roots) == {"releases"}
    assert not build(index, statements_folder).replaced_sample


def test_a_sample_that_fails_to_be_replaced_stays(write_files, tmp_path, index, files_of):
    build(index, write_files(tmp_path / "seeds", {"s.md": "A sample"}), sample=True)
    before = files_of(index)
    with pytest.raises(InvalidInput):
        build(index, write_files(tmp_path / "none", {"x.odt": "x"}))
    assert files_of(index) == before


def test_rebuild_keeps_nothing(statements_folder, write_files, tmp_path, index, read, counts):
    build(index, write_files(tmp_path / "other", {"x.md": "Else"}), statements_folder)
    read.clear()
    assert counts(build(index, statements_folder, rebuild=True)) == (5, 0, 0, 0)
    assert len(read) == 5
    assert not any(name.startswith("other/") for name in ids(index))
    assert list(read_manifest(index, versions()).roots) == ["releases"]
