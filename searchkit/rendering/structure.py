"""Where the elements of a statement stand in its clean text.

Lives here: one walk over the events that make the clean text, which notes where paragraphs,
headings, lists, tables, links and emphasis begin and end in it. Does not live here: what an
event shows (`searchkit.corpus.markdown`), writing HTML (`article`).
"""

from __future__ import annotations

from typing import Any, NamedTuple

from searchkit.corpus.events import events
from searchkit.corpus.html_text import tag_name
from searchkit.corpus.markdown import finished, shown
from searchkit.rendering.addresses import safe_address
from searchkit.rendering.citable import encodable
from searchkit.schema.analysis import normalise

MAX_DEPTH = 24
"""Elements inside one another; what is deeper is shown without elements of its own."""

# The page has its one h1 already.
_HEADINGS = {"H1": "h2", "H2": "h3", "H3": "h4", "H4": "h5", "H5": "h6", "H6": "h6"}
_NAMES = {
    "Paragraph": ("p",),
    "BlockQuote": ("blockquote",),
    "CodeBlock": ("pre", "code"),
    "Emphasis": ("em",),
    "HtmlBlock": ("plain",),
    "Item": ("li",),
    # Its number is part of the text, so no list may count it again.
    "Line": ("div",),
    "Strong": ("strong",),
    "Table": ("div", "table"),
    "TableHead": ("thead", "tr"),
    "TableRow": ("tr",),
}
# Parts of a list or a table, which are never left out of it.
PARTS = frozenset(["li", "thead", "tbody", "tr", "th", "td"])


class Element:
    """An element and the part [start, end) of the clean text that it holds.

    Attributes:
        name: of the HTML element; "plain" for text whose empty lines part paragraphs.
        attributes: name -> value, not escaped.
        start, end: offsets in code points.
    """

    __slots__ = ("attributes", "end", "name", "start")

    def __init__(self, name: str, attributes: dict[str, str] | None = None) -> None:
        self.name = name
        self.attributes = attributes or {}
        self.start = self.end = 0


class Tag(NamedTuple):
    """The beginning or the end of an element; one of `VOID` has only a beginning."""

    element: Element
    opens: bool


VOID = frozenset(["br", "hr"])


class Structure(NamedTuple):
    """A clean text and its tags in document order: they nest, and their places ascend."""

    text: str
    tags: list[tuple[int, Tag]]


def structure(markdown: str, base_url: str | None = None) -> Structure:
    """The clean text of `markdown` and the elements in it.

    Args:
        markdown: any text.
        base_url: what an address that begins with a slash is relative to.

    Returns:
        the text is that of `searchkit.corpus.markdown.clean_text`.
    """
    walk = _Walk(base_url)
    # The parser takes valid Unicode only.
    for event in events(encodable(normalise(markdown))):
        walk.step(event)
    text, places = finished("".join(walk.parts), walk.places)
    for place, tag in zip(places, walk.tags, strict=True):
        if tag.opens:
            tag.element.start = place
        if not tag.opens or tag.element.name in VOID:
            tag.element.end = place
    return Structure(text, list(zip(places, walk.tags, strict=True)))


class _Walk:
    """Takes the parser's events; keeps their text, and tags with their places in it."""

    def __init__(self, base_url: str | None) -> None:
        self.parts: list[str] = []
        self.places: list[int] = []
        self.tags: list[Tag] = []
        self._base = base_url
        self._length = 0
        # The elements of each event that has begun; none where it is too deep.
        self._open: list[tuple[Element, ...]] = []
        self._depth = 0
        self._too_deep = 0
        self._in_head = False
        self._alignments: tuple[str, ...] = ()
        self._column = 0

    def step(self, event: Any) -> None:
        """Take one event."""
        if isinstance(event, str):
            if event in ("HardBreak", "Rule"):
                self._void("br" if event == "HardBreak" else "hr")
            self._take(event)
            return
        ((kind, value),) = event.items()
        name = value if isinstance(value, str) else next(iter(value))
        if kind == "Start":
            self._take(event)
            self._begin(self._elements(name, value))
        elif kind == "End":
            # The text of a block of HTML comes with its end.
            if name != "HtmlBlock":
                self._end(name)
            self._take(event)
            if name == "HtmlBlock":
                self._end(name)
        elif kind == "Code":
            self._begin((Element("code"),))
            self._take(event)
            self._end(kind)
        else:
            if kind == "InlineHtml" and tag_name(value) == "br":
                self._void("br")
            self._take(event)

    def _take(self, event: Any) -> None:
        part = shown(event)
        self.parts.append(part)
        self._length += len(part)

    def _tag(self, element: Element, opens: bool) -> None:
        self.places.append(self._length)
        self.tags.append(Tag(element, opens))

    def _void(self, name: str) -> None:
        if not self._too_deep:
            self._tag(Element(name), True)

    def _begin(self, elements: tuple[Element, ...]) -> None:
        is_part = bool(elements) and elements[0].name in PARTS
        if self._too_deep or (self._depth >= MAX_DEPTH and not is_part):
            self._too_deep += 1
            elements = ()
        for element in elements:
            self._tag(element, True)
        self._depth += len(elements)
        self._open.append(elements)

    def _end(self, name: str) -> None:
        elements = self._open.pop()
        self._depth -= len(elements)
        for element in reversed(elements):
            self._tag(element, False)
        if self._too_deep:
            self._too_deep -= 1
        elif name == "TableHead":
            self._in_head = False
            self._begin((Element("tbody"),))
        elif name == "Table" and elements and elements[0].name == "tbody":
            self._end("")

    def _elements(self, name: str, value: Any) -> tuple[Element, ...]:
        """What the event `Start` of that name begins; none for what has no element."""
        if name in ("TableHead", "TableRow"):
            self._column = 0
            self._in_head = name == "TableHead"
        if name == "Table":
            self._alignments = value[name]
            # An area that scrolls must be reachable by keyboard, so it needs a name.
            about = {"class": "table", "role": "region", "aria-label": "Table", "tabindex": "0"}
            return Element("div", about), Element("table")
        if name == "TableCell":
            return (self._cell(),)
        if name == "Heading":
            return (Element(_HEADINGS[value[name]["level"]]),)
        if name == "List":
            return (_list(value[name]),)
        if name == "Link":
            address = safe_address(_written(value[name]), self._base)
            about = {"href": address, "rel": "nofollow noopener"} if address else {}
            return (Element("a", about),) if address else ()
        return tuple(map(Element, _NAMES.get(name, ())))

    def _cell(self) -> Element:
        column, self._column = self._column, self._column + 1
        aligned = self._alignments[column] if column < len(self._alignments) else "None"
        about = {"class": f"align-{aligned.lower()}"} if aligned in ("Right", "Center") else {}
        return Element("th" if self._in_head else "td", about)


def _list(first: int | None) -> Element:
    if first is None:
        return Element("ul")
    return Element("ol", {} if first == 1 else {"start": str(first)})


def _written(link: dict[str, str]) -> str:
    """The address of a link, as its author meant it."""
    return ("mailto:" if link["link_type"] == "Email" else "") + link["dest_url"]
