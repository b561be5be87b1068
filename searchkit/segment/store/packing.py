"""Packing: JSON and DEFLATE, within bounds.

Lives here: how large a statement may be, and what both stored records have in common. Does
not live here: what is in them (`records`, `sources`).
"""

from __future__ import annotations

import json
import zlib
from typing import Any

LEVEL = 4
"""Of DEFLATE: docs/decisions/stored-text.md says what others cost."""
MAX_STATEMENT = 20_000_000
"""Characters of a statement's body, and of everything else it has, as JSON; more is
refused when it is indexed."""
MAX_UNPACKED = 6 * MAX_STATEMENT + 1024
"""Bytes that a record can unpack to: JSON needs at most six for a character. A record
made to ask for more is damaged."""


# `json.dumps` would make one for each value.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def to_json(value: object) -> str:
    """`value` as JSON, as short as can be."""
    return _ENCODER.encode(value)


def from_json(text: str) -> Any:
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


def deflate(data: bytes, dictionary: bytes) -> bytes:
    """Raw DEFLATE of `data`, with a dictionary unless that is empty."""
    if dictionary:
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, dictionary)
    else:
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -15, 9)
    return packer.compress(data) + packer.flush()


def inflate(data: bytes, dictionary: bytes) -> bytes:
    """Undo `deflate`; a result over `MAX_UNPACKED` is refused.

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
