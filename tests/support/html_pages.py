"""
Whole pages, read as a browser would (the HTML standard's own parser).

Lives here: finding elements in a page, and what is not as the standard wants it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

XHTML = "{http://www.w3.org/1999/xhtml}"
PHRASING = {"a", "b", "code", "em", "kbd", "label", "mark", "output", "p", "pre", "q", "s"} | {
    *("small", "span", "strong", "time", "summary", "button", "h1", "h2", "h3", "h4", "dt"),
}
FLOW_ONLY = {
    "div",
    "p",
    "ul",
    "ol",
    "dl",
    "table",
    "section",
    "article",
    "aside",
    "nav",
    "main",
} | {
    *("h1", "h2", "h3", "h4", "form", "header", "footer", "details", "pre", "blockquote"),
}

_STEP = re.compile(r"([\w.-]*)(?:\[([\w-]+)(?:=([^]]+))?\])?")


class Node:
    """An element of a page."""

    def __init__(self, element: Element, above: tuple[Node, ...]) -> None:
        self.element = element
        self.above = above

    @property
    def name(self) -> str:
        """Without its namespace."""
        return str(self.element.tag).rpartition("}")[2]

    @property
    def attributes(self) -> dict[str, str]:
        """All of them."""
        return {str(k): v for k, v in self.element.attrib.items()}

    @property
    def text(self) -> str:
        """All text in it, as it is shown, white space run together."""
        return " ".join("".join(self.element.itertext()).split())

    @property
    def raw(self) -> str:
        """All text in it, as it is written."""
        return "".join(self.element.itertext())

    def get(self, name: str) -> str | None:
        """An attribute."""
        return self.element.get(name)

    def has_class(self, name: str) -> bool:
        """Whether `name` is one of its classes."""
        return name in (self.get("class") or "").split()

    def inside(self, name: str, class_: str = "") -> bool:
        """Whether it stands in an element of this name and class."""
        return any(n.name == name and (not class_ or n.has_class(class_)) for n in self.above)

    def all(self, name: str = "", class_: str = "") -> list[Node]:
        """Every element in it of this name and class."""
        return [
            node
            for node in self._below()
            if (not name or node.name == name) and (not class_ or node.has_class(class_))
        ]

    def select(self, selector: str) -> list[Node]:
        """The elements in it that a selector names: steps such as `ul.lines`, `.left` or
        `[aria-current]`, each inside the one before.
        """
        found: list[Node] = [self]
        for step in selector.split():
            name, attribute, value = _STEP.fullmatch(step).groups()  # type: ignore[union-attr]
            wanted, _, class_ = name.partition(".")
            inside = [node for one in found for node in one.all(wanted, class_)]
            found = [n for n in inside if not attribute or _has(n, attribute, value)]
        return found

    def first(self, selector: str) -> Node:
        """The first of them."""
        return self.select(selector)[0]

    def _below(self) -> Iterator[Node]:
        for child in self.element:
            if isinstance(child.tag, str):
                node = Node(child, (*self.above, self))
                yield node
                yield from node._below()


def _has(node: Node, attribute: str, value: str | None) -> bool:
    given = node.get(attribute)
    return given is not None and value in (None, given)


class Page(Node):
    """A page."""

    def __init__(self, html: str) -> None:
        super().__init__(html5lib.parse(html), ())

    @property
    def text(self) -> str:
        """What is shown of it."""
        return self.all("body")[0].text


def invalid(html: str) -> list[str]:
    """What the standard does not allow: errors of the parser, and elements where they
    may not stand.
    """
    parser = html5lib.HTMLParser()
    parser.parse(html)
    found = [f"{place}: {code}" for place, code, _ in parser.errors]
    page = Page(html)
    for node in page.all():
        parent = node.above[-1].name
        if node.name in FLOW_ONLY and parent in PHRASING:
            found.append(f"{node.name} in {parent}")
        if parent in ("ul", "ol") and node.name != "li":
            found.append(f"{node.name} in {parent}")
        if parent == "dl" and node.name not in ("div", "dt", "dd"):
            found.append(f"{node.name} in dl")
        if (node.name == "a" and node.inside("a")) or (node.name == "button" and node.inside("a")):
            found.append(f"{node.name} in a link")
        if node.name == "div" and parent == "dl" and not (node.all("dt") and node.all("dd")):
            found.append("dl without dt or dd")
    levels = [int(n.name[1]) for n in page.all() if n.name in ("h1", "h2", "h3", "h4")]
    found += [f"h{b} behind h{a}" for a, b in itertools.pairwise(levels) if b > a + 1]
    return found
