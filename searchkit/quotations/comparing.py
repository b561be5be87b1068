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

    Put together, what is given is that part of the quotation, and the sources are the source from
    its first paired word to its last.

    Args:
        first, last: the part: its words from `first` up to before `last`.
        pairs: which word of the quotation stands beside which of the source.
        attributed: whether the source's words from one number up to before another only say who
            speaks, between two parts of a quotation.
    """
    parts = _Parts()
    before: Span | None = None
    for number, beside in pairs:
        if before is None:
            end = quote.spans[number][0]
            parts.words(quote.text[quote.spans[first][0] : end], "")
        else:
            _between(parts, quote, source, before, (number, beside), attributed)
        parts.add(*_word(quote, number, source, beside))
        before = number, beside
    if before is None:
        parts.words(quote.written(first, last), "")
    else:
        parts.words(quote.text[quote.spans[before[0]][1] : quote.spans[last - 1][1]], "")
    return parts.done()


def _between(
    parts: _Parts,
    quote: QuotedText,
    source: QuotedText,
    before: Span,
    here: Span,
    attributed: Callable[[int, int], bool],
) -> None:
    """Add what stands between two pairs of words."""
    given = quote.text[quote.spans[before[0]][1] : quote.spans[here[0]][0]]
    there = source.text[source.spans[before[1]][1] : source.spans[here[1]][0]]
    added, left_out = here[0] - before[0] - 1, here[1] - before[1] - 1
    if not added and not left_out:
        same = plain_signs(given) == plain_signs(there)
        parts.add(SAME if same else PUNCTUATION, given, there)
    elif not added and attributed(before[1] + 1, here[1]):
        parts.add(ATTRIBUTION, given, there)
    else:
        parts.words(given, there)


def _word(quote: QuotedText, number: int, source: QuotedText, beside: int) -> tuple[str, str, str]:
    given, there = quote.written(number, number + 1), source.written(beside, beside + 1)
    if given == there:
        return SAME, given, there
    same = quote.folded[number] == source.folded[beside]
    return (CASE if same else WORDS), given, there


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
            given, source = before.given + given, before.source + source
            self._parts[-1] = QuotePart(kind, given, source)
        elif given or source:
            self._parts.append(QuotePart(kind, given, source))

    def words(self, given: str, source: str) -> None:
        """Add words that are not the same; spaces around both are."""
        end = min(len(given), len(source))
        left = next((i for i in range(end) if not given[i] == source[i] == " "), end)
        given, source, space = given[left:], source[left:], given[:left]
        end = min(len(given), len(source))
        right = next((i for i in range(end) if not given[-1 - i] == source[-1 - i] == " "), end)
        self.add(SAME, space, space)
        self.add(WORDS, given[: len(given) - right], source[: len(source) - right])
        self.add(SAME, given[len(given) - right :], source[len(source) - right :])

    def done(self) -> tuple[QuotePart, ...]:
        """All parts; none where all are the same."""
        if all(part.kind == SAME for part in self._parts):
            return ()
        return tuple(self._parts)


def changed(parts: Sequence[QuotePart]) -> bool:
    """Whether anything differs but who is said to speak."""
    return any(part.kind not in (SAME, ATTRIBUTION) for part in parts)
