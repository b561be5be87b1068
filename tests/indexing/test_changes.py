"""What a run over folders reads, removes and keeps."""

import os
import unicodedata
from pathlib import Path

from searchkit.corpus import files as files_module
from searchkit.indexing import worker
from searchkit.schema.analysis import versions
from searchkit.storage.manifest import read_manifest
from tests.support.building import build, generation, ids
from tests.support.filenames import needs_unicode_names

LEAP = "2008/2008-02-29-leap-day.md"


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


@needs_unicode_names
def test_names_in_nfd_stay_the_same_statement(tmp_path, write_files, index, counts, contents):
    folder = write_files(tmp_path / "wha\u0304nau", {"o\u0304ne.md": "x", "two.md": "y"})
    build(index, folder)
    assert all(unicodedata.is_normalized("NFC", i) for i in contents(index))
    assert counts(build(index, folder)) == (0, 0, 0, 2)
    assert counts(build(index, folder / "o\u0304ne.md")) == (0, 0, 0, 1)


def test_only_new_and_changed_files_are_read(statements_folder, write_files, index, read, counts):
    build(index, statements_folder)
    read.clear()
    write_files(statements_folder, {"new.md": "New", LEAP: "Another day"})
    assert counts(build(index, statements_folder)) == (1, 1, 0, 4)
    assert sorted(read) == ["2008-02-29-leap-day.md", "new.md"]


def test_a_file_of_the_same_content_is_not_written_again(statements_folder, index, read, counts):
    build(index, statements_folder)
    read.clear()
    os.utime(statements_folder / LEAP, ns=(0, 5 * 10**17))
    assert counts(build(index, statements_folder)) == (0, 0, 0, 5)
    # Its new time is known from then on: it is not even compared.
    before = generation(index)
    Path(statements_folder / LEAP).chmod(0o644)
    assert counts(build(index, statements_folder)) == (0, 0, 0, 5)
    assert (generation(index), read) == (before, [])
    (segment,) = read_manifest(index, versions()).segments
    assert segment.file == "segment-00000001-0000.sk"


def test_a_known_time_survives_merging(statements_folder, write_files, index, monkeypatch):
    build(index, statements_folder)
    os.utime(statements_folder / LEAP, ns=(0, 5 * 10**17))
    build(index, statements_folder)
    write_files(statements_folder, {"new.md": "New"})
    build(index, statements_folder)
    monkeypatch.setattr(worker, "read_file", None)  # Nothing is read.
    assert build(index, statements_folder).unchanged == 6


def test_a_file_written_just_now_is_compared_by_content(statements_folder, index, read):
    path = statements_folder / LEAP
    path.write_text("One text, and of this length.")
    build(index, statements_folder)
    state = path.stat()
    path.write_text("Another text of this length..")
    # A clock too coarse to tell the two apart.
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    read.clear()
    assert build(index, statements_folder).updated == 1
    assert read == ["2008-02-29-leap-day.md"]


def test_verify_reads_all_and_finds_what_kept_its_time(statements_folder, index, counts):
    build(index, statements_folder)
    path = statements_folder / LEAP
    state = path.stat()
    path.write_bytes(path.read_bytes().replace(b"a", b"o"))
    os.utime(path, ns=(0, state.st_mtime_ns))
    assert counts(build(index, statements_folder)) == (0, 0, 0, 5)
    assert counts(build(index, statements_folder, verify=True)) == (0, 1, 0, 4)


def test_a_folder_that_can_not_be_listed_keeps_its_statements(
    statements_folder, index, counts, monkeypatch
):
    build(index, statements_folder)
    real = os.scandir

    def scandir(path):
        if str(path).endswith("2008"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(files_module.os, "scandir", scandir)
    (statements_folder / "2006/2006-10-09-harbour-opens.md").unlink()
    report = build(index, statements_folder)
    assert (report.removed, len(report.skipped)) == (1, 1)
    assert [name for name in ids(index) if "/2008/" in name]


# A part of a folder


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
