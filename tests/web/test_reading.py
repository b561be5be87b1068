"""A statement's page: its text, matches, details, citations."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest

from tests.support.html_pages import Page, invalid


def read(client: Any, id: str, **params: Any) -> Page:
    response = client.get(f"/statements/{quote(id)}", params=params)
    assert response.status_code == 200
    assert invalid(response.text) == []
    found = Page(response.text)
    assert len(found.all("h1")) == 1
    return found


def test_every_statement_has_a_page(port: Any) -> None:
    archive = port.app.state.site.generations.current().archive
    for hit in list(archive.stream(sort="newest"))[::12]:
        found = read(port, hit.id, q="harbour OR ferry OR the")
        body = "".join(d.raw for d in found.all("div", "body"))
        assert "".join(body.split()) == "".join(archive.text(hit.id).split())
        canonical = [x.get("href") for x in found.all("link") if x.get("rel") == "canonical"]
        assert canonical == [f"http://testserver/statements/{hit.id}"]


def test_matches_are_marked_and_counted(few: Any) -> None:
    found = read(few, "vm/001.md", q="ferry")
    marks = list(found.all("mark"))
    assert [m.text for m in marks] == ["Ferry", "ferry", "Ferry"]
    assert [m.get("id") for m in marks] == [None, "match-1", "match-2"]
    bar = found.all("div", "matches")[0]
    assert "2 matches" in bar.text and bar.get("data-marks") == "2"
    assert [a.get("href") for a in bar.all("a")] == ["#match-1"]


def test_nothing_is_marked_without_a_query_or_with_a_broken_one(few: Any) -> None:
    for params in ({}, {"q": " "}, {"q": "(ferry"}, {"q": "minister:nobodyatall"}):
        found = read(few, "vm/001.md", **params)
        assert found.all("mark") == [] and found.all("div", "matches") == []


def test_a_statement_that_lacks_words_shows_those_it_has(few: Any) -> None:
    found = read(few, "vm/001.md", q="ferry levy")
    assert [m.text for m in found.all("mark") if m.inside("div", "body")] == ["ferry", "Ferry"]
    assert "Not all of “ferry levy” stands here" in found.all("div", "matches")[0].raw.replace(
        "Not all of ferry levy", "Not all of “ferry levy”"
    )


def test_back_to_the_results_is_back_to_just_them(few: Any) -> None:
    found = read(few, "vm/001.md", q="ferry", since="2006", n="25", sort="newest")
    back = found.all("nav", "back")[0].all("a")[0]
    assert back.get("href") == "/search?q=ferry&since=2006&sort=newest&n=25"
    assert read(few, "vm/001.md").all("nav", "back") == []


def test_the_text_is_clean_html(hostile: Any) -> None:
    found = read(hostile, "vm/script.md", q="harbour")
    body = found.all("div", "body")[0]
    assert [c.text for c in body.all("td")] == ["Oster", "12"]
    assert [c.text for c in body.all("li")] == ["first", "second"]
    assert [a.get("href") for a in body.all("a") if not a.has_class("address")] == [
        "https://gov.vellmark.example/x"
    ]
    assert not {n.name for n in body.all()} & {"script", "img", "style", "iframe", "b"}


def test_details_of_a_hostile_statement_are_text(hostile: Any) -> None:
    found = read(hostile, "vm/script.md")
    aside = found.all("aside")[0]
    links = [a.get("href") for a in aside.all("a")]
    assert "https://gov.vellmark.example/a%3Cb.pdf" in links
    assert not [link for link in links if "javascript" in link]
    assert "javascript:window.ran='url'" in aside.text
    assert "</dl><script>window.ran=2</script>" in aside.text and "<i>series</i>" in aside.text


def test_an_empty_statement(hostile: Any) -> None:
    found = read(hostile, "vm/empty.md", q="harbour")
    assert found.all("h1")[0].text == "(no title)"


@pytest.mark.parametrize(
    ("style", "pattern"),
    [
        ("plain", r"Orla Brannigan, “Grain levy”, press release, 29 February 2008, http://\S+\."),
        ("nzlsg", r"Orla Brannigan “Grain levy” \(press release, 29 February 2008\)\."),
        ("bibtex", r"(?s)@misc\{brannigan-[\w-]+,.*title = \{\{Grain levy\}\}.*\}"),
        ("ris", r"(?s)TY  - RPRT.*AU  - Brannigan, Orla.*ER  -"),
    ],
)
def test_citations(few: Any, style: str, pattern: str) -> None:
    found = read(few, "vm/002.md")
    cited = next(p for p in found.all("pre") if p.get("id") == f"cite-{style}")
    assert re.fullmatch(pattern, cited.raw), cited.raw
    copying = [b for b in found.all("button") if b.get("data-copy") == f"cite-{style}"]
    assert len(copying) == 1 and copying[0].has_class("scripted")


def test_by_whom_leads_to_all_of_theirs(few: Any) -> None:
    found = read(few, "vm/002.md")
    link = next(a.get("href") for a in found.all("a") if a.text == "Orla Brannigan")
    named = Page(few.get(link).text)
    assert named.all("h1")[0].text == "Orla Brannigan"
    assert "1 statement, from" in named.text


def test_similar_statements_stand_beside(port: Any) -> None:
    archive = port.app.state.site.generations.current().archive
    id = archive.search("harbour bridge")[0].id
    found = read(port, id)
    links = [a.get("href") for a in found.all("aside")[0].all("ul")[0].all("a")]
    assert links == [f"/statements/{hit.id}" for hit in archive.similar(id, limit=5)]


SAID = "“We are glad,” Ms Brannigan said.\n\n“It’s late.”\n\n“So am I,” said Mayor Mika Storr."


def test_the_page_shows_who_speaks(make_site: Any) -> None:
    from tests.support.vellmark import plain

    site = make_site([plain(1, "Glad", SAID, ministers=("Hon Orla Brannigan",))])
    found = read(site, "vm/001.md", q="glad")
    said = [one for one in found.all("span", "said") if one.inside("div", "body")]
    assert [one.text for one in said] == ["We are glad,", "It’s late.", "So am I,"]
    assert [one.get("data-by") for one in found.all("span", "speaker")] == [
        "Orla Brannigan",
        "Mika Storr",
    ]
    assert [one.get("id") for one in said] == ["said-1", "said-2", "said-3"]
    speakers = found.all("ul", "speakers")[0]
    assert [a.get("href") for a in speakers.all("a")] == ["#said-1", "#said-3"]
    assert [li.text for li in speakers.all("li")] == [
        "Orla Brannigan 2 quotations, 1 with a name beside it",
        "Mika Storr 1 quotation",
    ]


def test_a_page_where_nobody_is_quoted_says_nothing_of_speakers(few: Any) -> None:
    found = read(few, "vm/001.md")
    assert found.all("span", "said") == [] and found.all("ul", "speakers") == []


def test_the_api_tells_who_says_what(make_site: Any) -> None:
    from tests.support.vellmark import plain

    site = make_site([plain(1, "Glad", SAID, ministers=("Hon Orla Brannigan",))])
    given = site.get("/api/quotations", params={"id": "vm/001.md"}).json()
    assert given["id"] == "vm/001.md"
    assert given["quotations"][0] == {
        "text": "We are glad,",
        "start": 1,
        "end": 13,
        "speakers": ["Orla Brannigan"],
        "certain": True,
    }
    assert site.get("/api/quotations", params={"id": "nowhere"}).status_code == 404
    assert site.get("/api/quotations").status_code == 400
    assert site.get("/api/quotations", params={"id": "vm/001.md", "q": "x"}).status_code == 400


def test_from_result_to_result_and_back_to_the_same_place(port: Any) -> None:
    archive = port.app.state.site.generations.current().archive
    answer = archive.search("harbour", sort="oldest", limit=30)
    results = Page(port.get("/search?q=harbour&sort=oldest&page=2").text)
    links = [a.get("href") for a in results.all("a") if a.inside("h2") and a.inside("article")]
    seen, address = [], links[-1]
    for at in (20, 21, 22):
        text = port.get(address).text
        assert invalid(text) == []
        found = Page(text)
        nav = found.all("nav", "back")[0]
        assert f"{at} of {answer.total}" in nav.text
        back = nav.all("a")[0].get("href")
        assert back == f"/search?q=harbour&sort=oldest&page={(at - 1) // 10 + 1}#hit-{at}"
        assert f'id="hit-{at}"' in port.get(back.partition("#")[0]).text
        rels = {a.get("rel"): a.get("href") for a in nav.all("a") if a.get("rel")}
        assert set(rels) == {"prev", "next"}
        seen.append(address.partition("?")[0])
        address = rels["next"]
    assert seen == [f"/statements/{hit.id}" for hit in list(answer)[19:22]]


def test_the_ends_of_the_results_and_a_number_that_is_not_its_own(few: Any) -> None:
    first = read(few, "vm/001.md", q="grain ferry", at="1")
    assert not [a for a in first.all("a") if a.get("rel") in ("prev", "next")]
    for at in ("3", "0", "9999"):
        assert " of " not in read(few, "vm/001.md", q="ferry", at=at).all("nav", "back")[0].text


def test_paragraphs_have_addresses_and_matches_ticks(port: Any) -> None:
    id = port.get("/api/search?q=harbour").json()["hits"][0]["id"]
    found = read(port, id, q="harbour")
    body = found.all("div", "body")[0]
    ids = [one.get("id") for one in body.all("p")]
    assert ids == [f"p{n}" for n in range(1, len(ids) + 1)] and ids
    assert [a.get("href") for a in body.all("a", "address")] == [f"#{one}" for one in ids]
    ticks = found.all("div", "ticks")[0]
    marks = {m.get("id") for m in body.all("mark") if m.get("id")}
    assert {a.get("href")[1:] for a in ticks.all("a")} == marks


def test_who_shows_a_link_can_describe_it(few: Any) -> None:
    found = read(few, "vm/001.md")
    metas = {m.get("property") or m.get("name"): m.get("content") for m in found.all("meta")}
    assert metas["og:title"] == "Ferry to Oster"
    assert metas["description"] == metas["og:description"]
    assert metas["description"] == "The ferry carries grain. The Ferry is new."
    assert metas["og:url"] == "http://testserver/statements/vm/001.md"
    assert metas["article:published_time"] == "2006-05-01"
