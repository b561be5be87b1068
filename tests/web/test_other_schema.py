"""A site shows the fields that its index has."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from searchkit import Statement
from searchkit.indexing.statements import build_statements
from searchkit.schema.fields import DEFAULT, Names, Schema
from searchkit.web.app import create_app
from searchkit.web.settings import Settings

PARTY = Schema((*DEFAULT.fields, Names("party", query="party", kind="label")))


@pytest.fixture
def site(tmp_path: Path) -> Any:
    statements = [
        Statement(id=f"vm/{name}", title=name, body="A harbour.", fields={"party": name})
        for name in ("Tide", "Hill")
    ]
    build_statements(statements, tmp_path / "index", schema=PARTY)
    with TestClient(create_app(Settings(address=str(tmp_path / "index")))) as client:
        yield client


def test_it_narrows_by_a_field_of_its_own(site: Any) -> None:
    found = site.get("/api/search?q=harbour&party=tide&facets=true").json()
    assert [hit["id"] for hit in found["hits"]] == ["vm/Tide"]
    assert found["facets"]["party"] == [{"value": "Tide", "count": 1}]
    assert site.get("/api/search?q=harbour&party=nobody").status_code == 404
    assert site.get("/api/search?q=harbour&colour=red").status_code == 400


def test_every_page_knows_it(site: Any) -> None:
    assert site.get("/").status_code == 200
    of_one = site.get("/named/party?name=Tide")
    assert of_one.status_code == 200 and "/search?party=" in of_one.text
    results = site.get('/search?q=harbour&party="Tide"')
    assert results.status_code == 200 and "Without Tide" in results.text
    names = site.get("/party?q=harbour")
    assert names.status_code == 200 and "Hill" in names.text
    statement = site.get("/statements/vm/Tide?q=harbour")
    assert statement.status_code == 200
    assert statement.text.count("><bdi>Tide</bdi></a>") == 1
    assert "<dt>party</dt>" not in statement.text  # It is said above the text.
    help_page = site.get("/help")
    assert "party:&#34;Hill&#34;" in help_page.text or "party:&#34;Tide&#34;" in help_page.text


def test_the_document_of_the_api_describes_it(site: Any) -> None:
    document = site.get("/api/openapi.json").json()
    parameters = [one["name"] for one in document["paths"]["/search"]["get"]["parameters"]]
    assert "party" in parameters
    assert list(document["components"]["schemas"]["Facets"]["properties"]) == [
        *("minister", "portfolio", "party", "year")
    ]


@pytest.mark.parametrize("address", ["/feed.atom?q=harbour", "/export.csv?q=harbour&party=Tide"])
def test_files_are_made(site: Any, address: str) -> None:
    assert site.get(address).status_code == 200


def test_suggestions_have_its_names(site: Any) -> None:
    (found,) = site.get("/api/suggest?q=party:ti").json()["suggestions"]
    assert (found["kind"], found["value"], found["query"]) == ("party", "Tide", 'party:"Tide"')
