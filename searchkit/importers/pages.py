"""Pages of HTML as items.

Lives here: a page's main text and what it says of itself, as an item; the pages of a folder.
Does not live here: taking a page apart (`searchkit.corpus.html_page`), fetching one (`fetching`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from searchkit.corpus.fields import known_keys
from searchkit.corpus.files import HTML, HTML_MISSING, can_read_html
from searchkit.corpus.html_page import read_page
from searchkit.corpus.problems import Unreadable
from searchkit.corpus.reader import MAX_FILE_BYTES
from searchkit.corpus.values import Items, Scalar, Value, as_text
from searchkit.importers.items import Found, Item, Refused
from searchkit.importers.options import Options
from searchkit.importers.sources import files_of, read_whole
from searchkit.model.errors import InvalidInput, SearchkitError
from searchkit.schema.fields import DEFAULT

_OWN = ("title", "date", "url", "author")


def read(source: str, options: Options) -> Found:
    """The pages of a folder, or one page.

    Raises:
        InvalidInput: there is nothing at the path.
        SearchkitError: the extra is missing.
    """
    check_extra()
    top = Path(source)
    for path in files_of(source, HTML, options):
        key = path.relative_to(top).as_posix() if path != top else path.name
        try:
            yield item_of_page(read_whole(path, MAX_FILE_BYTES), f"{top.name}/{key}", str(path))
        except InvalidInput as error:
            if path == top:
                raise
            yield Refused(str(path), error.what)


def check_extra() -> None:
    """Refuse where pages can't be read.

    Raises:
        SearchkitError: the extra is missing.
    """
    if not can_read_html():
        raise SearchkitError(HTML_MISSING)


def item_of_page(data: bytes, key: str, where: str) -> Item | Refused:
    """The item that a page is, or why it is none."""
    try:
        parts = read_page(data, known_keys(DEFAULT), lambda line, message: None)
    except Unreadable as error:
        return Refused(where, str(error))
    values: dict[str, Value] = {}
    for name, value in parts.tree.pairs if parts.tree else ():
        values.setdefault(name.text, value)
    own = {name: " ".join(as_text(values[name]).split()) for name in _OWN if name in values}
    title = own.get("title", "")
    if not title and not parts.body.strip():
        return Refused(where, "it has neither a title nor a text")
    return Item(
        key=key,
        title=title or _first_line(parts.body),
        body=parts.body,
        date=own.get("date") or None,
        url=own.get("url") or None,
        extra={name: _plain(value) for name, value in values.items() if name not in _OWN}
        | ({"author": own["author"]} if own.get("author") else {}),
        where=where,
    )


def with_facts(item: Item, facts: Mapping[str, str], url: str) -> Item:
    """`item` with what its feed says where the page says nothing."""
    extra = dict(item.extra)
    if facts.get("author") and "author" not in extra:
        extra["author"] = facts["author"]
    date = item.date or facts.get("date") or None
    return replace(item, date=date, url=item.url or url, extra=extra)


def _first_line(body: str) -> str:
    from searchkit.corpus.markdown import clean_text
    from searchkit.corpus.reader import first_line

    return first_line(clean_text(body))


def _plain(value: Value) -> object:
    if isinstance(value, Items):
        return [as_text(one) for one in value.items]
    return value.text if isinstance(value, Scalar) else as_text(value)
