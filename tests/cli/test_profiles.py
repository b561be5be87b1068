"""The commands on an index whose profile has fields of its own, and no ministers."""

import json
from pathlib import Path

import pytest

from tests.support.command_line import call

PROFILE = """
name = "VM"
[fields]
ministers = false
portfolios = false
[fields.speakers]
kind = "person"
query = "member"
title = "Members"
[fields.party]
kind = "name"
"""
TEXTS = {
    "quay": ("Bede Farrow", "Tide", "A quay for the harbour."),
    "mere": ("Orla Brannigan", "Hill", "A mere, and no harbour."),
    "weir": ("Bede Farrow", "Tide", "A weir."),
}


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index of three statements. Nothing may change it."""
    made = tmp_path_factory.mktemp("village")
    folder = made / "said"
    folder.mkdir()
    (folder / "searchkit.toml").write_text(PROFILE)
    for name, (speaker, party, text) in TEXTS.items():
        head = f"title: The {name}\nspeakers: {speaker}\nparty: {party}"
        (folder / f"{name}.md").write_text(f"---\n{head}\n---\n{text}\n")
    done = call(made, "index", "said", name="searchkit")
    assert (done.code, done.err) == (0, ""), done.err
    return made


def found(folder: Path, *arguments: str) -> list[str]:
    result = call(folder, *arguments, "--files")
    assert result.code in (0, 1), result.err
    return sorted(Path(line).stem for line in result.out.splitlines())


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--where", "party=tide"], ["quay", "weir"]),
        (["harbour", "--where", "party=tide"], ["quay"]),
        (["--where", "party=tide", "--where", "party=hill"], ["mere", "quay", "weir"]),
        (["--where", "party=tide", "--where", "member=brannigan"], []),
        (["--where=member=farrow"], ["quay", "weir"]),
        (["party:hill"], ["mere"]),
        (["member:farrow", "harbour"], ["quay"]),
        (["harbour party:hill"], ["mere"]),
        (["member:Bede Farrow", "weir"], ["weir"]),
    ],
)
def test_its_fields_narrow(village: Path, arguments: list[str], expected: list[str]) -> None:
    assert found(village, *arguments) == expected


@pytest.mark.parametrize("name", ["minister", "portfolio"])
def test_a_field_it_has_not_is_an_error_that_names_those_it_has(village: Path, name: str) -> None:
    for result in (
        call(village, "harbour", f"--{name}", "farrow"),
        call(village, "harbour", "--where", f"{name}=farrow"),
        call(village, "trend", "harbour", f"--{name}", "farrow", name="searchkit"),
    ):
        assert (result.code, result.out) == (2, "")
        assert f"no names of '{name}'" in result.err
        assert "member or party" in result.err


@pytest.mark.parametrize("given", ["party", "=tide", "party=", "party tide"])
def test_a_filter_without_a_field_and_a_name_is_refused(village: Path, given: str) -> None:
    result = call(village, "harbour", "--where", given)
    assert result.code == 2 and "as in party=green" in result.err


def test_json_and_facets_have_them(village: Path) -> None:
    said = json.loads(call(village, "quay", "--json", "--facets").out)
    (hit,) = said["hits"]
    assert (hit["ministers"], hit["portfolios"]) == ([], [])
    assert hit["fields"] == {"speakers": ["Bede Farrow"], "party": ["Tide"]}
    assert list(said["facets"]) == ["member", "party", "year"]
    shown = call(village, "quay", "--facets").out
    assert "Members\n  Bede Farrow  1" in shown and "Party\n  Tide  1" in shown
    one = json.loads(call(village, "show", "said/quay.md", "--json", name="searchkit").out)
    assert one["fields"] == {"speakers": ["Bede Farrow"], "party": ["Tide"]}


def test_it_is_cited_and_listed_by_them(village: Path) -> None:
    cited = call(village, "cite", "said/quay.md", name="searchkit").out
    assert cited == "Bede Farrow, “The quay”, press release, date unknown.\n"
    record = call(village, "cite", "said/quay.md", "--style", "ris", name="searchkit").out
    assert "AU  - Farrow, Bede" in record and "KW  - Tide" in record
    header, line = call(village, "quay", "--csv").out.splitlines()
    assert header == "id,date,title,speakers,party,url,score,passage"
    assert line.startswith("said/quay.md,,The quay,Bede Farrow,Tide,,")


def test_lines_say_who_spoke(village: Path) -> None:
    text = call(village, "concordance", "weir", "--width", "20", name="searchkit").out
    assert "Bede Farrow" in text and "nobody named" not in text
    header, *lines = call(village, "concordance", "weir", "--csv", name="searchkit").out.split(
        "\r\n"
    )
    assert header.startswith("id,date,speakers,title,field")
    assert lines[0].startswith("said/weir.md,,Bede Farrow,The weir,")
    said = json.loads(call(village, "concordance", "weir", "--json", name="searchkit").out)
    assert said["lines"][0]["fields"] == {"speakers": ["Bede Farrow"], "party": ["Tide"]}


def test_info_lists_them(village: Path) -> None:
    lines = [
        " ".join(line.split()) for line in call(village, "info", name="searchkit").out.splitlines()
    ]
    assert "profile VM" in lines
    assert "speakers person, 3 statements, member:" in lines
    assert "party name, 3 statements, party:" in lines
    said = json.loads(call(village, "info", "--json", name="searchkit").out)
    assert {"name": "party", "kind": "name", "query": "party", "statements": 3} in said["fields"]


def test_words_are_counted_by_them(village: Path) -> None:
    result = call(village, "concordance", "harbour", "--where", "party=tide", name="searchkit")
    assert result.code == 0 and result.out.count("harbour") == 1


def test_a_profile_is_named_and_a_change_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "said"
    folder.mkdir()
    (folder / "a.md").write_text("---\ntitle: Quay\nparty: Tide\n---\nA quay.")
    (tmp_path / "vm.toml").write_text(PROFILE)
    assert call(tmp_path, "index", "said", name="searchkit").code == 0
    changed = call(tmp_path, "index", "said", "--profile", "vm.toml", name="searchkit")
    assert changed.code == 0
    assert "The profile has changed (the field ministers, " in changed.err
    assert found(tmp_path, "--where", "party=tide") == ["a"]
    (tmp_path / "vm.toml").write_text("name = 7")
    wrong = call(tmp_path, "index", "said", "--profile", "vm.toml", name="searchkit")
    assert (wrong.code, wrong.out) == (2, "")
    assert "vm.toml:1: name can't be 7" in wrong.err
    assert found(tmp_path, "--where", "party=tide") == ["a"]
