"""Quotation marks: where they are, and which of them can open or close.

Lives here: the marks of a block of text as values. Does not live here: which mark closes
which (`runs`).

The glyph says less than the place: typists write a closing mark where one opens, or a
straight one anywhere. So the neighbours of a mark decide, and the glyph only where they
leave it open.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from searchkit.profiles.speech import ELISIONS

# Two single marks of a kind are one double mark; the last two are Big5's, read as Latin-1.
_DOUBLE = re.compile(r"''|‘‘|’’|‘’|``|´´|‚‚|[\"“”„‟«»〝〞＂]|¡§|¡¨")
_SINGLE = re.compile(r"['‘’`´‛‹›]")
_OPENING = frozenset(["“", "„", "‟", "«", "〝", "‘‘", "``", "‚‚", "¡§"])
_CLOSING = frozenset(["”", "»", "〞", "’’", "´´", "¡¨"])
_BRACKETS = "([{<-–—―/…"
_ENDING = ",;:!?)]}"
_ELIDED = re.compile(r"\d\d(?:s|\b)|[^\W\d_]+")


class Mark(NamedTuple):
    """A quotation mark.

    Attributes:
        start, end: where it is.
        opens, closes: whether its place lets it; both or neither where the place leaves it
            open.
        hint: 1 where its glyph is an opening one, -1 for a closing one, 0 for either.
    """

    start: int
    end: int
    opens: bool
    closes: bool
    hint: int


def double_marks(text: str, start: int, end: int) -> list[Mark]:
    """The double quotation marks between two places of `text`, in order."""
    marks: list[Mark] = []
    low = max(text.rfind(glyph, start, end) for glyph in "“”")
    for found in _DOUBLE.finditer(text, start, end):
        left, right = found.span()
        before, after = _beside(text, left, right, start, end)
        if found[0] == "„" and left > low:
            continue  # A bullet, of a lost font.
        if found[0] == '"' and before.isdigit() and not after.isalnum() and not marks:
            continue  # Inches.
        opens = _gapped(before) and not after.isspace() and after not in _ENDING
        closes = not before.isspace() and not after.isalnum()
        glyph = found[0]
        hint = (glyph in _OPENING) - (glyph in _CLOSING)
        marks.append(Mark(left, right, opens, closes, hint))
    return marks


def single_marks(text: str, start: int, end: int) -> list[Mark]:
    """The single quotation marks between two places of `text`, without apostrophes that
    can be nothing else.
    """
    marks = []
    for found in _SINGLE.finditer(text, start, end):
        left, right = found.span()
        before, after = _beside(text, left, right, start, end)
        if before.isalnum() and after.isalnum():
            continue
        opens = _gapped(before) and not after.isspace() and not _elides(text, right)
        opens = opens and (found[0] != "’" or left == start or text[left - 1] == "\n")
        closes = not before.isspace() and not after.isalnum() and found[0] != "‘"
        if opens or closes:
            marks.append(Mark(left, right, opens, closes, found[0] in "‘‹"))
    return marks


def _beside(text: str, left: int, right: int, start: int, end: int) -> tuple[str, str]:
    """The characters before and after a mark; a space where there is none."""
    return (text[left - 1] if left > start else " "), (text[right] if right < end else " ")


def _gapped(before: str) -> bool:
    return before.isspace() or before in _BRACKETS or _DOUBLE.match(before) is not None


def _elides(text: str, at: int) -> bool:
    """Whether what stands at `at` is a word or a year that an apostrophe begins."""
    word = _ELIDED.match(text, at)
    return word is not None and (word[0][0].isdigit() or word[0].lower() in ELISIONS)
