"""Where a quotation may come from.

Lives here: from the words of a quotation to the few statements of an index worth aligning it
with, and the words of a statement as numbers. No text is read. Does not live here: aligning
(`searchkit.quotations.aligning`), verdicts (`checking_quotes`).

A statement is worth it where it has the quotation's words in a row, or many of them, rare ones
above all; of those, where most pairs of neighbours are neighbours too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from searchkit.engines.local.ordering import match
from searchkit.engines.local.snapshot import Snapshot
from searchkit.model import budget
from searchkit.model.address import Address
from searchkit.query.tree import Phrase
from searchkit.schema.analysis import stem_all
from searchkit.segment.positions.forward import RARE
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array

BODY = "body"
ALIKE = 300
"""Statements of each segment whose neighbours are compared: those with most of the words."""
CHOSEN = 8
"""Statements that the quotation is aligned with."""
IN_A_ROW = 40
"""Statements with all words in a row that are looked at."""
COMMON = 0.25
"""Of what share of all statements a word says nothing; all words are taken where too few are
rarer."""
FEW = 5
ROW, ROWS = 4, 12
"""Where too few are rarer, statements are looked for that have so many words in a row, beginning
at so many places of the quotation at most."""
UNKNOWN = RARE + 1
"""The number of a word that no statement has."""
_SHIFT = 17


class QuoteSource(NamedTuple):
    """A statement that a quotation may come from.

    Attributes:
        address: of the statement.
        words: (words of the body) their numbers (int32).
        quote: (words of the quotation) theirs in the same numbers (int32).
        weights: (words of the quotation) how much each says.
    """

    address: Address
    words: Array
    quote: Array
    weights: Array


class QuoteSources:
    """Finds the sources of quotations in a snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        schema = snapshot.schema
        names = [text.name for text in schema.texts]
        self._body = schema.text_number(BODY) if BODY in names else len(names) - 1

    def in_a_row(self, folded: Sequence[str]) -> list[QuoteSource]:
        """Statements that have the stems of these words in a row, `IN_A_ROW` at most; newest
        segments may come first.
        """
        stems = tuple(stem_all(list(folded)))
        if not stems or any(
            all(one.dictionary.stem_number(stem) < 0 for one in self._snapshot.segments)
            for stem in stems
        ):
            return []
        return [
            self.source(address, folded)
            for one in self._oldest(stems)
            for address in one[:IN_A_ROW]
        ]

    def having(self, folded: Sequence[str]) -> list[Address]:
        """All statements that have the stems of these words in a row, oldest first."""
        segments = self._snapshot.segments
        every = [one for some in self._oldest(tuple(stem_all(list(folded)))) for one in some]
        last = 99_999_999  # Where no day is known.

        def day(one: Address) -> int:
            return int(segments[one.segment].dates[one.statement]) or last

        return sorted(every, key=lambda one: (day(one), one))

    def source(self, address: Address, folded: Sequence[str]) -> QuoteSource:
        """A statement, and these words in its numbers."""
        segment, stems = self._snapshot.segments[address.segment], stem_all(list(folded))
        words = self._words(segment, address.statement)
        return QuoteSource(address, words, _codes(segment, stems), self._weights(segment, stems))

    def _oldest(self, stems: tuple[str, ...]) -> list[list[Address]]:
        """Of each segment, the statements that have stems in a row, oldest first."""
        found = match(self._snapshot, Phrase(stems))
        return [
            [
                Address(number, int(doc))
                for doc in docs[np.argsort(segment.dates[docs], kind="stable")]
            ]
            for number, (segment, docs) in enumerate(
                zip(self._snapshot.segments, found.docs, strict=True)
            )
        ]

    def count(self, folded: Sequence[str]) -> int:
        """How many statements have the stems of these words in a row."""
        return match(self._snapshot, Phrase(tuple(stem_all(list(folded))))).total

    def alike(self, folded: Sequence[str]) -> list[QuoteSource]:
        """The `CHOSEN` statements most worth aligning these words with, the best first."""
        stems = stem_all(list(folded))
        in_rows = self._with_rows(stems)
        ranked: list[tuple[float, QuoteSource]] = []
        for number, segment in enumerate(self._snapshot.segments):
            budget.check()
            codes = _codes(segment, stems)
            docs = np.union1d(self._with_most(segment, stems), in_rows[number])
            texts = [self._words(segment, int(doc)) for doc in docs]
            weights = self._weights(segment, stems)
            pairs = _common_pairs(codes, weights, texts)
            for place in np.argsort(-pairs, kind="stable")[:CHOSEN]:
                address = Address(number, int(docs[place]))
                source = QuoteSource(address, texts[place], codes, weights)
                ranked.append((-float(pairs[place]), source))
        ranked.sort(key=lambda one: (one[0], one[1].address))
        return [source for _, source in ranked[:CHOSEN]]

    def _words(self, segment: Segment, doc: int) -> Array:
        """The numbers of the words of a statement's body."""
        text = int(segment.numbering.number(doc, self._body))
        begin = int(segment.starts[text])
        length = int(segment.lengths[self._snapshot.schema.texts[self._body].name][doc])
        return segment.forward[begin : begin + length].astype(np.int32)

    def _weights(self, segment: Segment, stems: Sequence[str]) -> Array:
        """(stems) how much each says: its inverse document frequency."""
        numbers = [segment.dictionary.stem_number(stem) for stem in stems]
        counts = [segment.posting_count(n, n) if n >= 0 else 1 for n in numbers]
        return np.log(1 + max(1, len(segment)) / np.array(counts))

    def _with_rows(self, stems: Sequence[str]) -> list[Array]:
        """Of each segment, statements that have some of the stems in a row; only where too many
        have all of them anywhere.
        """
        segments = self._snapshot.segments
        found: list[list[Array]] = [[np.zeros(0, np.int64)] for _ in segments]
        if sum(map(self._is_rare, set(stems))) < FEW:
            steps = range(0, max(1, len(stems) - ROW + 1), 1 + len(stems) // ROWS)
            for step in steps:
                row = stems[step : step + ROW]
                if any(self._count(stem) == 0 for stem in row):
                    continue
                budget.check()
                for docs, of in zip(
                    match(self._snapshot, Phrase(tuple(row))).docs, found, strict=True
                ):
                    of.append(docs[:ALIKE].astype(np.int64))
        return [np.concatenate(of) for of in found]

    def _count(self, stem: str) -> int:
        """In how many statements a stem is, deleted ones counted too."""
        return sum(
            segment.posting_count(number, number)
            for segment in self._snapshot.segments
            if (number := segment.dictionary.stem_number(stem)) >= 0
        )

    def _is_rare(self, stem: str) -> bool:
        return 0 < self._count(stem) <= COMMON * sum(map(len, self._snapshot.segments))

    def _with_most(self, segment: Segment, stems: Sequence[str]) -> Array:
        """Statements that have most of the stems, rare ones above all."""
        size = max(1, len(segment))
        known = {segment.dictionary.stem_number(stem) for stem in stems} - {-1}
        counts = {stem: segment.posting_count(stem, stem) for stem in known}
        rare = [stem for stem in known if counts[stem] <= COMMON * size]
        scores = np.zeros(len(segment), np.float32)
        for stem in rare if len(rare) >= FEW else known:
            scores[segment.docs(stem)] += np.log(1 + size / counts[stem])
        if segment.live is not None:
            scores[~segment.live] = 0
        docs = np.flatnonzero(scores)
        if docs.size > ALIKE:
            docs = docs[np.argpartition(-scores[docs], ALIKE)[:ALIKE]]
        return docs


def _codes(segment: Segment, stems: Sequence[str]) -> Array:
    """The numbers of some stems in a segment."""
    numbers = [segment.dictionary.stem_number(stem) for stem in stems]
    codes = segment.forward_array.codes
    return np.array([int(codes[n]) if n >= 0 else UNKNOWN for n in numbers], np.int32)


def shared_pairs(source: QuoteSource) -> Array:
    """(pairs of neighbours in a source) what each weighs that the quotation has, too, else 0."""
    wanted, weight = _wanted_pairs(source.quote, source.weights)
    pairs = (source.words[:-1].astype(np.int64) << _SHIFT) | source.words[1:]
    place = np.searchsorted(wanted, pairs)
    place[place == wanted.size] = 0
    return np.where(wanted[place] == pairs, weight[place], 0.0)


def _wanted_pairs(codes: Array, weights: Array) -> tuple[Array, Array]:
    """The different pairs of neighbours in a quotation of two words at least, ascending, and what
    each weighs.
    """
    pairs = (codes[:-1].astype(np.int64) << _SHIFT) | codes[1:]
    wanted, first = np.unique(pairs, return_index=True)
    return wanted, weights[first] + weights[first + 1]


def _common_pairs(codes: Array, weights: Array, texts: Sequence[Array]) -> Array:
    """What the different pairs of neighbours weigh that each text and the quotation share."""
    if not texts or codes.size < 2:
        return np.array([np.isin(codes, words).sum() for words in texts], float)
    wanted, weight = _wanted_pairs(codes, weights)
    sizes = np.array([words.size for words in texts])
    joined = np.concatenate(texts)
    # Most words are none of the quotation's: the others are few.
    is_own = np.zeros(UNKNOWN + 1, bool)
    is_own[codes] = True
    own = is_own[joined]
    there = np.flatnonzero(own[:-1] & own[1:])
    pairs = (joined[there].astype(np.int64) << _SHIFT) | joined[there + 1]
    place = np.searchsorted(wanted, pairs)
    place[place == wanted.size] = 0
    is_wanted = wanted[place] == pairs
    there, place = there[is_wanted], place[is_wanted]
    ends = np.cumsum(sizes)
    text = np.searchsorted(ends, there, side="right")
    inside = there + 1 < ends[text]
    distinct = np.unique(text[inside] * wanted.size + place[inside])
    return np.bincount(
        distinct // wanted.size, weight[distinct % wanted.size], minlength=len(texts)
    )
