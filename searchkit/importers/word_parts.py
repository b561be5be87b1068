"""The parts of a Word file, as they stream by.

Lives here: which part is which, what styles and numbers mean, and the properties. Does not live
here: the text (`word_text`), the container and its bounds (`docx`), XML (`xml_events`).

Source: ECMA-376, parts 1 (WordprocessingML) and 2 (packages).
"""

from __future__ import annotations

from dataclasses import dataclass
from posixpath import join, normpath

_HEADING = "heading "
_LEVELS = frozenset("012345678")
"""Of an outline; 9 is what is none of its headings."""
_PROPERTIES = frozenset({"title", "creator", "created", "modified"})


def value(attributes: dict[str, str], name: str = "val") -> str:
    """An attribute by its local name; "" where there is none."""
    return next((v for k, v in attributes.items() if k.rpartition(":")[2] == name), "")


class WordPart:
    """A reader of elements that listens to nothing."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Characters."""


class Relations(WordPart):
    """A part of relations: which other part is what. The names of parts are a custom: some programs
    call the text `document2.xml` and its notes `footnotes2.xml`.

    Args:
        folder: of the part that they are the relations of.
    """

    def __init__(self, folder: str = "") -> None:
        self._folder = folder
        self._parts: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        kind, target = value(attributes, "Type"), value(attributes, "Target")
        if target and value(attributes, "TargetMode") != "External":
            path = normpath(join("/", self._folder, target)).lstrip("/")
            self._parts.setdefault(kind.rpartition("/")[2], path)

    def part(self, kind: str) -> str:
        """The part of a kind, as the last word of its type; "" where there is none."""
        return self._parts.get(kind, "")


class Properties(WordPart):
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


class Styles(WordPart):
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
            self._style.level = int(level) + 1 if level in _LEVELS else None
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


class ListNumbering(WordPart):
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
