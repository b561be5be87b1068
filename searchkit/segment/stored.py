"""The stored record of a statement: what a hit shows, and what only `show` needs.

Lives here: packing and unpacking. Two records a statement: the first holds the
fields and the clean text, and is read for every hit; the second holds the
Markdown source where it differs and the values of `extra`, and is never read by a
search. Does not live here: the sections they stand in (`writer`, `reader`).

The first is raw DEFLATE with a dictionary made of the chunk's own texts; the
second uses the end of the clean text as its dictionary, since it differs little.
"""

from __future__ import annotations

import datetime
import json
import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from searchkit.statement import Statement

DICTIONARY_BYTES = 8 * 1024
LEVEL = 4
_SAMPLE = 400
_WINDOW = 32 * 1024  # As far back as DEFLATE can refer.


class Record(NamedTuple):
    """What is stored of a statement for every hit.

    `text` is the clean body; the other attributes are as in `Statement`.
    """

    title: str
    text: str
    date: datetime.date | None
    url: str | None
    ministers: tuple[str, ...]
    portfolios: tuple[str, ...]
    attachments: tuple[str, ...]


def make_dictionary(texts: Sequence[str]) -> bytes:
    """A DEFLATE dictionary for texts like these: the beginnings of some of them."""
    wanted = DICTIONARY_BYTES // _SAMPLE + 1
    step = max(1, len(texts) // wanted)
    sample = b"".join(text[:_SAMPLE].encode() for text in texts[::step][: wanted * 2])
    return sample[-DICTIONARY_BYTES:]


def _deflate(data: bytes, dictionary: bytes) -> bytes:
    if dictionary:
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, dictionary)
    else:
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -15, 9)
    return packer.compress(data) + packer.flush()


def _inflate(data: bytes, dictionary: bytes, limit: int) -> bytes:
    """Undo `_deflate`; a result over `limit` bytes is refused.

    Raises:
        ValueError: not DEFLATE, or more than `limit`.
    """
    unpacker = zlib.decompressobj(-15, dictionary) if dictionary else zlib.decompressobj(-15)
    try:
        result = unpacker.decompress(data, limit)
    except zlib.error as error:
        raise ValueError(str(error)) from None
    if not unpacker.eof:
        raise ValueError("a stored text is cut short or too long")
    return result


def pack_record(statement: Statement, text: str, dictionary: bytes) -> bytes:
    """The first record of `statement`, whose clean body is `text`."""
    head = [
        statement.title,
        statement.date.isoformat() if statement.date else None,
        statement.url,
        statement.ministers,
        statement.portfolios,
        statement.attachments,
    ]
    data = json.dumps(head, ensure_ascii=False, separators=(",", ":")) + "\n" + text
    return _deflate(data.encode("utf-8", "surrogatepass"), dictionary)


def unpack_record(data: bytes, dictionary: bytes, limit: int) -> Record:
    """Undo `pack_record`.

    Raises:
        ValueError: `data` is no such record.
    """
    stored = _inflate(data, dictionary, limit).decode("utf-8", "surrogatepass")
    (title, date, url, ministers, portfolios, attachments), end = _parsed(stored)
    if stored[end : end + 1] != "\n":
        raise ValueError("something else stands behind the fields of a stored record")
    return Record(
        str(title),
        stored[end + 1 :],
        datetime.date.fromisoformat(date) if date else None,
        None if url is None else str(url),
        tuple(map(str, ministers)),
        tuple(map(str, portfolios)),
        tuple(map(str, attachments)),
    )


_decoder = json.JSONDecoder()


def _parsed(text: str) -> tuple[Any, int]:
    """(the JSON that a text begins with, where it ends).

    Raises:
        ValueError: it begins with none.
    """
    try:
        return _decoder.raw_decode(text)
    except RecursionError:
        raise ValueError("a stored record is nested too deep") from None


def pack_source(statement: Statement, text: str) -> bytes:
    """The second record; empty where the body is its own clean text and nothing
    else is known.
    """
    body = None if statement.body == text else statement.body
    if body is None and not statement.extra:
        return b""
    data = json.dumps([body, dict(statement.extra)], ensure_ascii=False, separators=(",", ":"))
    return _deflate(data.encode("utf-8", "surrogatepass"), _window(text))


def unpack_source(data: bytes, text: str, limit: int) -> tuple[str, dict[str, object]]:
    """(body, extra) of the second record.

    Raises:
        ValueError: `data` is no such record.
    """
    if not data:
        return text, {}
    stored = _inflate(data, _window(text), limit).decode("utf-8", "surrogatepass")
    (body, extra), _ = _parsed(stored)
    return (text if body is None else str(body)), dict(extra)


def _window(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")[-_WINDOW:]
