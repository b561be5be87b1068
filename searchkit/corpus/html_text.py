"""What a reader sees of HTML.

Lives here: which elements separate words and which are never shown, as the HTML Standard's
rendering section lists them, and the text between tags. Does not live here: which parts of a
Markdown text are HTML (`events`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import NamedTuple

_SEPARATING = """
    address article aside blockquote body br button caption center col colgroup dd details
    dialog dir div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header
    hgroup hr html iframe input legend li listing main marquee menu meter nav noscript object ol
    optgroup option p plaintext pre progress rt rtc search section select summary table tbody td
    textarea tfoot th thead tr ul video xmp
"""
SEPARATING = frozenset(_SEPARATING.split())
"""Elements that separate words as white space does: blocks, list items, parts of tables and
forms, and boxes that stand in a line. Those of HTML and those it had.

Source: https://html.spec.whatwg.org/multipage/rendering.html, sections 15.3 to 15.5.
"""
HIDDEN = frozenset(
    ["datalist", "iframe", "noembed", "noframes", "rp", "script", "style", "template", "title"]
)
"""Elements whose text is never shown. Source: as above, sections 15.3.1 and 15.4.1."""
_CODE = frozenset(["script", "style"])
"""Of these, those whose text is no prose even where the element is not closed."""

_TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")
# In a tag a quotation mark hides `<` and `>` until the next of its kind. Nothing here is
# tried twice, and of all places where a tag could begin, at most three look beyond the same
# `<`: they are outside of quotation marks, in single or in double ones, all differently. So
# the time grows with the length alone, whatever the text.
_MARKUP = re.compile(
    r"<!--|</?[A-Za-z](?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+>|</?[A-Za-z][^<>]*+>|<[!?][^<>]*+>"
)
_CLOSINGS = re.compile(rf"</({'|'.join(sorted(HIDDEN))})(?=[\s/>]|$)", re.IGNORECASE)
_CLOSING = {name: re.compile(rf"</{name}(?=[\s/>])[^>]*>?", re.IGNORECASE) for name in HIDDEN}


class Visible(NamedTuple):
    """What a reader sees of a piece of HTML.

    Attributes:
        text: the text between tags, entities decoded.
        hidden: the element that hides what follows the piece, or nothing.
    """

    text: str
    hidden: str = ""


def tag_name(html: str) -> str:
    """The name of the tag that `html` begins with, in lower case, or nothing."""
    tag = _TAG_NAME.match(html)
    return tag[1].lower() if tag else ""


def closings(html: str) -> list[str]:
    """The hidden elements that end in `html`, in order."""
    return [name.lower() for name in _CLOSINGS.findall(html)]


def visible(html: str, hidden: str = "", later: Mapping[str, int] | None = None) -> Visible:
    """The text of a piece of HTML without tags, comments and hidden elements.

    A comment that is not closed is text; a hidden element that is not closed hides what is
    left of the piece if it is a script or a style, nothing if it is another.

    Args:
        html: the piece.
        hidden: the element that hides its beginning, or nothing.
        later: how often each hidden element ends in what follows the piece.
    """
    later = later or {}
    parts: list[str] = []
    last = 0
    if hidden:
        end = _CLOSING[hidden].search(html)
        if end is None:
            return Visible("", hidden)
        last = end.end()
    unclosed: set[str] = set()
    while tag := _MARKUP.search(html, last):
        parts.append(unescape(html[last : tag.start()]))
        last = tag.end()
        name = tag_name(tag[0])
        if tag[0] == "<!--":
            end_of_comment = -1 if "<!--" in unclosed else html.find("-->", last)
            if end_of_comment < 0:
                unclosed.add("<!--")
                parts.append("<!--")
            else:
                last = end_of_comment + 3
        elif name in SEPARATING:
            parts.append("\n")
        if name in HIDDEN and tag[0][1] != "/" and name not in unclosed:
            end = _CLOSING[name].search(html, last)
            if end is not None:
                last = end.end()
            elif name in _CODE or later.get(name):
                return Visible("".join(parts), name)
            else:
                unclosed.add(name)
    parts.append(unescape(html[last:]))
    return Visible("".join(parts))
