"""No dead ends: corrections shown at once, dates as people write them, pasted addresses."""

from __future__ import annotations

from typing import Any

import pytest

from searchkit.web.date_fields import as_unit, wrong_dates
from tests.support.html_pages import Page, invalid


def page(client: Any, address: str, status: int = 200) -> Page:
    response = client.get(address)
    assert response.status_code == status, response.text
    assert invalid(response.text) == []
    return Page(response.text)


def test_the_corrected_search_is_shown_at_once_and_said(port: Any) -> None:
    wrong, right = (
        page(port, "/search?q=harbuor&sort=newest"),
        page(port, "/search?q=harbour&sort=newest"),
    )
    links = [
        [a.get("href").split("?")[0] for a in p.all("a") if a.inside("h2")] for p in (wrong, right)
    ]
    assert links[0] == links[1] and len(links[0]) == 10
    assert wrong.all("h1")[0].text == right.all("h1")[0].text
    said = wrong.all("p", "meant")[0]
    assert "Nothing matches harbuor" in said.text
    assert [a.get("href") for a in said.all("a")] == [
        "/search?q=harbour&sort=newest",
        "/search?q=harbuor&sort=newest&verbatim=true",
    ]
    assert wrong.all("input")[0].get("value") == "harbuor"
    # What is beside the results is of what is shown.
    for link in wrong.all("a"):
        if link.inside("section", "facet") or link.has_class("year"):
            assert "q=harbour" in link.get("href")
    typed = page(port, said.all("a")[1].get("href"))
    assert "Nothing matches" in typed.all("h1")[0].text
    assert port.get("/api/search?q=harbuor").json()["total"] == 0


def test_what_has_no_correction_comes_with_near_matches_before_advice(port: Any) -> None:
    text = port.get("/search?q=harbour+ferry+zyzzyva").text
    assert 0 < text.index('class="also"') < text.index("What to try")


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        *(("May 2013", "2013-05"), ("3 May 2013", "2013-05-03"), ("May 3, 2013", "2013-05-03")),
        *(("3rd of may 2013", "2013-05-03"), ("Sept. 2007", "2007-09"), ("5/2013", "2013-05")),
        *((" 2007-3 ", "2007-3"), ("5/6/2007", "5/6/2007"), ("13/2013", "13/2013")),
        *(("Mayhem 2013", "Mayhem 2013"), ("", "")),
    ],
)
def test_a_month_in_words_is_a_date_and_nothing_is_guessed(written: str, unit: str) -> None:
    assert as_unit(written) == unit


def test_dates_in_words_narrow_and_stay_in_the_address(port: Any) -> None:
    words = page(port, "/search?q=harbour&since=May+2003&until=2+June+2010")
    units = page(port, "/search?q=harbour&since=2003-05&until=2010-06-02")
    assert words.all("h1")[0].text == units.all("h1")[0].text
    assert words.all("ul", "chips")[0].text == units.all("ul", "chips")[0].text
    assert port.get("/api/search?q=harbour&since=May+2003").status_code == 400


def test_dates_the_wrong_way_round_keep_the_form_and_offer_the_repair(port: Any) -> None:
    found = page(port, "/search?q=harbour&since=May+2008&until=2007&sort=newest", 400)
    assert "2007 is before May 2008" in found.text
    fields = {i.get("name"): i for i in found.all("input")}
    assert fields["q"].get("value") == "harbour" and fields["sort"].get("value") == "newest"
    for name, value in (("since", "May 2008"), ("until", "2007")):
        assert fields[name].get("value") == value and fields[name].get("aria-invalid") == "true"
    (repair,) = [a for a in found.all("a") if a.text == "Swap the dates?"]
    assert repair.get("href") == "/search?q=harbour&since=2007&until=2008-05&sort=newest"
    assert port.get(repair.get("href")).status_code == 200


def test_a_date_that_is_none_marks_just_its_field(port: Any) -> None:
    found = page(port, "/search?q=harbour&since=2007-13&until=2009", 400)
    fields = {i.get("name"): i.get("aria-invalid") for i in found.all("input")}
    assert fields["since"] == "true" and fields["until"] is None
    assert "there is no month 13" in found.text


def test_wrong_dates_are_told_in_a_readers_words() -> None:
    assert wrong_dates("", "") is None and wrong_dates("2007", "2007") is None
    none = wrong_dates("soon", "")
    assert none is not None and none.fields == {
        "since": "“soon” is not a date. Write 2007, March 2007 or 21 March 2007."
    }


def test_a_pasted_address_opens_its_statement(port: Any) -> None:
    archive = port.app.state.site.generations.current().archive
    hit = next(
        h
        for h in archive.search("harbour", limit=50)
        if h.url and len(archive.find([h.url])[0]) == 1
    )
    answer = port.get("/search", params={"q": f" {hit.url} "})
    assert (answer.status_code, answer.headers["location"]) == (302, f"/statements/{hit.id}")
    assert port.get("/search", params={"q": "https://nowhere.example/x"}).status_code == 200
