"""A list of statements as a feed.

Lives here: Atom 1.0 (RFC 4287), written as the statements come. Does not live here: which
statements, and what the addresses are (`searchkit.web`).
"""

from __future__ import annotations

import datetime
import io
import uuid
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from searchkit.model.errors import InvalidArgument
from searchkit.rendering.addresses import safe_address
from searchkit.rendering.citable import Citable, one_line, title_of
from searchkit.schema.fields import DEFAULT, Schema
from searchkit.schema.values import shown_names

ATOM = "http://www.w3.org/2005/Atom"
UNKNOWN_DATE = "1970-01-01T00:00:00Z"
"""The date of an entry whose statement has none: an entry must have a date."""
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://pypi.org/project/searchkit/")


def atom_feed(
    statements: Iterable[Citable],
    *,
    title: str,
    self_url: str,
    page_url: str,
    permalink: Callable[[str], str],
    updated: datetime.datetime | None = None,
    subtitle: str = "",
    author: str = "searchkit",
    summary: Callable[[Citable], str] | None = None,
    schema: Schema = DEFAULT,
) -> Iterator[str]:
    """An Atom feed, in blocks of text to be encoded in UTF-8.

    Args:
        statements: newest first; statements or hits.
        title, subtitle: plain text.
        self_url: the feed's own absolute address, from which its id is made.
        page_url: the same list as a page.
        permalink: the absolute address at which the statement of an id is shown.
        updated: when the list last changed, with its time zone; else the date of the
            first statement.
        author: of the feed, which RFC 4287 asks for where an entry has none.
        summary: plain text about a statement; else the snippets of a hit.
        schema: the fields of the statements: people are authors, other names categories.

    Returns:
        blocks, one a statement. An entry's id depends on the statement's id alone, so
        that readers recognise it wherever the page is served. Its dates are the
        statement's day at 00:00 UTC, or `UNKNOWN_DATE` and no date of publication.
        Characters that XML forbids are left out.

    Raises:
        InvalidArgument: `updated` has no time zone.
    """
    if updated is not None and updated.tzinfo is None:
        raise InvalidArgument("updated has no time zone", expected="datetime.now(timezone.utc)")
    return _feed(
        iter(statements),
        title=title,
        self_url=self_url,
        page_url=page_url,
        permalink=permalink,
        updated=updated,
        subtitle=subtitle,
        author=author,
        summary=summary or _snippets,
        schema=schema,
    )


def _feed(
    statements: Iterator[Citable],
    *,
    title: str,
    self_url: str,
    page_url: str,
    permalink: Callable[[str], str],
    updated: datetime.datetime | None,
    subtitle: str,
    author: str,
    summary: Callable[[Citable], str],
    schema: Schema,
) -> Iterator[str]:
    first = list(islice(statements, 1))
    when = _moment(first[0].date) if first else UNKNOWN_DATE
    if updated is not None:
        when = f"{updated.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}"
    xml = _Writer()
    xml.begin("feed", {"xmlns": ATOM, "xml:lang": "en"})
    xml.element("id", _urn(f"feed {self_url}"))
    xml.element("title", one_line(title) or "Statements")
    if subtitle:
        xml.element("subtitle", subtitle)
    xml.element("updated", when)
    xml.link("self", self_url, "application/atom+xml")
    xml.link("alternate", page_url, "text/html")
    xml.author(author)
    xml.element("generator", "searchkit")
    yield xml.written()
    for one in chain(first, statements):
        _entry(xml, one, schema, permalink(one.id), summary(one))
        yield xml.written()
    xml.end("feed")
    yield xml.written()


def _entry(xml: _Writer, one: Citable, schema: Schema, address: str, summary: str) -> None:
    xml.begin("entry")
    xml.element("id", _urn(f"statement {one.id}"))
    xml.element("title", title_of(one))
    xml.element("updated", _moment(one.date))
    if one.date:
        xml.element("published", _moment(one.date))
    xml.link("alternate", address, "text/html")
    original = safe_address(one.url or "")
    if original:
        xml.link("via", original)
    for attachment in one.attachments:
        attached = safe_address(attachment)
        if attached:
            xml.link("enclosure", attached)
    for field in schema.names:
        for name in shown_names(one, field):
            if field.kind != "person":
                xml.element("category", "", {"term": one_line(name)})
            elif field.how.is_name(name):
                xml.author(name)
    xml.element("summary", summary)
    xml.end("entry")


def _urn(name: str) -> str:
    return uuid.uuid5(_NAMESPACE, name.encode("utf-8", "backslashreplace").decode()).urn


def _moment(date: datetime.date | None) -> str:
    return f"{date.isoformat()}T00:00:00Z" if date else UNKNOWN_DATE


def _snippets(one: Citable) -> str:
    return " ".join(snippet.text for snippet in getattr(one, "snippets", ()))


class _Writer:
    """XML as text, one element a line."""

    def __init__(self) -> None:
        self._out = io.StringIO()
        self._xml = XMLGenerator(self._out, "utf-8", short_empty_elements=True)
        self._xml.startDocument()

    def begin(self, name: str, attributes: dict[str, str] | None = None) -> None:
        """Begin an element that holds others."""
        self._start(name, attributes)
        self._xml.ignorableWhitespace("\n")

    def end(self, name: str) -> None:
        """End it."""
        self._xml.endElement(name)
        self._xml.ignorableWhitespace("\n")

    def element(self, name: str, text: str, attributes: dict[str, str] | None = None) -> None:
        """An element that holds text."""
        self._start(name, attributes)
        if text:
            self._xml.characters(one_line(text))
        self.end(name)

    def link(self, relation: str, address: str, kind: str | None = None) -> None:
        """A link."""
        about = {"rel": relation, "href": one_line(address)}
        self.element("link", "", about | ({"type": kind} if kind else {}))

    def author(self, name: str) -> None:
        """An author."""
        if one_line(name):
            self.begin("author")
            self.element("name", name)
            self.end("author")

    def written(self) -> str:
        """What has been written since the last call."""
        text = self._out.getvalue()
        self._out.seek(0)
        self._out.truncate()
        return text

    def _start(self, name: str, attributes: dict[str, str] | None) -> None:
        self._xml.startElement(name, AttributesImpl(attributes or {}))
