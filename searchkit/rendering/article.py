"""A statement as HTML: clean, safe, with what matched and who speaks marked in it.

Lives here: writing a clean text with its elements and marks. The text is the clean text,
whole and in order, whatever its source: tags only go between its characters.
Does not live here: where the elements are (`structure`), what matches
(`searchkit.engines`), pages (`searchkit.web`).

No byte of the source's HTML is passed on: tags and attributes come from a short list of
our own, text and values are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from searchkit.rendering.structure import VOID, Element, Structure, Tag, structure

Spans = Sequence[tuple[int, int]]
Voices = Sequence[tuple[int, int, str]]

ADDRESSED = frozenset(["p", "h2", "h3", "h4", "h5", "h6"])
"""Elements that have an address of their own."""
_ADDRESS = '<a class="address" href="#p{0}" tabindex="-1" aria-label="Paragraph {0}"></a>'
_BLANK = " \t\n"
_EMPTY_LINES = re.compile(r"\n{2,}")
# White space that HTML does not allow, and characters that it forbids: each becomes one.
_ODD_SPACE = re.compile(r"[\r\x0b\x0c]")
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)

# What opens a quotation; nothing where its mark is missing.
_OPENING = re.compile(r"(?:[\"'“”„‟‘’‚‛«»‹›`´〝〞＂]{1,2}[ \u00a0]?)?\Z")


class Article(NamedTuple):
    """A statement's text as HTML.

    Attributes:
        html: flow content without h1, to stand inside a page's article.
        marks: how many runs are marked; the first piece of each has the id `match-1`,
            `match-2` and so on, all of its pieces `data-match` with that number.
    """

    html: str
    marks: int


def article_html(
    source_markdown: str,
    clean_text: str,
    spans: Spans = (),
    *,
    voices: Voices = (),
    numbered: bool = False,
    base_url: str | None = None,
) -> Article:
    """The HTML of a statement's body.

    Args:
        source_markdown: `Statement.body`.
        clean_text: what `Archive.text` gives for it; where it is not the clean text of
            `source_markdown` (another version made it), it is shown in paragraphs.
        spans: [start, end) of what to mark, offsets into `clean_text` in code points, in
            any order; overlapping ones become one.
        voices: [start, end) of words that somebody says, and who, ascending and disjoint: each
            is a `span` of class "said". Its first piece has the id `said-1`, `said-2` and so on.
            Where somebody else begins to speak, an empty `span` of class "speaker" stands before
            the mark that opens their words, and has their name as `data-by`.
        numbered: give each paragraph and heading an address: the id `p1`, `p2` and so on, and
            an empty link to it (class "address"), which adds nothing to the text.
        base_url: the statement's own address, for links that begin with a slash.

    Returns:
        HTML whose text content is `clean_text`, with each character that HTML forbids
        replaced by one. Links are absolute, of http, https or mailto; others are plain
        text.
    """
    marks = _disjoint(spans, clean_text)
    found = structure(source_markdown, base_url)
    shown = found if found.text == clean_text else _paragraphs(clean_text)
    writer = _Writer(clean_text, marks, voices, numbered)
    for place, tag in _kept(shown):
        writer.text_until(place)
        writer.tag(tag)
    writer.text_until(len(clean_text))
    return Article("".join(writer.parts), len(marks))


def _disjoint(spans: Spans, text: str) -> list[tuple[int, int]]:
    """`spans` within `text`, ascending and disjoint, without those of white space."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        start, end = max(0, start), min(end, len(text))
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start < end and not _is_blank(text, start, end):
            merged.append((start, end))
    return merged


def _is_blank(text: str, start: int, end: int) -> bool:
    return not text[start:end].strip(_BLANK)


def _paragraphs(text: str, start: int = 0, end: int | None = None) -> Structure:
    """[start, end) of `text` as paragraphs between empty lines."""
    tags: list[tuple[int, Tag]] = []
    end = len(text) if end is None else end
    for gap in [*_EMPTY_LINES.finditer(text, start, end), None]:
        paragraph = Element("p")
        paragraph.start, paragraph.end = start, gap.start() if gap else end
        tags += [(start, Tag(paragraph, True)), (paragraph.end, Tag(paragraph, False))]
        start = gap.end() if gap else end
    return Structure(text, tags)


def _kept(shown: Structure) -> Iterator[tuple[int, Tag]]:
    """The tags of a structure, without elements that would show nothing."""
    dropped: Element | None = None
    for place, tag in shown.tags:
        element = tag.element
        if dropped is not None:
            if element is dropped:
                dropped = None
        elif element.name in VOID:
            yield place, tag
        elif (
            tag.opens
            and element.name not in ("li", "tr", "th", "td")
            and _is_blank(shown.text, element.start, element.end)
        ):
            dropped = element
        elif element.name == "plain":
            if tag.opens:
                yield from _kept(_paragraphs(shown.text, element.start, element.end))
        else:
            if element.name == "th" and _is_blank(shown.text, element.start, element.end):
                element.name = "td"
            yield place, tag


class _Writer:
    """Writes a text place by place, with tags and marks between.

    A mark is the innermost element, what somebody says the next: where there is a tag inside a
    match, the match becomes two marks, and so do words that somebody says.
    """

    def __init__(
        self, text: str, marks: Sequence[tuple[int, int]], voices: Voices, numbered: bool
    ) -> None:
        self._numbered = numbered
        self._paragraph = 0
        self._voices = voices
        self._voice = 0  # The one that ends after the place.
        self._last_voice = 0
        self._told = 0  # Voices whose speaker has been written.
        self.parts: list[str] = []
        self._text = text
        self._marks = marks
        self._place = 0
        self._next = 0  # The mark that ends after the place.
        self._last_id = 0

    def text_until(self, end: int) -> None:
        """Write the text from the place before to `end`."""
        while self._voice < len(self._voices):
            start, stop, _ = self._voices[self._voice]
            mark = _OPENING.search(self._text, max(0, start - 3), start)
            opening = mark.start() if mark else start
            if opening >= end:
                break
            if self._place <= opening < start:
                self._marks_until(opening)
                self._speaker()
            if start >= end:
                break
            self._marks_until(max(start, self._place))
            self._said(min(stop, end))
            if stop > end:
                return
            self._voice += 1
        self._marks_until(end)

    def _speaker(self) -> None:
        """Write who begins to speak, once, where it is somebody else."""
        if self._voice < self._told:
            return
        self._told = self._voice + 1
        who = self._voices[self._voice][2]
        before = self._voices[self._voice - 1][2] if self._voice else ""
        if who != before:
            by = escape(_printable(who))
            self.parts.append(f'<span class="speaker" data-by="{by}"></span>')

    def _said(self, end: int) -> None:
        """Write a piece of what somebody says."""
        if _is_blank(self._text, self._place, end):
            self._marks_until(end)
            return
        self._speaker()
        number, about = self._voice + 1, ""
        if number > self._last_voice:
            about = f' id="said-{number}"'
            self._last_voice = number
        self.parts.append(f'<span class="said"{about}>')
        self._marks_until(end)
        self.parts.append("</span>")

    def _marks_until(self, end: int) -> None:
        """Write the text from the place before to `end`, with the marks in it."""
        while self._next < len(self._marks) and self._marks[self._next][0] < end:
            start, stop = self._marks[self._next]
            self._write(start)
            self._marked(self._next + 1, min(stop, end))
            if stop > end:
                return
            self._next += 1
        self._write(end)

    def tag(self, tag: Tag) -> None:
        """Write a tag."""
        element = tag.element
        if not tag.opens:
            self.parts.append(f"</{element.name}>")
            return
        about = "".join(f' {name}="{escape(v)}"' for name, v in element.attributes.items())
        link = ""
        if self._numbered and element.name in ADDRESSED:
            self._paragraph += 1
            about = f' id="p{self._paragraph}"{about}'
            link = _ADDRESS.format(self._paragraph)
        self.parts.append(f"<{element.name}{about}>{link}")

    def _write(self, end: int) -> None:
        if end > self._place:
            self.parts.append(_escaped(self._text[self._place : end]))
            self._place = end

    def _marked(self, number: int, end: int) -> None:
        piece = self._text[self._place : end]
        if not piece.strip(_BLANK) and (not piece or "\n" in piece or "\t" in piece):
            self._write(end)  # Between blocks or cells, where there can be no mark.
            return
        about = f' data-match="{number}"'
        if number > self._last_id:
            about = f' id="match-{number}"{about}'
            self._last_id = number
        self.parts.append(f"<mark{about}>")
        self._write(end)
        self.parts.append("</mark>")


def _escaped(text: str) -> str:
    return escape(_printable(text), quote=False)


def _printable(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", _ODD_SPACE.sub(" ", text))
