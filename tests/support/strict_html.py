"""
HTML read as a browser would, refusing what our own HTML must never hold.

Lives here: what is allowed where, and what is shown. It is a judge: it knows nothing of
how the HTML was made.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

FLOW = frozenset(
    ["p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "div", "blockquote", "pre", "hr", "table"]
)
PHRASING = frozenset(["a", "br", "code", "em", "mark", "span", "strong"])
VOID = frozenset(["br", "hr"])
# Which elements may stand in which.
INSIDE = {
    "": FLOW | PHRASING,
    "div": FLOW | PHRASING,
    "blockquote": FLOW | PHRASING,
    "li": FLOW | PHRASING,
    "ul": frozenset(["li"]),
    "ol": frozenset(["li"]),
    "table": frozenset(["thead", "tbody"]),
    "thead": frozenset(["tr"]),
    "tbody": frozenset(["tr"]),
    "tr": frozenset(["td", "th"]),
    "td": PHRASING,
    "th": PHRASING,
    "pre": frozenset(["code"]),
}
ATTRIBUTES = {
    "a": {"href", "rel"},
    "div": {"class", "role", "aria-label", "tabindex"},
    "mark": {"id", "data-match"},
    "ol": {"start"},
    "span": {"class", "id", "data-by"},
    "td": {"class"},
    "th": {"class"},
}
SAFE = re.compile(r"(https?://|mailto:)[^\s<>\"]+", re.IGNORECASE)


class Page(HTMLParser):
    """
    A fragment of HTML, read.

    Attributes:
        text: everything shown, in order.
        marked: number -> the text of its marks, in order.
        ids: of the marks that have one.
        elements: names, in order.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.marked: dict[int, str] = {}
        self.ids: list[str] = []
        self.elements: list[str] = []
        self.hrefs: list[str] = []
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()
        assert not self._open, f"not closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        parent = self._open[-1][0] if self._open else ""
        # Phrasing elements hold phrasing elements.
        assert tag in INSIDE.get(parent, PHRASING), f"{tag} in {parent or 'the page'}"
        assert {name for name, _ in attrs} <= ATTRIBUTES.get(tag, set()), (tag, attrs)
        about = dict(attrs)
        assert len(about) == len(attrs)
        if tag == "a":
            assert not any(name == "a" for name, _ in self._open)
            assert about["rel"] == "nofollow noopener"
            assert SAFE.fullmatch(about["href"] or ""), about
            self.hrefs.append(about["href"] or "")
        if tag == "mark":
            assert not any(name == "mark" for name, _ in self._open)
            if "id" in about:
                assert about["id"] == f"match-{about['data-match']}"
                assert int(about["data-match"] or "") not in self.marked
                self.ids.append(about["id"] or "")
            else:
                assert int(about["data-match"] or "") in self.marked
            self.marked.setdefault(int(about["data-match"] or ""), "")
        self.elements.append(tag)
        if tag not in VOID:
            self._open.append((tag, about))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        for name, about in self._open:
            if name == "mark":
                self.marked[int(about["data-match"] or "")] += data
        parent, about = self._open[-1] if self._open else ("", {})
        if parent in ("ul", "ol", "table", "thead", "tbody", "tr") or about.get("role"):
            assert not data.strip(" \t\n"), f"{data!r} in {parent}"

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration: {decl}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a declaration: {data}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data}")
