"""The text of a speech in the XML of TheyWorkForYou, as Markdown.

Lives here: paragraphs, lines, lists and tables of one speech, of which some are XHTML and some are
whatever a page had. Does not live here: which speech it is, who speaks (`hansard`), XML
(`xml_events`).
"""

from __future__ import annotations

from searchkit.importers import blocks
from searchkit.importers.items import MAX_BODY

_LISTS = frozenset({"ul", "ol"})
_BLOCKS = frozenset(
    {
        *("p", "div", "blockquote", "center", "pre", "hr", "caption", "dl", "dt", "dd", "section"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "li", "table", *_LISTS),
    }
)
_ROWS, _CELLS = frozenset({"tr"}), frozenset({"td", "th"})
_LINE_END = "\0"
"""Stands for `<br/>` among the characters; XML has no such character."""
# Some files were made of pages in Windows-1252 whose numbers were taken for those of Unicode.
_CONTROLS = {
    code: bytes([code]).decode("windows-1252", "ignore") or None for code in range(0x80, 0xA0)
}


def plain(texts: list[str]) -> str:
    """Characters as lines; only `<br/>` ends one."""
    lines = "".join(texts).translate(_CONTROLS).split(_LINE_END)
    return "\n".join(filter(None, map(blocks.in_a_line, lines)))


class SpeechText:
    """Gathers the blocks of a speech.

    Attributes:
        blocks: in order.
        length: characters and blocks; those after `MAX_BODY` are left out.
    """

    def __init__(self) -> None:
        self.blocks: list[str] = []
        self.length = 0
        self._texts: list[str] = []
        self._rows: list[list[str]] = []
        self._tables = 0
        self._lists: list[str] = []
        self._items: list[bool] = []
        """Whether each item that is open has its sign already."""

    def start(self, name: str) -> None:
        """An element begins."""
        if name == "br":
            self._texts.append(_LINE_END)
        elif name in _BLOCKS or name in _ROWS or name in _CELLS:
            self.length += 1
            if self._tables and name != "caption":
                self._start_in_table(name)
                return
            self._end_block()
            if name == "table":
                self._tables = 1
            elif name in _LISTS:
                self._lists.append(name)
            elif name == "li":
                self._items.append(False)

    def _start_in_table(self, name: str) -> None:
        """A table inside a cell is text of the cell."""
        self._tables += name == "table"
        if self._tables > 1 or name in _BLOCKS:
            self._texts.append(" ")
            return
        self._end_block()  # What stands between cells.
        if name in _ROWS:
            self._rows.append([])

    def text(self, text: str) -> None:
        """Characters."""
        self.length += len(text)
        if self.length <= MAX_BODY:
            self._texts.append(text)

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "table" and self._tables:
            self._tables -= 1
            if not self._tables:
                self._end_block()
                self.blocks.append(blocks.table(self._rows))
                self._rows = []
        elif self._tables:
            if name in _CELLS and self._tables == 1 and self._rows:
                self._rows[-1].append(plain(self._texts))
                self._texts.clear()
            elif name == "caption":
                self._end_block()
        elif name in _BLOCKS:
            self._end_block()
            if name in _LISTS and self._lists:
                self._lists.pop()
            elif name == "li" and self._items:
                self._items.pop()

    def close(self) -> None:
        """The speech ends."""
        self._end_block()

    def _end_block(self) -> None:
        said = plain(self._texts)
        self._texts.clear()
        if not said:
            return
        if self._tables or not self._items or self._items[-1]:
            self.blocks.append(blocks.lines(said))
            return
        self._items[-1] = True
        ordered = bool(self._lists) and self._lists[-1] == "ol"
        self.blocks.append(blocks.item(said, min(len(self._items) - 1, 5), ordered=ordered))
