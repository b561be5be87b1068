import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.corpus.markdown import _is_plain, clean_text, parsed_text

# What Markdown reads something into, what it could be mistaken for, and words.
SOUP = st.lists(
    st.sampled_from(
        [
            *["harbour", "Māori", "e\u0301", "12", "http://a.example", " ", "  ", "\n", "\n\n"],
            *"*_`#><|-+=[)!\\&;:“’\t\r\0\x0b\x0c\x1e\x85\u00a0\u2028\ufeff",
            *["**", "---", "~~~", "```", "1.", "2)", "](", "](#a)", "&amp;"],
            *["<b>", "</b>", "<div>\n", "<!-- ", " -->", "<script>", "<![", "<br>"],
        ]
    ),
    max_size=25,
).map("".join)


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("", ""),
        ("  \n\n ", ""),
        ("Plain words.", "Plain words."),
        ("Two\n\nparagraphs", "Two\n\nparagraphs"),
        ("**Bold** and *slanted* and __both__", "Bold and slanted and both"),
        ('a [link](https://a.example/page "tip") here', "a link here"),
        ("[![alt](pic.png)](https://a.example)", "alt"),
        ("<https://a.example/page>", "https://a.example/page"),
        ("# Heading\n\nText", "Heading\n\nText"),
        ("Heading\n=======\nText", "Heading\n\nText"),
        ("- one\n- two\n  - three", "one\ntwo\n\nthree"),
        ("1. one\n2. two", "1. one\n2. two"),
        ("> quoted\n> twice", "quoted\ntwice"),
        ("| Port | Fee |\n|---|---|\n| Oster | 12 |", "Port\tFee\nOster\t12"),
        ("Above\n\n---\n\nBelow", "Above\n\nBelow"),
        ("`code` and\n\n    indented", "code and\n\nindented"),
        ("Fish &amp; chips &copy; &#8217;", "Fish & chips © ’"),
        ("5 \\* 3", "5 * 3"),
        ("grain<sup>2</sup> in <b>Oster</b>", "grain2 in Oster"),
        ("<p>Seen</p>", "Seen"),
        ("<div>\n<!-- hidden -->Seen &amp; read\n</div>", "Seen & read"),
        ("<script>\nhidden()\n</script>\n\nSeen", "Seen"),
        ("<style>p {}</style>\n\nSeen", "Seen"),
        ("**,** left standing", ", left standing"),
        ("nul\0byte", "nul\ufffdbyte"),
        ("“Curly” – dashes\u00a0and … dots", "“Curly” – dashes\u00a0and … dots"),
    ],
)
def test_clean_text(markdown, text):
    assert clean_text(markdown) == text


def test_clean_text_is_nfc():
    assert clean_text("wha\u0304nau") == "whānau"
    assert clean_text("*wha\u0304nau*") == "whānau"
    assert clean_text("wha&#772;nau") == "whānau"


def test_addresses_are_no_words():
    text = clean_text("See [the plan](https://a.example/secret-word) or ![a map](secret-word.png).")
    assert text == "See the plan or a map."


@given(st.text())
def test_any_text_has_a_clean_text(markdown):
    text = clean_text(markdown)
    assert text == unicodedata.normalize("NFC", text)
    assert "\r" not in text


@settings(max_examples=400)
@given(SOUP)
def test_any_markdown_has_a_clean_text(markdown):
    text = clean_text(markdown)
    assert text == unicodedata.normalize("NFC", text)
    assert "\0" not in text


@pytest.mark.parametrize("section", ["<![foo bar]>", "<![ ]>", "<!["])
def test_unknown_html_sections_are_no_exception(section):
    assert "after" in clean_text(f"<div>\n{section}\n</div>\n\nafter")


@pytest.mark.parametrize(
    "markdown",
    [
        "one<br>two",
        "one<br/>\ntwo",
        "<p>one</p><p>two</p>",
        "<table><tr><td>one</td><td>two</td></tr></table>",
    ],
)
def test_tags_that_part_words_part_them(markdown):
    assert clean_text(markdown).split() == ["one", "two"]


PLAIN_SOUP = st.lists(
    st.sampled_from(
        [
            *["harbour", "Māori", "e\u0301", "1996", "123456789", "www.a.example", "mailto:a@b.c"],
            *"9.,:;(){}!?/$%@^-+='\"’–   \u00a0\u2028\u3000\x85\x1e\x0b\x0c",
            *["\n", "\n\n"],
        ]
    ),
    max_size=20,
).map("".join)


@settings(max_examples=500)
@given(PLAIN_SOUP | st.text())
def test_the_fast_path_equals_the_parser(text):
    text = unicodedata.normalize("NFC", text)
    if _is_plain(text):
        assert parsed_text(text) == text
        assert clean_text(text) == text


@pytest.mark.parametrize("character", ["\x0b", "\x0c"])
def test_the_fast_path_equals_the_parser_at_a_form_feed(character):
    text = f"Oster{character}\n\nharbour"
    assert clean_text(text) == parsed_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "Plain words.",
        "Two\nlines",
        "Two\n\nparagraphs",
        "“Curly” – it’s fine…",
        "1996 was 5% up (or so)",
    ],
)
def test_prose_takes_the_fast_path(text):
    assert _is_plain(text)


@pytest.mark.parametrize(
    "text",
    [
        *["*a*", "a_b", "`a`", "# a", "- a", "+ a", "1. a", "1) a", ": a", "    a", " a", "a  \nb"],
        *["a\n---", "a\n===", "a\n\n\nb", "a\n", "a\tb", "a\0b", "<b>", "&amp;", "a | b", "~~~"],
        *["\\a", "[a]"],
    ],
)
def test_what_markdown_may_read_goes_to_the_parser(text):
    assert not _is_plain(text)


def test_a_long_body_is_kept_whole():
    body = " ".join(f"word{number}" for number in range(12_000))
    assert clean_text(body) == body
    assert clean_text(body + " *end*") == body + " end"
