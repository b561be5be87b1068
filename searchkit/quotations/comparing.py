"""How a quotation differs from its source, part by part.

Lives here: the words of a text with what stands between them, and the comparison of aligned
words: other words told apart from case and punctuation. Does not live here: aligning
(`aligning`), finding the source (`searchkit.engines`).

Typography is no difference: kinds of quotation marks and apostrophes, dashes, spaces and line
breaks; nor is punctuation at either end, where a quotation is fitted into another sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from searchkit.model.quote_checks import ATTRIBUTION, CASE, PUNCTUATION, SAME, WORDS, QuotePart
from searchkit.schema.analysis import fold, normalise, token_spans, visible

_MARKS = re.compile(r"''|‘‘|’’|``|[\"“”„‟«»\s]+")
_APOSTROPHES = str.maketrans("‘’‛`´ʼ", "''''''")
_DASHES = re.compile(r"\s*[‐‑‒–—―−]+\s*|\s+-+\s+|--+")
Span = tuple[int, int]


class QuotedText(NamedTuple):
    """A text and its words.

    Attributes:
        text: in NFC, without characters that nobody sees.
        spans: (start, end) of each word.
        folded: each as it is compared.
    """

    text: str
    spans: tuple[Span, ...]
    folded: tuple[str, ...]

    def between(self, number: int) -> str:
        """What stands between a word and the next."""
        return self.text[self.spans[number][1] : self.spans[number + 1][0]]

    def written(self, first: int, last: int) -> str:
        """The words from `first` up to before `last`, with what stands between them."""
        if first >= last:
            return ""
        return self.text[self.spans[first][0] : self.spans[last - 1][1]]


def quoted_text(text: str) -> QuotedText:
    """The words of a text."""
    seen = visible(normalise(text))
    spans = tuple(token_spans(seen))
    return QuotedText(seen, spans, tuple(fold(seen[start:end]) for start, end in spans))


def compared(
    quote: QuotedText,
    source: QuotedText,
    first: int,
    last: int,
    pairs: Sequence[Span],
    attributed: Callable[[int, int], bool],
) -> tuple[QuotePart, ...]:
    """A part of a quotation beside its source; empty where they are the same.

    Args:
        first, last: the part: its words from `first` up to before `last`.
        pairs: which word of the quotation stands beside which of the source.
        attributed: whether the source's words from one number up to before another only say who
            speaks, between two parts of a quotation.
    """
    parts = _Parts()
    at, place = first, pairs[0][1] if pairs else 0
    after_same = False
    for number, beside in [*pairs, (last, None)]:
        end = place if beside is None else beside
        if number > at or end > place:
            only_source = number == at and attributed(place, end)
            kind = ATTRIBUTION if only_source else WORDS
            parts.add(kind, quote.written(at, number), source.written(place, end))
            after_same = False
        if beside is None:
            break
        if after_same:
            parts.add(*_gap(quote.between(number - 1), source.between(beside - 1)))
        parts.add(*_word(quote, number, source, beside))
        at, place, after_same = number + 1, beside + 1, True
    return parts.done()


def _word(quote: QuotedText, number: int, source: QuotedText, beside: int) -> tuple[str, str, str]:
    given, there = quote.written(number, number + 1), source.written(beside, beside + 1)
    if given == there:
        return SAME, given, there
    same = quote.folded[number] == source.folded[beside]
    return (CASE if same else WORDS), given, there


def _gap(given: str, there: str) -> tuple[str, str, str]:
    kind = SAME if plain_signs(given) == plain_signs(there) else PUNCTUATION
    return kind, given, there


def plain_signs(gap: str) -> str:
    """What stands between two words, without typography."""
    gap = _DASHES.sub("–", gap)
    return _MARKS.sub("", gap).translate(_APOSTROPHES).replace("...", "…")


class _Parts:
    """Collects parts; neighbours of one kind become one."""

    def __init__(self) -> None:
        self._parts: list[QuotePart] = []

    def add(self, kind: str, given: str, source: str) -> None:
        """Add a part."""
        if self._parts and self._parts[-1].kind == kind:
            before = self._parts[-1]
            space = " " if kind == WORDS else ""
            self._parts[-1] = QuotePart(
                kind,
                before.given + (space if before.given and given else "") + given,
                before.source + (space if before.source and source else "") + source,
            )
        else:
            self._parts.append(QuotePart(kind, given, source))

    def done(self) -> tuple[QuotePart, ...]:
        """All parts; none where all are the same."""
        if all(part.kind == SAME for part in self._parts):
            return ()
        return tuple(self._parts)


def changed(parts: Sequence[QuotePart]) -> bool:
    """Whether anything differs but who is said to speak."""
    return any(part.kind not in (SAME, ATTRIBUTION) for part in parts)
