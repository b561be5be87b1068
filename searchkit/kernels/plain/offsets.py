"""Where the words of texts are, found for a whole page of texts at once.

Lives here: offsets of tokens. Does not live here: what a token is. Each character is asked of
`searchkit.schema.analysis` once, when it is first met, and `searchkit.schema.numbers` is asked
about digits that may be part of a number.

A regular expression makes an object for each token, most of which nobody looks at. Here a
table says of each code point what it is to a token, so the tokens of ten texts are found in a
few passes over one array.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

import numpy as np

from searchkit.kernels.arrays import JoinedOffsets, Offsets, Places
from searchkit.schema.analysis import (
    BETWEEN,
    DIGIT,
    INSIDE,
    JOINING,
    POINT,
    UNSEEN,
    character_kind,
    visible,
    with_common_spaces,
)
from searchkit.schema.numbers import number_at

_UNKNOWN = 0
Kinds = np.ndarray[Any, np.dtype[np.uint8]]
"""What each character is to tokens."""
# One byte for each code point there can be; the system gives memory only for the pages
# that are written to.
_kinds: Kinds = np.zeros(0x110000, np.uint8)
_PIECE = 1 << 16
"""Characters looked at in one go, so that a long text takes little memory."""


def token_offsets(texts: Sequence[str]) -> list[Offsets]:
    """The offsets of the tokens of each text (in NFC)."""
    edges, begins = _joined(texts)
    places = edges.searchsorted(begins)
    # Where one token begins as another ends, both edges are of the text that they are in.
    # A view of memory gives Python integers, and only those that are asked for.
    view = (edges - np.repeat(begins[:-1], places[1:] - places[:-1])).data
    return [
        Offsets(view[first:after:2], view[first + 1 : after : 2])
        for first, after in pairwise(places.tolist())
    ]


def joined_offsets(texts: Sequence[str]) -> JoinedOffsets:
    """The offsets of the tokens of all texts (in NFC)."""
    edges, begins = _joined(texts)
    of_texts = np.array(begins[:-1], np.intp)
    return JoinedOffsets(edges[::2], edges[1::2], of_texts, edges.searchsorted(of_texts) // 2)


def _joined(texts: Sequence[str]) -> tuple[Places, list[int]]:
    """Where the tokens of texts begin and end, in turn, with a sign between two texts; where
    each text begins, and the end.
    """
    return _edges("\n".join(texts)), [0, *accumulate([len(text) + 1 for text in texts])]


def _edges(text: str) -> Places:
    """Where tokens begin and end, in turn."""
    kinds = _kinds_of(text)
    seen: Places | None = None
    if kinds.max() == UNSEEN:
        seen = (kinds != UNSEEN).nonzero()[0]
        kinds, text = kinds[seen], visible(text)
    inside = kinds >= INSIDE
    touching: list[int] = []
    for start, end in _numbers(text, kinds):
        inside[start + 1 : end + 1] = True
        # A number and a letter beside it are two tokens with nothing between them.
        touching += [start] * 2 * bool(inside[start]) + [end] * 2 * bool(inside[end + 1])
    edges: Places = (inside[1:] != inside[:-1]).nonzero()[0]
    if touching:
        edges = np.concatenate((edges, touching))
        edges.sort(kind="stable")  # Nearly sorted: `np.insert` takes longer.
    if seen is not None:
        # Places of characters of `text`; the first of `kinds` stands before them all.
        places = seen[1:-1] - 1
        edges[::2], edges[1::2] = places[edges[::2]], places[edges[1::2] - 1] + 1
    return edges


def _kinds_of(text: str) -> Kinds:
    """What each character is to tokens, with a sign before and after all of them."""
    kinds = np.full(len(text) + 2, BETWEEN, np.uint8)
    for start in range(0, len(text), _PIECE):
        data = text[start : start + _PIECE].encode("utf-32-le", "surrogatepass")
        codes = np.frombuffer(data, "<u4")
        piece = _kinds.take(codes)
        if piece.min() == _UNKNOWN:
            _learn(codes[piece == _UNKNOWN])
            piece = _kinds.take(codes)
        kinds[start + 1 : start + 1 + codes.size] = piece
    return kinds


def _numbers(text: str, kinds: Kinds) -> list[tuple[int, int]]:
    """Where numbers are that a run of letters and digits is not (`numbers.number_spans`).

    Most digits stand alone. Only those beside a letter, a point, or a sign with a digit after
    it are looked at.
    """
    is_digit = kinds == DIGIT
    turns = (is_digit[1:] != is_digit[:-1]).nonzero()[0]
    if not turns.size:
        return []
    firsts, lasts = turns[::2] + 1, turns[1::2]
    before, after = kinds[firsts - 1], kinds[lasts + 1]
    # A digit is never the last of `kinds`, so there is one to look at after a sign, too.
    signed = (after == INSIDE) | (kinds[(lasts + 2) % kinds.size] == DIGIT)
    likely = (before >= POINT) | (signed & (after >= JOINING))
    found: list[tuple[int, int]] = []
    end = 0
    spaced = with_common_spaces(text)
    for first in (firsts[likely] - 1).tolist():
        if first >= end and (number := number_at(spaced, first)):
            found.append(number)
            end = number[1]
    return found


def _learn(codes: np.ndarray[Any, np.dtype[np.uint32]]) -> None:
    """Note of some code points what they are to tokens."""
    # Not `np.unique`, which would import the masked arrays for it.
    for code in np.flatnonzero(np.bincount(codes)).tolist():
        _kinds[code] = character_kind(chr(code))
