"""Fragments: the pieces of a text in which a query's words stand.

Lives here: choosing fragments, cutting them at sentences or words, offsets of what is
highlighted. Does not live here: which words those are (`passages`), where they are (`offsets`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from searchkit.kernels.arrays import Offsets
from searchkit.kernels.marked import Fragment, Occurrence

FRAGMENTS = 2
"""Fragments of a text at most."""
LENGTH = 240
"""Characters of a fragment, as near as sentences and words allow."""
WORDS = 36
"""Words from the first to the last occurrence that one fragment is chosen for: about what
`LENGTH` characters hold."""

# A sentence's end, line breaks or a tab. All begin with a sign of one set, so that the
# regular expression skips to them, many times faster than by alternatives.
SENTENCE_END = re.compile(r"[.!?…\n\t](?:(?<=[.!?…])[”’\"')\]]*\s+|(?<=\n)\n*|(?<=\t))")
_SPACES = re.compile(r"\s+")
# A fragment never begins or ends in the middle of a number with spaces.
_WORD_START = re.compile(r"(?<=\s)(?:[^\s0-9]|(?<![0-9]\s)[0-9])")


def highlights(words: Offsets, occurrences: Sequence[Occurrence]) -> tuple[tuple[int, int], ...]:
    """Offsets of occurrences in a text, ascending and disjoint.

    Args:
        words: of the text.
        occurrences: in it, ascending.
    """
    if not occurrences:
        return ()
    count = len(words.ends)
    return tuple(_marks(words, occurrences, count, words.ends[-1])) if count else ()


def snippets(
    text: str,
    words: Offsets,
    occurrences: Sequence[Occurrence],
    weights: Sequence[float],
    shown: list[list[Occurrence]] | None = None,
    most: int = FRAGMENTS,
) -> tuple[Fragment, ...]:
    """The best fragments of `text`.

    Args:
        text: a clean body.
        words: of the text; looked at only where something occurs.
        occurrences: of the query's leaves in it, ascending.
        weights: what showing each leaf is worth.
        shown: gets the occurrences in each fragment, if anybody asks.
        most: fragments.

    Returns:
        up to `most`, the best first; the opening lines where nothing occurs;
        none where there is no text.
    """
    if not text:
        return ()
    chosen: list[tuple[int, int]] = []
    taken: list[tuple[int, int]] = []
    seen: set[int] = set()
    result: list[Fragment] = []
    for _ in range(most):
        window = _best_window(occurrences, taken, weights, seen)
        place = _place(words, *window) if window else None
        if place is None:
            break
        cut, start, end = _bounds(text, *place, chosen)
        first, stop = bisect_left(words.starts, start), bisect_left(words.starts, end)
        chosen.append((start, end))
        taken.append((first, stop))
        inside = [one for one in occurrences if first <= one[0] < stop]
        seen.update([leaf for _, _, leaf in inside])
        marks = _marks(words, inside, stop, end)
        result.append(_snippet(text, start, end, marks, cut))
        if shown is not None:
            shown.append(inside)
    return tuple(result) or (_opening(text),)


def _marks(
    words: Offsets, occurrences: Sequence[Occurrence], stop: int, limit: int
) -> list[tuple[int, int]]:
    """Offsets of the occurrences that end before word `stop`; overlapping ones are merged.
    Of a word longer than a fragment, only what stands before the offset `limit`.

    A damaged index may promise words that are not there: those are left out.
    """
    starts, ends = words
    merged: list[tuple[int, int]] = []
    for first, width, _ in occurrences:
        if first + width > stop:
            continue
        start, end = starts[first], ends[first + width - 1]
        end = end if end < limit else limit
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _best_window(
    occurrences: Sequence[Occurrence],
    taken: list[tuple[int, int]],
    weights: Sequence[float],
    seen: set[int],
) -> tuple[int, int] | None:
    """Words [first, stop) that one fragment shows best.

    Each leaf counts once, and one that was shown already a tenth; more occurrences count a
    little. None where every occurrence is shown already.
    """
    worth = [w * (0.1 if leaf in seen else 1.0) + 1e-6 for leaf, w in enumerate(weights)]
    counts = [0] * len(weights)
    best, best_score = None, 0.0
    score, low = 0.0, 0
    for high, (first, width, leaf) in enumerate(occurrences):
        end = first + width
        for start, stop in taken:
            if start < end and first < stop:
                score, low, counts = 0.0, high + 1, [0] * len(weights)
                break
        else:
            if not counts[leaf]:
                score += worth[leaf]
            counts[leaf] += 1
            while end - occurrences[low][0] > WORDS and low < high:
                left = occurrences[low][2]
                counts[left] -= 1
                if not counts[left]:
                    score -= worth[left]
                low += 1
            more = high - low
            total = score + 0.01 * (more if more < 10 else 10)
            if total > best_score + 1e-9:
                best, best_score = (occurrences[low][0], end), total
    return best


def _place(words: Offsets, first: int, stop: int) -> tuple[int, int] | None:
    """Offsets of words [first, stop); no further apart than twice `LENGTH`, however long the
    words are. None where there is no such word.
    """
    starts, ends = words
    if first >= len(starts):
        return None
    start = starts[first]
    for last in range(min(stop, len(ends)) - 1, first - 1, -1):
        if ends[last] - start <= 2 * LENGTH:
            return start, ends[last]
    return start, start + LENGTH


def _opening(text: str) -> Fragment:
    cut, start, end = _bounds(text, 0, 0, [])
    if end <= start:  # A first word longer than a fragment.
        start, end, cut = 0, min(LENGTH, len(text)), (False, len(text) > LENGTH)
    return _snippet(text, start, end, (), cut)


def passage_from(text: str, first: int, last: int) -> Fragment:
    """What somebody says, from `first` on; of what ends at `last`, about `LENGTH` characters."""
    (_, cut), start, end = _bounds(text, first, first, [(0, first)] if first else [])
    if end >= last:
        end, cut = last, False
    return _snippet(text, start, end, (), (False, cut))


def _bounds(
    text: str, first: int, last: int, taken: list[tuple[int, int]]
) -> tuple[tuple[bool, bool], int, int]:
    """((cut at the left, cut at the right), start, end) of a fragment around
    [first, last).
    """
    low, high = 0, len(text)
    for start, end in taken:
        low = max(low, end) if end <= first else low
        high = min(high, start) if start >= last else high
    room = max(0, LENGTH - (last - first))
    start, cut_left = fragment_start(text, first, max(low, first - room), first - room // 2)
    room = max(0, LENGTH - (last - start))
    end, cut_right = fragment_end(text, last, min(high, last + room))
    while start < first and text[start].isspace():
        start += 1
    while end > last and text[end - 1].isspace():
        end -= 1
    return (cut_left, cut_right), start, end


def fragment_start(text: str, first: int, low: int, wanted: int) -> tuple[int, bool]:
    """Where a fragment that shows the character at `first` begins.

    Args:
        text: a clean body.
        first: what must be in it.
        low: how far to the left it may go.
        wanted: where it would best begin.

    Returns:
        (offset, whether that cuts a sentence): where a sentence begins, the first from
        `wanted` on, else the last before it; else where a word does, from `wanted` on.
    """
    begin = None
    for match in SENTENCE_END.finditer(text, low, first):
        begin = match.end()
        if begin >= wanted:
            break
    if begin is not None:
        return begin, False
    if low == 0:
        return _first_word(text, 0), False
    word = _WORD_START.search(text, max(low, min(wanted, first)), first)
    return (word.start() if word else first), True


def _first_word(text: str, start: int) -> int:
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def fragment_end(text: str, last: int, high: int) -> tuple[int, bool]:
    """Where a fragment that shows everything before `last` ends.

    Args:
        text: a clean body.
        last: where what must be in it ends.
        high: how far to the right it may go.

    Returns:
        (offset, whether that cuts a sentence): where the text ends, or the last sentence
        before `high` if that leaves less than half of the room; else where a word does.
    """
    if high >= len(text):
        return len(text.rstrip()), False
    end = None
    for match in SENTENCE_END.finditer(text, last, high):
        end = match.start() + len(match[0].rstrip())
    if end is not None and (end - last) * 2 >= high - last:
        return end, False
    space = max(text.rfind(" ", last, high), text.rfind("\n", last, high))
    while space > last and text[space - 1].isdigit() and text[space + 1].isdigit():
        space = text.rfind(" ", last, space)
    if space < 0:
        # One word longer than a fragment: cut after what matched.
        return last, last < len(text)
    return len(text[:space].rstrip(" ,;:–—-")) if space > last else space, True


def _snippet(
    text: str,
    start: int,
    end: int,
    marks: Sequence[tuple[int, int]],
    cut: tuple[bool, bool],
) -> Fragment:
    """[start, end) of `text` with white space run together, and its highlights."""
    shift = int(cut[0]) - start
    shown = text[start:end].replace("\n\n", " ").replace("\n", " ")
    if shown.isprintable() and "  " not in shown:  # All its white space is single blanks.
        placed = [
            (a + shift - text.count("\n\n", start, a), b + shift - text.count("\n\n", start, b))
            for a, b in marks
        ]
    else:
        lost = [(run.end(), len(run[0]) - 1) for run in _SPACES.finditer(text, start, end)]
        shown, placed = _SPACES.sub(" ", text[start:end]), []
        for mark in marks:
            moved = [p + shift - sum([n for end, n in lost if end <= p]) for p in mark]
            placed.append((moved[0], moved[1]))
    return ("…" if cut[0] else "") + shown + ("…" if cut[1] else ""), tuple(placed)
