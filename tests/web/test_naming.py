"""A page for each name, the front page's questions, and the sitemaps."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from tests.support.html_pages import Page, invalid

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def archive_of(client: Any) -> Any:
    return client.app.state.site.generations.current().archive


def named(client: Any, field: str, name: str, status: int = 200) -> Page:
    response = client.get(f"/named/{field}", params={"name": name})
    assert response.status_code == status, response.text
    assert invalid(response.text) == []
    return Page(response.text)


def test_a_person_has_dates_years_offices_words_and_the_latest(port: Any) -> None:
    archive = archive_of(port)
    name = archive.facets().facets["minister"][0].value
    told = archive.summary(minister=f'"{name}"')
    found = named(port, "minister", name)
    assert found.all("h1")[0].text == name
    assert f"{told.total} statements" in found.text
    dates = [t.get("datetime") for t in found.all("time") if t.inside("p", "lead")]
    assert dates == [told.first.isoformat(), told.last.isoformat()]
    assert len(found.all("svg", "years")) == 1
    offices = dict(archive.facets(minister=f'"{name}"').facets["portfolio"])
    rows = found.all("ul", "held")[0].all("li")
    shown = {r.all("a")[0].text: r.all("span")[0].text for r in rows}
    assert shown.keys() <= offices.keys() and len(shown) == min(12, len(offices))
    for office, text in shown.items():
        noun = "statement" if offices[office] == 1 else "statements"
        assert text.endswith(f"{offices[office]} {noun}")
    latest = [a.get("href") for a in found.all("ol", "latest")[0].all("a")]
    hits = archive.search(minister=f'"{name}"', sort="newest", limit=5)
    assert latest == [f"/statements/{hit.id}" for hit in hits]
    form = next(f for f in found.all("form") if f.has_class("within"))
    hidden = {i.get("name"): i.get("value") for i in form.all("input") if i.get("type") == "hidden"}
    within = port.get("/api/search", params={"q": "harbour", **hidden}).json()
    assert within["total"] == archive.count("harbour", minister=f'"{name}"')


def test_an_office_has_its_holders(port: Any) -> None:
    archive = archive_of(port)
    office = archive.facets().facets["portfolio"][0].value
    found = named(port, "portfolio", office)
    holders = [a.text for a in found.all("ul", "held")[0].all("a")]
    alone = [one.person for one in archive.who(office) if not one.beside]
    assert holders == alone[::-1][:60] and holders


def test_names_that_are_none(port: Any, hostile: Any) -> None:
    named(port, "minister", "Nobody Atall", 404)
    assert port.get("/named/minister").status_code == 404
    assert port.get("/named/colour?name=red").status_code == 404
    for kind, names in archive_of(hostile).facets().facets.items():
        for name, _ in names if kind != "year" else ():
            answer = hostile.get(f"/named/{kind}", params={"name": name})
            assert answer.status_code in (200, 404)
            assert "<script>window" not in answer.text and "<b onm" not in answer.text


def test_sitemaps_have_every_permalink_once(port: Any) -> None:
    robots = port.get("/robots.txt").text
    address = robots.rpartition("Sitemap: ")[2].strip()
    assert address == "http://testserver/sitemap.xml" and "Disallow: /search\n" in robots
    index = ElementTree.fromstring(port.get("/sitemap.xml").text)
    found = []
    for part in index.iter(LOC):
        answer = port.get(str(part.text))
        assert answer.headers["content-type"].startswith("application/xml")
        found += [str(loc.text) for loc in ElementTree.fromstring(answer.text).iter(LOC)]
    ids = [hit.id for hit in archive_of(port).stream(copies="all")]
    assert sorted(found) == sorted(f"http://testserver/statements/{id}" for id in ids)
    assert port.get("/sitemap/2.xml").status_code == 404
