"""From words in reading order to words in dictionary order: the inversion.

Lives here: the sort that turns tokens into positions and postings. Does not live here: what
the numbers stand for (`segment.terms`), the sections they go into (`positions`, `forward`,
`segment.postings`).

It takes about 65 bytes of memory for each token of the segment, the result among them.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from searchkit.kernels.arrays import Codes, Docs, Narrow
from searchkit.model.errors import IndexTooLarge
from searchkit.schema.numbering import Numbering
from searchkit.segment.arrays import narrow
from searchkit.segment.positions.forward import codes_of
from searchkit.segment.positions.space import GAP, MAX_POSITIONS
from searchkit.segment.postings.frequencies import TEXTS
from searchkit.storage.container import Array

NUMBERING = Numbering(TEXTS)

STEMS_AT_ONCE = 1 << 16
"""The numbers of so many fit 16 bits, which NumPy sorts by digits."""


@dataclass(frozen=True, slots=True)
class Inverted:
    """The words of a segment in dictionary order.

    Attributes:
        starts: (2 N + 1) where each text begins, then the end.
        position_ends: (stems) where each stem's positions end in `positions`.
        positions: every word's position within its statement, by stem, then by
            statement, then ascending.
        forms: for each of `positions`, which of its stem's forms it is.
        posting_ends: (stems) where each stem's postings end in `docs`.
        docs: statement numbers, by stem, then ascending.
        in_title: for each of `docs`, the frequency in its title.
        in_body: and in its body.
        codes: (stems) each stem's code in `forward`.
        forward: (positions) the code of the stem at each position.
    """

    starts: Array
    position_ends: Array
    positions: Narrow
    forms: Narrow
    posting_ends: Array
    docs: Docs
    in_title: Array
    in_body: Array
    codes: Codes
    forward: Codes


def invert(form_tokens: Array, lengths: Array, stem_of_form: Array) -> Inverted:
    """Invert the words of a segment.

    Args:
        form_tokens: (tokens) uint32, the form of each word in reading order;
            forms are numbered by stem first, and a stem's forms are neighbours.
        lengths: (2 N) words in each text, statement by statement.
        stem_of_form: (forms) ascending.

    Raises:
        IndexTooLarge: more words than a segment can address.
    """
    starts = np.concatenate(([0], np.cumsum(lengths.astype(np.int64) + GAP)))
    span = int(starts[-1])
    if span >= MAX_POSITIONS:
        raise IndexTooLarge(f"{span:,} words do not fit one segment")
    text_of_token = np.repeat(np.arange(lengths.size, dtype=np.uint32), lengths)
    position = np.arange(form_tokens.size, dtype=np.uint32)
    position += text_of_token * np.uint32(GAP)
    statement_starts = NUMBERING.every(starts[:-1], 0).astype(np.uint32)
    in_statement = narrow(position - statement_starts[NUMBERING.statement(text_of_token)])

    stem_tokens = stem_of_form[form_tokens]
    stems = int(stem_of_form[-1]) + 1 if stem_of_form.size else 0
    counts = np.bincount(stem_tokens, minlength=stems)
    position_ends = np.cumsum(counts)
    first_form = np.searchsorted(stem_of_form, np.arange(stems)).astype(np.uint32)
    codes = codes_of(counts)

    def part(low: int, high: int) -> _Part:
        """The inversion of the stems [low, high)."""
        order = np.flatnonzero((stem_tokens >= low) & (stem_tokens < high))
        # A stable sort of 16 bits is one by digits: four times as fast as by comparing.
        digits = (stem_tokens[order] - np.uint32(low)).astype(np.uint16)
        order = order[np.argsort(digits, kind="stable")]
        del digits
        stem = np.repeat(np.arange(low, high, dtype=np.uint32), counts[low:high])
        forms = form_tokens[order] - first_form[stem]
        return _Part(in_statement[order], forms, *_count_runs(stem, text_of_token[order]))

    # Two at once: NumPy sorts and counts without holding the interpreter.
    with ThreadPoolExecutor(2) as threads:
        parts_to_come = [threads.submit(part, *ends) for ends in _shares(position_ends)]
        forward = np.zeros(span, np.uint16)
        forward[position] = codes[stem_tokens]
        del position
        parts = [part.result() for part in parts_to_come]
    posting_stems = np.concatenate([p.stems for p in parts])
    return Inverted(
        starts=starts,
        position_ends=position_ends,
        positions=narrow(np.concatenate([p.positions for p in parts])),
        forms=narrow(np.concatenate([p.forms for p in parts])),
        posting_ends=np.cumsum(np.bincount(posting_stems, minlength=stems)),
        docs=narrow(np.concatenate([p.docs for p in parts])),
        in_title=np.concatenate([p.in_title for p in parts]),
        in_body=np.concatenate([p.in_body for p in parts]),
        codes=codes,
        forward=forward,
    )


def _shares(position_ends: Array) -> list[tuple[int, int]]:
    """[first, last) of the stems in two halves of about as many positions, cut again where
    numbers would not fit 16 bits.
    """
    stems = position_ends.size
    if not stems:
        return [(0, 0)]
    middle = int(np.searchsorted(position_ends, position_ends[-1] // 2)) + 1
    return [
        (low, min(low + STEMS_AT_ONCE, end))
        for first, end in ((0, middle), (middle, stems))
        for low in range(first, end, STEMS_AT_ONCE)
    ]


class _Part(NamedTuple):
    """The inversion of some of the stems; the last four describe their postings."""

    positions: Array
    forms: Array
    stems: Array
    docs: Array
    in_title: Array
    in_body: Array


def _count_runs(stem: Array, text: Array) -> tuple[Array, Array, Array, Array]:
    """Count equal neighbours: (stem, statement, frequency in the title, in the body) of
    each pair of a stem and a statement.

    Args:
        stem: of each token, ascending.
        text: the number of the text that each token is in, ascending for a stem.
    """
    if not stem.size:
        none, nought = np.zeros(0, np.uint32), np.zeros(0, np.uint32)
        return none, none, nought, nought
    new_run = np.flatnonzero((stem[1:] != stem[:-1]) | (text[1:] != text[:-1])) + 1
    run_starts = np.concatenate(([0], new_run))
    run_lengths = np.diff(np.concatenate((run_starts, [stem.size])))
    run_stem, run_text = stem[run_starts], text[run_starts]
    run_doc = NUMBERING.statement(run_text)
    new_posting = np.concatenate(
        ([True], (run_stem[1:] != run_stem[:-1]) | (run_doc[1:] != run_doc[:-1]))
    )
    # A posting has a run in the title, or one in the body, or the one and then the other.
    first = np.flatnonzero(new_posting)
    lengths = run_lengths[first].astype(np.uint32)
    in_body = lengths * NUMBERING.text(run_text[first])
    in_title = lengths - in_body
    both = np.flatnonzero(np.diff(first, append=run_starts.size) == 2)
    in_body[both] = run_lengths[first[both] + 1]
    return run_stem[first], run_doc[first], in_title, in_body
