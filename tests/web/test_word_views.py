"""The words page, trends and first uses show what the library gives, and lead to it."""

from __future__ import annotations

import csv
import io
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from searchkit.web.budgets import SLOW
from tests.support.html_pages import Node, Page, invalid
from tests.web.test_lines import archive_of

VIEWS = ("lines", "words", "trend", "first")


def page_of(client: Any, address: str) -> Page:
    answer = client.get(address)
    assert answer.status_code == 200
    assert invalid(answer.text) == []
    return Page(answer.text)


def rows_of(table: Node) -> list[list[str]]:
    """The cells of the body of a table."""
    rows = [one for one in table.all("tr") if one.inside("tbody")]
    return [[cell.text for cell in one.all() if cell.name in ("th", "td")] for one in rows]


def csv_of(client: Any, address: str) -> list[dict[str, str]]:
    text = client.get(address).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def href(node: Node) -> str:
    return str(node.get("href"))


@pytest.mark.parametrize("view", VIEWS)
def test_hostile_statements_are_text(hostile: Any, view: str) -> None:
    page = page_of(hostile, f"/{view}?q=harbour&least=1&common=true&n=100")
    assert all(one.get("src") and not one.raw for one in page.all("script"))
    assert not [name for one in page.all() for name in one.attributes if name.startswith("on")]
    assert not [one for one in page.all("a") if href(one).startswith("javascript")]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("query", ['<script>alert("q")</script>', "\u202eharbour", "'\"><b>&"])
def test_hostile_queries_are_text(port: Any, view: str, query: str) -> None:
    answer = port.get(f"/{view}", params={"q": query, "with": query, "against": query})
    assert answer.status_code in (200, 400)
    assert "<script>alert" not in answer.text and "<b>&" not in answer.text
    assert invalid(answer.text) == []


@pytest.mark.parametrize("view", VIEWS)
def test_views_keep_query_and_filters(port: Any, view: str) -> None:
    asked = "q=harbour&minister=orla+brannigan&since=2001&until=2010"
    page = page_of(port, f"/{view}?{asked}")
    assert [href(one) for one in page.select(".tabs a")] == [
        f"/{name}?{asked}" for name in ("search", *VIEWS, "timeline")
    ]
    assert [href(one) for one in page.select(".tabs [aria-current]")] == [f"/{view}?{asked}"]
    assert [href(one) for one in page.select(".chips a")] == [
        f"/{view}?q=harbour&since=2001&until=2010",
        f"/{view}?q=harbour&minister=orla+brannigan",
    ]


@pytest.mark.parametrize("view", VIEWS)
def test_filters_alone_and_nothing(port: Any, view: str) -> None:
    for asked in ("minister=orla+brannigan", "q=zyzzyva", ""):
        page_of(port, f"/{view}?{asked}")
    assert port.get(f"/{view}?q=%22").status_code == 400
    assert port.get(f"/{view}?q=harbour&since=2008&until=2007").status_code == 400


@pytest.mark.parametrize("address", ["/words?q=the", "/first?q=the", "/trend?q=the+OR+th*"])
def test_budgets(port: Any, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    from searchkit.web import lanes

    monkeypatch.setattr(lanes, "FAST", SLOW._replace(places=10))
    monkeypatch.setattr(lanes, "SLOW", SLOW._replace(places=20))
    answer = port.get(address)
    assert answer.status_code == 400 and "too broad" in answer.text


def test_words_are_those_of_the_library(port: Any) -> None:
    asked = "q=harbour&left=2&right=3&least=2&common=true&n=50&since=2001"
    page = page_of(port, f"/words?{asked}")
    how = {"since": 2001, "common": True, "least": 2}
    around = archive_of(port).collocates("harbour", left=2, right=3, **how)
    said = archive_of(port).keywords("harbour", **how)
    first, second = page.select("table.figures")
    assert [row[:2] for row in rows_of(first)] == [
        [one.word, f"{one.observed:,}"] for one in around[:50]
    ]
    assert [row[0] for row in rows_of(second)] == [one.word for one in said[:50]]
    row = rows_of(first)[0]
    top = around[0]
    assert row[2:] == [
        *(f"{top.expected:,.1f}", f"{top.log_likelihood:,.1f}", f"{top.log_ratio:,.2f}"),
        *(f"{top.mi:,.2f}", f"{top.t:,.1f}", f"{top.statements:,}"),
    ]
    files = [csv_of(port, href(one)) for one in page.all("a") if one.get("download") is not None]
    assert [[one["word"] for one in rows] for rows in files] == [
        [one.word for one in found] for found in (around, said)
    ]


def test_each_word_opens_its_lines(port: Any) -> None:
    page = page_of(port, "/words?q=harbour&since=2001")
    for table, found in zip(
        page.select("table.figures"),
        (
            archive_of(port).collocates("harbour", since=2001),
            archive_of(port).keywords("harbour", since=2001),
        ),
        strict=True,
    ):
        for link, row in zip(table.all("a")[:5], found[:5], strict=True):
            assert href(link).startswith("/lines?q=")
            (query,) = parse_qs(urlsplit(href(link)).query)["q"]
            assert query == found.lines_of(row.word)
            assert (
                Page(port.get(href(link)).text)
                .first("h1")
                .text.startswith(f"{len(archive_of(port).concordance(query)):,} occ")
            )


def test_sets_that_overlap_are_refused_on_the_page(port: Any) -> None:
    page = page_of(port, "/words?q=harbour&against=the")
    assert "share" in page.text and len(page.select("table.figures")) == 1
    form = page.first(".options form")
    values = {one.get("name"): one.get("value") for one in form.all("input")}
    assert values["q"] == "harbour" and values["against"] == "the"


def test_a_trend_is_that_of_the_library(port: Any) -> None:
    asked = "q=harbour&with=lake&with=fish*&measure=occurrences&minister=orla+brannigan"
    page = page_of(port, f"/trend?{asked}")
    found = archive_of(port).trend("harbour", "lake", "fish*", minister="orla brannigan")
    table = rows_of(page.first("table.figures"))
    assert [row[0].split()[0] for row in table] == [one.name for one in found.periods]
    for query in range(3):
        at = 3 + 4 * query
        assert [(row[at], row[at + 1]) for row in table] == [
            (f"{one.statements:,}", f"{one.occurrences:,}") for one in found.of(query)
        ]
    assert len(page.select("svg.trend")) == 1
    assert [one.get("class") for one in page.select("svg.trend polyline")]
    (file,) = [href(one) for one in page.all("a") if one.get("download") is not None]
    assert [
        (one["query"], one["period"], int(one["occurrences"])) for one in csv_of(port, file)
    ] == [(one.query, one.period, one.occurrences) for one in found]


def test_every_number_of_a_trend_leads_to_what_it_counts(port: Any) -> None:
    for by in ("year", "quarter", "month"):
        page = page_of(port, f"/trend?q=harbour&with=lake&by={by}&since=1997&until=1999")
        links = page.select("table.figures td a")
        assert links
        for link in links[::7]:
            title = Page(port.get(href(link)).text).first("h1").text
            assert title.startswith(f"{link.text} "), (by, href(link))


def test_months_are_inside_a_year(port: Any) -> None:
    page = page_of(port, "/trend?q=harbour&with=lake")
    periods = page.select("svg.trend a.period")
    years = page.select("table.figures tbody th a")
    assert [href(one) for one in periods] == [href(one) for one in years]
    inside = page_of(port, href(years[2]))
    name = years[2].text
    assert [one.text for one in inside.select("table.figures tbody th a")] == [
        f"{name}-{month:02d}" for month in range(1, 13)
    ]
    assert [one.text for one in inside.select("option[selected]")] == [name, name]
    month = href(inside.select("svg.trend a.period")[0])
    assert month == f"/search?q=harbour&since={name}-01&until={name}-01"
    assert "lake" in [one.get("value") for one in inside.select("form.options input")]


def test_too_many_queries(port: Any) -> None:
    assert port.get("/trend?q=a" + "&with=b" * 6).status_code == 200  # One and the same.
    many = "".join(f"&with=b{n}" for n in range(6))
    answer = port.get("/trend?q=a" + many)
    assert answer.status_code == 400 and "at most 5" in answer.text


def test_first_uses_are_those_of_the_library(port: Any) -> None:
    page = page_of(port, "/first?q=harbour&since=2001")
    found = archive_of(port).first("harbour", since=2001, width=120)
    items = page.select("ol.uses li")
    assert [one.first("a").get("href") for one in items] == [
        f"/statements/{one.id}?q=harbour&since=2001" for one in found
    ]
    assert [one.first("mark").raw for one in items] == [one.match for one in found]
    assert [one.text for one in page.all("h2")][:3] == [
        "First use",
        "Last use",
        "First by minister",
    ]
    rows = csv_of(port, href(next(one for one in page.all("a") if one.get("download") is not None)))
    assert [(one["who"], one["kind"], one["id"]) for one in rows] == [
        (one.who, one.kind, one.id) for one in found
    ]


def test_where_the_archive_begins(few: Any) -> None:
    page = page_of(few, "/first?q=ferry")
    notes = [one.text for one in page.select(".note")]
    assert "Nothing before 2006-05-01: the archive begins there." in notes
    assert "1 statement has no date and can’t be the first." in notes
