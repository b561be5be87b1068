"""`Archive` besides searching: opening, closing, statements, threads."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import searchkit
from searchkit import (
    Archive,
    CorruptIndex,
    IncompatibleIndex,
    IndexNotFound,
    InvalidArgument,
    Statement,
    StatementNotFound,
)
from searchkit.schema.analysis import versions
from searchkit.storage import manifest as manifest_module
from searchkit.storage.manifest import MANIFEST, publish, read_manifest
from tests.support.three_indexes import Collection
from tests.support.vellmark import many, plain

Make = Callable[..., Archive]


def test_statements_come_back_as_they_were_given(hundreds: Collection, archive: Archive) -> None:
    for statement in hundreds.statements:
        found = archive.statement(statement.id)
        assert found.body == statement.body
        assert found == Statement(
            id=statement.id,
            title=found.title,
            body=statement.body,
            date=statement.date,
            url=statement.url,
            ministers=statement.ministers,
            portfolios=statement.portfolios,
            attachments=statement.attachments,
            extra=statement.extra,
        )


def test_title_in_its_normal_form_and_body_as_written(archive_of: Make) -> None:
    body = "# Ma\u0304ori\r\n\n**bold** [link](https://vellmark.example) &amp;\n"
    given = Statement(
        id="ä/1.md", title="Ma\u0304ori", body=body, extra={"series": ["a", 1, None], "x": {"y": 2}}
    )
    archive = archive_of(given)
    found = archive.statement("ä/1.md")
    assert found.title == "Māori"
    assert found.body == body
    assert found.extra == {"series": ["a", 1, None], "x": {"y": 2}}
    text = archive.text("ä/1.md")
    assert "Māori" in text
    assert "bold link &" in text
    assert not any(sign in text for sign in ("*", "#", "[", "http"))


def test_text_is_the_clean_text(hundreds: Collection, archive: Archive) -> None:
    for document in hundreds.documents:
        assert archive.text(document.id) == document.text


@pytest.mark.parametrize(
    "name", ["", "nowhere", "vm/0", "vm/0/00000.m", "vm/0/00000.md ", "\ud800"]
)
def test_unknown_ids(archive: Archive, name: str) -> None:
    for method in (archive.statement, archive.text):
        with pytest.raises(StatementNotFound) as caught:
            method(name)
        assert caught.value.where == name
        assert caught.value.remedy


def test_info(hundreds: Collection, archive: Archive) -> None:
    info = archive.info()
    dates = [s.date for s in hundreds.statements if s.date]
    words = [word for d in hundreds.documents for row in d.stems.values() for word in row]
    assert info.statements == len(archive) == len(hundreds.statements)
    assert info.words == len(words)
    assert info.terms == len(set(words))
    assert (info.first_date, info.last_date) == (str(min(dates)), str(max(dates)))
    assert info.unknown_dates == len(hundreds.statements) - len(dates)
    assert info.size > 10_000
    assert info.segments == 1
    assert info.generation == 1
    assert info.format >= 1
    assert info.sample is False
    assert info.roots == {}


def test_info_where_no_date_is_known(archive_of: Make) -> None:
    info = archive_of(plain(1, "x", date=None)).info()
    assert (info.first_date, info.last_date, info.unknown_dates) == (None, None, 1)


def test_info_of_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "releases"
    folder.mkdir()
    (folder / "a.txt").write_text("Harbour open", encoding="utf-8")
    searchkit.build(folder, tmp_path / "index")
    with searchkit.open(str(tmp_path / "index")) as archive:
        assert archive.info().roots == {"releases": str(folder.resolve())}
        assert archive.sample_size is None
        assert [hit.id for hit in archive.search("harbour")] == ["releases/a.txt"]


def test_it_says_when_it_was_written(tmp_path: Path) -> None:
    before = datetime.datetime.now(datetime.UTC)
    searchkit.build([plain(1, "harbour")], tmp_path)
    with searchkit.open(tmp_path) as archive:
        assert archive.changed is not None
        assert abs(archive.changed - before) < datetime.timedelta(seconds=60)
        with archive.writer() as writer:
            writer.remove("vm/001.md")
        assert archive.changed is None  # What the files tell is of a newer state.
        archive.refresh()
        assert archive.changed is not None


def test_one_statement_without_a_word(archive_of: Make) -> None:
    archive = archive_of(plain(1, "", ""))
    assert archive.count("") == 1
    assert archive.count("harbour") == 0
    (hit,) = archive.search("", facets=True)
    assert (hit.title, hit.snippets, hit.score) == ("", (), 0.0)


def test_closed(tmp_path: Path) -> None:
    searchkit.build([plain(1, "harbour")], tmp_path)
    with searchkit.open(tmp_path) as archive:
        assert "1 statements" in repr(archive)
    uses: list[Callable[[], Any]] = [
        lambda: archive.search("harbour"),
        lambda: archive.stream("harbour"),
        lambda: archive.count("harbour"),
        lambda: archive.statement("vm/001.md"),
        lambda: archive.text("vm/001.md"),
        archive.info,
        lambda: len(archive),
        lambda: archive.sample_size,
        lambda: archive.changed,
    ]
    for use in uses:
        with pytest.raises(InvalidArgument, match="this archive is closed"):
            use()
    assert "closed" in repr(archive)
    archive.close()


def test_answers_outlive_the_archive(tmp_path: Path) -> None:
    searchkit.build([plain(i, "harbour") for i in range(30)], tmp_path)
    with searchkit.open(tmp_path) as archive:
        answer = archive.search("harbour")
        stream = archive.stream("harbour")
        next(stream)
    assert [hit.title for hit in answer] == ["harbour"] * 10
    assert len(list(stream)) == 29


def test_an_open_archive_keeps_its_generation(tmp_path: Path) -> None:
    searchkit.build([plain(i, "harbour") for i in range(30)], tmp_path)
    with searchkit.open(tmp_path) as old:
        stream = old.stream("harbour")
        next(stream)
        searchkit.build([plain(99, "ferry")], tmp_path)
        assert len(list(stream)) == 29
        assert old.count("harbour") == 30
        assert old.count("ferry") == 0
        with searchkit.open(tmp_path) as new:
            assert (new.count("harbour"), new.count("ferry")) == (0, 1)
            assert new.info().generation == old.info().generation + 1


QUERIES = [
    ("harbour", {}),
    ("the of and", {"facets": True}),
    ('"the of" OR fish*', {"explain": True}),
    ("title:the", {"sort": "oldest"}),
    ("harbour ferry nowhere", {"limit": 30}),
    ("", {"minister": "okoro"}),
    ("-the", {"since": 2000}),
    ("harbour lake", {"any_word": True}),
]


def plain_answer(archive: Archive, number: int) -> Any:
    text, arguments = QUERIES[number % len(QUERIES)]
    answer = archive.search(text, **arguments)  # type: ignore[arg-type]
    return answer.to_json() | {"took_ms": 0}


def ask_all(archive: Archive, first: int, expected: list[Any], wrong: list[Any]) -> None:
    """Ask every query twice, beginning with another one in each thread."""
    for number in range(first, first + 2 * len(QUERIES)):
        try:
            if plain_answer(archive, number) != expected[number % len(QUERIES)]:
                wrong.append(QUERIES[number % len(QUERIES)])
        except Exception as error:
            wrong.append(error)


def test_eight_threads_share_an_archive(hundreds: Collection) -> None:
    with searchkit.open(hundreds.directory) as alone:
        expected = [plain_answer(alone, number) for number in range(len(QUERIES))]
    for _ in range(3):
        # A fresh archive each time: nothing in it has been computed yet.
        with searchkit.open(hundreds.directory) as shared:
            wrong: list[Any] = []
            threads = [
                threading.Thread(target=ask_all, args=(shared, first, expected, wrong))
                for first in range(8)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert wrong == []


def test_no_index(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    for place in (tmp_path, tmp_path / "nowhere", file, str(tmp_path)):
        with pytest.raises(IndexNotFound) as caught:
            searchkit.open(place)
        assert caught.value.where == str(place)
        assert "searchkit index" in str(caught.value)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    searchkit.build(many(40), tmp_path)
    return tmp_path


def segment(index: Path) -> Path:
    (path,) = index.glob("segment-*.sk")
    return path


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"null", b"\xff\xfe", b'{"searchkit": 1}'])
def test_damaged_manifest(index: Path, content: bytes) -> None:
    (index / MANIFEST).write_bytes(content)
    with pytest.raises(CorruptIndex) as caught:
        searchkit.open(index)
    assert caught.value.where == str(index / MANIFEST)
    assert "searchkit index" in str(caught.value)


def test_missing_segment(index: Path) -> None:
    path = segment(index)
    path.unlink()
    with pytest.raises(CorruptIndex) as caught:
        searchkit.open(index)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("change", ["cut", "empty", "longer", "head", "other"])
def test_damaged_segment(index: Path, change: str, tmp_path_factory: Any) -> None:
    path = segment(index)
    data = path.read_bytes()
    if change == "other":
        elsewhere = tmp_path_factory.mktemp("other")
        searchkit.build(many(20), elsewhere)
        path.write_bytes(segment(elsewhere).read_bytes())
    else:
        path.write_bytes(
            {
                "cut": data[: len(data) // 2],
                "empty": b"",
                "longer": data + b"x",
                "head": b"X" * 16 + data[16:],
            }[change]
        )
    with pytest.raises((CorruptIndex, IncompatibleIndex)) as caught:
        searchkit.open(index)
    assert str(path) in str(caught.value)


def test_damage_anywhere_is_found_by_verifying(index: Path) -> None:
    path = segment(index)
    data = path.read_bytes()
    found = 0
    for place in range(len(data) // 3, len(data), len(data) // 9):
        path.write_bytes(data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :])
        try:
            searchkit.open(index, verify=True).close()
        except CorruptIndex:
            found += 1
    # A few bytes are padding between sections.
    assert found >= 4
    path.write_bytes(data)
    searchkit.open(index, verify=True).close()


def test_other_versions(index: Path) -> None:
    manifest = read_manifest(index, versions())
    publish(index, manifest._replace(versions=versions() | {"unicode": "1.0.0"}))
    with pytest.raises(IncompatibleIndex) as caught:
        searchkit.open(index)
    assert "unicode '1.0.0'" in str(caught.value)
    assert "searchkit index" in str(caught.value)


def test_another_format(index: Path) -> None:
    (index / MANIFEST).write_text(manifest_module._rendered(9, "7.0", {}), encoding="utf-8")
    with pytest.raises(IncompatibleIndex, match=r"was written in format 9, by searchkit 7\.0"):
        searchkit.open(index)


def test_the_ten_lines_of_the_library(tmp_path: Path) -> None:
    statement = searchkit.Statement(
        id="a", title="Harbour of Oster", body="Ferries.", ministers=("Hon Orla Brannigan",)
    )
    report = searchkit.build([statement], tmp_path / "index")
    assert report.added == 1
    with searchkit.open(tmp_path / "index") as archive:
        answer = archive.search('"harbour of" minister:brannigan', limit=10, facets=True)
        assert (answer.total, answer.suggestion) == (1, None)
        for hit in answer:
            assert (hit.id, hit.title, hit.date) == ("a", "Harbour of Oster", None)
            assert hit.score > 0
            assert hit.snippets[0].text == "Ferries."
