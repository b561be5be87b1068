"""A list of statements as a feed.

Lives here: Atom 1.0 (RFC 4287), written as the statements come: of a query, and of the alerts
of a saved search. Does not live here: which statements, and what the addresses are
(`searchkit.web`, `searchkit.alerts`).
"""

from __future__ import annotations

import datetime
import io
import uuid
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import NamedTuple
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from searchkit.model.alerts import Alert
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
    about = (("self", self_url, "application/atom+xml"), ("alternate", page_url, "text/html"))
    _head(xml, f"feed {self_url}", title, subtitle, when, about, author)
    yield xml.written()
    for one in chain(first, statements):
        links = (("alternate", permalink(one.id), "text/html"), *_original(one, "via"))
        told = _Told(f"statement {one.id}", title_of(one), _moment(one.date), links, summary(one))
        _entry(xml, one, schema, told)
        yield xml.written()
    xml.end("feed")
    yield xml.written()


def alert_feed(
    alerts: Iterable[Alert],
    *,
    title: str,
    identity: str,
    updated: str,
    subtitle: str = "",
    schema: Schema = DEFAULT,
) -> str:
    """The Atom feed of a saved search: an entry for each alert, dated when it was found.

    Args:
        alerts: in the order of the feed.
        title, subtitle: plain text.
        identity: text that no other feed has.
        updated: when the last one was found, in UTC, as ISO 8601 writes it.
        schema: the fields of the statements.

    Returns:
        text to be encoded in UTF-8. An entry's id is made of the alert's key: readers show it
        once, and what has changed once more. It leads to the original, where that is known.
    """
    xml = _Writer()
    _head(xml, f"alerts {identity}", title, subtitle, updated, (), "searchkit")
    for one in alerts:
        head = f"Changed: {title_of(one)}" if one.changed else title_of(one)
        why = " · ".join(one.why) or f"It matches {title}."
        links = _original(one, "alternate")
        _entry(xml, one, schema, _Told(f"alert {one.key}", head, one.found, links, why))
    xml.end("feed")
    return xml.written()


_Links = Iterable[tuple[str, str, str | None]]
"""Relation, address and media type of each."""


class _Told(NamedTuple):
    """What an entry says besides what its statement does."""

    identity: str
    title: str
    updated: str
    links: _Links
    summary: str


def _original(one: Citable, relation: str) -> _Links:
    original = safe_address(one.url or "")
    return ((relation, original, None),) if original else ()


def _head(
    xml: _Writer,
    identity: str,
    title: str,
    subtitle: str,
    updated: str,
    links: _Links,
    author: str,
) -> None:
    xml.begin("feed", {"xmlns": ATOM, "xml:lang": "en"})
    xml.element("id", _urn(identity))
    xml.element("title", one_line(title) or "Statements")
    if subtitle:
        xml.element("subtitle", subtitle)
    xml.element("updated", updated)
    for link in links:
        xml.link(*link)
    xml.author(author)
    xml.element("generator", "searchkit")


def _entry(xml: _Writer, one: Citable, schema: Schema, told: _Told) -> None:
    xml.begin("entry")
    xml.element("id", _urn(told.identity))
    xml.element("title", told.title)
    xml.element("updated", told.updated)
    if one.date:
        xml.element("published", _moment(one.date))
    linked = False
    for link in told.links:
        xml.link(*link)
        linked = True
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
    # RFC 4287, 4.1.2: an entry that leads nowhere has content.
    xml.element("summary" if linked else "content", told.summary)
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
