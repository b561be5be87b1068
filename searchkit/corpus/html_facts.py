"""What a page says of itself.

Lives here: the keys that its head and its marks say (when it is of, its address, any field of a
statement by name), as front matter would say them. Does not live here: its title and author,
which the extractor knows best (`html_page`), what the values mean (`fields`).

Sources: Open Graph (https://ogp.me), Dublin Core in HTML (https://www.dublincore.org, DCQ-HTML),
schema.org, the HTML Standard's `time`, and the names that content management systems use.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from searchkit.corpus.dates import AMBIGUOUS, MAX_DATE, read_date
from searchkit.corpus.entries import IsKnown, plain_key

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DATES = """
    article:published_time og:article:published_time datepublished dcterms.issued dc.date.issued
    dcterms.date dc.date dc.date.created dcterms.created citation_publication_date citation_date
    parsely-pub-date sailthru.date publication_date publish_date publishdate pubdate date
"""
DATES = tuple(_DATES.split())
"""Names of what a page says about its day, the surest first."""
_LINKED = ("datePublished", "dateCreated", "uploadDate")
MAX_LINKED = 1_000
"""Values of a page's linked data that are looked at."""
_PREFIX = re.compile(r"(?:dcterms|dc|article|og|citation|parsely|sailthru)[.:_-]")
_OF_DATES = re.compile(
    r"(?:^|[\s_-])(?:date|pubdate|published|posted|issued|dateline)(?:$|[\s_-])", re.IGNORECASE
)
_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)


def named_values(tree: HtmlElement) -> list[tuple[str, str]]:
    """(name in small letters, value) of everything that the page's head says, in order."""
    found = []
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        value = " ".join((meta.get("content") or "").split())
        if name and value:
            found.append((name.strip().lower(), value))
    return found


def date_of(tree: HtmlElement, said: list[tuple[str, str]]) -> str:
    """The day of the page as it is written there, or nothing.

    What the head says comes first, then linked data, then the one place in the text that is
    marked as a date. Where several are and say different days, nobody knows which is meant.
    """
    values = dict(reversed(said))
    if name := next((name for name in DATES if name in values), None):
        return values[name]
    return next(_linked_dates(tree), None) or _marked_date(tree)


def _linked_dates(tree: HtmlElement) -> Iterator[str]:
    left = MAX_LINKED
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            waiting: list[object] = [json.loads(script.text or "")]
        except (ValueError, RecursionError):
            continue
        while waiting and left > 0:
            left -= 1
            value = waiting.pop(0)
            if isinstance(value, dict):
                for key in _LINKED:
                    if isinstance(value.get(key), str):
                        yield value[key]
                waiting += value.values()
            elif isinstance(value, list):
                waiting += value


def _marked_date(tree: HtmlElement) -> str:
    """The text of the only day that elements are marked with."""
    times = [one.get("datetime") or _text(one) for one in tree.iter("time")]
    if day := _only_day(times):
        return day
    marks = tree.xpath(".//*[@class or @id or @itemprop]")
    texts = [_text(one) for one in marks if _OF_DATES.search(_marks(one))]
    return _only_day(texts)


def _marks(element: HtmlElement) -> str:
    return " ".join(element.get(name) or "" for name in ("class", "id", "itemprop"))


def _text(element: HtmlElement) -> str:
    """The text of an element that is short enough for a date."""
    parts: list[str] = []
    length = 0
    for text in element.itertext():
        parts.append(text)
        length += len(text)
        if length > 10 * MAX_DATE:
            return ""
    text = " ".join(" ".join(parts).split())
    return text if len(text) <= MAX_DATE else ""


def _only_day(texts: list[str]) -> str:
    days: dict[object, str] = {}
    for text in dict.fromkeys(texts):
        read = read_date(text) if text else None
        if read and (read.day or read.order == AMBIGUOUS):
            days.setdefault(read.day or text, text)
    return next(iter(days.values())) if len(days) == 1 else ""


def address_of(tree: HtmlElement, said: list[tuple[str, str]]) -> str:
    """The address that the page says is its own, or nothing."""
    links = [
        link.get("href") or ""
        for link in tree.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    links += [value for name, value in said if name in ("og:url", "dcterms.identifier")]
    return next((link.strip() for link in links if _WEB.match(link.strip())), "")


def fields_of(said: list[tuple[str, str]], is_known: IsKnown) -> dict[str, list[str]]:
    """What the head says under the name of a field, or another key of one."""
    found: dict[str, list[str]] = {}
    for name, value in said:
        key = plain_key(_PREFIX.sub("", name, count=1))
        if is_known(key) and value not in (values := found.setdefault(key, [])):
            values.append(value)
    return found
