"""Pages speak of statements as the profile of their index does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from starlette.testclient import TestClient

import searchkit
from searchkit import Profile, ProfileField, Statement
from searchkit.profiles.profile import STATEMENTS, Nouns
from searchkit.web.app import create_app
from searchkit.web.settings import Settings

SPEECHES = Profile(
    "VM",
    fields=(
        ProfileField("speakers", "person", query="member", title="Members"),
        ProfileField("party"),
    ),
    words=(("statement", "speech"), ("statements", "speeches")),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    index = tmp_path_factory.mktemp("speeches") / "index"
    statements = [
        Statement(
            f"vm/{party}",
            f"The {party}",
            "A harbour with a quay.",
            date(2007, 6, 5),
            fields={"speakers": "Bede Farrow", "party": party},
        )
        for party in ("Tide", "Hill")
    ]
    searchkit.build(statements, index, profile=SPEECHES)
    with TestClient(create_app(Settings(address=str(index)))) as client:
        yield client


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/", ["2 speeches, 2007", "All speeches, newest first"]),
        ("/search?q=harbour", ["2 speeches", "2007: 2 speeches,"]),
        ("/search?q=zebra", ["Searched 2 speeches"]),
        ("/search?q=title:tide", ["1 speech ", "2007: 1 speech,"]),
        ("/lines?q=quay", ["in 2 speeches"]),
        ("/party?q=quay", ["Of 2 speeches", "Hill"]),
        ("/trend?q=quay", ["Per 1,000 speeches", "All speeches"]),
        ("/words?q=tide", ["speech"]),
        ("/similar?id=vm/Tide", ["Speeches like this one"]),
        ("/statements/vm/Tide", ["About this speech", "<bdi>Bede Farrow</bdi>"]),
    ],
)
def test_pages_call_statements_what_the_profile_does(
    site: TestClient, address: str, said: list[str]
) -> None:
    page = site.get(address)
    assert page.status_code == 200
    for one in said:
        assert one in page.text, one


def test_files_and_citations_have_its_fields(site: TestClient) -> None:
    header, line, *_ = site.get("/export.csv?q=tide").text.lstrip("\ufeff").split("\r\n")
    assert header == "id,title,date,speakers,party,url,permalink,attachments"
    assert line.startswith("vm/Tide,The Tide,2007-06-05,Bede Farrow,Tide,,")
    assert site.get("/export.jsonl?q=tide").json()["party"] == ["Tide"]
    entry = site.get("/export.bib?q=tide").text
    assert "author = {Bede Farrow}" in entry and "keywords = {Tide}" in entry
    assert "howpublished = {Speech}" in entry
    page = site.get("/statements/vm/Tide").text
    assert "Bede Farrow, “The Tide”, speech, 5 June 2007" in page
    assert "NZ Law Style Guide" not in page
    lines = site.get("/api/concordance?q=quay").json()["lines"]
    assert lines[0]["fields"]["speakers"] == ["Bede Farrow"]
    schemas = site.get("/api/openapi.json").json()["components"]["schemas"]
    assert "fields" in schemas["Line"]["required"]
    first = site.get("/api/first?q=quay").json()["uses"]
    assert {one["who"] for one in first} >= {"Bede Farrow"}


def test_one_word_is_enough() -> None:
    assert Profile("VM").nouns == STATEMENTS == Nouns("statement", "statements")
    assert Profile("VM", words=(("statement", "letter"),)).nouns == Nouns("letter", "letters")
    assert SPEECHES.nouns.counted(1_200) == "1,200 speeches"
    assert SPEECHES.nouns.heading == "Speeches"
