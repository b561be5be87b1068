"""What a server shows to others: names, directions, addresses of odd statements, metrics."""

from __future__ import annotations

import gzip
import html.parser
import json
import re
import socket
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

import searchkit
from searchkit import Statement
from searchkit.web.conditions import has, has_any
from searchkit.web.links import Links
from searchkit.web.serving import _address
from searchkit.web.settings import Settings
from tests.support.html_pages import Page, invalid
from tests.support.server_process import served
from tests.support.vellmark import many

# CORS and conditional requests.


def test_a_script_elsewhere_may_ask_whether_an_answer_has_changed(make_site: Any) -> None:
    site = make_site(many(3), cors=("https://reader.example",))
    asked = {
        "Origin": "https://reader.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }
    preflight = site.options("/api/search?q=harbour", headers=asked)
    assert preflight.status_code == 200
    assert "if-none-match" in preflight.headers["access-control-allow-headers"].lower()
    answer = site.get("/api/search?q=harbour", headers={"Origin": "https://reader.example"})
    assert "etag" in answer.headers["access-control-expose-headers"].lower()
    refused = site.options("/api/search", headers={**asked, "Origin": "https://other.example"})
    assert refused.status_code == 400
    bad = site.options("/api/search", headers={**asked, "Access-Control-Request-Headers": "x-y"})
    assert bad.status_code == 400


TAG = 'W/"abc-1"'


@pytest.mark.parametrize(
    ("lines", "there"),
    [
        ([TAG], True),
        (['"abc-1"'], True),
        (['"other", W/"abc-1"'], True),
        (['"other"', TAG], True),
        (['"other",W/"abc-1",'], True),
        ([' , "a,b" ,, W/"abc-1"'], True),
        ([], False),
        ([""], False),
        (['"abc-2"', 'W/"ABC-1"'], False),
        (["abc-1"], False),
        (['"x, W/"abc-1"'], False),
        (['w/"abc-1"'], False),
        (["*"], False),
        (['*, W/"abc-1"'], False),
    ],
)
def test_tags_are_compared_weakly(lines: list[str], there: bool) -> None:
    assert has(TAG, lines) is there


def test_any_answer_will_do() -> None:
    assert has_any(["*"]) and has_any([" * "])
    assert not has_any([]) and not has_any(["*", "*"]) and not has_any(['"*"'])


def test_a_long_list_of_tags_is_read_in_no_time() -> None:
    assert not has(TAG, ['"a"' + ', "a"' * 3_000 + "," + " " * 3_000 + "x"])


def test_any_answer_is_one_that_there_is(port: Any) -> None:
    star = {"If-None-Match": "*"}
    assert port.get("/api/search?q=harbour", headers=star).status_code == 304
    assert port.get("/statements/none", headers=star).status_code == 404
    assert port.get("/api/search?q=%22", headers=star).status_code == 400
    twice = [("If-None-Match", '"x"'), ("If-None-Match", port.get("/").headers["etag"])]
    assert port.get("/", headers=twice).status_code == 304


# Names of the site.


def links_of(client: Any, host: str) -> list[str]:
    found = client.get("/feed.atom?q=harbour", headers={"Host": host}).text
    page = Page(client.get("/statements/vm/0/00000.md", headers={"Host": host}).text)
    canonical = [x.get("href") for x in page.all("link") if x.get("rel") == "canonical"]
    links = [*re.findall(r'href="(https?://[^"]+)"', found), *canonical]
    return [link for link in links if "vellmark" not in link]  # Where statements come from.


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "testserver.evil.example"])
def test_a_foreign_host_is_not_repeated(make_site: Any, host: str) -> None:
    site = make_site(many(5))
    links = links_of(site, host)
    assert len(links) > 2 and not [link for link in links if "evil" in link]
    assert {urlsplit(link).hostname for link in links} == {"testserver"}
    exported = site.get("/export.csv", headers={"Host": host}).text
    assert "evil" not in exported and "http://testserver" in exported


def test_a_name_of_this_machine_is(make_site: Any) -> None:
    site = make_site(many(5))
    for host in (socket.gethostname().lower(), "localhost:8000"):
        assert {urlsplit(link).netloc for link in links_of(site, host)} == {host}


def test_a_proxy_that_is_spoken_of_passes_the_host_on(make_site: Any) -> None:
    site = make_site(many(5), url="/said")
    assert {urlsplit(x).netloc for x in links_of(site, "gov.example")} == {"gov.example"}


def test_a_server_for_all_says_so_and_where_it_is(tmp_path: Path) -> None:
    searchkit.build(many(3), tmp_path / "index")
    with served(tmp_path / "index", "--host", "0.0.0.0") as server:
        assert "0.0.0.0" not in server.address
        assert server.process.stderr is not None
        assert "--url" in server.process.stderr.readline()
        assert server.get("/healthz")[0] == 200
    with served(tmp_path / "index", "--host", "0.0.0.0", "--url", "https://x.example") as server:
        _, rest = server.stop()
        assert "--url" not in rest


@pytest.mark.parametrize("host", ["0.0.0.0", "::", ""])
def test_the_address_printed_is_one_to_go_to(host: str) -> None:
    shown = urlsplit(_address(host, 8000))
    assert shown.hostname not in ("0.0.0.0", "::", "", None) and shown.port == 8000


# Directions.

RLO, RLE, PDI = "\u202e", "\u202b", "\u2069"
ODD = f"{RLO}harbour{RLE}"


class Isolation(html.parser.HTMLParser):
    """Collects texts and attributes with characters that turn the direction around."""

    VOID = ("meta", "link", "input", "br", "rect", "path", "line", "img", "hr")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.wrong: list[str] = []
        self.isolated = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if RLO in (value or "") and name not in ("value", "href", "data-suggest"):
                self.wrong.append(f"{tag} {name}={value!r}")
        if tag not in self.VOID:
            self.open.append((tag, tag == "bdi" or dict(attrs).get("dir") == "auto"))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if RLO in data:
            if any(isolates for _, isolates in self.open):
                self.isolated += 1
            else:
                self.wrong.append(f"{self.open[-1]} {data!r}")


def test_no_text_of_a_statement_turns_the_page_around(make_site: Any) -> None:
    statements = [
        Statement(
            id=f"vm/{number}{RLO}.md",
            title=f"{ODD} {number}",
            body=f"{ODD} body of a harbour.\n\n- {ODD}\n",
            url=f"javascript:{ODD}",
            ministers=(f"{RLO}Orla Brannigan {number}",),
            portfolios=(f"{RLO}Tide",),
            attachments=(f"javascript:{ODD}",),
            extra={f"note{RLO}": ODD},
        )
        for number in range(2)
    ]
    site = make_site(statements)
    isolated = 0
    for address in (
        *("/", "/search?q=harbour", "/search?q=harbour+zyzzyva", "/ministers?q=harbour"),
        *(f"/search?q={RLO}harbour", f"/search?minister={RLO}nobody", f"/search?q=%22{RLO}"),
        Links(Settings(), {}).statement(statements[0].id) + "&q=harbour",
        Links(Settings(), {}).similar(statements[0].id),
    ):
        response = site.get(address)
        reader = Isolation()
        reader.feed(response.text)
        assert reader.wrong == [], address
        assert invalid(response.text) == []
        isolated += reader.isolated
    assert isolated > 30


# Addresses of odd statements.

ODD_IDS = ["../../etc/passwd", "vm/001.md\n", "/vm//x", "./a", "vm/..", "a\tb", "..", "vm/é ?#%.md"]


@pytest.fixture(scope="module")
def odd(make_site: Any) -> Any:
    statements = [Statement(id=id, title="Harbour", body=f"Harbour {id!r}.") for id in ODD_IDS]
    return make_site(statements)


def test_every_statement_can_be_reached_by_its_links(odd: Any) -> None:
    page = Page(odd.get("/search?q=harbour&n=25&copies=all").text)
    titles = [link for hit in page.all("article", "hit") for link in hit.all("h2")[0].all("a")]
    links = [link.get("href") for link in titles]
    assert len(links) == len(ODD_IDS)
    for link in links:
        # What a browser makes of it on the way must not matter.
        path = urlsplit(link).path
        assert not re.search(r"(^|/)(\.|%2e){1,2}(/|$)|//", path, re.IGNORECASE), link
        assert odd.get(link).status_code == 200, link
    shown = {Page(odd.get(link).text).all("aside")[0].all("dl")[0].text for link in links}
    assert len(shown) == len(ODD_IDS)


@pytest.mark.parametrize("id", ODD_IDS)
def test_the_api_has_them_too(odd: Any, id: str) -> None:
    assert odd.get("/api/statements", params={"id": id}).json()["id"] == id
    assert odd.get("/similar", params={"id": id}).status_code == 200


def test_an_id_must_be_given_once(odd: Any) -> None:
    for address in ("/api/statements", "/statements", "/similar", "/api/statements?id=a&id=b"):
        assert odd.get(address).status_code == 400
    assert odd.get("/api/statements?id=none").status_code == 404
    assert odd.get("/statements?id=../manifest.json").status_code == 404


# Compression.


@pytest.mark.parametrize("path", ["/search?q=harbour", "/api/search", "/export.csv", "/feed.atom"])
def test_text_is_compressed_for_who_can_read_it(port: Any, path: str) -> None:
    as_is = port.get(path, headers={"Accept-Encoding": "identity"})
    packed = port.get(path, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in as_is.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["vary"]
    if path.startswith(("/export", "/feed")):
        assert packed.content == as_is.content
    assert as_is.headers.get("etag") == packed.headers.get("etag")
    with port.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as response:
        sent = b"".join(response.iter_raw())
    assert len(sent) * 2 < len(as_is.content)
    assert gzip.decompress(sent)[:9] == as_is.content[:9]


@pytest.mark.parametrize("query", ["q=harbour", "q=the+minister&passages=3", "minister=brannigan"])
def test_a_page_of_ten_results_is_small(port: Any, query: str) -> None:
    packed = {"Accept-Encoding": "gzip"}
    with port.stream("GET", f"/search?{query}", headers=packed) as response:
        assert sum(map(len, response.iter_raw())) < 25_000


# Metrics.


def test_metrics_are_off_unless_asked_for(port: Any) -> None:
    assert port.get("/metrics").status_code == 404


def test_metrics_count_answers(make_site: Any) -> None:
    site = make_site(many(3), metrics=True, url="https://gov.example/said")
    site.get("/said/search?q=secret")
    site.get("/api/search?q=%22")
    site.get("/no/such/page")
    response = site.get("/metrics")
    text = response.text
    assert response.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert "secret" not in text
    for wanted in (
        r'searchkit_answers_total\{worker="\d+",kind="search",status="200"\} 1$',
        r'searchkit_answers_total\{worker="\d+",kind="api",status="400"\} 1$',
        r'searchkit_answers_total\{worker="\d+",kind="other",status="404"\} 1$',
        r'searchkit_answer_seconds_bucket\{worker="\d+",kind="api",le="\+Inf"\} 1$',
        r'searchkit_answer_seconds_count\{worker="\d+",kind="api"\} 1$',
        r'searchkit_statements\{worker="\d+"\} 3$',
        r'searchkit_generation_info\{worker="\d+",generation="[0-9a-f]+"\} 1$',
    ):
        assert re.search(wanted, text, re.MULTILINE), wanted
    for line in text.splitlines():
        assert re.fullmatch(r"# TYPE \w+ \w+|\w+(\{[^{}]*\})? [0-9.e+-]+", line), line


def test_the_document_has_the_other_address(port: Any) -> None:
    document = json.loads(port.get("/api/openapi.json").text)
    parameters = document["paths"]["/statements"]["get"]["parameters"]
    assert [one["name"] for one in parameters if one.get("required")] == ["id"]
