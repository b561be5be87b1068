"""What a reader sees of a Markdown text.

Lives here: the clean text that is searched and shown. Emphasis is words without marks, a
link is its text without the address, headings, list items and table cells are text,
entities are decoded, HTML tags and comments are left out. Also here: where places in the
parser's output are in the clean text. Does not live here: rendering for the web
(`searchkit.rendering.article`), front matter (`front_matter`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from typing import Any

import pyromark

from searchkit.corpus.editing import Edited, normalise_with, strip, substitute
from searchkit.schema.analysis import normalise

# What Markdown could read as more than plain text: some characters anywhere, others where a
# line begins or ends. A text that matches neither is its own clean text, so the patterns may
# be too wide but never too narrow. Two patterns are many times faster than one.
_SIGNIFICANT = re.compile(r"[*_`\[\]<>&\\#|~\r\t\0\x0b\x0c]")
_SIGNIFICANT_LINE = re.compile(r"\n(?:[ \-+=:]|\d{1,9}[.)]|\n[ \n])")
_BLOCKS = frozenset({"Paragraph", "Heading", "CodeBlock", "HtmlBlock", "Table", "BlockQuote"})
_TRAILING = re.compile(r"[ \t]+(?=\n)")
# Emphasis that CommonMark's flanking rules leave standing ("**,**"): readers of the original
# saw bold type there, never two asterisks.
_LEFT_STANDING = re.compile(r"(?<!\*)\*\*(?!\*)")
# Tags that separate words as white space does.
_PARTING = frozenset(
    [
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ]
)
MAX_TAGS = 1_000
"""Tags of one block above which they are only cut out, not parsed: on broken tags the parser's
time grows with the square of their number. To retune, raise it as long as a block of this many
`<` is parsed within a second."""
_TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")
_TAG = re.compile(r"<[^<>]*>?")
_MANY_BREAKS = re.compile(r"\n{3,}")


class _VisibleHtml(HTMLParser):
    """Keeps the text of HTML; drops tags, comments, scripts and styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style")
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style") and self._hidden:
            self._hidden -= 1
        self._part(tag)

    def _part(self, tag: str) -> None:
        if tag in _PARTING:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def _visible(html: str) -> str:
    if html.count("<") > MAX_TAGS:
        return _TAG.sub("\n", html)
    parser = _VisibleHtml()
    try:
        parser.feed(html)
        parser.close()
    except AssertionError:  # Raised at a marked section that it does not know.
        return _TAG.sub("\n", html)
    return "".join(parser.parts)


def tag_name(html: str) -> str:
    """The name of the tag that `html` begins with, in lower case, or nothing."""
    tag = _TAG_NAME.match(html)
    return tag[1].lower() if tag else ""


def clean_text(markdown: str) -> str:
    """The text a reader sees of `markdown`, in NFC.

    Blocks are separated by an empty line, list items and table rows by a line
    break, table cells by a tab.
    """
    text = normalise(markdown)
    return text if _is_plain(text) else parsed_text(text)


def _is_plain(text: str) -> bool:
    """Whether `text` holds nothing that Markdown could read as more than text."""
    return (
        _SIGNIFICANT.search(text) is None
        and " \n" not in text
        and _SIGNIFICANT_LINE.search("\n" + text) is None
        and text == text.strip()
    )


def parsed_text(markdown: str) -> str:
    """`clean_text` by the Markdown parser alone (CommonMark with tables)."""
    parts: list[str] = []
    html: list[str] = []
    for event in events(markdown):
        take(event, parts, html)
    text = "".join(parts).replace("\0", "\ufffd")
    if "**" in text:
        text = _LEFT_STANDING.sub("", text)
    if " \n" in text or "\t\n" in text:
        text = _TRAILING.sub("", text)
    return normalise(_MANY_BREAKS.sub("\n\n", text).strip())


def finished(taken: str, places: Sequence[int]) -> Edited:
    """The clean text of what all events show, joined, and where places in it are then.

    Args:
        taken: the joined parts that `take` appended.
        places: offsets into `taken`, ascending.
    """
    text = taken.replace("\0", "\ufffd")
    text, moved = substitute(_LEFT_STANDING, "", text, places)
    text, moved = substitute(_TRAILING, "", text, moved)
    text, moved = substitute(_MANY_BREAKS, "\n\n", text, moved)
    text, moved = strip(text, moved)
    return normalise_with(text, moved)


def events(markdown: str) -> Iterator[Any]:
    """The events of the Markdown parser."""
    return iter(pyromark.events(markdown, options=pyromark.Options.ENABLE_TABLES))


def take(event: Any, parts: list[str], html: list[str]) -> None:
    """Append what one event of the parser shows to `parts`.

    `html` holds the beginning of an unfinished block of HTML between calls.
    """
    if isinstance(event, str):  # SoftBreak, HardBreak, Rule
        parts.append("\n\n" if event == "Rule" else "\n")
        return
    ((kind, value),) = event.items()
    if kind in ("Text", "Code", "InlineMath", "DisplayMath"):
        parts.append(value)
    elif kind == "Html":
        html.append(value)
    elif kind == "InlineHtml":
        if tag_name(value) in _PARTING:
            parts.append(" ")
    elif kind in ("Start", "End"):
        name = value if isinstance(value, str) else next(iter(value))
        if kind == "End" and name == "HtmlBlock":
            # A tag may be cut over several events: parse the block as a whole.
            parts.append(_visible("".join(html)))
            html.clear()
        if name in _BLOCKS:
            parts.append("\n\n")
        elif (name == "Item" and kind == "Start") or (
            name in ("TableRow", "TableHead") and kind == "End"
        ):
            parts.append("\n")
        elif name == "TableCell" and kind == "End":
            parts.append("\t")
        elif name == "List":
            parts.append("\n\n" if kind == "End" else "\n")
