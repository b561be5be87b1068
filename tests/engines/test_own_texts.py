"""Fields of the kind "text" that a profile adds: searched by name, weighted, and by plain words
where the profile says so.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import searchkit
from searchkit import Archive, InvalidInput, Profile, ProfileField, Statement
from searchkit.profiles.nz import NZ
from tests.support.building import build
from tests.support.command_line import call


def profile(*, searched: bool = True, weight: float = 1.0) -> Profile:
    summary = ProfileField("summary", "text", searched=searched, weight=weight)
    return Profile(
        "VM",
        fields=(
            *NZ.fields,
            summary,
            ProfileField("margin_notes", "text", "margin", "In the margin"),
        ),
    )


TEXTS = {  # Title, body, summary, note in the margin.
    "a": ("Quay", "A harbour with boats.", "The tax on boats.", "Taxing times"),
    "b": ("Tax", "Nothing of it here.", "", "boats"),
    "c": ("Mere", "The tax on boats is new; harbour taxes are old.", "Of a harbour.", ""),
    "d": ("Weir", "A weir.", "Tax, taxes and taxation: $5 million of harbour taxes.", ""),
}


def statement(name: str) -> Statement:
    title, body, summary, margin = TEXTS[name]
    own = {"summary": summary, "margin_notes": margin or None}
    return Statement(name, title, body, datetime.date(2007, 6, 5), fields=own)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("summaries") / "index"
    searchkit.build(map(statement, TEXTS), made, profile=profile())
    return made


@pytest.fixture
def archive(index: Path) -> Iterator[Archive]:
    with searchkit.open(index) as opened:
        yield opened


def found(archive: Archive, asked: str) -> str:
    hits = "".join(sorted(hit.id for hit in archive.stream(asked)))
    assert archive.count(asked) == len(hits)
    return hits


QUERIES = {
    # By name.
    "summary:tax": "ad",
    "summary:harbour": "cd",
    'summary:"tax on boats"': "a",
    "summary:(boats OR harbour)": "acd",
    "summary:taxa*": "d",
    "summary:harbuor~1": "cd",
    "margin:boats": "b",
    "margin:tax": "a",
    "title:tax": "b",
    "summary:=Tax": "d",
    # By plain words, in title, body and summary.
    "tax": "abcd",
    "harbour": "acd",
    "boats": "ac",
    '"tax on boats"': "ac",
    "boat*": "ac",
    "=boats": "ac",
    "baots~1": "ac",
    "tax NEAR/3 boats": "ac",
    "taxation": "d",
    "taxing": "abcd",
    "=Taxing": "",
    "taxat*": "d",
    "money:5m": "d",
    # Words of different texts meet, but make no phrase.
    "quay tax": "a",
    '"boats the tax"': "",
    "tax -margin:tax": "bcd",
    "summary:tax margin:tax": "a",
}


@pytest.mark.parametrize(("asked", "expected"), QUERIES.items())
def test_texts_are_searched_by_name_and_by_plain_words(
    archive: Archive, asked: str, expected: str
) -> None:
    assert found(archive, asked) == expected
    if expected:
        assert found(archive, archive.search(asked).interpreted) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("tax", "bc"),
        ("harbour", "ac"),
        ("tax*", "bc"),
        ("=Tax", "b"),
        ('"harbour taxes"', "c"),
        ("money:5m", ""),
        ("harbour NEAR/3 tax", "c"),
        ("summary:harbour", "cd"),
    ],
)
def test_plain_words_leave_out_what_the_profile_does_not_mark(
    tmp_path: Path, asked: str, expected: str
) -> None:
    searchkit.build(map(statement, TEXTS), tmp_path / "index", profile=profile(searched=False))
    with searchkit.open(tmp_path / "index") as archive:
        assert found(archive, asked) == expected


def test_a_heavier_text_counts_more(tmp_path: Path) -> None:
    def scores(weight: float) -> dict[str, float]:
        index = tmp_path / f"index-{weight}"
        searchkit.build(map(statement, TEXTS), index, profile=profile(weight=weight))
        with searchkit.open(index) as archive:
            return {hit.id: hit.score for hit in archive.search("harbour boats", any_word=True)}

    light, heavy = scores(1.0), scores(5.0)
    assert heavy["d"] > light["d"] and heavy["a"] > light["a"]


def test_hits_and_statements_have_them(archive: Archive) -> None:
    (hit,) = archive.search("margin:taxing")
    assert hit.fields == {"summary": "The tax on boats.", "margin_notes": "Taxing times"}
    assert [snippet.text for snippet in hit.snippets if snippet.highlights] == ["Taxing times"]
    (match,) = archive.matches("a", "summary:tax")
    assert (match.field, TEXTS["a"][2][match.start : match.end]) == ("summary", "tax")
    assert archive.statement("b").fields == {"margin_notes": "boats"}
    told = {one.name: (one.kind, one.query, one.statements) for one in archive.info().fields}
    assert told["summary"] == ("text", "summary", 3)
    assert told["margin_notes"] == ("text", "margin", 2)
    assert archive.check(deep=True).total == 0
    lines = archive.concordance("summary:tax")
    assert {(line.id, line.field) for line in lines} == {("a", "summary"), ("d", "summary")}
    assert archive.collocates("summary:boats", least=1).occurrences == 1


def test_they_stay_when_segments_are_merged(tmp_path: Path) -> None:
    index = tmp_path / "index"
    searchkit.build([statement("a")], index, profile=profile())
    for name in "bcd":
        with searchkit.open(index) as archive, archive.writer() as writer:
            writer.add(statement(name))
    with searchkit.open(index) as archive, archive.writer() as writer:
        writer.remove("c")
    with searchkit.open(index) as archive:
        assert archive.check(deep=True).total == 0
        for asked in ("summary:tax", "tax", "margin:boats", "=boats"):
            assert found(archive, asked) == QUERIES[asked].replace("c", ""), asked
        assert archive.statement("d").fields == {"summary": TEXTS["d"][2]}


@pytest.mark.parametrize("wrong", [7, ("a", "b"), "\ud800"])
def test_a_given_one_is_text(tmp_path: Path, wrong: object) -> None:
    given = Statement("a", "Quay", "Grain.", fields={"summary": wrong})  # type: ignore[dict-item]
    with pytest.raises(InvalidInput, match=r"fields\['summary'\] can't be"):
        searchkit.build([given], tmp_path / "index", profile=profile())


def test_files_say_them_and_a_changed_mark_needs_no_reading(tmp_path: Path) -> None:
    folder, index = tmp_path / "said", tmp_path / "index"
    folder.mkdir()
    (folder / "a.md").write_text(
        "---\ntitle: Quay\nabstract: >\n  The tax\n  on boats.\nother: kept\n---\nGrain."
    )
    mark = '[fields.summary]\nkind = "text"\nkeys = ["abstract"]\n'
    (folder / "searchkit.toml").write_text(mark)
    build(index, folder)
    with searchkit.open(index) as archive:
        assert archive.statement("said/a.md").fields == {"summary": "The tax on boats."}
        assert archive.statement("said/a.md").extra == {"other": "kept"}
        assert (archive.count("tax"), archive.count("summary:tax")) == (0, 1)
    (folder / "searchkit.toml").write_text(mark + "searched = true\nweight = 2\n")
    report = build(index, folder)
    assert (report.unchanged, report.profile_changed) == (1, ())
    with searchkit.open(index) as archive:
        assert archive.count("tax") == 1


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ('kind = "text"\nweight = 11', r":3: fields\.s\.weight can't be 11 .*from 0\.1 to 10"),
        ('kind = "text"\nweight = true', r":3: fields\.s\.weight can't be True"),
        ('kind = "text"\nsearched = "yes"', r":3: fields\.s\.searched can't be 'yes'.*true or"),
        ('kind = "name"\nsearched = true', r":3: only a text has searched, and s is a name"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, said: str, message: str) -> None:
    path = tmp_path / "vm.toml"
    path.write_text(f"[fields.s]\n{said}\n")
    with pytest.raises(InvalidInput, match=message):
        searchkit.build([statement("a")], tmp_path / "index", profile=path)


def test_the_command_has_them(index: Path) -> None:
    folder = index.parent
    assert sorted(call(folder, "summary:tax", "--files").out.split()) == ["a", "d"]
    said = json.loads(call(folder, "margin:boats", "--json").out)
    assert said["hits"][0]["fields"] == {"summary": "", "margin_notes": "boats"}
    assert "Taxing times" in call(folder, "show", "a", name="searchkit").out
