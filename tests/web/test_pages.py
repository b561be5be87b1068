"""The pages: what they show, that every state is in the address, that nothing runs."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support.html_pages import Page, invalid

VIEWS = [
    *("/", "/search", "/search?q=harbour", "/search?q=harbour&minister=Orla+Brannigan"),
    *("/search?q=harbour&since=2000&until=2004&sort=newest&n=25", "/search?q=zyzzyva+plugh"),
    *("/search?q=%28harbour", "/search?q=minister:brannagin", "/search?page=0", "/help", "/api"),
    *("/ministers?q=harbour", "/portfolios", "/nowhere", "/statements/none", "/similar/none"),
    *("/search?q=harbour&page=3", "/search?q=harbour+zyzzyva", "/search?q=harbour&copies=all"),
]


def page(client: Any, address: str, status: int = 200) -> Page:
    response = client.get(address)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return Page(response.text)


def first_id(client: Any, query: str) -> str:
    return client.get("/api/search", params={"q": query}).json()["hits"][0]["id"]


@pytest.mark.parametrize("address", VIEWS)
def test_every_view_is_valid_and_light(port: Any, address: str) -> None:
    response = port.get(address)
    assert response.status_code < 500
    assert invalid(response.text) == []
    assert len(response.content) < 100_000
    found = Page(response.text)
    assert len(found.all("h1")) == 1
    assert next(len(found.all(name)) for name in ("main", "header", "footer")) == 1
    assert found.all("title")[0].text.strip()
    ids = [one.get("id") for one in found.all() if one.get("id")]
    assert len(ids) == len(set(ids))
    for one in found.all("input"):
        if one.get("type") != "hidden":
            labelled = [label.get("for") for label in found.all("label")]
            assert one.get("id") in labelled or one.inside("label")
    for one in found.all():
        assert not one.get("style") and one.name != "style"
        assert not [name for name in one.attributes if name.startswith("on")]
    for script in found.all("script"):
        assert script.get("src").startswith("/static/") and not script.text.strip()


def test_the_front_page_says_what_there_is(port: Any) -> None:
    found = page(port, "/")
    assert "300 statements" in found.text
    assert found.all("form")[0].get("action") == "/search"
    newest = port.get("/api/search?sort=newest&limit=1").json()["hits"][0]
    written = port.app.state.site.generations.current().changed
    days = [t.get("datetime") for t in found.all("time")]
    assert days == [newest["date"], written.date().isoformat()]
    asked = [a for a in found.all("a") if a.inside("ul", "questions")]
    assert len(asked) == 4 and len({a.get("href").partition("?")[0] for a in asked}) == 4
    for question in asked:
        answer = Page(port.get(question.get("href")).text)
        assert not answer.all("h1")[0].text.startswith(("Nothing", "No "))


def test_results_are_those_of_the_library(port: Any) -> None:
    archive = port.app.state.site.generations.current().archive
    answer = archive.search("harbour", limit=100)
    found = page(port, "/search?q=harbour&n=100&passages=2")
    assert f"{answer.total} statements" in found.all("h1")[0].text
    titles = [h.all("a")[0].text for h in found.all("h2") if h.inside("article")]
    assert titles == [" ".join(hit.title.split()) or "(no title)" for hit in answer]
    shown = [s.raw for s in found.all("p", "snippet")]
    assert shown == [s.text for hit in answer for s in hit.snippets]
    marks = [m.raw for m in found.all("mark") if m.inside("p")]
    assert marks == [s.text[a:b] for h in answer for s in h.snippets for a, b in s.highlights]
    links = {a.get("href") for a in found.all("a")}
    assert {hit.url for hit in answer if hit.url} <= links
    copies = [copy for hit in answer for copy in hit.copies]
    assert copies and found.text.count("Also filed") == len(copies)


def test_a_facet_narrows_to_just_its_count_and_lets_go_again(port: Any) -> None:
    found = page(port, "/search?q=harbour")
    rows = [a for a in found.all("a") if a.inside("section", "facet") and a.all("span", "count")]
    assert len(rows) >= 8
    for row in rows:
        count = row.all("span", "count")[0].text
        narrowed = page(port, row.get("href"))
        noun = "statement" if count == "1" else "statements"
        assert narrowed.all("h1")[0].text.startswith(f"{count} {noun}")
    chosen = page(port, rows[0].get("href"))
    again = list(chosen.all("a", "chosen"))
    assert len(again) == 1 and again[0].get("href") == "/search?q=harbour"
    # What is not chosen widens: its count is that without the choice.
    other = next(
        a for a in chosen.all("a") if a.inside("section", "facet") and not a.has_class("chosen")
    )
    both = parse_qs(urlsplit(other.get("href")).query)
    assert len(both["minister"]) == 2
    wider = page(port, other.get("href"))
    assert len(wider.all("a", "chosen")) == 2


def test_a_year_is_a_link_with_its_count_and_rate(port: Any) -> None:
    found = page(port, "/search?q=harbour")
    years = list(found.all("a", "year"))
    assert years
    for year in years[:4]:
        label = year.all("title")[0].text
        count, rate = re.fullmatch(
            r"\d{4}: (\d+) statements?, ([\d.]+) per 1,000 of that year", label
        ).groups()
        assert 0 < float(rate) <= 1000
        narrowed = page(port, unescape(year.get("href")))
        assert narrowed.all("h1")[0].text.startswith(f"{count} statement")
        # The chart still shows all years, and the chosen one leads back.
        assert len(narrowed.all("a", "year")) == len(years)
        back = list(narrowed.all("a", "selected"))
        assert [a.get("href") for a in back] == ["/search?q=harbour"]


def test_paging_shows_every_statement_once(port: Any) -> None:
    seen: list[str] = []
    address = "/search?q=harbour&copies=all&n=25"
    while address:
        found = page(port, address)
        seen += [
            a.get("href").split("?")[0]
            for a in found.all("a")
            if a.inside("h2") and a.inside("article")
        ]
        after = [a for a in found.all("a") if a.get("rel") == "next"]
        address = after[0].get("href") if after else ""
    total = port.get("/api/search?q=harbour").json()["total"]
    assert len(seen) == len(set(seen)) == total > 50


def test_pages_of_grouped_copies_end_where_they_end(port: Any) -> None:
    address, pages = "/search?q=harbour&n=25", 0
    while address:
        found = page(port, address)
        pages += 1
        assert [h for h in found.all("h2") if h.inside("article")] or "nothing more" in found.text
        after = [a for a in found.all("a") if a.get("rel") == "next"]
        address = after[0].get("href") if after else ""
    assert pages > 2


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_sorting(port: Any, sort: str) -> None:
    found = page(port, f"/search?q=harbour&sort={sort}&n=50")
    dates = [t.get("datetime") for t in found.all("time") if t.inside("article")]
    assert dates == sorted(dates, reverse=sort == "newest") and len(dates) > 20
    current = [a.text for a in found.all("a") if a.get("aria-current") == "true"]
    assert current[0] == sort.capitalize() or sort.capitalize() in current


def test_a_new_query_keeps_what_narrows(port: Any) -> None:
    found = page(port, "/search?q=harbour&minister=Orla+Brannigan&sort=newest&page=2&n=25")
    hidden = {
        (i.get("name"), i.get("value")) for i in found.all("input") if i.get("type") == "hidden"
    }
    assert hidden == {("minister", "Orla Brannigan"), ("sort", "newest"), ("n", "25")}


def test_a_mistyped_word(port: Any) -> None:
    found = page(port, "/search?q=harbuor&sort=newest")
    meant = found.all("p", "meant")[0].all("a")[0]
    assert (meant.text, meant.get("href")) == ("harbour", "/search?q=harbour&sort=newest")


def test_a_syntax_error_shows_the_caret_and_keeps_the_query(port: Any) -> None:
    query = "harbour (ferry OR bridge"
    response = port.get("/search", params={"q": query, "minister": "Orla Brannigan"})
    assert response.status_code == 400
    found = Page(response.text)
    assert found.all("input")[0].get("value") == query
    shown = found.all("pre")[0].raw.split("\n")
    assert shown[0] == query and shown[1].index("^") == query.index("(")
    better = [a for a in found.all("a") if a.text == "harbour (ferry OR bridge)"]
    assert port.get(better[0].get("href")).status_code == 200
    assert "minister=Orla+Brannigan" in better[0].get("href")


@pytest.mark.parametrize("where", ["?minister=brannagin", "?q=minister:brannagin"])
def test_an_unknown_name_offers_the_nearest(port: Any, where: str) -> None:
    found = page(port, f"/search{where}", 404)
    links = [a for a in found.all("a") if a.text == "Orla Brannigan"]
    assert port.get(links[0].get("href")).status_code == 200
    shown = [pre.raw for pre in found.all("pre")]
    assert shown == (["minister:brannagin\n         ^"] if "q=" in where else [])


def test_nothing_found_says_what_was_searched_and_what_to_try(port: Any) -> None:
    found = page(port, "/search?q=zyzzyva+plugh&since=2003&strict=true")
    assert "Searched 300 statements" in found.text
    tried = {a.get("href") for a in found.all("a") if a.inside("section", "nothing")}
    assert "/search?q=zyzzyva+plugh&strict=true" in tried
    assert any("any=true" in link for link in tried)


def test_most_words_have_a_heading_of_their_own(port: Any) -> None:
    found = page(port, "/search?q=harbour+ferry+zyzzyva")
    also = found.all("section", "also")[0]
    assert "Nothing has all the words" in also.text
    assert {s.text for s in also.all("s")} == {"zyzzyva"}


def test_a_question_goes_on_on_further_pages(port: Any) -> None:
    asked = "/search?q=what+does+the+harbour+ferry+of+zyzzyva+cost"
    first, second = page(port, asked), page(port, asked + "&page=2")
    titles = [
        [h.text for h in found.all("section", "also")[0].all("h3")] for found in (first, second)
    ]
    assert len(titles[0]) == len(titles[1]) == 10
    assert "with some of the words" in first.all("section", "also")[0].text
    assert any("page=3" in (a.get("href") or "") for a in second.all("a"))
    assert "There is nothing more" not in second.text


def test_every_state_survives_a_reload(port: Any) -> None:
    address = (
        "/search?q=harbour&minister=Orla+Brannigan&minister=Tamsin+Okoro&portfolio=%22Trade%22"
        "&since=1999&until=2020-06&sort=oldest&any=true&strict=true&copies=all&n=25&page=2"
    )
    found = page(port, address)
    assert [a.get("href") for a in found.all("a") if a.get("aria-current") == "page"] in (
        [address],
        [],
    )
    from searchkit.schema.fields import DEFAULT
    from searchkit.web.state import read_state

    given = parse_qs(address.split("?")[1])
    state = read_state([(k, v) for k, vs in given.items() for v in vs], DEFAULT)
    assert "/search" + state.query_string() == address


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/search?page=x", "page"),
        ("/search?n=1000", "n:"),
        ("/search?sort=best", "sort"),
        ("/search?since=2007-13", "month"),
        ("/search?since=2008&until=2007", "2007 is before 2008"),
        ("/search?q=a&q=b", "q:"),
        ("/search?page=9999", "10,000"),
        ("/search?any=1", "any"),
    ],
)
def test_what_can_not_be_meant_is_said(port: Any, address: str, says: str) -> None:
    if address.endswith("9999"):
        assert "1,000" in page(port, address, 400).text
        return
    assert says in page(port, address, 400).text


def test_parameters_of_other_sites_are_no_matter(port: Any) -> None:
    assert port.get("/search?q=harbour&utm_source=x&fbclid=y").status_code == 200


HOSTILE = ["/", "/search", "/search?q=harbour", "/ministers", "/portfolios", "/feed.atom"]


def scripts(text: str) -> list[str]:
    return [s for s in re.findall(r"<script[^>]*>", text) if "/static/" not in s]


@pytest.mark.parametrize("address", HOSTILE)
def test_hostile_statements_are_text(hostile: Any, address: str) -> None:
    response = hostile.get(address)
    assert response.status_code == 200
    assert scripts(response.text) == []
    for one in Page(response.text).all():
        for name in ("href", "src", "action"):
            value = (one.get(name) or "/").strip().lower()
            assert value.startswith(
                ("/", "http://testserver/", "https://gov.vellmark", "#", "mailto:")
            )
        assert one.name not in ("b", "i", "img", "iframe", "object")


def test_a_hostile_title_is_shown_as_it_is(hostile: Any) -> None:
    found = page(hostile, "/search?q=harbour")
    assert any('<script>window.ran="title"</script> harbour' in h.text for h in found.all("h2"))


QUERIES = [
    '"><script>alert(1)</script>',
    "'\"><img src=x onerror=alert(1)>",
    "</title><b>",
    "\x00\x1b[31m",
    "{{1234*4321}}",
]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("path", ["/search", "/statements/vm/empty.md", "/ministers"])
def test_a_hostile_query_is_text(hostile: Any, query: str, path: str) -> None:
    response = hostile.get(path, params={"q": query})
    assert response.status_code in (200, 400)
    assert (
        scripts(response.text) == []
        and "<img" not in response.text
        and "5332114" not in response.text
    )
    assert invalid(response.text) == [] or "\x00" in query


def test_names_lists_all_of_them(port: Any) -> None:
    found = page(port, "/ministers?q=harbour")
    archive = port.app.state.site.generations.current().archive
    values = archive.facets("harbour").facets["minister"]
    assert [(s.text) for s in found.all("bdi", "value")] == [v.value for v in values]


def test_similar(port: Any) -> None:
    archive = port.app.state.site.generations.current().archive
    id = first_id(port, "harbour bridge")
    found = page(port, f"/similar/{id}")
    links = [a.get("href") for a in found.all("a") if a.inside("h2")]
    assert links == [f"/statements/{hit.id}" for hit in archive.similar(id, limit=20)]


def test_other_ways_to_write_a_word_are_one_click_away(make_site: Any) -> None:
    from searchkit import Statement

    texts = ["An e-mail."] * 3 + ["An email."] * 4
    site = make_site([Statement(id=f"s/{n}", title="", body=t) for n, t in enumerate(texts)])
    found = page(site, "/search?q=email")
    assert "4 statements" in found.text
    assert "Also written: e-mail (3) · include it" in " ".join(found.text.split())
    links = {link.text: link.get("href") for link in found.all("a")}
    alone = parse_qs(urlsplit(links["e-mail"]).query)
    assert alone == {"q": ['"e-mail"']}
    assert "3 statements" in page(site, links["e-mail"]).text
    both = page(site, links["include it"])
    assert parse_qs(urlsplit(links["include it"]).query) == {"q": ["email"], "variants": ["true"]}
    assert "7 statements" in both.text
    assert "included here" in both.text
    (chip,) = [link for link in both.all("a") if "however it is written" in link.text]
    assert parse_qs(urlsplit(chip.get("href")).query) == {"q": ["email"]}
    assert "Also written" not in page(site, "/search?q=an").text


def test_a_hit_shows_one_passage_or_as_many_as_asked(port: Any) -> None:
    archive = port.app.state.site.generations.current().archive
    hits = list(archive.search("harbour", limit=100))
    assert any(len(hit.snippets) == 2 for hit in hits)
    for most in (1, 2):
        found = page(port, f"/search?q=harbour&n=100&passages={most}")
        shown = [s.raw for s in found.all("p", "snippet")]
        assert shown == [s.text for hit in hits for s in hit.snippets[:most]]
        current = [a.get("aria-label") for a in found.all("a") if a.get("aria-current") == "true"]
        assert f"{most} passage{'s' if most > 1 else ''} of each" in current


def test_fonts_are_ours_and_have_macrons(port: Any) -> None:
    """What the style sheet names is what pages preload, and there."""
    found = page(port, "/")
    fonts = [link.get("href") for link in found.all("link") if link.get("as") == "font"]
    style = port.get(next(x.get("href") for x in found.all("link") if x.get("rel") == "stylesheet"))
    assert len(fonts) == 2
    for address in fonts:
        assert f'url("{address.rpartition("/")[2]}")' in style.text
        answer = port.get(address)
        assert answer.headers["content-type"] == "font/woff2" and answer.content[:4] == b"wOF2"
    assert "SIL OPEN FONT LICENSE" in port.get("/static/serif-licence.txt").text
