import datetime
import os
import shutil
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from filenames import needs_unicode_names

from searchkit.errors import (
    CorruptIndex,
    IncompatibleIndex,
    IndexLocked,
    InvalidInput,
    SearchkitError,
)
from searchkit.indexing import commit, policy, worker
from searchkit.indexing.build import build_files, build_statements
from searchkit.schema.analysis import versions
from searchkit.segment.reader import Segment
from searchkit.statement import Statement
from searchkit.storage.directory import writing
from searchkit.storage.disk import Disk
from searchkit.storage.manifest import MANIFEST, publish, read_manifest

BUILD = "import sys, searchkit; searchkit.build(sys.argv[1], sys.argv[2], processes=1)"
STATEMENT = Statement(id="a", title="Talks", body="The *talks* in Oster.")


def build(index, *paths, **options):
    return build_files([str(path) for path in paths], index, **{"processes": 1} | options)


def run_python(program, *arguments, **options):
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        **options,
    )


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
    assert report.added == 7
    reasons = {s.path: s.reason for s in report.skipped}
    assert reasons == {
        str(statements_folder / "broken.md"): "front matter has no closing --- line",
        str(statements_folder / "binary.md"): "is binary (it holds a zero byte)",
        str(statements_folder / "link.md"): reasons[str(statements_folder / "link.md")],
    }
    warned = [(Path(w.path).name, w.line) for w in report.warnings]
    assert ("year.md", 2) in warned and ("latin.txt", 1) in warned
    assert contents(index)["releases/latin.txt"].body == "The caf\ufffd of Oster"


def test_progress_counts_every_file_once(statements_folder, small_chunks, index):
    said = []
    build(index, statements_folder, progress=lambda done, total: said.append((done, total)))
    assert said[-1] == (5, 5)
    assert [done for done, _ in said] == sorted(done for done, _ in said)
    assert {total for _, total in said} == {5}


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
        statements_folder, {"broken.md": "---\na: [\n---\n", "year.md": "---\ntitle: 1\n---\nx"}
    )
    alone = build(tmp_path / "one", statements_folder)
    shared = build(tmp_path / "many", statements_folder, processes=processes)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "many")
    assert replace(alone, seconds=0) == replace(shared, seconds=0)
    assert len(alone.skipped) == 1 and len(alone.warnings) == 2


def test_other_hashes_give_the_same_bytes(statements_folder, tmp_path, files_of):
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        done = run_python(BUILD, statements_folder, tmp_path / seed, env=environment)
        assert done.returncode == 0, done.stderr
    assert files_of(tmp_path / "1") == files_of(tmp_path / "2")


# Again


def test_nothing_changed(statements_folder, index, counts, contents):
    build(index, statements_folder)
    before = contents(index)
    assert counts(build(index, statements_folder)) == (0, 0, 0, 5)
    assert contents(index) == before


def test_new_changed_and_gone_files(statements_folder, write_files, index, counts, contents):
    build(index, statements_folder)
    (statements_folder / "2008/2008-02-29-leap-day.md").unlink()
    write_files(
        statements_folder,
        {"2008/2008-06-01-grain-levy.txt": "Grain levy to stay", "2009/new.md": "A new one"},
    )
    assert counts(build(index, statements_folder)) == (1, 1, 1, 3)
    found = contents(index)
    assert len(found) == 5
    assert found["releases/2008/2008-06-01-grain-levy.txt"].title == "Grain levy to stay"
    assert "releases/2009/new.md" in found
    assert "releases/2008/2008-02-29-leap-day.md" not in found


def test_a_touched_file_is_unchanged(statements_folder, index, counts):
    build(index, statements_folder)
    os.utime(statements_folder / "2008/2008-02-29-leap-day.md", (1, 1))
    assert counts(build(index, statements_folder)) == (0, 0, 0, 5)


def test_a_moved_file_is_one_removed_and_one_added(statements_folder, index, counts):
    build(index, statements_folder)
    path = statements_folder / "2008/2008-02-29-leap-day.md"
    path.rename(statements_folder / "moved.md")
    assert counts(build(index, statements_folder)) == (1, 0, 1, 4)


def test_a_file_that_can_no_longer_be_read_is_gone(statements_folder, write_files, index, counts):
    build(index, statements_folder)
    write_files(statements_folder, {"2008/2008-02-29-leap-day.md": b"\0"})
    report = build(index, statements_folder)
    assert counts(report) == (0, 0, 1, 4)
    assert len(report.skipped) == 1


def test_each_run_publishes_once_and_removes_the_files_before(
    statements_folder, write_files, index
):
    for generation in (1, 2, 3):
        write_files(statements_folder, {"new.md": f"New, {generation} times"})
        build(index, statements_folder)
        assert read_manifest(index, versions()).generation == generation
        names = sorted(path.name for path in index.iterdir())
        files = [MANIFEST, f"segment-{generation:08d}-0000.sk", "write.lock", "writer.json"]
        assert names == files


def test_a_run_without_changes_publishes_nothing(statements_folder, index, files_of):
    build(index, statements_folder)
    before = files_of(index)
    build(index, statements_folder)
    assert files_of(index) == before


def test_a_part_of_a_known_folder_is_brought_up_to_date(
    statements_folder, write_files, index, counts, contents
):
    build(index, statements_folder)
    (statements_folder / "2008/2008-02-29-leap-day.md").unlink()
    write_files(statements_folder, {"2007/2007-11-20-six-harbour-talks.md": "Not read now"})
    write_files(statements_folder, {"2008/new.md": "New"})
    assert counts(build(index, statements_folder / "2008")) == (1, 0, 1, 1)
    found = contents(index)
    assert found["releases/2007/2007-11-20-six-harbour-talks.md"].title.startswith("Six-harbour")
    assert "releases/2008/new.md" in found
    assert "releases/2008/2008-02-29-leap-day.md" not in found
    assert read_manifest(index, versions()).roots == {"releases": str(statements_folder)}


def test_what_is_kept_is_kept_whole(statements_folder, write_files, index, contents):
    build(index, statements_folder)
    before = contents(index)
    write_files(statements_folder, {"2008/new.md": "New"})
    build(index, statements_folder / "2008")
    assert read_manifest(index, versions()).segments[0].file == "segment-00000002-0000.sk"
    after = contents(index)
    del after["releases/2008/new.md"]
    assert after == before


def test_a_name_that_begins_alike_is_no_part(statements_folder, write_files, index, contents):
    write_files(statements_folder, {"2008b/x.md": "x", "2008.md": "y"})
    build(index, statements_folder)
    assert build(index, statements_folder / "2008").removed == 0
    assert {"releases/2008b/x.md", "releases/2008.md"} <= set(contents(index))


def test_a_single_file_is_brought_up_to_date(
    statements_folder, write_files, index, counts, contents
):
    build(index, statements_folder)
    name = "2008/2008-06-01-grain-levy.txt"
    write_files(statements_folder, {name: "Changed", "2008/new.md": "Not read now"})
    assert counts(build(index, statements_folder / name)) == (0, 1, 0, 0)
    assert len(contents(index)) == 5
    assert contents(index)[f"releases/{name}"].title == "Changed"


def test_a_file_whose_name_begins_alike_is_another(tmp_path, write_files, index, contents):
    folder = write_files(tmp_path / "r", {"a.md": "a", "a.md.txt": "b"})
    build(index, folder)
    build(index, folder / "a.md")
    assert sorted(contents(index)) == ["r/a.md", "r/a.md.txt"]


def test_a_single_file_of_its_own(statements_folder, index, contents):
    build(index, statements_folder / "2008/2008-02-29-leap-day.md")
    assert list(contents(index)) == ["2008/2008-02-29-leap-day.md"]


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


@needs_unicode_names
def test_names_in_nfd_stay_the_same_statement(tmp_path, write_files, index, counts, contents):
    folder = write_files(tmp_path / "wha\u0304nau", {"o\u0304ne.md": "x", "two.md": "y"})
    build(index, folder)
    assert all(unicodedata.is_normalized("NFC", i) for i in contents(index))
    assert counts(build(index, folder)) == (0, 0, 0, 2)
    assert counts(build(index, folder / "o\u0304ne.md")) == (0, 0, 0, 1)


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


# Nothing to index


def test_a_missing_folder_makes_no_index(tmp_path, index):
    with pytest.raises(InvalidInput, match="no such file or folder"):
        build(index, tmp_path / "nowhere")
    assert not index.exists()


@pytest.mark.parametrize(
    "files", [{"page.html": "x"}, {"a.md": b"\0", "b.md": ""}, {".hidden.md": "x"}], ids=str
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
    empty = write_files(tmp_path / "empty", {"x.html": "x"})
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


# Samples


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
        build(index, write_files(tmp_path / "none", {"x.html": "x"}))
    assert files_of(index) == before


# Crashes


def test_a_failure_while_writing_leaves_the_old_index(
    statements_folder, write_files, index, files_of, monkeypatch
):
    build(index, statements_folder)
    before = files_of(index)
    write_files(statements_folder, {"new.md": "New"})

    def fail(path, chunks, disk):
        path.write_bytes(b"half a segment")
        raise OSError("the disk is full")

    monkeypatch.setattr(commit, "write_segment", fail)
    with pytest.raises(SearchkitError, match="disk is full"):
        build(index, statements_folder)
    assert files_of(index) == before
    monkeypatch.undo()
    assert build(index, statements_folder).added == 1


def test_a_failure_in_the_second_segment_leaves_no_first(
    statements_folder, small_chunks, index, files_of, monkeypatch
):
    monkeypatch.setattr(policy, "MAX_WORDS", 1)
    real = commit.write_segment

    def fail(path, chunks, disk):
        if path.name.endswith("-0001.sk"):
            raise KeyboardInterrupt
        real(path, chunks, disk)

    monkeypatch.setattr(commit, "write_segment", fail)
    with pytest.raises(KeyboardInterrupt):
        build(index, statements_folder)
    assert files_of(index) == {}


def test_a_failure_after_the_manifest_is_replaced_loses_nothing(
    statements_folder, write_files, index, contents, monkeypatch
):
    build(index, statements_folder)
    write_files(statements_folder, {"new.md": "New"})

    class Failing(Disk):
        """The folder can't be synced once the new manifest is in place."""

        def sync_directory(self, path):
            if read_manifest(path, versions()).generation == 2:
                raise OSError("can't be synced")

    with pytest.raises(SearchkitError):
        build(index, statements_folder, disk=Failing())
    assert len(contents(index)) == 6


KILLED = """
import os, sys
from pathlib import Path
from searchkit.indexing import build, commit

def die(path, chunks, disk):
    path.write_bytes(b"half a segment")
    os._exit(7)

commit.write_segment = die
build.build_files([sys.argv[1]], Path(sys.argv[2]), processes=1)
"""


def test_what_a_killed_run_leaves_is_no_obstacle(statements_folder, write_files, index, contents):
    build(index, statements_folder)
    before = contents(index)
    write_files(statements_folder, {"new.md": "New"})
    assert run_python(KILLED, statements_folder, index).returncode == 7
    assert contents(index) == before
    left = {path.name for path in index.iterdir()}
    assert "segment-00000002-0000.sk" in left
    assert any(name.startswith("building-") for name in left)
    assert build(index, statements_folder).added == 1
    # The name that the killed run had taken is not used again.
    names = sorted(path.name for path in index.iterdir())
    assert names == [MANIFEST, "segment-00000003-0000.sk", "write.lock", "writer.json"]
    assert len(contents(index)) == 6


# Locks


def test_two_writers_exclude_each_other(statements_folder, index, files_of):
    build(index, statements_folder)
    before = files_of(index)
    with writing(index), pytest.raises(IndexLocked):
        build(index, statements_folder)
    with writing(index), pytest.raises(IndexLocked):
        build_statements([STATEMENT], index)
    assert files_of(index) == before


def test_another_process_that_writes_excludes_us(statements_folder, index, files_of):
    program = (
        "import sys; from pathlib import Path; from searchkit.storage.directory import writing\n"
        "with writing(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(index)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(IndexLocked):
            build(index, statements_folder)
        assert files_of(index) == {}
        holder.stdin.close()
        holder.wait()
    assert build(index, statements_folder).added == 5


# An index that can't be read


def broken_manifest(index):
    (index / MANIFEST).write_text("{")


def other_versions(index):
    manifest = read_manifest(index, versions())
    publish(index, manifest._replace(versions=versions() | {"unicode": "1.0"}))


def missing_segment(index):
    next(index.glob("*.sk")).unlink()


def cut_segment(index):
    path = next(index.glob("*.sk"))
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("damage", [broken_manifest, other_versions, missing_segment, cut_segment])
def test_an_index_that_can_not_be_read_is_built_again(
    statements_folder, index, contents, counts, damage
):
    build(index, statements_folder)
    damage(index)
    with pytest.raises((CorruptIndex, IncompatibleIndex)):
        contents(index)
    report = build(index, statements_folder)
    assert report.unusable
    assert counts(report) == (5, 0, 0, 0)
    assert len(contents(index)) == 5
    assert build(index, statements_folder).unusable is None


def test_a_damaged_statement_elsewhere_makes_the_index_unusable(
    statements_folder, write_files, tmp_path, index, contents
):
    build(index, statements_folder)
    path = next(index.glob("*.sk"))
    _, start, length, _ = Segment(path).container._sections["record.bytes"]
    content = bytearray(path.read_bytes())
    content[start : start + length] = b"\x55" * length
    path.write_bytes(content)
    report = build(index, write_files(tmp_path / "speeches", {"x.md": "A speech"}))
    assert "record" in report.unusable
    assert list(contents(index)) == ["speeches/x.md"]


def test_an_unusable_index_stays_where_there_is_nothing_new(
    statements_folder, write_files, tmp_path, index, files_of
):
    build(index, statements_folder)
    broken_manifest(index)
    before = files_of(index)
    with pytest.raises(InvalidInput):
        build(index, write_files(tmp_path / "none", {"x.html": "x"}))
    assert files_of(index) == before


# Segments


def test_many_words_make_several_segments(
    statements_folder, write_files, small_chunks, index, contents, counts, monkeypatch
):
    monkeypatch.setattr(policy, "MAX_WORDS", 1)
    build(index, statements_folder)
    entries = read_manifest(index, versions()).segments
    assert [entry.statements for entry in entries] == [2, 2, 1]
    assert [entry.file[-7:-3] for entry in entries] == ["0000", "0001", "0002"]
    assert len(contents(index)) == 5
    assert counts(build(index, statements_folder / "2008")) == (0, 0, 0, 2)
    assert len(contents(index)) == 5
    monkeypatch.undo()
    write_files(statements_folder, {"new.md": "New"})
    build(index, statements_folder)
    assert len(read_manifest(index, versions()).segments) == 1


def test_a_segment_ends_before_the_chunk_that_would_fill_it(
    statements_folder, small_chunks, index, monkeypatch
):
    monkeypatch.setattr(policy, "MAX_WORDS", 60)
    build(index, statements_folder)
    entries = read_manifest(index, versions()).segments
    assert [entry.statements for entry in entries] == [2, 3]


def test_a_segment_holds_so_many_statements(statements_folder, small_chunks, index, monkeypatch):
    monkeypatch.setattr(policy, "MAX_STATEMENTS", 3)
    build(index, statements_folder)
    entries = read_manifest(index, versions()).segments
    assert [entry.statements for entry in entries] == [2, 3]


# Statements that a caller gives


def test_statements_become_the_whole_index(statements_folder, index, contents, counts):
    build(index, statements_folder)
    report = build_statements([STATEMENT, replace(STATEMENT, id="b")], index)
    assert counts(report) == (2, 0, 5, 0)
    assert contents(index) == {"a": STATEMENT, "b": replace(STATEMENT, id="b")}
    assert read_manifest(index, versions()).roots == {}


def test_statements_again(index, counts, contents):
    build_statements([STATEMENT, replace(STATEMENT, id="b"), replace(STATEMENT, id="c")], index)
    changed = replace(STATEMENT, id="b", date=datetime.date(2007, 11, 20))
    report = build_statements((s for s in [STATEMENT, changed, replace(changed, id="d")]), index)
    assert counts(report) == (1, 1, 1, 1)
    assert set(contents(index)) == {"a", "b", "d"}


def test_every_field_of_a_given_statement_is_kept(index, contents):
    statement = Statement(
        id="any id/at all",
        title="Whānau",
        body="The *whānau*",
        date=datetime.date(1, 1, 2),
        url="https://gov.vellmark.example/1",
        ministers=("Hon Orla Brannigan",),
        portfolios=("Trade",),
        attachments=("a.pdf",),
        extra={"series": [1, None, {"deep": True}]},
    )
    build_statements([statement], index)
    assert contents(index) == {statement.id: statement}


def test_given_ids_and_titles_are_nfc(index, contents):
    build_statements([Statement(id="o\u0304", title="wha\u0304nau", body="x")], index)
    assert contents(index)["ō"].title == "whānau"


def test_many_given_statements_make_several_chunks(small_chunks, index, contents):
    build_statements((replace(STATEMENT, id=str(n)) for n in range(5)), index)
    assert list(contents(index)) == list("01234")


def test_two_given_statements_of_one_id_are_refused(index, files_of):
    build_statements([STATEMENT], index)
    before = files_of(index)
    for pair in (["b", "b"], ["ō", "o\u0304"]):
        with pytest.raises(InvalidInput, match="two statements have this id"):
            build_statements([replace(STATEMENT, id=name) for name in pair], index)
        assert files_of(index) == before


def test_two_given_statements_of_one_id_in_two_segments_are_refused(
    small_chunks, index, monkeypatch
):
    monkeypatch.setattr(policy, "MAX_WORDS", 1)
    with pytest.raises(InvalidInput):
        build_statements([replace(STATEMENT, id=name) for name in "abca"], index)


@pytest.mark.parametrize("given", [[], iter([]), ["a path"], [STATEMENT, None]])
def test_what_is_no_statement_is_refused(index, files_of, given):
    with pytest.raises(InvalidInput):
        build_statements(given, index)
    assert files_of(index) == {}


def test_an_error_of_the_callers_iterator_changes_nothing(index, files_of):
    build_statements([STATEMENT], index)
    before = files_of(index)

    def statements():
        yield replace(STATEMENT, id="b")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        build_statements(statements(), index)
    assert files_of(index) == before


@pytest.mark.parametrize(
    "changes",
    [
        {"extra": {"when": datetime.date(2007, 11, 20)}},
        {"title": None},
        {"body": "a lone surrogate \ud800"},
        {"id": "\ud800"},
        {"ministers": ("\ud800 Brannigan",)},
        {"ministers": "Orla Brannigan"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_values_that_can_not_be_kept_are_refused(index, changes):
    with pytest.raises(InvalidInput):
        build_statements([replace(STATEMENT, **changes)], index)


def test_a_datetime_is_a_date(index, contents):
    moment = datetime.datetime(2007, 11, 20, 13, 30)
    build_statements([replace(STATEMENT, date=moment)], index)
    assert contents(index)["a"].date == datetime.date(2007, 11, 20)


# Files that must not stop a run


def test_an_enormous_number_in_a_file_stops_no_run(statements_folder, write_files, index):
    write_files(statements_folder, {"x.md": f"---\ntitle: a\nn: 0x{'f' * 4_000}\n---\nx"})
    assert build(index, statements_folder).added >= 5


def test_deep_nesting_in_a_file_stops_no_run(statements_folder, write_files, index):
    write_files(statements_folder, {"x.md": f"---\ntitle: a\nn: {'[' * 100_000}\n---\nx"})
    assert run_python(BUILD, statements_folder, index).returncode == 0


@pytest.mark.parametrize("error", [MemoryError("no room"), KeyError("?"), UnicodeError("odd")])
def test_an_unforeseen_error_skips_one_file(statements_folder, index, monkeypatch, error):
    real = worker.read_file

    def read_file(path):
        if "leap-day" in path.name:
            raise error
        return real(path)

    monkeypatch.setattr(worker, "read_file", read_file)
    report = build(index, statements_folder)
    assert report.added == 4
    assert [type(error).__name__ in s.reason for s in report.skipped] == [True]


def test_a_folder_that_can_not_be_written_is_an_error_of_ours(
    statements_folder, index, monkeypatch
):
    def fail(**_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(commit.tempfile, "mkdtemp", fail)
    with pytest.raises(SearchkitError, match="can't write here: Permission denied"):
        build(index, statements_folder)


def test_a_file_in_the_place_of_the_index_is_an_error_of_ours(statements_folder, index):
    index.touch()
    with pytest.raises(SearchkitError):
        build(index, statements_folder)


def test_a_copied_index_is_an_index(statements_folder, index, tmp_path, contents):
    build(index, statements_folder)
    shutil.copytree(index, tmp_path / "copy")
    assert contents(tmp_path / "copy") == contents(index)
