"""A page as its main text and what it says of itself.

Lives here: the bytes of an HTML file to the parts that any file has: values as of front matter,
and a body in Markdown. Does not live here: bounds and encoding (`html_parsing`), what the head
says (`html_facts`), the main text as Markdown (`html_blocks`).

Trafilatura finds the main text, the title and the author. It guesses days from whatever looks
like one, so days are read here.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING, Any

from searchkit.corpus.entries import IsKnown
from searchkit.corpus.files import HTML_MISSING, can_read_html
from searchkit.corpus.front_matter import SplitText, split
from searchkit.corpus.html_blocks import blocks_of, markdown_of
from searchkit.corpus.html_facts import address_of, date_of, fields_of, named_values
from searchkit.corpus.html_parsing import page_text, page_tree
from searchkit.corpus.html_text import HIDDEN
from searchkit.corpus.problems import Unavailable, Unreadable, Warn
from searchkit.corpus.templates import without_templates
from searchkit.corpus.values import Items, Pairs, Scalar, Value
from searchkit.schema.aliases import ORGANISATIONS, aliases_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LANGUAGE = "HTML"
"""Stands for the language of front matter: a page says the same by other means."""
_SAID_OTHERWISE = ("title", "date", "url", "author", "description")
# Linked data is in scripts; the extractor leaves these out itself.
_HIDDEN = sorted(HIDDEN - {"title", "script"})
_LOGGERS = ("trafilatura", "htmldate", "courlan", "charset_normalizer")


def read_page(data: bytes, is_known: IsKnown, warn: Warn) -> SplitText:
    """Take a page apart.

    A page with front matter, as Jekyll has them, says there what it is, and nowhere else.

    Args:
        data: the bytes of the file.
        is_known: tells keys of a statement's fields.
        warn: told of what is missing.

    Raises:
        Unavailable: the packages for it are not installed.
        Unreadable: it is binary, empty, or more than any real page.
    """
    if not can_read_html():
        raise Unavailable(f"is a page; {HTML_MISSING}")
    text = page_text(data, warn)
    if not text.strip():
        raise Unreadable("is empty")
    parts = split(text, is_known, warn)
    if parts.tree is not None:
        text = f"<html><body><main>{without_templates(parts.body)}</main></body></html>"
    tree = page_tree(text)
    said = named_values(tree)
    date, address = date_of(tree, said), address_of(tree, said)
    found = _extracted(tree)
    if parts.tree is not None:
        return parts._replace(body=_body(found, "", warn))
    pairs = {"title": found.title or "", "date": date, "url": address}
    values: dict[str, Value] = {key: Scalar(value) for key, value in pairs.items() if value}
    fields = fields_of(said, is_known)
    values |= _author(found, fields)
    for key, texts in fields.items():
        if key not in values and not _is_said_otherwise(key):
            values[key] = Items([*map(Scalar, texts)])
    if found.description:
        values["description"] = Scalar(found.description)
    tree_of_values = Pairs([(Scalar(key), value) for key, value in values.items()])
    return SplitText(tree_of_values, _body(found, found.title or "", warn), LANGUAGE)


def _is_said_otherwise(key: str) -> bool:
    return any(key == name or key in aliases_of(name) for name in _SAID_OTHERWISE)


def _author(found: Any, said: dict[str, list[str]]) -> dict[str, Value]:
    """Who wrote the page. A body that publishes it is nobody's name, and no address is one."""
    names = [name for name in said.get("author", []) if " " in name and "://" not in name]
    name = "; ".join(names)
    if not names and not any("://" in name for name in said.get("author", [])):
        name = " ".join((found.author or "").split())
    if not name or "://" in name:
        return {}
    words = set(name.casefold().split())
    is_body = bool(words & ORGANISATIONS) or name.casefold() == (found.sitename or "").casefold()
    return {"publisher" if is_body else "author": Scalar(name)}


def _body(found: Any, title: str, warn: Warn) -> str:
    """The main text as Markdown, without a heading that says the title once more."""
    blocks = blocks_of(found.body) if found.body is not None else []
    if blocks and blocks[0].kind == "heading" and _folded(blocks[0].text) == _folded(title):
        del blocks[0]
    if not blocks:
        warn(None, "no main text was found on this page")
    return markdown_of(blocks)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


@cache
def _trafilatura() -> Any:
    """The extractor. Slow to import, and what it logs is said here."""
    for name in _LOGGERS:
        logging.getLogger(name).addHandler(logging.NullHandler())
    import trafilatura

    return trafilatura


def _extracted(tree: HtmlElement) -> Any:
    """What the extractor finds: its `body`, `title`, `author`, `sitename`, `description`."""
    from lxml import etree

    # It keeps the text of some of them, which no reader sees.
    etree.strip_elements(tree, *_HIDDEN, with_tail=False)
    dates = {"extensive_search": False, "original_date": True}
    library = _trafilatura()
    try:
        found = library.bare_extraction(
            tree,
            fast=True,
            include_comments=False,
            include_formatting=True,
            with_metadata=True,
            date_extraction_params=dates,
        )
        # Where it finds no text, it says nothing else either.
        return found or library.extract_metadata(tree, date_config=dates)
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError) as error:
        raise Unreadable(f"the page could not be taken apart ({type(error).__name__})") from None
