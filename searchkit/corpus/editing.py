"""Edits of a text that keep track of places in it.

Lives here: substitution, stripping and normalisation of a text together with ascending
places in it. Does not live here: which edits a text gets (`markdown`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from searchkit.schema.analysis import normalise

# Hangul vowels and finals, which join with the character before them though they are no marks.
_JOINING_JAMO = re.compile("[\u1160-\u11ff\ud7b0-\ud7ff]")


class Edited(NamedTuple):
    """A text after an edit, and where the places in it are now: offsets, ascending."""

    text: str
    places: list[int]


def substitute(pattern: re.Pattern[str], new: str, text: str, places: Sequence[int]) -> Edited:
    """`pattern.sub(new, text)`, and where each of `places` is in the result.

    A place inside what is replaced stays as far after its beginning as the new text allows.

    Args:
        pattern: matches no empty text.
        new: taken literally.
        text: the text to edit.
        places: offsets into `text`, ascending.
    """
    parts: list[str] = []
    moved: list[int] = []
    length = last = at = 0
    for match in pattern.finditer(text):
        start, end = match.span()
        while at < len(places) and places[at] < start:
            moved.append(length + places[at] - last)
            at += 1
        parts += (text[last:start], new)
        length += start - last
        while at < len(places) and places[at] < end:
            moved.append(length + min(places[at] - start, len(new)))
            at += 1
        length += len(new)
        last = end
    moved += [length + place - last for place in places[at:]]
    parts.append(text[last:])
    return Edited("".join(parts), moved)


def strip(text: str, places: Sequence[int]) -> Edited:
    """`text.strip()`, and where each of `places` is in the result."""
    stripped = text.strip()
    before = len(text) - len(text.lstrip())
    return Edited(stripped, [min(max(0, place - before), len(stripped)) for place in places])


def normalise_with(text: str, places: Sequence[int]) -> Edited:
    """`text` in NFC, and where each of `places` is in the result.

    A place inside what becomes one character is put before or after it.
    """
    whole = normalise(text)
    if whole == text:
        return Edited(text, list(places))
    moved: list[int] = []
    length = at = 0
    for start, end in _clusters(text):
        width = len(unicodedata.normalize("NFC", text[start:end]))
        while at < len(places) and places[at] < end:
            moved.append(length + min(places[at] - start, width))
            at += 1
        length += width
    moved += [length] * (len(places) - at)
    # A later Unicode may join what is taken apart here; no place may lie outside even then.
    return Edited(whole, [min(place, len(whole)) for place in moved])


def _clusters(text: str) -> list[tuple[int, int]]:
    """(start, end) of the pieces that NFC treats each by itself."""
    starts = [
        i
        for i, c in enumerate(text)
        if not i or c.isascii() or not (unicodedata.category(c)[0] == "M" or _JOINING_JAMO.match(c))
    ]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))
