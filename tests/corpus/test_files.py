import os
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from searchkit.corpus.files import Root, check_roots, find, known_root, parse_root
from searchkit.model.errors import InvalidInput
from tests.support.filenames import needs_unicode_names

TEXT = {"r/b.md": "b", "r/a.txt": "a", "r/deep/er/c.md": "c"}


@pytest.fixture
def folder(tmp_path, write_files):
    return write_files(tmp_path, TEXT) / "r"


def found(path):
    """(ids, {name of a skipped file: reason})."""
    skipped = []
    ids = [file.id for file in find(parse_root(str(path)), skipped)]
    return ids, {Path(s.path).name: s.reason for s in skipped}


# Roots


def test_a_folder_is_a_root_by_its_name(folder):
    root = parse_root(str(folder))
    assert (root.name, root.base, root.path, root.named) == ("r", folder, folder, False)
    assert root.prefix == "r/"


def test_a_trailing_slash_and_dots_make_no_difference(folder):
    assert parse_root(f"{folder}/") == parse_root(f"{folder}/deep/..") == parse_root(str(folder))


def test_the_current_folder_has_a_name(folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert parse_root(".").name == "r"


def test_a_root_can_be_named(folder):
    root = parse_root(f"old={folder}")
    assert (root.name, root.base, root.named) == ("old", folder, True)
    assert root.prefix == "old/"


def test_an_equals_sign_in_a_path_is_no_name(tmp_path, write_files):
    odd = write_files(tmp_path, {"a=b/x.md": "x"}) / "a=b"
    assert parse_root(str(odd)).name == "a=b"


def test_an_existing_folder_wins_over_a_name(tmp_path, write_files, monkeypatch):
    write_files(tmp_path, {"a=b/x.md": "x", "b/x.md": "x"})
    monkeypatch.chdir(tmp_path)
    assert parse_root("a=b").name == "a=b"


def test_a_file_is_a_root_in_its_folder(folder):
    root = parse_root(str(folder / "b.md"))
    assert (root.name, root.base, root.prefix) == ("r", folder, "r/b.md")


@needs_unicode_names
def test_a_name_in_nfd_is_nfc(tmp_path, write_files):
    odd = write_files(tmp_path, {"ma\u0304ori/x.md": "x"}) / "ma\u0304ori"
    assert parse_root(str(odd)).prefix == "māori/"
    assert parse_root(f"wha\u0304nau={odd}").prefix == "whānau/"


@pytest.mark.parametrize("argument", ["nowhere", "name=nowhere", "a\0b", "=x"])
def test_a_missing_path_is_refused(argument, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InvalidInput, match="no such file or folder"):
        parse_root(argument)


def test_a_path_too_long_is_refused():
    with pytest.raises(InvalidInput):
        parse_root("x" * 5_000)


@pytest.mark.parametrize("argument", ["/", "..=."])
def test_a_root_without_a_name_is_refused(argument):
    with pytest.raises(InvalidInput, match="no name to begin ids with"):
        parse_root(argument)


def test_a_folder_in_a_known_root_is_a_part_of_it(folder):
    root = known_root(parse_root(str(folder / "deep")), {"releases": str(folder)})
    assert (root.name, root.base, root.prefix) == ("releases", folder, "releases/deep/")


def test_a_file_in_a_known_root_is_a_part_of_it(folder):
    root = known_root(parse_root(str(folder / "deep/er/c.md")), {"releases": str(folder)})
    assert root.prefix == "releases/deep/er/c.md"


def test_another_folder_of_a_known_name_is_refused(folder):
    with pytest.raises(InvalidInput, match="already holds a folder called 'r'") as caught:
        known_root(parse_root(str(folder)), {"r": "/elsewhere/r"})
    assert f"NAME={folder}" in str(caught.value)


def test_a_given_name_may_move(folder):
    root = known_root(parse_root(f"r={folder}"), {"r": "/elsewhere/r"})
    assert root.base == folder


def test_an_unknown_root_stays_itself(folder):
    root = parse_root(str(folder))
    assert known_root(root, {"other": "/elsewhere"}) is root
    assert known_root(root, {"other": f"{folder}-2"}) is root


def test_two_roots_of_one_name_are_refused(tmp_path):
    one, other = tmp_path / "a/r", tmp_path / "b/r"
    with pytest.raises(InvalidInput, match="two folders are called 'r'") as caught:
        check_roots([Root("r", one, one), Root("r", other, other)])
    assert str(one) in str(caught.value) and str(other) in str(caught.value)


def test_two_parts_of_one_root_are_allowed(tmp_path):
    check_roots([Root("r", tmp_path, tmp_path / "a"), Root("r", tmp_path, tmp_path / "b")])


# Finding


def test_files_are_found_in_the_order_of_their_ids(folder):
    assert found(folder) == (["r/a.txt", "r/b.md", "r/deep/er/c.md"], {})


def test_an_id_is_the_posix_path_in_the_root(folder):
    assert found(f"old={folder / 'deep'}")[0] == ["old/er/c.md"]


def test_suffixes_in_any_case_count_and_others_do_not(folder, write_files):
    write_files(folder, {"D.MD": "d", "e.Txt": "e", "f.odt": "f", "md": "g", "h.md.bak": "h"})
    ids, skipped = found(folder)
    assert ids == ["r/D.MD", "r/a.txt", "r/b.md", "r/deep/er/c.md", "r/e.Txt"]
    assert skipped == {}


@pytest.mark.parametrize("name", ["z.markdown", "z.mdown", "z.MarkDown"])
def test_other_suffixes_of_markdown_count(folder, write_files, name):
    write_files(folder, {name: "z"})
    assert found(folder)[0][-1] == f"r/{name}"


def test_other_files_are_counted_by_suffix(folder, write_files):
    write_files(
        folder,
        {
            "a.pdf": "x",
            "deep/b.PDF": "x",
            "c.tar.gz": "x",
            "LICENSE": "x",
            ".hidden.pdf": "x",
            ".git/x.pdf": "x",
            "h.md.bak": "x",
            "odd.p\nf": "x",
        },
    )
    (folder / "link.pdf").symlink_to("a.pdf")
    not_read = Counter()
    find(parse_root(str(folder)), [], not_read)
    assert not_read == {".pdf": 3, ".gz": 1, "": 2, ".bak": 1}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\nb.md", "a␊b.md"),
        ("a\rb\tc.md", "a␍b␉c.md"),
        ("a\x7fb\x1b.md", "a␡b␛.md"),
        ("a\x85b\u2028c.md", "a␤b␤c.md"),
    ],
)
def test_an_id_is_one_line(folder, write_files, name, shown):
    try:
        write_files(folder, {f"line\nbreak/{name}": "x"})
    except OSError:
        pytest.skip("this file system holds no such names")
    assert f"r/line␊break/{shown}" in found(folder)[0]
    assert parse_root(str(folder / "line\nbreak")).prefix == "line␊break/"


def test_two_names_that_are_one_id_are_one_file(folder, write_files):
    write_files(folder, {"a\nb.md": "x", "a␊b.md": "y"})
    ids, skipped = found(folder)
    assert ids.count("r/a␊b.md") == 1
    assert len(skipped) == 1


def test_hidden_files_and_folders_are_left_out(folder, write_files):
    write_files(folder, {".h.md": "h", ".git/i.md": "i", "deep/.j.txt": "j"})
    assert found(folder) == (["r/a.txt", "r/b.md", "r/deep/er/c.md"], {})


def test_a_single_file_is_found(folder):
    assert found(folder / "b.md") == (["r/b.md"], {})


@needs_unicode_names
def test_ids_are_nfc(folder, write_files):
    write_files(folder, {"wha\u0304nau/o\u0304.md": "x"})
    assert "r/whānau/ō.md" in found(folder)[0]


@needs_unicode_names
def test_two_names_that_are_one_in_nfc_are_one_file(tmp_path, write_files):
    write_files(tmp_path / "r", {"ō.md": "x", "o\u0304.md": "y"})
    if len(list((tmp_path / "r").iterdir())) < 2:
        pytest.skip("this file system holds one of them only")
    ids, skipped = found(tmp_path / "r")
    assert ids == ["r/ō.md"]
    assert ["in Unicode NFC" in reason for reason in skipped.values()] == [True]
    assert all(unicodedata.is_normalized("NFC", statement_id) for statement_id in ids)


@needs_unicode_names
def test_a_name_that_is_no_unicode_is_skipped(folder):
    try:
        with open(os.fsencode(folder) + b"/\xff.md", "w") as file:
            file.write("x")
    except OSError:
        pytest.skip("this file system holds Unicode names only")
    assert found(folder)[1] == {"\\udcff.md": "its name is no valid Unicode text"}


# Links

NOT_FOLLOWED = "is a link, and links are not followed; name its target to read it too"


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("link.md", "b.md"),
        ("link.md", "gone.md"),
        ("link.md", "link.md"),
        ("link.txt", "../outside.md"),
        ("link", "deep"),
        ("link", "."),
        ("link", ".."),
        ("link", "link"),
    ],
)
def test_links_are_not_followed_but_named(folder, write_files, name, target):
    write_files(folder.parent, {"outside.md": "x"})
    (folder / name).symlink_to(target)
    assert found(folder) == (["r/a.txt", "r/b.md", "r/deep/er/c.md"], {name: NOT_FOLLOWED})


def test_links_in_a_circle_are_named(folder):
    (folder / "one.md").symlink_to("two.md")
    (folder / "two.md").symlink_to("one.md")
    assert found(folder)[1] == {"one.md": NOT_FOLLOWED, "two.md": NOT_FOLLOWED}


@pytest.mark.parametrize("target", ["page.odt", "gone.odt"])
def test_a_link_that_can_lead_to_no_statement_is_passed_over(folder, target):
    (folder / "page.odt").write_text("x")
    (folder / "link").symlink_to(target)
    assert found(folder)[1] == {}


def test_a_link_can_be_a_root_and_is_what_it_leads_to(folder):
    link = folder.parent / "link"
    link.symlink_to("r")
    assert parse_root(str(link)) == parse_root(str(folder))


def test_the_nearest_known_root_counts(folder):
    known = {"a": str(folder), "z": str(folder / "deep")}
    assert known_root(parse_root(str(folder / "deep")), known).name == "z"


def test_a_pipe_is_skipped(folder):
    os.mkfifo(folder / "pipe.md")
    os.mkfifo(folder / "pipe")
    assert found(folder)[1] == {"pipe.md": "is no regular file"}


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may list every folder"
)
def test_a_folder_without_permission_is_skipped(folder):
    closed = folder / "closed"
    closed.mkdir(mode=0)
    try:
        assert found(folder)[1] == {"closed": "can't be listed: Permission denied"}
    finally:
        closed.chmod(0o700)


def test_a_folder_that_goes_away_meanwhile_is_skipped(folder, monkeypatch):
    real = os.scandir

    def scandir(path):
        if str(path).endswith("deep"):
            raise FileNotFoundError(2, "No such file or directory")
        return real(path)

    monkeypatch.setattr("searchkit.corpus.files.os.scandir", scandir)
    ids, skipped = found(folder)
    assert ids == ["r/a.txt", "r/b.md"]
    assert skipped == {"deep": "can't be listed: No such file or directory"}
