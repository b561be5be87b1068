"""Lines of a page as paragraphs.

Lives here: where a paragraph begins, and words that the end of a line divides. Does not live here:
the order of lines (`reading_order`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median_low
from typing import NamedTuple

from searchkit.importers.reading_order import PlacedLine

_BREAK, _LARGER = 1.4, 1.15
"""Times the usual distance of lines, and their height: more begins a paragraph."""
_ENDS = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_ITEM = re.compile(r"[•▪◦‣●○■□–—*-] |\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)] ")
_ROOM = 1.3
"""Times the width of a word: letters differ in width, and justified lines in white space."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HYPHENS = "-\u00ad\u2010"


class Paragraph(NamedTuple):
    """A paragraph.

    Attributes:
        lines: its lines, in order.
        height: of its first line, in points.
    """

    lines: list[str]
    height: float


def paragraphs(blocks: Iterable[list[PlacedLine]]) -> list[Paragraph]:
    """The paragraphs of blocks of lines; one may go on in the next block."""
    found: list[Paragraph] = []
    for block in blocks:
        pitch = _pitch(block)
        edges = (min(line.left for line in block), max(line.right for line in block))
        for before, line in pairwise([None, *block]):
            assert line is not None
            if before is None:
                is_new = not _goes_on(found, line)
            else:
                is_new = _is_new(before, line, pitch, edges)
            if is_new:
                found.append(Paragraph([line.text.strip()], line.height))
            else:
                found[-1].lines.append(line.text.strip())
    return found


def _pitch(block: list[PlacedLine]) -> float:
    """The usual distance of a block's lines."""
    steps = [a.bottom - b.bottom for a, b in pairwise(block) if a.bottom > b.bottom]
    return median_low(steps) if steps else 0.0


def _is_new(before: PlacedLine, line: PlacedLine, pitch: float, edges: tuple[float, float]) -> bool:
    """Whether a line begins a paragraph, after another in a block with these edges."""
    step = before.bottom - line.bottom
    if step > _BREAK * max(pitch, line.height * 0.9) or step <= 0:
        return True
    if max(before.height, line.height) > _LARGER * min(before.height, line.height):
        return True
    text = line.text.strip()
    if _ITEM.match(text):
        return True
    if line.left - before.left > line.height and _ENDS.search(before.text.strip()):
        return True  # It is indented.
    # Had the paragraph gone on, the first word would have stood in the line before. Where lines are
    # centred nobody can tell.
    first = len(text.split(" ", 1)[0]) + 1
    room = (line.right - line.left) / len(text) * first * _ROOM
    is_centred = before.left - edges[0] > 2 * before.height
    return edges[1] - before.right > room and not is_centred


def _goes_on(found: list[Paragraph], line: PlacedLine) -> bool:
    """Whether a column begins within the paragraph that the one before it ends with."""
    if not found or not found[-1].lines[-1]:
        return False
    last, text = found[-1], line.text.strip()
    same = max(last.height, line.height) <= _LARGER * min(last.height, line.height)
    is_within = text[:1].islower() or last.lines[-1][-1] in _HYPHENS
    return same and is_within and not _ENDS.search(last.lines[-1])


def text_of(found: Sequence[Paragraph]) -> list[str]:
    """The text of each paragraph, with words whole that were divided at the end of a line.

    A hyphen stays where the word is written with it elsewhere in the document, and not without.
    """
    words = Counter(
        word.lower() for one in found for line in one.lines for word in _WORD.findall(line)
    )
    return [_text(one.lines, words) for one in found]


def _text(lines: list[str], words: Counter[str]) -> str:
    text = lines[0] if lines else ""
    for line in lines[1:]:
        first = _WORD.match(line)
        if text[-1:] not in _HYPHENS or not text or first is None or not first[0][0].islower():
            text = f"{text} {line}"
            continue
        last = text[:-1].rpartition(" ")[2]
        parts = _WORD.findall(last)
        if not parts or not last[-1:].isalpha():
            text += line
            continue
        divided = f"{parts[-1]}-{first[0]}".lower()
        stays = text[-1] == "-" and words[divided] > words[divided.replace("-", "")]
        text = f"{text if stays else text[:-1]}{line}"
    return text
