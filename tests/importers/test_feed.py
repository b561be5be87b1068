"""Feeds and the pages that they lead to, of servers that behave and of others."""

import datetime
import json
import re
import socket

import pytest

pytest.importorskip("feedparser", reason="needs the extra [feed]")
pytest.importorskip("trafilatura", reason="needs the extra [feed]")

from searchkit.corpus.dates import read_date
from searchkit.importers import fetching, pages
from searchkit.importers.feed import STATE
from searchkit.importers.fetching import Fetcher, NotFetched, is_public
from searchkit.importers.kinds import import_from
from searchkit.importers.options import Options
from searchkit.model.errors import InvalidInput, SearchkitError
from tests.support.command_line import run
from tests.support.sites import drip, served

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Harbours</title>
<link>{0}/</link><description>News</description>
<item><title>The levy</title><link>{0}/levy</link><dc:creator>Orla Brannigan</dc:creator>
<pubDate>Tue, 20 Nov 2007 10:30:00 +1300</pubDate></item>
<item><title>Grain</title><link>{0}/grain#top</link></item>
</channel></rss>"""
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="{0}/"><title>Harbours</title><id>x:1</id>
<entry><title>The levy</title><id>x:2</id><link href="levy"/>
<published>2007-11-20T10:30:00+13:00</published><author><name>Orla Brannigan</name></author></entry>
<entry><title>Grain</title><id>x:3</id><link rel="alternate" href="{0}/grain"/></entry>
</feed>"""
RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="{0}"><title>Harbours</title></channel>
<item rdf:about="{0}/levy"><title>The levy</title><link>{0}/levy</link>
<dc:creator>Orla Brannigan</dc:creator><dc:date>2007-11-20</dc:date></item>
<item rdf:about="{0}/grain"><title>Grain</title><link>{0}/grain</link></item>
</rdf:RDF>"""


def page(title):
    return (
        f"<html><head><title>{title}</title></head><body><main><h1>{title}</h1>"
        f"<p>{title} of boats ends.</p><script>scriptword()</script></main></body></html>"
    ).encode()


@pytest.fixture
def site():
    with served() as one:
        one.answers["/levy"] = page("The levy")
        one.answers["/grain"] = page("Grain")
        one.answers["/feed"] = RSS.format(one.address).encode()
        yield one


@pytest.fixture
def take(site, tmp_path):
    """Import the site's feed, or another source, into a folder."""
    folder = tmp_path / "statements"

    def run(source=None, **options):
        options = Options(folder=folder, **{"delay": 0, "private": True} | options)
        return import_from("feed", source or f"{site.address}/feed", folder, options)

    run.folder = folder
    return run


def counts(report):
    return report.added, report.changed, report.unchanged, len(report.refused)


def written(folder):
    return {path.name: path.read_text("utf-8") for path in folder.rglob("*.md")}


@pytest.mark.parametrize("shape", [RSS, ATOM, RDF], ids=["RSS 2.0", "Atom", "RSS 1.0"])
def test_a_feed_leads_to_its_pages(site, take, shape):
    site.answers["/feed"] = shape.format(site.address).encode()
    assert counts(take()) == (2, 0, 0, 0)
    files = written(take.folder)
    levy = next(text for name, text in files.items() if "the-levy" in name)
    assert "The levy of boats ends." in levy and "scriptword" not in "".join(files.values())
    assert f"url: {site.address}/levy" in levy and "author: Orla Brannigan" in levy
    assert read_date(re.search("date: '?([^'\n]*)", levy)[1]).day == datetime.date(2007, 11, 20)
    assert site.paths() == ["/feed", "/levy", "/grain"]


def test_a_feed_in_a_file(site, take, tmp_path):
    (tmp_path / "feed.xml").write_text(RSS.format(site.address), "utf-8")
    assert counts(take(str(tmp_path / "feed.xml"))) == (2, 0, 0, 0)


def test_again_only_what_has_changed_is_sent_and_written(site, take):
    for name in ("levy", "grain"):
        site.answers[f"/{name}"] = (200, {"ETag": f'"{name}"'}, page(name))
    assert counts(take()) == (2, 0, 0, 0)
    assert counts(take()) == (0, 0, 2, 0)
    assert [headers.get("If-None-Match") for path, headers in site.asked[-2:]] == [
        '"levy"',
        '"grain"',
    ]
    site.answers["/levy"] = (200, {"ETag": '"new"'}, page("levy of all"))
    assert counts(take()) == (0, 1, 1, 0)
    next(take.folder.rglob("*grain.md")).unlink()
    assert counts(take()) == (1, 0, 1, 0)
    site.answers["/feed"] = (200, {"ETag": '"feed"'}, site.answers["/feed"])
    take()
    before = len(site.asked)
    assert counts(take()) == (0, 0, 0, 0)
    assert len(site.asked) == before + 1


def test_robots_are_obeyed(site, take):
    site.answers["/robots.txt"] = b"User-agent: *\nDisallow: /grain\n"
    report = take()
    assert counts(report) == (1, 0, 0, 1)
    assert "robots.txt" in report.refused[0].reason and "/grain" not in site.paths()


@pytest.mark.parametrize(
    ("robots", "reason"),
    [((503, {}, b""), "can't be had"), (b"User-agent: *\nCrawl-delay: 900\n", "900 s")],
)
def test_a_site_that_is_not_to_be_asked(site, take, robots, reason):
    site.answers["/robots.txt"] = robots
    report = take()
    assert counts(report) == (0, 0, 0, 2)
    assert all(reason in one.reason for one in report.refused)
    assert site.paths() == ["/feed"]


def test_requests_are_apart(site, take, monkeypatch):
    slept = []
    monkeypatch.setattr(fetching.time, "sleep", slept.append)
    take(delay=30.0)
    assert len(slept) == 2 and all(29 < one <= 30 for one in slept)


def to(location):
    return (302, {"Location": location}, b"")


def too_large(handler):
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    try:
        for _ in range(fetching.MAX_BYTES // 65536 + 2):
            handler.wfile.write(b"x" * 65536)
    except OSError:
        pass


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((404, {}, b""), "answers 404"),
        ((500, {}, b""), "answers 500"),
        (to("/levy"), "leads on more than"),
        (to("file:///etc/passwd"), "no address of http"),
        (to("ftp://127.0.0.1/x"), "no address of http"),
        (to("http://user:secret@127.0.0.1/"), "name or password"),
        (too_large, "larger than"),
        ((200, {"Content-Length": "5000"}, b"<p>half"), "ends too early"),
        ((200, {"Content-Type": "application/pdf"}, b"%PDF"), "application/pdf"),
        ((200, {"Content-Encoding": "gzip"}, b"\x1f\x8b"), "packed"),
        (lambda handler: handler.wfile.write(b"nonsense\r\n\r\n"), "can't be asked"),
        (lambda handler: None, "can't be asked"),
        (b"<p " + b" ".join(b"a%d=b" % n for n in range(600)) + b">x", "attributes"),
        (b"\0\0", "binary"),
        (b"", "empty"),
    ],
)
def test_one_bad_page_is_named_and_the_rest_goes_in(site, take, answer, reason):
    site.answers["/levy"] = answer
    report = take()
    assert counts(report) == (1, 0, 0, 1)
    assert reason in report.refused[0].reason and "/levy" in report.refused[0].where
    assert len(written(take.folder)) == 1
    assert not list(take.folder.rglob(".importing-*"))
    site.answers["/levy"] = page("The levy")
    assert counts(take()) == (1, 0, 1, 0)


def test_a_slow_server_is_left(site):
    site.answers["/slow"] = drip
    with pytest.raises(NotFetched, match="takes longer than"):
        Fetcher(delay=0, private=True, total=0.3).get(f"{site.address}/slow")


def test_a_silent_server_is_left(monkeypatch):
    monkeypatch.setattr(fetching, "SILENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(NotFetched, match="silent"):
            Fetcher(delay=0, private=True).get(address, obey=False)


@pytest.mark.parametrize(
    "link", ["file:///etc/passwd", "javascript:alert(1)", "mailto:a@b.example"]
)
def test_a_link_to_anything_but_the_web_is_refused(site, take, link):
    site.answers["/feed"] = RSS.format(site.address).replace(f"{site.address}/levy", link).encode()
    report = take()
    assert counts(report) == (1, 0, 0, 1)
    assert "http" in report.refused[0].reason


def test_private_addresses_are_refused_unless_asked_for(site, take):
    with pytest.raises(InvalidInput, match=r"private network \(see --private\)"):
        take(private=False)
    assert site.asked == []


def test_private_addresses_are_refused_after_redirects(site, take, monkeypatch):
    monkeypatch.setattr(fetching, "is_public", "127.0.0.1".__eq__)
    site.answers["/levy"] = to("http://127.0.0.2:1/")
    report = take(private=False)
    assert counts(report) == (1, 0, 0, 1)
    assert "private network" in report.refused[0].reason


def test_private_addresses_are_refused_after_names_are_resolved(monkeypatch):
    def resolved(host, port, **options):
        return [(0, 0, 0, "", (one, port)) for one in ("198.41.0.4", "10.0.0.1")]

    monkeypatch.setattr(fetching.socket, "getaddrinfo", resolved)
    with pytest.raises(NotFetched, match="private network"):
        Fetcher(delay=0).get("http://harbours.example/")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        *[("198.41.0.4", True), ("2001:503:ba3e::2:30", True)],
        *[(one, False) for one in ("127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1")],
        *[(one, False) for one in ("169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1")],
        *[(one, False) for one in ("::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "fec0::1")],
        *[(one, False) for one in ("64:ff9b::7f00:1", "2002:7f00:1::", "::", "x", "240.0.0.1")],
    ],
)
def test_which_addresses_everybody_can_reach(address, public):
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "no feed"),
        (b"<html><body>x</body></html>", "no feed"),
        (
            b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
            b"<rss version='2.0'><channel><title>&b;</title></channel></rss>",
            "entities",
        ),
        (b"<rss version='2.0'>" + b"<a>" * 300_001, "elements"),
    ],
)
def test_what_is_no_feed(take, tmp_path, data, what):
    (tmp_path / "feed.xml").write_bytes(data)
    with pytest.raises(InvalidInput, match=what):
        take(str(tmp_path / "feed.xml"))


PLAIN_RSS = (
    '<?xml version="1.0" encoding="{}"?>{}<rss version="2.0"><channel><title>t</title><item>'
    "<title>Quay</title><description>A quay opens here.</description></item></channel></rss>"
)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "utf-7", "cp037"])
def test_no_encoding_hides_what_a_feed_declares(take, tmp_path, encoding):
    file = tmp_path / "feed.xml"
    file.write_bytes(PLAIN_RSS.format(encoding, '<!DOCTYPE r [<!ENTITY a "b">]>').encode(encoding))
    with pytest.raises(InvalidInput, match=r"declares entities|in an encoding that no feed has"):
        take(str(file))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "shift_jis", "windows-1252"])
def test_a_feed_in_another_encoding(take, tmp_path, encoding):
    file = tmp_path / "feed.xml"
    file.write_bytes(PLAIN_RSS.format(encoding, "").encode(encoding))
    assert take(str(file)).added == 1


def test_an_entry_without_a_link_is_what_it_holds(take, tmp_path):
    (tmp_path / "feed.xml").write_text(
        "<rss version='2.0'><channel><item><title>A &lt;b&gt; levy</title><guid "
        "isPermaLink='false'>x1</guid><description>&lt;p&gt;The levy ends.&lt;/p&gt;"
        "&lt;script&gt;scriptword&lt;/script&gt;</description></item><item/></channel></rss>",
        "utf-8",
    )
    report = take(str(tmp_path / "feed.xml"))
    assert counts(report) == (1, 0, 0, 1)
    (text,) = written(take.folder).values()
    assert "The levy ends." in text and "scriptword" not in text


@pytest.mark.parametrize("state", ["[]", "{", '{"a": 1}', "[" * 100_000])
def test_a_damaged_state_is_said(take, state):
    take.folder.mkdir()
    (take.folder / STATE).write_text(state)
    with pytest.raises(InvalidInput, match="damaged"):
        take()


def test_headers_of_a_state_are_no_others(site, take):
    take.folder.mkdir()
    values = {"If-None-Match": "x\r\nCookie: a", "Cookie": "b"}
    (take.folder / STATE).write_text(json.dumps({f"{site.address}/levy": values}))
    assert counts(take()) == (2, 0, 0, 0)
    assert not any("Cookie" in headers for _, headers in site.asked)


def test_the_command(site, tmp_path):
    arguments = ("import", "feed", f"{site.address}/feed", "--to", "out")
    refused = run(tmp_path, *arguments, name="searchkit")
    assert refused.code == 2 and "--private" in refused.err
    site.answers["/grain"] = (404, {}, b"")
    done = run(tmp_path, *arguments, "--private", "--delay", "0", name="searchkit")
    assert done.code == 1
    assert done.out == "1 added, 0 changed, 0 unchanged, 0 kept, 1 not imported\n"
    assert "not imported" in done.err and "answers 404" in done.err


def test_without_the_packages(take, monkeypatch):
    monkeypatch.setattr(pages, "can_read_html", lambda: False)
    with pytest.raises(SearchkitError, match=r"searchkit\[html\]"):
        take()


def test_a_folder_of_pages(tmp_path):
    source = tmp_path / "saved"
    (source / "deep").mkdir(parents=True)
    (source / "a.html").write_bytes(page("The levy"))
    (source / "deep" / "b.HTM").write_bytes(page("Grain"))
    (source / "c.html").write_bytes(b"\0")
    (source / "d.odt").write_bytes(b"x")
    options = Options(folder=tmp_path / "out")
    report = import_from("html", str(source), tmp_path / "out", options)
    assert counts(report) == (2, 0, 0, 1)
    assert "binary" in report.refused[0].reason and options.not_read == {".odt": 1}
    assert sorted(written(tmp_path / "out")) == ["grain.md", "the-levy.md"]
    assert counts(import_from("html", str(source), tmp_path / "out", options))[2] == 2
