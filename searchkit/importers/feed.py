"""RSS and Atom: one statement an entry.

Lives here: a feed to the pages that it leads to, and what is remembered of them between two
runs. Does not live here: asking servers (`fetching`), what a page says (`pages`).

`.searchkit-feed.json` in the folder has what each server said of its page's state (ETag,
Last-Modified). A page is only noted once it was written.
"""

from __future__ import annotations

import codecs
import io
import json
import re
import secrets
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag

import feedparser

from searchkit.importers.fetching import Fetcher, NotFetched
from searchkit.importers.items import Found, Item, Refused, Same
from searchkit.importers.options import Options
from searchkit.importers.pages import check_extra, item_of_page, with_facts
from searchkit.importers.sources import read_whole
from searchkit.model.errors import InvalidInput

STATE = ".searchkit-feed.json"
MAX_FEED = 8 * 1024 * 1024
MAX_ENTRIES = 5_000
MAX_STATE = 16 * 1024 * 1024
_PAGES = frozenset({"text/html", "application/xhtml+xml", ""})
_DECLARES = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)
_TAGS = re.compile(rb"<[A-Za-z]")
MAX_TAGS = 300_000
_ENCODING = re.compile(rb"<\?xml[^>]*?\sencoding\s*=\s*[\"']([\w.:-]{1,40})")
_ASCII = bytes(range(0x20, 0x7F)) + rb"\x3c +ADw-"
_EBCDIC = "<?xm".encode("cp037")
_IS_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def read(source: str, options: Options) -> Found:
    """The pages that a feed leads to, or what it holds itself where it leads nowhere.

    Raises:
        InvalidInput: there is no feed there, or its address may not be asked.
        SearchkitError: the extra is missing.
    """
    check_extra()
    fetcher = Fetcher(delay=options.delay, private=options.private)
    state = _State(options.folder)
    try:
        yield from _read(source, options, fetcher, state)
    finally:
        state.save()


def _read(source: str, options: Options, fetcher: Fetcher, state: _State) -> Found:
    data, base, seen = _feed(source, fetcher, state)
    if data is None:
        return
    entries = _entries(data, source, base)
    is_whole = True
    for number, entry in enumerate(entries, start=1):
        where = f"{source}, entry {number}"
        for found in _statement(entry, where, fetcher, state, options):
            is_whole = is_whole and not isinstance(found, Refused)
            yield found
        options.progress(number, len(entries))
    if seen and is_whole:  # A feed of which something is missing is asked for again.
        state.note(source, seen)


def _feed(source: str, fetcher: Fetcher, state: _State) -> tuple[bytes | None, str, dict[str, str]]:
    """The bytes of a feed (None: as it was), its address, and its state."""
    if not _IS_ADDRESS.match(source):
        return read_whole(Path(source), MAX_FEED), "", {}
    try:
        answer = fetcher.get(source, state.seen(source), obey=False)
    except NotFetched as error:
        raise InvalidInput(f"the feed can't be had: {error}", where=source) from None
    return (None if answer.status == 304 else answer.data), answer.url, answer.seen


def _entries(data: bytes, source: str, base: str) -> list[Any]:
    signs = _as_ascii(data, source)
    if _DECLARES.search(signs):
        raise InvalidInput("it declares entities, which no feed needs", where=source)
    if len(_TAGS.findall(signs)) > MAX_TAGS:
        raise InvalidInput(f"it has more than {MAX_TAGS:,} elements", where=source)
    headers = {"content-location": base} if base else {}
    try:
        parsed = feedparser.parse(io.BytesIO(data), response_headers=headers)
    except Exception as error:  # The parser lets any through.
        raise InvalidInput(f"it is no feed ({type(error).__name__})", where=source) from None
    if not parsed.get("version") and not parsed.entries:
        raise InvalidInput("it is no feed", where=source, expected="RSS or Atom")
    if len(parsed.entries) > MAX_ENTRIES:
        raise InvalidInput(f"it has more than {MAX_ENTRIES:,} entries", where=source)
    for entry in () if parsed.version.startswith("atom") else parsed.entries:
        # RSS has one date, which the parser has under this name where Dublin Core says it.
        if day := dict.get(entry, "updated"):
            entry.setdefault("published", day)
    return list(parsed.entries)


def _as_ascii(data: bytes, source: str) -> bytes:
    """A feed in which each sign of XML is the byte that ASCII has for it, whatever its encoding.

    Raises:
        InvalidInput: its encoding writes them otherwise, so that they can't be counted.
    """
    said = _ENCODING.search(data.replace(b"\0", b"")[:1_000])
    try:
        codec = codecs.lookup(said[1].decode()) if said else None
        is_wide = codec is not None and codec.name.startswith(("utf-16", "utf-32"))
        is_plain = codec is None or is_wide or _ASCII.decode(codec.name) == _ASCII.decode()
    except LookupError:
        is_plain = True  # The parser takes it for UTF-8.
    except ValueError:
        is_plain = False
    if not is_plain or data.startswith(_EBCDIC):
        raise InvalidInput("it is in an encoding that no feed has", where=source, expected="UTF-8")
    return data.replace(b"\0", b"")


def _statement(entry: Any, where: str, fetcher: Fetcher, state: _State, options: Options) -> Found:
    """The statement of an entry."""
    link = urldefrag(_text(entry.get("link"))).url
    facts = {
        "date": _text(entry.get("published") or entry.get("issued")),
        "author": _text(entry.get("author")),
    }
    if not link:
        yield _of_entry(entry, facts, where)
        return
    try:
        answer = fetcher.get(link, state.seen(link) if options.has(link) else {})
    except NotFetched as error:
        yield Refused(f"{where}: {link}", str(error))
        return
    if answer.status == 304:
        yield Same(link)
        return
    if answer.kind not in _PAGES:
        yield Refused(f"{where}: {link}", f"it is no page but {answer.kind:.60}")
        return
    found = item_of_page(answer.data, link, f"{where}: {link}")
    yield with_facts(found, facts, answer.url) if isinstance(found, Item) else found
    state.note(link, answer.seen)


def _of_entry(entry: Any, facts: Mapping[str, str], where: str) -> Item | Refused:
    contents = [_text(one.get("value")) for one in entry.get("content") or ()]
    html = next(filter(None, contents), "") or _text(entry.get("summary"))
    title = _text(entry.get("title"))
    key = _text(entry.get("id")) or title
    if not key:
        return Refused(where, "it has neither a link nor a title")
    page = (
        f"<html><head><title>{escape(title)}</title></head><body><main>{html}</main></body></html>"
    )
    found = item_of_page(page.encode("utf-8", "replace"), key, where)
    return with_facts(found, facts, "") if isinstance(found, Item) else found


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


class _State:
    """What servers said of their pages' state, by address.

    Raises:
        InvalidInput: the file can't be read.
    """

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / STATE if folder else None
        self._known: dict[str, dict[str, str]] = {}
        self._is_new = False
        if self._path is not None and self._path.exists():
            self._known = _checked_state(self._path)

    def seen(self, url: str) -> dict[str, str]:
        """What is known of an address."""
        return self._known.get(url, {})

    def note(self, url: str, seen: dict[str, str]) -> None:
        """Remember what was said of an address."""
        if self._known.get(url, {}) != seen:
            self._known[url] = seen
            self._is_new = True

    def save(self) -> None:
        """Write it, whole or not at all."""
        if self._path is None or not self._is_new or not self._path.parent.is_dir():
            return
        unfinished = self._path.with_name(f".importing-{secrets.token_hex(8)}")
        try:
            unfinished.write_text(json.dumps(self._known, indent=0), "utf-8")
            unfinished.replace(self._path)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise InvalidInput(
                f"what was fetched can't be noted: {error.strerror or error}", where=str(self._path)
            ) from None


def _checked_state(path: Path) -> dict[str, dict[str, str]]:
    names = ("If-None-Match", "If-Modified-Since")
    is_value: Callable[[object], bool] = lambda one: isinstance(one, str) and one.isprintable()  # noqa: E731
    try:
        read = json.loads(read_whole(path, MAX_STATE))
        return {
            str(url): {name: seen[name] for name in names if is_value(seen.get(name))}
            for url, seen in read.items()
        }
    except (ValueError, AttributeError, RecursionError):
        raise InvalidInput(
            "it is damaged", where=str(path), remedy="Delete it: all pages are fetched once more"
        ) from None
