"""The API: the JSON of the command, problems as problem+json, and a document that is true."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import jsonschema
import pytest

QUERIES = [
    *("", "harbour", '"harbour ferry"', "harbour -ferry", "harb* OR treaty", "harbour zyzzyva"),
    *(
        "minister:brannigan ferry",
        "date:2000..2004",
        "title:harbour",
        "naive~1",
        "Käldby",
        "harbuor",
    ),
]


@pytest.fixture(scope="module")
def document(port: Any) -> dict[str, Any]:
    return port.get("/api/openapi.json").json()


def schema_of(document: dict[str, Any], path: str, status: str = "200") -> dict[str, Any]:
    content = document["paths"][path]["get"]["responses"][status]["content"]
    schema = next(iter(content.values()))["schema"]
    return {**schema, "components": document["components"]}


def test_the_document_is_openapi(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    assert set(document["paths"]) == {
        *("/search", "/facets", "/suggest", "/concordance", "/statements/{id}", "/statements"),
        *("/collocates", "/keywords", "/trend", "/first", "/quotations", "/quote", "/who"),
        *("/repeats", "/people", "/timeline"),
    }
    for schema in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("query", QUERIES)
def test_a_search_is_what_the_command_prints(
    port: Any, document: dict[str, Any], query: str
) -> None:
    given = {"q": query, "facets": "true", "explain": "true", "limit": 5, "page": 2}
    found = port.get("/api/search", params=given).json()
    jsonschema.validate(found, schema_of(document, "/search"))
    archive = port.app.state.site.generations.current().archive
    answer = archive.search(query, limit=5, offset=5, facets=True, explain=True)
    wanted = json.loads(json.dumps(answer.to_json()))
    assert {**found, "took_ms": 0} == {**wanted, "took_ms": 0}


def test_facets_are_those_of_the_search_and_years_those_of_all(
    port: Any, document: dict[str, Any]
) -> None:
    asked = {"q": "harbour", "minister": ["Orla Brannigan", "Tamsin Okoro"], "since": "1999"}
    counted = port.get("/api/facets", params=asked).json()
    jsonschema.validate(counted, schema_of(document, "/facets"))
    found = port.get("/api/search", params={**asked, "facets": "true"}).json()
    assert (counted["total"], counted["facets"]) == (found["total"], found["facets"])
    assert 0 < counted["total"] < 300
    every = port.get("/api/search", params={"facets": "true", "limit": 0}).json()
    assert counted["years"] == every["facets"]["year"]


def test_suggestions(port: Any, document: dict[str, Any]) -> None:
    found = port.get("/api/suggest", params={"q": "old harbour"}).json()
    jsonschema.validate(found, schema_of(document, "/suggest"))
    first = next(one for one in found["suggestions"] if one["kind"] == "word")
    assert (first["kind"], first["value"], first["query"]) == ("word", "harbours", "old harbours")
    names = port.get("/api/suggest", params={"q": "ferry minister:bran", "limit": 1}).json()
    assert names["suggestions"][0]["query"] == 'ferry minister:"Orla Brannigan"'
    assert len(names["suggestions"]) == 1


def test_a_statement(port: Any, document: dict[str, Any]) -> None:
    archive = port.app.state.site.generations.current().archive
    id = archive.search("harbour")[0].id
    found = port.get(f"/api/statements/{quote(id)}", params={"q": "harbour"}).json()
    jsonschema.validate(found, schema_of(document, "/statements/{id}"))
    statement = archive.statement(id)
    assert (found["id"], found["title"], found["body"]) == (id, statement.title, statement.body)
    assert found["text"] == archive.text(id)
    assert found["matches"] == [m._asdict() for m in archive.matches(id, "harbour")]
    parts = {"title": found["title"], "body": found["text"]}
    words = {parts[m["field"]][m["start"] : m["end"]].lower() for m in found["matches"]}
    assert words and words <= {"harbour", "harbours"}


def test_ids_of_every_kind(hostile: Any) -> None:
    for id in ("vm/script.md", 'vm/odd "id" <x>?&#100%.md', "vm/empty.md"):
        assert hostile.get(f"/api/statements/{quote(id)}").json()["id"] == id
        assert hostile.get(f"/statements/{quote(id)}").status_code == 200


@pytest.mark.parametrize(
    "id", ["none", "../manifest.json", "%2e%2e%2fmanifest.json", "/etc/passwd", "a\nb", "vm"]
)
def test_no_id_leaves_the_index(port: Any, id: str) -> None:
    response = port.get(f"/api/statements/{quote(id, safe='%')}")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("address", "status", "kind", "more"),
    [
        ("search?q=harbour%20(ferry", 400, "query-syntax", {"column": 8}),
        ("facets?q=%22harbour", 400, "query-syntax", {"column": 0}),
        (
            "search?q=a+minister:brannagin",
            404,
            "unknown-name",
            {"name": "brannagin", "query": "a minister:brannagin", "column": 11},
        ),
        ("search?minister=brannagin", 404, "unknown-name", {"name": "brannagin"}),
        ("search?limit=101", 400, "parameter", {"parameter": "limit"}),
        ("search?limit=-1", 400, "parameter", {"parameter": "limit"}),
        ("search?limit=1e1", 400, "parameter", {"parameter": "limit"}),
        ("search?limit=%C2%B2", 400, "parameter", {"parameter": "limit"}),
        ("search?page=0", 400, "parameter", {"parameter": "page"}),
        ("search?page=101&limit=100", 400, "parameter", {"parameter": "page"}),
        ("search?facets=1", 400, "parameter", {"parameter": "facets"}),
        ("search?sort=best", 400, "parameter", {"parameter": "sort"}),
        ("search?query=harbour", 400, "parameter", {"parameter": "query"}),
        ("search?q=a&q=b", 400, "parameter", {"parameter": "q"}),
        ("search?since=yesterday", 400, "parameter", {}),
        ("search?q=" + "a" * 2001, 400, "parameter", {"parameter": "q"}),
        (
            "search?" + "&".join(["minister=a"] + [f"minister=a{n}" for n in range(20)]),
            400,
            "parameter",
            {},
        ),
        ("statements/none", 404, "no-statement", {}),
        ("nothing", 404, "no-page", {}),
    ],
)
def test_problems(
    port: Any, document: dict[str, Any], address: str, status: int, kind: str, more: dict[str, Any]
) -> None:
    response = port.get(f"/api/{address}")
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    jsonschema.validate(problem, schema_of(document, "/search", "400"))
    assert (
        problem["type"].endswith(kind) and problem["status"] == status and problem["detail"]
    ) or status == 404
    assert {name: problem[name] for name in more} == more


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/api/search", "/search", "/", "/export.csv"])
def test_nothing_can_be_changed(port: Any, method: str, path: str) -> None:
    response = port.request(method, path)
    assert response.status_code == 405
    assert "GET" in response.headers["allow"]


def test_only_some_headers_may_be_asked_for_by_others(make_site: Any) -> None:
    from tests.support.vellmark import many

    origin = {"Origin": "https://reader.example"}
    closed = make_site(many(3))
    assert "access-control-allow-origin" not in closed.get("/api/search", headers=origin).headers
    open_ = make_site(many(3), cors=("https://reader.example",))
    allowed = open_.get("/api/search", headers=origin)
    assert allowed.headers["access-control-allow-origin"] == "https://reader.example"
    wrong = open_.get("/api/search?page=x", headers=origin)
    assert wrong.status_code == 400 and "access-control-allow-origin" in wrong.headers
    other = open_.get("/api/search", headers={"Origin": "https://other.example"})
    assert "access-control-allow-origin" not in other.headers
    assert "access-control-allow-origin" not in open_.get("/search", headers=origin).headers


@pytest.mark.parametrize("path", ["/api/search?q=harbour", "/search?q=harbour", "/feed.atom", "/"])
def test_an_answer_that_has_not_changed_is_not_sent_again(port: Any, path: str) -> None:
    first = port.get(path)
    tag = first.headers["etag"]
    again = port.get(path, headers={"If-None-Match": f'"other", {tag}'})
    assert again.status_code == 304 and again.content == b"" and again.headers["etag"] == tag
    assert port.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    other = "/api/search?q=ferry"
    assert port.get(other).headers["etag"] != tag
    assert port.get(other, headers={"If-None-Match": tag}).status_code == 200


def test_errors_have_no_tag(port: Any) -> None:
    assert "etag" not in port.get("/api/search?q=%22").headers


def test_other_ways_to_write_a_word(make_site: Any) -> None:
    from searchkit import Statement

    texts = ["An e-mail."] * 3 + ["An email."] * 4
    site = make_site([Statement(id=f"s/{n}", title="", body=t) for n, t in enumerate(texts)])
    said = site.get("/api/search?q=email").json()
    assert said["total"] == 4
    assert said["variants"] == [{"text": "e-mail", "query": '"e-mail"', "count": 3}]
    assert site.get("/api/search?q=email&variants=true").json()["total"] == 7
    assert site.get("/api/facets?q=email&variants=true").json()["total"] == 7
    matches = site.get("/api/statements/s/0?q=email&variants=true").json()["matches"]
    assert [(one["start"], one["end"]) for one in matches] == [(3, 9)]
    assert site.get("/api/statements/s/0?q=email").json()["matches"] == []
