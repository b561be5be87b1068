"""What a reader sees of HTML, whatever the HTML."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.html_text import HIDDEN, SEPARATING, closings, tag_name, visible
from searchkit.corpus.markdown import clean_text

# HTML Standard, rendering, 15.3.2 to 15.3.10 and 15.5: what is a block, a list item, a part of a
# table or of a form; and those that it calls obsolete (16.2).
_BLOCKS = """
    address article aside blockquote body center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main
    menu nav ol optgroup option p plaintext pre search section summary table caption colgroup col
    tbody thead tfoot tr td th ul xmp
"""
BLOCKS = _BLOCKS.split()
PHRASES = "a abbr b bdi bdo cite code data em i kbd mark q s small span strong sub sup u var wbr"


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_separates_words(name):
    for html in (f"<{name}>levy</{name}><{name}>harbour</{name}>", f"levy<{name.upper()}>harbour"):
        assert visible(html).text.split() == ["levy", "harbour"]
        assert clean_text(html).split() == ["levy", "harbour"]
        assert clean_text(f"Words {html}").split() == ["Words", "levy", "harbour"]


@pytest.mark.parametrize("name", PHRASES.split())
def test_no_phrase_separates_letters(name):
    assert name not in SEPARATING | HIDDEN
    assert visible(f"har<{name}>bo</{name}>ur").text == "harbour"
    assert clean_text(f"The har<{name} class='x'>bo</{name}>ur.") == "The harbour."


@pytest.mark.parametrize("name", sorted(HIDDEN))
def test_what_is_never_shown(name):
    hidden = f"<{name} id=x>trackerword()</{name} >"
    assert visible(f"<div>Words {hidden}here</div>").text.split() == ["Words", "here"]
    assert clean_text(f"Words {hidden} here.").split() == ["Words", "here."]
    assert clean_text(f"Words **{hidden}** *here*.").split() == ["Words", "here."]
    assert clean_text(f"<div>\n{hidden}\nWords</div>\n\nhere") == "Words\n\nhere"
    # An empty line ends the block, but not the element.
    cut = f"<div>\n<{name}>\ntracker\n\nword\n</{name}>\nhere\n</div>"
    assert clean_text(cut).split() == ["here"]


@pytest.mark.parametrize("name", sorted(HIDDEN))
def test_an_element_that_is_not_closed_hides_no_paragraph(name):
    assert clean_text(f"Words <{name}> here.\n\nHarbour").split() == ["Words", "here.", "Harbour"]
    shown = clean_text(f"<div>Words <{name}> here.\n\nHarbour").split()
    assert shown == ["Words"] * 1 + ["here."] * (name not in ("script", "style")) + ["Harbour"]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a &lt;b&gt; &#8217; &amp;amp; &nbsp;", "a <b> ’ &amp; \xa0"),
        ("a < b > c & d", "a < b > c & d"),
        ('<a title="1 > 0 <b>">x</a>', "x"),
        ("<a title='\"'>x</a>", "x"),
        ('<a title="it\'s">x', "x"),
        ('<a b="c>x</a> y', "x y"),  # A quotation mark that is not closed.
        ("a<!-- <p> -- > -->b", "ab"),
        ("a<!-- not closed <b>c</b>", "a<!-- not closed c"),
        ("<!DOCTYPE html><?php x ?>a<![CDATA[b]]>", "a"),
        ("<o:p>a</o:p>", "a"),
        ("<script>'<p>'</script>a<style></style>b", "ab"),
        ("a <", "a <"),
        ("</", "</"),
    ],
)
def test_text(html, text):
    assert visible(html).text == text


def test_a_piece_says_what_hides_the_next():
    assert visible("a<script>b") == ("a", "script")
    assert visible("b</SCRIPT>c", "script") == ("c", "")
    assert visible("b", "script") == ("", "script")
    assert visible("a<title>b") == ("ab", "")
    assert visible("a<title>b", later={"title": 1}) == ("a", "title")
    assert closings("</SCRIPT></p></style\n></titles>") == ["script", "style"]
    assert (tag_name("<P a>"), tag_name("</h1>"), tag_name("<!--")) == ("p", "h1", "")


def test_long_blocks_are_whole():
    row = "<tr><td>M&#257;ori</td><td><b>har</b>bour</td></tr>\n"
    text = clean_text("<table>\n" + row * 3_000 + "<tr><td>zebra</td></tr>\n</table>")
    assert text.split() == ["Māori", "harbour"] * 3_000 + ["zebra"]


@pytest.mark.parametrize(
    "piece",
    [
        *["<a ", "<", "<!--", "<a '", '<a "', "<a '\"", "<a \"''", "<!", "</script", "<script>"],
        *["<title>", "&", "&#", "<a b='>", '<a b=">', "<a '<b \"<c "],
    ],
)
def test_time_grows_with_the_length_alone(piece):
    begin = time.process_time()
    visible("<div>" + piece * (600_000 // len(piece)))
    assert time.process_time() - begin < 3


@given(st.lists(st.sampled_from("<>/!-'\"=& ab") | st.sampled_from(["<b>", "<script>"])))
def test_any_html_has_a_text(pieces):
    html = "".join(pieces)
    text, hidden = visible(html)
    assert len(text) <= len(html) + html.count("<") * 2
    assert hidden in HIDDEN | {""}
