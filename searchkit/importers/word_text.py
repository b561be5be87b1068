"""The text of a Word file, as it streams by, with its tracked changes accepted.

Lives here: paragraphs, tables and notes to blocks of Markdown. Does not live here: what styles and
numbers mean (`word_parts`), the container and its bounds (`docx`), XML (`xml_events`).

Source: ECMA-376, part 1 (WordprocessingML; 17.13.5 for tracked changes) and part 3 (alternate
content). Elements are known by their local names, so that the transitional and the strict form are
one.

A text box stands inside a run of a paragraph and has paragraphs of its own, and a cell can hold a
table. So paragraphs, runs and tables are stacks: what encloses them goes on where it was.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from searchkit.importers import blocks
from searchkit.importers.items import MAX_BODY
from searchkit.importers.word_parts import ListNumbering, Styles, WordPart, value

# What is not there once all changes are accepted: deleted and moved text, and how something was.
_GONE = frozenset({"del", "moveFrom", "pPrChange", "rPrChange", "tblPrChange", "sectPrChange"})
_BREAKS = {"tab": " ", "ptab": " ", "br": " ", "cr": " ", "noBreakHyphen": "\u2011"}
# Without their sign the parts of a formula would be another number: 1/2 not 12, 10^6 not 106.
_SIGNS = {"den": "/", "sup": "^"}
_OFF = frozenset({"0", "false", "off"})
_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_ENDS = frozenset({"tc", "txbxContent", "footnote", "endnote", "body", "document"})
"""After these no paragraph goes on with the one before."""
_EMBEDDED = frozenset({"altChunk", "subDoc"})
_PRIVATE = range(0xE000, 0xF900)
MAX_SPAN = 63
"""Columns that Word allows a table."""
_SPREAD = 4
"""Times the cells that there are, which wide cells may stand for."""
MAX_NESTED = 5
"""Tables in one another; those deeper are text of the cell that they are in."""


class _Said(NamedTuple):
    """A paragraph or a table: all in one line, and as a block of Markdown."""

    line: str
    block: str


@dataclass
class _Run:
    texts: list[str] = field(default_factory=list)
    is_hidden: bool = False


@dataclass
class _Paragraph:
    texts: list[str] = field(default_factory=list)
    runs: list[_Run] = field(default_factory=list)
    style: str = ""
    number: str = ""
    level: str = "0"
    goes_on: bool = False
    """Its end was deleted, so the next one goes on with it."""


@dataclass
class _Cell:
    said: list[_Said] = field(default_factory=list)
    span: int = 1


@dataclass
class _Row:
    cells: list[_Cell] = field(default_factory=list)
    before: int = 0
    """Columns that it leaves free in front."""
    is_deleted: bool = False

    @property
    def columns(self) -> int:
        """How many it has."""
        return self.before + sum(cell.span for cell in self.cells)

    def lines(self, *, spread: bool) -> list[str]:
        """A line for each cell, with empty ones for the further columns of wide cells."""
        found = [""] * self.before if spread else []
        for cell in self.cells:
            found.append(" ".join(one.line for one in cell.said))
            found += [""] * (cell.span - 1) if spread else []
        return found


class BodyText(WordPart):
    """`document.xml`, or notes: gathers `blocks` of Markdown, and the first heading.

    Attributes:
        blocks: in order; notes last.
        heading: the first.
        length: characters of the text; those after `MAX_BODY` are left out.
        embeds: whether some of the text is another file inside of the document.
    """

    def __init__(self, styles: Styles, numbering: ListNumbering) -> None:
        self.blocks: list[str] = []
        self.heading = ""
        self.length = 0
        self.embeds = False
        self._styles, self._numbering = styles, numbering
        self._gone = 0
        self._chosen: list[bool] = []
        self._open: list[_Paragraph] = []
        self._rests: list[list[str]] = [[]]
        self._is_text = self._in_properties = self._in_row_properties = False
        self._tables: list[list[_Row]] = []
        self._deeper = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if self._gone:
            self._gone += 1
        elif name in _GONE:
            self._start_deleted(name)
        elif name in ("Choice", "Fallback") and self._chosen:
            # Forms of one drawing: the first is what is seen.
            self._gone = int(self._chosen[-1])
            self._chosen[-1] = True
        elif name in ("footnote", "endnote") and value(attributes, "type") in _SEPARATORS:
            self._gone = 1
        elif name == "t":
            self._is_text = True
        elif name == "p":
            self._open.append(_Paragraph())
        elif name in ("pPr", "trPr"):
            self._in_properties |= name == "pPr"
            self._in_row_properties |= name == "trPr"
        elif name == "AlternateContent":
            self._chosen.append(False)
        elif name == "txbxContent":
            self._rests.append([])
        elif name in _EMBEDDED:
            self.embeds = True
        elif name in ("tbl", "tr", "tc", "gridSpan", "gridBefore"):
            self._start_in_table(name, attributes)
        elif self._open:
            self._start_in_paragraph(self._open[-1], name, attributes)

    def _start_deleted(self, name: str) -> None:
        """What is deleted; in properties it is the end of the paragraph, or the row."""
        self._gone = 1
        if name in ("del", "moveFrom"):
            if self._in_properties and self._open:
                self._open[-1].goes_on = True
            elif self._in_row_properties and self._row is not None:
                self._row.is_deleted = True

    def _start_in_table(self, name: str, attributes: dict[str, str]) -> None:
        if name == "tbl":
            self._flush()
            self._deeper += len(self._tables) == MAX_NESTED
            if not self._deeper:
                self._tables.append([])
        elif self._deeper or not self._tables:
            return
        elif name == "tr":
            self._tables[-1].append(_Row())
        elif (row := self._row) is None:
            return
        elif name == "tc":
            row.cells.append(_Cell())
        elif name == "gridBefore":
            row.before = _columns(attributes)
        elif row.cells:
            row.cells[-1].span = max(_columns(attributes), 1)

    @property
    def _row(self) -> _Row | None:
        return self._tables[-1][-1] if self._tables and self._tables[-1] else None

    def _start_in_paragraph(
        self, paragraph: _Paragraph, name: str, attributes: dict[str, str]
    ) -> None:
        run = paragraph.runs[-1] if paragraph.runs else None
        if name == "r":
            paragraph.runs.append(_Run())
        elif self._in_properties:
            if name == "pStyle":
                paragraph.style = value(attributes)
            elif name == "numId":
                paragraph.number = value(attributes)
            elif name == "ilvl":
                paragraph.level = value(attributes)
        elif name in _SIGNS:
            paragraph.texts.append(_SIGNS[name])
        elif run is None:
            return
        elif name in _BREAKS:
            run.texts.append(_BREAKS[name])
        elif name == "sym":
            run.texts.append(_symbol(value(attributes, "char")))
        elif name == "vanish":
            run.is_hidden = value(attributes) not in _OFF

    def text(self, text: str) -> None:
        """Characters."""
        if self._is_text and not self._gone and self._open and self._open[-1].runs:
            self.length += len(text)
            if self.length <= MAX_BODY:
                self._open[-1].runs[-1].texts.append(text)

    def end(self, name: str) -> None:
        """An element ends."""
        if self._gone:
            self._gone -= 1
        elif name == "t":
            self._is_text = False
        elif name == "r":
            self._end_run()
        elif name == "p" and self._open:
            self._end_paragraph(self._open.pop())
        elif name == "pPr":
            self._in_properties = False
        elif name == "trPr":
            self._in_row_properties = False
        elif name == "AlternateContent":
            self._chosen.pop()
        elif name == "tbl":
            if self._deeper:
                self._deeper -= 1
            elif self._tables:
                self._end_table(self._tables.pop())
        if name in _ENDS and not self._gone:
            self._flush()
            if name == "txbxContent" and len(self._rests) > 1:
                self._rests.pop()

    def _end_run(self) -> None:
        if self._open and self._open[-1].runs:
            paragraph = self._open[-1]
            run = paragraph.runs.pop()
            if not run.is_hidden:
                (paragraph.runs[-1] if paragraph.runs else paragraph).texts.extend(run.texts)

    def _end_paragraph(self, paragraph: _Paragraph) -> None:
        rest = self._rests[-1]
        rest += paragraph.texts
        if not paragraph.goes_on:
            said = blocks.in_a_line("".join(rest))
            rest.clear()
            self._add([_Said(said, self._block(paragraph, said))] if said else [])

    def _flush(self) -> None:
        """End a paragraph that would go on with what is none."""
        if self._rests[-1]:
            self._end_paragraph(_Paragraph())

    def _end_table(self, rows: list[_Row]) -> None:
        """A table that has one column is there for its frame, and its paragraphs are the text."""
        rows = [row for row in rows if not row.is_deleted]
        if all(len(row.cells) <= 1 for row in rows):
            self._add([said for row in rows for cell in row.cells for said in cell.said])
            return
        cells, columns = sum(len(row.cells) for row in rows), sum(row.columns for row in rows)
        lines = [row.lines(spread=columns <= _SPREAD * cells + 1_000) for row in rows]
        line = " ".join(one for row in lines for one in row if one)
        self._add([_Said(line, blocks.table(lines))])

    def _add(self, said: list[_Said]) -> None:
        row = self._row
        if row is not None and row.cells:
            row.cells[-1].said += said
        else:
            self.blocks += [one.block for one in said]

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


def _columns(attributes: dict[str, str]) -> int:
    number = value(attributes)
    return min(int(number), MAX_SPAN) if number.isdecimal() and len(number) <= 4 else 0


def _symbol(code: str) -> str:
    """A sign by its number; those of fonts of signs have no meaning outside of their font."""
    try:
        number = int(code, 16)
    except ValueError:
        return " "
    return " " if number in _PRIVATE or not 0x20 <= number < 0xD800 else chr(number)
