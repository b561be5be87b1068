"""How a text itself writes one thing in two ways.

Lives here: the words that it joins by a hyphen, and the acronyms that it spells out, as
values that an index can count. Does not live here: counting them (`searchkit.segment`),
which of them are offered to a reader (`searchkit.engines`), what is known beforehand
(`searchkit.profiles`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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

    def key(self) -> bytes:
        """The pair as one string, by which pairs are sorted."""
        return "\t".join(self).encode()

    @classmethod
    def of_key(cls, key: bytes) -> TwoWays:
        """Undo `key`.

        Raises:
            ValueError: this is none.
        """
        short, acronym, long = key.decode().split("\t")
        return cls(short, acronym, long)


def observed(text: str) -> set[TwoWays]:
    """The pairs that a text (in NFC) shows, each once."""
    found = set(_hyphenated(text)) if "-" in text or any(h in text for h in _HYPHENS) else set()
    if "(" in text:
        found.update(_spelled_out(text))
    return found


def _hyphenated(text: str) -> Iterator[TwoWays]:
    """Two words with a hyphen between them, and none beside."""
    for hyphen in _HYPHENS:
        text = text.replace(hyphen, "-")
    # Splitting takes a fifth of the time of a pattern.
    pieces = text.split("-")
    for number in range(1, len(pieces)):
        left, right = pieces[number - 1], pieces[number]
        if not (left and right and left[-1].isalnum() and right[0].isalnum()):
            continue
        one, other = _last(left), _first(right)
        in_chain = (one == left and number > 1) or (other == right and number + 1 < len(pieces))
        if in_chain or max(len(one), len(other)) > MAX_LETTERS:
            continue
        one, other = fold(one), fold(other)
        if not (one.isdigit() and other.isdigit()):
            yield TwoWays(one + other, "", f"{one} {other}")


def _last(text: str) -> str:
    """The word that a text ends with."""
    end = text.rsplit(None, 1)[-1]
    return end if end.isalnum() else tokens(end)[-1]


def _first(text: str) -> str:
    """The word that a text begins with."""
    start = text.split(None, 1)[0]
    return start if start.isalnum() else tokens(start)[0]


def _spelled_out(text: str) -> Iterator[TwoWays]:
    """Acronyms in brackets right after the words whose first letters they are."""
    for found in _ACRONYM.finditer(text):
        letters = [c.lower() for c in found[1] if c.isupper()]
        if len(letters) < 2:
            continue
        before = text[max(0, found.start() - _BEFORE) : found.start()]
        words = _expansion(_WORD.findall(before), letters)
        if words:
            yield TwoWays(fold(found[1].replace("&", "")), found[1], " ".join(words))


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
