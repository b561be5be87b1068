"""Citing a search on the page."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import searchkit
from searchkit import compare, make_receipt, read_receipt
from searchkit.alerts.receipts import pieces_of


def archive_of(client: Any) -> Any:
    return searchkit.open(client.app.state.site.settings.address)


def untimed(text: str) -> str:
    return re.sub(r"\d\d:\d\d(:\d\d)?|\"digest\":\"\w+\"}", "", text)


def test_the_page(port: Any) -> None:
    results = port.get("/search?q=harbour&minister=okoro&sort=oldest&page=2&n=10").text
    (address,) = re.findall(r'href="([^"]+)"[^>]*>Cite this search', results)
    assert html.unescape(address) == "/cite?q=harbour&minister=okoro"
    page = port.get(html.unescape(address)).text
    with archive_of(port) as archive:
        receipt = make_receipt(archive, "harbour", where={"minister": ["okoro"]})
    assert untimed(html.escape(receipt.citation)) in untimed(page.replace("&#34;", "&quot;"))
    assert receipt.fingerprint in page
    (file,) = re.findall(r'href="(/receipt\.json[^"]+)"', page)
    assert html.unescape(file) == "/receipt.json?q=harbour&minister=okoro"


def test_the_file_is_that_of_the_command(port: Any, tmp_path: Any) -> None:
    for asked, given in (
        ("q=harbour&minister=okoro", {"query": "harbour", "where": {"minister": ["okoro"]}}),
        ("q=harbour+ferry&any=true", {"query": "harbour ferry", "any_word": True}),
        ("since=2001&until=2003", {"since": "2001", "until": "2003"}),
        ("q=zyzzyva", {"query": "zyzzyva"}),
    ):
        answer = port.get(f"/receipt.json?{asked}")
        assert answer.headers["content-type"] == "application/json"
        assert re.search(
            r'filename="[a-z0-9-]+\.receipt\.json"', answer.headers["content-disposition"]
        )
        with archive_of(port) as archive:
            receipt = make_receipt(archive, **given)
            assert untimed(answer.text) == untimed("".join(pieces_of(receipt, receipt.hits)))
            (tmp_path / "r.json").write_text(answer.text)
            assert compare(archive, read_receipt(tmp_path / "r.json")).holds


def test_hostile_queries(hostile: Any) -> None:
    query = {"q": '"<script>" OR title:"</pre><b>"', "minister": "<b"}
    for path in ("/cite", "/receipt.json"):
        assert '<script>"' not in hostile.get(path, params=query).text
        assert hostile.get(path, params={"q": "("}).status_code == 400
        assert hostile.get(path, params={"minister": "nobody at all"}).status_code == 404
    assert hostile.get("/cite", params={"q": '"<script>" OR harbour'}).status_code == 200
    assert json.loads(hostile.get("/receipt.json").text)["total"] == 3
    assert hostile.head("/receipt.json").status_code == 200
    assert "Disallow: /cite\n" in hostile.get("/robots.txt").text
