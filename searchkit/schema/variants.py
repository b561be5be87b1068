"""How a text itself writes one thing in two ways.

Lives here: the words that it joins by a hyphen, and the acronyms that it spells out, as
values that an index can count. Does not live here: counting them (`searchkit.segment`),
which of them are offered to a reader (`searchkit.engines`), what is known beforehand
(`searchkit.profiles`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from searchkit.schema.analysis import fold, tokens

MAX_LETTERS = 30
"""A longer half of a compound is no word."""
SMALL = frozenset(
    ["a", "an", "and", "at", "by", "de", "for", "in", "of", "on", "te", "the", "to", "with"]
)
"""Words that an acronym may leave out."""
_HYPHENS = "‐‑"
_ACRONYM = re.compile(r"\(([A-Z][A-Za-z&]{1,9})\)")
_BEFORE = 160
"""Characters before an acronym in which its expansion stands."""
_WORD = re.compile(r"[^\W_]+(?:['’&][^\W_]+)*")


class TwoWays(NamedTuple):
    """Two ways to write one thing.

    Attributes:
        short: one word, folded: both halves in one, or the acronym.
        acronym: as it was written; empty where the long form is the two halves.
        long: the words, one space between them; of an acronym as they were written.
    """

    short: str
    acronym: str
    long: str

    def key(self) -> str:
        """The pair as one text."""
        return "\t".join(self)

    @classmethod
    def of_key(cls, key: str) -> TwoWays:
        """Undo `key`.

        Raises:
            ValueError: this is none.
        """
        short, acronym, long = key.split("\t")
        return cls(short, acronym, long)


def observed(*texts: str) -> set[str]:
    """The pairs that texts (in NFC) show, each once, as keys (`TwoWays.of_key`)."""
    found: set[str] = set()
    for text in texts:
        if not text.isascii():
            for hyphen in _HYPHENS:
                text = text.replace(hyphen, "-")
        found.update(_hyphenated(text))
        found.update(_spelled_out(text))
    return found


def _hyphenated(text: str) -> Iterator[str]:
    """Two words with a hyphen between them, and none beside."""
    # Looking for each sign takes a tenth of the time of a pattern.
    place = text.find("-", 1)
    while place > 0:
        following = place + 1
        if text[place - 1].isalnum() and text[following : following + 1].isalnum():
            left = text[max(0, place - MAX_LETTERS - 1) : place]
            right = text[following : following + MAX_LETTERS + 1]
            one, other = _last(left), _first(right)
            is_chain = left[-len(one) - 1 : -len(one)] == "-" or right[len(other) :][:1] == "-"
            if not is_chain and (key := _compound(one, other)):
                yield key
        place = text.find("-", following)


@lru_cache(maxsize=16_384)  # Texts have the same few thousand.
def _compound(one: str, other: str) -> str:
    """The key of two words with a hyphen between them; empty for what is no word."""
    if len(one) > MAX_LETTERS or len(other) > MAX_LETTERS or (one.isdigit() and other.isdigit()):
        return ""
    long = fold(f"{one} {other}")
    return f"{long.replace(' ', '', 1)}\t\t{long}"


def _last(text: str) -> str:
    """The word that a text ends with."""
    end = text.rsplit(None, 1)[-1]
    return end if end.isalnum() else tokens(end)[-1]


def _first(text: str) -> str:
    """The word that a text begins with."""
    start = text.split(None, 1)[0]
    return start if start.isalnum() else tokens(start)[0]


def _spelled_out(text: str) -> Iterator[str]:
    """Acronyms in brackets right after the words whose first letters they are."""
    place = text.find("(")
    while place >= 0:
        found = _ACRONYM.match(text, place)
        letters = [c.lower() for c in found[1] if c.isupper()] if found else []
        if found and len(letters) > 1:
            before = text[max(0, place - _BEFORE) : place]
            words = _expansion(_WORD.findall(before), letters)
            if words:
                yield f"{fold(found[1].replace('&', ''))}\t{found[1]}\t{' '.join(words)}"
        place = text.find("(", place + 1)


def _expansion(words: list[str], letters: list[str]) -> list[str]:
    """The last of some words, if they begin with these letters; small words may be left out,
    and none of them is the first.
    """
    place = len(words)
    waiting = list(letters)
    while waiting and place:
        place -= 1
        word = words[place]
        if fold(word)[:1] == waiting[-1]:
            waiting.pop()
        elif word.lower() not in SMALL or len(waiting) == len(letters):
            return []
    return words[place:] if not waiting and words[place] not in SMALL else []
