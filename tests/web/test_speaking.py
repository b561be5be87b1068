"""The pages and the API of offices, people, timelines and what is said again."""

from __future__ import annotations

from typing import Any

import pytest

from searchkit import Statement
from tests.support.html_pages import Page, invalid
from tests.support.quoted import HARBOUR, one

LONG = (
    "The harbour of Oster gets a second quay and a crane, and ferries will run twice a day from "
    "there to the northern islands as soon as the granite is cut, Harbour Minister Jan Vell said."
)


@pytest.fixture(scope="module")
def quay(make_site: Any) -> Any:
    first = one("harbour", HARBOUR, "2007-05-01", "Hon Jan Vell", "Harbour <opens>")
    given = [
        Statement(**{**_fields(first), "portfolios": ("Harbours & quays",)}),
        one("quay", LONG, "2007-06-01", "Hon Jan Vell", "A quay"),
        one("again", LONG, "2007-07-01", "Mika <Storr>", "A quay again"),
    ]
    return make_site(given)


def _fields(given: Statement) -> dict[str, Any]:
    names = ("id", "title", "body", "date", "ministers")
    return {name: getattr(given, name) for name in names}


def page(client: Any, address: str, **params: str) -> Page:
    response = client.get(address, params=params)
    assert response.status_code == 200, response.text
    assert invalid(response.text) == []
    return Page(response.text)


def test_who_held_an_office(quay: Any) -> None:
    assert page(quay, "/who").all("h2") == []
    found = page(quay, "/who", office="harbours")
    assert [h.text for h in found.all("h2")] == ["Harbours & quays"]
    assert "Jan Vell" in found.all("ol", "uses")[0].text
    assert page(quay, "/who", on="2007-05-01").all("h2")[0].text == "Harbours & quays"
    assert "Nobody is shown" in page(quay, "/who", on="1990").raw


@pytest.mark.parametrize(
    ("address", "params"),
    [
        ("/who", {"office": "<script>alert(1)</script>"}),
        ("/who", {"on": "tomorrow"}),
        ("/people", {"name": "<b>nobody\x00"}),
        ("/timeline", {"q": "<b>"}),
    ],
)
def test_what_is_hostile_or_not_there(quay: Any, address: str, params: dict[str, str]) -> None:
    response = quay.get(address, params=params)
    assert response.status_code in (200, 400)
    assert invalid(response.text) == []
    assert "<b>" not in response.text and "<script>alert" not in response.text


def test_who_somebody_is(quay: Any) -> None:
    assert page(quay, "/people").all("h2") == []
    found = page(quay, "/people", name="vell")
    assert [h.text for h in found.all("h2")] == ["Jan Vell"]
    assert "Hon Jan Vell (2)" in found.raw.replace("<bdi>", "").replace("</bdi>", "")
    (value,) = quay.get("/api/people", params={"name": "vell"}).json()
    assert (value["name"], value["statements"], value["years"]) == ("Jan Vell", 2, {"2007": 2})
    assert quay.get("/api/people", params={"name": "nobody"}).status_code == 404


def test_what_was_said_in_order(quay: Any) -> None:
    found = page(quay, "/timeline", q="minister:vell years")
    rows = found.all("ol", "uses")[0].all("li")
    assert rows and all("Jan Vell" in row.text for row in rows)
    value = quay.get("/api/timeline", params={"q": "minister:vell years"}).json()
    assert len(value["rows"]) == len(rows)
    csv = quay.get("/timeline.csv", params={"q": "minister:vell years"}).text
    assert len(csv.splitlines()) == len(rows) + 1


def test_what_is_said_again(quay: Any) -> None:
    found = page(quay, "/repeats/vm/quay.md")
    assert [h.text for h in found.all("h2")] == ["Says the same"]
    assert "A quay again" in found.raw and LONG[:-1] in found.raw
    assert "Nothing is said again" in page(quay, "/repeats/vm/harbour.md").raw
    assert quay.get("/repeats/vm/nowhere.md").status_code == 404
    assert "/repeats/vm/quay.md" in quay.get("/statements/vm/quay.md").text


def test_results_mark_what_is_said_again(quay: Any) -> None:
    plain = page(quay, "/search", q="granite")
    assert plain.all("p", "again") == []
    (toggle,) = (link for link in plain.all("a") if link.text == "marked")
    assert (toggle.get("href") or "").endswith("repeats=true")
    marked = page(quay, "/search", q="granite", repeats="true")
    found = [one.text for one in marked.all("p", "again")]
    assert len(found) == 2
    assert any("Announced before: 1 June 2007, A quay" in one for one in found)
    assert any("Announced after: 1 July 2007, A quay again" in one for one in found)
    assert "/repeats/vm/quay.md" in [one.get("href") for one in marked.all("a")]
    value = quay.get("/api/search", params={"q": "granite", "repeats": "true"}).json()
    repeated = {hit["id"]: [one["id"] for one in hit["repeats"]] for hit in value["hits"]}
    assert repeated == {
        "vm/quay.md": ["vm/again.md"],
        "vm/again.md": ["vm/quay.md"],
        "vm/harbour.md": [],
    }
    value = quay.get("/api/search", params={"q": "granite"}).json()
    assert all("repeats" not in hit for hit in value["hits"])
