"""Where the tokens of texts are, found for a whole page of texts at once.

Lives here: offsets of tokens. Does not live here: what a token is. Each character is asked of
`searchkit.schema.analysis` once, when it is first met.

A regular expression makes an object for each token, most of which nobody looks at. Here a
table says of each code point whether it is part of a token, so the tokens of ten texts are
found in a few passes over one array.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

import numpy as np

from searchkit.kernels.arrays import Offsets, Places
from searchkit.schema.analysis import is_token_character

_UNKNOWN, _BETWEEN, _INSIDE = 0, 1, 2
# One byte for each code point there can be; the system gives memory only for the pages
# that are written to.
_kinds: np.ndarray[Any, np.dtype[np.uint8]] = np.zeros(0x110000, np.uint8)
_PIECE = 1 << 16
"""Characters looked at in one go, so that a long text takes little memory."""


def token_offsets(texts: Sequence[str]) -> list[Offsets]:
    """The offsets of the tokens of each text (in NFC)."""
    edges = _edges("\n".join(texts))
    begins = [0, *accumulate([len(text) + 1 for text in texts])]
    places = edges.searchsorted(begins)
    # A view of memory gives Python integers, and only those that are asked for.
    view = (edges - np.repeat(begins[:-1], places[1:] - places[:-1])).data
    return [
        Offsets(view[first:after:2], view[first + 1 : after : 2])
        for first, after in pairwise(places.tolist())
    ]


def _edges(text: str) -> Places:
    """Where tokens begin and end, in turn."""
    kinds = np.full(len(text) + 2, _BETWEEN, np.uint8)
    for start in range(0, len(text), _PIECE):
        data = text[start : start + _PIECE].encode("utf-32-le", "surrogatepass")
        codes = np.frombuffer(data, "<u4")
        piece = _kinds.take(codes)
        if piece.min() == _UNKNOWN:
            _learn(codes[piece == _UNKNOWN])
            piece = _kinds.take(codes)
        kinds[start + 1 : start + 1 + codes.size] = piece
    edges: Places = (kinds[1:] != kinds[:-1]).nonzero()[0]
    return edges


def _learn(codes: np.ndarray[Any, np.dtype[np.uint32]]) -> None:
    """Note of some code points whether they are part of a token."""
    # Not `np.unique`, which would import the masked arrays for it.
    for code in np.flatnonzero(np.bincount(codes)).tolist():
        _kinds[code] = _INSIDE if is_token_character(chr(code)) else _BETWEEN
