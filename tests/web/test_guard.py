"""What surrounds every request: headers, limits, hosts, prefix, the access log."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.html_pages import Page
from tests.support.vellmark import many, plain

ADDRESSES = [
    *("/", "/search?q=harbour", "/search?q=%22", "/nowhere", "/api/search", "/api/nowhere"),
    *("/export.csv", "/feed.atom", "/healthz", "/robots.txt", "/api/search?page=x"),
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_headers_of_every_answer(port: Any, address: str) -> None:
    headers = port.get(address).headers
    policy = dict(
        part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'none'" and policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert "server" not in headers


def test_static_files_are_ours_small_and_kept(port: Any) -> None:
    page = Page(port.get("/").text)
    links = [x.get("href") for x in page.all("link") if x.get("rel") in ("stylesheet", "icon")]
    scripts = [x.get("src") for x in page.all("script")]
    for address in (*links, *scripts):
        response = port.get(address)
        assert response.status_code == 200 and "immutable" in response.headers["cache-control"]
        assert b"http://" not in response.content.replace(b"http://www.w3.org/2000/svg", b"")
        assert b"https://" not in response.content
    assert len(port.get(scripts[0]).content) < 15 * 1024
    assert port.get("/static/searchkit.css").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/x", "/static/"],
)
def test_no_path_leaves_the_static_files(port: Any, path: str) -> None:
    assert port.get(path).status_code == 404


def test_long_addresses_are_refused_unread(port: Any) -> None:
    assert port.get("/search", params={"q": "a" * 17_000}).status_code == 414
    answer = port.get("/api/search", params={"q": "a" * 17_000})
    assert answer.status_code == 414 and answer.json()["status"] == 414
    assert port.get("/search", params={"q": "ā" * 2000}).status_code in (200, 414)


def test_bodies_are_refused_unread(port: Any) -> None:
    assert port.request("GET", "/search", content=b"x").status_code == 413
    assert port.post("/api/search", content=iter([b"x"])).status_code == 413
    assert port.get("/search", headers={"Content-Length": "-1"}).status_code == 413


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_head_is_get_without_a_body(port: Any, method: str) -> None:
    for path in ("/search?q=harbour", "/api/search", "/export.csv", "/healthz"):
        assert port.request(method, path).status_code == 200


def test_only_names_of_this_machine(make_site: Any) -> None:
    local = make_site(many(3), hosts=("127.0.0.1", "localhost", "[::1]"))
    for name in ("127.0.0.1:8000", "LOCALHOST", "[::1]:80"):
        assert local.get("/", headers={"Host": name}).status_code == 200
    for name in ("evil.example", "evil.example:8000", "localhost.evil.example", "", "[::1].evil"):
        assert local.get("/", headers={"Host": name}).status_code == 421


@pytest.mark.parametrize("left_on", [True, False])
def test_under_a_prefix(make_site: Any, left_on: bool) -> None:
    site = make_site([plain(1, "Ferry", "A ferry.")], url="https://gov.vellmark.example/said/")
    prefix = "/said" if left_on else ""
    page = Page(site.get(f"{prefix}/search?q=ferry").text)
    links = [x.get("href") for x in page.all() if x.get("href")]
    links += [x.get("action") for x in page.all("form")] + [
        x.get("src") for x in page.all("script")
    ]
    own = [link for link in links if not link.startswith("#")]
    assert len(own) > 10 and all(link.startswith("/said/") for link in own)
    for link in set(own):
        assert site.get(prefix + link.removeprefix("/said")).status_code == 200, link
    field = next(x for x in page.all("div", "field"))
    assert field.get("data-suggest") == "/said/api/suggest"
    text = site.get(f"{prefix}/statements/vm/001.md").text
    assert "https://gov.vellmark.example/said/statements/vm/001.md" in text
    assert (
        "https://gov.vellmark.example/said/statements/vm/001.md"
        in site.get(f"{prefix}/feed.atom").text
    )
    assert site.get(f"{prefix}/api/openapi.json").json()["servers"] == [{"url": "/said/api"}]


def test_the_log_names_no_query_and_nobody(make_site: Any, capsys: Any) -> None:
    site = make_site(many(3), access_log=True)
    capsys.readouterr()
    secret = {"Authorization": "Bearer hush", "Cookie": "hush=1", "Referer": "http://hush.example"}
    site.get("/search?q=hush", headers=secret)
    site.get("/statements/a%0d%0aGET%20/forged")
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2 and "hush" not in "".join(lines)
    assert " GET /search 200 " in lines[0] and lines[0].endswith(" ms")
    assert " 404 " in lines[1] and "testclient" not in "".join(lines)


def test_robots_and_icon(port: Any) -> None:
    assert "Disallow: /search" in port.get("/robots.txt").text
    assert port.get("/favicon.ico").headers["location"].startswith("/static/icon.svg")
    assert port.get("/healthz").text == "ok, 300 statements\n"
