"""The parts of a Word file, as they stream by.

Lives here: which part is the text, what styles and numbers mean, the properties, and the text with
its tracked changes accepted. Does not live here: the container and its bounds (`docx`), XML
(`xml_events`).

Source: ECMA-376, parts 1 (WordprocessingML) and 2 (packages). Elements are known by their local
names, so that the transitional and the strict form are one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from searchkit.importers import blocks
from searchkit.importers.items import MAX_BODY

_HEADING = "heading "
# What is not there once all changes are accepted, or not to be seen: deleted and moved text, how
# something was before, and the second form of a drawing.
_GONE = frozenset(
    {"del", "moveFrom", "pPrChange", "rPrChange", "tblPrChange", "sectPrChange", "Fallback"}
)
_PROPERTIES = frozenset({"title", "creator", "created", "modified"})
_BREAKS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "\u2011"}
_OFF = frozenset({"0", "false", "off"})
_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})


def value(attributes: dict[str, str], name: str = "val") -> str:
    """An attribute by its local name; "" where there is none."""
    return next((v for k, v in attributes.items() if k.rpartition(":")[2] == name), "")


class _Part:
    """A reader of elements that listens to nothing."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Characters."""


class Relations(_Part):
    """`_rels/.rels`: where the text and the properties are."""

    def __init__(self) -> None:
        self.text_part = self.properties_part = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        kind, target = value(attributes, "Type"), value(attributes, "Target").lstrip("/")
        if kind.endswith("/officeDocument"):
            self.text_part = target
        elif kind.endswith("/core-properties"):
            self.properties_part = target


class Properties(_Part):
    """`docProps/core.xml`: what a document says of itself, by the names of its elements."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self._texts: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._texts.clear()

    def text(self, text: str) -> None:
        """Characters."""
        self._texts.append(text)

    def end(self, name: str) -> None:
        """An element ends."""
        if name in _PROPERTIES and (said := "".join(self._texts).strip()[:1_000]):
            self.values.setdefault(name, said)
        self._texts.clear()


@dataclass
class ParagraphStyle:
    """What a style says of its paragraphs.

    Attributes:
        level: of a heading from 1, 0 for the title of the document, None for no heading.
        number: of its list, "" for none.
        based_on: the style whose rules it has, too.
    """

    level: int | None = None
    number: str = ""
    based_on: str = ""


class Styles(_Part):
    """`styles.xml`: which styles are headings and lists."""

    def __init__(self) -> None:
        self._styles: dict[str, ParagraphStyle] = {}
        self._style = ParagraphStyle()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "style":
            self._style = self._styles.setdefault(value(attributes, "styleId"), ParagraphStyle())
        elif name == "name":
            said = value(attributes).lower()
            if said == "title":
                self._style.level = 0
            elif said.startswith(_HEADING) and said.removeprefix(_HEADING).isdecimal():
                self._style.level = int(said.removeprefix(_HEADING)[:2])
        elif name == "outlineLvl" and self._style.level is None:
            level = value(attributes)
            self._style.level = int(level) + 1 if level.isdecimal() and len(level) == 1 else None
        elif name == "numId":
            self._style.number = value(attributes)
        elif name == "basedOn":
            self._style.based_on = value(attributes)

    def of(self, identifier: str) -> ParagraphStyle:
        """A style with what it takes from those it is based on."""
        found = ParagraphStyle()
        for _ in range(20):  # They may be based on one another in a circle.
            style = self._styles.get(identifier)
            if style is None:
                break
            found.level = style.level if found.level is None else found.level
            found.number = found.number or style.number
            identifier = style.based_on
        return found


class ListNumbering(_Part):
    """`numbering.xml`: which lists are numbered."""

    def __init__(self) -> None:
        self._abstract: dict[str, dict[str, str]] = {}
        self._numbers: dict[str, str] = {}
        self._in = self._number = self._level = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "abstractNum":
            self._in = value(attributes, "abstractNumId")
            self._abstract[self._in] = {}
        elif name == "lvl":
            self._level = value(attributes, "ilvl")
        elif name == "numFmt" and self._in:
            self._abstract[self._in].setdefault(self._level, value(attributes))
        elif name == "num":
            self._in, self._number = "", value(attributes, "numId")
        elif name == "abstractNumId" and self._number:
            self._numbers[self._number] = value(attributes)

    def is_ordered(self, number: str, level: str) -> bool:
        """Whether the items of a list are numbered at a level."""
        formats = self._abstract.get(self._numbers.get(number, ""), {})
        return formats.get(level, "bullet") not in ("bullet", "none")


@dataclass
class _Paragraph:
    texts: list[str] = field(default_factory=list)
    style: str = ""
    number: str = ""
    level: str = "0"
    goes_on: bool = False
    """Its end was deleted, so the next one goes on with it."""


class BodyText(_Part):
    """`document.xml`, or notes: gathers `blocks` of Markdown, and the first heading."""

    def __init__(self, styles: Styles, numbering: ListNumbering) -> None:
        self.blocks: list[str] = []
        self.heading = ""
        self.length = 0
        self._styles, self._numbering = styles, numbering
        self._gone = 0
        self._open: list[_Paragraph] = []
        self._rest = ""
        self._run: list[str] | None = None
        self._is_text = self._in_run_properties = self._is_hidden = False
        self._tables = 0
        self._rows: list[list[list[str]]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if self._gone:
            self._gone += 1
        elif name in _GONE:
            # In the properties of a paragraph it is the mark of its end that is deleted.
            if self._in_run_properties and self._run is None and self._open:
                self._open[-1].goes_on |= name in ("del", "moveFrom")
            self._gone = 1
        elif name in ("footnote", "endnote") and value(attributes, "type") in _SEPARATORS:
            self._gone = 1
        elif name == "p":
            self._open.append(_Paragraph())
        elif name == "r":
            self._run, self._is_hidden = [], False
        elif name == "rPr":
            self._in_run_properties = True
        elif name == "vanish":
            self._is_hidden = value(attributes) not in _OFF
        elif name == "t":
            self._is_text = True
        elif name in _BREAKS and self._run is not None:
            self._run.append(_BREAKS[name])
        elif name == "tbl":
            self._tables += 1
        elif self._tables == 1 and name in ("tr", "tc"):
            self._start_cell(name)
        elif self._open:
            self._start_property(name, attributes)

    def _start_cell(self, name: str) -> None:
        if name == "tr":
            self._rows.append([])
        elif self._rows:
            self._rows[-1].append([])

    def _start_property(self, name: str, attributes: dict[str, str]) -> None:
        paragraph = self._open[-1]
        if name == "pStyle":
            paragraph.style = value(attributes)
        elif name == "numId":
            paragraph.number = value(attributes)
        elif name == "ilvl":
            paragraph.level = value(attributes)

    def text(self, text: str) -> None:
        """Characters."""
        if self._is_text and not self._gone and self._run is not None:
            self.length += len(text)
            if self.length <= MAX_BODY:
                self._run.append(text)

    def end(self, name: str) -> None:
        """An element ends."""
        if self._gone:
            self._gone -= 1
        elif name == "t":
            self._is_text = False
        elif name == "rPr":
            self._in_run_properties = False
        elif name == "r":
            if self._run and self._open and not self._is_hidden:
                self._open[-1].texts.extend(self._run)
            self._run = None
        elif name == "p" and self._open:
            self._end_paragraph(self._open.pop())
        elif name == "tbl":
            self._tables -= 1
            if not self._tables:
                rows = [[" ".join(cell) for cell in row] for row in self._rows]
                self.blocks.append(blocks.table(rows))
                self._rows = []

    def _end_paragraph(self, paragraph: _Paragraph) -> None:
        said = blocks.in_a_line(self._rest + "".join(paragraph.texts))
        self._rest = ""
        if paragraph.goes_on:
            self._rest = "".join(paragraph.texts)
        elif self._tables and self._rows and self._rows[-1]:
            self._rows[-1][-1].append(said)
        elif said:
            self.blocks.append(self._block(paragraph, said))

    def _block(self, paragraph: _Paragraph, said: str) -> str:
        style = self._styles.of(paragraph.style)
        if style.level is not None:
            self.heading = self.heading or said
            return blocks.heading(said, max(style.level, 1))
        number = paragraph.number or style.number
        if number and number != "0":
            depth = int(paragraph.level) if paragraph.level.isdecimal() else 0
            ordered = self._numbering.is_ordered(number, paragraph.level)
            return blocks.item(said, min(depth, 5), ordered=ordered)
        return blocks.paragraph(said)
