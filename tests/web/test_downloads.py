"""Feeds and downloads: everything a query finds, in forms others read."""

from __future__ import annotations

import csv
import io
import json
import re
import threading
from typing import Any
from xml.etree import ElementTree

import pytest

from searchkit.web.slots import Slot
from tests.support.html_pages import Page

ATOM = "{http://www.w3.org/2005/Atom}"


def ids_of(client: Any, query: str, **filters: Any) -> list[str]:
    archive = client.app.state.site.generations.current().archive
    return [hit.id for hit in archive.stream(query, **filters)]


def test_csv_has_every_statement_in_order(port: Any) -> None:
    response = port.get("/export.csv?q=harbour&sort=oldest&n=10&page=2")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["content-disposition"] == 'attachment; filename="harbour.csv"'
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))
    assert [row["id"] for row in rows] == ids_of(port, "harbour", sort="oldest")
    assert rows[0]["permalink"] == f"http://testserver/statements/{rows[0]['id']}"


def test_formulas_are_neutralised(hostile: Any) -> None:
    text = hostile.get("/export.csv").content.decode("utf-8-sig")
    titles = [row["title"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    assert "'=HYPERLINK(harbour)" in titles


def test_jsonl_bibtex_and_ris_have_every_statement(port: Any) -> None:
    wanted = ids_of(port, "harbour", minister="orla brannigan")
    asked = "?q=harbour&minister=orla+brannigan"
    lines = port.get(f"/export.jsonl{asked}").text.splitlines()
    assert [json.loads(line)["id"] for line in lines] == wanted
    assert len(re.findall(r"(?m)^@misc\{", port.get(f"/export.bib{asked}").text)) == len(wanted)
    assert len(re.findall(r"(?m)^TY  - ", port.get(f"/export.ris{asked}").text)) == len(wanted)


def test_a_download_is_streamed(port: Any) -> None:
    with port.stream("GET", "/export.jsonl") as response:
        assert "content-length" not in response.headers
        assert len(list(response.iter_lines())) == 300


@pytest.mark.parametrize("kind", ["csv", "jsonl", "bib", "ris"])
def test_errors_come_before_the_first_byte(port: Any, kind: str) -> None:
    assert port.get(f"/export.{kind}?q=%22").status_code == 400
    # And give back their turn.
    for _ in range(5):
        assert port.get(f"/export.{kind}?q=%22").status_code == 400
    assert port.get(f"/export.{kind}?q=harbour").status_code == 200


def test_so_many_downloads_and_no_more(port: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("searchkit.web.slots.PATIENCE", 0.1)
    slots = port.app.state.site.downloads
    taken = [Slot(small=True, abort=None) for _ in range(8)]
    slots._taken.update(taken)
    try:
        response = port.get("/export.csv")
        assert response.status_code == 503 and int(response.headers["retry-after"]) > 0
        assert port.get("/search?q=harbour").status_code == 200
    finally:
        for one in taken:
            slots.leave(one)
    assert port.get("/export.csv").status_code == 200


def test_a_download_that_is_broken_off_gives_back_its_turn(port: Any) -> None:
    for _ in range(5):
        with port.stream("GET", "/export.jsonl") as response:
            assert response.status_code == 200
    assert port.head("/export.csv").status_code == 200
    assert port.app.state.site.downloads.taken == 0
    assert threading.active_count() < 50


def test_the_feed(port: Any) -> None:
    page = Page(port.get("/search?q=harbour&sort=relevance&n=25").text)
    address = next(
        x.get("href") for x in page.all("link") if x.get("type") == "application/atom+xml"
    )
    assert address == "/feed.atom?q=harbour"
    response = port.get(address)
    assert response.headers["content-type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)
    links = [e.find(f"{ATOM}link").get("href") for e in feed.findall(f"{ATOM}entry")]
    wanted = ids_of(port, "harbour", sort="newest")[:50]
    assert links == [f"http://testserver/statements/{id}" for id in wanted]
    rels = {e.get("rel"): e.get("href") for e in feed.findall(f"{ATOM}link")}
    assert rels["self"] == "http://testserver/feed.atom?q=harbour"


def test_a_hostile_feed_is_well_formed(hostile: Any) -> None:
    response = hostile.get("/feed.atom", params={"q": 'harbour "a<b"&\x01'})
    ElementTree.fromstring(response.content)
    ElementTree.fromstring(hostile.get("/feed.atom").content)
