"""Where the tokens of texts stand, found for a whole page of texts at once.

Lives here: offsets of tokens. Does not live here: what a token is (`analysis`), which
this module asks about every character it has not met yet.

A regular expression makes an object for each token, most of which nobody looks at. Here
a table tells of each code point whether it is part of a token, so that the tokens of ten
texts are found by a few passes over one array.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

_UNKNOWN, _BETWEEN, _INSIDE = 0, 1, 2
# One byte for each code point there can be; the system gives memory only for the pages
# that are written to.
_kinds: np.ndarray[Any, np.dtype[np.uint8]] = np.zeros(0x110000, np.uint8)
_PIECE = 1 << 16
"""Characters looked at in one go, so that a long text takes little memory."""


class Offsets(NamedTuple):
    """Where the tokens of a text begin and end, in code points, ascending."""

    starts: Sequence[int]
    ends: Sequence[int]


def token_offsets(texts: Sequence[str]) -> list[Offsets]:
    """The offsets of the tokens of each text (in NFC)."""
    edges = _edges("\n".join(texts))
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    begins = np.cumsum(lengths + 1) - (lengths + 1)
    places = [*np.searchsorted(edges, begins).tolist(), edges.size]
    found = []
    for number, begin in enumerate(begins.tolist()):
        # A view of memory gives Python integers, and only those that are asked for.
        own = memoryview(edges[places[number] : places[number + 1]] - begin)
        found.append(Offsets(own[::2], own[1::2]))
    return found


def _edges(text: str) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Where tokens begin and end, in turn."""
    kinds = np.full(len(text) + 2, _BETWEEN, np.uint8)
    for start in range(0, len(text), _PIECE):
        data = text[start : start + _PIECE].encode("utf-32-le", "surrogatepass")
        codes = np.frombuffer(data, "<u4")
        piece = _kinds[codes]
        if piece.min() == _UNKNOWN:
            _learn(codes[piece == _UNKNOWN])
            piece = _kinds[codes]
        kinds[start + 1 : start + 1 + codes.size] = piece
    edges: np.ndarray[Any, np.dtype[np.int64]] = (kinds[1:] != kinds[:-1]).nonzero()[0]
    return edges


def _learn(codes: np.ndarray[Any, np.dtype[np.uint32]]) -> None:
    """Note of some code points whether they are part of a token."""
    for code in np.unique(codes).tolist():
        c = chr(code)
        inside = c.isalnum() or unicodedata.category(c)[0] == "M"
        _kinds[code] = _INSIDE if inside else _BETWEEN
