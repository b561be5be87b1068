"""HTML to a tree, with bounded work.

Lives here: the text of a page's bytes, the bounds that it must keep, its tree. Does not live
here: what the page says (`html_facts`), its main text (`html_page`), HTML in Markdown
(`html_text`).
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from searchkit.corpus.encoding import decoded
from searchkit.corpus.problems import Unreadable, Warn

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_ELEMENTS = 50_000
"""In one page. The extractor takes about a second for 20,000; the longest pages of real sites
have a tenth of this."""
MAX_ATTRIBUTES = 500
"""Of one element. The time the tree takes grows with their square."""
MAX_DEPTH = 250
"""The parser drops what is deeper than 256."""

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.I)
_CHARSET_WITHIN = 4096
"""Bytes in which a page says its encoding."""
_LATIN = frozenset({"iso8859-1", "ascii"})
"""Names under which browsers read Windows-1252, as the Encoding Standard tells them to."""


def page_text(data: bytes, warn: Warn) -> str:
    """The text of a page's bytes.

    A page that is no UTF-8 is in the encoding that it names, if it can be; otherwise the
    encoding is detected like that of any other file.

    Raises:
        Unreadable: it is binary.
    """
    named = _CHARSET.search(data, 0, _CHARSET_WITHIN)
    if named and b"\0" not in data:
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            text = _in_encoding(data, named[1].decode("ascii"))
            if text is not None:
                return text.replace("\r\n", "\n").replace("\r", "\n")
    return decoded(data, warn)


def _in_encoding(data: bytes, name: str) -> str | None:
    """The text of bytes in an encoding for texts, or None."""
    try:
        codec = codecs.lookup(name)
        return data.decode("cp1252" if codec.name in _LATIN else codec.name)
    except (LookupError, UnicodeError):  # Unknown, none for texts, or another one.
        return None


class _Measure:
    """Takes the parser's events, and counts."""

    def __init__(self) -> None:
        self.elements = self.attributes = self.depth = self._level = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self.attributes = max(self.attributes, len(attributes))
        self._level += 1
        self.depth = max(self.depth, self._level)

    def end(self, tag: str) -> None:
        self._level -= 1

    def close(self) -> _Measure:
        return self


def page_tree(text: str) -> HtmlElement:
    """The tree of a page, without comments.

    Raises:
        Unreadable: it holds no element, or more than any real page.
    """
    from lxml import etree, html

    # A declaration of XML in it would name an encoding that is not this one's.
    data = text.encode("utf-8", "replace")
    try:
        measure = etree.fromstring(data, etree.HTMLParser(target=_Measure(), encoding="utf-8"))
        _check(measure)
        parser = html.HTMLParser(
            encoding="utf-8",
            remove_comments=True,
            remove_pis=True,
            no_network=True,
            collect_ids=False,
            default_doctype=False,
        )
        return html.document_fromstring(data, parser=parser)
    except etree.ParserError:
        raise Unreadable("is a page with nothing in it") from None
    except etree.LxmlError as error:
        raise Unreadable(f"is no HTML: {error}") from None


def _check(measure: _Measure) -> None:
    for what, found, most in (
        ("elements", measure.elements, MAX_ELEMENTS),
        ("attributes in one element", measure.attributes, MAX_ATTRIBUTES),
        ("levels of elements", measure.depth, MAX_DEPTH),
    ):
        if found > most:
            raise Unreadable(f"has {found:,} {what}, which no page needs (at most {most:,})")
