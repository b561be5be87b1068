"""The words of a sentence, as finding speakers needs them.

Lives here: words and signs with their places, and where sentences end. Does not live here:
what they mean (`attribution`, `mentions`). Not the tokens that are searched
(`searchkit.schema.analysis`): here an apostrophe, a capital and a full stop count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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
    found = []
    # Most of the time of finding quotations is spent here, so nothing is done that few words need.
    for token in _TOKEN.finditer(text, start, end):
        written = bare = token[0]
        if written[-1] == "s":
            bare = _OWNED.sub("", written)
        folded = bare.lower()
        if "’" in folded:
            folded = folded.replace("’", "'")
        begin, stop = token.span()
        found.append(SpokenWord(bare, folded, begin, stop, len(bare) < len(written)))
    return found


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
