"""The words of a sentence, as finding speakers needs them.

Lives here: words and signs with their places, and where sentences end. Does not live here:
what they mean (`attribution`, `mentions`). Not the tokens that are searched
(`searchkit.schema.analysis`): here an apostrophe, a capital and a full stop count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from searchkit.profiles.speech import HONORIFICS

_TOKEN = re.compile(r"[^\W_](?:[\w’'‘.&‐‑-]*\w)?|[^\w\s]|_")
_OWNED = re.compile(r"[’'‘]s$")
_ABBREVIATED = HONORIFICS | frozenset(["st", "mt", "no", "vs", "jr", "sen", "gen"])


class SpokenWord(NamedTuple):
    """A word or a sign.

    Attributes:
        text: as written, without the `'s` of a possessive.
        folded: in small letters.
        start, end: where it is.
        owns: whether it is a possessive.
    """

    text: str
    folded: str
    start: int
    end: int
    owns: bool

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


def words(text: str, start: int, end: int) -> list[SpokenWord]:
    """The words and signs between two places."""
    # Most of the time of finding quotations is spent here: so no call of `SpokenWord`, which is a
    # function of Python, and each word is taken apart once.
    new, known = tuple.__new__, _KNOWN
    found = []
    for token in _TOKEN.finditer(text, start, end):
        written = token[0]
        forms = known.get(written)
        if forms is None:
            forms = _forms(written)
        begin, stop = token.span()
        found.append(new(SpokenWord, (forms[0], forms[1], begin, stop, forms[2])))
    return found


def count_words(text: str, start: int, end: int, most: int) -> int:
    """How many words that begin with a letter or digit are between two places, up to `most`."""
    found = (token for token in _TOKEN.finditer(text, start, end) if token[0][0].isalnum())
    return sum(1 for _ in islice(found, most))


_KNOWN: dict[str, tuple[str, str, bool]] = {}
"""What `_forms` says of the words met so far."""
_MOST_KNOWN, _LONGEST_KNOWN = 20_000, 30


def _forms(written: str) -> tuple[str, str, bool]:
    """A word without the `'s` of a possessive; the same in small letters; whether it was one."""
    bare = _OWNED.sub("", written)
    forms = bare, bare.lower().replace("’", "'"), len(bare) < len(written)
    if len(_KNOWN) < _MOST_KNOWN and len(written) < _LONGEST_KNOWN:
        _KNOWN[written] = forms
    return forms


def ends_sentence(found: Sequence[SpokenWord], at: int) -> bool:
    """Whether a sentence ends with the word at a place of `found`."""
    if found[at].text not in ".!?":
        return False
    if at + 1 == len(found):
        return True
    if found[at].text == "." and at:
        before = found[at - 1]
        if before.folded in _ABBREVIATED or (len(before.text) == 1 and before.is_capital):
            return False
    return not found[at + 1].text[0].islower()


def sentences(found: Sequence[SpokenWord]) -> Iterator[Sequence[SpokenWord]]:
    """The sentences that words are in."""
    begin = 0
    for at, word in enumerate(found, 1):
        # Most words end none: that is the first question.
        if at == len(found) or (word.text in ".!?" and ends_sentence(found, at - 1)):
            yield found[begin:at]
            begin = at
