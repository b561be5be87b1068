"""Edits of a text that say where the places in it have gone.

Lives here: substitution, stripping and normalisation of a text together with
ascending places in it. Does not live here: which edits a text gets (`markdown`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from searchkit.schema.analysis import normalise

# What never joins with the character before it: no mark, no Hangul vowel or final.
_JOINING_JAMO = re.compile("[\u1160-\u11ff\ud7b0-\ud7ff]")


def substitute(
    pattern: re.Pattern[str], new: str, text: str, places: Sequence[int]
) -> tuple[str, list[int]]:
    """`pattern.sub(new, text)`, and where each of `places` is in the result.

    Args:
        pattern: matches no empty text.
        new: taken literally.
        text: to be edited.
        places: offsets into `text`, ascending.

    Returns:
        the text and the places, still ascending. A place inside what is replaced stays
        as far behind its beginning as the new text allows.
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
    return "".join(parts), moved


def strip(text: str, places: Sequence[int]) -> tuple[str, list[int]]:
    """`text.strip()`, and where each of `places` is in the result."""
    stripped = text.strip()
    before = len(text) - len(text.lstrip())
    return stripped, [min(max(0, place - before), len(stripped)) for place in places]


def normalise_with(text: str, places: Sequence[int]) -> tuple[str, list[int]]:
    """`text` in NFC, and where each of `places` is in the result.

    A place inside what becomes one character is put before or behind it.
    """
    whole = normalise(text)
    if whole == text:
        return text, list(places)
    moved: list[int] = []
    length = at = 0
    for start, end in _clusters(text):
        width = len(unicodedata.normalize("NFC", text[start:end]))
        while at < len(places) and places[at] < end:
            moved.append(length + min(places[at] - start, width))
            at += 1
        length += width
    moved += [length] * (len(places) - at)
    # Should a later Unicode join what is taken apart here, no place lies outside.
    return whole, [min(place, len(whole)) for place in moved]


def _clusters(text: str) -> list[tuple[int, int]]:
    """(start, end) of the pieces that NFC treats one by one."""
    starts = [
        i
        for i, c in enumerate(text)
        if not i or c.isascii() or not (unicodedata.category(c)[0] == "M" or _JOINING_JAMO.match(c))
    ]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))
