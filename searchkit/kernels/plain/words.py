"""From texts to numbered words.

Lives here: taking many texts apart and numbering their words; making one list of several. Does not
live here: what a word is (`searchkit.schema.analysis`), where the texts come from and where the
numbers go (`searchkit.segment.chunks`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchkit.kernels.arrays import Ends, Forms
from searchkit.kernels.numbered import NumberedWords, NumbersOfText
from searchkit.schema.analysis import tokenised


class _Numbers(dict[bytes, int]):
    """Gives the next number to each new word."""

    def __missing__(self, word: bytes) -> int:
        self[word] = number = len(self)
        return number


def number_words(texts: Sequence[str]) -> NumberedWords:
    """The words of texts in NFC, each as the number of its form."""
    forms = _Numbers()
    tokens: list[Forms] = [np.zeros(0, np.uint32)]
    lengths: list[int] = []
    numbers: list[NumbersOfText] = []
    for place, text in enumerate(texts):
        words, spans, spaced = tokenised(text)
        if spans:
            numbers.append(NumbersOfText(place, spans, spaced))
        tokens.append(np.fromiter(map(forms.__getitem__, words), np.uint32, len(words)))
        lengths.append(len(words))
    return NumberedWords(list(forms), np.concatenate(tokens), np.array(lengths, np.uint32), numbers)


def merge_forms(lists: Sequence[tuple[bytes, Ends]]) -> tuple[list[bytes], list[Forms]]:
    """One list of the words of several.

    Args:
        lists: of each, all words, one after the other, and where each ends.

    Returns:
        (the distinct words, in the order in which they are first met; for each list, the number
        there of each of its words (uint32)).
    """
    forms = _Numbers()
    numbers: list[Forms] = []
    for letters, ends in lists:
        stops = ends.tolist()
        words = [letters[start:end] for start, end in zip([0, *stops], stops, strict=False)]
        numbers.append(np.fromiter(map(forms.__getitem__, words), np.uint32, len(words)))
    return list(forms), numbers
