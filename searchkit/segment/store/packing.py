"""Bounds: how large a statement may be, and JSON of that size.

Lives here: what both stored records have in common. Does not live here: what is in them
(`records`, `sources`), their compression (`frames`, `sources`).
"""

from __future__ import annotations

import json
from typing import Any

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
