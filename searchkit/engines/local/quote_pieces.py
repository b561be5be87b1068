"""Pieces of a quotation and their places in a source.

Lives here: `Piece`, and what aligning a quotation with one statement gives. Does not live here:
aligning itself (`searchkit.quotations.aligning`), which statements it is done with
(`quote_sources`), which pieces count (`checking_quotes`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from searchkit.engines.local.quote_sources import QuoteSource, shared_pairs
from searchkit.model import budget
from searchkit.model.address import Address
from searchkit.quotations.aligning import align
from searchkit.storage.container import Array

CUT = 30
"""Words that a quotation may leave out at once and still be of one place."""
_WINDOW = 2_000
"""Words of a text that a quotation is aligned with, besides twice its own number."""
_CELL = 8
"""Bytes that aligning takes for each pair of words."""


class Piece(NamedTuple):
    """A part of a quotation and its place.

    Attributes:
        first, last: its words: from `first` up to before `last`.
        pairs: (word of the quotation, word of the source) beside one another.
        equal: how many of them are equal, by stem.
        run: how long the longest run of equal neighbours is.
        begins: the word of the quotation that it begins with.
        address: of the source.
    """

    first: int
    last: int
    pairs: tuple[tuple[int, int], ...]
    equal: int
    run: int
    begins: int
    address: Address


def whole_pieces(source: QuoteSource) -> Iterator[Piece]:
    """The places of a quotation in a source that has all of its words in a row."""
    size = source.quote.size
    for begin in _places(source, size):
        pairs = tuple((number, begin + number) for number in range(size))
        yield Piece(0, size, pairs, size, size, 0, source.address)


def aligned_pieces(source: QuoteSource, first: int) -> Iterator[Piece]:
    """The best place of a part of a quotation in a source; several where the source goes on for
    more than `CUT` words between them.

    Args:
        first: the number of the part's first word in the quotation.
    """
    begin, words = _window(source)
    budget.need(_CELL * source.quote.size * words.size)
    alignment = align(source.quote, words)
    for part in _without_long_cuts(alignment.pairs):
        pairs = tuple((first + quote, begin + word) for quote, word in part)
        equal = [bool(source.quote[quote] == words[word]) for quote, word in part]
        run, begins = _longest_run(pairs, equal)
        yield Piece(pairs[0][0], pairs[-1][0] + 1, pairs, sum(equal), run, begins, source.address)


def _window(source: QuoteSource) -> tuple[int, Array]:
    """(where it begins, the part of a source that has most of the quotation's neighbours)."""
    size = _WINDOW + 2 * source.quote.size
    words = source.words
    if words.size <= size or source.quote.size < 2:
        return 0, words[:size]
    weights = np.concatenate(([0, 0], np.cumsum(shared_pairs(source))))
    begin = int((weights[size:] - weights[:-size]).argmax())
    return begin, words[begin : begin + size]


def _places(source: QuoteSource, size: int) -> list[int]:
    """Where the quotation begins in a source that has all of its words in a row."""
    words, quote = source.words, source.quote
    return [
        int(place)
        for place in (words[: words.size - size + 1] == quote[0]).nonzero()[0]
        if (words[place : place + size] == quote).all()
    ]


def _without_long_cuts(
    pairs: Sequence[tuple[int, int]],
) -> list[list[tuple[int, int]]]:
    """Pairs of words, parted where too much of the source is left out."""
    parts: list[list[tuple[int, int]]] = []
    for pair in pairs:
        if parts and pair[1] - parts[-1][-1][1] - 1 <= CUT:
            parts[-1].append(pair)
        else:
            parts.append([pair])
    return parts


def _longest_run(pairs: Sequence[tuple[int, int]], equal: Sequence[bool]) -> tuple[int, int]:
    """The longest run of equal words that are neighbours in both texts: (how long, the word of
    the quotation that it begins with).
    """
    longest = run = begins = 0
    before = (-2, -2)
    for pair, same in zip(pairs, equal, strict=True):
        follows = pair == (before[0] + 1, before[1] + 1)
        run = (run + 1 if follows else 1) if same else 0
        if run > longest:
            longest, begins = run, pair[0] - run + 1
        before = pair
    return longest, begins
