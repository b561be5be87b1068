"""Titles as a reader sees them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.reader import read_bytes
from searchkit.corpus.titles import plain_title


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("<i>The Levy</i> begins", "The Levy begins"),
        ("<I>Levy</I>", "Levy"),
        ('<span class="x">Levy</span><br/>begins', "Levy begins"),
        ("Oster&#8217;s levy", "Oster’s levy"),
        ("Fish &amp; ships", "Fish & ships"),
        ("Levy&nbsp;begins &lt;here&gt;", "Levy begins <here>"),
        ("*Levy* __begins__ in **Oster**", "Levy begins in Oster"),
        ("Levy** begins", "Levy begins"),
        ("`Levy` in [Oster](https://a.example)", "Levy in Oster"),
        (r"Levy \- begins", "Levy - begins"),
        ("**", ""),
        ("<p>", ""),
        # These are no markup.
        *[
            (text, text)
            for text in [
                "",
                "2019. Levy begins",
                "# 1 in Oster",
                "- levy",
                "> levy | fee",
                "[Minister]: Absolutely.",
                "Finance [State Sector] Bill",
                "5 * 3 & AT&T & snake_case",
                "The <Harbourmaster> speaks",
                "a<b and c>d < e",
                "``Far from it",
                "x marks it",
                r"C:\Harbour",
                "<!-- levy -->",
            ]
        ],
    ],
)
def test_titles(title, plain):
    assert plain_title(title) == plain


@given(st.text())
def test_any_title_is_one_line(title):
    plain = plain_title(title)
    assert plain == " ".join(plain.split())
    if not any(c in title for c in "<&*_`\\["):
        assert plain == " ".join(title.split())


def test_a_statement_has_its_plain_title():
    for name in ("a.md", "a.txt"):
        data = b"---\ntitle: '<i>Levy</i> &amp; a<b and c>d'\n---\nWords"
        assert read_bytes(data, name, "x").statement.title == "Levy & a<b and c>d"


def test_a_title_of_markup_alone_is_none():
    document = read_bytes(b"---\ntitle: '**'\n---\nFirst\nsecond", "a.md", "x")
    assert document.statement.title == "First"
    assert [w.message for w in document.warnings] == [
        "front matter has no title; the first line of the text serves as title"
    ]
