"""From texts to numbered words.

Lives here: the compiled twin of `searchkit.kernels.plain.words`, and the tables by which it knows
what a character is. Does not live here: the loops (`kernel/src/words.rs`).

The kernel finds words, and where a number may begin. Whether one does is asked of
`schema.numbers`, a few times a text, so that its rules are written once. Texts with characters
beyond the table, or with such as nobody sees, are left to `schema.analysis` altogether.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache

import numpy as np

from searchkit.kernels import _kernel
from searchkit.kernels.arrays import Ends, Forms
from searchkit.kernels.numbered import NumberedWords, NumbersOfText
from searchkit.kernels.plain import words as plain
from searchkit.schema.analysis import Tokenised, tokenised, visible, with_common_spaces
from searchkit.schema.currencies import CODES
from searchkit.schema.numbers import BESIDE, CLASSES, SPACES, spans_among

__all__ = ["merge_forms", "number_words"]

BETWEEN, INSIDE, SPACE, FOREIGN = range(4)
"""What a character is to the kernel: it separates; it is part of a word; it separates, and may
stand in a number; its text is not for the kernel."""
KNOWN = 0x3000
"""Characters from here on are `FOREIGN`: those of East Asia, and whatever is rarer."""


@cache
def tables() -> tuple[bytes, bytes, list[bytes], list[bytes]]:
    """What the kernel has to know: (what each character below `KNOWN` is, what each one of Latin-1
    is to a number, words that may stand after a number, codes of currencies).
    """
    kinds = bytes(map(_kind, map(chr, range(KNOWN))))
    beside = [word.encode() for word in BESIDE]
    return kinds, CLASSES, beside, [code.lower().encode() for code in CODES]


def _kind(c: str) -> int:
    if visible(c) != c:
        return FOREIGN
    if c in SPACES:
        return SPACE
    return INSIDE if c.isalnum() or unicodedata.category(c)[0] == "M" else BETWEEN


def number_words(texts: Sequence[str]) -> NumberedWords:
    """See `searchkit.kernels.plain.words.number_words`."""
    kinds, classes, beside, codes = tables()
    texts = list(texts)
    spans: dict[int, list[tuple[int, int]]] = {}
    given: dict[int, Tokenised] = {}
    try:
        for place, likely in _kernel.likely_places(texts, kinds, classes, beside, codes):
            text = texts[place]
            if likely is None:
                given[place] = tokenised(text)
            elif found := list(spans_among(with_common_spaces(text), likely)):
                spans[place] = found
        words = {place: one.words for place, one in given.items()}
        forms, tokens, lengths, which = _kernel.number_words(texts, kinds, spans, words)
    except _kernel.Declined:
        return plain.number_words(texts)
    word_of_span = iter(np.frombuffer(which, np.uint32).tolist())
    numbers = [
        NumbersOfText(
            place,
            [(next(word_of_span), *span) for span in found],
            with_common_spaces(texts[place]),
        )
        for place, found in spans.items()
    ]
    numbers += [
        NumbersOfText(place, one.numbers, one.text) for place, one in given.items() if one.numbers
    ]
    return NumberedWords(
        forms,
        np.frombuffer(tokens, np.uint32),
        np.frombuffer(lengths, np.uint32),
        sorted(numbers, key=lambda one: one.text),
    )


def merge_forms(lists: Sequence[tuple[bytes, Ends]]) -> tuple[list[bytes], list[Forms]]:
    """See `searchkit.kernels.plain.words.merge_forms`."""
    try:
        forms, numbers = _kernel.merge_forms(
            [(letters, ends.astype(np.uint64)) for letters, ends in lists]
        )
    except _kernel.Declined:
        return plain.merge_forms(lists)
    return forms, [np.frombuffer(of_list, np.uint32) for of_list in numbers]
