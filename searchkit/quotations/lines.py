"""The lines of a statement that may tell who its people are.

Lives here: their sentences, which words stand before a name. Does not live here: what is made of
them (`cast`).

Most lines name nobody, and to take a line apart is what takes time. So lines are chosen by quick
questions, each of which may say yes too often, and never no where a word would matter.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from searchkit.profiles.speech import BODIES, HONORIFICS, NO_NAMES, OFFICES
from searchkit.quotations.names import fold
from searchkit.quotations.words import SpokenWord, sentences, words

Sentence = Sequence[SpokenWord]

_LETTERS = re.compile(r"[^\W_]+")
_TITLES = frozenset(_LETTERS.findall(word)[-1] for word in OFFICES | HONORIFICS)
"""The last part of each word that says that somebody is a person."""
# Letters that folding may change beyond their case; signs that no word has are none.
_RARE = re.compile("[^\x00-\x7f\xa0‘’“”–—…•]")
_NO_FIRST = OFFICES | HONORIFICS | NO_NAMES | BODIES
_ONE_BY_ONE = 8


class Lines:
    """The lines of a statement.

    Args:
        title, text: of the statement.
    """

    def __init__(self, title: str, text: str) -> None:
        self._title = title
        self._text = text
        self._lines = text.split("\n")
        self._read: dict[int, list[Sentence]] = {}
        self._befores: dict[str, Counter[str]] = {}
        self._all: dict[str, Counter[str]] | None = None

    def titled(self) -> Iterator[Sentence]:
        """The sentences of all lines of the text in which somebody may be named with an honorific
        or an office.
        """
        at = 0
        for number, line in enumerate(self._lines):
            if not _TITLES.isdisjoint(_LETTERS.findall(line.lower())):
                yield from self._sentences(number, at)
            at += len(line) + 1

    def before(self, last: str) -> Counter[str]:
        """Which words that may be first names stand before a capitalised word, folded, and how
        often.

        All that a title tells is that: in headlines, every word may have a capital.
        """
        if self._all is None and len(self._befores) >= _ONE_BY_ONE:
            self._all = _pairs([*_title(self._title), *self._chosen("")])
        if self._all is not None:
            return self._all.get(last, Counter())
        if last not in self._befores:
            found = _pairs([*_title(self._title), *self._chosen(last)])
            self._befores[last] = found.get(last, Counter())
        return self._befores[last]

    def _chosen(self, last: str) -> Iterator[Sentence]:
        """The sentences of all lines that may have a word which is `last` when folded."""
        at = 0
        for number, line in enumerate(self._lines):
            if last in line.lower().replace("’", "'") or _RARE.search(line):
                yield from self._sentences(number, at)
            at += len(line) + 1

    def _sentences(self, number: int, start: int) -> list[Sentence]:
        if number not in self._read:
            end = start + len(self._lines[number])
            self._read[number] = list(sentences(words(self._text, start, end)))
        return self._read[number]


def _title(title: str) -> Iterator[Sentence]:
    for line in title.split("\n"):
        yield from sentences(words(line, 0, len(line)))


def _pairs(chosen: Iterable[Sentence]) -> dict[str, Counter[str]]:
    """The capitalised words, folded, and what stands before them."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for sentence in chosen:
        for before, word in pairwise(sentence):
            # Most words are small: that is the first question.
            if word.text[0].isupper() and not before.owns and _can_be_first(before):
                found[fold(word.text)][before.text] += 1
    return found


def _can_be_first(word: SpokenWord) -> bool:
    if not word.is_capital or not word.text[0].isalpha() or word.text.isupper():
        return False
    return word.folded not in _NO_FIRST
