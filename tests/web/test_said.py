"""`said:` on the page and in the API."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.html_pages import Page
from tests.support.vellmark import plain

HARBOUR = "“The harbour is open,” Ms Brannigan said.\n\n“It is small,” said Mayor Mika Storr."


@pytest.fixture(scope="module")
def site(make_site: Any) -> Any:
    made = [plain(1, "Harbour", HARBOUR, ministers=("Hon Orla Brannigan",))]
    return make_site([*made, plain(2, "Grain", "The harbour has grain.")], quotations=True)


def test_a_hit_begins_with_who_says_it(site: Any) -> None:
    page = Page(site.get("/search", params={"q": "said:(brannigan harbour)"}).text)
    (passage,) = page.all("p", "snippet")
    assert passage.text.startswith("Orla Brannigan: “The harbour is open,”")
    assert [mark.text for mark in passage.all("mark")] == ["harbour"]
    assert [one.text for one in passage.all("span", "by")] == ["Orla Brannigan:"]


def test_the_api_says_who_says_it(site: Any) -> None:
    found = json.loads(site.get("/api/search", params={"q": "said:(* small)"}).text)
    (hit,) = found["hits"]
    assert hit["snippets"][0]["said_by"] == ["Mika Storr"]
    assert hit["snippets"][0]["own_words"] is False


def test_a_name_of_nobody_is_an_error_with_the_nearest(site: Any) -> None:
    answer = site.get("/api/search", params={"q": "said:(store small)"})
    assert answer.status_code == 404
    assert answer.json()["title"] == "Nobody who is quoted goes by this name"
    assert "nobody who is quoted is called 'store'" in answer.text


def test_the_help_offers_it_where_the_index_knows(site: Any, few: Any) -> None:
    assert "said:(&#34;" in site.get("/help").text
    assert "said:" not in few.get("/help").text
    assert (
        few.get("/api/search", params={"q": "said:*"}).json()["type"] == "about:blank#unsupported"
    )


def test_a_statement_is_read_with_what_led_to_it(site: Any, few: Any) -> None:
    page = Page(site.get("/statements/vm/001.md", params={"q": "said:(brannigan harbour)"}).text)
    assert [mark.text for mark in page.all("mark")] == ["harbour"]
    old_link = few.get("/statements/vm/001.md", params={"q": "said:(brannigan harbour)"})
    assert old_link.status_code == 200
