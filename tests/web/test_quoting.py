"""The page and the API that tell whether a quotation is real, and what is said again."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.html_pages import Page, invalid
from tests.support.quoted import HARBOUR, LEVY, one

REAL = "It took nine long years and twelve ships"


@pytest.fixture(scope="module")
def quay(make_site: Any) -> Any:
    return make_site(
        [
            one("harbour", HARBOUR, "2007-05-01", "Hon Jan Vell", "Harbour <opens>"),
            one("levy", LEVY, None, "Odda Brenn"),
        ]
    )


def page(client: Any, **params: str) -> Page:
    response = client.get("/quote", params=params)
    assert response.status_code == 200
    assert invalid(response.text) == []
    return Page(response.text)


def test_an_empty_field(quay: Any) -> None:
    for params in ({}, {"q": " "}):
        found = page(quay, **params)
        assert len(found.all("textarea")) == 1 and found.all("ol", "uses") == []


def test_an_exact_quotation(quay: Any) -> None:
    found = page(quay, q=f"“{REAL}”")
    assert [h.text for h in found.all("h2")] == ["Exact"]
    assert found.all("textarea")[0].text.strip() == f"“{REAL}”"
    (entry,) = found.all("ol", "uses")[0].all("li")
    assert [a.get("href") for a in entry.all("a")] == ["/statements/vm/harbour.md"]
    assert "Jan Vell" in entry.text and entry.all("p", "snippet")[0].text == REAL


def test_differences_are_struck_out_and_underlined(quay: Any) -> None:
    found = page(quay, q="It took five years and twelve ships")
    assert [h.text for h in found.all("h2")] == ["Altered"]
    snippet = found.all("p", "snippet")[0]
    assert [d.text for d in snippet.all("del")] == ["five"]
    assert [i.text for i in snippet.all("ins")] == ["nine long"]
    assert "Only punctuation" not in found.raw
    assert "Only punctuation" in page(quay, q="it took nine long years").raw


@pytest.mark.parametrize("q", ["!?", "a " * 501, "<script>alert(1)</script>", "\x00\ud83d"])
def test_what_cant_be_checked_or_is_hostile(quay: Any, q: str) -> None:
    found = page(quay, q=q.encode("utf-8", "replace").decode())
    assert "alert" not in "".join(script.raw for script in found.all("script"))


def test_the_api_gives_what_the_command_prints(quay: Any) -> None:
    archive = quay.app.state.site.generations.current().archive
    for text in (REAL, "It took five years and twelve ships", "Penguins sing"):
        given = quay.get("/api/quote", params={"q": text}).json()
        assert given == archive.check_quote(text).to_json()
    assert quay.get("/api/quote").status_code == 400
    assert quay.get("/api/quote", params={"q": "…"}).status_code == 400
    assert quay.get("/api/quote", params={"q": "a " * 501}).status_code == 400


def test_the_api_tells_what_is_said_again(make_site: Any) -> None:
    again = one("again", f"Welcome. {HARBOUR}", None, "Odda Brenn")
    client = make_site([one("harbour", HARBOUR, "2007-05-01", "Jan Vell"), again])
    given = client.get("/api/repeats", params={"id": "vm/harbour.md"}).json()
    archive = client.app.state.site.generations.current().archive
    found = archive.repeats("vm/harbour.md")
    assert given == {"id": "vm/harbour.md", "repeats": [repeat.to_json() for repeat in found]}
    assert [repeat.id for repeat in found] == ["vm/again.md"]
    assert client.get("/api/repeats", params={"id": "nowhere"}).status_code == 404
    assert client.get("/api/repeats").status_code == 400
