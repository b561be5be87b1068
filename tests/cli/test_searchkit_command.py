"""The `searchkit` command: index, info, show, check, completion."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from searchkit import Statement
from searchkit.indexing.statements import build_statements
from searchkit.rendering.citations import STYLES
from searchkit.schema.analysis import versions
from searchkit.schema.fields import DEFAULT, Names, Schema
from searchkit.storage.manifest import publish, read_manifest
from tests.support.command_line import Result, call, run, run_in_terminal


def searchkit(folder: Path, *arguments: str, **extra: str) -> Result:
    return call(folder, *arguments, name="searchkit", **extra)


def error(result: Result, *parts: str) -> None:
    assert result.code == 2
    assert result.out == ""
    assert "Traceback" not in result.err
    assert "mistake in searchkit" not in result.err
    for part in parts:
        assert part in result.err


FRONT = """\
---
title: {title}
date: 2007-11-20
ministers: [Hon Orla Brannigan]
portfolios: [Harbours]
press-office: Oster {title}
attachments: [https://vellmark.example/a.pdf]
---
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with three statements in `releases`."""
    folder = tmp_path / "releases"
    folder.mkdir()
    for name in ("one", "two"):
        text = FRONT.format(title=name) + f"Harbour **{name}**.\n"
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    (folder / "three.txt").write_text("Harbour three\n\nNo front matter.", encoding="utf-8")
    return tmp_path


def test_index_from_first_to_last(own: Path) -> None:
    result = searchkit(own, "index", "releases")
    assert result.code == 0
    assert re.fullmatch(
        r"3 added, 0 updated, 0 removed, 0 unchanged, 0 skipped in \d+\.\d s\n", result.out
    )
    (own / "releases" / "one.md").unlink()
    (own / "releases" / "two.md").write_text("Harbour two again", encoding="utf-8")
    (own / "releases" / "four.md").write_text("Harbour four", encoding="utf-8")
    result = searchkit(own, "index", "releases")
    assert result.out.startswith("1 added, 1 updated, 1 removed, 1 unchanged, 0 skipped")
    assert call(own, "harbour", "--files", "--sort", "oldest").out.splitlines() == [
        "releases/four.md",
        "releases/three.txt",
        "releases/two.md",
    ]


def test_what_a_run_made_of_files_is_said(own: Path) -> None:
    files = {"a.md": "---\ntitle: a\nspeaker: Tomas Farrow\ndate: 5/6/2007\n---\nHarbour"}
    files |= {"b.pdf": "x", "c.PDF": "x", "d.odt": "x", "LICENSE": "x"}
    for name, content in files.items():
        (own / "releases" / name).write_text(content, encoding="utf-8")
    (own / "releases" / "line\nbreak.md").write_bytes(b"\0")
    result = searchkit(own, "index", "releases")
    said = result.err.splitlines()
    assert "speaker read as ministers in 1 file" in said
    assert said[-1] == "not read: 2 .pdf, 1 without a suffix, 1 .odt (searchkit import pdf ...)"
    assert sum("line\\nbreak.md: is binary" in line for line in said) == 1
    assert sum("--date-order" in line for line in said) == 1
    printed = searchkit(own, "index", "releases", "--json", "--date-order", "day-first").out
    assert json.loads(printed)["not_read"] == {".pdf": 2, "": 1, ".odt": 1}
    assert json.loads(printed)["read_as"] == [{"key": "speaker", "field": "ministers", "files": 1}]
    assert call(own, "harbour", "--files", "date:2007-06-05").out == "releases/a.md\n"


def test_an_index_of_another_reader_is_searched_and_read_again(own: Path) -> None:
    searchkit(own, "index", "releases")
    index = own / "index"
    publish(index, read_manifest(index, versions())._replace(reader=0))
    assert call(own, "harbour", "--count").code == 0
    result = searchkit(own, "index", "releases")
    assert "3 files are read again: this version of searchkit reads them otherwise" in result.err
    assert result.out.startswith("0 added, 3 updated, 0 removed, 0 unchanged")
    assert "read again" not in searchkit(own, "index", "releases").err


def test_index_json(own: Path) -> None:
    (own / "releases" / "broken.md").write_bytes(b"\0\0\0")
    (own / "releases" / "repaired.md").write_bytes(b"---\ntitle: x\n---\nHarbour \xff\n")
    result = searchkit(own, "index", "releases", "--json")
    assert result.code == 1
    said: Any = json.loads(result.out)
    assert list(said) == [
        *("added", "updated", "removed", "unchanged", "skipped", "warnings"),
        *("not_read", "read_as", "reread", "profile_changed", "seconds"),
    ]
    assert (said["added"], said["updated"], said["removed"], said["unchanged"]) == (4, 0, 0, 0)
    (skipped,) = said["skipped"]
    assert list(skipped) == ["path", "reason"]
    assert skipped["path"].endswith("broken.md")
    (warning,) = said["warnings"]
    assert list(warning) == ["path", "line", "message"]
    assert warning["path"].endswith("repaired.md")
    assert warning["line"] == 4
    assert isinstance(said["seconds"], float)


def test_what_is_skipped_or_repaired_is_named(own: Path) -> None:
    (own / "releases" / "broken.md").write_bytes(b"\0\0\0")
    (own / "releases" / "repaired.md").write_bytes(b"---\ntitle: x\n---\nHarbour \xff\n")
    result = searchkit(own, "index", "releases")
    assert result.code == 1
    assert re.search(r"^skipped .*broken\.md: .*binary", result.err, re.MULTILINE)
    assert re.search(r"^warning .*repaired\.md:4: not valid UTF-8", result.err, re.MULTILINE)
    assert "1 skipped (1 warnings)" in result.out or "1 skipped (1 warning)" in result.out
    quiet = searchkit(own, "index", "releases", "-q")
    assert "warning" not in quiet.err
    assert "skipped" in quiet.err


def test_a_warning_alone_is_no_failure(own: Path) -> None:
    (own / "releases" / "repaired.md").write_bytes(b"---\ntitle: x\n---\nHarbour \xff\n")
    assert searchkit(own, "index", "releases").code == 0


def test_one_warning_is_singular(own: Path) -> None:
    (own / "releases" / "repaired.md").write_bytes(b"---\ntitle: x\n---\nHarbour \xff\n")
    assert "(1 warning)" in searchkit(own, "index", "releases").out


def test_what_can_not_be_indexed_leaves_the_index_alone(own: Path) -> None:
    def content() -> dict[str, bytes]:
        # But for who last wrote to it, or tried to, and when.
        paths = (path for path in (own / "index").glob("*.*") if path.name != "writer.json")
        return {path.name: path.read_bytes() for path in paths}

    searchkit(own, "index", "releases")
    before = content()
    (own / "empty").mkdir()
    error(searchkit(own, "index", "nowhere"), "nowhere: there is no such file or folder")
    error(searchkit(own, "index", "empty"), "there is no statement here")
    error(searchkit(own, "index", "releases", "nowhere"), "no such file")
    error(searchkit(own, "index", "releases", "releases=empty"), "releases")
    error(searchkit(own, "index"), "PATH")
    assert content() == before


def test_two_folders_of_one_name_need_names(own: Path) -> None:
    (own / "other" / "releases").mkdir(parents=True)
    (own / "other" / "releases" / "a.txt").write_text("Harbour", encoding="utf-8")
    error(searchkit(own, "index", "releases", "other/releases"), "NAME=PATH")
    result = searchkit(own, "index", "releases", "more=other/releases", "--index", "both")
    assert result.out.startswith("4 added")
    assert "more/a.txt" in call(own, "harbour", "--files", "--index", "both").out


def test_the_sample_is_replaced_and_says_so(fresh: Path) -> None:
    call(fresh, "korea")
    assert "\nsample" in searchkit(fresh, "info").out
    (fresh / "releases").mkdir()
    (fresh / "releases" / "a.txt").write_text("Harbour", encoding="utf-8")
    result = searchkit(fresh, "index", "releases")
    assert result.code == 0
    assert "The sample that was built from the seeds is replaced." in result.err
    assert call(fresh, "korea", "--count").out == "0\n"
    again = call(fresh, "harbour")
    assert "sample" not in again.err
    assert "\nsample" not in searchkit(fresh, "info").out


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_progress_in_a_terminal_only(own: Path) -> None:
    seen = run_in_terminal(own, "index", "releases", name="searchkit")
    assert seen.code == 0
    assert "Reading" in seen.out
    assert "3/3" in seen.out
    assert "3 added" in seen.out
    piped = searchkit(own, "index", "releases")
    assert piped.err == ""


INFO = {
    "statements": int,
    "deleted": int,
    "terms": int,
    "words": int,
    "size": int,
    "sizes": dict,
    "segments": int,
    "files": list,
    "generation": int,
    "first_date": str,
    "last_date": str,
    "unknown_dates": int,
    "format": int,
    "sample": bool,
    "roots": dict,
    "profile": str,
    "fields": list,
    "kernel": str,
}


def test_info(shop: Path) -> None:
    result = searchkit(shop, "info")
    assert (result.code, result.err) == (0, "")
    lines = dict(line.split(None, 1) for line in result.out.splitlines())
    assert lines["statements"] == "22"
    assert lines["dates"] == "1996-04-11 to 2022-09-30; 1 unknown"
    assert lines["root"].startswith("seeds = ")
    said = json.loads(searchkit(shop, "info", "--json").out)
    assert list(said) == list(INFO)
    for name, kind in INFO.items():
        assert type(said[name]) is kind
    assert said["statements"] == 22
    assert said["sample"] is True
    assert list(said["roots"]) == ["seeds"]


def test_info_where_there_is_no_index(tmp_path: Path) -> None:
    error(searchkit(tmp_path, "info"), "there is no index", "searchkit index PATH")


def test_show(own: Path) -> None:
    searchkit(own, "index", "releases")
    result = searchkit(own, "show", "releases/one.md")
    assert (result.code, result.err) == (0, "")
    for line in (
        "title         one",
        "date          2007-11-20",
        "ministers     Hon Orla Brannigan",
        "portfolios    Harbours",
        "attachment    https://vellmark.example/a.pdf",
        "press-office  Oster one",
        "id            releases/one.md",
        "Harbour one.",
    ):
        assert line in result.out.splitlines()
    bare = searchkit(own, "show", "releases/three.txt")
    assert "date        unknown" in bare.out


def test_show_json(own: Path) -> None:
    searchkit(own, "index", "releases")
    said = json.loads(searchkit(own, "show", "releases/one.md", "--json").out)
    assert (
        said
        == {
            "id": "releases/one.md",
            "title": "one",
            "date": "2007-11-20",
            "url": None,
            "ministers": ["Hon Orla Brannigan"],
            "portfolios": ["Harbours"],
            "attachments": ["https://vellmark.example/a.pdf"],
            "extra": {"press-office": "Oster one"},
            "text": "Harbour one.",
            "body": "Harbour **one**.\n",
        }
        or said["body"].strip() == "Harbour **one**."
    )


def test_cite(own: Path) -> None:
    assert searchkit(own, "index", "releases").code == 0
    result = searchkit(own, "cite", "releases/one.md")
    assert (result.code, result.err) == (0, "")
    assert result.out == "Orla Brannigan, “one”, press release, 20 November 2007.\n"
    for style in STYLES:
        result = searchkit(own, "cite", "releases/one.md", "--style", style)
        assert result.code == 0
        assert "one" in result.out and result.out.endswith("\n")
    error(searchkit(own, "cite", "releases/none.md"), "no statement has this id")
    error(searchkit(own, "cite", "releases/one.md", "--style", "apa"), "'nzlsg'")


def test_a_citation_does_not_steer_the_terminal(tmp_path: Path) -> None:
    folder = tmp_path / "releases"
    folder.mkdir()
    title = "Harbour\x1b[2J\u202eopens"
    (folder / "evil.txt").write_text(f"{title}\n\nText.", encoding="utf-8")
    assert searchkit(tmp_path, "index", "releases").code in (0, 1)
    for style in STYLES:
        out = searchkit(tmp_path, "cite", "releases/evil.txt", "--style", style).out
        assert "Harbour" in out
        assert not re.search("[\x1b\u202e]", out)


def test_show_what_is_not_there(shop: Path) -> None:
    result = searchkit(shop, "show", "seeds/nowhere.md")
    error(result, "seeds/nowhere.md: no statement has this id", "search --files")
    error(searchkit(shop, "show"), "ID")


def test_show_gives_what_search_names(shop: Path) -> None:
    for name in call(shop, "korea", "--files").out.splitlines():
        assert f"id          {name}" in searchkit(shop, "show", name).out


def test_check(fresh: Path) -> None:
    call(fresh, "korea")
    result = searchkit(fresh, "check")
    assert result.code == 0
    assert result.out == "index: 22 statements, every checksum is right\n"
    (segment,) = (fresh / "index").glob("segment-*.sk")
    data = bytearray(segment.read_bytes())
    # A byte of a statement's text: opening does not read it, checking does.
    data[len(data) * 9 // 10] ^= 0xFF
    segment.write_bytes(data)
    error(searchkit(fresh, "check"), segment.name, "searchkit index --rebuild PATH")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_lines(tmp_path: Path, shell: str) -> None:
    result = searchkit(tmp_path, "completion", shell)
    assert result.code == 0
    one, other = result.out.splitlines()
    assert f"_SEARCH_COMPLETE={shell}_source search" in one
    assert f"_SEARCHKIT_COMPLETE={shell}_source searchkit" in other


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_completion_scripts(tmp_path: Path, shell: str) -> None:
    for name in ("search", "searchkit"):
        variable = f"_{name.upper()}_COMPLETE"
        result = run(tmp_path, name=name, **{variable: f"{shell}_source"})
        assert (result.code, result.err) == (0, "")
        assert f"_{name}_completion" in result.out


def test_completion_of_options(shop: Path) -> None:
    found = run(
        shop, COMP_WORDS="search korea --so", COMP_CWORD="2", _SEARCH_COMPLETE="bash_complete"
    )
    assert found.out.split() == ["plain,--sort"]
    assert "Traceback" not in found.err
    found = searchkit(
        shop, COMP_WORDS="searchkit in", COMP_CWORD="1", _SEARCHKIT_COMPLETE="bash_complete"
    )
    assert set(found.out.split()) == {"plain,index", "plain,info"}
    found = run(
        shop, COMP_WORDS="search korea --sort ", COMP_CWORD="3", _SEARCH_COMPLETE="bash_complete"
    )
    assert found.out.split() == ["plain,relevance", "plain,newest", "plain,oldest"]


def test_unknown_subcommands_and_shells(tmp_path: Path) -> None:
    error(searchkit(tmp_path, "nonsense"), "nonsense")
    error(searchkit(tmp_path, "completion", "tcsh"), "tcsh")
    error(searchkit(tmp_path, "info", "--nonsense"), "--nonsense")


def test_help_and_version(tmp_path: Path) -> None:
    top = searchkit(tmp_path, "--help")
    assert top.code == 0
    for name in ("index", "info", "show", "check", "completion"):
        assert re.search(rf"^  {name} ", top.out, re.MULTILINE)
        text = searchkit(tmp_path, name, "--help")
        assert text.code == 0
        assert max(map(len, text.out.splitlines())) <= 80
    assert max(map(len, top.out.splitlines())) <= 80
    version = searchkit(tmp_path, "--version")
    assert (version.code, version.out) == (0, "searchkit, version 0.1.0\n")


# Addresses


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("search", ["harbour"]),
        ("searchkit", ["info"]),
        ("searchkit", ["index", "releases"]),
        ("searchkit", ["remove", "releases"]),
        ("searchkit", ["check"]),
        ("searchkit", ["serve", "--port", "0"]),
    ],
)
def test_an_address_that_no_engine_serves(own: Path, name: str, arguments: list[str]) -> None:
    before = sorted(own.rglob("*"))
    address = "elastic://search.vellmark.example/said"
    for extra in ({}, {"SEARCHKIT_INDEX": address}):
        option = [] if extra else ["--index", address]
        result = call(own, *arguments, *option, name=name, **extra)
        assert (result.code, result.out) == (2, "")
        assert address in result.err
        assert "expected the path of a folder" in result.err
    assert sorted(own.rglob("*")) == before


def test_an_index_of_other_fields_is_shown_with_them(tmp_path: Path) -> None:
    schema = Schema((*DEFAULT.fields, Names("party", query="party", kind="label")))
    given = Statement(
        id="a", title="Harbour", body="Grain.", fields={"party": "Tide"}, extra={"seat": 3}
    )
    build_statements([given], tmp_path / "index", schema=schema)
    shown = searchkit(tmp_path, "show", "a").out.splitlines()
    assert [" ".join(line.split()) for line in shown] == [
        *("title Harbour", "date unknown", "party Tide", "seat 3", "id a", "", "Grain.")
    ]
    found = call(tmp_path, "party:tide", "--facets")
    assert "Party\n  Tide  1" in found.out
