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

from searchkit.model.errors import InvalidInput

if TYPE_CHECKING:
    from searchkit.model.statement import Statement

DICTIONARY_BYTES = 8 * 1024
LEVEL = 4
MAX_STATEMENT = 20_000_000
"""Characters of a statement's body, and of everything else it has, as JSON; more is
refused when it is indexed."""
MAX_UNPACKED = 6 * MAX_STATEMENT + 1024
"""Bytes that a record can unpack to: JSON needs at most six for a character. A record
made to ask for more is damaged."""
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


def check_size(statement: Statement, text: str) -> None:
    """Refuse a statement whose records nobody could read back.

    Raises:
        InvalidInput: it is longer than `MAX_STATEMENT`.
    """
    for what, length in (
        ("body", max(len(statement.body), len(text))),
        ("front matter", len(_head(statement)) + len(_json(dict(statement.extra)))),
    ):
        if length > MAX_STATEMENT:
            raise InvalidInput(
                f"its {what} is {length:,} characters long",
                where=statement.id,
                expected=f"at most {MAX_STATEMENT:,}",
            )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _deflate(data: bytes, dictionary: bytes) -> bytes:
    if dictionary:
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, dictionary)
    else:
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -15, 9)
    return packer.compress(data) + packer.flush()


def _inflate(data: bytes, dictionary: bytes) -> bytes:
    """Undo `_deflate`; a result over `MAX_UNPACKED` is refused.

    Raises:
        ValueError: not DEFLATE, or more than that.
    """
    unpacker = zlib.decompressobj(-15, dictionary) if dictionary else zlib.decompressobj(-15)
    try:
        result = unpacker.decompress(data, MAX_UNPACKED)
    except zlib.error as error:
        raise ValueError(str(error)) from None
    if not unpacker.eof:
        raise ValueError("a stored text is cut short or too long")
    return result


def pack_record(statement: Statement, text: str, dictionary: bytes) -> bytes:
    """The first record of `statement`, whose clean body is `text`."""
    data = _head(statement) + "\n" + text
    return _deflate(data.encode("utf-8", "surrogatepass"), dictionary)


def _head(statement: Statement) -> str:
    head = [
        statement.title,
        statement.date.isoformat() if statement.date else None,
        statement.url,
        statement.ministers,
        statement.portfolios,
        statement.attachments,
    ]
    return _json(head)


def unpack_record(data: bytes, dictionary: bytes) -> Record:
    """Undo `pack_record`.

    Raises:
        ValueError, TypeError: `data` is no such record.
    """
    head, _, text = _inflate(data, dictionary).decode("utf-8", "surrogatepass").partition("\n")
    title, date, url, ministers, portfolios, attachments = _parsed(head)
    return Record(
        str(title),
        text,
        datetime.date.fromisoformat(date) if date else None,
        None if url is None else str(url),
        tuple(map(str, ministers)),
        tuple(map(str, portfolios)),
        tuple(map(str, attachments)),
    )


def _parsed(text: str) -> Any:
    """JSON, whose values may take twenty times the memory of the text.

    Raises:
        ValueError: it is none, or too long.
    """
    if len(text) > MAX_STATEMENT:
        raise ValueError("a stored record is too long")
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("a stored record is nested too deep") from None


def pack_source(statement: Statement, text: str) -> bytes:
    """The second record; empty where the body is its own clean text and nothing
    else is known.
    """
    body = None if statement.body == text else statement.body
    if body is None and not statement.extra:
        return b""
    data = _json([body, dict(statement.extra)])
    return _deflate(data.encode("utf-8", "surrogatepass"), _window(text))


def unpack_source(data: bytes, text: str) -> tuple[str, dict[str, object]]:
    """(body, extra) of the second record.

    Raises:
        ValueError, TypeError: `data` is no such record.
    """
    if not data:
        return text, {}
    unpacked = _inflate(data, _window(text)).decode("utf-8", "surrogatepass")
    body, behind = text, len("[null")
    if unpacked.startswith('["'):
        # A body may be long; the rest must not, so that a short record can't ask for
        # millions of values.
        body, behind = json.JSONDecoder().raw_decode(unpacked, 1)
    elif not unpacked.startswith("[null"):
        raise ValueError("no stored source")
    if unpacked[behind : behind + 1] != ",":
        raise ValueError("no stored source")
    (extra,) = _parsed("[" + unpacked[behind + 1 :])
    return body, dict(extra)


def _window(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")[-_WINDOW:]
