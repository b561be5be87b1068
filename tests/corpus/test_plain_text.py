"""A plain text says the same once it is written as Markdown."""

import dataclasses
import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import searchkit
from searchkit.corpus.markdown import clean_text
from searchkit.corpus.plain_text import as_markdown
from searchkit.rendering.article import article_html
from searchkit.rendering.structure import structure
from tests.support.strict_html import Page

SOUP = st.lists(
    st.sampled_from(
        [
            *[
                "Oster",
                "Māori",
                "e\u0301",
                "=\u0338",
                "<\u0338",
                "12",
                " ",
                "  ",
                "\n",
                "\n\n",
                "\t",
            ],
            *"*_`#><|-+=[)]!\\&;:.~^$“’\0\x0b\x0c\x1e\x85\u00a0\u2028\ufeff",
            *["**", "---", "~~~", "```", "\n1. ", "\n2) ", "](", "](#a)", "&amp;", "    ", "\n- "],
            *["<b>", "</b>", "<div>\n", "<!-- ", " -->", "<script>", "<![", "\n[a]: b", "\n|-|\n"],
        ]
    ),
    max_size=25,
).map("".join)


def tidy(text):
    """What is left of a plain text, by plain means."""
    lines = [line.rstrip(" \t") for line in text.replace("\0", "\ufffd").split("\n")]
    joined = re.sub(r"\n\n+", "\n\n", "\n".join(lines)).strip()
    return unicodedata.normalize("NFC", joined)


@settings(max_examples=600)
@given(SOUP | st.text().map(lambda text: text.replace("\r", "")))
@example("  * a\n\n    b")
@example("\\\n\\\\")
def test_any_plain_text_stays(text):
    body = as_markdown(text)
    assert clean_text(body) == tidy(text)
    assert structure(body).text == tidy(text)
    # Whoever takes it for plain text again, keeps the text that a reader sees.
    assert body == tidy(text) or "\\" in body or "&#" in body


@pytest.mark.parametrize(
    "text",
    [
        "The <Harbourmaster> said a<b and c>d & &amp; e.",
        "* not a list\n- nor this\n# 1 of 2",
        "12. Sir\n\n    verse\n      verse",
        "snake_case_name __all__ **bold** a ** b *.* \\* x***.***",
        "[Minister]: Absolutely.\n[a](b) ![c](d)",
        "| a | b |\n|---|---|\n| c | d | e |",
        "<script>x()</script>\n<!-- a -->",
    ],
)
def test_the_page_shows_what_the_file_says(text):
    body = as_markdown(text)
    assert clean_text(body) == text
    page = Page(article_html(body, text).html)
    assert page.text == text
    assert set(page.elements) <= {"p", "div"}


def test_from_the_file_to_the_page_and_into_another_index(tmp_path):
    text = "<Harbourmaster>: a<b and c>d.\n\n* &amp; __all__\n   12. Sir"
    (tmp_path / "releases").mkdir()
    for name in ("a.txt", "B.TXT", "c.md"):
        (tmp_path / "releases" / name).write_text(f"---\ntitle: Levy\n---\n{text}\n")
    searchkit.build(tmp_path / "releases", tmp_path / "index")
    with searchkit.open(tmp_path / "index") as archive:
        for name in ("a.txt", "B.TXT"):
            found = archive.statement(f"releases/{name}")
            assert archive.text(found.id) == text
            assert Page(article_html(found.body, text).html).text == text
        assert archive.text("releases/c.md") != text
        assert archive.count("harbourmaster") == 2
        assert archive.check(deep=True).total == 0
        # A copy of the statement says the same.
        with archive.writer() as writer:
            writer.add(dataclasses.replace(found, id="copy"))
        archive.refresh()
        assert archive.text("copy") == text
