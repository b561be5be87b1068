"""A second country's profile, and that nothing of New Zealand stands outside its own."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

import searchkit
from searchkit import Archive, Statement
from searchkit.corpus.profile_file import read_profile
from searchkit.profiles.nz import NZ
from searchkit.profiles.profile import Profile
from searchkit.schema.fields import schema_of
from searchkit.schema.names import person_key, plain_name
from tests.test_architecture import MODULES, imported, part

FILES = Path(__file__).parents[2] / "docs" / "profiles"
SECOND = read_profile(FILES / "es-ga.toml")


@pytest.mark.parametrize("path", sorted(FILES.glob("*.toml")), ids=lambda path: path.stem)
def test_each_profile_of_the_docs_is_one(path: Path) -> None:
    profile = read_profile(path)
    assert profile.name.lower() == path.stem
    assert Profile.from_json(profile.to_json()) == profile
    assert schema_of(profile).profile is profile


def test_it_takes_nothing_of_new_zealand() -> None:
    plain = Profile("")
    orders = NZ.post_nominals - plain.post_nominals
    assert {"onzm", "qso"} <= orders and not orders & SECOND.post_nominals
    for name in ("long_vowels", "citation_styles", "head_of_government"):
        assert getattr(SECOND, name) == getattr(plain, name) != getattr(NZ, name)
    assert {field.name for field in SECOND.fields}.isdisjoint(field.name for field in NZ.fields)


def test_only_what_needs_a_profile_before_an_index_is_open_names_new_zealand() -> None:
    """As the default of an argument, and as what a file without a name adds to. All else asks
    the schema of the open index.
    """
    named = {
        module
        for module, path in MODULES.items()
        if any(
            one.startswith("searchkit.profiles.nz")
            for one in imported(path.read_text("utf-8"), module)
        )
    }
    assert {module for module in named if part(module) not in ("schema", "profiles")} == {
        *("searchkit.corpus.dates", "searchkit.corpus.listing", "searchkit.corpus.profile_values"),
    }


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    index = tmp_path_factory.mktemp("second") / "index"
    statements = [
        Statement(
            name,
            f"Speech {name}",
            text,
            datetime.date(2007, 6, 5),
            fields={"speakers": speaker, "party": "Tide", "role": "Prime Minister"},
        )
        for name, speaker, text in (
            ("a", "Sra. Orla Brannigan", "The whānau paid $5 million."),
            ("b", "Orla Brannigan", "The whaanau paid NZ$5 million."),
            ("c", "Orla Brannigan ONZM", "Nothing."),
        )
    ]
    searchkit.build(statements, index, profile=SECOND)
    with searchkit.open(index) as opened:
        yield opened


def test_names_are_compared_by_it(archive: Archive) -> None:
    assert [(one.name, one.statements) for one in archive.names("member")] == [
        ("Orla Brannigan", 2),
        ("Orla Brannigan ONZM", 1),
    ]
    assert plain_name("Sra. Orla Brannigan", SECOND) == "Orla Brannigan"
    # Neither country drops what is the other's.
    assert person_key("Orla Brannigan ONZM", NZ) == person_key("Orla Brannigan", NZ)
    assert person_key("Sra Orla Brannigan", NZ) != person_key("Orla Brannigan", NZ)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("money:5m", "a"),
        ("money:EUR5m", "a"),
        ("money:NZD5m", "b"),
        ("whaanau", "b"),  # A doubled vowel is no macron here.
    ],
)
def test_texts_are_read_and_asked_by_it(archive: Archive, query: str, expected: str) -> None:
    assert "".join(sorted(hit.id for hit in archive.search(query))) == expected


def test_nobody_governs_where_no_portfolio_says_so(archive: Archive) -> None:
    assert archive.trend("paid").governments == ()
    with pytest.raises(searchkit.InvalidArgument, match="member or party or role"):
        archive.count("paid", portfolio="Prime Minister")
