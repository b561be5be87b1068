"""Pages: their main text, and what they say of themselves."""

import datetime
import re
import time

import pytest

from searchkit.corpus import files, html_page
from searchkit.corpus.html_parsing import MAX_ATTRIBUTES, MAX_DEPTH, MAX_ELEMENTS
from searchkit.corpus.problems import OrderNeeded, Unavailable, Unreadable
from searchkit.corpus.reader import read_bytes

pytest.importorskip("trafilatura", reason="needs the extra [html]")

PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Harbour levy to end in June | Vellmark Ministry of Harbours</title>
<meta name="author" content="Orla Brannigan">
<meta name="department" content="Harbours">
<meta property="og:site_name" content="Vellmark Ministry of Harbours">
<meta property="article:published_time" content="2007-11-20T10:30:00+13:00">
<link rel="canonical" href="https://harbours.vellmark.example/news/levy">
<style>.styleword { color: red }</style>
<script>var scriptword = "levy";</script>
</head>
<body>
<nav><ul><li><a href="/">Homeword</a></li><li><a href="/news">Newsword</a></li></ul></nav>
<main>
<article>
<h1>Harbour levy to end in June</h1>
<p>The har<b>bour</b> levy ends in June, the Minister said in Oster today. Every boat has paid it
since 1998, and boats of less than six metres are free of it from the first day.</p>
<script>document.write("scriptword")</script>
<h2>What changes</h2>
<ul><li>No levy for small boats<ul><li>Under six metres</li></ul></li><li>Half for fishers</li></ul>
<blockquote><p>&ldquo;We promised it, and here it is.&rdquo;</p></blockquote>
<table><tr><th>Year</th><th>Levy</th></tr><tr><td>2006</td><td>$40 | *old*</td></tr></table>
<template>templateword</template>
<noscript>noscriptword</noscript>
</article>
</main>
<footer>Copyrightword <!-- commentword --></footer>
</body>
</html>
"""
TEXT = """\
The harbour levy ends in June, the Minister said in Oster today. Every boat has paid it since 1998, and boats of less than six metres are free of it from the first day.

What changes

No levy for small boats

Under six metres

Half for fishers

“We promised it, and here it is.”

Year\tLevy
2006\t$40 | *old*"""  # noqa: E501


def read(content, name="x.html", order="unknown"):
    data = content.encode() if isinstance(content, str) else content
    return read_bytes(data, f"/pages/{name}", f"pages/{name}", order=order)


def page(head="", body="<p>The levy ends.</p>"):
    return f"<html><head>{head}</head><body><main>{body}</main></body></html>"


def messages(document):
    return [warned.message for warned in document.warnings]


def test_a_page_of_a_ministry():
    document = read(PAGE)
    statement = document.statement
    assert document.text == TEXT
    assert statement.title == "Harbour levy to end in June"
    assert statement.date == datetime.date(2007, 11, 20)
    assert statement.url == "https://harbours.vellmark.example/news/levy"
    assert (statement.ministers, statement.portfolios) == (("Orla Brannigan",), ("Harbours",))
    assert messages(document) == []
    assert set(document.read_as) == {("author", "ministers"), ("department", "portfolios")}


def test_scripts_and_what_stands_around_the_text_are_no_words():
    words = set(re.findall(r"\w+", read(PAGE).text))
    kinds = ("script", "style", "template", "comment", "copyright", "home", "news")
    assert not words & {f"{kind}word" for kind in kinds}
    assert "harbour" in words


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta name="date" content="2007-11-20">', "2007-11-20"),
        ('<meta name="DCTERMS.issued" content="20 November 2007">', "2007-11-20"),
        ('<meta itemprop="datePublished" content="2007-11-20">', "2007-11-20"),
        (
            '<meta name="date" content="2009-01-01">'
            '<meta property="article:published_time" content="2007-11-20">',
            "2007-11-20",
        ),
        (
            '<script type="application/ld+json">'
            '{"@graph": [{"@type": "NewsArticle", "datePublished": "2007-11-20"}]}</script>',
            "2007-11-20",
        ),
        ('<script type="application/ld+json">{"datePublished": </script>', None),
        (f'<script type="application/ld+json">{"[" * 100_000}</script>', None),
        ('<meta name="modified" content="2007-11-20">', None),
    ],
)
def test_the_day_a_head_says(head, day):
    assert str(read(page(head)).statement.date) == str(day)


@pytest.mark.parametrize(
    ("body", "day"),
    [
        ('<p class="date">20 November 2007</p><p>The levy ends.</p>', "2007-11-20"),
        ('<time datetime="2007-11-20T10:00">last week</time><p>The levy ends.</p>', "2007-11-20"),
        ("<time>20 November 2007</time><p>The levy ends.</p>", "2007-11-20"),
        ('<p class="date">1 May 2007</p><p class="date">2 May 2007</p>', None),
        ('<p class="update">20 November 2007</p>', None),
        ("<p>It ended on 20 November 2007.</p>", None),
        (f'<div class="date">{"20 November 2007 " * 9}</div>', None),
    ],
)
def test_a_day_of_the_text_is_read_only_where_it_is_marked_and_alone(body, day):
    assert str(read(page("", body)).statement.date) == str(day)


def test_the_order_of_day_and_month_is_no_guess():
    content = page('<meta name="date" content="5/6/2007">')
    assert read(content, order="day-first").statement.date == datetime.date(2007, 6, 5)
    assert read(content).statement.date is None
    with pytest.raises(OrderNeeded):
        read(content, order=None)


@pytest.mark.parametrize(
    ("head", "people", "extra"),
    [
        ('<meta name="author" content="Ministry of Harbours">', (), "Ministry of Harbours"),
        ('<meta property="article:author" content="https://social.example/levy">', (), None),
        (
            '<meta name="author" content="Orla Brannigan">'
            '<meta name="author" content="Tomas Farrow">',
            ("Orla Brannigan", "Tomas Farrow"),
            None,
        ),
        ('<meta name="minister" content="Tomas Farrow">', ("Tomas Farrow",), None),
    ],
)
def test_who_a_page_is_by(head, people, extra):
    statement = read(page(head)).statement
    assert statement.ministers == people
    assert statement.extra.get("publisher") == extra


@pytest.mark.parametrize("address", ["javascript:alert(1)", "/news/levy", "file:///etc/passwd"])
def test_an_address_is_one_of_the_web(address):
    content = page(f'<link rel="canonical" href="{address}">')
    assert read(content).statement.url is None


def test_a_page_without_title_or_text_is_told():
    document = read("<html><body><p>The levy ends in June.</p></body></html>")
    assert document.statement.title == "The levy ends in June."
    assert messages(document) == [
        "the page has no title; the first line of the text serves as title"
    ]
    document = read("<html><head><title>The levy</title></head><body></body></html>")
    assert (document.statement.title, document.text) == ("The levy", "")
    assert messages(document) == ["no main text was found on this page"]


def test_the_name_of_a_file_says_what_the_page_does_not():
    document = read("<p>Levy of boats.</p>", "2007-11-20-harbour-opens.html")
    assert document.statement.date == datetime.date(2007, 11, 20)
    assert document.statement.title == "Harbour opens"


def test_front_matter_says_what_a_page_is():
    content = (
        "---\ntitle: The levy\nspeaker: Orla Brannigan\n---\n"
        "<h2>Boats</h2>\n<p>The levy ends {% include x.html %} in June.</p>"
    )
    document = read(content)
    assert document.statement.title == "The levy"
    assert document.statement.ministers == ("Orla Brannigan",)
    assert document.statement.body == "## Boats\n\nThe levy ends in June."
    assert messages(document) == []


@pytest.mark.parametrize(
    ("data", "text", "warned"),
    [
        (page('<meta charset="windows-1250">', "<p>Dvořák</p>").encode("cp1250"), "Dvořák", False),
        (page('<meta charset="iso-8859-1">', "<p>“levy”</p>").encode("cp1252"), "“levy”", False),
        (page('<meta charset="iso-8859-1">', "<p>Māori</p>").encode(), "Māori", False),
        (page("", "<p>Māori</p>").encode("utf-16"), "Māori", False),
        (page('<meta charset="rot13">', "<p>caf\xe9 levy</p>").encode("cp1252"), "café levy", True),
        (page('<meta charset="hex">', "<p>caf\xe9 levy</p>").encode("cp1252"), "café levy", True),
        (
            b'<?xml version="1.0" encoding="utf-8"?>' + page("", "<p>Māori</p>").encode(),
            "Māori",
            False,
        ),
    ],
)
def test_encodings(data, text, warned):
    document = read(data)
    assert document.text == text
    assert any("UTF-8" in one for one in messages(document)) is warned


HOSTILE = {
    "elements": "<p>" + "<i>a" * (MAX_ELEMENTS + 1),
    "attributes": "<p " + " ".join(f"a{n}=b" for n in range(MAX_ATTRIBUTES + 1)) + ">x",
    "hidden in quotation marks": "<p "
    + " ".join(f'a{n}="<b>"' for n in range(MAX_ATTRIBUTES + 1))
    + ">x",
    "depth": "<div>" * (MAX_DEPTH + 1) + "x",
    "nothing": "<!-- x -->",
    "binary": "<p>\0</p>",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_page_that_asks_for_too_much_is_refused(content):
    with pytest.raises(Unreadable):
        read(content)


def test_the_bounds_leave_room():
    body = "<p>levy</p>" * 1000 + "<div>" * 100 + "deepword" + "</div>" * 100
    text = read(page("", body)).text
    assert text.count("levy") == 1000


def test_hostile_pages_take_little_time():
    started = time.process_time()
    read("<p " + " ".join(f"a{n}=b" for n in range(500)) + ">word")
    read(page("", "<p>&amp;&lt;&#0;</p>" * 1000))
    with pytest.raises(Unreadable):
        read("<p " + " ".join(f"a{n}=b" for n in range(100_000)) + ">word")
    assert time.process_time() - started < 5


def test_entities_of_a_page_are_not_its_own():
    content = (
        '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
        "<html><body><p>The levy &a; &f; ends.</p></body></html>"
    )
    text = read(content).text
    assert "aaaa" not in text and "root" not in text
    assert "The levy" in text


def test_what_the_extractor_can_t_do_is_a_reason(monkeypatch):
    class Failing:
        def bare_extraction(self, *args, **options):
            raise RecursionError

    monkeypatch.setattr(html_page, "_trafilatura", Failing)
    with pytest.raises(Unreadable, match="could not be taken apart"):
        read(PAGE)


def test_without_the_packages_a_page_can_t_be_read_now(monkeypatch):
    monkeypatch.setattr(html_page, "can_read_html", lambda: False)
    with pytest.raises(Unavailable, match=r"searchkit\[html\]"):
        read(PAGE)


def test_which_files_are_pages():
    names = ["a.html", "b.HTM", "c.xhtml", "d.md", "html"]
    assert [files.StatementFile("x", name).is_page for name in names] == [
        *(True, True, False, False, False)
    ]
