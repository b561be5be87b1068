"""A statement as HTML: safe, well nested, and its text is the clean text."""

from __future__ import annotations

import random
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from searchkit import Statement
from searchkit.corpus.files import find, parse_root
from searchkit.corpus.markdown import clean_text
from searchkit.corpus.reader import read_document
from searchkit.rendering.addresses import safe_address
from searchkit.rendering.article import article_html
from searchkit.rendering.structure import MAX_DEPTH, structure
from tests.support.strict_html import Page

Spans = list[tuple[int, int]]


def html_of(markdown: str, *marked: str, base_url: str | None = None) -> str:
    """The HTML of `markdown` in which the first occurrence of each of `marked` is marked."""
    text = clean_text(markdown)
    spans = [(text.index(words), text.index(words) + len(words)) for words in marked]
    return article_html(markdown, text, spans, base_url=base_url).html


def forbidden(text: str) -> str:
    """`text` with what HTML forbids as it must come out."""
    text = re.sub(r"[\r\x0b\x0c]", " ", text)
    return "".join(
        "\ufffd"
        if (unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n")
        or 0xFDD0 <= ord(c) <= 0xFDEF
        or ord(c) & 0xFFFE == 0xFFFE
        else c
        for c in text
    )


def bare(text: str) -> str:
    return re.sub(r"[ \t\n]", "", text)


def merged(spans: Spans, text: str) -> Spans:
    """What must be marked: by a plain count of characters."""
    covered = [False] * len(text)
    joined = [False] * len(text)  # Whether a span goes on over the beginning of this one.
    for start, end in spans:
        for place in range(max(0, start), min(end, len(text))):
            covered[place] = True
            joined[place] |= place > max(0, start)
    found: Spans = []
    for place, yes in enumerate(covered):
        if yes and joined[place] and found and found[-1][1] == place:
            found[-1] = (found[-1][0], place + 1)
        elif yes:
            found.append((place, place + 1))
    return [(start, end) for start, end in found if text[start:end].strip(" \t\n")]


def check(markdown: str, spans: Spans, text: str | None = None) -> Page:
    """The article holds, whatever `markdown` is."""
    text = clean_text(markdown) if text is None else text
    article = article_html(markdown, text, spans)
    page = Page(article.html)
    assert page.text == forbidden(text)
    wanted = merged(spans, text)
    assert article.marks == len(wanted) == len(page.ids)
    assert page.ids == [f"match-{number}" for number in range(1, len(wanted) + 1)]
    for number, (start, end) in enumerate(wanted, start=1):
        # White space between blocks and cells can't be marked.
        assert bare(page.marked[number]) == bare(forbidden(text[start:end]))
    return page


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("", ""),
        ("Plain words.", "<p>Plain words.</p>"),
        ("One\nline\n\nTwo & <", "<p>One\nline</p>\n\n<p>Two &amp; &lt;</p>"),
        ("*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>"),
        ("one  \ntwo\\\nthree", "<p>one<br>\ntwo<br>\nthree</p>"),
        ("# A\n\n## B\n\n###### C", "<h2>A</h2>\n\n<h3>B</h3>\n\n<h6>C</h6>"),
        ("- a\n- b", "<ul><li>a</li>\n<li>b</li></ul>"),
        ("0. a\n1. b", "<div>0. a</div>\n<div>1. b</div>"),
        ("3. a\n4. b", "<div>3. a</div>\n<div>4. b</div>"),
        ("1. a\n2. b", "<div>1. a</div>\n<div>2. b</div>"),
        ("> q\n>\n> r", "<blockquote><p>q</p>\n\n<p>r</p></blockquote>"),
        ("a\n\n---\n\nb", "<p>a</p>\n\n<hr><p>b</p>"),
        ("    code\n    <b>", "<pre><code>code\n&lt;b&gt;</code></pre>"),
        ("![a map](map.png) of Oster", "<p>a map of Oster</p>"),
        ("![](map.png)\n\nOster", "<p>Oster</p>"),
        ("[](https://a.example) Oster *[](b)*", "<p>Oster</p>"),
        ("**,** left standing", "<p><strong>,</strong> left standing</p>"),
        ("one<br>two", "<p>one<br> two</p>"),
        ("*Ka\u0308ldby*", "<p><em>Käldby</em></p>"),
        ("a*\u0308x*", "<p>ä<em>x</em></p>"),
    ],
)
def test_elements(markdown, html):
    assert html_of(markdown).replace("\n</code>", "</code>") == html


def test_tables():
    html = html_of("| Port | Fee | |\n|---|--:|:-:|\n| Oster | **12** | x |")
    page = Page(html)
    assert page.elements[:6] == ["div", "table", "thead", "tr", "th", "th"]
    # An empty head of a column is no head.
    assert page.elements[6:] == ["td", "tbody", "tr", "td", "td", "strong", "td"]
    assert '<td class="align-right"><strong>12</strong></td>' in html
    assert '<td class="align-center">x</td>' in html
    assert 'role="region" aria-label="Table" tabindex="0"' in html


def test_a_table_without_a_head_has_none():
    page = Page(html_of("| | |\n|---|---|\n| Oster | 12 |"))
    assert page.elements == ["div", "table", "tbody", "tr", "td", "td"]


def test_html_of_the_source_is_text():
    html = html_of("<div onclick=x()>\n<p>One</p>\n\n<b>two</b> <script>x()</script>")
    assert html == "<p>One</p>\n\n<p>two</p>"
    assert html_of("<script>\nx()\n</script>\n\nSeen &lt;b&gt;") == "<p>Seen &lt;b&gt;</p>"
    assert html_of("<table>\n<tr><td>one</td></tr></table>") == "<p>one</p>"


@pytest.mark.parametrize(
    ("link", "href"),
    [
        ("[a](https://a.example/b?c=d&e=f#g)", "https://a.example/b?c=d&amp;e=f#g"),
        ("[a](HTTP://a.example)", "HTTP://a.example"),
        ("[a](mailto:a@b.example)", "mailto:a@b.example"),
        ("<a@b.example>", "mailto:a@b.example"),
        ("<https://a.example/b>", "https://a.example/b"),
        ('[a](<https://a.example/b c"d> "title")', "https://a.example/b%20c%22d"),
        ("[a](https://a.example/\\<b\\>)", "https://a.example/%3Cb%3E"),
        ("[a][b]\n\n[b]: https://a.example", "https://a.example"),
        ("[a](https://a.example/Ōrva)", "https://a.example/Ōrva"),
    ],
)
def test_links(link, href):
    assert f'<a href="{href}" rel="nofollow noopener">' in html_of(link)


@pytest.mark.parametrize(
    "address",
    [
        *["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<b>", "vbscript:x"],
        *["file:///etc/passwd", "ftp://a.example", "//a.example", "/a", "a.html", "#a", "?a", ""],
        *["&#106;avascript:alert(1)", "java&#10;script:x", "&#1;javascript:x", "https:", "http://"],
        *["https://a&#7;.example", "tel:+64", "https:a.example", "mailto:", "x" * 3_000],
        "https://a.example/" + "x" * 3_000,
    ],
)
def test_other_links_are_plain_text(address):
    assert html_of(f"see [here]({address})!") == "<p>see here!</p>"


def test_links_that_begin_with_a_slash_are_relative_to_the_statement():
    base = "https://gov.vellmark.example/release/talks"
    found = 'href="https://gov.vellmark.example/media/3"'
    assert found in html_of("[a](/media/3)", base_url=base)
    assert 'href="https://b.example/c"' in html_of("[a](//b.example/c)", base_url=base)
    assert "href" not in html_of("[a](media/3) [b](#c)", base_url=base)
    for bad in ("javascript:x", "data:x,", "http://[", "", "file:///etc"):
        assert "href" not in html_of("[a](/media/3) [b](//[)", base_url=bad)


@given(st.text(st.sampled_from("javscript:data/hp\\ \t\n&#;@\x01\x7f<>'\"%"), max_size=30))
def test_an_address_is_safe_or_none(address):
    found = safe_address(address, "https://a.example/b")
    assert found is None or re.fullmatch(r"(?i)(https?://|mailto:)[^\s<>\"\\]+", found)


def test_marks_are_split_by_elements():
    assert html_of("the *six* harbour talks", "six harbour") == (
        '<p>the <em><mark id="match-1" data-match="1">six</mark></em>'
        '<mark data-match="1"> harbour</mark> talks</p>'
    )
    assert html_of("- a b\n- c d", "b\nc") == (
        '<ul><li>a <mark id="match-1" data-match="1">b</mark></li>\n'
        '<li><mark data-match="1">c</mark> d</li></ul>'
    )


def test_marks_beside_one_another_stay_two():
    article = article_html("ab cd", "ab cd", [(3, 5), (0, 1), (1, 2)])
    assert article.marks == 3
    assert Page(article.html).marked == {1: "a", 2: "b", 3: "cd"}


def test_a_text_of_another_version_is_shown_in_paragraphs():
    page = check("*some* source", [(0, 5)], "another\n\ntext <b>")
    assert page.elements == ["p", "mark", "p"]


def test_lone_surrogates_are_replaced():
    page = check("*a* \ud800", [(0, 3)], "a \ud800")
    assert page.text == "a \ufffd"


@pytest.mark.parametrize("opening", ["> ", "- ", "1. ", "*a **b ", "> - "])
def test_depth_is_bounded(opening):
    markdown = opening * 3_000 + "end" + " c** d*" * (3_000 if "*" in opening else 0)
    page = check(markdown, [(0, 3)])
    assert len(page.elements) <= 2 * MAX_DEPTH + 2


@pytest.mark.parametrize(
    "markdown",
    [
        "[" * 20_000,
        "**a" * 20_000,
        "<a " * 20_000,
        "<div>" * 20_000,
        "|a" * 2_000 + "|\n" + "|-" * 2_000 + "|\n" + "|\n" * 20_000,
        "[a]: http://x/" + "y" * 1_900 + "\n\n" + "[a] " * 20_000,
        "*\u0301* " * 10_000,
        "*x*\u0301" + ("\u0301" * 10 + "<b>") * 10_000,
        "\x80\x01*a*\ufffe\U0001ffff",
    ],
)
def test_hostile_texts(markdown):
    text = clean_text(markdown)
    check(markdown, [(place, place + 3) for place in range(0, len(text), 40)])
    assert len(article_html(markdown, text).html) < 20 * len(markdown) + 100


SOUP = st.lists(
    st.sampled_from(
        [
            *["harbour", "Māori", "e", "\u0301", "\u1100", "\u1161", "東京", "12", " ", "  ", "\n"],
            *["\n\n", "\n\n", "\n- ", "\n  - ", "\n1. ", "\n> ", "\n# ", "\n===\n", "\n    "],
            *["\n| a | b |\n|---|--:|\n| c | d |\n", "|", "\n|---|---|\n", "\n---\n", "\n```\n"],
            *"*_`#><|-+=[)!\\&;:“’\t\r\0\x0b\x0c\x1e\x85\u00a0\u2028\ufeff\uffff",
            *["**", "**", "~~~", "](https://a.example)", "](javascript:x)", "](#a)", "[a][b]"],
            *["![", "&amp;", "&#772;", "&lt;b&gt;", "&#0;", "<https://a.example>", "<a@b.cd>"],
            *["<b>", "</b>", "<br>", "<div>\n", "</div>\n", "<!-- ", " -->", "<script>", "<!["],
            *["\n<table><tr><td>", "<p onclick=x>", "</p>", "\n[b]: https://b.example\n"],
        ]
    ),
    max_size=40,
).map("".join)
SPANS = st.lists(
    st.tuples(st.integers(-3, 80), st.integers(0, 30)).map(lambda pair: (pair[0], sum(pair))),
    max_size=8,
)


@settings(max_examples=600)
@given(SOUP, SPANS)
@example("**[](https://a.example)**", [])
@example("- \n-\n\n| |\n|-|\n| |\n", [])
def test_any_markdown(markdown, spans):
    assert structure(markdown).text == clean_text(markdown)
    check(markdown, spans)


@given(st.text(), SPANS)
def test_any_text(markdown, spans):
    check(markdown, spans)


@settings(max_examples=200)
@given(SOUP, SOUP, SPANS)
def test_any_text_of_another_version(markdown, text, spans):
    page = Page(article_html(markdown, text, spans).html)
    assert page.text == forbidden(text)


def test_what_an_archive_says_matches_is_marked(archive_of):
    body = (
        "The **harbour** of Oster.\n\n- A *six* harbour talk\n- [ferries](https://a.example)\n\n"
        "| Port | Fee |\n|---|---|\n| Harbours | 12 |\n"
    )
    archive = archive_of(Statement(id="a.md", title="Talks", body=body))
    statement, text = archive.statement("a.md"), archive.text("a.md")
    matches = archive.matches("a.md", '"six harbour" OR ferry OR harbours')
    spans = [(match.start, match.end) for match in matches if match.field == "body"]
    article = article_html(statement.body, text, spans)
    assert Page(article.html).marked == {
        1: "harbour",
        2: "six harbour",
        3: "ferries",
        4: "Harbours",
    }
    assert article.marks == 4


@pytest.mark.corpus
def test_real_statements(corpus: Path):
    files = find(parse_root(str(corpus)), [])
    chosen = random.Random(20_071_120)
    marked = elements = 0
    for file in chosen.sample(files, 3_000):
        source = read_document(file.path, file.id)
        text = source.text
        starts = [chosen.randrange(len(text)) for _ in range(6)] if text else []
        spans = [(start, start + chosen.randrange(60)) for start in starts]
        page = check(source.statement.body, spans, text)
        if source.statement.body != text:
            assert structure(source.statement.body).text == text
            elements += len(page.elements)
        marked += len(page.ids)
    assert marked > 10_000
    assert elements > 10_000


# Who speaks


def test_what_somebody_says_is_marked_with_who_begins_to_speak() -> None:
    markdown = "“We are *very* glad.\n\n“So am I,” she said."
    text = clean_text(markdown)
    voices = [(1, 18, "Jan <Vell>"), (21, 29, "Mika Storr")]
    html = article_html(markdown, text, voices=voices).html
    assert html == (
        '<p><span class="speaker" data-by="Jan &lt;Vell&gt;"></span>“'
        '<span class="said" id="said-1">We are </span><em>'
        '<span class="said">very</span></em><span class="said"> glad.</span></p>\n\n<p>'
        '<span class="speaker" data-by="Mika Storr"></span>“'
        '<span class="said" id="said-2">So am I,</span>” she said.</p>'
    )
    same = article_html(markdown, text, voices=[(*one[:2], "Jan Vell") for one in voices]).html
    assert same.count("data-by") == 1


def test_a_match_is_inside_what_somebody_says() -> None:
    text = "“We are glad,” she said."
    html = article_html(text, text, [(8, 18)], voices=[(1, 13, "Jan Vell")]).html
    assert html == (
        '<p><span class="speaker" data-by="Jan Vell"></span>“'
        '<span class="said" id="said-1">We are <mark id="match-1" '
        'data-match="1">glad,</mark></span><mark data-match="1">” she</mark> said.</p>'
    )


@given(
    markdowns := st.text(alphabet="ab *_\n“”\"'[](x)>#", max_size=40),
    st.lists(st.integers(0, 45), max_size=8),
    st.lists(st.tuples(st.integers(0, 45), st.integers(0, 45)), max_size=4),
)
def test_voices_change_no_text_and_nest(markdown: str, cuts: list[int], spans: Spans) -> None:
    text = clean_text(markdown)
    ends = sorted(cut for cut in set(cuts) if cut <= len(text))
    voices = [(a, b, f"<{a}>") for a, b in zip(ends[::2], ends[1::2], strict=False)]
    found = article_html(markdown, text, spans, voices=voices)
    assert bare(Page(found.html).text) == bare(forbidden(text))
