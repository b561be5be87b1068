"""Lines: the page, the API and its files show what the library gives."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jsonschema
import pytest

from searchkit.model.arguments import LINE_SORTS
from searchkit.rendering.tables import lines_as_csv
from searchkit.schema.fields import DEFAULT
from searchkit.web.budgets import SLOW
from tests.support.html_pages import Page, invalid
from tests.web.test_api import schema_of


def archive_of(client: Any) -> Any:
    return client.app.state.site.generations.current().archive


def rows_of(page: Page) -> list[tuple[str, str, str]]:
    """(left, match, right) of each line of a page."""
    return [
        (one.first(".left").raw, one.first("mark").raw, one.select(".right bdi")[-1].raw)
        for one in page.select(".lines li")
    ]


@pytest.fixture(scope="module")
def document(port: Any) -> Any:
    return port.get("/api/openapi.json").json()


@pytest.mark.parametrize(
    ("given", "asked", "part"),
    [
        ({"q": "harbour"}, {}, slice(0, 20)),
        ({"q": "fish*", "sort": "left2", "limit": 7, "page": 3}, {"sort": "left2"}, slice(14, 21)),
        (
            {"q": "the", "sample": 9, "seed": 4, "width": 5},
            {"sample": 9, "seed": 4, "width": 5},
            slice(0, 20),
        ),
        ({"q": "harbour", "since": "2005"}, {"since": "2005"}, slice(0, 20)),
        ({"q": "harbour lake", "any": "true"}, {"any_word": True}, slice(0, 20)),
        ({"q": "zyzzyva"}, {}, slice(0, 20)),
        ({"q": "harbour", "limit": 0}, {}, slice(0, 0)),
    ],
)
def test_the_api_gives_what_the_command_prints(
    port: Any, document: Any, given: dict[str, Any], asked: dict[str, Any], part: slice
) -> None:
    found = port.get("/api/concordance", params=given).json()
    jsonschema.validate(found, schema_of(document, "/concordance"))
    wanted = archive_of(port).concordance(given["q"], **asked)
    assert found == json.loads(json.dumps(wanted.to_json(wanted[part])))
    answer = port.get("/api/concordance", params={**given, "format": "csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.decode() == "".join(lines_as_csv(wanted, DEFAULT))


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"q": "minister:okoro"}, "parameter"),
        ({"q": '"'}, "query-syntax"),
        ({"q": "harbour", "sort": "left4"}, "parameter"),
        ({"q": "harbour", "limit": 101}, "parameter"),
        ({"q": "harbour", "limit": 100, "page": 101}, "parameter"),
        ({"q": "harbour", "strict": "true"}, "parameter"),
    ],
)
def test_what_can_not_be_meant(port: Any, given: dict[str, Any], kind: str) -> None:
    for form in ("json", "csv"):
        answer = port.get("/api/concordance", params={**given, "format": form})
        assert answer.status_code == 400
        assert answer.json()["type"] == f"about:blank#{kind}"


def test_a_file_gives_back_its_slot_whatever_was_kept(port: Any) -> None:
    slots = port.app.state.site.downloads
    for tag in ("*", '"x"', ""):
        headers = {"If-None-Match": tag} if tag else {}
        for address in ("/api/concordance?q=harbour&format=csv", "/lines.csv?q=harbour"):
            for ask in (port.get, port.head):
                assert ask(address, headers=headers).status_code == 200
                assert slots.taken == 0


@pytest.mark.parametrize("sort", LINE_SORTS)
def test_a_page_has_its_lines(port: Any, sort: str) -> None:
    page = Page(port.get(f"/lines?q=harbour&sort={sort}&n=25&page=2").text)
    wanted = archive_of(port).concordance("harbour", sort=sort, width=160)
    assert rows_of(page) == [(one.left, one.match, one.right) for one in wanted[25:50]]
    links = [one.first(".when a").attributes["href"] for one in page.select(".lines li")]
    assert links == [f"/statements/{one.id}?q=harbour" for one in wanted[25:50]]
    assert page.first("h1").text.startswith(f"{len(wanted)} occurrences in {wanted.statements} ")
    chosen = page.select(".sorts [aria-current]")[0].attributes["href"]
    assert parse_qs(urlsplit(chosen).query).get("sort", ["newest"]) == [sort]


def test_the_file_of_a_page_has_all_its_lines_in_order(port: Any) -> None:
    page = Page(port.get("/lines?q=harbour&sort=right1&n=25&page=2&since=2001").text)
    address = page.first(".sorts .file").attributes["href"]
    answer = port.get(address)
    assert answer.headers["content-disposition"] == 'attachment; filename="harbour-lines.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    wanted = archive_of(port).concordance("harbour", sort="right1", since=2001)
    assert [(row["id"], int(row["start"])) for row in rows] == [
        (one.id, one.start) for one in wanted
    ]


def test_views_keep_query_and_filters(port: Any) -> None:
    asked = "q=harbour+lake&minister=orla+brannigan&since=2001&any=true"
    results = Page(port.get(f"/search?{asked}&sort=oldest&n=25&page=2").text)
    tabs = {one.text: one.attributes for one in results.select(".tabs a")}
    assert tabs["Statements"]["aria-current"] == "true"
    assert tabs["Lines"]["href"] == f"/lines?{asked}"
    lines = Page(port.get(f"/lines?{asked}&sort=left1").text)
    tabs = {one.text: one.attributes for one in lines.select(".tabs a")}
    assert tabs["Lines"]["aria-current"] == "true"
    assert tabs["Statements"]["href"] == f"/search?{asked}"
    # Another query from the box stays in the view, with all that narrows it.
    form = lines.first("form")
    hidden = {
        one.attributes["name"]: one.attributes["value"] for one in form.select("[type=hidden]")
    }
    assert form.attributes["action"] == "/lines"
    assert hidden == {"minister": "orla brannigan", "since": "2001", "any": "true", "sort": "left1"}
    chips = [one.attributes["href"] for one in lines.select(".chips a")]
    assert "/lines?q=harbour+lake&since=2001&any=true&sort=left1" in chips


def test_a_query_without_words_says_so(port: Any) -> None:
    answer = port.get("/lines?minister=orla+brannigan")
    page = Page(answer.text)
    assert answer.status_code == 200
    assert page.first("h1").text == "No words to show"
    assert page.first(".note a").attributes["href"] == "/search?minister=orla+brannigan"


def test_nothing_and_no_further_page(port: Any) -> None:
    assert Page(port.get("/lines?q=zyzzyva").text).first("h1").text == "Nothing matches zyzzyva"
    page = Page(port.get("/lines?q=harbour&page=100").text)
    assert "no page so far on" in page.first(".nothing").text
    assert port.get(page.first(".nothing a").attributes["href"]).status_code == 200
    assert port.get("/lines?q=harbour&page=201").status_code == 400


def test_hostile_statements_are_text(hostile: Any) -> None:
    text = hostile.get("/lines?q=harbour").text
    page = Page(text)
    assert invalid(text) == []
    assert all(one.get("src") and not one.raw for one in page.all("script"))
    assert not [name for one in page.all() for name in one.attributes if name.startswith("on")]
    assert {one[1] for one in rows_of(page)} == {"harbour"}
    for side in (".left bdi", ".right bdi", ".who bdi"):
        assert page.select(f".lines {side}")
    odd = [one.attributes["href"] for one in page.select(".lines .when a")]
    for address in odd:
        assert hostile.get(address).status_code == 200
    for address in ("/lines.csv?q=harbour", "/api/concordance?q=harbour&format=csv"):
        rows = csv.DictReader(io.StringIO(hostile.get(address).text.lstrip("\ufeff"), newline=""))
        assert "'=HYPERLINK(harbour)" in [row["title"] for row in rows]


def test_a_query_that_takes_too_much_is_refused(port: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from searchkit.web import lanes

    monkeypatch.setattr(lanes, "FAST", SLOW._replace(size=300))
    monkeypatch.setattr(lanes, "SLOW", SLOW._replace(size=3_000))
    for address in ("/api/concordance?q=the", "/lines?q=the", "/lines.csv?q=the&sort=right1"):
        answer = port.get(address)
        assert answer.status_code == 400 and "memory" in answer.text
    assert port.get("/lines?q=zyzzyva").status_code == 200
