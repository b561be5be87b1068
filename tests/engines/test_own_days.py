"""Fields of the kind "date" that a profile adds: ranges of them, wherever one can narrow."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from whoosh import query

import searchkit
from searchkit import Archive, InvalidArgument, InvalidInput, Profile, ProfileField, Statement
from searchkit.profiles.nz import NZ
from tests.support.building import build
from tests.support.command_line import call

FILED = Profile(
    "VM",
    fields=(
        *NZ.fields,
        ProfileField("filed", "date"),
        ProfileField("due_on", "date", "due", "Reply due"),
    ),
)
DAYS = {
    "a": (datetime.date(2007, 6, 5), datetime.date(2009, 1, 1)),
    "b": (datetime.date(2008, 2, 29), None),
    "c": (datetime.date(2009, 12, 31), datetime.date(2008, 2, 29)),
    "d": (None, None),
}


def statement(name: str) -> Statement:
    filed, due = DAYS[name]
    said = datetime.date(2010, 1, 1)
    return Statement(name, "Quay", f"A quay {name}.", said, fields={"filed": filed, "due_on": due})


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("filed") / "index"
    searchkit.build(map(statement, DAYS), made, profile=FILED)
    return made


@pytest.fixture
def archive(index: Path) -> Iterator[Archive]:
    with searchkit.open(index) as opened:
        yield opened


def found(archive: Archive, asked: object = "", **narrowed: object) -> str:
    return "".join(sorted(hit.id for hit in archive.stream(asked, **narrowed)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("filed:2007", "a"),
        ("filed:2007..2008", "ab"),
        ("filed:2008..", "bc"),
        ("filed:..2008-02-29", "ab"),
        ("filed:2008-02-28", ""),
        ("filed:unknown", "d"),
        ("-filed:unknown", "abc"),
        ("quay -filed:2007", "bcd"),
        ("due:2009", "a"),
        ("due:2008 filed:2009", "c"),
        ("filed:2007 OR due:2008", "ac"),
        ("date:2007", ""),
        ("since:2010", "abcd"),
        ("until:2009", ""),
        ("date:2010 filed:2009", "c"),
    ],
)
def test_ranges_of_it_are_found(archive: Archive, asked: str, expected: str) -> None:
    assert found(archive, asked) == expected
    assert archive.count(asked) == len(expected)
    assert found(archive, archive.search(asked).interpreted) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("2007..2008", "ab"),
        (["2007", "2009"], "ac"),
        (" unknown ", "d"),
        ("..2007", "a"),
    ],
)
def test_the_library_narrows_by_it(archive: Archive, asked: str, expected: str) -> None:
    assert found(archive, "quay", where={"filed": asked}) == expected
    assert found(archive, where={"filed": asked, "due": "2009"}) == ("a" if "a" in expected else "")
    assert archive.facets("quay", where={"filed": asked}).total == len(expected)


def test_a_wrong_one_is_an_error_that_says_what_is_expected(archive: Archive) -> None:
    for wrong in ("soon", "2009..2008"):
        with pytest.raises(InvalidArgument, match="filed: "):
            archive.count("quay", where={"filed": wrong})
        with pytest.raises(searchkit.QuerySyntaxError):
            archive.count(f"quay filed:{wrong}")
    with pytest.raises(InvalidArgument, match="minister or portfolio or filed or due"):
        archive.count("quay", where={"party": "tide"})
    with pytest.raises(InvalidArgument, match="filed can't be 7"):
        archive.count("quay", where={"filed": 7})  # type: ignore[dict-item]


def test_trees_of_whoosh_name_it(archive: Archive) -> None:
    first, last = datetime.datetime(2007, 1, 1), datetime.datetime(2008, 12, 31)
    assert found(archive, query.DateRange("filed", first, last)) == "ab"
    assert found(archive, query.Every("due")) == "ac"


def test_hits_and_statements_have_it(archive: Archive) -> None:
    (hit,) = archive.search("filed:2008")
    assert hit.fields == {"filed": DAYS["b"][0], "due_on": None}
    assert hit.to_json()["fields"] == {"filed": "2008-02-29", "due_on": None}
    for name in DAYS:
        kept = {
            field: day
            for field, day in zip(("filed", "due_on"), DAYS[name], strict=True)
            if day is not None
        }
        assert archive.statement(name).fields == kept
    told = {one.name: (one.kind, one.query, one.statements) for one in archive.info().fields}
    assert told["filed"] == ("date", "filed", 3) and told["due_on"] == ("date", "due", 2)
    assert archive.check(deep=True).total == 0
    narrowed = archive.trend("quay", where={"filed": "2007"}).periods
    assert [(one.since, one.until) for one in narrowed] == [
        (one.since, one.until) for one in archive.trend("quay").periods
    ]


def test_it_stays_when_segments_are_merged(tmp_path: Path) -> None:
    index = tmp_path / "index"
    searchkit.build([statement("a")], index, profile=FILED)
    for name in "bcd":
        with searchkit.open(index) as archive, archive.writer() as writer:
            writer.add(statement(name))
    with searchkit.open(index) as archive:
        assert found(archive, "filed:2007..2008") == "ab" and found(archive, "filed:unknown") == "d"
        assert archive.check(deep=True).total == 0


def test_fields_may_be_called_as_sections_of_the_file_are(tmp_path: Path) -> None:
    called = ("digest", "copy", "newest", "record", "meta", "forward", "day", "token", "names")
    profile = Profile("VM", fields=tuple(ProfileField(name, "date") for name in called))
    days = {name: datetime.date(2000 + place, 1, 1) for place, name in enumerate(called)}
    searchkit.build(
        [Statement("a", "Quay", "Grain.", fields=days)], tmp_path / "index", profile=profile
    )
    with searchkit.open(tmp_path / "index") as archive:
        assert archive.statement("a").fields == days
        assert [archive.count(f"{name}:{day.year}") for name, day in days.items()] == [1] * 9
        assert archive.check(deep=True).total == 0


@pytest.mark.parametrize(
    "field",
    [
        ProfileField("date", "date"),
        ProfileField("when", "date", query="since"),
        ProfileField("score"),
        ProfileField("summary", "text", weight=float("nan")),
        ProfileField("summary", "text", weight=-1.0),
        ProfileField("summary", "colour"),
    ],
)
def test_a_field_that_can_not_be_is_refused(tmp_path: Path, field: ProfileField) -> None:
    with pytest.raises(InvalidArgument):
        searchkit.build(
            [statement("d")], tmp_path / "index", profile=Profile("VM", fields=(field,))
        )
    assert not (tmp_path / "index").exists()
    recorded = FILED.replaced(fields=(ProfileField("s", "text", weight=float("nan")),)).to_json()
    with pytest.raises(ValueError, match="no text weighs nan"):
        Profile.from_json(recorded)


@pytest.mark.parametrize("wrong", ["2007-06-05", 2007, ("2007",)])
def test_a_given_one_is_a_day(tmp_path: Path, wrong: object) -> None:
    given = Statement("a", "Quay", "Grain.", fields={"filed": wrong})  # type: ignore[dict-item]
    with pytest.raises(InvalidInput, match=r"fields\['filed'\] can't be"):
        searchkit.build([given], tmp_path / "index", profile=FILED)


def days_of(folder: Path, index: Path, *, date: str, filed: str) -> tuple[str, str]:
    (folder / "a.md").write_text(f"---\ntitle: Quay\ndate: {date}\nfiled: {filed}\n---\nGrain.")
    build(index, folder, profile=FILED)
    with searchkit.open(index) as archive:
        read = archive.statement("said/a.md")
        return str(read.date), str(read.fields.get("filed"))


@pytest.mark.parametrize(
    ("date", "filed", "expected"),
    [
        ("2007-06-05", "2008-02-29T10:00", ("2007-06-05", "2008-02-29")),
        ("2007-06-05", "5/6/2007", ("2007-06-05", "None")),
        # One that can only be read in one way tells how the other is read.
        ("20/6/2007", "5/6/2007", ("2007-06-20", "2007-06-05")),
        ("5/6/2007", "6/20/2007", ("2007-05-06", "2007-06-20")),
        ("20/6/2007", "6/20/2007", ("2007-06-20", "2007-06-20")),
        ("2007-06-05", "soon", ("2007-06-05", "None")),
        ("2007-06-05", "[1, 2]", ("2007-06-05", "None")),
    ],
)
def test_it_is_read_from_files_as_dates_are(
    tmp_path: Path, date: str, filed: str, expected: tuple[str, str]
) -> None:
    folder = tmp_path / "said"
    folder.mkdir()
    assert days_of(folder, tmp_path / "index", date=date, filed=filed) == expected


def test_other_files_tell_how_it_is_read(tmp_path: Path) -> None:
    folder, index = tmp_path / "said", tmp_path / "index"
    folder.mkdir()
    assert days_of(folder, index, date="2007-01-01", filed="5/6/2007")[1] == "None"
    (folder / "b.md").write_text("---\ntitle: Mere\nfiled: 13/6/2007\n---\nGrain.")
    report = build(index, folder, profile=FILED)
    with searchkit.open(index) as archive:
        assert archive.statement("said/a.md").fields == {"filed": datetime.date(2007, 6, 5)}
    assert report.updated == 1
    assert build(index, folder, profile=FILED).unchanged == 2
    # Neither does the name of a file say it.
    (folder / "2006-01-02-weir.md").write_text("---\ntitle: Weir\n---\nGrain.")
    build(index, folder, profile=FILED)
    with searchkit.open(index) as archive:
        weir = archive.statement("said/2006-01-02-weir.md")
        assert (str(weir.date), weir.fields) == ("2006-01-02", {})


def test_the_command_narrows_by_it(index: Path) -> None:
    folder = index.parent
    assert sorted(call(folder, "--where", "filed=2007..2008", "--files").out.split()) == ["a", "b"]
    said = json.loads(call(folder, "filed:2009", "--json").out)
    assert said["hits"][0]["fields"] == {"filed": "2009-12-31", "due_on": "2008-02-29"}
    header, line = call(folder, "filed:2007", "--csv").out.splitlines()
    assert header.split(",")[3:7] == ["ministers", "portfolios", "filed", "due_on"]
    assert line.startswith("a,2010-01-01,Quay,,,2007-06-05,2009-01-01,")
    assert "2007-06-05" in call(folder, "show", "a", name="searchkit").out
